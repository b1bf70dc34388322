"""Whether cases were handled as the documented steps say. Pure: no Flask, no database, no clock.

A case is the sequence of the names of its events: in order of time, events of the same moment in the order in which
the file has them, wherever in the file they stand. Every event counts, whatever its life-cycle mark.

An event belongs to the step whose `name` it bears, else to the step whose `id` it bears, else it is unknown. Names are
compared as they are read: composed and decomposed letters are the same, what nobody sees and blanks at the ends do not
count, small and capital letters differ.

A case conforms when
- every required step occurs (else the step is *missing*);
- each occurrence of a step has, for each step in its `after`, an earlier occurrence of that step in the case (else the
  pair is out of *order*); a step that is not required and never occurs is not waited for, a required one is, and then
  it is missing as well. Since the first occurrence of a step has the fewest events before it, it decides for all;
- a step that is not repeatable occurs at most once (else it is *repeated*);
- no event is *unknown*, when the flow reports unknown ones; else they are passed over.

What deviates is counted in cases: a case counts once for each key, however often it happens in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import compress
from typing import Any

from iso_qms.dossiers.event.event_logs import EventLog
from iso_qms.i18n import _
from iso_qms.text import clean
from iso_qms.worktime import Term


class BadFlow(ValueError):
    """A flow that contradicts itself or cannot be read; the message is one sentence in the language spoken."""


@dataclass(frozen=True, slots=True)
class Step:
    """A documented step: what must have happened before it, whether every case needs it, who does it, and how long."""

    id: str
    name: str
    after: tuple[str, ...] = ()
    required: bool = True
    repeatable: bool = False
    role: str = ""
    limit: Term | None = None
    limit_since: str = ""
    """The step with whose beginning the limit begins, where it holds for several steps together; else its own."""
    asks_supplement: bool = False
    """Whether each occurrence is a request for supplements (Decree 63/2010, article 20.4: at most two)."""


@dataclass(frozen=True)
class Flow:
    """The documented steps of a procedure; making one that contradicts itself raises BadFlow."""

    code: str
    steps: tuple[Step, ...]
    reports_unknown: bool = False

    def __post_init__(self) -> None:
        _look_for_doubles([step.id for step in self.steps], _("The flow has two steps with the id “%(text)s”."))
        names = [spelled(step.name) for step in self.steps]
        _look_for_doubles(names, _("The flow has two steps with the name “%(text)s”."))
        _look_for_strangers(self.steps)

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        """Each step by its id."""
        return {step.id: step for step in self.steps}

    @cached_property
    def circle(self) -> tuple[str, ...]:
        """Steps of which each comes after the one before it, ending where they begin; empty when none do."""
        try:
            TopologicalSorter({step.id: step.after for step in self.steps}).prepare()
        except CycleError as error:
            return tuple(error.args[1])
        return ()

    @cached_property
    def _by_word(self) -> Mapping[str, Step]:
        return {spelled(step.id): step for step in self.steps} | {spelled(step.name): step for step in self.steps}

    def step_called(self, name: str) -> Step | None:
        """The step an event of this name belongs to: by the step's name, else by its id."""
        return self._by_word.get(spelled(name))


@dataclass(frozen=True, slots=True)
class Deviations:
    """In what a case differs from the flow, each thing once, in the order of the flow; unknown names as they came."""

    missing: tuple[str, ...] = ()
    order: tuple[tuple[str, str], ...] = ()
    """Pairs of a step that occurred and the step that should have happened before it."""
    repeated: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.order or self.repeated or self.unknown)


@dataclass(frozen=True)
class Conformance:
    """What holding a log against a flow comes to. Each number is of cases; what no case does is not named."""

    cases: int
    missing: Mapping[str, int]
    order: Mapping[tuple[str, str], int]
    repeated: Mapping[str, int]
    unknown: Mapping[str, int]
    nonconforming: Sequence[str] = field(default_factory=list)
    """The cases that do not conform, in the order in which the file first names them."""

    @property
    def conforming(self) -> int:
        """How many cases conform."""
        return self.cases - len(self.nonconforming)

    def as_json(self) -> dict[str, Any]:
        """The whole in plain texts and numbers, a pair of steps as `id>after`."""
        return {
            "cases": self.cases,
            "conforming": self.conforming,
            "deviations": {
                "missing": dict(self.missing),
                "order": {f"{step}>{after}": number for (step, after), number in self.order.items()},
                "repeated": dict(self.repeated),
                "unknown": dict(self.unknown),
            },
            "nonconforming": list(self.nonconforming),
        }


