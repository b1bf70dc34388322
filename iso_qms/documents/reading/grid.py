"""A table as a grid: each cell knows the rows and columns it covers, merged cells once."""

from dataclasses import dataclass, field
from functools import cached_property

from iso_qms.documents.reading.wording import printed, tidy


@dataclass
class Line:
    """One printed line of text, with the label Word prints before it; `marks` are the bookmarks of its paragraph that
    this house wrote, `level` is 1 and more for what Word calls a heading, and a line of a contents list says so."""

    shown: str
    label: str = ""
    bold: bool = False
    style: str = ""
    marks: tuple[str, ...] = ()
    level: int = 0
    is_contents: bool = False

    @cached_property
    def text(self) -> str:
        """The line, tidied."""
        return tidy(self.shown)


@dataclass(eq=False)
class Cell:
    """One cell; `rows` and `columns` are half-open ranges of the grid it covers."""

    content: list[Line]
    inner: list["Table"] = field(default_factory=list)
    rows: tuple[int, int] = (0, 0)
    columns: tuple[int, int] = (0, 0)

    @cached_property
    def lines(self) -> list[str]:
        """The lines that hold something, tidied, each with the label Word prints before it."""
        joined = [tidy(f"{line.label} {line.shown}") for line in self.content]
        return [line for line in joined if line]

    @property
    def text(self) -> str:
        """All lines, one below the other."""
        return "\n".join(self.lines)

    @property
    def joined(self) -> str:
        """All lines in one, for words that merely wrap."""
        return " ".join(self.lines)

    @property
    def raw(self) -> str:
        """The lines as they stand, only composed, without empty ones."""
        lines = [printed(line.shown) for line in self.content]
        return "\n".join(line for line in lines if line)


@dataclass
class Table:
    """Rows of cells over a grid of columns; `widths` are those the file gives (twentieths of a point), `title` is the
    line right above it in its section."""

    widths: list[int] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    title: str = ""
    _next: int = 0

    def new_row(self, indent: int = 0) -> None:
        """Begin a row, leaving out `indent` grid columns."""
        self.rows.append([])
        self._next = indent

    def add(self, cell: Cell, *, span: int = 1, continues_above: bool = False, continues_before: bool = False) -> None:
        """Put a cell at the end of the last row, or widen the one it continues."""
        at, self._next = self._next, self._next + span
        row = len(self.rows) - 1
        above = self._over(row, at) if continues_above else None
        if above is not None:
            above.rows = (above.rows[0], row + 1)
            self.rows[row].append(above)
        elif continues_before and self.rows[row]:
            before = self.rows[row][-1]
            before.columns = (before.columns[0], at + span)
        else:
            cell.rows, cell.columns = (row, row + 1), (at, at + span)
            self.rows[row].append(cell)

    def take_rows(self, other: "Table") -> None:
        """Go on with the rows of another table; a row of as many cells as the last one here takes their columns."""
        begun, last = len(self.rows), list(dict.fromkeys(self.rows[-1]))
        for row in other.rows:
            cells = list(dict.fromkeys(row))
            for cell, model in zip(cells, last, strict=True) if len(cells) == len(last) else ():
                cell.columns = model.columns
        for cell in other.cells():
            cell.rows = (cell.rows[0] + begun, cell.rows[1] + begun)
        self.rows.extend(other.rows)

    def lines(self) -> list[Line]:
        """Every line of every cell, once, in reading order."""
        return [line for cell in self.cells() for line in cell.content]

    def cells(self) -> list[Cell]:
        """Every cell once, in reading order."""
        return list(dict.fromkeys(cell for row in self.rows for cell in row))

    def at(self, row: int, columns: tuple[int, int]) -> Cell | None:
        """The cell of a row that covers most of these grid columns, or None."""
        best = max(self.rows[row], key=lambda cell: self.shared(cell.columns, columns), default=None)
        return best if best is not None and self.shared(best.columns, columns) > 0 else None

    def shared(self, one: tuple[int, int], other: tuple[int, int]) -> int:
        """How much width two ranges of grid columns have in common."""
        return self.width((max(one[0], other[0]), min(one[1], other[1])))

    def width(self, columns: tuple[int, int]) -> int:
        """The width of a range of grid columns; 1 each where the file gives none."""
        known = self.widths[columns[0] : columns[1]]
        return sum(known) + max(columns[1] - max(columns[0], len(self.widths)), 0)

    def _over(self, row: int, at: int) -> Cell | None:
        """The cell of the row above that begins at this grid column, or covers it."""
        if row == 0:
            return None
        above = self.rows[row - 1]
        exact = [cell for cell in above if cell.columns[0] == at]
        return next(iter(exact), next((cell for cell in above if cell.columns[0] <= at < cell.columns[1]), None))
