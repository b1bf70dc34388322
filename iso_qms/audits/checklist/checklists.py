"""Checklists: a versioned library of questions per agency, and the answers an inspection took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column as TableColumn
from sqlalchemy import ForeignKey, Select, String, Table, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.audits.checklist.asking import ANSWERS as ANSWERS
from iso_qms.audits.checklist.asking import Asked, Given, in_language, judged, score_of, tells_verdict
from iso_qms.audits.checklist.seeds import SEEDS
from iso_qms.audits.models import Inspection
from iso_qms.audits.topics import TOPICS
from iso_qms.clock import now
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l, language
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.workflow import Forbidden, Incomplete, WrongState

LIST_KINDS = {
    "topic": _l("Topic of inspections"),
    "external": _l("Inspection from outside"),
    "clause": _l("Clauses of ISO 9001:2015"),
    "own": _l("The agency's own"),
}
MOST_QUESTIONS = 500

say({"inspection.checked": _l("answered the checklist")})


class Checklist(Base, AgencyOwned, Journaled):
    """One version of a list of questions. Never changed in place: answers keep the question they answered.

    Versions of one list share its `key`; the lists of topics have the topic as key, and no name of their own.
    """

    __tablename__ = "checklist"
    __table_args__ = (UniqueConstraint("agency_id", "key", "version"),)
    journal_kind = "checklist"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(12), default="topic")
    topic: Mapped[str | None] = mapped_column(String(12))
    name_vi: Mapped[str] = mapped_column(String(200), default="")
    name_en: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
    scored: Mapped[bool] = mapped_column(default=False)
    adopted_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    questions: Mapped[list[ChecklistQuestion]] = relationship(
        back_populates="checklist", order_by="ChecklistQuestion.position", lazy="selectin"
    )

    def __str__(self) -> str:
        return f"{self.title} {self.version}"

    @property
    def title(self) -> str:
        """What it is called in the language spoken."""
        return title_of(self.topic, self.name_vi, self.name_en)

    @staticmethod
    def visible_to(person: Person) -> Select[Checklist]:
        """What is asked is no secret."""
        return select(Checklist)


def title_of(topic: str | None, name_vi: str, name_en: str) -> str:
    """What a list is called in the language spoken: its topic, else its own name."""
    if topic:
        return str(TOPICS[topic])
    return (name_en if language() == "en" else name_vi) or name_vi or name_en


class ChecklistQuestion(Base, Journaled):
    """One question, in both languages: what it asks for, what it rests on, and which block of a procedure it is about.

    `key` is the same in every version that asks it. `block_hash` is what the block said when somebody last held the
    question against it.
    """

    __tablename__ = "checklist_question"
    journal_kind = "checklist_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklist.id", ondelete="RESTRICT"), index=True)
    key: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    vi: Mapped[str] = mapped_column(String(500))
    en: Mapped[str] = mapped_column(String(500), default="")
    basis: Mapped[str] = mapped_column(String(300), default="")
    guidance_vi: Mapped[str] = mapped_column(Text, default="")
    guidance_en: Mapped[str] = mapped_column(Text, default="")
    answer_kind: Mapped[str] = mapped_column(String(10), default="verdict")
    choices: Mapped[list[Any]] = mapped_column(default=list)
    unit_of_measure: Mapped[str] = mapped_column(String(80), default="")
    least: Mapped[str] = mapped_column(String(30), default="")
    most: Mapped[str] = mapped_column(String(30), default="")
    weight: Mapped[int] = mapped_column(default=1)
    clause: Mapped[str] = mapped_column(String(10), default="")
    edition: Mapped[str] = mapped_column(String(10), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)
    block_id: Mapped[int | None] = mapped_column(ForeignKey("block.id", ondelete="RESTRICT"))
    block_hash: Mapped[str] = mapped_column(String(64), default="")

    checklist: Mapped[Checklist] = relationship(back_populates="questions")

    def __str__(self) -> str:
        return (self.en if language() == "en" else self.vi) or self.vi or self.en

    @property
    def guidance(self) -> str:
        """What to look at, in the language spoken."""
        return (self.guidance_en if language() == "en" else self.guidance_vi) or self.guidance_vi or self.guidance_en

    @property
    def asked(self) -> Asked:
        """The question as it is written, without its place."""
        return Asked(**{name: getattr(self, name) for name in Asked._fields})

    def said(self, value: str) -> str:
        """A value that was kept, in words."""
        if self.answer_kind == "choice":
            one = next((one for one in self.choices if one["key"] == value), {"vi": value})
            return in_language(f"{one['vi']} | {one.get('en', '')}", language())
        return f"{self.typed(value)} {self.unit}".strip() if self.answer_kind == "number" else value

    def typed(self, value: str) -> str:
        """A value that was kept, as one types it in the language spoken."""
        is_comma = self.answer_kind == "number" and language() != "en"
        return value.replace(".", ",") if is_comma else value

    @property
    def unit(self) -> str:
        """What a number counts, in the language spoken."""
        return in_language(self.unit_of_measure, language())

    @property
    def limits(self) -> str:
        """From where to where a number or a time conforms, in words; empty without a limit."""
        least, most = (self.said(one) if one else "" for one in (self.least, self.most))
        if least and most:
            return _("conforms from %(least)s to %(most)s", least=least, most=most)
        if least:
            return _("conforms from %(least)s", least=least)
        return _("conforms up to %(most)s", most=most) if most else ""

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
    value: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    at: Mapped[datetime]

    inspection: Mapped[Inspection] = relationship()
    unit: Mapped[Unit] = relationship()
    question: Mapped[ChecklistQuestion] = relationship(lazy="joined")

    @property
    def words(self) -> str:
        """Verdict, value and note in one line."""
        verdict = str(ANSWERS[self.answer])
        return ". ".join(filter(None, [verdict, self.question.said(self.value) if self.value else "", self.note]))

    @property
    def seen(self) -> str:
        """What was seen, in words that a finding may begin with."""
        asked = f"{self.question} {self.question.said(self.value)}" if self.value else ""
        return ". ".join(filter(None, [asked, self.note])) or str(self.question)

    def journal_root(self) -> Inspection:
        return self.inspection


def library() -> dict[str, Checklist]:
    """The newest version of each list by its key: topics in their order, then the others; none that is out of use."""
    found = db.session.scalars(select(Checklist).where(Checklist.id.in_(newest_in_use())))
    return {one.key: one for one in in_order(found)}


def newest_in_use() -> Select[Any]:
    """The numbers of the lists of the library, as a query for others."""
    newest = select(func.max(Checklist.id)).group_by(Checklist.agency_id, Checklist.key)
    return select(Checklist.id).where(Checklist.id.in_(newest), Checklist.retired_at.is_(None))


def demand_keeper(by: Person) -> None:
    """Refuse whoever does not keep the library."""
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control keeps the checklists."))


def in_order(lists: Iterable[Checklist]) -> list[Checklist]:
    """Lists as they are shown: by topic, then from outside, by clause, and the agency's own by name."""
    places = [*TOPICS, *SEEDS]

    def place(one: Checklist) -> tuple[int, int, str]:
        seeded = places.index(one.key) if one.key in places else len(places)
        return list(LIST_KINDS).index(one.kind), seeded, one.name_vi

    return sorted(lists, key=place)


