"""Columns of words: cleaned, measured, and freed of long numbers. Pure.

Most columns of a register say the same few words again and again, so what a cell becomes is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from iso_qms.dossiers.incoming.mapping import LEFT_OUT
from iso_qms.text import clean

MOST_SIGNS = {"code": 80, "pause_reason": 300, "pause_document": 100, "activity": 300, "lifecycle": 40}
USUAL = 200
FREE = ("pause_reason", "case", "activity")
"""Where people write what they like."""
_REMEMBERED = 100_000
_PERSONAL = re.compile(r"(?<!\d)(?:\d(?:[ .]?\d){8,11}|0\d{1,3}(?:-\d{3,4}){2})(?!\d)")


class RefusedCell(Exception):
    """Why a row is set aside: a reason and a field."""


class WordColumn:
    """One column of a table as it is read; `ready` makes of cleaned words what is kept."""

    def __init__(
        self, name: str, place: int | None, *, ready: Callable[[str], str] | None = None, remembers: bool = True
    ) -> None:
        self.name, self.place, self._ready = name, place, ready
        self._most = _REMEMBERED if remembers else 0
        self._known: dict[Any, str] = {}

    def read(self, cells: Sequence[Any]) -> str:
        """What the column says in a row; raises RefusedCell."""
        place = self.place
        if place is None or place >= len(cells):
            return ""
        cell = cells[place]
        found = self._known.get(cell)
        if found is None:
            found = words(self.name, cell)
            if self._ready is not None:
                found = self._ready(found)
            if len(self._known) < self._most:
                self._known[cell] = found
        return found


def words(name: str, cell: Any) -> str:
    """The words of a cell in single spaces; raises RefusedCell when they are too long for their field."""
    if cell is None or cell == "":
        return ""
    text = str(cell)
    if len(text) > 10_000:
        raise RefusedCell("too_long", name)
    text = " ".join((text if text.isascii() and text.isprintable() else clean(text)).split())
    if len(text) > MOST_SIGNS.get(name, USUAL):
        raise RefusedCell("too_long", name)
    return without_numbers(text) if name in FREE else text


def own_words(own: Mapping[str, str]) -> Callable[[str], str]:
    """What turns the words of a source into those it means; words that are left out stay as they are."""
    known = {" ".join(clean(word).split()): meant for word, meant in own.items() if meant != LEFT_OUT}
    return lambda text: known.get(text, text)


def without_numbers(text: str) -> str:
    """Words without the numbers in them that are as long as one of an identity card or a telephone."""
    return _PERSONAL.sub("…", text)
