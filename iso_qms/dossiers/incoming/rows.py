"""A row of a source becomes a dossier, or is refused with its number and a reason. Pure.

What the figures need is kept and nothing else: numbers as long as an identity or telephone number are blotted out of
the words that come along, because citizens are named nowhere here.

A day without an hour is its first moment; as a deadline it is its last, and what was finished on the day on which it
came in was finished after it came.

A dossier that waited for papers more than once has several moments in the cells of its pauses, parted by semicolons or
line breaks; the first end belongs to the first beginning, and so on, and only the last may have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise, zip_longest
from typing import Any

from iso_qms.dossiers.deadlines import DAY, Pause
from iso_qms.dossiers.incoming.mapping import CHANNELS, STATES, read_moment
from iso_qms.dossiers.incoming.mapping import Mapping as ColumnMapping
from iso_qms.dossiers.incoming.word_columns import FREE, RefusedCell, WordColumn, without_numbers, words
from iso_qms.text import clean, fold

FUTURE = timedelta(days=1)
MOST_SHOWN, MOST_PAUSES = 300, 20
_PARTED = re.compile(r"\s*[;\r\n]\s*")
Cells = tuple[tuple[str, str], ...]


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
    pauses: tuple[Pause, ...] = ()
    channel_name: str = ""
    """What the source calls the channel, where that is no word everybody knows."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was set aside: its number in the file, a reason as a key, and the field it concerns."""

    number: int
    reason: str
    field: str = ""
    cells: Cells = ()
    """What its mapped columns said, by field, so that it can be corrected; of a person who acted nothing."""


