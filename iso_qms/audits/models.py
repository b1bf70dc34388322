"""Programmes, inspections, their teams and the signatures under their minutes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    exists,
    false,
    or_,
    select,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.audits.flow import INSPECTION, PROGRAMME
from iso_qms.audits.programme.spans import words_for
from iso_qms.audits.sides import units_concerning
from iso_qms.clock import today
from iso_qms.db import Base
from iso_qms.documents.models import Document
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled
from iso_qms.lifecycle import FOUR_EYES, HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.workflow import Forbidden, Move

KINDS = {"announced": _l("Announced"), "unannounced": _l("Unannounced")}
METHODS = {"on_site": _l("On site"), "remote": _l("Remote"), "hybrid": _l("Hybrid")}
SIDES = {"team": _l("Inspection team"), "inspected": _l("Inspected unit")}
SIGNED = {
    "signed": _l("Confirmed here, with password"),
    "on_paper": _l("Signed on paper"),
    "on_glass": _l("Signed on the glass of a phone"),
    "refused": _l("Did not sign"),
}

FOUR_EYES["preparers"] = _l("You prepared this, so somebody else must decide on it.")


class AuditProgramme(HasLifecycle, AgencyOwned, Base):
    """The programme of a year: what is to be reached, and the inspections that serve it (ISO 9001:2015, 9.2.2 a)."""

    __tablename__ = "audit_programme"
    __table_args__ = (UniqueConstraint("agency_id", "year"),)
    workflow = PROGRAMME
    journal_kind = "audit_programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    objectives: Mapped[str] = mapped_column(Text, default="")
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))

    prepared_by: Mapped[Person] = relationship()
    inspections: Mapped[list[Inspection]] = relationship(back_populates="programme", order_by="Inspection.planned_on")

    def __str__(self) -> str:
        return _("Inspection programme %(year)s", year=self.year)

    @property
    def preparers(self) -> list[Person]:
        """Who drew it up, and therefore cannot approve it."""
        return [self.prepared_by]

    @staticmethod
    def visible_to(person: Person) -> Select[AuditProgramme]:
        """A draft is for those who plan and approve; an approved one for everybody who reads inspections."""
        query = select(AuditProgramme)
        if person.may("audits.plan") or person.may("audits.oversee"):
            return query
        return query.where(AuditProgramme.state != "draft")

    def why_not_yet(self, move: Move) -> str | None:
        if move.name == "approve" and not self.inspections:
            return _("There is no inspection in it yet.")
        if move.name == "finish" and (still := [one for one in self.inspections if not one.status.final]):
            return _("%(inspection)s is not closed yet.", inspection=still[0].code)
        return None


inspection_unit = Table(
    "inspection_unit",
    Base.metadata,
    Column("inspection_id", ForeignKey("inspection.id", ondelete="RESTRICT"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id", ondelete="RESTRICT"), primary_key=True, index=True),
)
inspection_document = Table(
    "inspection_document",
    Base.metadata,
    Column("inspection_id", ForeignKey("inspection.id", ondelete="RESTRICT"), primary_key=True),
    Column("document_id", ForeignKey("document.id", ondelete="RESTRICT"), primary_key=True, index=True),
)


class Inspection(HasLifecycle, AgencyOwned, Base):
    """One visit, announced or not, of some units by a team, against criteria that are named beforehand."""

    __tablename__ = "inspection"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "sequence"),
        Index("ix_inspection_list", "agency_id", "planned_on", "id"),
    )
    workflow = INSPECTION
    journal_kind = "inspection"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("audit_programme.id", ondelete="RESTRICT"), index=True)
    year: Mapped[int]
    sequence: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(12))
    method: Mapped[str] = mapped_column(String(10), default="on_site")
    topics: Mapped[list[Any]] = mapped_column(default=list)
    planned_on: Mapped[date] = mapped_column(Date)
    span: Mapped[str] = mapped_column(String(8), default="day")
    """How exactly it is planned; without a day, `planned_on` is the last day of its month or quarter."""
    criteria: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(String(200), default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    recommendation: Mapped[str] = mapped_column(Text, default="")
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    envelope_id: Mapped[int | None] = mapped_column(ForeignKey("draw_envelope.id", ondelete="RESTRICT"), unique=True)
    """The envelope of a draw by lot it came out of; no visit comes out of two, and no envelope holds two."""

    programme: Mapped[AuditProgramme | None] = relationship(back_populates="inspections")
    planned_by: Mapped[Person] = relationship()
    units: Mapped[list[Unit]] = relationship(secondary=inspection_unit, order_by=Unit.sort)
    documents: Mapped[list[Document]] = relationship(secondary=inspection_document, order_by=Document.code_sort)
    team: Mapped[list[TeamMember]] = relationship(
        back_populates="inspection", order_by="TeamMember.is_lead.desc(), TeamMember.id"
    )
    signatures: Mapped[list[MinutesSignature]] = relationship(
        back_populates="inspection", order_by="MinutesSignature.id"
    )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        """The number as printed: KT-2026-09. A surprise has none until it begins, so that no gap tells of it."""
        if self.sequence is None:
            return _("KT-%(year)s (no number yet)", year=self.year)
        return f"KT-{self.year}-{self.sequence:02d}"

    @property
    def planned_words(self) -> str:
        """The day as printed, or the month or quarter while nobody knows the day."""
        return words_for(self.planned_on, self.span)

    @hybrid_property
    def day_set(self) -> bool:
        """Whether the day is known."""
        return self.span == "day"

    @property
    def units_gone(self) -> list[Unit]:
        """Those of its units that will have ended by the day of a visit that has not begun."""
        if self.started_at is not None:
            return []
        return [one for one in self.units if not one.is_valid_on(self.planned_on)]

    @property
    def is_unannounced(self) -> bool:
        """Whether the inspected units learn of it only when it begins."""
        return self.kind == "unannounced"

    @property
    def lead(self) -> Person | None:
        """The team's lead, once named."""
        return next((one.person for one in self.team if one.is_lead), None)

    def is_led_by(self, person: Person) -> bool:
        """Whether this person leads the team."""
        return any(one.is_lead and one.person_id == person.id for one in self.team)

    def has_member(self, person: Person) -> bool:
        """Whether this person is in the team."""
        return any(one.person_id == person.id for one in self.team)

    @property
    def files_stay(self) -> bool:
        """Whether both sides have stood by its minutes: then its files are the record of the visit."""
        return self.ended_at is not None

    @staticmethod
    def visible_to(person: Person) -> Select[Inspection]:
        """The team, who oversees, and the inspected units; an unannounced one reaches its units only when it begins.

        Whoever belongs to an inspected unit is kept in the dark like it, whatever else they may see.
        """
        mine = units_concerning(person, today())
        on_team = exists().where(TeamMember.inspection_id == Inspection.id, TeamMember.person_id == person.id)
        of_mine = exists().where(inspection_unit.c.inspection_id == Inspection.id, inspection_unit.c.unit_id.in_(mine))
        oversees = person.may("audits.oversee") or person.may("audits.plan")
        elsewhere = ~of_mine if oversees else false()
        return select(Inspection).where(or_(on_team, elsewhere, and_(of_mine, Inspection.in_the_open())))

    @staticmethod
    def hidden_from(person: Person) -> Select[Any]:
        """The numbers of visits whose surprise the journal must not spoil either: not begun, and not theirs to see."""
        seen = Inspection.visible_to(person).with_only_columns(Inspection.id)
        return select(Inspection.id).where(~Inspection.in_the_open(), Inspection.id.not_in(seen))

    @staticmethod
    def in_the_open() -> ColumnElement[bool]:
        """The condition of a visit that surprises nobody any more: it was announced, or has begun."""
        return or_(Inspection.kind == "announced", Inspection.started_at.is_not(None))

    def why_not_yet(self, move: Move) -> str | None:
        from iso_qms.audits.readiness import why_not_yet

        return why_not_yet(self, move.name)

    def _demand_right(self, move: Move, by: Person) -> None:
        super()._demand_right(move, by)
        if move.name == "start" and not self.has_member(by):
            raise Forbidden(_("Only the team can start this inspection."))
        if move.name in ("agree_minutes", "close") and not self.is_led_by(by):
            raise Forbidden(_("The lead of the team does this: %(name)s.", name=self.lead or "–"))


