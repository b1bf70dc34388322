"""Checklists: a versioned library of questions per agency, and the answers an inspection took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Column as TableColumn
from sqlalchemy import ForeignKey, Select, String, Table, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.audits.models import TOPICS, Inspection
from iso_qms.audits.questions import QUESTIONS
from iso_qms.clock import now
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l, language
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.workflow import Forbidden, Incomplete, WrongState

ANSWERS = {
    "conform": _l("Conforms"),
    "not": _l("Does not conform"),
    "not_applicable": _l("Not applicable"),
    "not_seen": _l("Not seen"),
}

say(
    {
        "checklist.adopted": _l("took the checklist into the library"),
        "checklist.changed": _l("made a new version of the checklist"),
        "inspection.checked": _l("answered the checklist"),
    }
)


class Checklist(Base, AgencyOwned, Journaled):
    """One version of the questions on a topic. Never changed in place: answers keep the question they answered."""

    __tablename__ = "checklist"
    __table_args__ = (UniqueConstraint("agency_id", "topic", "version"),)
    journal_kind = "checklist"

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)
    adopted_at: Mapped[datetime]

    questions: Mapped[list[ChecklistQuestion]] = relationship(
        back_populates="checklist", order_by="ChecklistQuestion.position", lazy="selectin"
    )

    def __str__(self) -> str:
        return f"{TOPICS[self.topic]} {self.version}"

    @staticmethod
    def visible_to(person: Person) -> Select[Checklist]:
        """What is asked is no secret."""
        return select(Checklist)


class ChecklistQuestion(Base, Journaled):
    """One question, in both languages, with what it rests on."""

    __tablename__ = "checklist_question"
    journal_kind = "checklist_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklist.id", ondelete="RESTRICT"), index=True)
    position: Mapped[int]
    vi: Mapped[str] = mapped_column(String(500))
    en: Mapped[str] = mapped_column(String(500), default="")
    basis: Mapped[str] = mapped_column(String(300), default="")

    checklist: Mapped[Checklist] = relationship(back_populates="questions")

    def __str__(self) -> str:
        return (self.en if language() == "en" else self.vi) or self.vi or self.en

    @staticmethod
    def visible_to(person: Person) -> Select[ChecklistQuestion]:
        """What is asked is no secret."""
        mine = Checklist.id == ChecklistQuestion.checklist_id, Checklist.agency_id == person.agency_id
        return select(ChecklistQuestion).join(Checklist, mine[0]).where(mine[1])

    def journal_root(self) -> Checklist:
        return self.checklist


inspection_checklist = Table(
    "inspection_checklist",
    Base.metadata,
    TableColumn("inspection_id", ForeignKey("inspection.id", ondelete="RESTRICT"), primary_key=True),
    TableColumn("checklist_id", ForeignKey("checklist.id", ondelete="RESTRICT"), primary_key=True),
)


class ChecklistAnswer(Base, Journaled):
    """What a team saw at one unit about one question; the newest word counts."""

    __tablename__ = "checklist_answer"
    __table_args__ = (UniqueConstraint("inspection_id", "unit_id", "question_id"),)
    journal_kind = "checklist_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id", ondelete="RESTRICT"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    question_id: Mapped[int] = mapped_column(ForeignKey("checklist_question.id", ondelete="RESTRICT"))
    answer: Mapped[str] = mapped_column(String(15))
    note: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    at: Mapped[datetime]

    inspection: Mapped[Inspection] = relationship()
    unit: Mapped[Unit] = relationship()
    question: Mapped[ChecklistQuestion] = relationship(lazy="joined")

    def journal_root(self) -> Inspection:
        return self.inspection


def library() -> dict[str, Checklist]:
    """The newest version of each topic's checklist."""
    newest: dict[str, Checklist] = {}
    for one in db.session.scalars(select(Checklist).order_by(Checklist.version)):
        newest[one.topic] = one
    return {topic: newest[topic] for topic in TOPICS if topic in newest}


