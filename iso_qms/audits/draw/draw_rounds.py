"""What draws bring to the desk, the timetable and hand-overs: envelopes to open, seeds that publish themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from flask import g, url_for
from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import contains_eager

from iso_qms.audits.draw.committing import pass_on, reveal
from iso_qms.audits.draw.draws import Draw, Envelope
from iso_qms.audits.models import Inspection
from iso_qms.clock import as_local, today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import remembered
from iso_qms.registry import Awaiting
from iso_qms.rounds import each_due


def reveal_round() -> int:
    """Publish the seed of every draw whose envelopes are used up, or whose period is over."""
    return each_due("draws", _to_be_told, lambda draw, clock: reveal(draw, by=clock))


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """The closed envelopes a person opens, each on its day."""
    mine = [one for one in remembered("closed_envelopes", _closed) if one.lead_id == person.id and one.last_on >= day]
    for one in mine:
        due_on = as_local(one.planned_at).date()
        yield Awaiting(
            due_on=due_on,
            what=_("Open the envelope: %(title)s", title=one.title),
            why=_("Because you lead the visit; from %(at)s on.", at=f"{as_local(one.planned_at):%H:%M}"),
            action=_("Open"),
            url=url_for("audits.envelope", agency=g.agency.slug, number=one.id),
            kind="draw_envelope",
            code=one.code,
            late=due_on < day,
            discreet=True,
        )


def hand_over(leaver: Person, to: Person, by: Person) -> int:
    """A leaver's closed envelopes go to the successor if free of every unit; else quality control is told."""
    query = select(Envelope).join(Draw).where(Envelope.lead_id == leaver.id, Draw.state == "drawn")
    mine = list(db.session.scalars(query.where(Envelope.opened_at.is_(None))))
    for one in mine:
        pass_on(one, to, by=by)
    return len(mine)


class _Closed(NamedTuple):
    id: int
    lead_id: int
    planned_at: datetime
    title: str
    code: str
    last_on: date


def _closed() -> list[_Closed]:
    query = select(Envelope).join(Draw).where(Draw.state == "drawn", Envelope.opened_at.is_(None))
    rows = db.session.scalars(query.order_by(Envelope.planned_at).options(contains_eager(Envelope.draw)))
    return [
        _Closed(one.id, one.lead_id, one.planned_at, one.draw.title, one.draw.code, one.draw.last_on) for one in rows
    ]


def _to_be_told() -> Select[Draw]:
    mine = Envelope.draw_id == Draw.id
    waiting = exists().where(mine, Envelope.opened_at.is_(None))
    secret = exists().where(
        mine,
        Inspection.envelope_id == Envelope.id,
        Inspection.started_at.is_(None),
        Inspection.state != "cancelled",
    )
    used_up = or_(~waiting, Draw.last_on < today())
    return select(Draw).where(Draw.state == "drawn", used_up, ~secret).order_by(Draw.id)
