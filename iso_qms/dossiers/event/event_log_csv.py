"""Event logs as CSV: the columns found by their standard names, cells parted by commas, semicolons, tabs or bars. Pure.

Rows are counted as in a sheet: the heading is row 1. Rows without anything in them are passed over.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from operator import itemgetter
from typing import Any, TextIO

from iso_qms.dossiers.event.event_batches import SIZE, BadLog, Batch, instant_of, instants_of
from iso_qms.dossiers.incoming.plain_text import delimiter_of
from iso_qms.i18n import _

NEEDED = CASE, NAME, TIME = "case:concept:name", "concept:name", "time:timestamp"
MOST_SIGNS = 131_072
"""Signs in one cell."""
_LONGEST_HEADING = 1_000_000
_CHUNK = 30_000
"""Signs that are read at once: few enough to stay near the processor while they are parted."""

Row = list[str]


class _Even(Sequence[Row]):
    """Rows that are all as wide as the heading, cell after cell with a line break between two, so they part at once."""

    def __init__(self, cells: list[str], width: int) -> None:
        self.cells, self.width = cells, width

    def __len__(self) -> int:
        return (len(self.cells) + 1) // (self.width + 1)

    def __getitem__(self, place: Any) -> Any:
        start = place * (self.width + 1)
        if start >= len(self.cells):
            raise IndexError(place)
        return self.cells[start : start + self.width]

    def column(self, place: int) -> list[str]:
        return self.cells[place :: self.width + 1]


def batches(text: TextIO) -> Iterator[Batch]:
    """The events of a CSV text; raises BadLog with the row."""
    csv.field_size_limit(MOST_SIGNS)
    delimiter, heading = _heading(text.readline(_LONGEST_HEADING))
    columns = _columns(heading)
    row = 2
    for rows in _rows(text, delimiter, width=len(heading), last=max(columns.values())):
        yield _batch(rows, columns, row=row)
        row += len(rows)


def _heading(line: str) -> tuple[str, Row]:
    """The delimiter that finds most of what is needed, and the names of the columns."""
    delimiter = delimiter_of([line], wanted=NEEDED)
    try:
        return delimiter, [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
    except (csv.Error, StopIteration) as error:
        raise BadLog(_("The first row is no heading.")) from error


def _columns(heading: Row) -> dict[str, int]:
    missing = [name for name in NEEDED if name not in heading]
    if missing:
        raise BadLog(_("The log lacks these columns: %(names)s.", names=", ".join(missing)))
    for name in NEEDED:
        if heading.count(name) > 1:
            raise BadLog(_("The log has the column %(name)s twice.", name=name))
    return {name: heading.index(name) for name in NEEDED}


def _rows(text: TextIO, delimiter: str, *, width: int, last: int) -> Iterator[Sequence[Row]]:
    """Rows, many at a time, at least up to the last column that is asked for.

    Up to the first quotation mark a line is a row and a delimiter parts cells, which is split in half of the time.
    """
    before = 1
    while chunk := text.read(_CHUNK) + text.readline():
        plain = (chunk.replace("\r\n", "\n") if "\r" in chunk else chunk).removesuffix("\n")
        if '"' in plain or "\r" in plain or _is_long(plain):
            reader = csv.reader(chain(io.StringIO(chunk, newline=""), text), delimiter=delimiter, strict=True)
            return (yield from iter(partial(_some, reader, before=before), []))
        even = _even(plain, delimiter, width) if width <= 2 * (last + 1) else None
        rows = even or [line.split(delimiter, last + 1) for line in plain.split("\n")]
        before += len(rows)
        yield rows


def _is_long(plain: str) -> bool:
    return len(plain) > MOST_SIGNS and max(map(len, plain.split("\n"))) > MOST_SIGNS


def _even(plain: str, delimiter: str, width: int) -> _Even | None:
    """These lines parted at once; None when one of them is not as wide as the heading."""
    cells = plain.replace("\n", f"{delimiter}\n{delimiter}").split(delimiter)
    breaks = cells[width :: width + 1]
    is_even = len(cells) == len(breaks) * (width + 1) + width and breaks.count("\n") == plain.count("\n") == len(breaks)
    return _Even(cells, width) if is_even else None


def _some(reader: csv._reader, *, before: int) -> list[Row]:  # type: ignore[name-defined]
    try:
        return list(islice(reader, SIZE))
    except csv.Error as error:
        raise BadLog(_trouble(str(error), reader.line_num + before)) from error


def _trouble(said: str, line: int) -> str:
    if "field limit" in said:
        return _("Near line %(line)s a cell is longer than %(most)s characters.", line=line, most=MOST_SIGNS)
    if "unexpected end" in said:
        return _("The log ends inside a cell: a quotation mark is not closed.")
    return _("Near line %(line)s the log is no sound CSV: a quotation mark stands where none may.", line=line)


def _batch(rows: Sequence[Row], columns: dict[str, int], *, row: int) -> Batch:
    try:
        batch = _plain(rows, columns)
    except (IndexError, ValueError):
        batch = None
    if batch is None or _has_blank(batch.cases) or _has_blank(batch.names):
        return _plain(_sound(rows, columns, row=row), columns)
    return batch


def _plain(rows: Sequence[Row], columns: dict[str, int]) -> Batch:
    """The batch these rows make when nothing is wrong with them."""

    def column(name: str) -> list[str]:
        return rows.column(columns[name]) if isinstance(rows, _Even) else list(map(itemgetter(columns[name]), rows))

    times = column(TIME)
    return Batch(column(CASE), column(NAME), times, instants_of(times))


def _has_blank(cells: Sequence[str]) -> bool:
    return not all(map(str.strip, set(cells)))


def _sound(rows: Sequence[Row], columns: dict[str, int], *, row: int) -> list[Row]:
    """The rows that hold something, each looked at one by one; raises BadLog at the first that is wrong."""
    kept = []
    for number, cells in enumerate(rows, start=row):
        if not "".join(cells).strip():
            continue
        if len(cells) <= max(columns.values()):
            raise BadLog(_("Row %(row)s ends before its last column.", row=number))
        _look_at(cells, columns, number)
        kept.append(cells)
    return kept


def _look_at(cells: Row, columns: dict[str, int], row: int) -> None:
    if not cells[columns[CASE]].strip():
        raise BadLog(_("Row %(row)s names no case.", row=row))
    if not cells[columns[NAME]].strip():
        raise BadLog(_("Row %(row)s does not say what happened: concept:name is empty.", row=row))
    written = cells[columns[TIME]].strip()
    if not written:
        raise BadLog(_("Row %(row)s does not say when: time:timestamp is empty.", row=row))
    try:
        instant_of(written)
    except ValueError as error:
        raise BadLog(
            _("Row %(row)s: “%(said)s” is no time; write it like 2026-08-27T10:00.", row=row, said=written[:60])
        ) from error
