"""A figure: the same work done by the house and done bare, in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """Times in seconds for the same work, and what they are of."""

    what: str
    house: float
    bare: float
    note: str = ""

    @property
    def ratio(self) -> float:
        """The house's rate over the bare rate; 1 is as fast as bare."""
        return self.bare / self.house

    def __str__(self) -> str:
        times = f"house {self.house * 1000:8.1f} ms   bare {self.bare * 1000:8.1f} ms"
        return f"{self.what:<42} {times}   ratio {self.ratio:5.2f}   {self.note}"


def alternating(house: Callable[[], object], bare: Callable[[], object], *, seconds: float) -> tuple[float, float]:
    """The median time of each, called in turn for that long, so that both meet the same machine."""
    times: tuple[list[float], list[float]] = ([], [])
    house(), bare()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times[0]) < 5:
        for one, taken in zip((house, bare), times, strict=True):
            start = time.perf_counter()
            one()
            taken.append(time.perf_counter() - start)
    return median(times[0]), median(times[1])
