"""The figures of steps: how many dossiers, how long they took and waited, and how many kept the limit. Pure.

A dossier in which a step was done twice counts once among the dossiers, and with both times among the times. It is
over the limit of a step when it was so at least once. The ninetieth percentile is the shortest time within which at
least nine in ten were done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any, NamedTuple


class Measured(NamedTuple):
    """A step as it was done once: of which dossier, by whom, and in seconds of working time where anybody can say."""

    dossier_id: int
    step: str
    hand: str
    worked: int | None
    waited: int | None
    is_over: bool | None


@dataclass(frozen=True)
class StepNumbers:
    """What stands in a line; times are in seconds of working time, None where none is known."""

    dossiers: int
    times: int
    """In how many of them it is known how long it took; in `waits`, how long it had waited."""
    median: float | None
    ninetieth: int | None
    mean: float | None
    waits: int
    waited: float | None
    """The median."""
    judged: int
    over: int


PICKS: Mapping[str, Callable[[Measured], bool]] = {
    "done": lambda one: True,
    "timed": lambda one: one.worked is not None,
    "waited": lambda one: one.waited is not None,
    "judged": lambda one: one.is_over is not None,
    "over": lambda one: bool(one.is_over),
}
"""By the name that stands in an address, which dossiers a number counts."""
ALL = "looked"
"""The name under which an address means all that were looked at, whatever their steps."""


def numbers_by(told: Iterable[Measured], key: Callable[[Measured], Any]) -> dict[Any, StepNumbers]:
    """The numbers of each group."""
    groups: defaultdict[Any, list[Measured]] = defaultdict(list)
    for one in told:
        groups[key(one)].append(one)
    return {name: _numbers(group) for name, group in groups.items()}


def picked(told: Iterable[Measured], name: str, *, step: str, hand: str | None = None) -> set[int]:
    """The dossiers that a number of a step counts, of whoever did it or of one unit."""
    mine = (one for one in told if one.step == step and hand in (None, one.hand))
    return {one.dossier_id for one in mine if PICKS[name](one)}


def _numbers(told: Sequence[Measured]) -> StepNumbers:
    many = {name: len({one.dossier_id for one in told if fits(one)}) for name, fits in PICKS.items()}
    worked = sorted(one.worked for one in told if one.worked is not None)
    waited = [one.waited for one in told if one.waited is not None]
    return StepNumbers(
        many["done"], many["timed"], median(worked) if worked else None, _ninetieth(worked),
        fmean(worked) if worked else None, many["waited"], median(waited) if waited else None, many["judged"],
        many["over"],
    )  # fmt: skip


def _ninetieth(ordered: Sequence[int]) -> int | None:
    return ordered[-(-len(ordered) * 9 // 10) - 1] if ordered else None
