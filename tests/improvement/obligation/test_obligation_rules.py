from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from iso_qms.improvement.obligation.obligation_rules import (
    AFTER_EVENT,
    CALENDAR_DAYS,
    MONTHS,
    ROLLING,
    WORKING_DAYS,
    YEARLY,
    Rule,
    first_start,
    next_start,
    reckon,
)
from iso_qms.worktime.seed import seeded_calendar

CALENDAR = seeded_calendar()
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
RULES = st.builds(
    Rule,
    kind=st.sampled_from([YEARLY, ROLLING, AFTER_EVENT]),
    month=st.integers(1, 12),
    day=st.integers(1, 31),
    amount=st.integers(1, 12),
    unit=st.sampled_from([MONTHS, WORKING_DAYS, CALENDAR_DAYS]),
)


@given(rule=RULES, start=DAYS)
def test_a_due_day_is_worked_and_explained_up_to_itself(rule, start):
    reckoned = reckon(rule, start, calendar=CALENDAR)
    if reckoned.why:
        assert CALENDAR.is_working_day(reckoned.day)
        assert [one.date for one in reckoned.why if one.counted][-1] == reckoned.day
    else:
        assert reckoned.provisional


@given(rule=RULES, start=DAYS)
def test_a_yearly_duty_is_never_due_after_its_day_and_never_in_another_year(rule, start):
    rule = Rule(YEARLY, rule.month, rule.day)
    day = reckon(rule, start, calendar=CALENDAR).day
    assert day.year == start.year or rule.month == 1, "New Year alone leaves nothing before it"
    assert (day.month, day.day) <= (rule.month, rule.day) or day.year < start.year


def test_the_report_after_an_inspection_is_due_two_months_after_the_minutes():
    rule = Rule(AFTER_EVENT, amount=2, unit=MONTHS)
    assert reckon(rule, date(2026, 3, 10), calendar=CALENDAR).day == date(2026, 5, 11), "10 May is a Sunday"
    assert reckon(rule, date(2025, 12, 31), calendar=CALENDAR).day == date(2026, 3, 2), "the last day of February"


def test_december_ends_with_its_last_working_day():
    assert reckon(Rule(YEARLY), date(2028, 1, 1), calendar=CALENDAR).provisional
    assert reckon(Rule(YEARLY), date(2026, 5, 4), calendar=CALENDAR).day == date(2026, 12, 31)
    sunday = Rule(YEARLY, month=5, day=10)
    reckoned = reckon(sunday, date(2026, 1, 1), calendar=CALENDAR)
    assert reckoned.day == date(2026, 5, 8)
    assert [one.date.day for one in reckoned.why] == [9, 10, 8], "what is stepped over, then the day itself"


@given(rule=RULES, day=DAYS, late=st.integers(0, 500))
def test_no_year_is_skipped_however_late_one_was_done(rule, day, late):
    start = first_start(rule, day, calendar=CALENDAR)
    if rule.kind == AFTER_EVENT:
        assert start is None
        assert next_start(rule, day, day) is None
        return
    assert start is not None
    following = next_start(rule, start, start + timedelta(days=late))
    assert following is not None
    if rule.kind == YEARLY:
        assert following.year == start.year + 1
        assert reckon(rule, start, calendar=CALENDAR).day >= day
