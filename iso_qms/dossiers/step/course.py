"""How one dossier went, for its page: each event with the step it belongs to, and what differs from the procedure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iso_qms.documents.models import Revision
from iso_qms.dossiers.conformance import Flow, Step
from iso_qms.dossiers.due.reckoners import Reckoners
from iso_qms.dossiers.event.event_sequences import Happened, told
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.operations import unit_names
from iso_qms.dossiers.step.flows import Words, flow_of
from iso_qms.dossiers.step.hands import Hands
from iso_qms.dossiers.step.judging import Judgement, judged_wholly


@dataclass(frozen=True)
class Course:
    """What happened, each with its step where it is one; the flow and the judgement where there are any."""

    events: Sequence[tuple[Happened, Step | None]]
    flow: Flow | None
    judgement: Judgement | None

    def step(self, key: str) -> Step:
        """A step of the flow by its id."""
        assert self.flow is not None
        return self.flow.by_id[key]


def course_of(dossier: Dossier, revision: Revision | None) -> Course:
    """The course of a dossier, held against the revision in force on its day."""
    events = told(dossier.id) if dossier.events else []
    flow = flow_of(revision, case=dossier.case) if revision is not None and events else None
    if flow is None:
        return Course([(one, None) for one in events], None, None)
    words = Words(flow)
    found = judged_wholly(
        flow, events, state=dossier.state, received_at=dossier.received_at, hands=Hands(unit_names()),
        reckoner=Reckoners(dossier.agency_id).of(dossier.deciding_unit_id), pauses=dossier.stood_still,
    )  # fmt: skip
    return Course([(one, words.step(one.activity)) for one in events], flow, found)
