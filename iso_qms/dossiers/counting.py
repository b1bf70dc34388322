"""What a dossier counts for: in which month, under which heads, in which columns. Pure.

Everything is counted in the month in which it happened, so that nothing has to be counted again because time passes:
what is open at the first moment of a month is all that came in before less all that was closed before, and what is open
late then is all that had overrun its time before less those of them that were closed before. How an open dossier stands
*now* hangs on the hour; that is read from the open ones themselves, which an index of their own holds together.

What is decided here, because no source says it:
- a dossier that was taken back, stopped or passed on without a day counts as closed on the day it came in;
- a dossier that waits for papers counts as in time;
- one without a due date is open in time while it is open, and once its result was given stands under no time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from iso_qms.clock import as_local

TIMELY, TIMED = ("early", "on_time"), ("early", "on_time", "late")
RESOLVED = (*TIMED, "undated")
SET_APART = ("stopped", "withdrawn", "transferred")
CLOSED = (*RESOLVED, *SET_APART)
COLUMNS = ("received", *CLOSED, "overran", "overran_closed")
"""`overran`: by the month its time ran out; `overran_closed`: those of them that were closed, by the month of that."""
_PLACES = {name: place for place, name in enumerate(COLUMNS)}
FACTS = (
    "received_at", "first_due_at", "finished_at", "state", "verdict", "waiting", "document_id", "receiving_unit_id",
    "deciding_unit_id", "channel", "left_out",
)  # fmt: skip
"""All that is asked of a dossier to count it."""


class Key(NamedTuple):
    """A month as a number (202609), and under what a dossier is counted; 0 stands for no procedure and no unit."""

    month: int
    document_id: int
    receiving_unit_id: int
    deciding_unit_id: int
    channel: str


class Tally:
    """Counts that are added and taken away, by their keys."""

    def __init__(self) -> None:
        self._counts: dict[Key, list[int]] = defaultdict(lambda: [0] * len(COLUMNS))

    def add(self, dossier: Mapping[str, Any], by: int = 1) -> None:
        """Count a dossier; by -1 it is counted no longer. One that is left out of the figures never counts."""
        if dossier["left_out"]:
            return
        heads = (
            dossier["document_id"] or 0, dossier["receiving_unit_id"] or 0, dossier["deciding_unit_id"] or 0,
            dossier["channel"],
        )  # fmt: skip
        for name, moment in happened(dossier):
            self._counts[Key(_month(moment), *heads)][_PLACES[name]] += by

    def rows(self) -> dict[Key, dict[str, int]]:
        """What came of it, in the order of the keys, without what comes to nothing."""
        return {
            key: dict(zip(COLUMNS, counts, strict=True)) for key, counts in sorted(self._counts.items()) if any(counts)
        }


def happened(dossier: Mapping[str, Any]) -> Iterator[tuple[str, datetime]]:
    """Each column a dossier counts in, with the moment that decides on the month."""
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


def month_of(year: int, month: int) -> int:
    """A month as a number that sorts."""
    return year * 100 + month


def _closed_as(dossier: Mapping[str, Any]) -> str:
    if dossier["state"] != "finished":
        return str(dossier["state"])
    return dossier["verdict"] if dossier["verdict"] in TIMED else "undated"


def _month(moment: datetime) -> int:
    local = as_local(moment)
    return month_of(local.year, local.month)
