"""What draws bring to the desk and to the timetable: envelopes to open, and seeds that are published by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import g, url_for
from sqlalchemy import Select, exists, or_, select

from iso_qms.audits.committing import reveal
from iso_qms.audits.draws import Draw, Envelope
from iso_qms.audits.models import Inspection
from iso_qms.clock import as_local, today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.registry import Awaiting
from iso_qms.rounds import each_due


def reveal_round() -> int:
    """Publish the seed of every draw whose envelopes are used up, or whose period is over."""
    return each_due("draws", _to_be_told, lambda draw, clock: reveal(draw, by=clock))


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """The closed envelopes a person opens, each on its day."""
    query = (
        select(Envelope)
        .join(Draw)
        .where(Envelope.lead_id == person.id, Draw.state == "drawn", Draw.last_on >= day, ~_opened())
    )
    for one in db.session.scalars(query.order_by(Envelope.planned_at)):
        due_on = as_local(one.planned_at).date()
        yield Awaiting(
            due_on=due_on,
            what=_("Open the envelope: %(title)s", title=one.draw.title),
            why=_("Because you lead the visit; from %(at)s on.", at=f"{as_local(one.planned_at):%H:%M}"),
            action=_("Open"),
            url=url_for("audits.envelope", agency=g.agency.slug, number=one.id),
            kind="draw_envelope",
            code=one.draw.code,
            late=due_on < day,
            discreet=True,
        )


def _to_be_told() -> Select[Draw]:
    mine = Envelope.draw_id == Draw.id
    waiting = exists().where(mine, ~_opened())
    secret = exists().where(
        mine,
        Inspection.envelope_id == Envelope.id,
        Inspection.started_at.is_(None),
        Inspection.state != "cancelled",
    )
    used_up = or_(~waiting, Draw.last_on < today())
    return select(Draw).where(Draw.state == "drawn", used_up, ~secret).order_by(Draw.id)


def _opened() -> Any:
    return exists().where(Inspection.envelope_id == Envelope.id)
