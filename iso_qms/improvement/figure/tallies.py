"""The arithmetic of the figures of improvement: what each of them counts, out of plain rows. Pure.

Every figure is a *pick*: a function from rows and a span of days to those rows it counts. The page of figures shows how
many they are, and the list behind a figure shows just these, so that the two cannot differ. What is open is open at the
end of the span, or today where the span has not ended.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

AGES = (10, 30, 60, 120)
"""The working days with which each class of age ends; the last class has no end."""

QUARTER = 4
ENDED_WELL = "closed"
DROPPED = "dropped"
JUDGED = ("effective", "not_effective")


@dataclass(frozen=True)
class Span:
    """From the first to the last day, both counted, as seen on `today`."""

    first: date
    last: date
    today: date

    @property
    def seen_on(self) -> date:
        """The day on which something is open or not: the last one, or today where that is still to come."""
        return min(self.last, self.today)

    def has(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.first <= day <= self.last


class WorkedDays:
    """The worked days of some years, counted by looking them up rather than by walking over them."""

    def __init__(self, days: Iterable[date]) -> None:
        self._days = sorted(days)

    def between(self, start: date, end: date) -> int:
        """The worked days after the start up to and including the end; none where the end comes first."""
        return max(0, bisect_right(self._days, end) - bisect_right(self._days, start))


@dataclass(frozen=True)
class Case:
    """What the figures need to know of a nonconformity."""

    id: int
    unit_id: int
    document_id: int | None
    found_on: date
    ended_on: date | None
    state: str
    reopened: int
    classes: frozenset[str] = frozenset()

    def is_open_on(self, day: date) -> bool:
        """Whether it had been found and not ended for good by the evening of a day.

        One that was opened again is open all the time, also between its first end and the reopening: its cause stood.
        """
        return self.found_on <= day and (self.ended_on is None or self.ended_on > day)

    @property
    def begun_on(self) -> date:
        """The day from which its age counts."""
        return self.found_on


@dataclass(frozen=True)
class Act:
    """What the figures need to know of a corrective action."""

    id: int
    unit_id: int
    document_id: int | None
    planned_on: date
    first_due_on: date
    due_on: date
    performed_on: date | None
    verified_on: date | None
    state: str

    def is_open_on(self, day: date) -> bool:
        """Whether it had been planned and not been judged by the evening of a day; a dropped one never counts."""
        waits = self.state not in JUDGED or self.verified_on is None or self.verified_on > day
        return self.state != DROPPED and self.planned_on <= day and waits

    def is_late_on(self, day: date) -> bool:
        """Whether its day had passed by then, and it had not been carried out."""
        return self.due_on < day and (self.performed_on is None or self.performed_on > day)

    def kept_its_day(self, today: date) -> bool | None:
        """Whether it was carried out by its day; None while there is still time, and for a dropped one."""
        if self.state == DROPPED or (self.performed_on is None and today <= self.due_on):
            return None
        return self.performed_on is not None and self.performed_on <= self.due_on

    @property
    def begun_on(self) -> date:
        """The day from which its age counts."""
        return self.planned_on


Row = TypeVar("Row", Case, Act)


@dataclass(frozen=True)
class Looked(Generic[Row]):
    """Rows, the span they are looked at in, and the worked days about it."""

    rows: Sequence[Row]
    span: Span
    worked: WorkedDays

    def age(self, row: Row) -> int:
        """How many working days old a row is when it is looked at."""
        return self.worked.between(row.begun_on, self.span.seen_on)


def age_class(days: int) -> int:
    """The class of age: 0 the youngest, `len(AGES)` the one without an end."""
    return next((place for place, end in enumerate(AGES) if days <= end), len(AGES))


def took(case: Case, worked: WorkedDays) -> int:
    """The working days from finding to closing."""
    return worked.between(case.found_on, case.ended_on) if case.ended_on else 0


def median(values: Iterable[int]) -> float | None:
    """The middle one, or the mean of the two in the middle; none of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return (low + high) / 2


