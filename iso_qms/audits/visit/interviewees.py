"""Whom a team talks to, read from the steps of procedures and from who holds the posts; and who is away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from iso_qms.audits.models import Inspection
from iso_qms.audits.visit.hours import AFTERNOON, MORNING, WHOLE_DAY
from iso_qms.audits.visit.sessions import VisitSession, strays
from iso_qms.audits.visit.timetable_rules import Hours, Proposal, Seat, Task, proposed, remarks
from iso_qms.db import db
from iso_qms.documents.models import BlockVersion, Document, Revision
from iso_qms.documents.models.documents import stands_on
from iso_qms.organisation.people import Absence, Holding, Post
from iso_qms.organisation.units import subtree
from iso_qms.organisation.working_days import calendar_of

_PARTS = {"day": WHOLE_DAY, "morning": MORNING, "afternoon": AFTERNOON}


def proposals_for(inspection: Inspection) -> list[Proposal]:
    """Whom to talk to in the inspected units: their heads, and whoever the procedures name as responsible."""
    team = {one.person_id for one in inspection.team}
    return [one for one in proposed(_tasks(inspection), _seats(inspection)) if one.seat.person_id not in team]


def remarks_on(inspection: Inspection, sessions: Sequence[VisitSession]) -> dict[int, list[str]]:
    """What is wrong with each session, by its number: overlaps, hours, absences, and what left team or plan."""
    slots = [one.slot for one in sessions]
    hours: dict[tuple[int, date], Hours] = {
        (one.unit_id, one.on): calendar_of(inspection.agency_id, unit=one.unit).hours(one.on)
        for one in sessions
        if one.unit_id is not None
    }
    people = {person for slot in slots for person in (*slot.inspectors, *slot.interviewees)}
    away = _away(people, {slot.day for slot in slots})
    found = remarks(slots, hours=hours, team={one.person_id for one in inspection.team}, away=away)
    for one in sessions:
        if stray := strays(one, inspection):
            found.setdefault(one.id, []).extend(stray)
    return found


def _tasks(inspection: Inspection) -> list[Task]:
    """The steps of the procedures in scope, as they stand on the day of the visit."""
    query = (
        select(Document.code, BlockVersion.content)
        .join(Revision, BlockVersion.revision_id == Revision.id)
        .join(Document, Revision.document_id == Document.id)
        .where(
            Document.id.in_([one.id for one in inspection.documents]),
            stands_on(inspection.planned_on),
            BlockVersion.kind == "step",
        )
        .order_by(Document.code_sort, BlockVersion.position)
    )
    rows = db.session.execute(query).all() if inspection.documents else []
    return [Task(code, said["number"] or "–", said["responsible"]) for code, said in rows if said["responsible"]]


def _seats(inspection: Inspection) -> list[Seat]:
    units = {one for unit in inspection.units for one in subtree(unit.id)}
    query = (
        select(Holding)
        .join(Post, Holding.post_id == Post.id)
        .where(Post.unit_id.in_(units), Holding.is_valid_on(inspection.planned_on))
        .options(joinedload(Holding.person), joinedload(Holding.post))
        .order_by(Post.sort, Post.id, Holding.id)
    )
    return [
        Seat(one.person_id, one.person.name, one.post.title, one.post.unit.name, one.post.is_head)
        for one in db.session.scalars(query)
    ]


def _away(people: Collection[int], days: Collection[date]) -> dict[tuple[int, date], list[tuple[time, time]]]:
    found: dict[tuple[int, date], list[tuple[time, time]]] = {}
    if not (people and days):
        return found
    first, last = min(days), max(days)
    query = select(Absence).where(Absence.person_id.in_(people), Absence.last_on >= first, Absence.first_on <= last)
    for one in db.session.scalars(query):
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
            if one.first_on <= day <= one.last_on:
                found.setdefault((one.person_id, day), []).append(_PARTS[one.part])
    return found
