"""Codes that documents bore before: none of them is lost, and none is given again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base
from iso_qms.documents.models.documents import Document
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.units import Unit


class FormerCode(AgencyOwned, Base):
    """A line of the crosswalk: the code a document bore, until when, and the one it bears instead."""

    __tablename__ = "former_code"
    __table_args__ = (
        Index("ix_former_code_key", "agency_id", "code_sort"),
        Index("ix_former_code_until", "agency_id", "borne_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)
    code: Mapped[str] = mapped_column(String(80))
    code_sort: Mapped[str] = mapped_column(String(300))
    next_code: Mapped[str] = mapped_column(String(80))
    borne_from: Mapped[date | None] = mapped_column(Date)
    """Empty where nobody knows it: the code is older than the register."""
    borne_until: Mapped[date] = mapped_column(Date)
    """The first day of the next code: like every validity it ends before this day."""
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    next_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    basis: Mapped[str] = mapped_column(Text, default="")

    document: Mapped[Document] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], lazy="joined")
    next_unit: Mapped[Unit] = relationship(foreign_keys=[next_unit_id], lazy="joined")
