"""The score card of decision 766/QĐ-TTg (2022), out of 100: what each line weighs, and what its rate is worth. Pure.

Only part of the decision's method was found in public: the greatest marks of its five groups, and for some lines that
a rate of 80 % (of one line 90 %) earns full marks and a lower one its share of them. So weights and limits are an
agency's own to set, all are marked as unverified until it has set them, and a line whose rate nobody knows earns no
mark and is said to be missing instead of counting as nought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from iso_qms.i18n import _l

WHOLE = 100


@dataclass(frozen=True)
class Line:
    """A line of the card: what it is of, what it usually weighs, from which rate in per cent it earns full marks."""

    label: Any
    weight: int
    full_at: int
    part: str = ""
    """The figures of dossiers that make its rate; empty where no dossier says it."""
    whole: str = ""


LINES = {
    "published": Line(_l("Procedures and dossiers made public"), 18, 100),
    "in_time": Line(_l("Dossiers resolved in time"), 20, 100, "in_time", "judged"),
    "online": Line(_l("Dossiers filed online"), 12, 80, "online", "received"),
    "paid": Line(_l("Fees paid online"), 10, 80),
    "digital": Line(_l("Dossiers and results digitised"), 22, 80),
    "satisfied": Line(_l("Satisfaction of those who handed in"), 18, 90),
}


@dataclass(frozen=True)
class Weight:
    """What a line weighs here, and from which rate in per cent it earns full marks."""

    weight: int
    full_at: int


@dataclass(frozen=True)
class Rate:
    """A part of a whole; what was typed as per cent is a part of 100 and counts no dossiers."""

    part: Fraction
    whole: int
    is_typed: bool = False

    @property
    def share(self) -> Fraction:
        """Never more than all."""
        return min(self.part / self.whole, Fraction(1))


@dataclass(frozen=True)
class Scored:
    """A line with its rate and its marks; None where the rate is not known."""

    key: str
    weight: Weight
    rate: Rate | None

    @property
    def marks(self) -> Fraction | None:
        """Full marks from the limit on, below it their share."""
        if self.rate is None:
            return None
        return self.weight.weight * min(self.rate.share * 100 / self.weight.full_at, Fraction(1))


@dataclass(frozen=True)
class Card:
    """All lines, the marks of those that are known, and how many marks these could have earned."""

    lines: Sequence[Scored]

    @property
    def marks(self) -> Fraction:
        """The sum over the known lines."""
        return sum((one.marks for one in self.lines if one.marks is not None), Fraction(0))

    @property
    def reachable(self) -> int:
        """What the known lines weigh."""
        return sum(one.weight.weight for one in self.lines if one.rate is not None)

    @property
    def missing(self) -> list[str]:
        """The lines whose rate nobody knows."""
        return [one.key for one in self.lines if one.rate is None]


def usual() -> dict[str, Weight]:
    """The weights that hold until an agency sets its own."""
    return {key: Weight(one.weight, one.full_at) for key, one in LINES.items()}


def scored(
    weights: Mapping[str, Weight],
    numbers: Mapping[str, int],
    typed: Mapping[str, Fraction],
    known: Mapping[str, Rate] | None = None,
) -> Card:
    """The card out of the figures of dossiers, and for the other lines of rates that somebody typed in per cent.

    What is `known` of those lines elsewhere in the system holds where nobody typed a rate.
    """
    return Card([Scored(key, weights[key], _rate(key, numbers, typed) or (known or {}).get(key)) for key in LINES])


def _rate(key: str, numbers: Mapping[str, int], typed: Mapping[str, Fraction]) -> Rate | None:
    line = LINES[key]
    if line.part:
        whole = numbers[line.whole]
        return Rate(Fraction(numbers[line.part]), whole) if whole else None
    return Rate(typed[key], WHOLE, is_typed=True) if key in typed else None
