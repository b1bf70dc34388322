"""Papers that go with an act: every act takes them, and they stand on the page of what they belong to."""

import re
from io import BytesIO

import lxml.html
import pytest
from sqlalchemy import select

from iso_qms.db import db, transaction
from iso_qms.improvement.action import acting
from iso_qms.journal import JournalEntry
from iso_qms.organisation.agencies import Agency, choose
from tests.improvement.conftest import Case

pytestmark = pytest.mark.one_database

ROOM = "/an-khe/improvement"
MEASURE = {"measure": "check", "question": "Trả đúng hẹn?", "sample_size": "10", "target": "95", "window_days": "30"}
ACTS = [
    ("opened", "quality", "edit", {"title": "Ghi rõ hơn"}),
    ("opened", "head_centre", "correct", {"text": "Đã trả đủ hồ sơ"}),
    ("opened", "head_centre", "moves/analyse", {"statement": "Quy trình ghi tên người", "whys-0": "Chờ ký"}),
    ("opened", "quality", "moves/dismiss", {"note": "Trùng với KPH khác"}),
    ("planned", "quality", "moves/accept", {}),
    ("planned", "quality", "moves/return_plan", {"note": "Chưa rõ mốc"}),
    ("planned", "head_centre", "moves/replan", MEASURE),
    ("accepted", "staff", "extend", {"to_day": "2026-03-23", "reason": "Chờ ký"}),
    ("accepted", "quality", "moves/drop", {"note": "Đã làm ở việc khác"}),
    ("accepted", "staff", "moves/carry_out", {"result": "Đã sửa"}),
    ("carried_out", "quality", "moves/verify", {"assessment": "Đạt", "early": "Đủ số liệu"}),
    ("carried_out", "quality", "moves/reject", {"assessment": "Chưa đạt", "early": "Lặp lại ngay"}),
]


def paper(name="quyết định.pdf"):
    return BytesIO(b"%PDF-1.7 a scan"), name


def files_on(page):
    return [one.text_content() for one in lxml.html.fromstring(page.text).find_class("file")]


@pytest.fixture
def address(app, place, clock):
    """Brings a case to a station of its life, and gives its address."""

    def brought(station, **values):
        with app.app_context(), transaction():
            choose(db.session.get(Agency, place.agency_id))
            thing = getattr(Case(place), station)(**values)
            kind = "actions" if isinstance(thing, acting.CorrectiveAction) else "nonconformities"
            return f"{ROOM}/{kind}/{thing.id}"

    return brought


@pytest.mark.parametrize(("station", "login", "act", "typed"), ACTS, ids=[f"{one[0]} {one[2]}" for one in ACTS])
def test_every_act_takes_papers_which_stand_on_the_page_with_who_and_when(address, as_, station, login, act, typed):
    page = as_(login).post_form(f"{address(station)}/{act}", files=paper(), **typed)
    assert page.status_code == 200
    [told] = files_on(page)
    assert "quyết định.pdf" in told and "2 Mar 2026 09:00" in told


def test_opening_and_planning_take_papers_too(as_, address, place):
    page = as_("quality").post_form(
        f"{ROOM}/nonconformities/new", title="Trả quá hạn", unit=str(place.units["centre"]), files=paper("ảnh.pdf")
    )
    assert "ảnh.pdf" in files_on(page)[0]
    page = as_("head_centre").post_form(
        f"{address('analysed')}/plan", files=paper("dự thảo.pdf"), what="Sửa", expected="Đạt",
        owner_post=str(place.posts["staff"]), due_on="2026-03-16",
        **MEASURE,
    )  # fmt: skip
    assert "dự thảo.pdf" in files_on(page)[0]


@pytest.mark.parametrize(("move", "typed"), [("grant", {}), ("refuse", {"note": "Đủ thời gian"})])
def test_the_decision_on_more_time_takes_papers_and_a_remark(app, place, as_, address, move, typed):
    one = address("accepted")
    as_("staff").post_form(f"{one}/extend", to_day="2026-03-23", reason="Chờ ký")
    page = as_("head_centre").post_form(f"{ROOM}/extensions/1/moves/{move}", files=paper(), **typed)
    assert page.request.path == one and "quyết định.pdf" in files_on(page)[0]


def test_what_comes_by_itself_is_nobodys_button(address, as_):
    one, visitor = address("analysed"), as_("quality")
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get(one).text)[1]
    assert visitor.get(f"{one}/moves/begin").status_code == 404
    assert visitor.post(f"{one}/moves/begin", data={"csrf_token": token}).status_code == 404


def test_the_name_of_a_paper_about_a_person_does_not_go_into_the_journal(app, address, as_):
    one = address("opened", restricted=True)
    as_("head_centre").post_form(f"{one}/correct", text="Đã nhắc", files=paper("biên bản ông Viên.pdf"))
    with app.app_context():
        entries = db.session.execute(select(JournalEntry.label, JournalEntry.changes)).all()
    assert not [entry for entry in entries if "ông Viên" in str(entry)]
