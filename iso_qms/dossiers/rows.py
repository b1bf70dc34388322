"""A row of a source becomes a dossier, or is refused with its number and a reason. Pure.

What the figures need is kept and nothing else: numbers as long as an identity or telephone number are blotted out of
the words that come along, because citizens are named nowhere here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from iso_qms.dossiers.fields import DOSSIERS
from iso_qms.dossiers.mapping import CHANNELS, STATES, Mapping, read_moment
from iso_qms.text import clean, fold

MOST_SIGNS = {"code": 80, "procedure": 200, "case": 200, "pause_reason": 300, "pause_document": 100}
FUTURE = timedelta(days=1)
_PERSONAL = re.compile(r"(?<!\d)\d(?:[ .]?\d){8,11}(?!\d)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says of a dossier; units and procedure in the words of the source."""

    number: int
    code: str
    procedure: str
    case: str
    received_at: datetime
    due_at: datetime | None
    rescheduled_to: datetime | None
    finished_at: datetime | None
    state: str
    channel: str
    receiving_unit: str
    deciding_unit: str
    paused_from: datetime | None
    paused_to: datetime | None
    pause_reason: str
    pause_document: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was set aside: its number in the file, a reason as a key, and the field it concerns."""

    number: int
    reason: str
    field: str = ""


class RowReader:
    """Reads the rows of one file, and remembers the codes that came so that none comes twice."""

    def __init__(self, mapping: Mapping, headings: Sequence[str], *, at: datetime) -> None:
        self._places = mapping.places(headings)
        self._at = at
        self._codes: set[str] = set()
        self._states = _words(STATES, mapping.states)
        self._channels = _words(CHANNELS, mapping.channels)

    def read(self, rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[Entry | Refusal]:
        """Every row, as a dossier or as a refusal."""
        for number, cells in rows:
            try:
                yield self._entry(number, cells)
            except _Refused as refused:
                yield Refusal(number, *refused.args)

    def _entry(self, number: int, cells: Sequence[Any]) -> Entry:
        found = {name: cells[place] for name, place in self._places.items() if place < len(cells)}
        moments = {name: _moment(name, found.get(name)) for name in DOSSIERS.moments}
        words = {name: _text(name, found.get(name)) for name in _TEXTS}
        if not words["code"]:
            raise _Refused("no_code", "code")
        if words["code"] in self._codes:
            raise _Refused("code_twice", "code")
        if not words["procedure"]:
            raise _Refused("no_procedure", "procedure")
        received = moments["received_at"]
        if received is None:
            raise _Refused("no_date", "received_at")
        self._check_order(moments, received)
        state = self._state(words.pop("state"), moments["finished_at"])
        channel = self._channels.get(fold(words.pop("channel")), "direct")
        self._codes.add(words["code"])
        return Entry(number=number, state=state, channel=channel, **words, **moments)  # type: ignore[arg-type]

    def _check_order(self, moments: dict[str, datetime | None], received: datetime) -> None:
        finished, start, end = (moments[name] for name in ("finished_at", "paused_from", "paused_to"))
        if finished is not None and finished < received:
            raise _Refused("end_before_start", "finished_at")
        if received > self._at + FUTURE:
            raise _Refused("in_the_future", "received_at")
        if end is not None and (start is None or end < start):
            raise _Refused("end_before_start", "paused_to")
        if start is not None and start < received:
            raise _Refused("end_before_start", "paused_from")

    def _state(self, words: str, finished: datetime | None) -> str:
        state = self._states.get(fold(words))
        if state is None:
            raise _Refused("unknown_state", "state")
        if state == "open" and finished is not None:
            return "finished"
        if state == "finished" and finished is None:
            raise _Refused("no_date", "finished_at")
        return state


_TEXTS = ("code", "procedure", "case", "state", "channel", "receiving_unit", "deciding_unit", "pause_reason",
          "pause_document")  # fmt: skip
_FREE = ("pause_reason", "case")


class _Refused(Exception):
    """Why a row is set aside: a reason and a field."""


def _moment(name: str, cell: Any) -> datetime | None:
    try:
        return read_moment(cell)
    except (ValueError, OverflowError):
        raise _Refused("no_date", name) from None


def _text(name: str, cell: Any) -> str:
    if cell is None or cell == "":
        return ""
    text = str(cell)
    if len(text) > 10_000:
        raise _Refused("too_long", name)
    text = " ".join(clean(text).split())
    if len(text) > MOST_SIGNS.get(name, 200):
        raise _Refused("too_long", name)
    return without_numbers(text) if name in _FREE else text


def without_numbers(text: str) -> str:
    """Words without the numbers in them that are as long as one of an identity card or a telephone."""
    return _PERSONAL.sub("…", text)


def _words(known: dict[str, tuple[str, ...]], own: Any) -> dict[str, str]:
    found = {word: name for name, words in known.items() for word in words}
    return found | {fold(word): name for word, name in own.items() if name in known}
