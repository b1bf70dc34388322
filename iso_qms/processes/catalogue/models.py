"""Published procedures as an agency keeps them, and how far each is from the procedure it is matched with."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base
from iso_qms.documents.models import Document, Revision
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person


class PublishedProcedure(Base, AgencyOwned, Journaled):
    """A record of the national catalogue: its code and decision, its facts now and before they last changed."""

    __tablename__ = "published_procedure"
    __table_args__ = (
        UniqueConstraint("agency_id", "code"),
        Index("ix_published_procedure_list", "agency_id", "title_sort", "id"),
    )
    journal_kind = "published_procedure"
    journal_ignored = frozenset({"folded", "title_sort", "facts", "before"})

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(500))
    title_sort: Mapped[str] = mapped_column(String(2000), default="")
    folded: Mapped[str] = mapped_column(String(1500), default="")
    decision: Mapped[str] = mapped_column(String(80), default="")
    field: Mapped[str] = mapped_column(String(300), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Title, decision and facts before they last changed; empty until they do."""
    taken_in_on: Mapped[date] = mapped_column(Date)
    changed_on: Mapped[date | None] = mapped_column(Date)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)
    matched_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    matched_on: Mapped[date | None] = mapped_column(Date)

    document: Mapped[Document | None] = relationship()
    matched_by: Mapped[Person | None] = relationship()
    comparison: Mapped[PublishedComparison | None] = relationship(back_populates="published", uselist=False)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """What is published is open to everybody in the agency."""
        return select(PublishedProcedure).where(PublishedProcedure.agency_id == person.agency_id)


class PublishedComparison(Base, AgencyOwned):
    """How many lines differ between a published procedure and ours: counted anew whenever either side settles."""

    __tablename__ = "published_comparison"

    published_id: Mapped[int] = mapped_column(
        ForeignKey("published_procedure.id", ondelete="RESTRICT"), primary_key=True
    )
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"))
    differing: Mapped[int | None]
    """Empty where no revision of ours is in force."""
    counted_at: Mapped[datetime]

    published: Mapped[PublishedProcedure] = relationship(back_populates="comparison")
    revision: Mapped[Revision | None] = relationship()
