"""Papers that were issued under a number and a date: notices of conclusion, and the yearly summary.

What was issued stays as it was: its words, its figures and its Word file. When something is corrected afterwards, a new
paper is issued that replaces the first.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Select, String, Text, UniqueConstraint, and_, literal, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.audits.models import Inspection
from iso_qms.db import Base, append_only, db
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person


class IssuedPaper(AgencyOwned, Base, Journaled):
    """A paper as it was issued: the number, the day, who signed as what, every word of it, and the hash of its file."""

    __tablename__ = "issued_paper"
    __table_args__ = (UniqueConstraint("agency_id", "number", "issued_on"), UniqueConstraint("replaces_id"))
    journal_kind = "issued_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id", ondelete="RESTRICT"), index=True)
    year: Mapped[int | None]
    number: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date] = mapped_column(Date)
    issued_at: Mapped[datetime]
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    signer_name: Mapped[str] = mapped_column(String(200))
    signer_post: Mapped[str] = mapped_column(String(200), default="")
    signer_capacity: Mapped[str] = mapped_column(String(10), default="")
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("issued_paper.id", ondelete="RESTRICT"))
    reason: Mapped[str] = mapped_column(Text, default="")

    inspection: Mapped[Inspection | None] = relationship()

    def __str__(self) -> str:
        return self.number

    def journal_over(self) -> Inspection | None:
        return self.inspection

    @property
    def files_stay(self) -> bool:
        """The file is what was issued."""
        return True

    @property
    def signs_as(self) -> str:
        """In what capacity and post it was signed."""
        return " ".join(filter(None, [self.signer_capacity, self.signer_post]))

    @staticmethod
    def visible_to(person: Person) -> Select[IssuedPaper]:
        """A notice: whoever sees the inspection; the summary of a year: those who oversee."""
        seen = Inspection.visible_to(person).with_only_columns(Inspection.id)
        yearly = and_(literal(person.may("audits.oversee")), IssuedPaper.kind == "yearly")
        return select(IssuedPaper).where(or_(IssuedPaper.inspection_id.in_(seen), yearly))


append_only(IssuedPaper.__table__)  # type: ignore[arg-type]


def notices_of(inspection: Inspection) -> list[IssuedPaper]:
    """The notices of conclusion of an inspection, the one that holds first."""
    return _newest_first(IssuedPaper.inspection_id == inspection.id, IssuedPaper.kind == "conclusion")


def summaries_of(year: int) -> list[IssuedPaper]:
    """The summaries that were issued of a year, the one that holds first."""
    return _newest_first(IssuedPaper.year == year, IssuedPaper.kind == "yearly")


def _newest_first(*which: Any) -> list[IssuedPaper]:
    return list(db.session.scalars(select(IssuedPaper).where(*which).order_by(IssuedPaper.id.desc())))
