"""Planning visits of many units at once: one inspection each, its day out of an even row of working days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from iso_qms.audits.models import AuditProgramme, Inspection
from iso_qms.audits.operations import name_member, plan_inspection
from iso_qms.audits.programme.frequency import spread
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document, Revision, stands_on
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import is_worked
from iso_qms.workflow import Forbidden, Incomplete, Refused

MOST_DAYS = 366


@dataclass(frozen=True, kw_only=True)
class Visits:
    """What the visits of many units have in common; the first of the team leads it."""

    title: str
    kind: str
    method: str
    topics: Sequence[str]
    criteria: str
    first_on: date
    last_on: date
    team: Sequence[Person] = ()
    programme: AuditProgramme | None = None
    decision: str = ""
    checklists: Sequence[str] = ()
    """The lists of the library asked beside those of the topics, by their keys."""
    span: str = "day"
    """Whether each visit gets its day now, or only its month or quarter."""
    with_procedures: bool = False
    """Whether each visit looks at the procedures its unit is in charge of."""


@dataclass(frozen=True)
class Outcome:
    """What came of it: the inspections made, and why a unit got none."""

    made: list[Inspection]
    refused: list[tuple[Unit, str]]


class SomeRefused(Refused):
    """Some of the units cannot be visited like that, so nothing was planned."""


def plan_many(units: Sequence[Unit], visits: Visits, *, by: Person) -> Outcome:
    """Plan one inspection a unit, each by the verb that plans one; a unit that is refused keeps its reason."""
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control plans inspections."))
    days = spread(len(units), working_days(visits.first_on, visits.last_on, agency_id=by.agency_id))
    procedures = _procedures(units, visits.last_on) if visits.with_procedures else {}
    outcome = Outcome([], [])
    for unit, day in zip(units, days, strict=True):
        try:
            with db.session.begin_nested():
                outcome.made.append(_planned(unit, day, procedures.get(unit.id, []), visits, by=by))
        except Refused as refusal:
            outcome.refused.append((unit, str(refusal)))
    return outcome


def working_days(first: date, last: date, *, agency_id: int) -> list[date]:
    """The working days between two days, both included; refuses a stretch without any, or of more than a year."""
    if not 0 <= (last - first).days < MOST_DAYS:
        raise Incomplete(_("The last day lies after the first, and within a year of it."))
    found = [one for one in _days(first, last) if is_worked(one, agency_id=agency_id)]
    if not found:
        raise Incomplete(_("There is no working day between these two days."))
    return found


def _planned(unit: Unit, day: date, documents: Sequence[Document], visits: Visits, *, by: Person) -> Inspection:
    made = plan_inspection(
        f"{visits.title[:250].strip()}: {unit.name}"[:300] if visits.title.strip() else "",
        by=by,
        kind=visits.kind,
        units=[unit],
        topics=visits.topics,
        planned_on=day,
        criteria=visits.criteria,
        method=visits.method,
        documents=documents,
        programme=visits.programme,
        decision=visits.decision,
        checklists=visits.checklists,
        span=visits.span,
    )
    for place, person in enumerate(visits.team):
        name_member(made, person, by=by, is_lead=place == 0)
    return made


def _procedures(units: Sequence[Unit], day: date) -> dict[int, list[Document]]:
    query = select(Document).join(Revision, Revision.document_id == Document.id)
    mine = Document.unit_id.in_([one.id for one in units]), Document.kind == "procedure"
    found: dict[int, list[Document]] = {}
    for one in db.session.scalars(query.where(stands_on(min(day, today())), *mine).order_by(Document.code_sort)):
        found.setdefault(one.unit_id, []).append(one)
    return found


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def chosen_team(people: Sequence[Person], *, lead_id: int, member_ids: Sequence[int]) -> list[Person]:
    """The team as chosen, its lead first; refuses members without a lead."""
    by_id: dict[int, Any] = {one.id: one for one in people}
    if member_ids and lead_id not in by_id:
        raise Incomplete(_("Choose who leads the team."))
    return [by_id[one] for one in dict.fromkeys([lead_id, *member_ids]) if one in by_id]
