"""What a phone takes along to a visit, so that nothing has to be looked up on the spot."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from iso_qms.audits.checklist.answer_files import counts_at
from iso_qms.audits.checklist.asking import tells_verdict
from iso_qms.audits.checklist.checklists import ChecklistQuestion, checklists_of
from iso_qms.audits.checklist.items import items_of
from iso_qms.audits.conduct.conduct_rules import photos_of_people_allowed
from iso_qms.audits.finding.findings import GRADES, NAMING, Finding, naming_nobody
from iso_qms.audits.models import Inspection
from iso_qms.audits.topics import TOPICS
from iso_qms.audits.visit.attendance import Row, expected_rosters
from iso_qms.audits.visit.headcounts import AttendanceCheck
from iso_qms.audits.visit.minutes_text import facts_of, standing_signatures, unsigned_sides
from iso_qms.clock import as_local, today
from iso_qms.db import db
from iso_qms.documents.blocks import rendered
from iso_qms.documents.models import Document
from iso_qms.i18n import language
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import calendar_of
from iso_qms.worktime import UnknownYear, add_working_days

MOST_BEFORE = 40
"""How many earlier findings a phone takes along."""


def pocket_of(inspection: Inspection, *, by: Person) -> dict[str, Any]:
    """Everything for one visit on one day; of earlier findings only those that name nobody leave the house."""
    days = days_taken(inspection)
    found = {
        "inspection": _head(inspection),
        "day": days[0].isoformat(),
        "leads": inspection.is_led_by(by),
        "units": _units(inspection, days),
        "checklists": [_checklist(one) for one in checklists_of(inspection)],
        "items": {key: _item(one) for key, one in items_of(inspection).items()},
        "files": {f"answer:{unit}:{asked}": n for (unit, asked), n in counts_at(inspection).items()},
        "findings": _findings(inspection, by),
        "before": [_finding(one) for one in earlier_findings(inspection, by=by)],
        "documents": [_document(one, days[0]) for one in inspection.documents],
        "facts": facts_of(inspection),
        "signatures": _signatures(inspection),
        "people_in_photos": photos_of_people_allowed(inspection.agency_id),
        "counting": [check.unit_id for check in _open_counts(inspection)],
    }
    return found | {"etag": etag_of(found)}


def days_taken(inspection: Inspection) -> list[date]:
    """The days whose roster, leave and hours go along: that of the visit, or today once it has come, and the next one.

    What is fetched in the evening has to hold in the morning, and a visit may go on where there is no network.
    """
    is_to_come = inspection.state == "planned" and inspection.day_set
    first = max(today(), inspection.planned_on) if is_to_come else today()
    calendar = calendar_of(inspection.agency_id)
    try:
        after = {first + timedelta(days=1), add_working_days(first, days=1, calendar=calendar)}
    except UnknownYear:
        after = set[date]()
    return [first, *sorted(day for day in after if day.year in calendar.years)]


def etag_of(found: dict[str, Any]) -> str:
    """The same for the same contents in the same language."""
    text = json.dumps([language(), found], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def pockets_of(person: Person) -> list[Inspection]:
    """The visits a person may take along: those of their teams that are not over."""
    mine = Inspection.visible_to(person).where(Inspection.state.in_(("planned", "under_way", "reporting")))
    found = db.session.scalars(mine.options(joinedload(Inspection.team)).order_by(Inspection.planned_on)).unique()
    return [one for one in found if one.has_member(person)]


def earlier_findings(inspection: Inspection, *, by: Person) -> list[Finding]:
    """The newest findings of other visits on the inspected units; only those that name nobody leave the house."""
    units = [one.id for one in inspection.units]
    query = Finding.visible_to(by).where(
        Finding.unit_id.in_(units),
        Finding.inspection_id != inspection.id,
        Finding.state != "withdrawn",
        naming_nobody(),
        Finding.kind != "conduct",
    )
    newest = query.order_by(Finding.observed_at.desc()).limit(MOST_BEFORE)
    return list(db.session.scalars(newest).unique())


def _head(inspection: Inspection) -> dict[str, Any]:
    return {
        "id": inspection.id,
        "code": inspection.code,
        "title": inspection.title,
        "state": inspection.state,
        "over": inspection.status.final,
        "topics": [[topic, str(TOPICS[topic])] for topic in inspection.topics],
        "criteria": inspection.criteria,
        "team": [[one.person.name, one.post, one.person.phone, one.is_lead] for one in inspection.team],
    }


def _units(inspection: Inspection, days: list[date]) -> list[dict[str, Any]]:
    rosters = expected_rosters(inspection, *days)
    return [
        {
            "id": unit.id,
            "name": unit.name,
            "heads": [[one.name, one.phone] for one in heads_for(unit.id, days[0])],
            "days": {day.isoformat(): _day(inspection, unit, rosters[unit.id, day], day) for day in days},
        }
        for unit in inspection.units
    ]


def _day(inspection: Inspection, unit: Unit, roster: list[Row], day: date) -> dict[str, Any]:
    hours = calendar_of(inspection.agency_id, unit=unit).hours(day)
    return {
        "hours": [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in hours],
        "roster": [_expected(row) for row in roster],
    }


def _expected(row: Row) -> dict[str, Any]:
    # Why somebody is away stays in the house: the phone needs only that they are.
    away = [["duty" if one.kind == "duty" else "leave", one.part] for one in row.absences]
    return {"id": row.person.id, "name": row.person.name, "post": row.post, "away": away, "expected": row.expected}


def _checklist(one: Any) -> dict[str, Any]:
    return {
        "topic": one.topic,
        "label": one.title,
        "questions": [_question(question) for question in one.questions],
    }


def _question(one: ChecklistQuestion) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": str(one),
        "basis": one.basis,
        "guidance": one.guidance,
        "kind": one.answer_kind,
        "tells": tells_verdict(one),
        "least": one.least,
        "most": one.most,
        "limits": one.limits,
        "unit": one.unit,
        "choices": [[each["key"], one.said(each["key"]), each.get("conforms")] for each in one.choices],
    }


def _item(one: Any) -> dict[str, Any]:
    said = one.stands
    return {
        "value": json.loads(said.value),
        "said": said.value,
        "bases": sorted({said.uuid, *said.bases}),
        "disputed": one.is_disputed,
        "at": f"{as_local(said.at):%H:%M}",
    }


def _findings(inspection: Inspection, by: Person) -> list[dict[str, Any]]:
    query = Finding.visible_to(by).where(Finding.inspection_id == inspection.id, Finding.state != "withdrawn")
    return [_finding(one) for one in db.session.scalars(query.order_by(Finding.id)).unique()]


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "id": one.id,
        "code": one.code,
        "title": one.title,
        "unit": one.unit.name,
        "kind": str(TOPICS[one.kind]),
        "grade": str(GRADES[one.grade].label),
        "state": str(one.status.label),
        "on": f"{one.observed_on:%d/%m/%Y}",
        "names": one.names_somebody,
    }


def _document(one: Document, day: date) -> dict[str, Any]:
    revision = one.revision_on(day)
    blocks = revision.blocks if revision else []
    return {
        "id": one.id,
        "code": one.code,
        "title": one.title,
        "revision": str(revision) if revision else "",
        "texts": [[[name, text] for name, text in rendered(block.kind, block.content) if text] for block in blocks],
    }


def _signatures(inspection: Inspection) -> list[Any]:
    """For each side whether it still has to sign: the team is 0."""
    standing = standing_signatures(inspection)
    return [one.id if one else 0 for one in unsigned_sides(inspection, standing)]


def _open_counts(inspection: Inspection) -> list[AttendanceCheck]:
    query = select(AttendanceCheck).where(
        AttendanceCheck.inspection_id == inspection.id, AttendanceCheck.ended_at.is_(None)
    )
    return list(db.session.scalars(query).unique())


def grades() -> list[tuple[str, str]]:
    """How much a finding may weigh."""
    return [(name, str(state.label)) for name, state in GRADES.items()]


def kinds() -> list[tuple[str, str, bool]]:
    """What a finding may be about, and whether such a finding may name somebody."""
    return [(name, str(label), name in NAMING) for name, label in TOPICS.items()]
