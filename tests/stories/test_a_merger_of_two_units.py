"""A unit with open actions is merged into another, whose head answers for what is left from that day on."""

import re

import time_machine
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.improvement.action.actions import FollowUp
from iso_qms.improvement.jobs import follow_ups_round
from iso_qms.journal import JournalEntry
from iso_qms.organisation import operations
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.people import Holding
from tests.stories.test_an_action_that_did_not_work import (
    MONDAY,
    accepted_by_quality,
    as_,
    corrected_and_analysed_by_the_head,
    opened_by_quality,
    planned_by_the_head,
)

ROOM = "/an-khe/improvement"
BASIS = "Quyết định 31/QĐ-UBND"


def test_a_merger_of_two_units(app, place, client):
    with time_machine.travel(MONDAY, tick=False):
        one = opened_by_quality(app, place)
        corrected_and_analysed_by_the_head(app, one)
        action = planned_by_the_head(app, one, "Dán lịch trả kết quả ở quầy", due="2026-03-24")
        accepted_by_quality(app, action, verifier=place.people["inspector"])
        unanswered = opened_by_quality_too(app, place)
        put_right = asked_of_the_counter(app, unanswered)
        assert as_(app, "head_culture").get(action).status_code == 404
    with time_machine.travel("2026-03-13T16:00+07:00", tick=False):
        merged(app, place)
    with time_machine.travel("2026-03-16T09:00+07:00", tick=False):
        desk = as_(app, "head_culture").get("/an-khe/").text
        assert "Dán lịch trả kết quả" in desk and "its duties are yours now" in desk
        assert "Give the cause: Niêm yết thiếu" in desk and "Niêm yết lại" in desk
        assert "KPH-2026-001" in as_(app, "head_culture").get(f"{ROOM}/?view=mine").text
        assert "KPH-2026-002" in as_(app, "head_culture").get(f"{ROOM}/?unit={place.units['culture']}").text
        assert "Dán lịch" not in as_(app, "head").get("/an-khe/").text
        answered_by_the_new_head(app, unanswered, put_right)
    the_ladder_goes_to_the_new_head(app)
    with time_machine.travel("2026-03-25T10:00+07:00", tick=False):
        page = as_(app, "head_culture").post_form(f"{action}/moves/carry_out", result="Đã dán ở hai quầy")
        assert "Carried out, not yet verified" in page.text and "Trung tâm Phục vụ hành chính công" in page.text
        assert "moves/verify" not in as_(app, "head_culture").get(action).text
    what_was_written_is_as_it_was(app)


def opened_by_quality_too(app, place):
    page = as_(app, "quality").post_form(
        f"{ROOM}/nonconformities/new", title="Niêm yết thiếu", unit=str(place.units["centre"]), found_on="2026-03-02"
    )
    return page.request.path


def asked_of_the_counter(app, one):
    posts = as_(app, "quality").get(f"{one}/ask").text
    post = re.search(r'<option value="(\d+)">[^<]*Công chức một cửa', posts)[1]
    page = as_(app, "quality").post_form(f"{one}/ask", what="Niêm yết lại", owner_post=post, hours="80")
    return re.search(r"corrections/\d+", page.text)[0]


def merged(app, place):
    """Everybody of the centre leaves their posts, and its work passes to the other unit."""
    centre = place.units["centre"]
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        for held in [one for one in db.session.scalars(select(Holding)).unique() if one.post.unit_id == centre]:
            day = today().replace(day=14)
            operations.end_holding(held, by=clock_of(place.agency_id), on=day, reason="Sáp nhập")
    page = as_(app, "admin").post_form(
        f"/an-khe/people/units/{centre}/close",
        reason="Sáp nhập",
        basis=BASIS,
        successors=[str(place.units["culture"])],
    )
    assert "Phòng Văn hóa - Xã hội" in page.text


def the_ladder_goes_to_the_new_head(app):
    for day in ("2026-03-23", "2026-03-24", "2026-03-25"):
        with time_machine.travel(f"{day}T07:15+07:00", tick=False), app.app_context():
            follow_ups_round()
    with app.app_context(), across():
        told = db.session.execute(select(FollowUp.due_on, FollowUp.told_to).where(FollowUp.told_at.is_not(None)))
        assert {f"{day:%d}": names for day, names in told} == {day: ["Mai Văn Hóa"] for day in ("23", "24", "25")}


def answered_by_the_new_head(app, one, put_right):
    head = as_(app, "head_culture")
    page = head.post_form(f"{ROOM}/{put_right}/moves/put_right", result="Đã niêm yết đủ")
    assert "Đã niêm yết đủ" in page.text
    page = head.post_form(f"{one}/moves/analyse", statement="Bảng niêm yết không có người giữ", **{"whys-0": "Bảng cũ"})
    assert page.status_code == 200 and "Bảng niêm yết không có người giữ" in page.text


def what_was_written_is_as_it_was(app):
    """What the old head did stands under the old name; what the new one did says of which unit."""
    with app.app_context(), across():
        query = select(JournalEntry.name, JournalEntry.unit).where(JournalEntry.kind == "nonconformity")
        acts = {(row.name, row.unit) for row in db.session.execute(query)}
        assert ("Bùi Văn Giám", "Trung tâm Phục vụ hành chính công") in acts
        assert ("Mai Văn Hóa", "Phòng Văn hóa - Xã hội") in acts
        passed = db.session.scalars(select(JournalEntry.reason).where(JournalEntry.verb == "unit.succeeded")).one()
        assert passed == "Phòng Văn hóa - Xã hội"
