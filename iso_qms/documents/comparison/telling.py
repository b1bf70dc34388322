"""How a difference is told on a page: unchanged blocks folded, rows as tables, what moved in both its places. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from iso_qms.documents.comparison.difference import BlockChange, FieldChange, Render
from iso_qms.documents.comparison.words import Piece

Change = BlockChange[Any]


@dataclass(frozen=True)
class Entry:
    """A change with its number, or the place that what moved has left; unchanged blocks have the number 0."""

    change: Change
    number: int
    is_left: bool = False
    fields: tuple[FieldChange, ...] = ()

    @property
    def kind(self) -> str:
        """What is told: same, changed, added, removed, moved, or left."""
        return "left" if self.is_left else self.change.kind

    def cells(self, name: str) -> list[FieldChange]:
        """What stands in a column of the table."""
        return [one for one in self.fields if one.name == name]


@dataclass(frozen=True)
class Stretch:
    """Neighbours that are told alike: folded, each for itself, or as the rows of one table."""

    kind: Literal["fold", "block", "table"]
    entries: tuple[Entry, ...]
    columns: tuple[str, ...] = ()


def tell(changes: Sequence[Change], *, is_row: Callable[[str], bool], render: Render, first: int = 0) -> list[Stretch]:
    """The stretches of a page in reading order; changes are counted from `first`.

    A block whose kind `is_row` stands in a table with its neighbours, a column for each named text."""
    entries = _with_left(list(_counted(changes, render, first)))
    stretches: list[Stretch] = []
    for (is_same, kind), run in groupby(entries, key=lambda one: (one.kind == "same", _row_kind(one, is_row))):
        kept = tuple(run)
        columns = _columns(kept) if kind else ()
        if is_same:
            stretches.append(Stretch("fold", kept))
        elif len(columns) > 1:
            stretches.append(Stretch("table", kept, columns))
        else:
            stretches.append(Stretch("block", kept))
    return stretches


def _columns(entries: Sequence[Entry]) -> tuple[str, ...]:
    """The names of all texts in reading order: what a row has more stands where it stands in that row."""
    rows = [list(dict.fromkeys(one.name for one in entry.fields)) for entry in entries]
    columns: list[str] = []
    for names in sorted(rows, key=len, reverse=True):
        for before, name in zip([None, *names], names, strict=False):
            if name not in columns:
                columns.insert(columns.index(before) + 1 if before else 0, name)
    return tuple(columns)


def whereabouts(changes: Iterable[Change], place: Callable[[Any], str]) -> dict[Hashable, dict[str, str]]:
    """For each moved block which one it is, and behind which one it stood and stands; empty for the beginning."""
    told = list(changes)
    sides = (
        sorted((one.old for one in told if one.old is not None), key=lambda block: block.position),
        sorted((one.new for one in told if one.new is not None), key=lambda block: block.position),
    )
    before, after = ({block.block_id: at for at, block in enumerate(side)} for side in sides)
    found: dict[Hashable, dict[str, str]] = {}
    for key in (one.block.block_id for one in told if one.kind == "moved"):
        was, is_ = before[key] - 1, after[key] - 1
        found[key] = {
            "spot": place(sides[1][after[key]]),
            "was": place(sides[0][was]) if was >= 0 else "",
            "now": place(sides[1][is_]) if is_ >= 0 else "",
        }
    return found


def _counted(changes: Sequence[Change], render: Render, first: int) -> Iterator[Entry]:
    number = first
    for one in changes:
        number += one.kind != "same"
        yield Entry(one, number if one.kind != "same" else 0, fields=one.fields or _same(one, render))


def _same(change: Change, render: Render) -> tuple[FieldChange, ...]:
    """The texts of a block that moved as it was."""
    if change.kind != "moved":
        return ()
    texts = render(change.block.kind, change.block.content)
    return tuple(FieldChange(name, (Piece("same", text),)) for name, text in texts if text)


def _with_left(entries: list[Entry]) -> list[Entry]:
    """The same entries, and behind the block it followed once the place of each that moved."""
    places = [(one.change.old.position, one) for one in entries if one.change.old is not None]
    behind: dict[int, list[Entry]] = {}
    anchor = 0
    for _place, one in sorted(places, key=lambda pair: pair[0]):
        if one.kind == "moved":
            behind.setdefault(anchor, []).append(Entry(one.change, one.number, is_left=True))
        else:
            anchor = id(one)
    told = behind.get(0, [])
    for one in entries:
        told += [one, *behind.get(id(one), ())]
    return told


def _row_kind(entry: Entry, is_row: Callable[[str], bool]) -> str:
    return entry.change.block.kind if entry.kind != "same" and is_row(entry.change.block.kind) else ""
