"""When a dossier is due, what pauses did to that, and whether it was kept. Pure, for a million dossiers at once.

The working-time engine is the authority. `Reckoner` gives the same ends from sums made once per calendar, and asks the
engine itself wherever these do not reach: years that are not known, parts of seconds, gaps between years.

What is decided here, because no law says it of dossiers that wait for papers:
- a pause moves the end by what passed of the kind of time the term is counted in: working days after the day on which
  it began, up to and including the one on which it ended; working time for hours; calendar days for days and months,
  to the next working day;
- pauses that overlap count once, and one that began after the end moves nothing: the dossier was late by then;
- a dossier is early on a day before the due day, on time on the due day up to its end, and late afterwards;
- lateness is measured against the first due date. A date it was rescheduled to is another figure.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from iso_qms.clock import HO_CHI_MINH, as_local
from iso_qms.worktime import Calendar, Due, Term, Unit, due, working_days_between, working_minutes_between
from iso_qms.worktime.calendar import UnknownYear
from iso_qms.worktime.counting import add_working_days, add_working_time, midnight, next_working_day
from iso_qms.worktime.terms import WORKING_HOURS_A_DAY

DAY = timedelta(days=1)
DAY_SECONDS = 86_400


class Verdict(StrEnum):
    """How a dossier stands with its time."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_LATE = "open_late"
    NOT_JUDGED = "not_judged"
    """Stopped, withdrawn or passed on, or without any due date: nobody was kept waiting that one could count."""


