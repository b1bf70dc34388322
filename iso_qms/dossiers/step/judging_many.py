"""Many dossiers held against their steps: each flow is read once, each distinct sequence judged once for it.

What depends on the dossier alone, its moments, is looked at only where the steps have limits at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from iso_qms.clock import as_local
from iso_qms.dossiers.conformance import Flow, Step
from iso_qms.dossiers.due.promises import Promises
from iso_qms.dossiers.due.reckoners import Reckoners
from iso_qms.dossiers.event.event_sequences import Course, activities_known, hands_known, happened_to
from iso_qms.dossiers.event.events import moment_of
from iso_qms.dossiers.models import pauses_of
from iso_qms.dossiers.operations import unit_names
from iso_qms.dossiers.step.flows import Words, case_among, cases_timed, flow_of_steps, steps_of
from iso_qms.dossiers.step.hands import Hands
from iso_qms.dossiers.step.judging import Kind, is_wrong, judged
from iso_qms.dossiers.step.step_times import Done, overruns

REMEMBERED = 100_000
"""Days of procedures and cases of which it is known how they are judged."""


class Facts(NamedTuple):
    """What of a dossier decides how it is judged."""

    document_id: int | None
    received_at: datetime
    state: str
    case: str
    deciding_unit_id: int | None
    pauses: list[Any]
    """As they are kept."""


def facts_of(dossier: Any) -> Facts:
    """Those of a row that has them among others."""
    return Facts(
        dossier.document_id, dossier.received_at, dossier.state, dossier.case, dossier.deciding_unit_id, dossier.pauses
    )


@dataclass
class _Held:
    """A flow with what was found out with it: which step an activity is, whether hands are wrong, how sequences go."""

    flow: Flow
    words: Words
    is_timed: bool
    steps: dict[int, Step | None] = field(default_factory=dict)
    wrong: dict[tuple[int, int], bool] = field(default_factory=dict)
    sequences: dict[tuple[bool, tuple[int, ...]], Kind | None] = field(default_factory=dict)


class Judge:
    """Judges one dossier after the other; what it learns of activities and hands it reads from the database."""

    def __init__(self, promises: Promises, reckoners: Reckoners, *, units: Iterable[Sequence[str]]) -> None:
        self._promises, self._reckoners, self._fit = promises, reckoners, Hands(units)
        self._activities: dict[int, tuple[str, str]] = {}
        self._hands: dict[int, tuple[str, str]] = {}
        self._contents: dict[int, list[Mapping[str, Any]]] = {}
        self._flows: dict[tuple[int, str], _Held | None] = {}
        self._held = lru_cache(maxsize=REMEMBERED)(self._find)

    def meet(self, courses: Iterable[Course]) -> None:
        """Learn the words of activities and hands, before dossiers with these events are judged."""
        done = {one[1:] for events in courses for one in events}
        activities = {activity for activity, _hand in done} - self._activities.keys()
        hands = {hand for _activity, hand in done} - self._hands.keys()
        if activities:
            self._activities |= activities_known()
        if hands:
            self._hands |= hands_known(hands)

    def kinds(self, of: Facts, events: Course) -> Kind | None:
        """In what a dossier with these events, in order of time, differs; None when it cannot be judged."""
        if of.document_id is None or not events:
            return None
        held = self._held(of.document_id, as_local(of.received_at).date(), of.case)
        if held is None:
            return None
        key = of.state == "finished", tuple([activity for _instant, activity, _hand in events])
        if key not in held.sequences:
            found = judged(held.flow, [self._activities[one][0] for one in key[1]], state=of.state)
            held.sequences[key] = found.kinds if found else None
        kinds = held.sequences[key]
        if kinds is None:
            return None
        if self._has_wrong_hands(held, events):
            kinds |= Kind.HANDS
        return kinds | Kind.TIME if held.is_timed and self._is_over(held, of, events) else kinds

    def no_steps(self, of: Facts, activities: Iterable[int]) -> list[str]:
        """What some of these activities are called that are no step of the procedure of a dossier."""
        held = self._held(of.document_id, as_local(of.received_at).date(), of.case) if of.document_id else None
        if held is None:
            return []
        return [self._activities[one][0] for one in activities if self._step(held, one) is None]

    def _find(self, document_id: int, day: date, case: str) -> _Held | None:
        revision_id = self._promises.revision_on(document_id, day)
        if revision_id is None:
            return None
        if revision_id not in self._contents:
            self._contents[revision_id] = steps_of(revision_id)
        contents = self._contents[revision_id]
        cases = cases_timed(contents)
        case = case_among(case, cases)
        key = revision_id, case if case in cases else ""
        if key not in self._flows:
            flow = flow_of_steps("", contents, case=key[1])
            is_timed = flow is not None and any(one.limit for one in flow.steps)
            self._flows[key] = _Held(flow, Words(flow), is_timed) if flow else None
        return self._flows[key]

    def _step(self, held: _Held, activity: int) -> Step | None:
        if activity not in held.steps:
            held.steps[activity] = held.words.step(self._activities[activity][0])
        return held.steps[activity]

    def _has_wrong_hands(self, held: _Held, events: Course) -> bool:
        wrong = held.wrong
        for _instant, activity, hand in events:
            key = activity, hand
            if key not in wrong:
                step = self._step(held, activity)
                wrong[key] = step is not None and is_wrong(self._fit, step, *self._hands[hand])
            if wrong[key]:
                return True
        return False

    def _is_over(self, held: _Held, of: Facts, events: Course) -> bool:
        course = [
            Done(step.id, moment_of(instant), self._activities[activity][1])
            for instant, activity, _hand in events
            if (step := self._step(held, activity)) is not None
        ]
        reckoner, stood = self._reckoners.of(of.deciding_unit_id), pauses_of(of.pauses)
        return bool(overruns(held.flow, course, received_at=of.received_at, reckoner=reckoner, pauses=stood))


def judged_anew(
    dossiers: Mapping[int, Mapping[str, Any]], promises: Promises, reckoners: Reckoners
) -> dict[int, Kind | None]:
    """In what each of these dossiers, by number, differs with the events it has, by its row as it is to be."""
    if not dossiers:
        return {}
    happened = happened_to(list(dossiers))
    judge = Judge(promises, reckoners, units=unit_names())
    judge.meet(happened.values())
    facts = {number: Facts(*(row[name] for name in Facts._fields)) for number, row in dossiers.items()}
    return {number: judge.kinds(facts[number], happened[number]) for number in dossiers}
