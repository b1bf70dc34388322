"""The flow that really happens: which steps follow which, how often, and where the time goes. Pure.

Cases are grouped by their distinct sequences first: a thousand that went alike are one row. The time between two events
is the working time between them, less what of it the clock stood still, and it is told three times: of the arc between
the steps, of the step it leads to, and of the unit that did that step, because until then it was that one's turn.

An arc is *foreseen* unless it begins or ends with what is no step, goes to the same step or back to one before it that
may not happen again, or passes by a step that every case needs between the two. Steps of which neither comes before the
other may follow each other in any order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from itertools import chain, pairwise
from statistics import median
from typing import NamedTuple

from iso_qms.dossiers.conformance import Flow

START, END = "\x02", "\x03"
"""Before the first event of a case and behind the last of one that is closed; no name of a step holds such signs."""


class Case(NamedTuple):
    """One case: its steps in order of time, who did each, and whether it is closed.

    Before each step are the seconds worked since the last, None where nobody knows.
    """

    steps: tuple[str, ...]
    waits: tuple[int | None, ...]
    hands: tuple[str, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A step that happens: in how many cases, how often, and the usual and the whole time until it was done."""

    cases: int
    times: int
    usual: float | None
    total: int


@dataclass(frozen=True, slots=True)
class Arc:
    """One step straight after another: in how many cases, how often, and the usual time between (None to the end)."""

    cases: int
    times: int
    usual: float | None
    foreseen: bool


@dataclass(frozen=True, slots=True)
class Spent:
    """What one unit took: how many steps it did, the usual and the whole time until each was done."""

    times: int
    usual: float | None
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
    between: defaultdict[tuple[str, str], list[int | None]] = defaultdict(list)
    until: defaultdict[str, list[int | None]] = defaultdict(list)
    by_hand: defaultdict[str, list[int | None]] = defaultdict(list)
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
        hands=_spent(by_hand),
    )


def _usual(waits: Iterable[int | None]) -> float | None:
    known = [one for one in waits if one is not None]
    return median(known) if known else None


def _total(waits: Iterable[int | None]) -> int:
    return sum(one or 0 for one in waits)


def _spent(by_hand: Mapping[str, Sequence[int | None]]) -> dict[str, Spent]:
    found = {hand: Spent(len(waits), _usual(waits), _total(waits)) for hand, waits in by_hand.items()}
    return dict(sorted(found.items(), key=lambda one: (-one[1].total, one[0])))


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


def _nodes(groups: Counter[tuple[tuple[str, ...], bool]], until: Mapping[str, Sequence[int | None]]) -> dict[str, Node]:
    in_cases: Counter[str] = Counter()
    for (steps, _closed), number in groups.items():
        for step in set(steps):
            in_cases[step] += number
    nodes = {step: Node(in_cases[step], len(waits), _usual(waits), _total(waits)) for step, waits in until.items()}
    return dict(sorted(nodes.items(), key=lambda one: (-one[1].cases, one[0])))


def _arcs(
    groups: Counter[tuple[tuple[str, ...], bool]], between: Mapping[tuple[str, str], Sequence[int | None]], flow: Flow
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
    before_all = _before_all(flow)
    arcs = {
        pair: Arc(in_cases[pair], many, _usual(between.get(pair, ())), _foreseen(flow, before_all, *pair))
        for pair, many in times.items()
    }
    return dict(sorted(arcs.items(), key=lambda one: (-one[1].times, one[0])))


def _foreseen(flow: Flow, before_all: Mapping[str, frozenset[str]], first: str, second: str) -> bool:
    """Whether the flow lets one step come straight after another; `before_all` says what comes before each."""
    if any(one not in before_all for one in (first, second)):
        return False
    if first == second or second in before_all[first]:
        return flow.by_id[second].repeatable
    between = [one for one in flow.steps if first in before_all[one.id] and one.id in before_all[second]]
    return not any(one.required for one in between)


def _before_all(flow: Flow) -> dict[str, frozenset[str]]:
    """Of each place what comes before it: the beginning before all, and all before the end."""
    found = {START: frozenset[str]()}
    for one in TopologicalSorter({step.id: step.after for step in flow.steps}).static_order():
        found[one] = frozenset({START}).union(*({near} | found[near] for near in flow.by_id[one].after))
    return found | {END: frozenset(found)}


def most_frequent(found: FlowMap, number: int) -> FlowMap:
    """The map with so many of its arcs, and without what is gone through by none of these."""
    arcs = dict(list(found.arcs.items())[:number])
    left = set(chain.from_iterable(arcs))
    return replace(found, arcs=arcs, nodes={step: node for step, node in found.nodes.items() if step in left})


def arranged(found: FlowMap, flow: Flow) -> list[str]:
    """What the map shows from top to bottom: the documented steps, and each of the others behind the step that it
    follows most often."""
    order = [step.id for step in flow.steps]
    for name in found.nodes:
        if name not in flow.by_id:
            before = next((first for first, second in found.arcs if second == name and first in order), None)
            order.insert(order.index(before) + 1 if before else 0, name)
    return order
