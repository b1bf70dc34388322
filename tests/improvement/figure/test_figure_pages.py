"""The pages of the figures: every number leads to as many rows as it says, for everybody who sees it."""

from functools import partial
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import lxml.html
import openpyxl
import pytest
from docx import Document
from sqlalchemy import event
from werkzeug.datastructures import MultiDict

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.improvement import operations
from iso_qms.improvement.action import acting
from iso_qms.improvement.action.action_register import WantedActions, action_counts
from iso_qms.improvement.register import Wanted, counts
from iso_qms.organisation.agencies import Agency, choose
from tests.improvement.conftest import DUE, MEASURE, Case

FIGURES = "/an-khe/improvement/figures"
pytestmark = pytest.mark.one_database


@pytest.fixture
def told(clock, house, place):
    """Some months of cases at every station, written before anybody opens a page."""
    house.stand("figures", partial(_tell, house.app, place, clock))
    clock.move_to("2026-06-01T09:00+07:00")


def _tell(app, place, clock):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        case = Case(place)
        case.opened(title="Còn mở")
        case.opened("culture", title="Ứng xử", restricted=True)
        case.accepted(what="Quá hạn")
        ended = case.carried_out(what="Đạt"), case.carried_out(what="Không đạt")
        acting.drop(case.accepted(what="Bỏ"), by=case.person("quality"), note="Không cần nữa")
    clock.move_to("2026-03-30T09:00+07:00")
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        case, (works, fails) = Case(place), [db.session.merge(one) for one in ended]
        acting.verify(works, by=case.person("quality"), assessment="Đạt 2 %", early="Đủ số liệu")
        acting.reject(fails, by=case.person("quality"), assessment="Vẫn quá hạn", early="Đủ số liệu")
        land = case.opened("land", title="Ở tổ đất đai")
        operations.analyse(
            land,
            by=case.person("head_economy"),
            whys=["Thiếu mẫu"],
            statement="Quy trình thiếu mẫu",
            class_key="method",
        )
        acting.accept(
            acting.plan(
                land,
                by=case.person("head_economy"),
                owner_post=case.post("clerk"),
                what="Bổ sung mẫu",
                expected="Có mẫu",
                due_on=DUE.replace(month=12, day=15),
                measure=MEASURE,
            ),
            by=case.person("quality"),
        )


def links_of(page):
    """The numbers of the tables that lead somewhere, with their addresses."""
    cells = lxml.html.fromstring(page.text).xpath("//figure//td/a")
    return [(int(one.text), one.get("href")) for one in cells]


def rows_at(url, person):
    """How many rows the list behind a number shows."""
    asked = urlsplit(url)
    args = MultiDict(parse_qsl(asked.query))
    if asked.path.endswith("/actions"):
        return action_counts(WantedActions.of(args, person), person=person, day=today())["all"]
    return counts(Wanted.of(args, person), person=person, day=today())["all"]


@pytest.mark.parametrize(
    ("login", "query", "fewest"),
    [
        ("quality", "", 30),
        ("leader", "?year=2026&part=q1&by=procedure", 28),
        ("head_economy", "?since=2026-03-10&until=2026-12-31", 10),
    ],
)
def test_every_number_leads_to_as_many_rows_as_it_says(told, as_, app, place, login, query, fewest):
    visitor = as_(login)
    page = visitor.get(f"{FIGURES}{query}")
    found = links_of(page)
    assert page.status_code == 200 and len(found) >= fewest
    with app.test_request_context():
        choose(db.session.get(Agency, place.agency_id))
        person = Case(place).person(login)
        assert [(rows_at(url, person), url) for _n, url in found] == found
    shown = visitor.get(found[-1][1]).text
    assert "Back to the figures" in shown and f"All <span>{found[-1][0]}</span>" in shown


def test_the_figures_above_lead_to_their_rows_too(told, as_, app, place):
    head = lxml.html.fromstring(as_("quality").get(FIGURES).text).xpath("//dl[@class='headline-figures']/div")
    said = [" ".join(words.strip() for words in one.itertext() if words.strip()) for one in head]
    assert said == [
        "Open nonconformities 5 all of them",
        "Overdue actions 1 of 2 open",
        "Carried out in time 67 % 2 of 3 actions due",
        "Working days to close 20 the median of 1",
        "Opened again 50 % 1 of 2 closed or opened again",
    ]
    with app.test_request_context():
        choose(db.session.get(Agency, place.agency_id))
        person = Case(place).person("quality")
        assert [rows_at(url, person) for url in head[0].xpath("//dl//a/@href")] == [5, 1, 2, 2, 3, 1, 1, 2]


