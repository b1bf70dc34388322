"""Whether a row of figures is only noise: control limits after Shewhart, and the signals that stand out. Pure.

Single values (XmR): the centre is their mean, the limits 2.66 mean moving ranges from it. Ratios of varying totals
(p chart): the limits are three standard deviations of a ratio of that total. Two signals are looked for: a point
outside its limits, and eight points in a row on one side of the centre; a point on the centre ends a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from iso_qms.i18n import _

RUN = 8
SPREAD = 2.66
FEW = 12
"""With fewer points than this the limits are provisional."""


@dataclass(frozen=True)
class Control:
    """The centre, the limits of each point, and the places of the points that give a signal."""

    values: tuple[float, ...]
    centre: float
    lower: tuple[float, ...]
    upper: tuple[float, ...]

    @property
    def outside(self) -> list[int]:
        """The places of the points outside their limits."""
        rows = enumerate(zip(self.values, self.lower, self.upper, strict=True))
        return [place for place, (value, low, high) in rows if not low - 1e-9 <= value <= high + 1e-9]

    @property
    def runs(self) -> list[tuple[int, int]]:
        """First and last place of every row of eight or more points on one side of the centre."""
        found, start = [], 0
        sides = [(value > self.centre) - (value < self.centre) for value in self.values]
        for place in range(1, len(sides) + 1):
            if place == len(sides) or sides[place] != sides[start]:
                if sides[start] and place - start >= RUN:
                    found.append((start, place - 1))
                start = place
        return found

    @property
    def is_provisional(self) -> bool:
        """Whether there are too few points to trust the limits."""
        return len(self.values) < FEW


def individuals(values: Sequence[float]) -> Control | None:
    """The limits of single values that cannot be negative; None for fewer than two, which have no range."""
    if any(value < 0 for value in values):
        raise ValueError("a chart of counts takes no negative value")
    if len(values) < 2:
        return None
    centre = sum(values) / len(values)
    reach = SPREAD * sum(abs(after - before) for before, after in pairwise(values)) / (len(values) - 1)
    many = len(values)
    return Control(tuple(map(float, values)), centre, (max(centre - reach, 0.0),) * many, (centre + reach,) * many)


def ratios(parts: Sequence[int], totals: Sequence[int]) -> Control | None:
    """The limits of ratios, each of its own total; None for fewer than two. A total of nothing has no ratio."""
    pairs = list(zip(parts, totals, strict=True))
    if any(not 0 <= part <= total or total == 0 for part, total in pairs):
        raise ValueError("a part lies between nothing and its total, and the total is not nothing")
    if len(pairs) < 2:
        return None
    centre = sum(parts) / sum(totals)
    reaches = [3 * sqrt(centre * (1 - centre) / total) for total in totals]
    return Control(
        tuple(part / total for part, total in pairs),
        centre,
        tuple(max(centre - reach, 0.0) for reach in reaches),
        tuple(min(centre + reach, 1.0) for reach in reaches),
    )


def signals_of(control: Control, labels: Sequence[str]) -> list[str]:
    """Each signal in a sentence, or the sentence that there is none."""
    said = []
    for place in control.outside:
        above = control.values[place] > control.upper[place]
        words = _("%(point)s lies above the upper limit.") if above else _("%(point)s lies below the lower limit.")
        said.append(words % {"point": labels[place]})
    for first, last in control.runs:
        high = control.values[first] > control.centre
        words = (
            _("%(n)s in a row above the centre, from %(first)s to %(last)s.")
            if high
            else _("%(n)s in a row below the centre, from %(first)s to %(last)s.")
        )
        said.append(words % {"n": last - first + 1, "first": labels[first], "last": labels[last]})
    return said or [_("No signal: what goes up and down here is ordinary variation.")]
