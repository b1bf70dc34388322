"""The page of figures: every number leads to as many dossiers as it says; Excel and Word say the same."""

from datetime import datetime
from io import BytesIO

import lxml.html
import openpyxl
import pytest
from docx import Document
from sqlalchemy import event

from iso_qms.clock import HO_CHI_MINH
from iso_qms.db import db, transaction
from iso_qms.organisation.agencies import Agency, choose
from tests.dossiers.made_up import days, pour, told

pytestmark = pytest.mark.one_database
FIGURES = "/an-khe/dossiers/figures"


def month_of_answers(place, start, *, good, bad, unit, **more):
    """So many dossiers of a month that were answered in time, so many that were not."""
    heads = {"deciding_unit_id": place.units[unit], "receiving_unit_id": place.units["centre"], **more}
    for number in range(good + bad):
        took = 2 if number < good else 9
        received = days(start, number / (good + bad) * 14)
        yield told(received, due=days(received, 5), finished=days(received, took), **heads)


@pytest.fixture
def answered(app, place, procedure, september):
    """Three months: economy gets worse, culture answers in time, and the office answers too few."""
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        rows = []
        for month, bad in ((6, 0), (7, 3), (8, 15)):
            start = datetime(2026, month, 1, tzinfo=HO_CHI_MINH)
            rows += month_of_answers(place, start, good=30 - bad, bad=bad, unit="economy", document_id=procedure)
            rows += month_of_answers(place, start, good=20, bad=0, unit="culture", channel="online")
            rows += month_of_answers(place, start, good=2, bad=1, unit="office")
        rows.append(told(datetime(2026, 8, 20, 8, tzinfo=HO_CHI_MINH), state="withdrawn"))
        rows.append(told(datetime(2026, 8, 20, 8, tzinfo=HO_CHI_MINH), due=datetime(2026, 8, 25, tzinfo=HO_CHI_MINH)))
        pour(rows, place)


def table(page, title):
    """The rows of the table of a figure."""
    found = page.xpath("//table[caption[contains(., $title)]]/tbody/tr", title=title)
    return [[cell.text_content().strip() for cell in row.xpath("th|td")] for row in found]


def test_every_number_of_the_page_leads_to_as_many_dossiers(answered, client):
    client.sign_in("quality")
    page = lxml.html.fromstring(client.get(f"{FIGURES}?by=unit&since=2026-06-01&until=2026-08-31").data)
    assert [[*row[:2], row[4]] for row in table(page, "Xếp hạng")] == [
        ["Phòng Văn hóa - Xã hội", "1", "100 %"], ["Phòng Kinh tế", "2", "80 %"],
        ["Văn phòng HĐND và UBND", "–", "67 %"],
    ]  # fmt: skip
    months = table(page, "Giải quyết trước và đúng hạn theo tháng")
    assert [row[:3] for row in months] == [["06/2026", "52", "53"], ["07/2026", "49", "53"], ["08/2026", "37", "53"]]
    assert "08/2026 dưới giới hạn dưới" in page.text_content()
    assert "Quá hạn nhiều nhất: Phòng Kinh tế: 18; Văn phòng HĐND và UBND: 3." in page.text_content()
    assert "Dưới 10 hồ sơ" in page.text_content()
    links = {link.get("href"): link.text_content() for link in page.xpath("//td/a[contains(@href, 'counted=')]")}
    assert len(links) > 20
    for url, number in list(links.items())[::7]:
        listed = lxml.html.fromstring(client.get(url).data)
        assert "Hồ sơ của một con số" in listed.text_content()
        assert listed.xpath("//nav[contains(@class, 'chips')]//a[@aria-current]/span")[0].text_content() == number, url


def test_files_say_what_the_page_says_and_heads_see_their_own(answered, client, app):
    client.sign_in("head_economy")
    with app.app_context():
        sent, engine = [], db.engine

        def note(_connection, _cursor, statement, *_more):
            sent.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        page = lxml.html.fromstring(client.get(f"{FIGURES}?year=2026").data)
        event.remove(engine, "before_cursor_execute", note)
    assert len(sent) <= 15
    shown = table(page, "Giải quyết trước và đúng hạn, theo quy trình")
    assert [row[1:] for row in shown] == [["72", "0", "18", "90", "80 %"]] * 2 and "QT-07" in shown[0][0]
    assert "Phòng Văn hóa" not in "".join(table(page, "Xếp hạng")[0])
    book = openpyxl.load_workbook(BytesIO(client.get(f"{FIGURES}.xlsx?year=2026").data))
    assert [cell.value for cell in book.worksheets[0][2]][1:5] == [72, 0, 18, 90]
    alone = openpyxl.load_workbook(BytesIO(client.get(f"{FIGURES}?year=2026&as=ranking").data))
    assert [cell.value for cell in alone.active[2]][:2] == ["Phòng Kinh tế", 1]
    word = Document(BytesIO(client.get(f"{FIGURES}.docx?year=2026").data))
    assert any("80 %" in cell.text for one in word.tables for row in one.rows for cell in row.cells)
    assert client.get(f"{FIGURES}?as=nothing").status_code == 404
    for by in ("field", "receiving", "channel", "nothing"):
        assert client.get(f"{FIGURES}?all=1&by={by}&since=2026-06-15&until=2026-07-14").status_code == 200


def test_beside_a_share_stands_that_of_the_span_before(answered, place, client):
    client.sign_in("quality")
    page = lxml.html.fromstring(client.get(f"{FIGURES}?since=2026-08-01&until=2026-08-31").data)
    first = page.xpath("//dl[@class='headline-figures']/div")[0]
    assert " ".join(first.text_content().split()).endswith("70 %37 trên 53; kỳ trước 92 %")
    before = lxml.html.fromstring(client.get(first.xpath(".//a/@href")[2]).data)
    assert "49 trên 53; kỳ trước 98 %" in before.xpath("//dl[@class='headline-figures']/div")[0].text_content()
    alone = client.get(f"{FIGURES}?year=2026&unit={place.units['culture']}").text
    assert "2026, Phòng Văn hóa - Xã hội" in alone, "on paper no form says of which unit"
