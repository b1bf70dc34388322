"""Findings: evidence held against a criterion, what the inspected side says to it, and who has read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Select, String, Text, UniqueConstraint, and_, false, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.audits.checklist.clauses import clause_title
from iso_qms.audits.flow import ANSWERABLE, CONCLUDED, FINDING
from iso_qms.audits.models import Inspection, TeamMember
from iso_qms.clock import as_local, today
from iso_qms.db import Base, db, ddl, kept
from iso_qms.documents.models import Document, Revision
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled
from iso_qms.lifecycle import FOUR_EYES, HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.heads import answered_units, heads_for
from iso_qms.organisation.people import Person, staff_of
from iso_qms.organisation.units import Unit, subtree
from iso_qms.workflow import Forbidden, Move, State

GRADES: dict[str, State] = {
    "conform": State("conform", _l("Conforms"), tone="done", shape="check"),
    "ofi": State("ofi", _l("Opportunity for improvement"), tone="live", shape="up"),
    "observation": State("observation", _l("Observation"), tone="calm", shape="eye"),
    "minor": State("minor", _l("Minor nonconformity"), tone="wait", shape="dotring"),
    "major": State("major", _l("Major nonconformity"), tone="late", shape="late"),
}
"""Grading is practice and no demand of ISO 19011; each finding carries the reason of its grade."""
NONCONFORMING = ("minor", "major")
NAMING = ("hours", "conduct")
"""The kinds that may name a person."""
NO_CRITERION = _l("Name the criterion: a clause, a step of a procedure, or an article.")
NO_REASON = _l("Say in a sentence why it weighs that much.")
FOUR_EYES["inspected"] = _l("You belong to the inspected side, so somebody of the team or of quality control decides.")


class Finding(HasLifecycle, AgencyOwned, Base):
    """What was seen, held against what ought to be; final only after the right of reply.

    There is no place here for a sanction, and there shall be none: discipline has its own procedure and its own papers.
    """

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "sequence"),
        Index("ix_finding_window", "state", "reply_due_on"),
    )
    workflow = FINDING
    journal_kind = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id", ondelete="RESTRICT"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    year: Mapped[int]
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12), index=True)
    title: Mapped[str] = mapped_column(String(300))
    evidence: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(200), default="")
    observed_at: Mapped[datetime]
    standard: Mapped[str] = mapped_column(String(20), default="")
    clause: Mapped[str] = mapped_column(String(10), default="")
    article: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"))
    step: Mapped[str] = mapped_column(String(300), default="")
    grade: Mapped[str] = mapped_column(String(12))
    grade_reason: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    sighting_id: Mapped[int | None] = mapped_column(ForeignKey("sighting.id", ondelete="RESTRICT"), index=True)
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    notified_at: Mapped[datetime | None]
    reply_days: Mapped[int | None]
    reply_due_on: Mapped[date | None] = mapped_column(Date)
    returned_reason: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    concluded_at: Mapped[datetime | None]
    reminded: Mapped[list[Any]] = mapped_column(default=list)
    minutes: Mapped[int | None]
    people: Mapped[int | None]
    grade_rule: Mapped[str] = mapped_column(String(60), default="")
    proposed_grade: Mapped[str] = mapped_column(String(12), default="")
    rule_sentence: Mapped[str] = mapped_column(Text, default="")
    """The rule as it read on the day, whatever becomes of it."""
    rung: Mapped[int | None]
    """The rung of the ladder it reached once it was concluded; None until the round has looked."""
    rung_cases: Mapped[list[Any]] = mapped_column(default=list)
    table_seen_at: Mapped[datetime | None]
    """When a leader took note of it on the third rung."""
    restricted_at: Mapped[datetime | None]
    names_end_on: Mapped[date | None] = mapped_column(Date)
    nameless_at: Mapped[datetime | None]
    hold_reason: Mapped[str] = mapped_column(Text, default="")

    inspection: Mapped[Inspection] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")
    document: Mapped[Document | None] = relationship(lazy="select")
    revision: Mapped[Revision | None] = relationship(lazy="select")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    noted_by: Mapped[Person] = relationship(foreign_keys=[noted_by_id])
    replies: Mapped[list[FindingReply]] = relationship(back_populates="finding", order_by="FindingReply.id")
    wordings: Mapped[list[FindingWording]] = relationship(back_populates="finding", order_by="FindingWording.id")

    def __str__(self) -> str:
        return self.code if self.names_somebody else f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        """The number as printed: PH-2026-031."""
        return f"PH-{self.year}-{self.sequence:03d}"

    @property
    def names_somebody(self) -> bool:
        """Whether a person is concerned, or was until the name ended: few may read it, the journal keeps no values."""
        return self.person_id is not None or self.nameless_at is not None or self.person is not None

    @property
    def is_private(self) -> bool:
        """Whether the journal keeps no word of it: also where nobody is named yet, for somebody may be named later."""
        return self.names_somebody or self.kind in NAMING

    @property
    def observed_on(self) -> date:
        """The day it was seen, by the agency's wall calendar."""
        return as_local(self.observed_at).date()

    @property
    def held_on(self) -> date:
        """A day of the revision it is held against: its own, but where that is of a dossier that came in before."""
        one, day = self.revision, self.observed_on
        return one.valid_from if one and one.valid_from and one.valid_to and one.valid_to <= day else day

    @property
    def files_stay(self) -> bool:
        """Whether the conclusion rests on its files, so that nobody takes them out of sight any more."""
        return self.state in CONCLUDED

    @property
    def window_is_over(self) -> bool:
        """Whether the time to explain has ended."""
        return self.reply_due_on is not None and today() > self.reply_due_on

    @property
    def inspected(self) -> list[Person]:
        """The inspected side: everybody of the unit, and the person concerned."""
        read = kept("inspected_sides")
        if self.unit_id not in read:
            read[self.unit_id] = staff_of(subtree(self.unit_id), today())
        people: list[Person] = read[self.unit_id]
        return [*people, self.person] if self.person else people

    def journal_hides(self, by: Person) -> bool:
        """What the person concerned does is in the journal for good, so it does not say who did it."""
        return self.person is by or self.person_id == by.id

    def journal_over(self) -> Inspection:
        return self.inspection

    @staticmethod
    def visible_to(person: Person) -> Select[Finding]:
        """The team; once notified, the unit's head, the person concerned, and overseers unless it names somebody.

        Not even administrators and leaders read a finding on a person; leaders see counts. A restricted one is for the
        team and the person alone.
        """
        team = select(TeamMember.inspection_id).where(TeamMember.person_id == person.id)
        of_unit = and_(Finding.unit_id.in_(answered_units(person, today())), Finding.restricted_at.is_(None))
        told = Finding.notified_at.is_not(None)
        open_ones = naming_nobody() if person.may("audits.oversee") else false()
        others = or_(of_unit, Finding.person_id == person.id, open_ones)
        return select(Finding).where(or_(Finding.inspection_id.in_(team), and_(told, others)))

    def answers(self, person: Person) -> bool:
        """Whether this person may explain: whoever answers for the unit, and the person concerned."""
        return self.person_id == person.id or self.unit_id in answered_units(person, today())

    def why_not_yet(self, move: Move) -> str | None:
        if move.name in ("confirm", "correct") and self.state == "notified" and not self.window_is_over:
            return _("The unit may explain until the end of %(day)s.", day=f"{self.reply_due_on:%d/%m/%Y}")
        return None

    def _demand_right(self, move: Move, by: Person) -> None:
        super()._demand_right(move, by)
        if move.name == "notify" and not self.inspection.has_member(by):
            raise Forbidden(_("Only the team can notify its findings."))
        if move.name == "reassign" and not self.inspection.is_led_by(by):
            raise Forbidden(_("The lead of the team names the right unit: %(name)s.", name=self.inspection.lead))
        if move.needs == "audits.conclude" and not (self.inspection.is_led_by(by) or by.may("audits.plan")):
            raise Forbidden(_("The team's lead or quality control concludes a finding."))
        if move.name == "reply" and not self.answers(by):
            raise Forbidden(_("Whoever answers for the unit explains, or the person concerned."))
        if move.name == "not_ours" and self.unit_id not in answered_units(by, today()):
            raise Forbidden(_("Only whoever answers for the unit can say that it is another unit's matter."))


