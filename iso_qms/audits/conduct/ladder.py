"""The ladder of what comes back: same unit, same kind, within some months; pure, and shown with its cases.

A visit counts once, however much it found. What was withdrawn or restricted does not count. The work of a closed
unit is followed to the unit it passed to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from iso_qms.i18n import _l
from iso_qms.worktime.reckoning import months_after

RUNGS = {1: _l("Reminder to the head"), 2: _l("Action plan"), 3: _l("The leader's table")}
"""What each rung of the ladder brings about."""
LAST_RUNG = max(RUNGS)
USUAL_MONTHS = 12
USUAL_STEPS = (1, 2, 3)
"""How many earlier visits lead to each rung, until an agency says otherwise."""


@dataclass(frozen=True)
class Case:
    """A finding as far as the ladder asks: where, what about, when, on which visit, and whether it stands."""

    id: int
    unit_id: int
    kind: str
    day: date
    visit: int
    stands: bool = True


@dataclass(frozen=True)
class Step:
    """How far back is looked for a kind of finding, and after how many earlier visits each rung begins."""

    months: int = USUAL_MONTHS
    steps: tuple[int, ...] = USUAL_STEPS


@dataclass(frozen=True)
class Standing:
    """The rung a case stands on (0: none), how many earlier visits saw the like, and the cases that made it."""

    rung: int
    times: int
    cases: tuple[Case, ...]


def standing(case: Case, among: Iterable[Case], *, step: Step, units: Collection[int]) -> Standing:
    """Where a case stands; `units`: its unit and those whose work passed to it (`lineage`)."""
    since = months_after(case.day, -step.months)
    made = tuple(
        one
        for one in sorted(among, key=lambda one: (one.day, one.id))
        if one.stands
        and one.kind == case.kind
        and one.unit_id in units
        and one.visit != case.visit
        and since <= one.day <= case.day
    )
    times = len({one.visit for one in made})
    return Standing(rung_after(times, step.steps), times, made)


def rung_after(times: int, steps: Sequence[int]) -> int:
    """The highest rung so many earlier visits lead to."""
    return max((rung for rung, needed in enumerate(steps, 1) if times >= needed), default=0)


def lineage(unit: int, passed: Iterable[tuple[int, int]]) -> set[int]:
    """A unit and every unit whose work passed to it, from pairs of an older and a newer one."""
    pairs, found, size = list(passed), {unit}, 0
    while len(found) > size:
        size = len(found)
        found |= {old for old, new in pairs if new in found}
    return found
