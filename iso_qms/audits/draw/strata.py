"""How many dossiers are looked at, and how many of each kind of them. Pure.

*Size.* Of N dossiers so many are drawn that, if a given part of them or more were wrong, the chance of drawing none of
the wrong ones would be below 5 %: the smallest n with C(N-W, n) / C(N, n) < 0.05, where W = N · part, rounded up.
Whoever sees no fault in such a sample may say with 95 % confidence that fewer than that part are faulty. Of few
dossiers that means most of them.

*Strata.* Dossiers are parted by unit and by how their time was kept. Each part gives one dossier at least, so that a
sample of few dossiers in many parts may be larger than the rule asks; every further one comes from the part that is
furthest below its share by size, the first of equals.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

PARTS = {"twentieth": Fraction(1, 20), "tenth": Fraction(1, 10), "fifth": Fraction(1, 5)}
"""Parts of the dossiers that would have to be faulty for the sample to show it."""
_CHANCE = Fraction(1, 20)


def asked_of(sizes: Mapping[str, int], rule: str) -> dict[str, int]:
    """How many dossiers a rule (`PARTS`) asks of each part of a population."""
    return shares(sizes, size_for(sum(sizes.values()), PARTS[rule]))


def size_for(population: int, part: Fraction) -> int:
    """How many of a population are drawn; all of one that is too small for any rule."""
    wrong, unseen = -(-population * part.numerator // part.denominator), Fraction(1)
    for drawn in range(population):
        if unseen < _CHANCE:
            return drawn
        unseen *= Fraction(max(population - wrong - drawn, 0), population - drawn)
    return population


def shares(sizes: Mapping[str, int], number: int) -> dict[str, int]:
    """How many of each part are drawn when so many are drawn of all; parts that hold nothing are left out."""
    there = {name: size for name, size in sizes.items() if size}
    total, number = sum(there.values()), min(max(number, len(there)), sum(there.values()))
    exact = {name: Fraction(size * number, total) for name, size in there.items()}
    found = dict.fromkeys(there, 1)
    while sum(found.values()) < number:
        least = max((one for one in there if found[one] < there[one]), key=lambda one: exact[one] - found[one])
        found[least] += 1
    return found
