"""What time does before a dossier is late: its unit is warned the working day before, in one letter for all of a day.

A dossier that came in only after that morning is warned of with the next round, as long as it is not late.
"""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import Select, select

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.dossiers.promise.answering import told_of
from iso_qms.dossiers.promise.due_warnings import (
    DossierWarning,
    answering_unit,
    to_warn,
    warned_until,
)
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.outbox import tell
from iso_qms.outbox.letters import full_address
from iso_qms.rounds import each_due, walked_agency_id

TOLD = 30
"""How many dossiers a letter names; the page it leads to shows them all."""


def warnings_round() -> int:
    """Each unit with dossiers due by the next working day is warned of them, once for each due moment."""
    return each_due("dossier_warnings", _due, lambda unit, clock: warn(unit, by=clock))


def warn(unit: Unit, *, by: Person) -> int:
    """Warn whoever answers for a unit of its dossiers that are due soon; answers of how many."""
    at, until = now(), warned_until(today(), agency_id=unit.agency_id)
    found = list(db.session.scalars(to_warn(at, until, unit_id=unit.id))) if until else []
    if not found:
        return 0
    for one in found:
        due = one.rescheduled_to or one.first_due_at
        db.session.add(
            DossierWarning(agency_id=unit.agency_id, dossier_id=one.id, due_at=due, unit_id=unit.id, warned_at=at)
        )
    lines = [(one.code, one.procedure, one.rescheduled_to or one.first_due_at) for one in found[:TOLD]]
    tell(
        told_of(unit.id),
        "dossiers_due",
        by=by,
        unit=unit.name,
        number=len(found),
        lines=lines,
        where=full_address(url_for("dossiers.promised", agency=by.agency.slug, view="soon")),
    )
    return len(found)


def _due() -> Select[Any]:
    until = warned_until(today(), agency_id=walked_agency_id())
    if until is None:
        return select(Unit).where(Unit.id.is_(None))
    wanted = to_warn(now(), until).order_by(None).with_only_columns(answering_unit)
    return select(Unit).where(Unit.id.in_(wanted))