def test_a_head_sees_the_own_units_with_what_stands_under_them_and_nobody_else_anything(told, as_):
    page = as_("head_economy").get(FIGURES).text
    assert "Tổ Đất đai" in page and "Trung tâm Phục vụ" not in page
    assert "Trung tâm Phục vụ" in as_("leader").get(FIGURES).text
    staff = as_("staff")
    assert [staff.get(f"{FIGURES}{name}").status_code for name in ("", ".xlsx", ".docx")] == [404] * 3
    assert FIGURES not in staff.get("/an-khe/improvement/?all=1").text


def test_the_conduct_of_a_person_is_in_no_figure_and_in_no_list_behind_one(told, as_):
    visitor = as_("quality")
    named = lxml.html.fromstring(visitor.get(FIGURES).text).xpath("//figure//tbody/tr/th/text()")
    assert "Tổ Đất đai" in named and "Phòng Văn hóa - Xã hội" not in named
    assert "Ứng xử" not in visitor.get("/an-khe/improvement/?view=all&counted=open").text
    assert "Ứng xử" in visitor.get("/an-khe/improvement/?view=all&all=1").text


@pytest.mark.parametrize(
    "query", ["?since=2026-13-01&until=x&unit=no&by=mood&part=q9&year=99", "?document=999&unit=999"]
)
def test_an_address_that_makes_no_sense_still_opens(told, as_, query):
    assert as_("quality").get(f"{FIGURES}{query}").status_code == 200
    assert as_("quality").get(f"/an-khe/improvement/{query}&counted=nonsense").status_code == 200
    assert as_("quality").get(f"/an-khe/improvement/actions{query}&counted=class:people").status_code == 200


def test_a_span_typed_from_day_to_day_stands_above_year_and_part(told, as_):
    page = as_("quality").get(f"{FIGURES}?year=2025&part=q1&since=2026-03-30&until=2026-03-30")
    assert "from 30 Mar 2026 to 30 Mar 2026" in page.text
    assert "First quarter 2025" in as_("quality").get(f"{FIGURES}?year=2025&part=q1").text


def test_the_same_tables_leave_as_excel_and_word_in_both_languages(told, as_):
    book = openpyxl.load_workbook(BytesIO(as_("quality").get(f"{FIGURES}.xlsx").data))
    assert len(book.sheetnames) == 7 and book.worksheets[3].title.startswith("4. Carried out in time")
    assert list(book.worksheets[3].values)[-1] == ("Together", 2, 1, 3, "67 %", 0)
    one = openpyxl.load_workbook(BytesIO(as_("quality").get(f"{FIGURES}?as=causes").data)).active
    assert list(one.values)[1] == ("Method and procedure", 1, "100 %")
    assert as_("quality").get(f"{FIGURES}?as=moods").status_code == 404
    for language, words in (("en", "The slow quarter took"), ("vi", "SỐ LIỆU KHẮC PHỤC")):
        paper = Document(BytesIO(as_("quality", language).get(f"{FIGURES}.docx").data))
        cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        assert words in [*cells, *(one.text for one in paper.paragraphs)]


def test_no_page_of_figures_asks_more_than_fifteen_times(told, as_, app):
    visitor = as_("quality")
    visitor.get(FIGURES)
    asked = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    for query in ("", "?by=procedure", "?part=q1&unit=1"):
        asked.clear()
        visitor.get(f"{FIGURES}{query}")
        assert len(asked) <= 15, asked


def test_the_list_of_actions_is_narrowed_and_leaves_as_excel(told, as_):
    visitor = as_("quality")
    page = visitor.get("/an-khe/improvement/actions?view=overdue")
    assert "Quá hạn" in page.text and "Bổ sung mẫu" not in page.text
    assert "No action fits" in visitor.get("/an-khe/improvement/actions?q=khong+co").text
    rows = list(openpyxl.load_workbook(BytesIO(visitor.get("/an-khe/improvement/actions.xlsx?view=all").data)).active)
    assert len(rows) == 6
