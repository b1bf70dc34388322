"""What changed in a text that holds tables: prose word by word, tables row by row and cell by cell. Pure.

A table is a run of lines whose cells tabs divide; its first line is its head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from iso_qms.documents.comparison.words import Piece, Words, common_pairs, compare_texts

RowKind = Literal["same", "changed", "added", "removed", "moved", "left"]
Cells = tuple[str, ...]
Columns = list[tuple[int | None, int | None]]

_ALIKE = 0.4
"""The share of words two rows have in common before one reads as the other, reworded."""

_FAR = 60
"""How many rows further on a reworded row is looked for; it bounds the time of long tables that were written anew."""


class Row(NamedTuple):
    """A row and its cells; a moved one stands twice, where it is now and, as "left", where it was."""

    kind: RowKind
    cells: tuple[Words, ...]


class Part(NamedTuple):
    """A stretch of prose, or a table."""

    words: Words
    rows: tuple[Row, ...] = ()


def tables_in(text: str) -> Iterator[tuple[bool, list[str]]]:
    """A text in runs of lines: (True, rows of a table whose cells tabs divide) or (False, plain lines)."""
    for tabbed, lines in groupby(text.split("\n"), key=lambda line: "\t" in line):
        yield tabbed, list(lines)


def compare_parts(old: str, new: str) -> list[Part]:
    """What leads from one text to the other, its tables as tables."""
    ours, theirs = ([one for one in tables_in(text) if any(one[1])] for text in (old, new))
    parts: list[Part] = []
    x = y = 0
    pairs = common_pairs([is_table for is_table, _ in ours], [is_table for is_table, _ in theirs])
    for to_x, to_y in [*pairs, (len(ours), len(theirs))]:
        parts += [_part(is_table, lines, []) for is_table, lines in ours[x:to_x]]
        parts += [_part(is_table, [], lines) for is_table, lines in theirs[y:to_y]]
        parts += [_part(ours[to_x][0], ours[to_x][1], theirs[to_y][1])] if to_x < len(ours) else []
        x, y = to_x + 1, to_y + 1
    return parts


def _part(is_table: bool, old: list[str], new: list[str]) -> Part:
    if not is_table:
        return Part(compare_texts("\n".join(old), "\n".join(new)))
    return Part((), tuple(_rows(*([tuple(line.split("\t")) for line in lines] for lines in (old, new)))))


def _rows(old: list[Cells], new: list[Cells]) -> Iterator[Row]:
    columns = _columns(old[0] if old else (), new[0] if new else (), max(map(len, [*old, *new])))
    keys = [[_shared(row, columns, side) for row in rows] for side, rows in ((0, old), (1, new))]
    pairs = _pairs(keys[0], keys[1])
    moved = _elsewhere(keys[0], keys[1], pairs)
    x = y = 0
    for to_x, to_y in [*pairs, (len(old), len(new))]:
        for at in range(x, to_x):
            yield _row("left" if at in moved[0] else "removed", old[at], None, columns)
        for at in range(y, to_y):
            yield _row("moved" if at in moved[1] else "added", None, new[at], columns)
        if to_x < len(old):
            yield _row("same", old[to_x], new[to_y], columns)
        x, y = to_x + 1, to_y + 1


def _columns(old: Cells, new: Cells, most: int) -> Columns:
    """Which columns answer to each other: by their place, and where their number changed, by their heads."""
    if not old or not new or len(old) == len(new):
        return [(at, at) for at in range(most)]
    columns: Columns = []
    x = y = 0
    for to_x, to_y in [*common_pairs(old, new), (len(old), len(new))]:
        columns += [(at, None) for at in range(x, to_x)] + [(None, at) for at in range(y, to_y)]
        columns += [(to_x, to_y)] if to_x < len(old) and to_y < len(new) else []
        x, y = to_x + 1, to_y + 1
    return columns


def _shared(row: Cells, columns: Columns, side: int) -> Cells:
    places = [pair[side] for pair in columns if None not in pair]
    return tuple(row[at] for at in places if at is not None and at < len(row))


def _pairs(old: Sequence[Cells], new: Sequence[Cells]) -> list[tuple[int, int]]:
    """The rows that say the same, and between them those that say much the same, in rising order."""
    sure = common_pairs(old, new)
    moved = Counter(old) & Counter(new) - Counter(old[x] for x, _ in sure)
    found = list(sure)
    words = [[Counter(" ".join(row).split()) for row in rows] for rows in (old, new)]
    for (a, c), (b, d) in zip([(-1, -1), *sure], [*sure, (len(old), len(new))], strict=True):
        waiting, start = [at for at in range(c + 1, d) if new[at] not in moved], 0
        for x in (x for x in range(a + 1, b) if old[x] not in moved):
            near = range(start, min(start + _FAR, len(waiting)))
            match = next((at for at in near if _is_alike(words[0][x], words[1][waiting[at]])), None)
            if match is not None:
                found.append((x, waiting[match]))
                start = match + 1
    return sorted(found)


def _is_alike(ours: Counter[str], theirs: Counter[str]) -> bool:
    # Most rows share a word or two with their neighbours; only these are counted, not all words of both.
    shared = sum(min(ours[word], theirs[word]) for word in ours.keys() & theirs.keys())
    return 2 * shared >= _ALIKE * (ours.total() + theirs.total())


def _elsewhere(old: Sequence[Cells], new: Sequence[Cells], pairs: list[tuple[int, int]]) -> tuple[set[int], set[int]]:
    """The places of rows without a partner that stand elsewhere, word for word."""
    taken = {x for x, _ in pairs}, {y for _, y in pairs}
    waiting: dict[Cells, list[int]] = {}
    for at in reversed(range(len(new))):
        if at not in taken[1] and any(new[at]):
            waiting.setdefault(new[at], []).append(at)
    gone, come = set[int](), set[int]()
    for x, row in enumerate(old):
        if x not in taken[0] and waiting.get(row):
            gone.add(x)
            come.add(waiting[row].pop())
    return gone, come


def _row(kind: RowKind, old: Cells | None, new: Cells | None, columns: Columns) -> Row:
    cells = tuple(
        _cell(kind, _at(old, x) if old is not None else None, _at(new, y) if new is not None else None)
        for x, y in columns
    )
    is_changed = kind == "same" and any(piece.op != "same" for words in cells for piece in words)
    return Row("changed" if is_changed else kind, cells)


def _cell(kind: RowKind, old: str | None, new: str | None) -> Words:
    if kind in ("moved", "left"):
        return (Piece("same", old or new or ""),)
    return compare_texts(old or "", new or "")


def _at(row: Cells, place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""
