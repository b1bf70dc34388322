"""When a term ends, and why on that day.

The rules, by the Civil Code 2015:
- the day of receipt is not counted (article 147.2); hours run from the moment itself (article 147.1);
- months end on the matching date, or on the last day of a month without it (article 148.3);
- calendar days and months that end on a day off end with the next working day (article 148.5).

And by the practice of offices:
- a receipt outside office hours counts as made at the next opening;
- a part of a day runs as hours do, from the receipt; a part of a day behind whole days ("2.5 working days") runs from
  the opening of the working day that follows them, so that a longer term never ends before a shorter one.

Moments without a zone are those of Asia/Ho_Chi_Minh. A year without a calendar raises UnknownYear.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from iso_qms.clock import as_local
from iso_qms.worktime.calendar import Calendar, UnknownYear
from iso_qms.worktime.counting import (
    DAY,
    add_working_days,
    add_working_time,
    days_after,
    midnight,
    next_opening,
    next_working_day,
)
from iso_qms.worktime.terms import WORKING_HOURS_A_DAY, Term, Unit


class Reason(StrEnum):
    """Why a day counts or does not: what the day is, as in Kind, or that a day off does not matter there."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    COMP_OFF = "comp_off"
    MAKEUP = "makeup"
    NOT_LAST = "not_last"
    """A day off inside a term of calendar days or months: it counts, for only the last day must be a working day."""


@dataclass(frozen=True, slots=True)
class ExplainedDay:
    """One day between receipt and due day: whether it counts, why, and what it is called if it has a name."""

    date: date
    counted: bool
    reason: Reason
    name_vi: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """When a term ends, and why: `explanation` holds every day after the day of receipt, up to the due day.

    In working days, the working days count that follow the day from which the receipt counts; in hours that day counts
    too. In calendar days and months every day counts up to the nominal end; when that end is a day off, it and the days
    off behind it do not count, and the working day that follows counts in its place.
    """

    received: datetime
    counts_from: datetime
    """The moment the receipt counts as made: later than `received` when the office was closed."""
    term: Term
    due: date | datetime
    """A date for days and months, a moment with its offset for hours and parts of a day."""
    provisional: bool
    """Whether it rests on a year or a day that is not confirmed; then it is reckoned again once that is settled."""
    explanation: tuple[ExplainedDay, ...]

    @property
    def day(self) -> date:
        """The due day."""
        return _day(self.due)

    @property
    def ends_at(self) -> datetime:
        """The moment from which it is late: the due moment, or the midnight that ends the due day (article 148.1)."""
        return self.due if isinstance(self.due, datetime) else midnight(self.due + DAY)

    def as_json(self) -> dict[str, Any]:
        """The answer in plain texts: due, provisional, and the explanation as date, counted, reason."""
        days = [{"date": d.date.isoformat(), "counted": d.counted, "reason": d.reason.value} for d in self.explanation]
        return {"due": self.due.isoformat(), "provisional": self.provisional, "explanation": days}


def due(received: date | datetime, *, term: Term, calendar: Calendar, cutoff: time | None = None) -> Due:
    """When something received then is due. A receipt after the cut-off counts from the opening of a later day.

    A bare date stands for a receipt before opening on that day.
    """
    moment = _moment(received)
    too_late = cutoff is not None and moment.time() > cutoff
    counts_from = next_opening(midnight(moment.date() + DAY) if too_late else moment, calendar=calendar)
    return _reckon(moment, counts_from, term, calendar)


def due_after(event: date | datetime, *, term: Term, calendar: Calendar) -> Due:
    """When a term ends that runs from an event which needs no open office, such as a signature on a Saturday."""
    moment = _moment(event)
    return _reckon(moment, moment, term, calendar)


@dataclass(frozen=True, slots=True)
class _Span:
    """The days a term counts: from the first to the end, up to the nominal last one where days off count too."""

    first: date
    end: date | datetime
    nominal: date | None = None

    def counts(self, day: date, *, working: bool) -> bool:
        if self.nominal is None:
            return self.first <= day and working
        return self.first <= day < self.nominal or day == _day(self.end)

    def depends_on(self, day: date) -> bool:
        """Whether the end would change if this day were worked instead of off, or off instead of worked."""
        return self.nominal is None or not self.first <= day < self.nominal


def _reckon(received: datetime, start: datetime, term: Term, calendar: Calendar) -> Due:
    span = _SPANS[term.unit](start, term, calendar)
    days = [received.date(), *days_after(received.date(), until=_day(span.end))]
    unsettled = [day for day in days if not calendar.is_confirmed(day)]
    provisional = any(not calendar.years[day.year] or span.depends_on(day) for day in unsettled)
    explanation = tuple(_explained(day, span, calendar) for day in days[1:])
    return Due(received, start, term, span.end, provisional, explanation)


def _explained(day: date, span: _Span, calendar: Calendar) -> ExplainedDay:
    special, working = calendar.special(day), calendar.is_working_day(day)
    counted = span.counts(day, working=working)
    reason = Reason.NOT_LAST if counted and not working else Reason(calendar.kind(day).value)
    return ExplainedDay(day, counted, reason, special.name_vi if special else "", special.name_en if special else "")


def months_after(day: date, months: int) -> date:
    """The matching date so many months later, or the last day of a month without it (Civil Code 2015, article 148)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _in_working_days(start: datetime, term: Term, calendar: Calendar) -> _Span:
    whole, part = divmod(term.amount, 1)
    day = add_working_days(start.date(), days=whole, calendar=calendar)
    if not part:
        return _Span(start.date() + DAY, day)
    time_left = timedelta(hours=1) * WORKING_HOURS_A_DAY * part.numerator / part.denominator
    end = add_working_time(midnight(day + DAY) if whole else start, amount=time_left, calendar=calendar)
    return _Span(start.date() + DAY if whole else start.date(), end)


def _in_working_hours(start: datetime, term: Term, calendar: Calendar) -> _Span:
    amount = timedelta(hours=1) * term.amount.numerator / term.amount.denominator
    return _Span(start.date(), add_working_time(start, amount=amount, calendar=calendar))


def _in_calendar_days(start: datetime, term: Term, calendar: Calendar) -> _Span:
    nominal = start.date() + DAY * int(term.amount)
    return _Span(start.date() + DAY, next_working_day(nominal, calendar=calendar), nominal)


def _in_months(start: datetime, term: Term, calendar: Calendar) -> _Span:
    months = int(term.amount)
    year = start.year + (start.month - 1 + months) // 12
    if year not in calendar.years:
        raise UnknownYear(year)
    nominal = months_after(start.date(), months)
    return _Span(start.date() + DAY, next_working_day(nominal, calendar=calendar), nominal)


def _on_the_same_day(start: datetime, _term: Term, calendar: Calendar) -> _Span:
    return _Span(start.date(), next_working_day(start.date(), calendar=calendar))


_SPANS = {
    Unit.WORKING_DAY: _in_working_days,
    Unit.WORKING_HOUR: _in_working_hours,
    Unit.CALENDAR_DAY: _in_calendar_days,
    Unit.MONTH: _in_months,
    Unit.SAME_DAY: _on_the_same_day,
}


def _moment(received: date | datetime) -> datetime:
    return as_local(received) if isinstance(received, datetime) else midnight(received)


def _day(end: date | datetime) -> date:
    return end.date() if isinstance(end, datetime) else end
