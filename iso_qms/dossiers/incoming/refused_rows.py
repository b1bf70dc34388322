"""The rows of a file that were set aside: each with its number, the reason, and what its mapped columns said.

Only mapped columns are kept, and of a person who acted nothing: a row set aside holds no more than one taken in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.db import Base, db
from iso_qms.dossiers.incoming.rows import Refusal
from iso_qms.dossiers.models import DossierImport

MOST_KEPT = 10_000
"""Refused rows that are kept of a run; a file with more is the wrong file or has the wrong mapping."""


class DossierRefusedRow(Base):
    """One row of a file that was set aside."""

    __tablename__ = "dossier_refused_row"
    __table_args__ = (Index("ix_dossier_refused_row_run", "run_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("dossier_import.id", ondelete="RESTRICT"))
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(String(30))
    field: Mapped[str] = mapped_column(String(30))
    cells: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the mapped columns said, as texts by field."""


def note_refusals(run: DossierImport, refusals: Sequence[Refusal]) -> None:
    """Set rows aside, in the unit that is open."""
    room = max(MOST_KEPT - run.refused, 0)
    run.refused += len(refusals)
    db.session.add_all(
        DossierRefusedRow(run_id=run.id, number=one.number, reason=one.reason, field=one.field, cells=dict(one.cells))
        for one in refusals[:room]
    )


def refused_of(run: DossierImport, *, most: int = MOST_KEPT) -> Sequence[DossierRefusedRow]:
    """The rows of a run that were set aside and are kept, in the order of the file."""
    query = select(DossierRefusedRow).where(DossierRefusedRow.run_id == run.id)
    return db.session.scalars(query.order_by(DossierRefusedRow.number).limit(most)).all()


def reasons_of(run: DossierImport) -> dict[tuple[str, str], int]:
    """How many of the kept rows were set aside for which reason and field, the most frequent first."""
    number = func.count().label("number")
    query = select(DossierRefusedRow.reason, DossierRefusedRow.field, number).where(DossierRefusedRow.run_id == run.id)
    grouped = query.group_by(DossierRefusedRow.reason, DossierRefusedRow.field).order_by(number.desc())
    return {(row.reason, row.field): row.number for row in db.session.execute(grouped)}
