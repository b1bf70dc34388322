"""The briefing of a unit's staff on a revision: when, how, who was there, who caught up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint, and_, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base
from iso_qms.documents.models.documents import Revision
from iso_qms.documents.models.reach import reach_of
from iso_qms.documents.models.readers import Acknowledgement
from iso_qms.i18n import _l
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit

METHODS = {
    "meeting": _l("In a meeting"),
    "one_by_one": _l("One by one, at the desk"),
    "written": _l("In writing, signed for"),
}


class Briefing(Base, AgencyOwned, Journaled):
    """A head has briefed the staff of a unit. Corrected rather than deleted; the journal keeps what stood before."""

    __tablename__ = "briefing"
    __table_args__ = (UniqueConstraint("revision_id", "unit_id"),)
    journal_kind = "briefing"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    held_on: Mapped[date] = mapped_column(Date)
    method: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(200))
    post_title: Mapped[str] = mapped_column(String(200))

    revision: Mapped[Revision] = relationship()
    unit: Mapped[Unit] = relationship()
    people: Mapped[list[Briefed]] = relationship(back_populates="briefing", order_by="Briefed.id")

    def __str__(self) -> str:
        return f"{self.revision} · {self.unit.name}"

    @staticmethod
    def visible_to(person: Person) -> Any:
        """Whoever recorded it, and whoever may see what the unit, or all readers of the document, acknowledged."""
        reach = reach_of(person)
        if reach.units is None:
            return select(Briefing)
        mine = Briefing.recorded_by_id == person.id
        return select(Briefing).where(
            or_(mine, Briefing.unit_id.in_(reach.units), Briefing.revision_id.in_(reach.owned()))
        )

    def journal_over(self) -> Revision:
        return self.revision

    @property
    def missing(self) -> list[Briefed]:
        """Who was absent and has not caught up yet."""
        return [one for one in self.people if not one.was_there and one.caught_up_on is None]


class Briefed(Base, AgencyOwned, Journaled):
    """One of the staff on the roster of a briefing, with or without an account."""

    __tablename__ = "briefed"
    __table_args__ = (UniqueConstraint("briefing_id", "person_id"),)
    journal_kind = "briefed"

    id: Mapped[int] = mapped_column(primary_key=True)
    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefing.id", ondelete="RESTRICT"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(200))
    was_there: Mapped[bool]
    caught_up_on: Mapped[date | None] = mapped_column(Date)

    briefing: Mapped[Briefing] = relationship(back_populates="people")

    def journal_root(self) -> Briefing:
        return self.briefing


def is_briefed() -> Any:
    """The condition that the staff of an acknowledgement's unit is briefed on its revision, everybody caught up."""
    behind = exists().where(
        Briefed.briefing_id == Briefing.id, Briefed.was_there.is_(False), Briefed.caught_up_on.is_(None)
    )
    same = and_(Briefing.revision_id == Acknowledgement.revision_id, Briefing.unit_id == Acknowledgement.unit_id)
    return exists().where(same, ~behind)
