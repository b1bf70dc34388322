from collections import Counter
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from iso_qms.db import db
from iso_qms.improvement import jobs
from iso_qms.improvement.action import acting, extending, ladder
from iso_qms.improvement.action.actions import FollowUp
from iso_qms.improvement.action.follow_ups import demand_working_day, due_actions, set_ladder, tell_due
from iso_qms.organisation import operations as organisation
from iso_qms.organisation.agencies import Agency
from iso_qms.outbox import Letter
from iso_qms.workflow import Incomplete
from iso_qms.worktime import add_working_days
from iso_qms.worktime.seed import seeded_calendar

REMINDERS = ("action_carry_out_reminder", "action_verify_reminder")


def walked(case, clock, first: date, last: date, *, times: int = 2) -> dict[date, int]:
    """Walk the round every day, so many times, and count the letters of each day; weekends too."""
    told, day = {}, first
    while day <= last:
        clock.move_to(f"{day.isoformat()}T07:15+07:00")
        told[day] = sum(told_on(case, day) for _walk in range(times))
        day += timedelta(days=1)
    return {day: count for day, count in told.items() if count}


def told_on(case, day: date) -> int:
    clock, due = organisation.clock_of(case.place.agency_id), due_actions(day, agency_id=case.place.agency_id)
    return sum(tell_due(action, day, by=clock) for action in db.session.scalars(due).unique().all())


def reminded(case) -> Counter[str]:
    letters = db.session.scalars(select(Letter).where(Letter.name.in_(REMINDERS)))
    names = {case.place.people[login]: login for login in case.place.people}
    return Counter(names[letter.person_id] for letter in letters)


def test_the_ladder_climbs_day_by_day_and_tells_nothing_twice(case, clock):
    case.accepted()
    told = walked(case, clock, date(2026, 3, 3), date(2026, 3, 31))
    owner, with_head, with_leaders = 1, 2, 4
    assert told == {
        date(2026, 3, 9): owner,
        date(2026, 3, 13): owner,
        date(2026, 3, 16): with_head,
        date(2026, 3, 17): with_head,
        date(2026, 3, 19): with_head,
        date(2026, 3, 23): with_leaders,
        date(2026, 3, 30): with_leaders,
    }
    assert reminded(case) == {"staff": 7, "head_centre": 5, "leader": 2, "deputy": 2}


def test_what_is_done_is_not_reminded_of(case, clock):
    action = case.accepted()
    acting.carry_out(action, by=case.person("staff"), result="Đã sửa")
    assert walked(case, clock, date(2026, 3, 3), date(2026, 4, 14)) == {}


def test_who_verifies_is_reminded_from_the_day_on_then_leadership(case, clock):
    action = case.planned()
    acting.accept(action, by=case.person("quality"), verifier=case.person("inspector2"))
    case.judged_with_words(action)
    acting.carry_out(action, by=case.person("staff"), result="Đã sửa")
    told = walked(case, clock, date(2026, 4, 14), date(2026, 4, 22))
    assert told == {date(2026, 4, 15): 1, date(2026, 4, 20): 1, date(2026, 4, 22): 3}
    assert reminded(case) == {"inspector2": 3, "leader": 1, "deputy": 1}


def test_after_a_pause_of_the_timetable_only_the_highest_rung_is_told(case, clock):
    action = case.accepted()
    assert walked(case, clock, date(2026, 3, 20), date(2026, 3, 20)) == {date(2026, 3, 20): 2}
    kept = {one.offset: bool(one.told_at) for one in action.follow_ups if not one.is_pending}
    assert kept == {-5: False, -1: False, 0: False, 1: False, 3: True}


def test_nothing_leaves_on_a_day_off(case, clock):
    case.accepted()
    told = walked(case, clock, date(2026, 3, 7), date(2026, 3, 8))
    assert told == {}
    clock.move_to("2026-03-21T07:15+07:00")
    assert told_on(case, date(2026, 3, 21)) == 0


def test_a_deputy_is_told_beside_the_holder(case, clock):
    case.accepted()
    organisation.delegate(case.post("staff"), to=case.person("staff2"), by=case.person("admin"),
                          since=date(2026, 3, 9), until=date(2026, 3, 10))  # fmt: skip
    walked(case, clock, date(2026, 3, 9), date(2026, 3, 13))
    assert reminded(case) == {"staff": 2, "staff2": 1}


