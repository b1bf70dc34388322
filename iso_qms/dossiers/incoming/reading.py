"""Reading a table out of a file: CSV as offices write it, an Excel sheet, or a log of events in XES. Pure.

What a file is shows by what it holds, whatever it is called; CSV and XES may be packed by gzip. Rows come one by one.
Excel keeps its numbers and dates. What stands above the headings is no row. `looked_over` reads a file to its end and
keeps nothing, so that one which is broken is refused before anything of it is used.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from iso_qms.documents.reading.legacy import decoded
from iso_qms.dossiers.event import event_log_xes
from iso_qms.dossiers.event.event_batches import BadLog
from iso_qms.dossiers.event.event_log_files import is_xml
from iso_qms.dossiers.incoming.books import is_book, sheets
from iso_qms.dossiers.incoming.heading_row import LOOKED_AT, SURELY, heading_row, known_in
from iso_qms.dossiers.incoming.plain_text import delimiter_of, encoding_of
from iso_qms.dossiers.incoming.unreadable import MOST_UNPACKED, UnreadableTable

MOST_COLUMNS, MOST_OF_A_HEADING = 300, 500
OLD_FONTS = (".VnTime", "VNI-Times")
EXCEL_ENDS = (".xlsx", ".xlsm", ".xls", ".ods")
MOST_SIGNS = 1 << 26
"""Signs in one cell of CSV; where a longer one begins a quotation mark was opened and never closed."""
OF_EVENTS = (
    "case:concept:name", "concept:name", "time:timestamp", "lifecycle:transition", "org:group", "org:role",
    "org:resource",
)  # fmt: skip
"""What an event of XES says, as the columns of a table."""


@dataclass(frozen=True, slots=True)
class Table:
    """The headings of a table and how to get at its rows."""

    path: Path
    name: str
    headings: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ""
    font: str = ""
    """Of a font made before Unicode in whose letters the file is written."""
    sheet: Any = None
    sheet_name: str = ""
    above: int = 0
    """Rows above the headings."""

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Every row that holds anything, with the number it bears in the file."""
        for number, cells in islice(enumerate(self._lines(), start=1), self.above + 1, None):
            if cells and (cells[0] or any(cell not in ("", None) for cell in cells)):
                yield number, cells

    def sample(self, most: int = 50) -> list[Sequence[Any]]:
        """The first rows, for a proposal and a preview."""
        return [cells for _number, cells in islice(self.rows(), most)]

    def looked_over(self) -> int:
        """How many rows there are below the headings; raises UnreadableTable where the file breaks off."""
        if self.sheet is not None:
            return sum(1 for _row in self.rows())
        number, cells = deque(enumerate(self._lines(), start=-self.above), maxlen=1).pop()
        if self.encoding and any(cells) and len(cells) < len(self.headings) and not _ends_a_line(self.path):
            raise UnreadableTable("cut")
        return number

    def _lines(self) -> Iterator[Sequence[Any]]:
        if self.sheet is not None:
            return _excel_rows(self.sheet)
        if not self.encoding:
            return _xes_rows(self.path)
        return _csv_rows(self.path, self.encoding, self.delimiter, self.font)


def open_table(path: Path, *, name: str = "") -> Table:
    """The table in a file; raises UnreadableTable."""
    name = name or path.name
    if path.stat().st_size == 0:
        raise UnreadableTable("empty")
    with path.open("rb") as file:
        if is_book(file.read(4)):
            return _of_book(path, name)
    with _opened(path) as file:
        head = file.read(4096)
        _demand_a_kind_that_is_read(head)
        if is_xml(head):
            return Table(path, name, OF_EVENTS)
        file.seek(0)
        encoding = encoding_of(file)
        if encoding is None:
            raise UnreadableTable("excel" if name.lower().endswith(EXCEL_ENDS) else "encoding")
        delimiter = delimiter_of(_first_lines(file, encoding))
    font = _old_font(path, delimiter) if encoding == "cp1258" else ""
    table = Table(path, name, (), "latin-1" if font else encoding, delimiter, font=font)
    rows = list(islice(table._lines(), LOOKED_AT))
    above = heading_row(rows)
    return replace(table, headings=_headings(rows[above : above + 1]), above=above)


