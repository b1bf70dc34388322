"""Head-counts as they are kept: one of a unit on a day, and how each person was seen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.audits.models import Inspection, TeamMember
from iso_qms.clock import today
from iso_qms.db import Base
from iso_qms.i18n import _l
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit

STATUSES = {
    "present": _l("Present"),
    "late": _l("Late"),
    "left": _l("Left early"),
    "leave": _l("Leave"),
    "duty": _l("On duty"),
    "absent": _l("Absent"),
}


class AttendanceCheck(Base, AgencyOwned, Journaled):
    """One head-count of one unit on one day. The names in it are for the team and who answers for the unit."""

    __tablename__ = "attendance_check"
    journal_kind = "attendance_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id", ondelete="RESTRICT"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    day: Mapped[date] = mapped_column(Date)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    counts: Mapped[list[Any] | None]
    """On the roster, counted, excused, hours not kept: what is left once the names in it have ended."""

    inspection: Mapped[Inspection] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")
    sightings: Mapped[list[Sighting]] = relationship(back_populates="check", order_by="Sighting.id")

    def __str__(self) -> str:
        return f"{self.inspection.code} {self.unit}"

    def journal_root(self) -> Inspection:
        return self.inspection

    @staticmethod
    def visible_to(person: Person) -> Select[AttendanceCheck]:
        """The team, and once it has ended, who answers for the unit."""
        team = select(TeamMember.inspection_id).where(TeamMember.person_id == person.id)
        answers = AttendanceCheck.ended_at.is_not(None) & AttendanceCheck.unit_id.in_(answered_units(person, today()))
        return select(AttendanceCheck).where(AttendanceCheck.inspection_id.in_(team) | answers)


class Sighting(Base, Journaled):
    """How one person was seen (or known to be excused), at a moment."""

    __tablename__ = "sighting"
    __table_args__ = (UniqueConstraint("check_id", "person_id"), Index("ix_sighting_person", "person_id"))
    journal_kind = "sighting"

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("attendance_check.id", ondelete="RESTRICT"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    status: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    seen_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))

    check: Mapped[AttendanceCheck] = relationship(back_populates="sightings")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")

    def journal_root(self) -> Inspection:
        return self.check.inspection
