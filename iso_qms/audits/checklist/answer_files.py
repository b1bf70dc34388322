"""Files at the answers of a checklist: the photo or scan of the record a team was shown.

A file belongs to the visit, with everything that follows from it: who reads it, how long it stays. A row beside it says
which question at which unit it is evidence for, so that a picture may come before the answer, as it does from phones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from iso_qms.audits.checklist.checklists import ChecklistQuestion, demand_answering, inspection_checklist
from iso_qms.audits.finding.evidence_files import demand_nobody_on
from iso_qms.audits.models import Inspection
from iso_qms.blobs import Attachment, attach
from iso_qms.db import Base, db
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.workflow import Incomplete

Place = tuple[int, int]
"""A unit and a question asked there, by their numbers."""


class AnswerFile(Base):
    """For which question at which unit a file of a visit is evidence."""

    __tablename__ = "answer_file"
    __table_args__ = (Index("ix_answer_file_place", "question_id", "unit_id"),)

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id", ondelete="RESTRICT"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    question_id: Mapped[int] = mapped_column(ForeignKey("checklist_question.id", ondelete="RESTRICT"))

    attachment: Mapped[Attachment] = relationship()
    unit: Mapped[Unit] = relationship()
    question: Mapped[ChecklistQuestion] = relationship()

    def __str__(self) -> str:
        return _("Evidence: %(question)s (%(unit)s)", question=self.question, unit=self.unit.name)


def attach_to_answer(
    inspection: Inspection,
    question: ChecklistQuestion,
    files: Iterable[Any],
    *,
    unit: Unit,
    by: Person,
    nobody_on_them: bool = False,
) -> list[Attachment]:
    """Attach uploaded files to what is asked at a unit; pictures only when nobody can be recognised on them."""
    given = [one for one in files if one is not None and one.filename]
    if not given:
        return []
    demand_answering(inspection, by=by)
    made = attach(inspection, given, by=by)
    demand_nobody_on(made, agency_id=inspection.agency_id, said=nobody_on_them)
    for one in made:
        say_what_for(one, inspection, (unit.id, question.id))
    return made


def say_what_for(file: Attachment, inspection: Inspection, place: Place) -> None:
    """Say for which question a file of a visit is evidence; refuses one that is not asked there."""
    unit_id, question_id = place
    asked = (
        select(ChecklistQuestion.id)
        .join(inspection_checklist, inspection_checklist.c.checklist_id == ChecklistQuestion.checklist_id)
        .where(inspection_checklist.c.inspection_id == inspection.id, ChecklistQuestion.id == question_id)
    )
    if unit_id not in {one.id for one in inspection.units} or db.session.scalar(asked) is None:
        raise Incomplete(_("The question it is evidence for is not asked at this visit."))
    db.session.flush()
    db.session.add(AnswerFile(attachment_id=file.id, unit_id=unit_id, question_id=question_id))


def files_at(inspection: Inspection, unit: Unit) -> Mapping[int, list[Attachment]]:
    """The files at the answers of one unit, by the number of the question, the oldest first."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    for one in _of(inspection):
        if one.unit_id == unit.id:
            found[one.question_id].append(one.attachment)
    return found


def counts_at(inspection: Inspection) -> dict[Place, int]:
    """How many files each question of a visit has, by where it is asked."""
    found: dict[Place, int] = defaultdict(int)
    for one in _of(inspection):
        found[one.unit_id, one.question_id] += 1
    return found


def files_with_purpose(inspection: Inspection) -> tuple[list[Attachment], dict[int, str]]:
    """The files of a visit, oldest first, and in words what some are evidence for, by their number; one query."""
    query = select(Attachment, AnswerFile).outerjoin(AnswerFile, AnswerFile.attachment_id == Attachment.id)
    mine = Attachment.kind == Inspection.journal_kind, Attachment.thing_id == inspection.id
    query = query.where(*mine, Attachment.set_aside_at.is_(None)).order_by(Attachment.id)
    query = query.options(joinedload(Attachment.added_by), joinedload(AnswerFile.question), joinedload(AnswerFile.unit))
    rows = db.session.execute(query).unique().all()
    return [file for file, _purpose in rows], {file.id: str(purpose) for file, purpose in rows if purpose}


def _of(inspection: Inspection) -> list[AnswerFile]:
    mine = Attachment.kind == Inspection.journal_kind, Attachment.thing_id == inspection.id
    query = select(AnswerFile).join(AnswerFile.attachment).where(*mine, Attachment.set_aside_at.is_(None))
    query = query.options(joinedload(AnswerFile.attachment).joinedload(Attachment.added_by))
    query = query.options(joinedload(AnswerFile.question), joinedload(AnswerFile.unit))
    return list(db.session.scalars(query.order_by(AnswerFile.attachment_id)))
