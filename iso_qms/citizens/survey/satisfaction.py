"""Who is satisfied: the arithmetic of answers on a scale of five, and what is not shown because too few answered. Pure.

An answer counts as satisfied from 4 on. Fewer than five answers are not shown, because somebody might know whose they
are; where what is hidden could be told by taking what is shown from the whole, the next smallest is hidden with it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

SCALE = (1, 2, 3, 4, 5)
SATISFIED_FROM = 4
FEWEST = 5

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Tally:
    """How many answered, and how many of them are satisfied."""

    satisfied: int = 0
    answered: int = 0

    @property
    def is_shown(self) -> bool:
        """Whether enough answered."""
        return self.answered >= FEWEST

    @property
    def share(self) -> Fraction | None:
        """The satisfied part; None where nobody answered."""
        return Fraction(self.satisfied, self.answered) if self.answered else None


def tally(scores: Iterable[int | None]) -> Tally:
    """Count scores; what was left blank is no answer."""
    given = [one for one in scores if one is not None]
    return Tally(sum(one >= SATISFIED_FROM for one in given), len(given))


def hidden(tallies: Mapping[Key, Tally]) -> set[Key]:
    """The parts of a whole that are not shown: each with too few answers, and enough others that none can be told."""
    some = sorted((key for key, one in tallies.items() if one.answered), key=lambda key: tallies[key].answered)
    small = [key for key in some if not tallies[key].is_shown]
    found = set(small)
    for key in some[len(small) :] if small else ():
        if len(found) > 1 and sum(tallies[one].answered for one in found) >= FEWEST:
            break
        found.add(key)
    return found


def is_score(value: object) -> bool:
    """Whether it is a whole number on the scale."""
    return isinstance(value, int) and not isinstance(value, bool) and value in SCALE
