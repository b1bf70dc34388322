"""Warnings that a dossier is about to be late: a row for each warning given, and which dossiers still want one.

The unit that decides on a dossier answers for its day; where the source does not name one, the unit that received it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Select, UniqueConstraint, and_, exists, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.db import Base
from iso_qms.dossiers.models import Dossier
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.working_days import due_in_working_days, is_worked
from iso_qms.worktime import UnknownYear
from iso_qms.worktime.counting import DAY, midnight

answering_unit: Any = func.coalesce(Dossier.deciding_unit_id, Dossier.receiving_unit_id)
"""The unit that answers for the day of a dossier."""
promised_at: Any = func.coalesce(Dossier.rescheduled_to, Dossier.first_due_at)
"""The moment that was promised last: the rescheduled one where there is one. Lateness is not measured against it."""


class DossierWarning(Base, AgencyOwned):
    """That a unit was warned of a dossier, for one due moment; when that moves, another warning is due."""

    __tablename__ = "dossier_warning"
    __table_args__ = (UniqueConstraint("dossier_id", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(BigInteger)
    """Without a foreign key: on PostgreSQL the key of a dossier holds its year too."""
    due_at: Mapped[datetime]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    warned_at: Mapped[datetime]


def warned_until(day: date, *, agency_id: int) -> datetime | None:
    """The moment up to which due moments are warned of on a day: the end of the next working day; on a day off none."""
    if not is_worked(day, agency_id=agency_id):
        return None
    try:
        return midnight(due_in_working_days(day, days=1, agency_id=agency_id) + DAY)
    except UnknownYear:
        return None


def due_between(at: datetime, until: datetime) -> ColumnElement[bool]:
    """Open dossiers whose clock runs and whose promised moment comes after one moment and not after another.

    Both halves lie in `ix_dossier_open`: rescheduled ones are few.
    """
    first, moved = Dossier.first_due_at, Dossier.rescheduled_to
    promised = or_(and_(moved.is_(None), first > at, first <= until), and_(moved > at, moved <= until))
    return and_(Dossier.state == "open", ~Dossier.waiting, ~Dossier.left_out, promised)


def not_warned() -> ColumnElement[bool]:
    """Nobody was warned of its moment as it stands."""
    there = exists().where(DossierWarning.dossier_id == Dossier.id, DossierWarning.due_at == promised_at)
    return ~there


def to_warn(at: datetime, until: datetime, *, unit_id: int | None = None) -> Select[Any]:
    """The dossiers of which a unit, or any, is to be warned now, those due first on top."""
    query = select(Dossier).where(due_between(at, until), not_warned(), answering_unit.is_not(None))
    if unit_id is not None:
        query = query.where(answering_unit == unit_id)
    return query.order_by(promised_at, Dossier.id)
