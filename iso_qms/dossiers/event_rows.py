"""A row of a log becomes an event, or is refused with its number and a reason. Pure.

A person's name is turned into its hash before anything else sees it, so no event ever holds one. Long numbers are
blotted out of what is said to have happened, and citizens have no column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from iso_qms.clock import HO_CHI_MINH
from iso_qms.dossiers.events import EPOCH
from iso_qms.dossiers.mapping import Mapping, read_moment
from iso_qms.dossiers.rows import FUTURE, Refusal, without_numbers
from iso_qms.text import clean

MOST_SIGNS = {"activity": 300, "lifecycle": 40, "unit": 200, "role": 200, "person": 200}
_MICROSECOND = timedelta(microseconds=1)
_REMEMBERED = 100_000
"""Different words of one column that are remembered; a column with more of them is no column of words."""


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
        places = mapping.places(headings)
        self._code, self._activity, self._moment = (places[name] for name in ("code", "activity", "moment"))
        self._words = [_Column(name, places.get(name), hashed) for name in ("lifecycle", "unit", "role", "person")]
        self._names = _Column("activity", self._activity, hashed, mapping.activities)
        self._needed = max(self._code, self._activity, self._moment)
        self._latest = (at + FUTURE - EPOCH) // _MICROSECOND

    def read(self, rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[Event | Refusal]:
        """Every row, as an event or as a refusal."""
        for number, cells in rows:
            try:
                yield self._event(number, cells)
            except _Refused as refused:
                yield Refusal(number, *refused.args)

    def _event(self, number: int, cells: Sequence[Any]) -> Event:
        if len(cells) <= self._needed:
            raise _Refused("too_short", "")
        activity = self._names.read(cells)
        if not activity:
            raise _Refused("no_activity", "activity")
        instant = _instant(cells[self._moment])
        if instant > self._latest:
            raise _Refused("in_the_future", "moment")
        return Event(number, _code(cells[self._code]), instant, activity, *[one.read(cells) for one in self._words])


class _Refused(Exception):
    """Why a row is set aside: a reason and a field."""


class _Column:
    """A column of words that come again and again: each is made ready once."""

    def __init__(self, name: str, place: int | None, hashed: Callable[[str], str], own: Any = None) -> None:
        self._name, self._place = name, place
        self._hashed = hashed if name == "person" else None
        self._own = {clean(word).strip(): meant for word, meant in (own or {}).items()}
        self._known: dict[Any, str] = {}

    def read(self, cells: Sequence[Any]) -> str:
        if self._place is None or self._place >= len(cells):
            return ""
        cell = cells[self._place]
        found = self._known.get(cell)
        if found is None:
            found = self._made_ready(cell)
            if len(self._known) < _REMEMBERED:
                self._known[cell] = found
        return found

    def _made_ready(self, cell: Any) -> str:
        text = str("" if cell is None else cell)
        if len(text) > 10_000 or len(text := " ".join(clean(text).split())) > MOST_SIGNS[self._name]:
            raise _Refused("too_long", self._name)
        if self._hashed is not None:
            return self._hashed(text) if text else ""
        return without_numbers(self._own.get(text, text))


def _code(cell: Any) -> str:
    text = str("" if cell is None else cell).strip()
    if not text.isascii():
        text = clean(text).strip()
    if not text:
        raise _Refused("no_code", "code")
    if len(text) > 80:
        raise _Refused("too_long", "code")
    return text


def _instant(cell: Any) -> int:
    try:
        if isinstance(cell, str) and cell[4:5] == "-":  # much the most frequent, so nothing else is tried first
            moment: datetime | None = datetime.fromisoformat(cell)
        else:
            moment = read_moment(cell)
    except (ValueError, OverflowError):
        raise _Refused("no_date", "moment") from None
    if moment is None:
        raise _Refused("no_date", "moment")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=HO_CHI_MINH)
    return (moment - EPOCH) // _MICROSECOND
