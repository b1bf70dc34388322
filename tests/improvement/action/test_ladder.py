from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from iso_qms.improvement.action import ladder
from iso_qms.worktime import working_days_between
from iso_qms.worktime.seed import seeded_calendar

CALENDAR = seeded_calendar()
ACTIONS = ladder.USUAL[ladder.CARRY_OUT]
WORKING_DAYS = [
    day
    for day in (date(2024, 1, 2) + timedelta(days=number) for number in range(1460))
    if day.year < 2028 and CALENDAR.is_working_day(day)
]
DUTIES = st.sampled_from([ladder.CARRY_OUT, ladder.VERIFY])
DUE_DAYS = st.sampled_from(WORKING_DAYS)


@given(duty=DUTIES, due_on=DUE_DAYS)
def test_rungs_climb_without_a_day_off_and_without_two_on_one_day(duty, due_on):
    days = [day for _offset, day in ladder.rungs(ladder.USUAL[duty], due_on=due_on, calendar=CALENDAR)]
    assert days == sorted(set(days))
    assert all(CALENDAR.is_working_day(day) for day in days)


@given(duty=DUTIES, due_on=DUE_DAYS)
def test_a_rung_lies_exactly_as_many_working_days_from_the_due_day_as_it_says(duty, due_on):
    for offset, day in ladder.rungs(ladder.USUAL[duty], due_on=due_on, calendar=CALENDAR):
        assert working_days_between(due_on, end=day, calendar=CALENDAR) == offset or offset < 0
        assert working_days_between(day, end=due_on, calendar=CALENDAR) == -offset or offset > 0


@given(duty=DUTIES, one=DUE_DAYS, other=DUE_DAYS)
def test_a_later_due_day_never_has_an_earlier_rung(duty, one, other):
    assume(one < other)
    first = dict(ladder.rungs(ladder.USUAL[duty], due_on=one, calendar=CALENDAR))
    second = dict(ladder.rungs(ladder.USUAL[duty], due_on=other, calendar=CALENDAR))
    assert all(first[offset] < second[offset] for offset in first.keys() & second.keys())


@given(duty=DUTIES, steps=st.integers(1, 40))
def test_a_ladder_never_ends_and_always_climbs(duty, steps):
    offset = ladder.USUAL[duty].rungs[0]
    for _step in range(steps):
        following = ladder.USUAL[duty].next_after(offset)
        assert following > offset
        offset = following


@given(offset=st.integers(-10, 100), level=st.sampled_from([0, 1]))
def test_who_was_told_once_is_told_higher_up_too(offset, level):
    lower = set(ACTIONS.told_at(ladder.CARRY_OUT, offset, level=level))
    higher = set(ACTIONS.told_at(ladder.CARRY_OUT, offset + 1, level=level))
    assert ladder.OWNER in lower <= higher


def test_the_rungs_are_those_of_the_rule():
    told = {offset: ACTIONS.told_at(ladder.CARRY_OUT, offset, level=0) for offset in ACTIONS.rungs}
    assert told == {
        -5: ("owner",),
        -1: ("owner",),
        0: ("owner", "head"),
        1: ("owner", "head"),
        3: ("owner", "head"),
        5: ("owner", "head", "leaders"),
    }


def test_a_reopened_action_reaches_leadership_sooner():
    assert "leaders" in ACTIONS.told_at(ladder.CARRY_OUT, 1, level=1)
    assert "leaders" not in ACTIONS.told_at(ladder.CARRY_OUT, 1, level=0)


def test_rungs_in_a_year_without_a_calendar_are_left_out():
    last = WORKING_DAYS[-1]
    assert [offset for offset, _day in ladder.rungs(ACTIONS, due_on=last, calendar=CALENDAR)] == [-5, -1, 0]


@pytest.mark.parametrize(("offset", "following"), [(-5, -1), (3, 5), (5, 10), (10, 15)])
def test_behind_the_last_rung_one_follows_every_five_working_days(offset, following):
    assert ACTIONS.next_after(offset) == following
