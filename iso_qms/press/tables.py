"""How wide the columns of a printed table are: by the longest word they must hold, and by how much they say."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Any

Node = dict[str, Any]


def widths_of(table: Node) -> list[float]:
    """A share for each column of a table."""
    widths: dict[int, float] = {}
    for column, cell in _cells(table):
        last = column + int(cell.get("colspan", 1))
        for one in range(column, last):
            widths.setdefault(one, 3.0)
        if last == column + 1:
            widths[column] = max(widths[column], _room_for(text_of(cell)))
    return [widths[column] for column in sorted(widths)]


def text_of(node: Any) -> str:
    """The words of a node."""
    if isinstance(node, str):
        return node
    return "\n" if node["tag"] == "br" else "".join(text_of(one) for one in node.get("kids", ()))


def _room_for(text: str) -> float:
    word = max((len(one) for one in text.split()), default=0)
    line = max((len(one) for one in text.split("\n")), default=0)
    return max(word, min(line, 4 * sqrt(len(text)))) + 2.0


def _cells(table: Node) -> Iterator[tuple[int, Node]]:
    """Each cell with the column it begins in; a cell of several rows pushes those of the rows below aside."""
    taken: dict[int, int] = {}
    for row in _rows(table):
        column = 0
        for cell in _elements(row, "td", "th"):
            while taken.get(column, 0) > 0:
                column += 1
            yield column, cell
            for one in range(column, column + int(cell.get("colspan", 1))):
                taken[one] = int(cell.get("rowspan", 1))
            column += int(cell.get("colspan", 1))
        taken = {column: rows - 1 for column, rows in taken.items() if rows > 1}


def _rows(table: Node) -> Iterator[Node]:
    for part in _elements(table, "tr", "thead", "tbody", "tfoot"):
        yield from [part] if part["tag"] == "tr" else _elements(part, "tr")


def _elements(node: Node, *tags: str) -> list[Node]:
    return [one for one in node["kids"] if isinstance(one, dict) and one["tag"] in tags]
