"""What dossiers say of units and procedures, for rooms that ask: late ones, and how many of those closed were late."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select

from iso_qms.clock import as_local
from iso_qms.db import db
from iso_qms.dossiers.figure.counting import parts_of
from iso_qms.dossiers.figure.counts import DossierCount
from iso_qms.dossiers.models import Dossier
from iso_qms.worktime.counting import DAY, midnight


class Ratio(NamedTuple):
    """How many of how many closed dossiers were late."""

    late: int
    closed: int


def late_dossiers() -> Any:
    """The unit that decided and the day, for each dossier that was closed late."""
    late = Dossier.verdict == "late"
    query = select(Dossier.deciding_unit_id.label("unit_id"), func.date(Dossier.finished_at).label("day"))
    return query.where(late, ~Dossier.left_out, Dossier.deciding_unit_id.is_not(None))


def late_ratio(*, since: date, until: date, document_id: int | None = None, unit_id: int | None = None) -> Ratio:
    """Of the dossiers closed from one day up to another (not counted), of a procedure, of a unit or of all."""
    one, late, closed = DossierCount, 0, 0
    query = select(func.sum(one.late), func.sum(one.early + one.on_time + one.late))
    if document_id is not None:
        query = query.where(one.document_id == document_id)
    if unit_id is not None:
        query = query.where(one.deciding_unit_id == unit_id)
    for part in parts_of(since, until - DAY):
        if within := part.until - part.before:
            found = db.session.execute(query.where(one.period.between(part.first, part.last))).one()
            late, closed = late + within * (found[0] or 0), closed + within * (found[1] or 0)
    return Ratio(late, closed)


def late_ones(document_id: int, *, since: date, until: date, most: int) -> list[tuple[int, date]]:
    """Number and day of the dossiers of a procedure that were closed late in those days, the last first."""
    mine = Dossier.document_id == document_id, Dossier.verdict == "late", *_closed_in(since, until)
    query = select(Dossier.id, Dossier.finished_at).where(*mine).order_by(Dossier.finished_at.desc(), Dossier.id.desc())
    rows = db.session.execute(query.limit(most))
    return [(number, as_local(closed).date()) for number, closed in rows if closed]


def _closed_in(since: date, until: date) -> tuple[ColumnElement[bool], ...]:
    return ~Dossier.left_out, Dossier.finished_at >= midnight(since), Dossier.finished_at < midnight(until)
