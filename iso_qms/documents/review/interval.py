"""How soon a document is looked at again: the usual months, shortened by what has happened since. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Weighed:
    """Evidence of one kind: how often it happened, and by how many months each shortens the interval."""

    name: str
    count: int
    each: int

    @property
    def months(self) -> int:
        """The months it takes off in all."""
        return self.count * self.each


@dataclass(frozen=True)
class Interval:
    """The formula of an interval with its numbers: the usual months, what shortens them, and the floor."""

    usual: int
    floor: int
    evidence: tuple[Weighed, ...] = ()

    @property
    def months(self) -> int:
        """What comes out: more evidence never lengthens it, and it never falls under the floor."""
        return max(min(self.usual, self.floor), self.usual - sum(one.months for one in self.evidence))

    @property
    def stands_at_floor(self) -> bool:
        """Whether the floor, and not the sum, is what comes out."""
        return self.usual - sum(one.months for one in self.evidence) < self.months

    def as_kept(self) -> dict[str, Any]:
        """Plain values to be kept with a review, as the formula of its day."""
        evidence = [{"name": one.name, "count": one.count, "each": one.each} for one in self.evidence]
        return {"usual": self.usual, "floor": self.floor, "evidence": evidence}

    @classmethod
    def of_kept(cls, kept: dict[str, Any]) -> Interval:
        """The formula of a day that has passed."""
        return cls(kept["usual"], kept["floor"], tuple(Weighed(**one) for one in kept["evidence"]))


def interval_of(usual: int, floor: int, happened: Iterable[str], *, each: Mapping[str, int]) -> Interval:
    """The formula from the names of what happened, one name for each time; kinds stand in the order of `each`.

    A kind that takes nothing off is left out.
    """
    names: Sequence[str] = list(happened)
    weighed = (Weighed(name, names.count(name), months) for name, months in each.items())
    return Interval(usual, floor, tuple(one for one in weighed if one.months))
