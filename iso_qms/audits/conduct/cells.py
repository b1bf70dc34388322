"""Small cells of a table of counts: which figures must stay hidden so that none can be worked out from the others.

Pure arithmetic. Totals are cells too: the table is thought of with a row and a column of totals, so every line of it is
one equation. A hidden figure can be worked out exactly when, in the graph that joins rows with columns by their hidden
cells, it is a bridge; so more is hidden until there is none.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import product
from typing import Any

Cell = tuple[Any, Any]
HIDDEN = "•"
"""What stands in place of a figure that is not shown, however large it is."""
TOTAL = "total"
"""The name of the row and the column of totals."""


def with_totals(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    """The table with its totals by row and column, and of all."""
    table = dict.fromkeys(product([*_rows(counts), TOTAL], [*_columns(counts), TOTAL]), 0)
    for (row, column), count in counts.items():
        for cell in product((row, TOTAL), (column, TOTAL)):
            table[cell] += count
    return table


def hidden_in(table: Mapping[Cell, int], fewest: int) -> set[Cell]:
    """Which cells of a table with its totals are not shown: those from 1 to fewer than `fewest`, and what betrays one.

    What is hidden besides is the least that helps: the smallest figures that close a ring of four.
    """
    hidden = {cell for cell, count in table.items() if 0 < count < fewest}
    while (bridge := next(_bridges(hidden), None)) is not None:
        hidden |= _ring(table, hidden, bridge)
    return hidden


def hidden_besides(counts: Mapping[Cell, int], within: Mapping[Cell, int], fewest: int) -> set[Cell]:
    """Which cells of counts are not shown, where a reader can list everything but the part `within` by itself.

    Taking what can be listed from what is shown leaves that part, so its small counts are hidden in the same way.
    """
    return hidden_in(with_totals(counts), fewest) | hidden_in(with_totals(within), fewest)


def _ring(table: Mapping[Cell, int], hidden: set[Cell], cell: Cell) -> set[Cell]:
    # The ring through the totals always helps: the totals of a row and a column that are not empty are not nothing.
    row, column = cell
    rings = [
        {(row, other), (another, column), (another, other)}
        for another, other in product(_rows(table), _columns(table))
        if another != row and other != column
    ]
    whole = [ring for ring in rings if all(table[one] for one in ring)]
    return min(whole, key=lambda ring: (sum(table[one] for one in ring - hidden), sorted(map(repr, ring))))


def _bridges(hidden: set[Cell]) -> Iterator[Cell]:
    for row, column in sorted(hidden, key=repr):
        if not _joined(hidden - {(row, column)}, row, column):
            yield row, column


def _joined(hidden: set[Cell], row: Hashable, column: Hashable) -> bool:
    rows, columns, size = {row}, set[Hashable](), -1
    while len(rows) + len(columns) > size:
        size = len(rows) + len(columns)
        columns |= {there for here, there in hidden if here in rows}
        rows |= {here for here, there in hidden if there in columns}
    return column in columns


def _rows(cells: Mapping[Cell, int]) -> list[Hashable]:
    return list(dict.fromkeys(row for row, _column in cells))


def _columns(cells: Mapping[Cell, int]) -> list[Hashable]:
    return list(dict.fromkeys(column for _row, column in cells))