def slow_quarter(values: Iterable[int]) -> int | None:
    """The fewest days among the slowest quarter, rounded up: a quarter took so many or more; none of nothing."""
    ordered = sorted(values, reverse=True)
    return ordered[-(-len(ordered) // QUARTER) - 1] if ordered else None


def share(part: int, whole: int) -> float | None:
    """A part of a whole; no figure where nothing was counted."""
    return part / whole if whole else None


def open_ones(seen: Looked[Row]) -> list[Row]:
    """Those open when it is looked."""
    return [row for row in seen.rows if row.is_open_on(seen.span.seen_on)]


def of_age(seen: Looked[Row], place: int) -> list[Row]:
    """Those open, of one class of age."""
    return [row for row in open_ones(seen) if age_class(seen.age(row)) == place]


def late_ones(seen: Looked[Act]) -> list[Act]:
    """The open actions whose day has passed."""
    return [row for row in open_ones(seen) if row.is_late_on(seen.span.seen_on)]


def late_of_age(seen: Looked[Act], place: int) -> list[Act]:
    """The open actions of one class of age whose day has passed."""
    return [row for row in late_ones(seen) if age_class(seen.age(row)) == place]


def due(seen: Looked[Act]) -> list[Act]:
    """The actions whose day lies in the span and has come, or that were carried out before it."""
    return [row for row in seen.rows if seen.span.has(row.due_on) and row.kept_its_day(seen.span.today) is not None]


def in_time(seen: Looked[Act]) -> list[Act]:
    """Of those due, the ones carried out by their day."""
    return [row for row in due(seen) if row.kept_its_day(seen.span.today)]


def not_in_time(seen: Looked[Act]) -> list[Act]:
    """Of those due, the ones carried out too late or not at all."""
    return [row for row in due(seen) if not row.kept_its_day(seen.span.today)]


def given_more_time(seen: Looked[Act]) -> list[Act]:
    """Of those due, the ones whose day was moved."""
    return [row for row in due(seen) if row.due_on > row.first_due_on]


def found(seen: Looked[Case]) -> list[Case]:
    """The nonconformities found in the span."""
    return [row for row in seen.rows if seen.span.has(row.found_on)]


def found_open(seen: Looked[Case]) -> list[Case]:
    """Of those found in the span, the ones still open when it is looked."""
    return [row for row in found(seen) if row.is_open_on(seen.span.seen_on)]


def closed(seen: Looked[Case]) -> list[Case]:
    """The nonconformities closed in the span because what was done worked."""
    return [row for row in seen.rows if row.state == ENDED_WELL and seen.span.has(row.ended_on)]


def slowest(seen: Looked[Case]) -> list[Case]:
    """Of those closed, the ones that took as long as the slow quarter, or longer."""
    ended = closed(seen)
    limit = slow_quarter(took(row, seen.worked) for row in ended)
    return [row for row in ended if limit is not None and took(row, seen.worked) >= limit]


def brought_to_an_end(seen: Looked[Case]) -> list[Case]:
    """Of those found in the span, the ones that were closed, or opened again after something had not worked."""
    return [row for row in found(seen) if row.state == ENDED_WELL or row.reopened]


def opened_again(seen: Looked[Case]) -> list[Case]:
    """Of those brought to an end, the ones that were opened again at least once."""
    return [row for row in brought_to_an_end(seen) if row.reopened]


def with_cause(seen: Looked[Case]) -> list[Case]:
    """Of those found in the span, the ones with a class of cause."""
    return [row for row in found(seen) if row.classes]


def of_class(seen: Looked[Case], key: str) -> list[Case]:
    """Of those found in the span, the ones with a class of cause."""
    return [row for row in found(seen) if key in row.classes]


CASE_PICKS: dict[str, Callable[[Looked[Case]], list[Case]]] = {
    "open": open_ones,
    "found": found,
    "found-open": found_open,
    "closed": closed,
    "slowest": slowest,
    "ended": brought_to_an_end,
    "reopened": opened_again,
    "with-cause": with_cause,
}
"""By the name that stands in an address, what a figure of nonconformities counts."""

ACT_PICKS: dict[str, Callable[[Looked[Act]], list[Act]]] = {
    "open": open_ones,
    "late": late_ones,
    "due": due,
    "in-time": in_time,
    "not-in-time": not_in_time,
    "more-time": given_more_time,
}
"""By the name that stands in an address, what a figure of actions counts."""


def picked_cases(seen: Looked[Case], name: str) -> list[Case] | None:
    """The nonconformities behind a figure: a pick, `age:2` or `class:people`; None for a name that is none."""
    kind, _colon, rest = name.partition(":")
    if kind == "class" and rest:
        return of_class(seen, rest)
    if kind == "age" and (place := _place(rest)) is not None:
        return of_age(seen, place)
    return CASE_PICKS[name](seen) if name in CASE_PICKS else None


def picked_acts(seen: Looked[Act], name: str) -> list[Act] | None:
    """The actions behind a figure: a pick, `age:2` or `late:2`; None for a name that is none."""
    kind, _colon, rest = name.partition(":")
    if (place := _place(rest)) is not None and kind in ("age", "late"):
        return of_age(seen, place) if kind == "age" else late_of_age(seen, place)
    return ACT_PICKS[name](seen) if name in ACT_PICKS else None


def _place(typed: str) -> int | None:
    return int(typed) if typed in {str(place) for place in range(len(AGES) + 1)} else None
