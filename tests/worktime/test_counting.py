"""Working days and working time, forwards and backwards."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso_qms.clock import HO_CHI_MINH
from iso_qms.worktime import (
    UnknownYear,
    add_working_days,
    add_working_time,
    next_opening,
    next_working_day,
    working_days_between,
    working_minutes_between,
)
from iso_qms.worktime.seed import seeded_calendar

CALENDAR = seeded_calendar()
DAYS = st.dates(date(2024, 3, 1), date(2027, 9, 30))
MOMENTS = st.datetimes(datetime(2024, 3, 1), datetime(2027, 9, 30)).map(lambda m: m.replace(second=0, microsecond=0))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HO_CHI_MINH)


@pytest.mark.parametrize(
    ("day", "days", "reached"),
    [
        ("2026-08-20", 2, "2026-08-22"),
        ("2026-08-27", 3, "2026-09-04"),
        ("2026-09-03", -1, "2026-08-28"),
        ("2026-08-24", -1, "2026-08-22"),
        ("2026-08-23", 0, "2026-08-23"),
    ],
)
def test_working_days_are_added_and_taken_away(day, days, reached):
    assert add_working_days(date.fromisoformat(day), days=days, calendar=CALENDAR) == date.fromisoformat(reached)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-08-27", "2026-09-04", 3),
        ("2026-09-04", "2026-08-27", -3),
        ("2026-08-27", "2026-08-27", 0),
        ("2026-08-28", "2026-08-30", 0),
        ("2026-08-29", "2026-09-03", 1),
    ],
)
def test_the_first_day_is_not_counted_and_the_last_one_is(start, end, days):
    start, end = date.fromisoformat(start), date.fromisoformat(end)
    assert working_days_between(start, end=end, calendar=CALENDAR) == days


@given(DAYS, st.integers(0, 60))
def test_adding_and_the_difference_agree(day, days):
    reached = add_working_days(day, days=days, calendar=CALENDAR)
    assert working_days_between(day, end=reached, calendar=CALENDAR) == days
    assert days == 0 or CALENDAR.is_working_day(reached)


@given(DAYS, st.integers(0, 40))
def test_going_back_from_a_working_day_undoes_going_forward(day, days):
    day = next_working_day(day, calendar=CALENDAR)
    there = add_working_days(day, days=days, calendar=CALENDAR)
    assert add_working_days(there, days=-days, calendar=CALENDAR) == day


@given(DAYS, DAYS, DAYS)
def test_differences_in_days_add_up(one, two, three):
    def between(start, end):
        return working_days_between(start, end=end, calendar=CALENDAR)

    assert between(one, two) + between(two, three) == between(one, three)


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-08-27T06:00", "2026-08-27T07:30"),
        ("2026-08-27T07:30", "2026-08-27T07:30"),
        ("2026-08-27T10:00", "2026-08-27T10:00"),
        ("2026-08-27T11:30", "2026-08-27T13:00"),
        ("2026-08-27T12:15", "2026-08-27T13:00"),
        ("2026-08-27T16:59", "2026-08-27T16:59"),
        ("2026-08-27T17:00", "2026-08-28T07:30"),
        ("2026-08-28T18:00", "2026-09-03T07:30"),
        ("2026-08-21T20:00", "2026-08-22T07:30"),
    ],
)
def test_the_office_opens_next(moment, opening):
    assert next_opening(_at(moment), calendar=CALENDAR) == _at(opening)


@pytest.mark.parametrize(
    ("moment", "hours", "reached"),
    [
        ("2026-08-27T10:00", 0, "2026-08-27T10:00"),
        ("2026-08-27T10:00", 1.5, "2026-08-27T11:30"),
        ("2026-08-27T10:00", 4, "2026-08-27T15:30"),
        ("2026-08-27T15:00", 4, "2026-08-28T09:30"),
        ("2026-08-27T07:30", 8, "2026-08-27T17:00"),
        ("2026-08-28T16:00", 2, "2026-09-03T08:30"),
        ("2026-08-21T16:00", 2, "2026-08-22T08:30"),
    ],
)
def test_working_time_runs_only_while_the_office_works(moment, hours, reached):
    assert add_working_time(_at(moment), amount=timedelta(hours=hours), calendar=CALENDAR) == _at(reached)


def test_working_time_is_not_added_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_working_time(_at("2026-08-27T10:00"), amount=timedelta(hours=-1), calendar=CALENDAR)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-08-27T10:00", "2026-08-27T15:30", 240),
        ("2026-08-27T15:30", "2026-08-27T10:00", -240),
        ("2026-08-27T11:45", "2026-08-27T12:50", 0),
        ("2026-08-28T16:00", "2026-09-03T08:30", 120),
        ("2026-08-27T00:00", "2026-08-28T00:00", 480),
    ],
)
def test_minutes_count_only_while_the_office_works(start, end, minutes):
    assert working_minutes_between(_at(start), end=_at(end), calendar=CALENDAR) == minutes


@given(MOMENTS, st.integers(0, 100 * 60))
def test_adding_minutes_and_the_difference_agree(moment, minutes):
    reached = add_working_time(moment, amount=timedelta(minutes=minutes), calendar=CALENDAR)
    assert working_minutes_between(moment, end=reached, calendar=CALENDAR) == minutes


@given(MOMENTS, MOMENTS, MOMENTS)
def test_differences_in_minutes_add_up(one, two, three):
    def between(start, end):
        return working_minutes_between(start, end=end, calendar=CALENDAR)

    assert between(one, two) + between(two, three) == between(one, three)


def test_moments_of_another_zone_are_the_same_instants():
    moment = datetime(2026, 8, 27, 3, tzinfo=UTC)
    assert next_opening(moment, calendar=CALENDAR) == _at("2026-08-27T10:00")
    assert working_minutes_between(moment, end=_at("2026-08-27T11:00"), calendar=CALENDAR) == 60


def test_no_counting_runs_into_a_year_without_a_calendar():
    last = date(2027, 12, 31)
    with pytest.raises(UnknownYear, match="2028"):
        add_working_days(last, days=1, calendar=CALENDAR)
    with pytest.raises(UnknownYear, match="2028"):
        working_days_between(last, end=date(2028, 1, 3), calendar=CALENDAR)
    with pytest.raises(UnknownYear, match="2028"):
        next_opening(_at("2027-12-31T17:00"), calendar=CALENDAR)
    with pytest.raises(UnknownYear, match="2023"):
        add_working_days(date(2024, 1, 1), days=-1, calendar=CALENDAR)