def adopt_seed(*, by: Person) -> None:
    """Give an agency its own copy of the questions this software brings, for every topic it has none for."""
    there = library()
    for topic, questions in QUESTIONS.items():
        if topic not in there:
            _adopt(topic, questions, version=1, verb="checklist.adopted", by=by)


def change_checklist(topic: str, questions: Sequence[tuple[str, str, str]], *, by: Person) -> Checklist:
    """Make a new version of a topic's questions (Vietnamese, English, basis); running inspections keep theirs."""
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control keeps the checklists."))
    kept = [one for one in questions if one[0].strip() or one[1].strip()]
    if topic not in TOPICS or not kept:
        raise Incomplete(_("A checklist has at least one question."))
    from iso_qms.audits.following import follow_changes

    before = library().get(topic)
    made = _adopt(topic, kept, version=before.version + 1 if before else 1, verb="checklist.changed", by=by)
    if before is not None:
        follow_changes(before, made, by=by)
    return made


def pin_checklists(inspection: Inspection, *, by: Person) -> None:
    """Fix which version of each topic's questions this inspection asks."""
    adopt_seed(by=by)
    table = inspection_checklist
    db.session.flush()
    db.session.execute(table.delete().where(table.c.inspection_id == inspection.id))
    for topic, one in library().items():
        if topic in inspection.topics:
            db.session.execute(table.insert().values(inspection_id=inspection.id, checklist_id=one.id))


def checklists_of(inspection: Inspection) -> list[Checklist]:
    """The checklists an inspection asks, in the order of topics."""
    query = select(Checklist).join(inspection_checklist, inspection_checklist.c.checklist_id == Checklist.id)
    found = db.session.scalars(query.where(inspection_checklist.c.inspection_id == inspection.id)).all()
    return sorted(found, key=lambda one: list(TOPICS).index(one.topic))


def answers_of(inspection: Inspection) -> list[ChecklistAnswer]:
    """Every answer taken so far."""
    query = select(ChecklistAnswer).where(ChecklistAnswer.inspection_id == inspection.id)
    return list(db.session.scalars(query))


def answer(
    inspection: Inspection, given: Iterable[tuple[ChecklistQuestion, str, str]], *, unit: Unit, by: Person
) -> int:
    """Note what was seen at a unit: question, answer, note. Answers how many were new or changed."""
    if inspection.state != "under_way":
        raise WrongState(_("%(inspection)s is not under way, so nothing more is observed.", inspection=inspection.code))
    if not inspection.has_member(by):
        raise Forbidden(_("Only the team answers the checklist."))
    before = {one.question_id: one for one in answers_of(inspection) if one.unit_id == unit.id}
    changed = sum(_answer(inspection, unit, before, by, *one) for one in given)
    if changed:
        write(inspection, "inspection.checked", by=by)
    return changed


def _answer(
    inspection: Inspection,
    unit: Unit,
    before: dict[int, ChecklistAnswer],
    by: Person,
    question: ChecklistQuestion,
    said: str,
    note: str,
) -> bool:
    if said not in ANSWERS:
        return False
    one = before.get(question.id)
    if one is not None and (one.answer, one.note) == (said, note):
        return False
    if one is None:
        one = ChecklistAnswer(inspection=inspection, unit=unit, question=question)
        db.session.add(one)
    one.answer, one.note, one.answered_by_id, one.at = said, note, by.id, now()
    return True


def _adopt(topic: str, questions: Sequence[tuple[str, str, str]], *, version: int, verb: str, by: Person) -> Checklist:
    one = Checklist(agency_id=by.agency_id, topic=topic, version=version, adopted_at=now())
    for position, (vi, en, basis) in enumerate(questions, start=1):
        one.questions.append(ChecklistQuestion(position=position, vi=vi, en=en, basis=basis))
    db.session.add(one)
    write(one, verb, by=by)
    return one
