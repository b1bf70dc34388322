"""The cases of a procedure in a period, read for the map of what really happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from iso_qms.clock import as_local
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.dossiers.conformance import Flow
from iso_qms.dossiers.due.reckoners import Reckoners
from iso_qms.dossiers.event.event_sequences import activities_known, hands_known
from iso_qms.dossiers.event.events import DossierEvent, moment_of
from iso_qms.dossiers.models import Dossier, pauses_of
from iso_qms.dossiers.step.discovering import Case
from iso_qms.dossiers.step.flows import Words
from iso_qms.dossiers.step.worked import worked_before
from iso_qms.organisation.people import Person
from iso_qms.worktime.counting import DAY, midnight

MOST_CASES = 20_000
"""Cases of one map; of more, those received last."""


@dataclass(frozen=True)
class Period:
    """Days of receipt, both included."""

    since: date
    until: date


@dataclass(frozen=True)
class Told:
    """The cases of a period, how many there are in all, and how many of these have events."""

    cases: list[Case]
    received: int
    with_events: int


def cases_of(document: Document, period: Period, *, flow: Flow, by: Person) -> Told:
    """What happened to the dossiers of a procedure that one may see; a step goes by its id, the rest by their names."""
    wanted = Dossier.visible_to(by).where(
        Dossier.document_id == document.id,
        Dossier.received_at >= midnight(period.since),
        Dossier.received_at < midnight(period.until + DAY),
    )
    counts = wanted.with_only_columns(func.count(), func.count().filter(Dossier.events > 0))
    received, with_events = db.session.execute(counts).one()
    columns = Dossier.id, Dossier.received_at, Dossier.state, Dossier.deciding_unit_id, Dossier.pauses
    chosen = wanted.where(Dossier.events > 0).order_by(Dossier.received_at.desc(), Dossier.id.desc()).limit(MOST_CASES)
    facts = {row.id: row for row in db.session.execute(chosen.with_only_columns(*columns))}
    events = select(DossierEvent).where(DossierEvent.dossier_id.in_(chosen.with_only_columns(Dossier.id)))
    rows = db.session.execute(
        events.with_only_columns(
            DossierEvent.dossier_id, DossierEvent.instant, DossierEvent.activity_id, DossierEvent.hand_id
        ).order_by(DossierEvent.dossier_id, DossierEvent.place)
    ).all()
    cases = _cases(rows, facts, flow, Reckoners(document.agency_id))
    return Told(list(cases), received, with_events)


def _cases(rows: Any, facts: dict[int, Any], flow: Flow, reckoners: Reckoners) -> Iterator[Case]:
    words = Words(flow)
    steps = {}
    for number, (name, _mark) in activities_known().items():
        step = words.step(name)
        steps[number] = step.id if step else name
    hands = {number: unit or role for number, (unit, role) in hands_known({row.hand_id for row in rows}).items()}
    for dossier_id, together in groupby(rows, key=lambda row: row.dossier_id):
        fact, events = facts[dossier_id], list(together)
        waits = worked_before(
            [moment_of(one.instant) for one in events],
            since=as_local(fact.received_at),
            reckoner=reckoners.of(fact.deciding_unit_id),
            pauses=pauses_of(fact.pauses),
        )
        yield Case(
            tuple(steps[one.activity_id] for one in events),
            waits,
            tuple(hands[one.hand_id] for one in events),
            fact.state != "open",
        )
