"""Counting with a calendar: working days and working time, forwards and backwards.

Moments without a zone are those of Asia/Ho_Chi_Minh. Every function raises UnknownYear rather than guess.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from iso_qms.clock import HO_CHI_MINH, as_local
from iso_qms.worktime.calendar import Calendar

DAY = timedelta(days=1)


def add_working_days(day: date, *, days: int, calendar: Calendar) -> date:
    """The working day that lies so many working days after the day, or before it when negative; zero is the day."""
    step = DAY if days > 0 else -DAY
    for _ in range(abs(days)):
        day += step
        while not calendar.is_working_day(day):
            day += step
    return day


def next_working_day(day: date, *, calendar: Calendar) -> date:
    """The day itself when it is worked, else the first working day after it."""
    while not calendar.is_working_day(day):
        day += DAY
    return day


def working_days_between(start: date, *, end: date, calendar: Calendar) -> int:
    """The working days after the start up to and including the end; the same with a minus when the end comes first."""
    if end < start:
        return -working_days_between(end, end=start, calendar=calendar)
    return sum(calendar.is_working_day(day) for day in days_after(start, until=end))


def add_working_time(moment: datetime, *, amount: timedelta, calendar: Calendar) -> datetime:
    """The moment at which so much working time (not negative) has passed: a closing rather than the next opening."""
    if amount < timedelta(0):
        raise ValueError("Working time is only added forwards.")
    spans = _open_spans(as_local(moment), calendar)
    opens, closes = next(spans)
    while amount > closes - opens:
        amount -= closes - opens
        opens, closes = next(spans)
    return opens + amount


def next_opening(moment: datetime, *, calendar: Calendar) -> datetime:
    """The moment itself during working hours, else when work starts again; the closing moment is outside the hours."""
    return next(_open_spans(as_local(moment), calendar))[0]


def working_minutes_between(start: datetime, *, end: datetime, calendar: Calendar) -> int:
    """The whole minutes of working time from start to end; the same with a minus when the end comes first."""
    start, end = as_local(start), as_local(end)
    if end < start:
        return -working_minutes_between(end, end=start, calendar=calendar)
    worked = timedelta(0)
    for day in days_after(start.date() - DAY, until=end.date()):
        for opens, closes in _hours(day, calendar):
            worked += max(timedelta(0), min(closes, end) - max(opens, start))
    return worked // timedelta(minutes=1)


def days_after(start: date, *, until: date) -> Iterator[date]:
    """Every day after the start, up to and including the last."""
    return (start + DAY * number for number in range(1, (until - start).days + 1))


def midnight(day: date) -> datetime:
    """The first moment of a day in Viet Nam."""
    return datetime.combine(day, time(), HO_CHI_MINH)


def _open_spans(moment: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """What is left of today's working hours, then those of every later day, until a year is unknown."""
    day = moment.date()
    while True:
        for opens, closes in _hours(day, calendar):
            if moment < closes:
                yield max(opens, moment), closes
        day += DAY


def _hours(day: date, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    for opens, closes in calendar.hours(day):
        yield datetime.combine(day, opens, HO_CHI_MINH), datetime.combine(day, closes, HO_CHI_MINH)