class TeamMember(Base, Journaled):
    """Somebody named to inspect, with the post they held then; found independent of what is inspected."""

    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("inspection_id", "person_id"),)
    journal_kind = "team_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    is_lead: Mapped[bool] = mapped_column(default=False)
    post: Mapped[str] = mapped_column(String(300), default="")
    checked_at: Mapped[datetime]

    inspection: Mapped[Inspection] = relationship(back_populates="team")
    person: Mapped[Person] = relationship(lazy="joined")

    def journal_root(self) -> Inspection:
        return self.inspection


class MinutesSignature(Base, Journaled):
    """Who stood by the minutes, for which side, and how; who did not sign stands here with a witness.

    An internal confirmation is no digital signature and never looks like one (Decree 30/2020, article 5).
    """

    __tablename__ = "minutes_signature"
    journal_kind = "minutes_signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id", ondelete="RESTRICT"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(200))
    post: Mapped[str] = mapped_column(String(300), default="")
    how: Mapped[str] = mapped_column(String(10))
    witness: Mapped[str] = mapped_column(String(200), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    text_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]

    inspection: Mapped[Inspection] = relationship(back_populates="signatures")
    unit: Mapped[Unit | None] = relationship()

    def __str__(self) -> str:
        return f"{self.name}, {str(SIGNED[self.how]).lower()}"

    @property
    def agency_id(self) -> int:
        """The agency of its visit."""
        return self.inspection.agency_id

    @property
    def files_stay(self) -> bool:
        """As those of its visit: what was signed is its record."""
        return self.inspection.files_stay

    @staticmethod
    def visible_to(person: Person) -> Select[MinutesSignature]:
        """The team, and whoever answers for an inspected unit: its papers hold the whole text of the minutes."""
        mine = inspection_unit.c.unit_id.in_(answered_units(person, today()))
        of_mine = exists().where(inspection_unit.c.inspection_id == Inspection.id, mine)
        on_team = exists().where(TeamMember.inspection_id == Inspection.id, TeamMember.person_id == person.id)
        both = Inspection.visible_to(person).where(or_(on_team, of_mine)).with_only_columns(Inspection.id)
        return select(MinutesSignature).where(MinutesSignature.inspection_id.in_(both))

    def journal_root(self) -> Inspection:
        return self.inspection
