"""When dossiers are due: the quick way says what the engine says, pauses move it, and the verdict follows."""

from datetime import date, datetime, time
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from iso_qms.clock import HO_CHI_MINH
from iso_qms.dossiers.deadlines import Pause, Reckoner, Verdict, explain, is_paused, merged, verdict
from iso_qms.worktime import Calendar, Term, Unit, UnknownYear, due, read_term
from iso_qms.worktime.seed import seeded_calendar

CALENDAR = seeded_calendar()
RECKONER = Reckoner(CALENDAR)
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


@settings(max_examples=300)
@given(MOMENTS, TERMS, st.sampled_from([None, time(15), time(7)]))
def test_the_quick_way_says_what_the_engine_says(received, term, cutoff):
    try:
        wanted = due(received, term=term, calendar=CALENDAR, cutoff=cutoff).ends_at
    except UnknownYear:
        wanted = None
    (found,) = RECKONER.ends_of([(received, term)], cutoff=cutoff)
    assert found == wanted if wanted else isinstance(found, UnknownYear)


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
