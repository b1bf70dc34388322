"""When an obligation falls due, and why on that day. Pure: no Flask, no database.

Three rules are enough: a day of every year, so long after it was last done, so long after something happened. A term
that ends on a day off ends with the next working day (Civil Code 2015, article 148.5); a day of the year is kept by the
last working day up to it, because a yearly duty done in January is a duty of the year before that was missed.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from iso_qms.worktime import Calendar, ExplainedDay, Reason, Term, Unit, UnknownYear, due_after, months_after

YEARLY, ROLLING, AFTER_EVENT = "yearly", "rolling", "after_event"
MONTHS, WORKING_DAYS, CALENDAR_DAYS = "months", "working_days", "calendar_days"

UNITS = {MONTHS: Unit.MONTH, WORKING_DAYS: Unit.WORKING_DAY, CALENDAR_DAYS: Unit.CALENDAR_DAY}


@dataclass(frozen=True)
class Rule:
    """A day of the year (month and day), or an amount of months or days."""

    kind: str
    month: int = 12
    day: int = 31
    amount: int = 1
    unit: str = MONTHS


@dataclass(frozen=True)
class Reckoned:
    """The due day, the days that explain it, and whether it rests on a year whose calendar is not known yet."""

    day: date
    why: tuple[ExplainedDay, ...]
    provisional: bool = False


def reckon(rule: Rule, start: date, *, calendar: Calendar) -> Reckoned:
    """When it is due: in the year of the start, or so long after the start."""
    try:
        if rule.kind == YEARLY:
            return _of_year(rule, start.year, calendar)
        reckoned = due_after(start, term=Term(Fraction(rule.amount), UNITS[rule.unit]), calendar=calendar)
        return Reckoned(reckoned.day, reckoned.explanation, reckoned.provisional)
    except UnknownYear:
        return Reckoned(_nominal(rule, start), (), provisional=True)


def first_start(rule: Rule, day: date, *, calendar: Calendar) -> date | None:
    """From where the first one is counted when the duty begins on a day; None while it waits for an event."""
    if rule.kind == AFTER_EVENT:
        return None
    if rule.kind == ROLLING or reckon(rule, day, calendar=calendar).day >= day:
        return day
    return date(day.year + 1, 1, 1)


def next_start(rule: Rule, start: date, done_on: date) -> date | None:
    """From where the next one is counted after one was done; None while it waits for an event.

    A yearly one belongs to its year, however late it was done, so that no year is skipped.
    """
    if rule.kind == YEARLY:
        return date(start.year + 1, 1, 1)
    return done_on if rule.kind == ROLLING else None


def free_start(rule: Rule, start: date, taken: Collection[date]) -> date:
    """The first start from that one on that no other time has: the next year's, or the next day's."""
    while start in taken:
        start = date(start.year + 1, 1, 1) if rule.kind == YEARLY else start + timedelta(days=1)
    return start


def _of_year(rule: Rule, year: int, calendar: Calendar) -> Reckoned:
    nominal = _nominal(rule, date(year, 1, 1))
    why, day = [], nominal
    while not calendar.is_working_day(day):
        special = calendar.special(day)
        names = (special.name_vi, special.name_en) if special else ("", "")
        why.append(ExplainedDay(day, False, Reason(calendar.kind(day).value), *names))
        day -= timedelta(days=1)
    return Reckoned(day, (*reversed(why), ExplainedDay(day, True, Reason(calendar.kind(day).value))))


def _nominal(rule: Rule, start: date) -> date:
    if rule.kind == YEARLY:
        return date(start.year, rule.month, min(rule.day, monthrange(start.year, rule.month)[1]))
    if rule.unit == MONTHS:
        return months_after(start, rule.amount)
    # Seven days hold five working days: near enough until the calendar of that year is there.
    return start + timedelta(days=rule.amount if rule.unit == CALENDAR_DAYS else -(-rule.amount * 7 // 5))
