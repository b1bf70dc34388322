"""Counted answers laid out in rows and columns, and what nobody looked at. Pure: no database, no page."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

Key = Hashable
"""What a row or column stands for: a clause, the number of a unit or document, a year; None is none of them."""


@dataclass(frozen=True)
class Counts:
    """How many answers, how many of them do not conform, how many questions were left unseen, and the last day."""

    answers: int = 0
    wrong: int = 0
    unseen: int = 0
    last: date | None = None

    def __add__(self, other: Counts) -> Counts:
        days = [day for day in (self.last, other.last) if day]
        return Counts(
            self.answers + other.answers,
            self.wrong + other.wrong,
            self.unseen + other.unseen,
            max(days, default=None),
        )


NOTHING = Counts()


@dataclass(frozen=True)
class Group:
    """Answers counted together; one that names two clauses stands under both."""

    keys: Mapping[str, Sequence[Key]]
    """For each dimension, what the answers belong to."""
    counts: Counts


@dataclass(frozen=True)
class Row:
    """One row: its key, a cell for each column, in how many columns somebody looked, and the last day."""

    key: Key
    cells: Sequence[Counts]
    reached: int
    """A question left unseen is no look; what stands under no key of the columns reaches none."""

    @property
    def last(self) -> date | None:
        """The last day anybody looked."""
        return max((cell.last for cell in self.cells if cell.last), default=None)


@dataclass(frozen=True)
class Matrix:
    """Rows and columns in their order."""

    rows: Sequence[Row]
    columns: Sequence[Key]
    most: int
    """The most answers any cell has."""

    @property
    def reached(self) -> list[int]:
        """For each column, in how many rows somebody looked; the row of what belongs nowhere is none of them."""
        rows = [row for row in self.rows if row.key is not None]
        return [sum(row.cells[place].answers > 0 for row in rows) for place in range(len(self.columns))]


def pivot(groups: Iterable[Group], by: tuple[str, str], rows: Sequence[Key], columns: Sequence[Key]) -> Matrix:
    """Lay groups out by two dimensions; what belongs to none of the given rows or columns is left out."""
    down, across = by
    place_of = {key: place for place, key in enumerate(columns)}
    cells: dict[Key, list[Counts]] = {key: [NOTHING] * len(columns) for key in rows}
    for group in groups:
        places = [place_of[key] for key in group.keys[across] if key in place_of]
        for key in group.keys[down]:
            if (line := cells.get(key)) is not None:
                for place in places:
                    line[place] = line[place] + group.counts
    real = [place for key, place in place_of.items() if key is not None]
    made = [Row(key, line, sum(line[place].answers > 0 for place in real)) for key, line in cells.items()]
    return Matrix(made, columns, max((cell.answers for line in cells.values() for cell in line), default=0))


def keys_of(groups: Iterable[Group], dimension: str) -> set[Key]:
    """Everything of a dimension that answers belong to, whether or not anybody could look."""
    return {key for group in groups for key in group.keys[dimension]}


def narrowed(groups: Iterable[Group], dimension: str, wanted: Collection[Key]) -> list[Group]:
    """The groups that belong to some keys of a dimension, under these alone."""
    found = []
    for group in groups:
        keys = group.keys[dimension]
        kept = [key for key in keys if key in wanted]
        if len(kept) == len(keys):
            found.append(group)
        elif kept:
            found.append(Group({**group.keys, dimension: kept}, group.counts))
    return found


def unreached(groups: Iterable[Group], dimension: str, expected: Iterable[Key]) -> list[Key]:
    """What nobody looked at, of what should be looked at."""
    reached = {key for group in groups if group.counts.answers for key in group.keys[dimension]}
    return [key for key in expected if key not in reached]


def step(answers: int, most: int, *, steps: int = 4) -> int:
    """How deep a cell is coloured: 0 for none, else 1 to `steps` by its share of the most."""
    return -(-answers * steps // most) if answers and most else 0
