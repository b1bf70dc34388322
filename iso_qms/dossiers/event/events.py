"""What happened to dossiers, event by event, and the words in which their sources tell it.

Six events a dossier make these by far the most rows of the house, so they are kept narrow: an event names its activity
and its hands by number, and its moment is a whole number, which both databases subtract and sort alike.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, PrimaryKeyConstraint, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.units import Unit

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class DossierActivity(Base, AgencyOwned):
    """Something that happens to dossiers, as sources call it, with the life-cycle mark it bears there."""

    __tablename__ = "dossier_activity"
    __table_args__ = (UniqueConstraint("agency_id", "name", "lifecycle"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    lifecycle: Mapped[str] = mapped_column(String(40), default="")


class DossierHand(Base, AgencyOwned):
    """Who acts: a unit, a role, and a person as a keyed hash, which tells two of them apart and names nobody."""

    __tablename__ = "dossier_hand"
    __table_args__ = (UniqueConstraint("agency_id", "unit_words", "role", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_words: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[str] = mapped_column(String(200), default="")
    person: Mapped[str] = mapped_column(String(16), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))

    unit: Mapped[Unit | None] = relationship()


class DossierEvent(Base):
    """One thing that happened to a dossier, in its place by time; events of one moment as their file had them.

    No foreign key leads from it: the import that writes an event has just found its dossier and its words, nobody
    removes either, and to ask again six million times takes longer than all the rest. It is read by its dossier, which
    says who may.
    """

    __tablename__ = "dossier_event"
    __table_args__ = (
        PrimaryKeyConstraint("dossier_id", "year", "place"),
        {"postgresql_partition_by": "LIST (year)", "sqlite_with_rowid": False},
    )

    dossier_id: Mapped[int] = mapped_column(BigInteger, autoincrement=False)
    year: Mapped[int] = mapped_column(SmallInteger, autoincrement=False)
    place: Mapped[int] = mapped_column(SmallInteger, autoincrement=False)
    instant: Mapped[int] = mapped_column(BigInteger)
    """Microseconds since 1970."""
    activity_id: Mapped[int]
    hand_id: Mapped[int]


def moment_of(instant: int) -> datetime:
    """The moment that a number of microseconds since 1970 says."""
    return EPOCH + timedelta(microseconds=instant)
