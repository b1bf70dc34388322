from datetime import date

from iso_qms.db import db, transaction
from iso_qms.improvement.action.actions import FollowUp
from iso_qms.improvement.jobs import follow_ups_round
from iso_qms.rounds import troubles_of


def test_one_action_that_cannot_be_told_holds_up_no_other(case, clock):
    with transaction():
        broken = case.accepted()
        case.accepted()
        rung = {"duty": "unheard of", "offset": 0, "due_on": date(2026, 3, 9), "told_to": []}
        db.session.add(FollowUp(agency_id=broken.agency_id, action=broken, **rung))
        number = broken.id
    clock.move_to("2026-03-09T07:15+07:00")
    assert follow_ups_round() == 1
    assert follow_ups_round() == 0
    assert [one.thing_id for one in troubles_of(case.place.agency_id)] == [number]


def test_on_a_day_off_nothing_is_due(case, clock):
    with transaction():
        case.accepted()
    clock.move_to("2026-03-14T07:15+07:00")
    assert follow_ups_round() == 0
    clock.move_to("2026-03-16T07:15+07:00")
    assert follow_ups_round() == 1