class Pause(NamedTuple):
    """Time in which the clock stood still; without an end it still does."""

    start: datetime
    end: datetime | None
    reason: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What one pause did: how much it took, in working days, minutes or calendar days, and the end after it."""

    pause: Pause
    amount: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Explained:
    """A due moment with everything it rests on: the term day by day, and each pause after it."""

    due: Due
    moves: tuple[Moved, ...]

    @property
    def ends_at(self) -> datetime:
        """The moment from which the dossier is late."""
        return self.moves[-1].ends_at if self.moves else self.due.ends_at


class _Plan(NamedTuple):
    """What is known of a term: the working seconds beside whole days (-1: no whole number), the ends by their day."""

    term: Term
    seconds: int
    ends: dict[int, datetime]


class Reckoner:
    """Ends of terms in one calendar, from sums over its days that are made once."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._days: list[int] = []
        self._opens: list[int] = []
        self._closes: list[int] = []
        self._before: list[int] = []
        self._plans: dict[int, _Plan] = {}
        years = list(calendar.years)
        self._whole = bool(years) and years == list(range(years[0], years[-1] + 1))
        if self._whole:
            self._first, self._last = date(years[0], 1, 1).toordinal(), date(years[-1], 12, 31).toordinal()
            self._sum_up()

    def ends_at(self, received: datetime, term: Term, *, cutoff: time | None = None) -> datetime:
        """The moment from which something received then is late; the same as the engine's, raises UnknownYear."""
        local = received if received.tzinfo is HO_CHI_MINH else as_local(received)
        found = self._quick(local, term, cutoff) if self._whole and not local.microsecond else None
        return found if found is not None else due(local, term=term, calendar=self.calendar, cutoff=cutoff).ends_at

    def ends_of(
        self, rows: Iterable[tuple[datetime, Term]], *, cutoff: time | None = None
    ) -> list[datetime | UnknownYear]:
        """The ends of many; where a year is not known, what the engine said about it."""
        found: list[datetime | UnknownYear] = []
        for received, term in rows:
            try:
                found.append(self.ends_at(received, term, cutoff=cutoff))
            except UnknownYear as unknown:
                found.append(unknown)
        return found

    def worked(self, start: datetime, end: datetime) -> int:
        """The whole seconds of working time from a moment to a later one; raises UnknownYear."""
        before, after = (self._worked_until(as_local(one)) for one in (start, end))
        if before is not None and after is not None:
            return after - before
        return 60 * working_minutes_between(start, end=end, calendar=self.calendar)

    def _worked_until(self, local: datetime) -> int | None:
        """The seconds worked from the first day the sums know until a moment; None when they do not reach."""
        day = local.toordinal()
        if not self._whole or not self._first <= day <= self._last:
            return None
        second = day * DAY_SECONDS + local.hour * 3600 + local.minute * 60 + local.second
        place = bisect_right(self._opens, second) - 1
        if place < 0:
            return 0
        return self._before[place] + min(second, self._closes[place]) - self._opens[place]

    def _sum_up(self) -> None:
        worked = 0
        for number in range(self._first, self._last + 1):
            hours = self.calendar.hours(date.fromordinal(number))
            if hours:
                self._days.append(number)
            for opens, closes in hours:
                start, end = number * DAY_SECONDS + _seconds(opens), number * DAY_SECONDS + _seconds(closes)
                self._opens.append(start)
                self._closes.append(end)
                self._before.append(worked)
                worked += end - start
        self._before.append(worked)

    def _quick(self, local: datetime, term: Term, cutoff: time | None) -> datetime | None:
        day = local.toordinal()
        if day < self._first:
            return None
        start = day * DAY_SECONDS + local.hour * 3600 + local.minute * 60 + local.second
        if cutoff is not None and local.time() > cutoff:
            start = (day + 1) * DAY_SECONDS
        place = bisect_right(self._closes, start)
        if place >= len(self._opens):
            return None
        start = max(start, self._opens[place])
        plan = self._plans.get(id(term)) or self._plan_of(term)
        if plan.seconds:
            return self._after_seconds(start, place, plan.seconds, term)
        day = start // DAY_SECONDS
        if day not in plan.ends:
            found = self._end_of_days(term, day)
            if found is None:
                return None
            plan.ends[day] = found
        return plan.ends[day]

    def _plan_of(self, term: Term) -> _Plan:
        # By identity, because the hash of a fraction takes longer than all the rest; the plan keeps the term alive.
        part = term.amount if term.unit is Unit.WORKING_HOUR else term.amount % 1 * WORKING_HOURS_A_DAY
        seconds = part * 3600 if term.unit in (Unit.WORKING_HOUR, Unit.WORKING_DAY) else part * 0
        plan = _Plan(term, int(seconds) if seconds.denominator == 1 else -1, {})
        return self._plans.setdefault(id(term), plan)

    def _after_seconds(self, start: int, place: int, seconds: int, term: Term) -> datetime | None:
        if seconds < 0:
            return None
        if term.unit is Unit.WORKING_DAY and term.amount >= 1:
            last = self._working_day(start // DAY_SECONDS, int(term.amount))
            if last is None:
                return None
            start = (last + 1) * DAY_SECONDS
            place = bisect_right(self._closes, start)
            if place >= len(self._opens):
                return None
            start = max(start, self._opens[place])
        wanted = self._before[place] + start - self._opens[place] + seconds
        last_place = bisect_left(self._before, wanted) - 1
        if wanted > self._before[-1]:
            return None
        return _moment(self._opens[last_place] + wanted - self._before[last_place])

    def _end_of_days(self, term: Term, day: int) -> datetime | None:
        if term.unit is not Unit.WORKING_DAY:
            try:
                return due(date.fromordinal(day), term=term, calendar=self.calendar).ends_at
            except UnknownYear:
                return None
        last = self._working_day(day, int(term.amount))
        return None if last is None else midnight(date.fromordinal(last + 1))

    def _working_day(self, day: int, number: int) -> int | None:
        place = bisect_right(self._days, day) + number - 1
        return self._days[place] if place < len(self._days) else None


def explain(
    received: datetime, *, term: Term, calendar: Calendar, cutoff: time | None = None, pauses: Sequence[Pause] = ()
) -> Explained:
    """When a dossier is due and why, by the engine itself, with what each pause did; raises UnknownYear."""
    answer = due(received, term=term, calendar=calendar, cutoff=cutoff)
    return Explained(answer, tuple(moves(answer.ends_at, term=term, calendar=calendar, pauses=pauses)))


def moves(ends_at: datetime, *, term: Term, calendar: Calendar, pauses: Sequence[Pause]) -> list[Moved]:
    """What each pause that has ended does to an end, in order of time; raises UnknownYear."""
    found = []
    for pause in merged(pauses):
        if pause.end is None or pause.start >= ends_at:
            break
        amount, ends_at = _moved(ends_at, pause.start, pause.end, term, calendar)
        found.append(Moved(pause, amount, ends_at))
    return found


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Pauses in order of time, those that overlap as one with the reason of the first."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.start):
        last = found[-1] if found else None
        if last is None or (last.end is not None and pause.start > last.end):
            found.append(pause)
        elif last.end is not None and (pause.end is None or pause.end > last.end):
            found[-1] = last._replace(end=pause.end)
    return found


def is_paused(pauses: Iterable[Pause], at: datetime) -> bool:
    """Whether the clock stands still at a moment."""
    return any(one.start <= at and (one.end is None or at < one.end) for one in pauses)


def verdict(
    *, ends_at: datetime | None, finished_at: datetime | None, at: datetime, judged: bool = True, paused: bool = False
) -> Verdict:
    """How a dossier stands at a moment. One that waits for papers is open in time, and `judged` is false for those
    that were stopped, withdrawn or passed on."""
    if not judged or ends_at is None:
        return Verdict.NOT_JUDGED
    if finished_at is None:
        return Verdict.OPEN_LATE if at > ends_at and not paused else Verdict.OPEN_IN_TIME
    if finished_at > ends_at or (finished_at == ends_at and as_local(ends_at).time() == time()):
        return Verdict.LATE  # An end at midnight is that of the day before: what is dated to the next day is late.
    return Verdict.EARLY if as_local(finished_at).date() < due_day(ends_at) else Verdict.ON_TIME


def due_day(ends_at: datetime) -> date:
    """The due day of an end: an end at midnight belongs to the day it ends."""
    return as_local(ends_at - timedelta(microseconds=1)).date()


def _moved(ends_at: datetime, start: datetime, end: datetime, term: Term, calendar: Calendar) -> tuple[int, datetime]:
    first, last, day = as_local(start).date(), as_local(end).date(), due_day(ends_at)
    if term.unit is Unit.WORKING_HOUR or (term.unit is Unit.WORKING_DAY and term.amount.denominator != 1):
        minutes = working_minutes_between(start, end=end, calendar=calendar)
        return minutes, add_working_time(ends_at, amount=timedelta(minutes=minutes), calendar=calendar)
    if term.unit in (Unit.WORKING_DAY, Unit.SAME_DAY):
        days = working_days_between(first, end=last, calendar=calendar)
        return days, midnight(add_working_days(day, days=days, calendar=calendar) + DAY)
    days = (last - first).days
    return days, midnight(next_working_day(day + DAY * days, calendar=calendar) + DAY)


def _seconds(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def _moment(seconds: int) -> datetime:
    day, rest = divmod(seconds, DAY_SECONDS)
    return datetime.combine(date.fromordinal(day), time(), HO_CHI_MINH) + timedelta(seconds=rest)
