"""How often a unit should be visited: the usual months, shortened by points for what happened. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

YEAR = 12
"""Months; no unit waits longer for its next visit (Decision 19/2014/QĐ-TTg, article 4.4 b)."""


@dataclass(frozen=True)
class Points:
    """Evidence of one kind: how often it happened, and how many points each time weighs."""

    name: str
    count: int
    each: int

    @property
    def points(self) -> int:
        """What it weighs in all."""
        return self.count * self.each


@dataclass(frozen=True)
class Frequency:
    """The formula of a unit's visits with its numbers: usual and fewest months, points that take off one month."""

    usual: int
    fewest: int
    step: int
    evidence: tuple[Points, ...] = ()

    @property
    def score(self) -> int:
        """The points of all evidence."""
        return sum(one.points for one in self.evidence)

    @property
    def months_off(self) -> int:
        """The whole months the score takes off."""
        return self.score // self.step

    @property
    def months(self) -> int:
        """Months between two visits: more evidence never lengthens them, and they never fall under the fewest."""
        return max(min(self.usual, self.fewest), self.usual - self.months_off)

    @property
    def stands_at_fewest(self) -> bool:
        """Whether the fewest months, and not the sum, come out."""
        return self.usual - self.months_off < self.months

    @property
    def visits(self) -> int:
        """Visits a year of twelve months needs so that none lies further from the next than these months."""
        return -(-YEAR // self.months)


def frequency_of(
    happened: Mapping[str, int], *, usual: int, fewest: int, step: int, weights: Mapping[str, int]
) -> Frequency:
    """The formula from counts by kind of evidence, told in the order of the weights; what weighs nothing is out."""
    evidence = (Points(name, happened.get(name, 0), each) for name, each in weights.items())
    return Frequency(usual, fewest, step, tuple(one for one in evidence if one.points))


def months_waited(last: date | None, day: date, *, usual: int) -> int:
    """Whole months beyond the usual ones since the last visit; a unit never visited has waited the usual ones over."""
    if last is None:
        return usual
    months = (day.year - last.year) * YEAR + day.month - last.month - (day.day < last.day)
    return max(0, months - usual)


def at_least_a_third(total: int) -> int:
    """How many of so many are a third or more (Circular 26/2014/TT-BKHCN, article 33)."""
    return -(-total // 3)


def spread(count: int, days: Sequence[date]) -> list[date]:
    """So many days out of a row of days, as evenly as can be: the middle of each of so many equal stretches."""
    return [days[(2 * n + 1) * len(days) // (2 * count)] for n in range(count)] if days else []
