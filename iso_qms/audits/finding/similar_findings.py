"""What inspections know elsewhere that resembles a nonconformity: findings, and questions failed in other units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from iso_qms.audits.checklist.checklists import Checklist, ChecklistAnswer, ChecklistQuestion
from iso_qms.audits.finding.findings import NONCONFORMING, Finding, naming_nobody
from iso_qms.audits.models import Inspection
from iso_qms.clock import HO_CHI_MINH, as_local
from iso_qms.db import db
from iso_qms.improvement.elsewhere.likeness import CLAUSE, PROCEDURE, QUESTION, clauses_in
from iso_qms.improvement.models import Nonconformity
from iso_qms.organisation.people import Person
from iso_qms.registry import Similar, registry

COUNTED = ("notified", "replied", "confirmed", "corrected")


def similar_findings(one: Nonconformity, person: Person, since: date) -> Iterator[Similar]:
    """Findings in other units on the same procedure or clause that brought no nonconformity; none names anybody."""
    clauses = clauses_in(one.criterion)
    origin = db.session.get(Finding, one.source_id) if one.source_kind == "finding" and one.source_id else None
    clauses |= {origin.clause} if origin and origin.clause else set()
    same: list[ColumnElement[bool]] = [Finding.clause.in_(clauses)] if clauses else []
    same += [Finding.document_id == one.document_id] if one.document_id else []
    if same:
        yield from _findings(one, person, since, or_(*same))
    if origin:
        yield from _questions(origin, person, since)


def _findings(one: Nonconformity, person: Person, since: date, same: Any) -> Iterator[Similar]:
    opened = select(Nonconformity.source_id).where(Nonconformity.source_kind == "finding")
    opened = opened.where(Nonconformity.source_id.is_not(None))
    query = Finding.visible_to(person).where(
        same,
        naming_nobody(),
        Finding.kind != "conduct",
        Finding.unit_id != one.unit_id,
        Finding.grade.in_(NONCONFORMING),
        Finding.state.in_(COUNTED),
        Finding.observed_at >= _start(since),
        Finding.id.not_in(opened),
    )
    for found in db.session.scalars(query.order_by(Finding.observed_at.desc())).unique():
        yield Similar(
            kind="finding",
            thing_id=found.id,
            words=f"{found.code} {found.title}",
            why=PROCEDURE if one.document_id and found.document_id == one.document_id else CLAUSE,
            unit_id=found.unit_id,
            unit=found.unit.name,
            on=found.observed_on,
            url=registry.things["finding"].url(found),
        )


def _questions(origin: Finding, person: Person, since: date) -> Iterator[Similar]:
    """The questions its finding rests on, where they failed in other units."""
    keys = [(one.checklist.key, one.key) for one in _rests_on(origin)]
    if not keys:
        return
    asked = or_(*((Checklist.key == checklist) & (ChecklistQuestion.key == key) for checklist, key in keys))
    query = (
        select(ChecklistAnswer)
        .join(ChecklistAnswer.question)
        .join(ChecklistQuestion.checklist)
        .join(ChecklistAnswer.inspection)
        .where(asked, ChecklistAnswer.answer == "not", ChecklistAnswer.unit_id != origin.unit_id)
        .where(ChecklistAnswer.at >= _start(since), Inspection.ended_at.is_not(None))
        .where(Inspection.id.in_(Inspection.visible_to(person).with_only_columns(Inspection.id)))
    )
    for answer in db.session.scalars(query.order_by(ChecklistAnswer.at.desc())).unique():
        yield Similar(
            kind="checklist_answer",
            thing_id=answer.id,
            words=f"{answer.question}: {answer.words}",
            why=QUESTION,
            unit_id=answer.unit_id,
            unit=answer.unit.name,
            on=as_local(answer.at).date(),
            url=registry.things["inspection"].url(answer.inspection),
        )


def _rests_on(origin: Finding) -> list[ChecklistQuestion]:
    """The questions that failed at its visit in its unit, and that it speaks of: by their words, or by its clause."""
    here = ChecklistAnswer.inspection_id == origin.inspection_id, ChecklistAnswer.unit_id == origin.unit_id
    query = select(ChecklistAnswer).join(ChecklistAnswer.question).join(ChecklistQuestion.checklist)
    query = query.where(*here, ChecklistAnswer.answer == "not", Checklist.topic != "conduct")
    told = f"{origin.title}\n{origin.evidence}"
    return [one.question for one in db.session.scalars(query).unique() if _speaks_of(origin, told, one.question)]


def _speaks_of(origin: Finding, told: str, question: ChecklistQuestion) -> bool:
    named = any(words and words in told for words in (question.vi, question.en))
    return named or bool(question.clause and question.clause == origin.clause)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), HO_CHI_MINH)
