from datetime import date

import pytest

from iso_qms.audits.team.qualifications import note_qualification
from iso_qms.db import db, transaction
from iso_qms.improvement.action import acting, completing
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.action.awaited import awaited_of
from iso_qms.organisation.people import Person
from iso_qms.workflow import Forbidden, Incomplete, WrongState


def test_an_action_waits_for_trainings_noted_since_its_plan_and_for_all_of_them(case, clock):
    with transaction():
        quality, head = case.person("quality"), case.person("head_centre")
        staff, staff2 = case.person("staff"), case.person("staff2")
        note_qualification(staff, "topic", by=quality, issued_on=date(2026, 3, 2), topic="posting")
        action = case.planned()
        with pytest.raises(Forbidden):
            completing.tie(action, "training", [staff.id], by=staff)
        with pytest.raises(Incomplete):
            completing.tie(action, "training", [case.person("clerk").id], by=head)
        completing.tie(action, "training", [staff2.id], by=head)
        completing.tie(action, "training", [staff.id, staff2.id], by=head)
        acting.accept(action, by=quality)
        with pytest.raises(WrongState):
            completing.tie(action, "training", [], by=head)
        number, people = action.id, [staff.id, staff2.id]
    assert completing.completing_round() == 0, "what was noted before the plan shows nothing"
    for day, person in zip((3, 4), people, strict=True):
        clock.move_to(f"2026-03-0{day}T09:00+07:00")
        with transaction():
            trained, by = db.session.get_one(Person, person), case.person("quality")
            note_qualification(trained, "topic", by=by, issued_on=date(2026, 3, day), topic="posting")
        assert completing.completing_round() == 1
        assert completing.completing_round() == 0
    done = db.session.get_one(CorrectiveAction, number)
    assert (done.state, done.performed_on) == ("carried_out", date(2026, 3, 4))
    assert [one.proof_kind for one in awaited_of(done)] == ["qualification"] * 2
    assert done.result.count("\n") == 2


def test_its_page_says_what_it_waits_for_and_only_its_planner_may_choose(app, place, as_, clock):
    from tests.improvement.conftest import Case

    with app.app_context(), transaction():
        from iso_qms.organisation.agencies import Agency, choose

        choose(db.session.get(Agency, place.agency_id))
        number = Case(place).planned().id
    page = f"/an-khe/improvement/actions/{number}"
    head = as_("head_centre")
    assert "People are trained" in head.get(page).text
    said = head.post_form(f"{page}/completes/training", things=str(place.people["staff"])).text
    assert "Waits for Đặng Văn Viên" in " ".join(said.replace("</a>", " ").split())
    assert "There is nothing to choose" in head.get(f"{page}/completes/briefing").text
    assert head.get(f"{page}/completes/unheard").status_code == 404
    assert as_("quality").get(f"{page}/completes/training").status_code == 200
    assert as_("staff").get(f"{page}/completes/training").status_code == 403
