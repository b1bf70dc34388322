"""A row of a log becomes an event, or is refused with its number and a reason. Pure.

A person's name is turned into its hash before anything else sees it, so no event ever holds one. Long numbers are
blotted out of what is said to have happened, and citizens have no column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from iso_qms.clock import HO_CHI_MINH
from iso_qms.dossiers.event.events import EPOCH
from iso_qms.dossiers.incoming.mapping import YEARS, Mapping, read_moment
from iso_qms.dossiers.incoming.rows import FUTURE, Refusal, said
from iso_qms.dossiers.incoming.word_columns import RefusedCell, WordColumn, own_words, words

_MICROSECOND = timedelta(microseconds=1)
_EPOCH_BARE = EPOCH.replace(tzinfo=None)
_EARLIEST = (datetime(YEARS.start, 1, 1, tzinfo=HO_CHI_MINH) - EPOCH) // _MICROSECOND


class Event(NamedTuple):
    """What one row says happened to a dossier; the unit in the words of the source, the person as a hash."""

    number: int
    code: str
    instant: int
    activity: str
    lifecycle: str
    unit: str
    role: str
    person: str


class EventReader:
    """Reads the events of one file; `hashed` makes of a name what may be kept of it."""

    def __init__(
        self, mapping: Mapping, headings: Sequence[str], *, at: datetime, hashed: Callable[[str], str]
    ) -> None:
        self._places = places = mapping.places(headings)
        self._code, self._activity, self._moment = (places[name] for name in ("code", "activity", "moment"))
        self._words = [WordColumn(name, places.get(name)) for name in ("lifecycle", "unit", "role")]
        self._words.append(WordColumn("person", places.get("person"), ready=lambda name: hashed(name) if name else ""))
        self._names = WordColumn("activity", self._activity, ready=own_words(mapping.activities))
        self._needed = max(self._code, self._activity, self._moment)
        self._latest = (at + FUTURE - EPOCH) // _MICROSECOND

    def read(self, rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[Event | Refusal]:
        """Every row, as an event or as a refusal."""
        for number, cells in rows:
            try:
                yield self._event(number, cells)
            except RefusedCell as refused:
                reason, field = refused.args
                yield Refusal(number, reason, field, said(self._places, cells))

    def _event(self, number: int, cells: Sequence[Any]) -> Event:
        if len(cells) <= self._needed:
            raise RefusedCell("too_short", "")
        activity = self._names.read(cells)
        if not activity:
            raise RefusedCell("no_activity", "activity")
        instant = _instant(cells[self._moment])
        if not _EARLIEST <= instant <= self._latest:
            raise RefusedCell("no_date" if instant < _EARLIEST else "in_the_future", "moment")
        mark, unit, role, person = self._words
        code = _code(cells[self._code])
        return Event(
            number, code, instant, activity, mark.read(cells), unit.read(cells), role.read(cells), person.read(cells)
        )


def _code(cell: Any) -> str:
    text = str("" if cell is None else cell).strip()
    if not text.isascii() or not text.isprintable() or "  " in text:
        text = words("code", text)  # As the dossier it names was read, or the two would never meet.
    if not text:
        raise RefusedCell("no_code", "code")
    if len(text) > 80:
        raise RefusedCell("too_long", "code")
    return text


def _instant(cell: Any) -> int:
    try:
        if isinstance(cell, str) and cell[4:5] == "-":  # much the most frequent, so nothing else is tried first
            moment: datetime | None = datetime.fromisoformat(cell)
        else:
            moment = read_moment(cell)
    except (ValueError, OverflowError):
        raise RefusedCell("no_date", "moment") from None
    if moment is None:
        raise RefusedCell("no_date", "moment")
    if moment.tzinfo is None:
        # To take the offset off by hand takes half as long as to make a moment with a zone, and says the same.
        return (moment - _EPOCH_BARE - HO_CHI_MINH.utcoffset(moment)) // _MICROSECOND  # type: ignore[operator]
    return (moment - EPOCH) // _MICROSECOND
