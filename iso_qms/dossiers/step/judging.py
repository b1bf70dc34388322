"""Whether a dossier kept to the steps in force on its day, by what happened to it. Pure.

What is missing counts against a dossier only when its result was given: one still being handled, stopped, withdrawn or
passed on has not come to its end. What no step knows is shown and does not count, because the software of the desk
notes much that is no step. A dossier none of whose events bears the name of a step is not judged.

Who did a step is held against its party as `hands` says, how long it took against its limit as `step_times` says; both
count at any state, because what was done was done.

Decree 63/2010/NĐ-CP, article 20.4: more than two requests for supplements are against the procedure whatever it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntFlag
from typing import NamedTuple, Protocol

from iso_qms.dossiers.conformance import Deviations, Flow, Step, deviations_of
from iso_qms.dossiers.deadlines import Pause, Reckoner
from iso_qms.dossiers.step.flows import Words
from iso_qms.dossiers.step.hands import Hands
from iso_qms.dossiers.step.step_times import Done, Overrun, overruns

MOST_SUPPLEMENTS = 2


class Kind(IntFlag):
    """In what a dossier may differ from its steps; a dossier holds the sum."""

    MISSING = 1
    ORDER = 2
    REPEATED = 4
    HANDS = 8
    TIME = 16
    SUPPLEMENTS = 32


class Happening(Protocol):
    """What is asked of an event: its words, its moment, and who acted."""

    @property
    def at(self) -> datetime: ...
    @property
    def activity(self) -> str: ...
    @property
    def lifecycle(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def role(self) -> str: ...


class WrongHand(NamedTuple):
    """A step, and a unit and role that did it which are not those of the procedure."""

    step: str
    unit: str
    role: str


@dataclass(frozen=True)
class Judgement:
    """What one dossier differs in from the steps of its procedure."""

    deviations: Deviations
    supplements: int = 0
    """How often the applicant was asked for supplements."""
    wrong_hands: Sequence[WrongHand] = ()
    overruns: Sequence[Overrun] = ()

    @property
    def kinds(self) -> Kind:
        """In what it differs, one beside the other."""
        found = {
            Kind.MISSING: self.deviations.missing, Kind.ORDER: self.deviations.order,
            Kind.REPEATED: self.deviations.repeated, Kind.HANDS: self.wrong_hands, Kind.TIME: self.overruns,
            Kind.SUPPLEMENTS: self.supplements > MOST_SUPPLEMENTS,
        }  # fmt: skip
        return Kind(sum(kind for kind, any_ in found.items() if any_))

    @property
    def conforms(self) -> bool:
        """Whether it kept to the steps."""
        return not self.kinds


def judged(flow: Flow, names: Sequence[str], *, state: str) -> Judgement | None:
    """Hold what happened in one dossier, in order of time, against a flow; None when none of it is a step."""
    words = Words(flow)
    steps = [words.step(name) for name in names]
    if not any(steps):
        return None
    found = deviations_of(flow, [step.id if step else name for step, name in zip(steps, names, strict=True)])
    missing = found.missing if state == "finished" else ()
    unknown = tuple(dict.fromkeys(name for step, name in zip(steps, names, strict=True) if step is None))
    deviations = Deviations(missing, found.order, found.repeated, unknown)
    return Judgement(deviations, sum(step is not None and step.asks_supplement for step in steps))


def judged_wholly(
    flow: Flow, events: Sequence[Happening], *, state: str, received_at: datetime, reckoner: Reckoner, hands: Hands,
    pauses: Sequence[Pause] = (),
) -> Judgement | None:  # fmt: skip
    """The same with who acted and how long each step took."""
    found = judged(flow, [one.activity for one in events], state=state)
    if found is None:
        return None
    words = Words(flow)
    known = [(step, one) for one in events if (step := words.step(one.activity)) is not None]
    wrong = dict.fromkeys(
        WrongHand(step.id, one.unit, one.role) for step, one in known if is_wrong(hands, step, one.unit, one.role)
    )
    course = [Done(step.id, one.at, one.lifecycle) for step, one in known]
    late = overruns(flow, course, received_at=received_at, reckoner=reckoner, pauses=pauses)
    return Judgement(found.deviations, found.supplements, tuple(wrong), tuple(late))


def is_wrong(hands: Hands, step: Step, unit: str, role: str) -> bool:
    """Whether a step was done by somebody else than the procedure says."""
    return hands.fit(step.role, unit=unit, role=role) is False
