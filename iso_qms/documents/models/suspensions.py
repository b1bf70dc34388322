"""Suspensions: the days on which a text in force is not applied, and by whose decision."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base, Validity, no_overlap, validity_order
from iso_qms.documents.models.documents import Revision
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned


class Suspension(Base, AgencyOwned, Validity, Journaled):
    """From one day to another, or until further notice, a revision is not applied. Told in the revision's history.

    The first day belongs to it, the last one does not; one that was called off has no day at all.
    """

    __tablename__ = "suspension"
    __table_args__ = (
        validity_order("suspension"),
        Index("ix_suspension_days", "agency_id", "valid_from", "valid_to"),
    )
    journal_kind = "suspension"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(String(100), default="")
    """Number of the decision, as printed; the decision itself lies among the papers of the revision."""
    called_off: Mapped[bool] = mapped_column(default=False)
    """Whether no day belongs to it: it was called off, or ended on the day it began."""

    revision: Mapped[Revision] = relationship(back_populates="suspensions")

    def journal_root(self) -> Revision:
        return self.revision


def suspended_on(day: date) -> Any:
    """The revisions suspended on a day, as a subquery of their numbers."""
    return select(Suspension.revision_id).where(Suspension.is_valid_on(day))


no_overlap(Suspension.__table__, "revision_id", when="called_off IS FALSE")  # type: ignore[arg-type]
