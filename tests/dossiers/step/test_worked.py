"""Working time between the moments of a dossier: the quick sums say what the engine says."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from iso_qms.clock import HO_CHI_MINH
from iso_qms.dossiers.deadlines import Pause, Reckoner
from iso_qms.dossiers.step.worked import worked_before
from iso_qms.worktime import Calendar, working_minutes_between
from iso_qms.worktime.seed import seeded_calendar

RECKONER = Reckoner(seeded_calendar())
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31, 23, 59)).map(
    lambda one: one.replace(microsecond=0, tzinfo=HO_CHI_MINH)
)


@given(
    MOMENTS,
    st.timedeltas(timedelta(0), timedelta(days=40)).map(lambda one: timedelta(seconds=one // timedelta(seconds=1))),
)
@settings(max_examples=60, deadline=None)
def test_the_quick_sums_are_those_of_the_engine(start, long):
    end = min(start + long, datetime(2026, 12, 31, 23, tzinfo=HO_CHI_MINH))
    if start <= end:
        assert RECKONER.worked(start, end) // 60 == working_minutes_between(start, end=end, calendar=RECKONER.calendar)


def at(text):
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=HO_CHI_MINH)


def test_each_moment_is_told_apart_and_pauses_do_not_count():
    moments = [at("03-02T09:00"), at("03-03T08:00"), at("03-02T10:00"), at("03-03T08:30")]
    assert worked_before(moments, since=at("03-02T08:00"), reckoner=RECKONER) == (3600, 7 * 3600, 0, 1800)
    stood = [Pause(at("03-02T08:30"), at("03-02T08:45")), Pause(at("03-02T16:00"), None)]
    assert worked_before(moments, since=at("03-02T08:00"), reckoner=RECKONER, pauses=stood) == (2700, 19_800, 0, 0)


def test_of_a_year_without_a_calendar_nobody_knows():
    assert worked_before([at("03-02T09:00")], since=at("03-02T08:00"), reckoner=Reckoner(Calendar({}))) == (None,)
