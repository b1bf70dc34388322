"""Reading a table out of a file: CSV as offices write it, or an Excel sheet. Pure; rows come one by one.

A CSV file is read in UTF-8 with or without its mark, in UTF-16, or in Windows-1258; its delimiter is the one of comma,
semicolon, tab and bar that cuts its first lines into the most equal columns. Excel keeps its numbers and dates.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

MOST_COLUMNS = 300
MOST_SIGNS = 1 << 20
"""Signs in one cell; a longer one is no cell of a register but a broken file."""
DELIMITERS = ",;\t|"
EXCEL_ENDS = (".xlsx", ".xlsm", ".xls", ".ods")
LOOKED_AT = 1 << 16


class UnreadableTable(ValueError):
    """A file holds no table that can be read; `code` says why: empty, encoding, cell, headings, excel."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Table:
    """The headings of a table and how to get at its rows."""

    path: Path
    name: str
    headings: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ""

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Every row that holds anything, with the number it bears in the file, headings being row 1."""
        lines = _excel_rows(self.path) if not self.encoding else _csv_rows(self.path, self.encoding, self.delimiter)
        next(lines, None)
        for number, cells in enumerate(lines, start=2):
            if any(cell not in ("", None) for cell in cells):
                yield number, cells

    def sample(self, most: int = 50) -> list[Sequence[Any]]:
        """The first rows, for a proposal and a preview."""
        return [cells for _number, cells in islice(self.rows(), most)]


def open_table(path: Path, *, name: str = "") -> Table:
    """The table in a file, which `name` says the kind of; raises UnreadableTable."""
    name = name or path.name
    if path.stat().st_size == 0:
        raise UnreadableTable("empty")
    if name.lower().endswith(EXCEL_ENDS):
        return Table(path, name, _headings(next(_excel_rows(path), [])))
    encoding = _encoding_of(path)
    delimiter = _delimiter_of(path, encoding)
    return Table(path, name, _headings(next(_csv_rows(path, encoding, delimiter), [])), encoding, delimiter)


def _headings(cells: Sequence[Any]) -> tuple[str, ...]:
    found = tuple(" ".join(str("" if cell is None else cell).split()) for cell in cells)
    while found and not found[-1]:
        found = found[:-1]
    repeated = [heading for heading, times in Counter(found).items() if heading and times > 1]
    if not found or len(found) > MOST_COLUMNS or repeated:
        raise UnreadableTable("headings")
    return found


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(LOOKED_AT)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    for encoding in ("utf-8-sig", "cp1258"):
        if _is_read_as(path, encoding):
            return encoding
    raise UnreadableTable("encoding")


def _is_read_as(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            while piece := file.read(LOOKED_AT * 16):
                if "\x00" in piece:
                    return False
    except UnicodeError:
        return False
    return True


def _delimiter_of(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as file:
        lines = [line for line in islice(file, 20) if line.strip()]
    return max(DELIMITERS, key=lambda sign: _columns(lines, sign))


def _columns(lines: list[str], sign: str) -> tuple[int, int]:
    """How many lines have as many columns as the first, and how many columns those are."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign)]
    except csv.Error:
        return 0, 0
    first = widths[0] if widths else 0
    return (sum(width == first for width in widths) if first > 1 else 0), first


def _csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[Sequence[Any]]:
    csv.field_size_limit(MOST_SIGNS)
    with path.open(encoding=encoding, newline="") as file:
        try:
            yield from csv.reader(file, delimiter=delimiter)
        except csv.Error as error:
            raise UnreadableTable("cell") from error
        except UnicodeError as error:
            raise UnreadableTable("encoding") from error


def _excel_rows(path: Path) -> Iterator[Sequence[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook  # Slow to import, and not needed for CSV.

    try:
        book = CalamineWorkbook.from_path(path)
        rows = book.get_sheet_by_index(0).iter_rows()
    except (CalamineError, IndexError, OSError) as error:
        raise UnreadableTable("excel") from error
    for row in rows:
        yield [_plain(cell) for cell in row]


def _plain(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell if isinstance(cell, (str, int, float, date, datetime)) else str(cell)
