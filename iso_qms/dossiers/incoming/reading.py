"""Reading a table out of a file: CSV as offices write it, an Excel sheet, or a log of events in XES. Pure.

What a file is shows by what it holds; CSV and XES may be packed by gzip. Rows come one by one. Excel keeps its numbers
and dates. `looked_over` reads a file to its end and keeps nothing, so that one which is broken is refused before
anything of it is used.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from iso_qms.dossiers.event import event_log_xes
from iso_qms.dossiers.event.event_batches import BadLog
from iso_qms.dossiers.event.event_log_files import is_xml
from iso_qms.dossiers.incoming.plain_text import delimiter_of, encoding_of

MOST_COLUMNS, MOST_OF_A_HEADING = 300, 500
MOST_CELLS = 20_000_000
"""Cells of the rectangle that holds a sheet: the reader lays it out whole, so a lone cell far away counts as many."""
MOST_UNPACKED = 1 << 31
"""Bytes of a packed file or of an Excel file, unpacked."""
MOST_SIGNS = 1 << 26
"""Signs in one cell of CSV; where a longer one begins a quotation mark was opened and never closed."""
EXCEL_ENDS = (".xlsx", ".xlsm", ".xls", ".ods")
OF_EVENTS = (
    "case:concept:name", "concept:name", "time:timestamp", "lifecycle:transition", "org:group", "org:role",
    "org:resource",
)  # fmt: skip
"""What an event of XES says, as the columns of a table."""


class UnreadableTable(ValueError):
    """A file holds no table that can be read; `code` says why, `told` what else there is to say of it.

    The codes: empty, encoding, cell, quote, quotes, headings, excel, far, huge, packed, cut, xes.
    """

    def __init__(self, code: str, told: str = "") -> None:
        super().__init__(told or code)
        self.code, self.told = code, told


@dataclass(frozen=True, slots=True)
class Table:
    """The headings of a table and how to get at its rows."""

    path: Path
    name: str
    headings: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ""
    sheet: Any = None

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Every row that holds anything, with the number it bears in the file, headings being row 1."""
        lines = self._lines()
        next(lines, None)
        for number, cells in enumerate(lines, start=2):
            if cells and (cells[0] or any(cell not in ("", None) for cell in cells)):
                yield number, cells

    def sample(self, most: int = 50) -> list[Sequence[Any]]:
        """The first rows, for a proposal and a preview."""
        return [cells for _number, cells in islice(self.rows(), most)]

    def looked_over(self) -> int:
        """How many rows there are below the headings; raises UnreadableTable where the file breaks off."""
        if self.sheet is not None:
            return max(int(self.sheet.height) - 1, 0)
        number, cells = deque(enumerate(self._lines()), maxlen=1).pop()
        if self.encoding and any(cells) and len(cells) < len(self.headings) and not _ends_a_line(self.path):
            raise UnreadableTable("cut")
        return number

    def _lines(self) -> Iterator[Sequence[Any]]:
        if self.sheet is not None:
            return _excel_rows(self.sheet)
        return _csv_rows(self.path, self.encoding, self.delimiter) if self.encoding else _xes_rows(self.path)


def open_table(path: Path, *, name: str = "") -> Table:
    """The table in a file; raises UnreadableTable."""
    name = name or path.name
    if path.stat().st_size == 0:
        raise UnreadableTable("empty")
    if name.lower().endswith(EXCEL_ENDS):
        sheet = _sheet(path)
        return Table(path, name, _headings(next(_excel_rows(sheet), [])), sheet=sheet)
    with _opened(path) as file:
        if is_xml(file.read(4096)):
            return Table(path, name, OF_EVENTS)
        file.seek(0)
        encoding = encoding_of(file)
        if encoding is None:
            raise UnreadableTable("encoding")
        delimiter = delimiter_of(_first_lines(file, encoding))
    return Table(path, name, _headings(next(_csv_rows(path, encoding, delimiter), [])), encoding, delimiter)


def _headings(cells: Sequence[Any]) -> tuple[str, ...]:
    found = tuple(" ".join(str("" if cell is None else cell).split()) for cell in cells)
    while found and not found[-1]:
        found = found[:-1]
    repeated = [heading for heading, times in Counter(found).items() if heading and times > 1]
    if not found or len(found) > MOST_COLUMNS or repeated or max(map(len, found)) > MOST_OF_A_HEADING:
        raise UnreadableTable("headings")
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


def _csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[Sequence[Any]]:
    csv.field_size_limit(MOST_SIGNS)
    with _opened(path) as file, io.TextIOWrapper(file, encoding=encoding, newline="") as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            yield from reader
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


def _sheet(path: Path) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook  # Slow to import, and not needed for CSV.

    if zipfile.is_zipfile(path):
        _demand_a_modest_book(path)
    try:
        return CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    except (CalamineError, IndexError, OSError) as error:
        raise UnreadableTable("excel") from error


def _demand_a_modest_book(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as book:
            parts = book.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UnreadableTable("huge")
            for part in parts:
                if part.filename.endswith(".bin") and "worksheets" in part.filename:
                    raise UnreadableTable("excel")  # Nobody can look into the binary kind beforehand.
                if part.filename.startswith("xl/worksheets/"):
                    with book.open(part) as sheet:
                        _demand_a_modest_sheet(sheet)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableTable("excel") from error


def _demand_a_modest_sheet(sheet: IO[bytes]) -> None:
    columns, last, rest = {""}, 1, b""
    while piece := sheet.read(1 << 20):
        piece = rest + piece
        found = _PLACE.findall(piece)
        columns.update({column.decode() for column in {column for column, _row in found}})
        last = max(last, *(int(row) for row in {row for _column, row in found}), 1)
        rest = piece[max(piece.rfind(b"<"), 0) :]
    furthest = max(columns, key=lambda column: (len(column), column))
    if last * sum(26**place * (ord(letter) - 64) for place, letter in enumerate(reversed(furthest))) > MOST_CELLS:
        raise UnreadableTable("far", f"{furthest}{last}")


_PLACE = re.compile(rb'<(?:\w+:)?(?:c|row)\b[^>]*?\br="([A-Z]{0,3})([0-9]{1,7})"')


def _excel_rows(sheet: Any) -> Iterator[Sequence[Any]]:
    for row in sheet.iter_rows():
        yield [_plain(cell) for cell in row]


def _plain(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell if isinstance(cell, (str, int, float, date, datetime)) else str(cell)