class FindingReply(AgencyOwned, Base, Journaled):
    """What the unit or the person concerned says to a finding; it goes with the finding for good."""

    __tablename__ = "finding_reply"
    journal_kind = "finding_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    """Who said it; nobody any more once the name has ended."""
    name: Mapped[str] = mapped_column(String(200))
    post: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    finding: Mapped[Finding] = relationship(back_populates="replies")

    def __str__(self) -> str:
        return self.finding.code

    def journal_hides(self, by: Person) -> bool:
        return self.finding.journal_hides(by)

    def journal_root(self) -> Finding:
        return self.finding

    @property
    def files_stay(self) -> bool:
        """As those of the finding, with which they were weighed."""
        return self.finding.files_stay

    @staticmethod
    def visible_to(person: Person) -> Select[FindingReply]:
        """Whoever may read the finding reads what was said to it."""
        findings = Finding.visible_to(person).with_only_columns(Finding.id)
        return select(FindingReply).where(FindingReply.finding_id.in_(findings))


class FindingWording(Base):
    """What a finding said before it was corrected. The journal keeps no values of findings on persons; this does."""

    __tablename__ = "finding_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(300))
    evidence: Mapped[str] = mapped_column(Text)
    grade: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text)

    finding: Mapped[Finding] = relationship(back_populates="wordings")


class FindingReading(AgencyOwned, Base):
    """One opening of a finding that names somebody: who, as whom, when. The person concerned can see them all."""

    __tablename__ = "finding_reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(200))
    post: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime]


for _table in ("finding_wording", "finding_reading"):
    # What was written stays as it is until the name in the finding ends; then it goes with it.
    _kept = "(SELECT nameless_at FROM finding WHERE finding.id = OLD.finding_id) IS NULL"
    ddl(
        Base.metadata.tables[_table],
        sqlite=[
            f"CREATE TRIGGER {_table}_no_update BEFORE UPDATE ON {_table} "
            f"BEGIN SELECT RAISE(ABORT, '{_table} is append-only'); END",
            f"CREATE TRIGGER {_table}_no_delete BEFORE DELETE ON {_table} WHEN {_kept} "
            f"BEGIN SELECT RAISE(ABORT, '{_table} is append-only'); END",
        ],
        postgresql=[
            f"CREATE FUNCTION {_table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF TG_OP = 'DELETE' THEN IF NOT {_kept} THEN RETURN OLD; END IF; END IF; "
            f"RAISE EXCEPTION '{_table} is append-only'; END $$",
            f"CREATE TRIGGER {_table}_append_only BEFORE UPDATE OR DELETE ON {_table} "
            f"FOR EACH ROW EXECUTE FUNCTION {_table}_append_only()",
            f"CREATE TRIGGER {_table}_no_truncate BEFORE TRUNCATE ON {_table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_table}_append_only()",
        ],
    )


def naming_nobody() -> Any:
    """The condition that a finding names nobody and never did."""
    return and_(Finding.person_id.is_(None), Finding.nameless_at.is_(None))


def found_about_documents() -> Any:
    """The findings that cite a document and weigh, once they are concluded; none of those that name somebody."""
    day = func.date(Finding.observed_at, type_=Date()).label("day")
    query = select(Finding.document_id, day, Finding.id.label("thing_id"))
    return query.where(
        Finding.document_id.is_not(None),
        Finding.grade.in_(NONCONFORMING),
        Finding.state.in_(("confirmed", "corrected")),
        naming_nobody(),
        Finding.kind != "conduct",
    )


def may_be_answered(finding: Finding, person: Person) -> bool:
    """Whether this person may write an explanation now."""
    return finding.state in ANSWERABLE and person.may("audits.reply") and finding.answers(person)


def readings_of(finding: Finding) -> list[FindingReading]:
    """Every opening, newest first."""
    query = select(FindingReading).where(FindingReading.finding_id == finding.id).order_by(FindingReading.id.desc())
    return list(db.session.scalars(query))


def criterion_of(found: Finding) -> str:
    """The criterion in one line: clause, procedure with step, article."""
    clause = f"{found.standard}, {found.clause} {clause_title(found.standard, found.clause)}" if found.clause else ""
    document = ", ".join(filter(None, [str(found.revision), found.step])) if found.revision else ""
    return "; ".join(filter(None, [clause, document, found.article]))


def readers_of(finding: Finding) -> Iterable[Person]:
    """Who may read a finding that names somebody, for the sentence under its lock."""
    people = [member.person for member in finding.inspection.team]
    people += heads_for(finding.unit_id, today()) if finding.restricted_at is None else []
    people += [finding.person] if finding.person else []
    return {one.id: one for one in people}.values()