def _old_font(path: Path, delimiter: str) -> str:
    """The font made before Unicode in which headings are those we know, if there is one."""
    for font in OLD_FONTS:
        rows = islice(_csv_rows(path, "latin-1", delimiter, font), LOOKED_AT)
        if max(map(known_in, rows), default=0) >= SURELY:
            return font
    return ""


def _of_book(path: Path, name: str) -> Table:
    """The first sheet with headings that are known, else the first that holds anything."""
    best: Table | None = None
    for title, sheet in sheets(path):
        rows = list(islice(_excel_rows(sheet), LOOKED_AT))
        above = heading_row(rows)
        is_known = bool(rows) and known_in(rows[above]) >= SURELY
        if any(map(any, rows)) and (best is None or is_known):
            best = Table(path, name, _headings(rows[above : above + 1]), sheet=sheet, sheet_name=title, above=above)
        if is_known:
            break
    if best is None:
        raise UnreadableTable("headings")
    return best


def _demand_a_kind_that_is_read(head: bytes) -> None:
    if is_book(head) or head.startswith(b"\x1f\x8b"):
        raise UnreadableTable("nested")
    if head.startswith(b"%PDF"):
        raise UnreadableTable("pdf")
    if _WEB_PAGE.match(head.replace(b"\0", b"")):
        raise UnreadableTable("page")


_WEB_PAGE = re.compile(rb"[^<]{0,8}<(?:!doctype\s+html|html|head|meta|body|table|div|style)\b", re.IGNORECASE)


def _headings(rows: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    found = tuple(" ".join(str("" if cell is None else cell).split()) for cells in rows for cell in cells)
    while found and not found[-1]:
        found = found[:-1]
    if not found:
        raise UnreadableTable("headings")
    if len(found) > MOST_COLUMNS or max(map(len, found)) > MOST_OF_A_HEADING:
        raise UnreadableTable("wide")
    if repeated := [heading for heading, times in Counter(found).items() if heading and times > 1]:
        raise UnreadableTable("twice", repeated[0])
    return found


def _first_lines(file: BinaryIO, encoding: str) -> list[str]:
    with io.TextIOWrapper(file, encoding=encoding, newline="") as text:
        return [line for _number in range(20) if (line := text.readline(100_000)).strip()]


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as plain:
        packed = plain.read(2) == b"\x1f\x8b"
        plain.seek(0)
        try:
            yield cast(BinaryIO, _Packed(fileobj=plain)) if packed else plain
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise UnreadableTable("packed") from error


class _Packed(gzip.GzipFile):
    """A packed file, refused where it unpacks to more than any register holds."""

    def read(self, size: int | None = -1) -> bytes:
        return self._modest(super().read(size))

    def read1(self, size: int = -1) -> bytes:
        return self._modest(super().read1(size))

    def _modest(self, found: bytes) -> bytes:
        if self.tell() > MOST_UNPACKED:
            raise UnreadableTable("huge")
        return found


def _csv_rows(path: Path, encoding: str, delimiter: str, font: str = "") -> Iterator[Sequence[Any]]:
    csv.field_size_limit(MOST_SIGNS)
    with _opened(path) as file, io.TextIOWrapper(file, encoding=encoding, newline="") as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            yield from ([decoded(cell, font=font) for cell in cells] for cells in reader) if font else reader
        except csv.Error as error:
            raise UnreadableTable(_fault(str(error)), str(reader.line_num)) from error
        except UnicodeError as error:
            raise UnreadableTable("encoding") from error


def _ends_a_line(path: Path) -> bool:
    last = b""
    with _opened(path) as file:
        while piece := file.read(1 << 20):
            last = piece[-4:]
    return last.replace(b"\0", b"").endswith((b"\n", b"\r"))


def _fault(said: str) -> str:
    if "field limit" in said:
        return "cell"
    return "quote" if "unexpected end" in said else "quotes"


def _xes_rows(path: Path) -> Iterator[Sequence[Any]]:
    with _opened(path) as file:
        yield OF_EVENTS
        try:
            yield from event_log_xes.rows(file, OF_EVENTS)
        except BadLog as error:
            raise UnreadableTable("xes", str(error)) from error


def _excel_rows(sheet: Any) -> Iterator[Sequence[Any]]:
    for row in sheet.iter_rows():
        yield [_plain(cell) for cell in row]


def _plain(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell if isinstance(cell, (str, int, float, date, datetime)) else str(cell)
