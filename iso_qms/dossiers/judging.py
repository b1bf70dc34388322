"""Whether dossiers kept to the steps in force on their day, by what happened to them.

What is missing counts against a dossier only when its result was given: one still being handled, stopped, withdrawn or
passed on has not come to its end. What no step knows is shown and does not count, because the software of the desk
notes much that is no step. A dossier none of whose events bears the name of a step is not judged.

Decree 63/2010/NĐ-CP, article 20.4: more than two requests for supplements are against the procedure whatever it says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from iso_qms.dossiers.conformance import Deviations, Flow, deviations_of
from iso_qms.dossiers.flows import Words, flow_of_revision
from iso_qms.dossiers.promises import Promises

MOST_SUPPLEMENTS = 2


@dataclass(frozen=True)
class Judgement:
    """What one dossier differs in from the steps of its procedure."""

    deviations: Deviations
    supplements: int = 0
    """How often the applicant was asked for supplements."""

    @property
    def conforms(self) -> bool:
        """Whether it kept to the steps."""
        found = self.deviations
        return not (found.missing or found.order or found.repeated or self.supplements > MOST_SUPPLEMENTS)


def judged(flow: Flow, names: Sequence[str], *, state: str) -> Judgement | None:
    """Hold the events of one dossier, in order of time, against a flow; None when none of them is a step. Pure."""
    words = Words(flow)
    steps = [words.step(name) for name in names]
    if not any(steps):
        return None
    found = deviations_of(flow, [step.id if step else name for step, name in zip(steps, names, strict=True)])
    if state != "finished":
        found = Deviations((), found.order, found.repeated, found.unknown)
    unknown = tuple(dict.fromkeys(name for step, name in zip(steps, names, strict=True) if step is None))
    found = Deviations(found.missing, found.order, found.repeated, unknown)
    return Judgement(found, sum(step is not None and step.asks_supplement for step in steps))


class Judge:
    """Judges many dossiers: each flow is read once, and each distinct sequence of events judged once for it."""

    def __init__(self, promises: Promises, names: Mapping[int, str]) -> None:
        self._promises, self._names = promises, names
        self._flows: dict[int, Flow | None] = {}
        self._known: dict[tuple[int, bool, tuple[int, ...]], bool | None] = {}

    def conforms(self, document_id: int | None, day: date, activities: tuple[int, ...], *, state: str) -> bool | None:
        """Whether a dossier that came in on a day kept to the steps; its activities by number, in order of time."""
        if document_id is None or not activities:
            return None
        revision_id = self._promises.revision_on(document_id, day)
        if revision_id is None:
            return None
        key = (revision_id, state == "finished", activities)
        if key not in self._known:
            self._known[key] = self._judged(revision_id, activities, state)
        return self._known[key]

    def _judged(self, revision_id: int, activities: tuple[int, ...], state: str) -> bool | None:
        if revision_id not in self._flows:
            self._flows[revision_id] = flow_of_revision(revision_id)
        flow = self._flows[revision_id]
        found = judged(flow, [self._names[one] for one in activities], state=state) if flow else None
        return found.conforms if found else None
