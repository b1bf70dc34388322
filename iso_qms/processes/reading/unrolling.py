"""Tables cut in two that belong together, and tables that hold whole sections, taken apart."""

import re
from collections.abc import Iterator

from iso_qms.documents.reading.grid import Cell, Line, Table
from iso_qms.documents.reading.wording import plain
from iso_qms.processes.reading.outline import heading_of

STEP_NUMBER = re.compile(r"(bước|b)?\s?\d{1,2}[.):]?$", re.IGNORECASE)
SECTION_NUMBER = re.compile(r"\d{1,2}(\.\d{1,2}){0,2}[.)]?$")


def goes_on(above: Table, table: Table) -> bool:
    """Whether a table without a head goes on with the one above it: as many cells in a row, numbered or unnumbered."""
    count = len(dict.fromkeys(above.rows[-1]))
    alike = [row for row in table.rows if row and len(dict.fromkeys(row)) == count]
    numbers = [row[0].joined for row in alike]
    return bool(alike) and all(not text or STEP_NUMBER.match(text) for text in numbers) and any(numbers)


def unrolled(block: Line | Table) -> Iterator[Line | Table]:
    """A table that holds whole sections (each begins with its number and heading) as lines and smaller tables."""
    if isinstance(block, Line) or not _holds_sections(block):
        yield block
        return
    waiting: list[list[Cell]] = []
    for row in block.rows:
        opening = _opening(row)
        if opening is None:
            waiting.append(row)
            continue
        yield from _small_table(block, waiting)
        waiting = [row] if _counts_copies(row) else []
        yield from opening[:1] if waiting else opening
    yield from _small_table(block, waiting)


def _holds_sections(table: Table) -> bool:
    return len(table.rows) > 1 and sum(_opening(row) is not None for row in table.rows) > 1


def _opening(row: list[Cell]) -> list[Line | Table] | None:
    """The lines of a row that opens a section: a number of its own, then a heading, then perhaps more cells."""
    cells = [cell for cell in dict.fromkeys(row) if cell.lines]
    if len(cells) < 2 or not SECTION_NUMBER.match(cells[0].joined):
        return None
    first = next((line for line in cells[1].content if line.text), None)
    if first is None:
        return None
    heading = heading_of(Line(f"{cells[0].joined.rstrip('.)')}. {first.shown}", bold=True))
    if heading is None or len(heading.words) > 80:
        return None
    rest = [line for line in cells[1].content if line is not first]
    more = [line for cell in cells[2:] for line in cell.content if line.text]
    joined = Line(f"{heading.words}: {heading.rest}".strip(), cells[0].joined, bold=True)
    return [joined, *rest, *more, *(table for cell in cells[1:] for table in cell.inner)]


def _counts_copies(row: list[Cell]) -> bool:
    """Whether a row that opens the papers is also the head of their columns."""
    return any(re.match(r"ban (chinh|sao)|so luong$", plain(cell.joined)) for cell in dict.fromkeys(row))


def _small_table(table: Table, rows: list[list[Cell]]) -> Iterator[Line | Table]:
    """Rows of a larger table as a table, or as lines where each row has only one cell that says anything."""
    filled = [row for row in rows if any(cell.lines for cell in row)]
    if not filled:
        return
    if all(len([cell for cell in dict.fromkeys(row) if cell.lines]) == 1 for row in filled):
        yield from (line for row in filled for cell in dict.fromkeys(row) for line in cell.content if line.text)
        return
    small = Table(table.widths)
    for row in filled:
        small.rows.append(row)
    _renumber(small)
    yield small


def _renumber(table: Table) -> None:
    for at, row in enumerate(table.rows):
        for cell in dict.fromkeys(row):
            begun = next(place for place, other in enumerate(table.rows) if cell in other)
            cell.rows = (begun, at + 1)
