"""Due days as a page says them: how many working days are left, how many late, and why this day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from iso_qms.clock import as_local, now, today
from iso_qms.i18n import _, _l, language
from iso_qms.organisation.working_days import calendar_of
from iso_qms.organisation.working_days import due_in_working_days as due_day
from iso_qms.web.door import here
from iso_qms.worktime import (
    Calendar,
    Due,
    ExplainedDay,
    Reason,
    Term,
    Unit,
    UnknownYear,
    due_after,
    working_days_between,
    working_minutes_between,
)

REASONS: dict[Reason, Any] = {
    Reason.WORKING: _l("working day"),
    Reason.WEEKEND: _l("weekly day off"),
    Reason.HOLIDAY: _l("holiday"),
    Reason.COMP_OFF: _l("compensatory day off"),
    Reason.MAKEUP: _l("make-up working day"),
    Reason.NOT_LAST: _l("day off inside the term, counts"),
}

WhyDay = tuple[date, bool, str]


def due_in_working_days(start: date, *, days: int, agency_id: int | None = None) -> date:
    """The day that lies so many working days after a day; raises UnknownYear."""
    return due_day(start, days=days, agency_id=agency_id or here().id)


def left(due: date | datetime | None, *, agency_id: int | None = None) -> dict[str, Any]:
    """What `m.day` wants to know: `{{ m.day(due, **left(due)) }}`. Empty where there is no calendar for the year."""
    if due is None:
        return {}
    calendar = calendar_of(agency_id or here().id)
    try:
        return _left_of_today(due, calendar) or _left_in_days(due, calendar)
    except UnknownYear:
        return {}


def why(due: Due) -> list[WhyDay]:
    """The days from receipt to due day for `m.day(…, why=…)`: each with whether it counts, and why."""
    return why_days(due.explanation)


def why_days(days: Iterable[ExplainedDay]) -> list[WhyDay]:
    """The same for days that explain any other day."""
    return [(one.date, one.counted, _words(one)) for one in days]


def why_working_days(start: date, *, days: int, agency_id: int | None = None) -> list[WhyDay]:
    """The same for a day that lies so many working days after another; nothing where a year is unknown."""
    term, calendar = Term(Fraction(days), Unit.WORKING_DAY), calendar_of(agency_id or here().id)
    try:
        return why(due_after(start, term=term, calendar=calendar))
    except UnknownYear:
        return []


def _left_of_today(due: date | datetime, calendar: Calendar) -> dict[str, Any] | None:
    if not isinstance(due, datetime) or as_local(due).date() != today():
        return None
    minutes = working_minutes_between(now(), end=due, calendar=calendar)
    if as_local(due) < as_local(now()):
        return {"late": _("late since %(time)s", time=f"{as_local(due):%H:%M}")}
    hours, rest = divmod(minutes, 60)
    if hours:
        return {"left": _("%(n)s working hours left", n=hours + (rest >= 30))}
    return {"left": _("%(n)s working minutes left", n=rest)}


def _left_in_days(due: date | datetime, calendar: Calendar) -> dict[str, Any]:
    day = as_local(due).date() if isinstance(due, datetime) else due
    if day < today():
        return {"late": working_days_between(day, end=today(), calendar=calendar)}
    return {"left": working_days_between(today(), end=day, calendar=calendar)}


def _words(day: ExplainedDay) -> str:
    name = (day.name_en if language() == "en" else day.name_vi) or day.name_vi or day.name_en
    reason = str(REASONS[day.reason])
    return f"{reason}: {name}" if name else reason
