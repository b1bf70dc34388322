"""Opening an Excel file that somebody sent: its sheets as plain text, or one sentence why it is not opened.

Pure: no database. A file that would take the whole memory, or whose cells are formulas, is refused before it is read.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from iso_qms.i18n import _
from iso_qms.text import clean
from iso_qms.workflow import Incomplete

MOST_BYTES = 5_000_000
MOST_BYTES_UNPACKED = 60_000_000
MOST_ROWS = 500
"""Rows entered at once; while they are, nobody else writes."""

MOST_CELLS = 2_000_000

# What zipfile says of a broken archive; RuntimeError stands for a password.
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>(<(?:\w+:)?f\b)?')


class NotARoster(Incomplete):
    """The file as a whole cannot be read; the sentence says why and what to do."""


def read_sheets(content: bytes) -> dict[str, list[list[str]]]:
    """Each sheet of an .xlsx file by its name, as rows of trimmed texts."""
    _demand_a_safe_book(content)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except (CalamineError, ValueError, OSError) as broken:
        raise NotARoster(
            _("This file is damaged. Open it in Excel, save it again as .xlsx, and load that.")
        ) from broken
    return {name: [[_text(cell) for cell in row] for row in rows] for name, rows in sheets.items()}


def _demand_a_safe_book(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise NotARoster(_("The file is larger than 5 MB. Split it, or remove pictures."))
    if not content:
        raise NotARoster(_("The file is empty."))
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            parts = book.infolist()
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise zipfile.BadZipFile
            if sum(part.file_size for part in parts) > MOST_BYTES_UNPACKED:
                raise NotARoster(
                    _("The file unpacks to far more than it should. Save it anew in Excel, and load that.")
                )
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    _demand_a_modest_sheet(book.read(part))
    except _BROKEN as broken:
        raise NotARoster(
            _("This is no Excel file (.xlsx). Save an old .xls or a .csv as .xlsx first, without a password.")
        ) from broken


def _demand_a_modest_sheet(xml: bytes) -> None:
    # The reader lays a sheet out as one rectangle, so a lone cell far away would take the whole memory.
    lines, width = 0, 0
    for column, line, formula in _CELL.findall(xml):
        if formula:
            raise NotARoster(
                _(
                    "Cell %(cell)s holds a formula. Copy everything, paste it as values, and load that.",
                    cell=f"{column.decode()}{line.decode()}",
                )
            )
        lines, width = max(lines, int(line)), max(width, _place(column))
    if lines > MOST_ROWS + 50 or lines * width > MOST_CELLS:
        raise NotARoster(
            _(
                "The sheet goes down to row %(n)s; at most %(most)s rows are read at once. Split the file.",
                n=f"{lines:,}",
                most=f"{MOST_ROWS:,}",
            )
        )


def _place(column: bytes) -> int:
    place = 0
    for letter in column:
        place = place * 26 + letter - 64
    return place


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # Excel keeps a code typed as 12 as the number 12.0
    if isinstance(cell, bool):
        return "1" if cell else ""
    return clean(str(cell)).replace("\u00a0", " ").strip() if cell is not None else ""