def out_of_use() -> list[Checklist]:
    """The lists that are out of use: the last version of each, for there is none after it."""
    return in_order(db.session.scalars(select(Checklist).where(Checklist.retired_at.is_not(None))))


def newest_of(key: str) -> Checklist | None:
    """The newest version of a list, also when it is out of use."""
    return db.session.scalars(select(Checklist).where(Checklist.key == key).order_by(Checklist.version.desc())).first()


def versions_of(key: str) -> list[Checklist]:
    """Every version of a list, the newest first."""
    return list(db.session.scalars(select(Checklist).where(Checklist.key == key).order_by(Checklist.version.desc())))


def checklists_of(inspection: Inspection) -> list[Checklist]:
    """The lists an inspection asks, in the order they are shown."""
    query = select(Checklist).join(inspection_checklist, inspection_checklist.c.checklist_id == Checklist.id)
    return in_order(db.session.scalars(query.where(inspection_checklist.c.inspection_id == inspection.id)))


def answers_of(inspection: Inspection) -> list[ChecklistAnswer]:
    """Every answer taken so far."""
    query = select(ChecklistAnswer).where(ChecklistAnswer.inspection_id == inspection.id)
    return list(db.session.scalars(query))


def answer(inspection: Inspection, given: Iterable[Sequence[Any]], *, unit: Unit, by: Person) -> int:
    """Note what was seen at a unit: question, verdict, note, value (see `Given`); how many are new or changed."""
    demand_answering(inspection, by=by)
    before = {one.question_id: one for one in answers_of(inspection) if one.unit_id == unit.id}
    changed = sum(_answer(inspection, unit, before, by, Given(*one)) for one in given)
    if changed:
        write(inspection, "inspection.checked", by=by)
    return changed


def demand_answering(inspection: Inspection, *, by: Person) -> None:
    """Refuse whoever is not of the team, and every answer before the visit begins or after it ended."""
    if inspection.state != "under_way":
        raise WrongState(_("%(inspection)s is not under way, so nothing more is observed.", inspection=inspection.code))
    if not inspection.has_member(by):
        raise Forbidden(_("Only the team answers the checklist."))


def refusals(given: Iterable[Given]) -> dict[int, str]:
    """What is wrong with some answers, by the number of the question; empty when each fits what its question asks."""
    found = {}
    for one in given:
        try:
            judged(one.question, one.said, one.value)
        except Incomplete as refusal:
            found[one.question.id] = str(refusal)
    return found


def scores_of(asked: Iterable[Checklist], answers: Mapping[int, ChecklistAnswer]) -> dict[int, int]:
    """In percent what conforms at one unit, by the number of each list that shows it and has an answer that counts."""
    found = {}
    for one in asked:
        said = [(row.weight, answers[row.id].answer) for row in one.questions if row.id in answers]
        if one.scored and (percent := score_of(said)) is not None:
            found[one.id] = percent
    return found


def _answer(inspection: Inspection, unit: Unit, before: dict[int, ChecklistAnswer], by: Person, given: Given) -> bool:
    said, value = judged(given.question, given.said, given.value)
    one = before.get(given.question.id)
    if not said:
        if one is not None and tells_verdict(given.question):
            raise Incomplete(_("Write down what you saw, or say that it was not seen."))
        return False
    if one is not None and (one.answer, one.value, one.note) == (said, value, given.note):
        return False
    if one is None:
        one = ChecklistAnswer(inspection=inspection, unit=unit, question=given.question)
        db.session.add(one)
    one.answer, one.value, one.note, one.answered_by_id, one.at = said, value, given.note, by.id, now()
    return True
