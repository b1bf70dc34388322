"""A figure: the same work done by the house and done bare, in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles


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
        times = f"house {self.house * 1000:7.1f} ms   bare {self.bare * 1000:7.1f} ms"
        return f"{self.what:<50} {times}   ratio {self.ratio:5.2f}   {self.note}"


def alternating(*works: Callable[[], object], seconds: float) -> list[float]:
    """The usual time of each, called in turn for that long, so that all meet the same machine."""
    times: list[list[float]] = [[] for _work in works]
    for work in works:
        work()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times[0]) < 5:
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [usual(taken) for taken in times]


def usual(times: list[float]) -> float:
    """The lower quartile: whatever else the machine does only ever adds, and adds more to what takes longer."""
    return quantiles(times, n=4)[0]
