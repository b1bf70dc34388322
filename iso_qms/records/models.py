"""Classes of records, the series that are kept, and the disposals they go through."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Date, ForeignKey, Index, Select, String, Table, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base
from iso_qms.documents.models import Document
from iso_qms.i18n import _, ngettext
from iso_qms.journal import Journaled
from iso_qms.lifecycle import HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.records.flow import DISPOSAL
from iso_qms.records.terms import end_of_term

disposal_series = Table(
    "disposal_series",
    Base.metadata,
    Column("disposal_id", ForeignKey("disposal.id", ondelete="RESTRICT"), primary_key=True),
    Column("series_id", ForeignKey("record_series.id", ondelete="RESTRICT"), primary_key=True),
)


class RecordClass(Base, AgencyOwned, Journaled):
    """A kind of records and how long it is kept; without years it is kept for ever."""

    __tablename__ = "record_class"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)
    journal_kind = "record_class"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    years: Mapped[int | None]
    basis: Mapped[str] = mapped_column(String(500), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)

    document: Mapped[Document | None] = relationship()

    def __str__(self) -> str:
        return self.name

    @property
    def term(self) -> str:
        """How long, in words."""
        return ngettext("%(num)s year", "%(num)s years", self.years) if self.years else _("for ever")

    @classmethod
    def visible_to(cls, person: Person) -> Select[RecordClass]:
        """Everybody of the agency knows how long things are kept."""
        return select(cls).where(cls.agency_id == person.agency_id)


class RecordSeries(Base, AgencyOwned, Journaled):
    """Records that lie somewhere: what, since when closed, where, how much, and until when they are kept."""

    __tablename__ = "record_series"
    __table_args__ = (Index("ix_record_series_due", "agency_id", "disposed_on", "keep_until"),)
    journal_kind = "record_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("record_class.id", ondelete="RESTRICT"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    folded: Mapped[str] = mapped_column(String(400), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    extent: Mapped[str] = mapped_column(String(100), default="")
    closed_on: Mapped[date] = mapped_column(Date)
    keep_until: Mapped[date | None] = mapped_column(Date)
    held_at: Mapped[datetime | None]
    hold_reason: Mapped[str] = mapped_column(Text, default="")
    disposed_on: Mapped[date | None] = mapped_column(Date)
    journal_ignored = frozenset({"folded"})

    kind: Mapped[RecordClass] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")
    disposals: Mapped[list[Disposal]] = relationship(
        secondary=disposal_series, back_populates="series", order_by="Disposal.id"
    )

    def __str__(self) -> str:
        return self.title

    @property
    def is_held(self) -> bool:
        """Whether somebody holds it back from disposal."""
        return self.held_at is not None

    @property
    def open_disposal(self) -> Disposal | None:
        """The disposal it is part of now."""
        return next((one for one in self.disposals if not one.status.final), None)

    def reckon_term(self) -> None:
        """Set until when it is kept; of what is kept for ever there is no such day."""
        self.keep_until = end_of_term(self.closed_on, self.kind.years) if self.kind.years else None

    def why_kept(self, day: date) -> str | None:
        """Why it may not be disposed of on a day; None when it may."""
        if self.disposed_on is not None:
            return _("“%(series)s” has been disposed of already.", series=self)
        if self.is_held:
            return _("“%(series)s” is on hold: %(reason)s", series=self, reason=self.hold_reason)
        if self.keep_until is None:
            return _("“%(series)s” is kept for ever.", series=self)
        if day <= self.keep_until:
            return _("“%(series)s” is kept until %(day)s.", series=self, day=f"{self.keep_until:%d/%m/%Y}")
        return None

    @classmethod
    def visible_to(cls, person: Person) -> Select[RecordSeries]:
        """Where records lie is no secret inside an agency; what stands in them is not here."""
        return select(cls).where(cls.agency_id == person.agency_id)


class Disposal(HasLifecycle, AgencyOwned, Base):
    """Some series whose term is over, how they are to be disposed of, and who decided, did and saw it."""

    __tablename__ = "disposal"
    __table_args__ = (UniqueConstraint("agency_id", "year", "number"),)
    workflow = DISPOSAL
    journal_kind = "disposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    method: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text, default="")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    proposed_on: Mapped[date] = mapped_column(Date)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    approved_on: Mapped[date | None] = mapped_column(Date)
    carried_out_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    carried_out_on: Mapped[date | None] = mapped_column(Date)
    witnesses: Mapped[str] = mapped_column(Text, default="")

    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    carried_out_by: Mapped[Person | None] = relationship(foreign_keys=[carried_out_by_id])
    series: Mapped[list[RecordSeries]] = relationship(
        secondary=disposal_series, back_populates="disposals", order_by=RecordSeries.closed_on
    )

    def __str__(self) -> str:
        return _("Disposal no. %(n)s of %(year)s", n=self.number, year=self.year)

    @property
    def proposers(self) -> list[Person]:
        """Whoever proposed it must not approve it."""
        return [self.proposed_by]

    @property
    def approvers(self) -> list[Person]:
        """Whoever approved it must not carry it out."""
        return [self.approved_by] if self.approved_by else []

    @property
    def files_stay(self) -> bool:
        """The minutes of what was disposed of are taken out of sight by nobody."""
        return self.state == "carried_out"

    @classmethod
    def visible_to(cls, person: Person) -> Select[Disposal]:
        """Everybody of the agency may see what was disposed of, and by whom."""
        return select(cls).where(cls.agency_id == person.agency_id)