class RowReader:
    """Reads the rows of one file, and remembers the codes that came so that none comes twice."""

    def __init__(self, mapping: ColumnMapping, headings: Sequence[str], *, at: datetime) -> None:
        self._places = places = mapping.places(headings)
        self._latest = at + FUTURE
        self._codes: set[str] = set()
        states, channels = _known(STATES, mapping.states), _known(CHANNELS, mapping.channels)
        self._code = WordColumn("code", places["code"], remembers=False)
        self._procedure = WordColumn("procedure", places["procedure"])
        self._state = WordColumn("state", places.get("state"), ready=lambda text: states.get(fold(text), "?"))
        self._channel_name = WordColumn("channel", places.get("channel"), ready=unusual_channel)
        self._channel = WordColumn(
            "channel", places.get("channel"), ready=lambda text: channels.get(fold(text), "direct")
        )
        self._others = [WordColumn(name, places.get(name)) for name in ("case", "receiving_unit", "deciding_unit")]
        self._pauses = {name: places.get(name) for name in _OF_PAUSES}
        self._has_pauses = self._pauses["paused_from"] is not None or self._pauses["paused_to"] is not None

    def read(self, rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[Entry | Refusal]:
        """Every row, as a dossier or as a refusal."""
        for number, cells in rows:
            try:
                yield self._entry(number, cells)
            except RefusedCell as refused:
                reason, field = refused.args
                yield Refusal(number, reason, field, said(self._places, cells))

    def _entry(self, number: int, cells: Sequence[Any]) -> Entry:
        code, procedure = self._code.read(cells), self._procedure.read(cells)
        if not code:
            raise RefusedCell("no_code", "code")
        if code in self._codes:
            raise RefusedCell("code_twice", "code")
        if not procedure:
            raise RefusedCell("no_procedure", "procedure")
        received = self._moment("received_at", cells)
        if received is None:
            raise RefusedCell("no_date", "received_at")
        if received > self._latest:
            raise RefusedCell("in_the_future", "received_at")
        due, rescheduled = (
            _to_its_end(self._moment("due_at", cells)),
            _to_its_end(self._moment("rescheduled_to", cells)),
        )
        finished = _finished(self._moment("finished_at", cells), received)
        if finished is not None and finished > self._latest:
            raise RefusedCell("in_the_future", "finished_at")
        state, channel = self._state_of(cells, finished), self._channel.read(cells) or "direct"
        case, receiving, deciding = (column.read(cells) for column in self._others)
        pauses = self._pauses_of(cells, received) if self._has_pauses else ()
        self._codes.add(code)
        return Entry(
            number, code, procedure, case, received, due, rescheduled, finished, state, channel, receiving, deciding,
            pauses, self._channel_name.read(cells),
        )  # fmt: skip

    def _moment(self, name: str, cells: Sequence[Any]) -> datetime | None:
        place = self._places.get(name)
        if place is None or place >= len(cells):
            return None
        return _moment(name, cells[place])

    def _state_of(self, cells: Sequence[Any], finished: datetime | None) -> str:
        state = self._state.read(cells) or "open"
        if state == "?":
            raise RefusedCell("unknown_state", "state")
        if state == "open" and finished is not None:
            return "finished"
        if state == "finished" and finished is None:
            raise RefusedCell("no_date", "finished_at")
        return state

    def _pauses_of(self, cells: Sequence[Any], received: datetime) -> tuple[Pause, ...]:
        parts = {name: _parts(cells, place) for name, place in self._pauses.items()}
        starts, ends, reasons, papers = (parts[name] for name in _OF_PAUSES)
        if len(starts) > MOST_PAUSES:
            raise RefusedCell("too_long", "paused_from")
        found = []
        for start, end, reason, paper in zip_longest(starts, ends, reasons[: len(starts)], papers[: len(starts)]):
            start, end = _moment("paused_from", start), _moment("paused_to", end)
            if end is not None and (start is None or end < start):
                raise RefusedCell("end_before_start", "paused_to")
            if start is None:
                continue
            if start < received:
                raise RefusedCell("end_before_start", "paused_from")
            found.append(Pause(start, end, words("pause_reason", reason), words("pause_document", paper)))
        if any(one.end is None or following.start < one.start for one, following in pairwise(found)):
            raise RefusedCell("end_before_start", "paused_from")
        return tuple(found)


_OF_PAUSES = ("paused_from", "paused_to", "pause_reason", "pause_document")


def unusual_channel(text: str) -> str:
    """What a cell calls the channel where that is no word everybody knows; else nothing."""
    return "" if fold(text) in _USUAL else text


_USUAL = frozenset(word for words in CHANNELS.values() for word in words) | {""}


def said(places: Mapping[str, int], cells: Sequence[Any]) -> Cells:
    """What the mapped columns of a row said, in short texts, for whoever corrects it."""
    found = {name: cells[place] for name, place in places.items() if place < len(cells) and name != "person"}
    return tuple((name, _short(name, cell)) for name, cell in found.items() if cell not in (None, ""))


def _short(name: str, cell: Any) -> str:
    text = cell.isoformat(" ", "seconds") if isinstance(cell, datetime) else str(cell)
    text = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
    return without_numbers(clean(text)) if name in FREE else clean(text)


def _parts(cells: Sequence[Any], place: int | None) -> list[Any]:
    """The parts of a cell that may hold several; what is no text is one."""
    if place is None or place >= len(cells) or cells[place] in (None, ""):
        return []
    cell = cells[place]
    return _PARTED.split(cell.strip()) if isinstance(cell, str) and len(cell) <= 10_000 else [cell]


def _moment(name: str, cell: Any) -> datetime | None:
    try:
        return read_moment(cell)
    except (ValueError, OverflowError):
        raise RefusedCell("no_date", name) from None


def _finished(moment: datetime | None, received: datetime) -> datetime | None:
    if moment is None or moment >= received:
        return moment
    if _is_whole_day(moment) and moment.date() == received.date():
        return received
    raise RefusedCell("end_before_start", "finished_at")


def _is_whole_day(moment: datetime) -> bool:
    return moment.time() == time()


def _to_its_end(moment: datetime | None) -> datetime | None:
    """A deadline that names a day alone lasts until the end of that day."""
    return moment + DAY if moment is not None and _is_whole_day(moment) else moment


def _known(known: Mapping[str, tuple[str, ...]], own: Mapping[str, str]) -> dict[str, str]:
    found = {word: name for name, many in known.items() for word in many}
    return found | {fold(word): name for word, name in own.items() if name in known}
