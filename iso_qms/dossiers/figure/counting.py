"""What a dossier counts for: in which month and on which day, under which heads, in which columns. Pure.

Everything is counted when it happened, so that nothing has to be counted again because time passes: what is open at the
first moment of a day is all that came in before less all that was closed before, and what is open late then is all that
had overrun its time before less those of them that were closed before. How an open dossier stands *now* hangs on the
hour; that is read from the open ones themselves, which an index of their own holds together.

Each is counted twice, in its month and on its day. A span is made of whole months, and of the days that are over or
lacking at its two ends (`parts_of`): never more than half a month of them at either.

What is decided here, because no source says it:
- a dossier that was taken back, stopped or passed on without a day counts as closed on the day it came in;
- a dossier that waits for papers counts as in time;
- one without a due date is open in time while it is open, and once its result was given stands under no time.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from operator import add
from typing import Any, NamedTuple

from iso_qms.clock import as_local

TIMELY, TIMED = ("early", "on_time"), ("early", "on_time", "late")
RESOLVED = (*TIMED, "undated")
SET_APART = ("stopped", "withdrawn", "transferred")
CLOSED = (*RESOLVED, *SET_APART)
COLUMNS = ("received", *CLOSED, "overran", "overran_closed")
"""`overran`: by when its time ran out; `overran_closed`: those of them that were closed, by when that was."""
_PLACES = {name: place for place, name in enumerate(COLUMNS)}
FACTS = (
    "received_at", "first_due_at", "finished_at", "state", "verdict", "waiting", "document_id", "receiving_unit_id",
    "deciding_unit_id", "channel", "left_out",
)  # fmt: skip
"""All that is asked of a dossier to count it."""


class Key(NamedTuple):
    """A month (202609) or a day (20260915) as a number, and under what is counted; 0 is no procedure, no unit."""

    period: int
    document_id: int
    receiving_unit_id: int
    deciding_unit_id: int
    channel: str


Fields = tuple[Any, ...]
"""The fields of a key, for to make a million keys takes longer than to count."""


class Part(NamedTuple):
    """Periods from the first to the last, and how often what happened in them counts.

    As having been before a span, and as having been before its end: once, not at all, or once less.
    """

    first: int
    last: int
    before: int
    until: int


class Tally:
    """Counts that are added and taken away; by days, for months follow from these."""

    def __init__(self) -> None:
        self._days: dict[Fields, list[int]] = defaultdict(_nothing)

    def add(self, dossier: Mapping[str, Any], by: int = 1) -> None:
        """Count a dossier; by -1 it is counted no longer. One that is left out of the figures never counts."""
        if dossier["left_out"]:
            return
        heads = (
            dossier["document_id"] or 0, dossier["receiving_unit_id"] or 0, dossier["deciding_unit_id"] or 0,
            dossier["channel"],
        )  # fmt: skip
        for name, moment in happened(dossier):
            day = as_local(moment)
            self._days[(day.year * 100 + day.month) * 100 + day.day, *heads][_PLACES[name]] += by

    def rows(self) -> dict[Fields, list[int]]:
        """What came of it by month and by day, in the order of the keys, without what comes to nothing."""
        months: dict[Fields, list[int]] = defaultdict(_nothing)
        for (day, *heads), counts in self._days.items():
            month = months[(day // 100, *heads)]
            month[:] = map(add, month, counts)
        told = [*sorted(months.items()), *sorted(self._days.items())]
        return {key: counts for key, counts in told if any(counts)}


def happened(dossier: Mapping[str, Any]) -> Iterator[tuple[str, datetime]]:
    """Each column a dossier counts in, with the moment that decides on month and day."""
    received, due = dossier["received_at"], dossier["first_due_at"]
    yield "received", received
    closed = None if dossier["state"] == "open" else dossier["finished_at"] or received
    if closed is not None:
        yield _closed_as(dossier), closed
    if due is None or dossier["waiting"]:
        return
    over = max(due, received)
    if closed is None or closed >= over:
        yield "overran", over
        if closed is not None:
            yield "overran_closed", closed


def periods_of(day: date) -> tuple[int, int]:
    """The month and the day as numbers; those of days are all greater than those of months."""
    month = month_of(day.year, day.month)
    return month, month * 100 + day.day


def month_of(year: int, month: int) -> int:
    """A month as a number that sorts."""
    return year * 100 + month


def parts_of(first: date, last: date) -> list[Part]:
    """The periods that say together how much was before a span of days, both counted, and how much before its end."""
    begins, ends = _whole_months_before(first), _whole_months_before(last + timedelta(days=1))
    found = [Part(0, begins, 1, 1), Part(begins + 1, ends, 0, 1)]
    found += [Part(start, end, sign, 0) for start, end, sign in _odd_days(first)]
    found += [Part(start, end, 0, sign) for start, end, sign in _odd_days(last + timedelta(days=1))]
    return [one for one in found if one.first <= one.last]


def added(parts: Iterable[tuple[Part, Mapping[str, int]]]) -> dict[str, int]:
    """What happened in a span, was carried into it and was open at its end, out of the counts of its parts."""
    found = dict.fromkeys((*COLUMNS, "online", "carried", "open", "open_late"), 0)
    for part, counts in parts:
        within = part.until - part.before
        for name in (*COLUMNS, "online"):
            found[name] += within * counts[name]
        stock = counts["received"] - sum(counts[name] for name in CLOSED)
        found["carried"] += part.before * stock
        found["open"] += part.until * stock
        found["open_late"] += part.until * (counts["overran"] - counts["overran_closed"])
    return found


def _whole_months_before(day: date) -> int:
    """The last month of those whose end lies nearer to the first moment of a day than any other's."""
    month = day if day.day > _HALF else day.replace(day=1) - timedelta(days=1)
    return month_of(month.year, month.month)


def _odd_days(day: date) -> Iterator[tuple[int, int, int]]:
    """The days between those months and the beginning of a day, with 1 where they lack and -1 where they are over."""
    month, number = periods_of(day)
    if day.day > _HALF:
        yield number, month * 100 + monthrange(day.year, day.month)[1], -1
    elif day.day > 1:
        yield month * 100 + 1, number - 1, 1


def _nothing() -> list[int]:
    return [0] * len(COLUMNS)


_HALF = 16
"""From a day after this one the end of its month is nearer than the beginning."""


def _closed_as(dossier: Mapping[str, Any]) -> str:
    if dossier["state"] != "finished":
        return str(dossier["state"])
    return dossier["verdict"] if dossier["verdict"] in TIMED else "undated"
