"""Visits in a person's own calendar; one that a team has still to begin stands there as what awaits it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask import g, url_for
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from iso_qms.audits.models import AuditProgramme, Inspection, TeamMember
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.registry import Awaiting

KEPT = timedelta(days=92)
"""How long a visit stays in a calendar after its day."""


def appointments(person: Person, day: date) -> Iterator[Awaiting]:
    """Announced visits of the units a person answers for, and those of their teams that have begun.

    One that is unannounced comes to its units only when it has begun.
    """
    units = answered_units(person, day)
    mine = Inspection.team.any(TeamMember.person_id == person.id)
    begun = Inspection.started_at.is_not(None)
    settled = or_(Inspection.programme_id.is_(None), Inspection.programme.has(AuditProgramme.state != "draft"))
    of_units = and_(Inspection.units.any(Unit.id.in_(units)), or_(begun, and_(Inspection.kind == "announced", settled)))
    query = select(Inspection).where(or_(and_(mine, begun), and_(~mine, of_units)))
    query = query.where(Inspection.day_set, Inspection.state != "cancelled", Inspection.planned_on >= day - KEPT)
    query = query.options(joinedload(Inspection.team), selectinload(Inspection.units)).order_by(Inspection.planned_on)
    for one in db.session.scalars(query).unique():
        yield _appointment(one, [unit.name for unit in one.units if unit.id in units], inspects=one.has_member(person))


def _appointment(one: Inspection, units: list[str], *, inspects: bool) -> Awaiting:
    names = ", ".join(units)
    return Awaiting(
        due_on=one.planned_on,
        what=one.title,
        why=_("Because you are in the team.") if inspects else _("Because you answer for %(unit)s.", unit=names),
        action="",
        url=url_for("audits.show", agency=g.agency.slug, number=one.id),
        kind="visit",
        code=one.code,
    )
