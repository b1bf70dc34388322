"""The steps of the dossiers of a procedure in a span, each held against the procedure, for the figures of steps.

How long a step took is kept nowhere: it hangs on the text in force, on the calendar and on pauses. So it is reckoned
when it is asked for, of at most `MOST_LOOKED` dossiers, those received last, and the page says of how many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from iso_qms.clock import as_local, today
from iso_qms.db import db
from iso_qms.documents.models import Document, Revision
from iso_qms.dossiers.conformance import Flow
from iso_qms.dossiers.due.reckoners import Reckoners
from iso_qms.dossiers.event.event_sequences import activities_known, hands_known, happened_to
from iso_qms.dossiers.event.events import moment_of
from iso_qms.dossiers.figure.counted import Asked
from iso_qms.dossiers.figure.tallied import seen_by
from iso_qms.dossiers.models import Dossier, pauses_of
from iso_qms.dossiers.step.flows import Words, case_among, cases_timed, flow_of_steps, steps_of
from iso_qms.dossiers.step.step_tallies import Measured
from iso_qms.dossiers.step.step_times import Done, times
from iso_qms.organisation.people import Person
from iso_qms.worktime import Term
from iso_qms.worktime.counting import midnight

MOST_LOOKED = 1_000
"""Dossiers whose steps are reckoned for a page."""


@dataclass(frozen=True)
class Looked:
    """The procedure as it was in force at the end of the span, and the steps of the dossiers received since it was."""

    revision: Revision
    since: date
    flow: Flow
    limits: Mapping[str, Sequence[tuple[Term, str]]]
    """Of each step its limits, one for each that differs by case, with the step whose beginning begins it."""
    told: Sequence[Measured]
    numbers: Sequence[int]
    """Of the dossiers that were looked at."""
    is_cut: bool
    """Whether there are more dossiers than were looked at."""

    @property
    def dossiers(self) -> int:
        """How many were looked at."""
        return len(self.numbers)


def look(document: Document, asked: Asked, *, person: Person, most: int = MOST_LOOKED) -> Looked | None:
    """Reckon the steps of the dossiers received in a span that one may see; None where no steps were in force."""
    revision = document.revision_on(min(asked.span.last, today()))
    contents = steps_of(revision.id) if revision is not None else []
    if revision is None or not contents:
        return None
    flows = {case: flow_of_steps(str(document.code), contents, case=case) for case in {"", *cases_timed(contents)}}
    known = {case: Words(flow) for case, flow in flows.items() if flow is not None}
    since = max(asked.span.first, revision.valid_from or asked.span.first)
    facts = _facts(asked, since, person, most + 1)
    shown, cases = facts[:most], cases_timed(contents)
    told = list(_measured(shown, known, lambda case: case_among(case, cases), Reckoners(document.agency_id)))
    limits = _limits([words.flow for words in known.values()])
    return Looked(revision, since, known[""].flow, limits, told, [fact.id for fact in shown], len(facts) > len(shown))


def _facts(asked: Asked, since: date, person: Person, most: int) -> Sequence[Any]:
    one = Dossier
    query = select(one.id, one.received_at, one.case, one.deciding_unit_id, one.pauses)
    query = seen_by(person, asked, query, one).where(one.received_at >= midnight(since), one.received_at < asked.ends)
    query = query.where(one.events > 0).order_by(one.received_at.desc(), one.id.desc())
    return db.session.execute(query.limit(most)).all()


def _measured(
    facts: Sequence[Any], known: Mapping[str, Words], case_of: Any, reckoners: Reckoners
) -> Iterator[Measured]:
    activities, happened = activities_known(), happened_to([fact.id for fact in facts])
    hands = hands_known({hand for events in happened.values() for _instant, _activity, hand in events})
    for fact in facts:
        words = known.get(case_of(fact.case)) or known[""]
        course, by = [], []
        for instant, activity, hand in happened[fact.id]:
            name, mark = activities[activity]
            if step := words.step(name):
                course.append(Done(step.id, moment_of(instant), mark))
                by.append(hand)
        reckoner, pauses = reckoners.of(fact.deciding_unit_id), pauses_of(fact.pauses)
        received_at = as_local(fact.received_at)
        for one in times(words.flow, course, received_at=received_at, reckoner=reckoner, pauses=pauses):
            unit, role = hands[by[one.place]]
            yield Measured(fact.id, one.step, unit or role, one.worked, one.waited, one.is_over)


def _limits(flows: Sequence[Flow]) -> dict[str, list[tuple[Term, str]]]:
    found: dict[str, list[tuple[Term, str]]] = {}
    for flow in flows:
        for step in flow.steps:
            if step.limit is not None and (step.limit, step.limit_since) not in found.setdefault(step.id, []):
                found[step.id].append((step.limit, step.limit_since))
    return found
