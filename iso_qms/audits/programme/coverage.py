"""What was looked at, counted from the answers of visits that have ended: by clause, procedure, unit and year.

A clause is counted in the edition of the standard that the question named. A visit's answers belong to each procedure
it looked at, those on hours and conduct to none. What was seen of conduct counts as a look, and never as wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, null, select

from iso_qms.audits.checklist.checklists import Checklist, ChecklistAnswer, ChecklistQuestion
from iso_qms.audits.checklist.clauses import Clause, clauses_named
from iso_qms.audits.finding.findings import NAMING
from iso_qms.audits.models import Inspection, inspection_document
from iso_qms.audits.programme.pivot import Counts, Group
from iso_qms.clock import as_local
from iso_qms.db import db
from iso_qms.documents.models import Document, Revision, stands_on
from iso_qms.i18n import _l
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit, units_on

DIMENSIONS = {"clause": _l("Clause"), "process": _l("Procedure"), "unit": _l("Unit"), "year": _l("Year")}
"""What rows and columns may be; a group also has its visit, where it was asked for."""

_topic = func.coalesce(Checklist.topic, "")
"""Lists that are of no topic ask about work, as most topics do."""


def groups_of(
    person: Person, years: range, *, processes: bool = False, visits: bool = False, together_from: int = 0
) -> list[Group]:
    """The answers of those years that a person may see, counted in one statement; by procedure and visit on demand.

    Where years need not be told apart, those from `together_from` on are one group under the last of them, and so are
    those before: five years of many units are then as quickly read as two.
    """
    looked = ChecklistAnswer.answer != "not_seen"
    wrong = and_(ChecklistAnswer.answer == "not", _topic != "conduct")
    year = func.max(Inspection.year) if together_from else Inspection.year
    named = [ChecklistQuestion.basis, ChecklistQuestion.clause, ChecklistQuestion.edition]
    by: list[Any] = [*named, ChecklistAnswer.unit_id]
    by += [Inspection.year >= together_from if together_from else Inspection.year]
    by += [inspection_document.c.document_id] if processes else []
    by += [Inspection.id] if visits else []
    document = inspection_document.c.document_id if processes else null()
    columns: list[Any] = [*by[:4], year, document, Inspection.id if visits else null()]
    counts: list[Any] = [
        func.count().filter(looked),
        func.count().filter(wrong),
        func.count().filter(~looked),
        func.max(ChecklistAnswer.at).filter(looked),
    ]
    query = (
        Inspection.visible_to(person)
        .where(Inspection.ended_at.is_not(None), Inspection.year.between(years[0], years[-1]))
        .join(ChecklistAnswer, ChecklistAnswer.inspection_id == Inspection.id)
        .join(ChecklistQuestion, ChecklistQuestion.id == ChecklistAnswer.question_id)
        .join(Checklist, Checklist.id == ChecklistQuestion.checklist_id)
    )
    if processes:
        looked_at = inspection_document.c.inspection_id == Inspection.id
        query = query.outerjoin(inspection_document, and_(looked_at, _topic.not_in(NAMING)))
    return [_group(*row) for row in db.session.execute(query.with_only_columns(*columns, *counts).group_by(*by))]


def processes_looked_at(person: Person, years: range) -> set[int]:
    """The documents that a visit of those years looked at, and answered a question of work about."""
    answered = (
        select(ChecklistAnswer.id)
        .join(ChecklistQuestion, ChecklistQuestion.id == ChecklistAnswer.question_id)
        .join(Checklist, Checklist.id == ChecklistQuestion.checklist_id)
        .where(ChecklistAnswer.inspection_id == Inspection.id, ChecklistAnswer.answer != "not_seen")
        .where(_topic.not_in(NAMING))
    )
    query = (
        Inspection.visible_to(person)
        .where(Inspection.ended_at.is_not(None), Inspection.year.between(years[0], years[-1]), answered.exists())
        .join(inspection_document, inspection_document.c.inspection_id == Inspection.id)
    )
    return set(db.session.scalars(query.with_only_columns(inspection_document.c.document_id).distinct()))


def procedures_on(day: date, *, seen_by: Person) -> list[Document]:
    """The procedures that stand on a day, in the order of their codes."""
    standing = Document.id.in_(select(Revision.document_id).where(stands_on(day)))
    query = Document.visible_to(seen_by).where(standing, Document.kind == "procedure")
    return list(db.session.scalars(query.order_by(Document.code_sort)))


def documents_of(there: Sequence[Document], found: set[int], *, seen_by: Person) -> dict[int, Document]:
    """The documents expected, and after them those found that a person may see, by their number."""
    known = {one.id: one for one in there}
    if missing := found - known.keys():
        query = Document.visible_to(seen_by).where(Document.id.in_(missing)).order_by(Document.code_sort)
        known |= {one.id: one for one in db.session.scalars(query)}
    return known


def units_of(day: date, found: set[int]) -> dict[int, Unit]:
    """The units of a day, and after them those found that exist no longer, by their number."""
    known = {one.id: one for one in units_on(day)}
    if missing := found - known.keys():
        query = select(Unit).where(Unit.id.in_(missing)).order_by(Unit.sort)
        known |= {one.id: one for one in db.session.scalars(query)}
    return known


def _group(
    basis: str,
    clause: str,
    edition: str,
    unit_id: int,
    year: int,
    document_id: int | None,
    visit: int | None,
    answers: int,
    wrong: int,
    unseen: int,
    last: datetime | None,
) -> Group:
    keys: dict[str, Sequence[Any]] = {
        "clause": _clauses(basis, clause, edition) or (None,),
        "unit": (unit_id,),
        "year": (year,),
        "process": (document_id,),
        "visit": (visit,),
    }
    return Group(keys, Counts(answers, wrong, unseen, as_local(last).date() if last else None))


def _clauses(basis: str, clause: str, edition: str) -> tuple[Clause, ...]:
    # A question has a clause of its own, and may name others in its basis.
    own = (Clause(f"ISO 9001:{edition}", clause),) if clause and edition else ()
    return (*own, *(one for one in clauses_named(basis) if one not in own))
