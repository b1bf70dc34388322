"""Apologies for dossiers that are late: one for each, with its reason and the new day.

Of the applicant nothing is kept here: name and address are written on the paper by hand. What goes before the public
is the class of the reason, never its words.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    and_,
    exists,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base, db
from iso_qms.documents.models import Document
from iso_qms.dossiers.deadlines import due_day
from iso_qms.dossiers.models import Dossier, DossierImport
from iso_qms.dossiers.promise.apology_flow import APOLOGY
from iso_qms.i18n import _l
from iso_qms.lifecycle import HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered
from iso_qms.organisation.rights import units_with
from iso_qms.organisation.units import Unit
from iso_qms.worktime.counting import DAY, midnight

REASONS = {
    "load": _l("More dossiers than could be handled"),
    "others": _l("An opinion of another body is awaited"),
    "check": _l("What was declared has to be checked on the spot"),
    "software": _l("The software was out of order"),
    "staff": _l("The person in charge was absent"),
    "other": _l("Another reason"),
}
"""Classes of reasons: what the public reads, and what is counted."""
SHOWN_SIGNS = 4
"""Of the code of a dossier the public sees so many signs, the last ones, and never more than half of it."""
_LIVE = text("state != 'dropped'")


class Apology(HasLifecycle, AgencyOwned, Base, Remembered):
    """That an agency is sorry, why it is late, and until when it will answer: form 04 of Circular 03/2025/TT-VPCP."""

    __tablename__ = "apology"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "number"),
        Index("uq_apology_live", "dossier_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_apology_sent", "agency_id", "sent_on"),
    )
    workflow = APOLOGY
    journal_kind = "apology"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    dossier_id: Mapped[int] = mapped_column(BigInteger)
    """Without a foreign key: on PostgreSQL the key of a dossier holds its year too."""
    dossier_code: Mapped[str] = mapped_column(String(80))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)
    procedure: Mapped[str] = mapped_column(String(200))
    received_on: Mapped[date] = mapped_column(Date)
    due_at: Mapped[datetime]
    """The first due moment as it stood when the apology was drafted."""
    reason_kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    new_due_on: Mapped[date] = mapped_column(Date)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    drafted_at: Mapped[datetime]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    signed_on: Mapped[date | None] = mapped_column(Date)
    sent_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    """The day on which it was noted as given, or dropped."""
    is_late: Mapped[bool] = mapped_column(default=False)
    """Whether it was given only after the first due day."""
    unowed_on: Mapped[date | None] = mapped_column(Date)
    """The day since when it is owed no longer: the calendar was corrected, and the dossier is, or was, in time."""

    unit: Mapped[Unit] = relationship()
    document: Mapped[Document | None] = relationship()
    drafted_by: Mapped[Person] = relationship(foreign_keys=[drafted_by_id])
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.year}"

    @property
    def due_on(self) -> date:
        """The first due day."""
        return due_day(self.due_at)

    @property
    def new_due_at(self) -> datetime:
        """The moment from which the new day is missed."""
        return midnight(self.new_due_on + DAY)

    @property
    def reason_label(self) -> Any:
        """The class of its reason in words."""
        return REASONS[self.reason_kind]

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Those of the units whose dossiers one may read."""
        units, query = units_with(person, "dossiers.read"), select(Apology)
        return query if units is None else query.where(Apology.unit_id.in_(units))


class DossierMovedAgain(Base, AgencyOwned):
    """That a later file told of another rescheduled day than the one that was told, or promised here, before."""

    __tablename__ = "dossier_moved_again"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(BigInteger, index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("dossier_import.id", ondelete="RESTRICT"), index=True)
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]


def apologies_of(dossier: Dossier) -> list[Apology]:
    """The apologies of a dossier, the newest first; at most one of them was not dropped."""
    return list(db.session.scalars(select(Apology).where(Apology.dossier_id == dossier.id).order_by(Apology.id.desc())))


def living_apologies(dossiers: Iterable[int]) -> dict[int, Apology]:
    """The apology that was not dropped of each of these dossiers, by the dossier's number, where there is one."""
    wanted = Apology.dossier_id.in_(list(dossiers)), Apology.state != "dropped"
    return {one.dossier_id: one for one in db.session.scalars(select(Apology).where(*wanted))}


def moved_again(dossier: Dossier) -> list[DossierMovedAgain]:
    """When its day was moved a second time, or more often."""
    query = select(DossierMovedAgain).where(DossierMovedAgain.dossier_id == dossier.id)
    return list(db.session.scalars(query.order_by(DossierMovedAgain.id)))


def was_sent(**also: Any) -> ColumnElement[bool]:
    """The dossier of the query has an apology that was given, and of which more holds (`is_late=True`)."""
    more = [getattr(Apology, name) == value for name, value in also.items()]
    return exists().where(and_(Apology.dossier_id == Dossier.id, Apology.state == "sent", *more))


def days_given(numbers: Iterable[int]) -> dict[int, datetime]:
    """The new moments that were promised here, by the number of the dossier; a later file does not take them back."""
    given = Apology.dossier_id.in_(list(numbers)), Apology.state == "sent"
    return {one.dossier_id: one.new_due_at for one in db.session.scalars(select(Apology).where(*given))}


def shown_code(code: str) -> str:
    """The end of a code behind dots. Pure."""
    return "…" + code[-min(SHOWN_SIGNS, len(code) // 2) :] if len(code) > 1 else "…"


def note_moved_again(changed: Iterable[tuple[Any, dict[str, Any]]], *, run: DossierImport) -> None:
    """Note the dossiers whose rescheduled day a file tells otherwise than before: `(row before, row now)` of each."""
    for before, row in changed:
        old, new = _last_told(before), row["rescheduled_to"]
        if old is not None and new is not None and old != new:
            values = {"agency_id": run.agency_id, "dossier_id": before.id, "run_id": run.id}
            db.session.add(DossierMovedAgain(**values, from_at=old, to_at=new))


def _last_told(before: Any) -> datetime | None:
    """The rescheduled day that was told last: a file in between may have left it away."""
    told = (one.get("rescheduled_to") for one in reversed(before.former))
    earlier = next((datetime.fromisoformat(one) for one in told if one), None)
    found: datetime | None = before.rescheduled_to or earlier
    return found
