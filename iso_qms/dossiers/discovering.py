"""The flow that really happens: which steps follow which, how often, and where the time goes. Pure.

Cases are grouped by their distinct sequences first: a thousand that went alike are one row. The time between two events
is the working time between them, less what of it the clock stood still, and it is told three times: of the arc between
the steps, of the step it leads to, and of the unit that did that step, because until then it was that one's turn.

An arc is *foreseen* when the documented flow has it: it leads on to a step from one of those it comes after, and passes
by none that every case needs. A first step comes after nothing, and behind a last one nothing that is needed comes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from iso_qms.dossiers.conformance import Flow

START, END = "\x02", "\x03"
"""Before the first event of a case and behind the last of one that is closed; no name of a step holds such signs."""


class Case(NamedTuple):
    """One case: its steps in order of time, before each the seconds worked since the last, who did it, and its end."""

    steps: tuple[str, ...]
    waits: tuple[int, ...]
    hands: tuple[str, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A step that happens: in how many cases, how often, and the usual and the whole time until it was done."""

    cases: int
    times: int
    usual: float
    total: int


@dataclass(frozen=True, slots=True)
class Arc:
    """One step straight after another: in how many cases, how often, and the usual time between; None to the end."""

    cases: int
    times: int
    usual: float | None
    foreseen: bool


@dataclass(frozen=True, slots=True)
class Spent:
    """What one unit took: how many steps it did, the usual and the whole time until each was done."""

    times: int
    usual: float
    total: int


@dataclass(frozen=True)
class FlowMap:
    """What really happens, in seconds of working time; the most frequent first."""

    cases: int
    variants: Sequence[tuple[tuple[str, ...], int]]
    """The distinct sequences and how many cases went so."""
    nodes: Mapping[str, Node]
    arcs: Mapping[tuple[str, str], Arc]
    hands: Mapping[str, Spent]


def discover(cases: Iterable[Case], *, flow: Flow) -> FlowMap:
    """The map of some cases beside a documented flow; a step of the flow goes by its id, anything else by its words."""
    groups: Counter[tuple[tuple[str, ...], bool]] = Counter()
    between: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    until: defaultdict[str, list[int]] = defaultdict(list)
    by_hand: defaultdict[str, list[int]] = defaultdict(list)
    for case in cases:
        groups[case.steps, case.closed] += 1
        before = START
        for step, wait, hand in zip(case.steps, case.waits, case.hands, strict=True):
            between[before, step].append(wait)
            until[step].append(wait)
            by_hand[hand].append(wait)
            before = step
    return FlowMap(
        cases=groups.total(),
        variants=_variants(groups),
        nodes=_nodes(groups, until),
        arcs=_arcs(groups, between, flow),
        hands={
            hand: Spent(len(waits), median(waits), sum(waits))
            for hand, waits in sorted(by_hand.items(), key=lambda one: (-sum(one[1]), one[0]))
        },
    )


def missed(found: FlowMap, flow: Flow) -> dict[str, int]:
    """Of each step that every case needs, how many closed cases went without it; none is not told."""
    closed = Counter({variant: number for variant, number in found.variants if variant[-1:] == (END,)})
    without = {
        step.id: sum(number for variant, number in closed.items() if step.id not in variant)
        for step in flow.steps
        if step.required
    }
    return {step: number for step, number in without.items() if number}


def _variants(groups: Counter[tuple[tuple[str, ...], bool]]) -> list[tuple[tuple[str, ...], int]]:
    told = [((*steps, END) if closed else steps, number) for (steps, closed), number in groups.items()]
    return sorted(told, key=lambda one: (-one[1], one[0]))


def _nodes(groups: Counter[tuple[tuple[str, ...], bool]], until: Mapping[str, Sequence[int]]) -> dict[str, Node]:
    in_cases: Counter[str] = Counter()
    for (steps, _closed), number in groups.items():
        for step in set(steps):
            in_cases[step] += number
    nodes = {step: Node(in_cases[step], len(waits), median(waits), sum(waits)) for step, waits in until.items()}
    return dict(sorted(nodes.items(), key=lambda one: (-one[1].cases, one[0])))


def _arcs(
    groups: Counter[tuple[tuple[str, ...], bool]], between: Mapping[tuple[str, str], Sequence[int]], flow: Flow
) -> dict[tuple[str, str], Arc]:
    in_cases: Counter[tuple[str, str]] = Counter()
    times: Counter[tuple[str, str]] = Counter()
    for (steps, closed), number in groups.items():
        way = (START, *steps, END) if closed else (START, *steps)
        pairs = list(pairwise(way))
        for pair in pairs:
            times[pair] += number
        for pair in set(pairs):
            in_cases[pair] += number
    arcs = {
        pair: Arc(
            in_cases[pair], times[pair], median(between[pair]) if pair in between else None, _foreseen(flow, *pair)
        )
        for pair in times
    }
    return dict(sorted(arcs.items(), key=lambda one: (-one[1].times, one[0])))


def _foreseen(flow: Flow, before: str, after: str) -> bool:
    ids = [step.id for step in flow.steps]
    if any(one not in (START, END) and one not in flow.by_id for one in (before, after)):
        return False
    if before == after:
        return before in flow.by_id and flow.by_id[before].repeatable
    if before != START and after in flow.by_id and before in flow.by_id[after].after:
        return _passes_by_none(flow, ids.index(before) + 1, ids.index(after))
    first = 0 if before == START else ids.index(before) + 1
    if before == START and after in flow.by_id:
        return _passes_by_none(flow, 0, ids.index(after))
    return after == END and _passes_by_none(flow, first, len(ids))


def _passes_by_none(flow: Flow, first: int, last: int) -> bool:
    return not any(step.required for step in flow.steps[first:last])


def arranged(found: FlowMap, flow: Flow, *, most_strange: int = 12) -> list[str]:
    """What the map shows from top to bottom: the documented steps, and the most frequent others, each behind the step
    it follows most often."""
    order = [step.id for step in flow.steps]
    strange = [name for name in found.nodes if name not in flow.by_id][:most_strange]
    for name in strange:
        before = next((first for first, second in found.arcs if second == name and first in order), None)
        order.insert(order.index(before) + 1 if before else 0, name)
    return order
