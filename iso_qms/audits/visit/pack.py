"""What a team takes along on paper when it goes without a phone: plan, rosters, checklists, findings, procedures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from iso_qms.audits.checklist.checklists import Checklist, checklists_of
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.models import Inspection
from iso_qms.audits.phone.pocket import earlier_findings
from iso_qms.audits.visit.attendance import Row, expected_rosters
from iso_qms.audits.visit.sessions import VisitSession, sessions_of
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.blocks import Run, runs_of
from iso_qms.documents.models import Revision
from iso_qms.documents.models.documents import in_force_on
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import calendar_of


@dataclass(frozen=True)
class Place:
    """One inspected unit on the day: its hours, who answers for it, and who is to be found there."""

    unit: Unit
    hours: str
    heads: Sequence[Person]
    roster: Sequence[Row]


@dataclass(frozen=True)
class Text:
    """A procedure in force on the day, drawn run by run."""

    revision: Revision
    runs: Sequence[Run]


@dataclass(frozen=True)
class Pack:
    """Everything for one visit, as it will be on its day."""

    day: date
    sessions: Sequence[VisitSession]
    places: Sequence[Place]
    checklists: Sequence[Checklist]
    before: Sequence[Finding]
    texts: Sequence[Text]


def pack_of(inspection: Inspection, *, by: Person) -> Pack:
    """The pack of a visit: of the day it is planned for, or of today once that is past."""
    day = max(inspection.planned_on, today())
    return Pack(
        day,
        sessions_of(inspection),
        _places(inspection, day),
        checklists_of(inspection),
        earlier_findings(inspection, by=by),
        _texts(inspection, day),
    )


def _places(inspection: Inspection, day: date) -> list[Place]:
    rosters = expected_rosters(inspection, day)
    return [
        Place(unit, _hours(inspection, unit, day), heads_for(unit.id, day), rosters[unit.id, day])
        for unit in inspection.units
    ]


def _hours(inspection: Inspection, unit: Unit, day: date) -> str:
    hours = calendar_of(inspection.agency_id, unit=unit).hours(day)
    return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in hours)


def _texts(inspection: Inspection, day: date) -> list[Text]:
    papers = [one.id for one in inspection.documents]
    query = select(Revision).where(Revision.document_id.in_(papers), in_force_on(day))
    found = db.session.scalars(query.options(selectinload(Revision.blocks))).unique() if papers else ()
    return [Text(one, runs_of(one.blocks)) for one in sorted(found, key=lambda one: one.document.code_sort)]
