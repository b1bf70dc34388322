"""When dossiers are due: the quick way says what the engine says, pauses move it, and the verdict follows."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iso_qms.clock import HO_CHI_MINH
from iso_qms.dossiers.deadlines import Pause, Reckoner, Verdict, due_day, explain, is_paused, merged, verdict
from iso_qms.dossiers.due.due_words import due_in_words, late_in_words, lateness, lateness_again
from iso_qms.dossiers.due.first_due import kept_as
from iso_qms.dossiers.models import UNJUDGED, Dossier
from iso_qms.worktime import (
    OFFICE_WEEK,
    Calendar,
    Interval,
    Term,
    Unit,
    UnknownYear,
    due,
    read_term,
    working_days_between,
    working_minutes_between,
)
from iso_qms.worktime.seed import seeded_calendar

CALENDAR = seeded_calendar()
SHORT = ((Interval(time(8), time(12)),),) * 4 + ((), (Interval(time(8), time(10, 30)),), ())
CHANGED = CALENDAR.with_week(OFFICE_WEEK, later=((date(2026, 6, 3), SHORT), (date(2026, 10, 5), OFFICE_WEEK)))
"""Other hours from a Wednesday in June to a Monday in October: four mornings, and Saturdays."""
RECKONER = Reckoner(CALENDAR)
RECKONERS = (RECKONER, Reckoner(CHANGED))
TERMS = st.one_of(
    st.builds(Term, st.integers(1, 60).map(Fraction), st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY])),
    st.builds(Term, st.integers(1, 6).map(Fraction), st.just(Unit.MONTH)),
    st.builds(Term, st.integers(1, 90).map(lambda n: Fraction(n, 4)), st.just(Unit.WORKING_HOUR)),
    st.builds(Term, st.integers(1, 50).map(lambda n: Fraction(n, 7)), st.just(Unit.WORKING_DAY)),
    st.builds(Term, st.integers(1, 50).map(lambda n: Fraction(n, 4)), st.just(Unit.WORKING_DAY)),
    st.just(Term(Fraction(1), Unit.SAME_DAY)),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31, 23, 59)).map(lambda one: one.replace(microsecond=0))


def at(day, hour=9, minute=0, month=8):
    return datetime(2026, month, day, hour, minute, tzinfo=HO_CHI_MINH)


@settings(max_examples=400)
@given(MOMENTS, TERMS, st.sampled_from([None, time(15), time(7)]), st.sampled_from(RECKONERS))
def test_the_quick_way_says_what_the_engine_says(received, term, cutoff, reckoner):
    try:
        wanted = due(received, term=term, calendar=reckoner.calendar, cutoff=cutoff).ends_at
    except UnknownYear:
        wanted = None
    (found,) = reckoner.ends_of([(received, term)], cutoff=cutoff)
    assert found == wanted if wanted else isinstance(found, UnknownYear)


@settings(max_examples=100)
@given(MOMENTS, MOMENTS, st.sampled_from(RECKONERS))
def test_sums_of_working_time_are_those_of_the_engine_day_by_day(one, other, reckoner):
    start, end = sorted(moment.replace(second=0, tzinfo=HO_CHI_MINH) for moment in (one, other))
    assert reckoner.worked(start, end) == 60 * working_minutes_between(start, end=end, calendar=reckoner.calendar)


def test_a_gap_between_years_and_parts_of_seconds_are_left_to_the_engine():
    gap = Reckoner(Calendar({2024: True, 2026: True}))
    term = read_term("3 working days")
    assert gap.ends_at(at(20), term) == due(at(20), term=term, calendar=gap.calendar).ends_at
    assert isinstance(gap.ends_of([(datetime(2024, 12, 31, 9), term)])[0], UnknownYear)
    assert RECKONER.ends_at(at(20).replace(microsecond=5), term) == RECKONER.ends_at(at(20), term)


def test_a_pause_moves_the_end_by_the_time_the_term_is_counted_in():
    pause = Pause(at(20, 10), at(24, 10), "supplement", "12/PYC")
    days, calendar_days, hours = (
        explain(at(20), term=read_term(term), calendar=CALENDAR, pauses=[pause])
        for term in ("3 working days", "5 calendar days", "4 working hours")
    )
    # Friday, the make-up Saturday and Monday pass while it waits.
    assert (days.moves[0].amount, days.due.day, days.ends_at) == (3, date(2026, 8, 24), at(28, 0))
    # The 29th is a Saturday, and the holidays of the National Day follow.
    assert (calendar_days.moves[0].amount, calendar_days.ends_at) == (4, at(4, 0, month=9))
    # One hour was used on Thursday; three are left on Monday from ten.
    assert hours.ends_at == at(24, 14, 30)


def test_pauses_that_overlap_count_once_and_late_or_open_ones_move_nothing():
    pauses = [Pause(at(24), at(26)), Pause(at(21), at(25), "first"), Pause(at(28), None)]
    assert merged(pauses) == [Pause(at(21), at(26), "first"), Pause(at(28), None)]
    term = read_term("2 working days")
    assert explain(at(3), term=term, calendar=CALENDAR, pauses=pauses).moves == ()
    assert explain(at(27), term=term, calendar=CALENDAR, pauses=pauses[2:]).moves == ()
    assert is_paused(pauses, at(29)) and not is_paused(pauses, at(27))


def test_the_verdict_is_early_on_time_late_or_still_open():
    ends, now = datetime(2026, 8, 25, tzinfo=HO_CHI_MINH), at(30)
    said = {day: verdict(ends_at=ends, finished_at=at(day), at=now) for day in (23, 24, 25)}
    assert said == {23: Verdict.EARLY, 24: Verdict.ON_TIME, 25: Verdict.LATE}
    assert verdict(ends_at=ends, finished_at=None, at=now) is Verdict.OPEN_LATE
    assert verdict(ends_at=ends, finished_at=None, at=now, paused=True) is Verdict.OPEN_IN_TIME
    assert verdict(ends_at=ends, finished_at=None, at=at(24)) is Verdict.OPEN_IN_TIME
    assert verdict(ends_at=ends, finished_at=None, at=now, judged=False) is Verdict.NOT_JUDGED
    assert verdict(ends_at=None, finished_at=None, at=now) is Verdict.NOT_JUDGED


def test_what_is_dated_to_the_day_after_its_last_is_late_and_the_last_minute_is_not():
    midnight, minute = at(21, 0), at(20, 16, 20)
    assert verdict(ends_at=midnight, finished_at=midnight, at=midnight) is Verdict.LATE
    assert verdict(ends_at=midnight, finished_at=at(20, 23, 59), at=midnight) is Verdict.ON_TIME
    assert verdict(ends_at=minute, finished_at=minute, at=midnight) is Verdict.ON_TIME


AUGUST = st.integers(0, 40 * 24 * 60).map(lambda minutes: at(3) + timedelta(minutes=minutes))
LONG = st.integers(0, 9 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
CLOSED = st.tuples(AUGUST, LONG).map(lambda one: Pause(one[0], one[0] + one[1]))
PAUSES = st.lists(st.one_of(CLOSED, AUGUST.map(lambda start: Pause(start, None))), max_size=5)


@settings(max_examples=100)
@given(PAUSES, AUGUST, st.randoms())
def test_pauses_however_told_stand_still_at_the_same_moments(pauses, moment, chance):
    told = merged(pauses)
    chance.shuffle(pauses)
    spans = [(one.start, one.end) for one in told]
    assert [(one.start, one.end) for one in merged(pauses)] == spans == [(one.start, one.end) for one in merged(told)]
    assert all(before[1] < after[0] for before, after in pairwise(spans)), "the open one last"
    if moment not in {one.end for one in pauses}:  # Where one ends as another begins they are one.
        assert is_paused(told, moment) == is_paused(pauses, moment)


@settings(max_examples=150)
@given(st.lists(CLOSED, max_size=4), st.integers(1, 60), st.sampled_from(RECKONERS))
def test_a_term_in_hours_is_the_working_time_outside_its_pauses_to_the_minute(pauses, hours, reckoner):
    received, term, calendar = at(3), Term(Fraction(hours), Unit.WORKING_HOUR), reckoner.calendar
    found = explain(received, term=term, calendar=calendar, pauses=pauses)
    stood = [one for one in merged(pauses) if one.start < found.ends_at]
    paused = sum(working_minutes_between(one.start, end=one.end, calendar=calendar) for one in stood)
    assert working_minutes_between(received, end=found.ends_at, calendar=calendar) == hours * 60 + paused
    assert all(one.end <= found.ends_at or not working_minutes_between(found.ends_at, end=one.end, calendar=calendar)
               for one in stood)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(CLOSED, max_size=4), st.integers(1, 12), st.sampled_from(RECKONERS))
def test_a_term_in_days_is_the_working_days_outside_its_pauses(pauses, days, reckoner):
    received, term, calendar = at(3), Term(Fraction(days), Unit.WORKING_DAY), reckoner.calendar
    found = explain(received, term=term, calendar=calendar, pauses=pauses)
    stood = [one.pause for one in found.moves]
    paused = sum(working_days_between(one.start.date(), end=one.end.date(), calendar=calendar) for one in stood)
    assert working_days_between(received.date(), end=due_day(found.ends_at), calendar=calendar) == days + paused
    assert [one.ends_at for one in found.moves] == sorted(one.ends_at for one in found.moves)


@settings(max_examples=100)
@given(st.lists(CLOSED, min_size=1, max_size=3), TERMS, LONG)
def test_an_open_pause_moves_nothing_until_it_ends(pauses, term, after):
    start = max(one.end for one in pauses) + after + timedelta(minutes=1)
    closed, with_open = (
        explain(at(3), term=term, calendar=CALENDAR, pauses=told).ends_at
        for told in (pauses, [Pause(start, None), *pauses])
    )
    assert closed == with_open


ENDS = st.sampled_from([at(21, 0), at(20, 16, 20), at(24, 0)])
APART = st.integers(-3 * 24 * 60, 3 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
BETTER = [Verdict.EARLY, Verdict.ON_TIME, Verdict.LATE]


@settings(max_examples=100)
@given(ENDS, APART, APART)
def test_who_answers_later_never_stands_better_and_what_is_open_is_late_a_moment_after_its_end(ends, one, other):
    sooner, later = sorted((one, other))
    kept = [verdict(ends_at=ends, finished_at=ends + apart, at=at(30)) for apart in (sooner, later)]
    assert BETTER.index(kept[0]) <= BETTER.index(kept[1])
    still = verdict(ends_at=ends, finished_at=None, at=ends + one)
    assert still is (Verdict.OPEN_LATE if one > timedelta(0) else Verdict.OPEN_IN_TIME)
    assert verdict(ends_at=ends, finished_at=None, at=ends + one, paused=True) is Verdict.OPEN_IN_TIME


@pytest.mark.parametrize("state", UNJUDGED)
@pytest.mark.parametrize("finished", [None, at(19), at(28)])
def test_stopped_withdrawn_and_transferred_are_held_against_no_day(state, finished):
    one = Dossier(state=state, first_due_at=at(21, 0), finished_at=finished, pauses=[])
    assert one.verdict_at(at(30)) is Verdict.NOT_JUDGED and lateness(one, at(30)) == lateness_again(one, at(30)) == ""
    assert kept_as(state=state, received_at=at(17), finished_at=finished, ends_at=at(21, 0)) == "not_judged"


def test_the_rescheduled_day_is_another_figure_than_the_first():
    for moved in (None, at(27, 0), at(29, 0)):
        one = Dossier(state="finished", first_due_at=at(21, 0), rescheduled_to=moved, finished_at=at(25), pauses=[])
        assert one.verdict_at(at(30)) is Verdict.LATE
    said = [
        (late_in_words(ends, finished, CALENDAR), str(due_in_words(ends)))
        for ends, finished in ((at(21, 0), at(25)), (at(27, 0), at(28)), (at(20, 15), at(20, 16, 30)))
    ]
    assert said == [
        ("trễ 4 ngày làm việc", "20/08/2026"), ("trễ 2 ngày làm việc", "26/08/2026"),
        ("trễ 1 giờ 30 phút làm việc", "20/08/2026 15:00"),
    ]  # fmt: skip
