"""Legal texts, what changes them, and the citations read out of documents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base, db, kept
from iso_qms.documents.models import Document, Revision
from iso_qms.i18n import _l
from iso_qms.journal import Journaled
from iso_qms.laws.standing import Change, state_on
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.workflow import State

KINDS = {
    "Hiến pháp": _l("Constitution"),
    "Bộ luật": _l("Code of law"),
    "Luật": _l("Law"),
    "Pháp lệnh": _l("Ordinance"),
    "Lệnh": _l("Order"),
    "Nghị quyết": _l("Resolution"),
    "Nghị quyết liên tịch": _l("Joint resolution"),
    "Nghị định": _l("Decree"),
    "Quyết định": _l("Decision"),
    "Thông tư": _l("Circular"),
    "Thông tư liên tịch": _l("Joint circular"),
    "Chỉ thị": _l("Directive"),
    "Công văn": _l("Official letter"),
    "Kế hoạch": _l("Plan"),
    "Thông báo": _l("Announcement"),
    "Văn bản hợp nhất": _l("Consolidated text"),
    "Hiệp định": _l("Agreement"),
    "Công ước": _l("Convention"),
}
"""The kinds of legal texts, by the word that is printed."""

STANDINGS = {
    "in_force": State("in_force", _l("In force"), tone="done", shape="force"),
    "amended": State("amended", _l("In force, amended"), tone="live", shape="review"),
    "not_yet": State("not_yet", _l("Not yet in force"), tone="wait", shape="clock"),
    "replaced": State("replaced", _l("Replaced"), tone="late", shape="superseded"),
    "expired": State("expired", _l("Expired"), tone="late", shape="withdrawn"),
}
CHANGES = {"replaces": _l("replaces it"), "amends": _l("amends it")}

USUAL_MONTHS = 3
USUAL_BASIS = "Quyết định số 19/2014/QĐ-TTg, Điều 4"
"""Within how many months a change of the law is carried into the documents, and where that is written."""


class LegalText(Base, AgencyOwned, Journaled):
    """A legal text as an agency keeps it in its register: what it is called, and from when to when it holds."""

    __tablename__ = "legal_text"
    __table_args__ = (
        UniqueConstraint("agency_id", "kind", "number_key", "issuer_key", "issued_on"),
        Index("ix_legal_text_number", "agency_id", "number_key"),
    )
    journal_kind = "legal_text"
    journal_ignored = frozenset({"number_key", "issuer_key", "name_key", "folded", "sort"})

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(60))
    number_key: Mapped[str] = mapped_column(String(60))
    issuer: Mapped[str] = mapped_column(String(200))
    issuer_key: Mapped[str] = mapped_column(String(200))
    issued_on: Mapped[date] = mapped_column(Date)
    title: Mapped[str] = mapped_column(String(1000))
    name_key: Mapped[str] = mapped_column(String(1000), default="")
    folded: Mapped[str] = mapped_column(String(2000), default="")
    effect_from: Mapped[date | None] = mapped_column(Date)
    effect_to: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    keeper_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    """The unit that keeps the text at hand and watches over it."""

    keeper_unit: Mapped[Unit | None] = relationship()
    changed_by: Mapped[list[LegalChange]] = relationship(
        back_populates="older", foreign_keys="LegalChange.older_id", order_by="LegalChange.on, LegalChange.id"
    )
    changing: Mapped[list[LegalChange]] = relationship(
        back_populates="newer", foreign_keys="LegalChange.newer_id", order_by="LegalChange.on, LegalChange.id"
    )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What it is called in short: Nghị định số 123/2015/NĐ-CP."""
        return f"{self.kind} số {self.number}"

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """The register is open to everybody in the agency."""
        return select(LegalText).where(LegalText.agency_id == person.agency_id)

    def state_on(self, day: date) -> str:
        """Its standing on a day."""
        changes = [Change(one.kind, one.on, one.newer.label) for one in self.changed_by]
        return state_on(day, effect_from=self.effect_from, effect_to=self.effect_to, changes=changes)

    def standing_on(self, day: date) -> State:
        """Its standing on a day with its word and look."""
        return STANDINGS[self.state_on(day)]

    def replacement_on(self, day: date) -> LegalChange | None:
        """What has replaced it by a day, the latest where there are several."""
        done = [one for one in self.changed_by if one.kind == "replaces" and one.on <= day]
        return done[-1] if done else None


class LegalChange(Base, AgencyOwned, Journaled):
    """From a day on, one text replaces or amends another."""

    __tablename__ = "legal_change"
    __table_args__ = (UniqueConstraint("older_id", "newer_id", "kind"),)
    journal_kind = "legal_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    older_id: Mapped[int] = mapped_column(ForeignKey("legal_text.id", ondelete="RESTRICT"))
    newer_id: Mapped[int] = mapped_column(ForeignKey("legal_text.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    entered_on: Mapped[date] = mapped_column(Date)

    older: Mapped[LegalText] = relationship(back_populates="changed_by", foreign_keys=[older_id])
    newer: Mapped[LegalText] = relationship(back_populates="changing", foreign_keys=[newer_id], lazy="joined")

    def __str__(self) -> str:
        return f"{self.newer.label} → {self.older.label}"

    def journal_over(self) -> LegalText:
        return self.older

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """The register is open to everybody in the agency."""
        return select(LegalChange).where(LegalChange.agency_id == person.agency_id)


class LegalCitation(Base, AgencyOwned):
    """A legal text named in a block of a revision. Read out of the text, and read anew when that settles."""

    __tablename__ = "legal_citation"
    __table_args__ = (Index("ix_legal_citation_key", "agency_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"), index=True)
    block_id: Mapped[int] = mapped_column(ForeignKey("block.id", ondelete="RESTRICT"))
    place: Mapped[str] = mapped_column(String(300), default="")
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(300))
    number: Mapped[str] = mapped_column(String(60), default="")
    dated: Mapped[date | None] = mapped_column(Date)
    year: Mapped[int | None]
    issuer: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(500), default="")
    raw: Mapped[str] = mapped_column(String(500), default="")
    legal_text_id: Mapped[int | None] = mapped_column(ForeignKey("legal_text.id", ondelete="RESTRICT"), index=True)

    document: Mapped[Document] = relationship()
    revision: Mapped[Revision] = relationship()


class CitationsRead(Base, AgencyOwned):
    """That the citations of a revision have been read: some revisions cite nothing."""

    __tablename__ = "citations_read"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"), primary_key=True)
    at: Mapped[datetime]


class LegalRules(Base, AgencyOwned, Journaled):
    """What an agency has set for its legal register: in how many months the law is carried into its documents."""

    __tablename__ = "legal_rules"
    __table_args__ = (UniqueConstraint("agency_id"),)
    journal_kind = "legal_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    months: Mapped[int] = mapped_column(default=USUAL_MONTHS)
    basis: Mapped[str] = mapped_column(String(300), default=USUAL_BASIS)


def rules_of(agency_id: int) -> LegalRules:
    """The agency's rules, the usual ones until it sets its own. Read once per unit of work."""
    read = kept("legal_rules")
    if agency_id not in read:
        found = db.session.scalars(select(LegalRules).where(LegalRules.agency_id == agency_id)).first()
        read[agency_id] = found or LegalRules(agency_id=agency_id, months=USUAL_MONTHS, basis=USUAL_BASIS)
    rules: LegalRules = read[agency_id]
    return rules
