"""The owner of an action leaves in the middle: one act hands everything over, and the ladder goes on with the next."""

import lxml.html
import time_machine
from sqlalchemy import select

from iso_qms.db import db
from iso_qms.improvement.action.actions import FollowUp
from iso_qms.improvement.jobs import follow_ups_round
from iso_qms.journal import JournalEntry
from iso_qms.organisation.agencies import across
from tests.stories.test_an_action_that_did_not_work import (
    MONDAY,
    accepted_by_quality,
    as_,
    corrected_and_analysed_by_the_head,
    opened_by_quality,
    planned_by_the_head,
)


def test_an_owner_left_in_the_middle(app, place, client):
    with time_machine.travel(MONDAY, tick=False):
        one = opened_by_quality(app, place)
        corrected_and_analysed_by_the_head(app, one)
        action = planned_by_the_head(app, one, "Dán lịch trả kết quả ở quầy", due="2026-03-16")
        accepted_by_quality(app, action, verifier=place.people["inspector"])
    reminded(app, "2026-03-09")
    with time_machine.travel("2026-03-11T10:00+07:00", tick=False):
        assert "Dán lịch" in as_(app, "staff").get("/an-khe/").text
        handed_over(app, place)
        assert "Dán lịch" in as_(app, "staff2").get("/an-khe/").text
        assert as_(app, "staff2").get(action).status_code == 200
    reminded(app, "2026-03-13", "2026-03-16")
    with app.app_context(), across():
        told = db.session.execute(select(FollowUp.due_on, FollowUp.told_to).where(FollowUp.told_at.is_not(None)))
        assert {f"{day:%d}": names for day, names in told} == {
            "09": ["Đặng Văn Viên"],
            "13": ["Cao Thị Nhận"],
            "16": ["Cao Thị Nhận", "Bùi Văn Giám"],
        }
    with time_machine.travel("2026-03-16T10:00+07:00", tick=False):
        page = as_(app, "staff2").post_form(f"{action}/moves/carry_out", result="Đã dán ở hai quầy")
        assert page.status_code == 200 and "Carried out, not yet verified" in page.text
    with app.app_context(), across():
        why = select(JournalEntry.reason).where(JournalEntry.verb == "person.handed_over")
        assert set(db.session.scalars(why)) == {"Chuyển công tác"}


def reminded(app, *days):
    for day in days:
        with time_machine.travel(f"{day}T07:15+07:00", tick=False), app.app_context():
            follow_ups_round()


def handed_over(app, place):
    """First what would move is shown, then it moves, and the account of the leaver is locked."""
    leaver = f"/an-khe/people/{place.people['staff']}/hand-over"
    typed = {"to": str(place.people["staff2"]), "on": "2026-03-11", "reason": "Chuyển công tác", "lock": "y"}
    admin = as_(app, "admin")
    page = admin.post_form(leaver, **typed)
    assert "would go over to the successor" in page.text
    shown = next(one for one in lxml.html.fromstring(page.text).forms if "reason" in one.fields)
    page = admin.post(leaver, data=dict(shown.form_values()) | {"confirmed": "1"}, follow_redirects=True)
    assert "of Đặng Văn Viên was handed over" in page.text, page.status_code
