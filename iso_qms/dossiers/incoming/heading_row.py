"""Which row of a table names its columns: offices put a title, a date and merged cells above it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iso_qms.dossiers.fields import KINDS
from iso_qms.dossiers.incoming.plain_text import NAMES_ITS_SIGN
from iso_qms.text import fold

LOOKED_AT = 20
"""Rows among which the headings are looked for."""
SURELY = 2
"""A row that has so many headings we know holds headings."""
_KNOWN = {name for kind in KINDS.values() for names in kind.headings.values() for name in names}


def heading_row(rows: Sequence[Sequence[Any]]) -> int:
    """The place of the row with most headings we know; where none is known, of the first that holds anything."""
    named = [known_in(cells) for cells in rows]
    if max(named, default=0) >= SURELY:
        return named.index(max(named))
    filled = (place for place, cells in enumerate(rows) if any(cells) and cells[0] != NAMES_ITS_SIGN)
    return next(filled, 0)


def known_in(cells: Sequence[Any]) -> int:
    """How many cells of a row are headings we know."""
    return sum(fold(cell.strip()) in _KNOWN for cell in cells if isinstance(cell, str) and len(cell) < 100)