def test_while_the_owner_is_away_without_a_deputy_the_head_is_told_too(case, clock):
    case.accepted()
    organisation.note_absence(case.person("staff"), by=case.person("head_centre"), kind="leave",
                              first_on=date(2026, 3, 9), last_on=date(2026, 3, 11))  # fmt: skip
    walked(case, clock, date(2026, 3, 9), date(2026, 3, 13))
    assert reminded(case) == {"staff": 2, "head_centre": 1}


def test_whoever_follows_in_the_post_is_told_from_then_on(case, clock):
    case.accepted()
    organisation.hand_over(case.person("staff"), to=case.person("author2"), by=case.person("admin"),
                           on=date(2026, 3, 10))  # fmt: skip
    walked(case, clock, date(2026, 3, 13), date(2026, 3, 13))
    assert reminded(case) == {"author2": 1}


def test_after_an_extension_the_old_rungs_stay_silent(case, clock):
    wish = case.asked()
    walked(case, clock, date(2026, 3, 3), date(2026, 3, 13))
    extending.grant(wish, by=case.person("head_centre"))
    told = walked(case, clock, date(2026, 3, 13), date(2026, 3, 24))
    assert told == {date(2026, 3, 16): 1, date(2026, 3, 20): 1, date(2026, 3, 23): 2, date(2026, 3, 24): 2}


def test_a_due_day_that_becomes_a_day_off_moves_once_with_its_reminders(case, clock):
    action = case.accepted()
    walked(case, clock, date(2026, 3, 3), date(2026, 3, 9))
    organisation.set_day(date(2026, 3, 16), kind="holiday", name_vi="Nghỉ", name_en="Off", by=case.person("admin"))
    assert (action.due_on, action.first_due_on) == (date(2026, 3, 17), date(2026, 3, 16))
    assert [(one.offset, one.due_on) for one in action.follow_ups if one.is_pending][:3] == [
        (-1, date(2026, 3, 13)), (0, date(2026, 3, 17)), (1, date(2026, 3, 18)),
    ]  # fmt: skip
    again = list(jobs.calendar_moves(db.session.get(Agency, case.place.agency_id), case.person("admin")))
    assert again == []
    assert walked(case, clock, date(2026, 3, 9), date(2026, 3, 17)) == {date(2026, 3, 13): 1, date(2026, 3, 17): 2}


def test_no_rung_is_set_twice_in_a_series(case):
    action = case.accepted()
    db.session.add(
        FollowUp(
            agency_id=action.agency_id, action=action, offset=0, duty="carry_out", due_on=action.due_on, told_to=[]
        )
    )
    with pytest.raises(IntegrityError):
        db.session.flush()


@given(day=st.dates(date(2024, 1, 1), date(2027, 12, 20)))
def test_a_day_off_is_refused_with_the_next_day_that_is_worked(day):
    calendar = seeded_calendar()
    if calendar.is_working_day(day):
        demand_working_day(day, calendar)
        return
    with pytest.raises(Incomplete) as refused:
        demand_working_day(day, calendar)
    assert f"{day:%d/%m/%Y}" in str(refused.value)


@given(moves=st.lists(st.integers(1, 12), max_size=4), start=st.integers(0, 30))
def test_however_often_the_due_day_moves_each_rung_is_pending_at_most_once(moves, start):
    """The ladder's own arithmetic, without a database: set, tell some, move, and look."""
    calendar, today = seeded_calendar(), date(2026, 3, 2)
    due = add_working_days(today, days=6 + start, calendar=calendar)
    action = SimpleNamespace(agency_id=1, follow_ups=[], steps=ladder.USUAL.get)
    action.add_follow_up = lambda **values: action.follow_ups.append(FollowUp(told_to=[], **values))
    for move in [0, *moves]:
        due = add_working_days(due, days=move, calendar=calendar)
        set_ladder(action, ladder.CARRY_OUT, due_on=due, today=today, calendar=calendar)
        pending = [one for one in action.follow_ups if one.is_pending]
        assert [one.offset for one in pending] == sorted({one.offset for one in pending})
        assert all(calendar.is_working_day(one.due_on) for one in pending)
        assert len({(one.series, one.offset) for one in action.follow_ups}) == len(action.follow_ups)
        pending[0].told_at = today
