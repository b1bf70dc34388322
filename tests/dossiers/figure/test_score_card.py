"""The score card: what a rate is worth, and that what nobody knows is said instead of counted as nought."""

from datetime import datetime
from fractions import Fraction
from io import BytesIO

import lxml.html
import openpyxl
import pytest
from docx import Document

from iso_qms.clock import HO_CHI_MINH
from iso_qms.db import db, transaction
from iso_qms.dossiers.figure.score_card import LINES, Rate, Weight, scored, usual
from iso_qms.dossiers.figure.score_rules import set_weights
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.workflow import Forbidden
from tests.dossiers.made_up import pour, told

SCORE = "/an-khe/dossiers/score"
NUMBERS = {"in_time": 9, "judged": 10, "online": 4, "received": 10}


def test_from_its_limit_on_a_line_earns_its_weight_and_below_it_its_share():
    card = scored(usual(), NUMBERS, {"paid": Fraction(80), "satisfied": Fraction(45)})
    assert {one.key: one.marks for one in card.lines} == {
        "published": None, "in_time": 18, "online": 6, "paid": 10, "digital": None, "satisfied": 9,
    }  # fmt: skip
    assert (card.marks, card.reachable, card.missing) == (43, 60, ["published", "digital"])
    assert sum(one.weight for one in LINES.values()) == 100


def test_without_any_answer_there_is_no_rate_and_more_than_all_is_all():
    asked = {"satisfied": Rate(Fraction(9), 20)}
    assert scored(usual(), NUMBERS, {}, asked).lines[-1].marks == 9, "what surveys found"
    assert scored(usual(), NUMBERS, {"satisfied": Fraction(90)}, asked).lines[-1].marks == 18, "unless typed"
    card = scored(usual(), dict.fromkeys(NUMBERS, 0), {"paid": Fraction(100)})
    assert card.reachable == card.marks == 10
    assert scored(usual() | {"online": Weight(12, 10)}, NUMBERS, {}).lines[2].marks == 12


@pytest.mark.one_database
def test_an_agency_sets_its_weights_and_the_card_says_what_they_rest_on(app, place, september, client):
    day = datetime(2026, 8, 3, 8, tzinfo=HO_CHI_MINH)
    good = told(day, due=day.replace(day=10), finished=day.replace(day=7), channel="online")
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        pour([good, {**good, "verdict": "late", "channel": "post"}], place)
        with pytest.raises(Forbidden):
            set_weights(usual(), basis="x", by=db.session.get_one(Person, place.people["head_economy"]))
    client.sign_in("quality")
    page = client.get(f"{SCORE}?year=2026&paid=40,0&digital=dozens")
    assert "CHƯA KIỂM CHỨNG" in page.text and "Số hóa hồ sơ; Mức độ hài lòng" in page.text
    rows = [[cell.text_content() for cell in row] for row in lxml.html.fromstring(page.data).xpath("//tbody/tr")]
    assert rows[1] == ["Tiến độ giải quyết (trước và đúng hạn)", "1", "2", "50 %", "100 %", "20", "10"]
    assert [row[6] for row in rows] == ["–", "10", "7,5", "5", "–", "–", "22,5"]
    set_ = f"{SCORE}/weights"
    wrong = client.post_form(set_, **{"paid-weight": 9, "basis": "QĐ 1"})
    assert wrong.status_code == 422 and "hiện là 99" in wrong.text
    assert "Nêu văn bản" in client.post_form(set_, **{"paid-weight": 10, "basis": " "}).text
    assert "Đã đặt trọng số" in client.post_form(set_, **{"online-full": 100, "basis": "QĐ 12/QĐ-UBND"}).text
    told_now = client.get(f"{SCORE}?year=2026").text
    assert "QĐ 12/QĐ-UBND" in told_now and "CHƯA KIỂM CHỨNG" not in told_now
    book = openpyxl.load_workbook(BytesIO(client.get(f"{SCORE}.xlsx?year=2026").data))
    assert [cell.value for cell in book.active[4]] == ["Dịch vụ công trực tuyến", 1, 2, "50 %", "100 %", 12, "6"]
    word = Document(BytesIO(client.get(f"{SCORE}.docx?year=2026").data))
    assert any("QĐ 12/QĐ-UBND" in line.text for line in word.paragraphs)