def spelled(name: str) -> str:
    """A name as it is compared."""
    return clean(name).strip()


def deviations_of(flow: Flow, names: Sequence[str]) -> Deviations:
    """In what one case, the names of its events in order of time, differs from the flow."""
    log = EventLog.of({"": names})
    return _Judge(flow, log.names).deviations(log.sequences[0])


def check(flow: Flow, log: EventLog) -> Conformance:
    """Hold every case of a log against the flow; each distinct sequence is judged once."""
    judge = _Judge(flow, log.names)
    deviating, counts = set(), [Counter[Any]() for _kind in range(4)]
    # A log keeps each distinct sequence once, and to tell two by where they are is quicker than by what they hold.
    sequences = dict(zip(map(id, log.sequences), log.sequences, strict=True))
    for key, cases in Counter(map(id, log.sequences)).items():
        found = judge.deviations(sequences[key])
        if found:
            deviating.add(key)
            for count, keys in zip(counts, (found.missing, found.order, found.repeated, found.unknown), strict=True):
                for deviation in keys:
                    count[deviation] += cases
    nonconforming = list(compress(log.cases, map(deviating.__contains__, map(id, log.sequences))))
    ids = [step.id for step in flow.steps]
    pairs = [(step.id, after) for step in flow.steps for after in step.after]
    missing, order, repeated, unknown = counts
    return Conformance(
        len(log.cases),
        _in_order(missing, ids), _in_order(order, pairs), _in_order(repeated, ids),
        _in_order(unknown, map(spelled, log.names)), nonconforming,
    )  # fmt: skip


class _Judge:
    """A flow made ready for the names of one log: everything it asks of a sequence is a look into a table."""

    def __init__(self, flow: Flow, names: Sequence[str]) -> None:
        place = {step.id: number for number, step in enumerate(flow.steps)}
        self.ids = [step.id for step in flow.steps]
        self.required = [number for number, step in enumerate(flow.steps) if step.required]
        self.once = [not step.repeatable for step in flow.steps]
        self.after = [
            [(place[one], flow.by_id[one].required) for one in dict.fromkeys(step.after)] for step in flow.steps
        ]
        self.step_of: list[int | None] = []
        self.unknown: dict[int, str] = {}
        for code, name in enumerate(names):
            step = flow.step_called(name)
            self.step_of.append(place[step.id] if step else None)
            if step is None and flow.reports_unknown:
                self.unknown[code] = spelled(name)

    def deviations(self, sequence: Iterable[int]) -> Deviations:
        """What is wrong in a sequence of the places of names."""
        codes = list(sequence)
        happened = [step for step in map(self.step_of.__getitem__, codes) if step is not None]
        first = {step: place for place, step in enumerate(dict.fromkeys(happened))}
        missing = [step for step in self.required if step not in first]
        order = [
            (step, after)
            for step in sorted(first)
            for after, is_required in self.after[step]
            if (first[after] >= first[step] if after in first else is_required)
        ]
        repeated = self._repeated(happened) if len(first) < len(happened) else []
        unknown = dict.fromkeys(self.unknown[code] for code in codes if code in self.unknown) if self.unknown else {}
        if not (missing or order or repeated or unknown):
            return _NONE
        ids = self.ids
        return Deviations(
            tuple(ids[step] for step in missing), tuple((ids[step], ids[after]) for step, after in order),
            tuple(ids[step] for step in repeated), tuple(unknown),
        )  # fmt: skip

    def _repeated(self, happened: Sequence[int]) -> list[int]:
        return sorted(step for step, times in Counter(happened).items() if times > 1 and self.once[step])


_NONE = Deviations()


def _in_order(counts: Mapping[Any, int], keys: Iterable[Any]) -> dict[Any, int]:
    return {key: counts[key] for key in dict.fromkeys(keys) if key in counts}


def _look_for_doubles(texts: Sequence[str], sentence: str) -> None:
    for text, number in Counter(texts).items():
        if number > 1:
            raise BadFlow(sentence % {"text": text})


def _look_for_strangers(steps: Sequence[Step]) -> None:
    ids = {step.id for step in steps}
    for step in steps:
        for after in step.after:
            if after not in ids:
                raise BadFlow(
                    _(
                        "Step “%(step)s” comes after “%(after)s”, which the flow does not have.",
                        step=step.id,
                        after=after,
                    )
                )
