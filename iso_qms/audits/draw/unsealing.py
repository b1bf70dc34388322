"""Opening an envelope of a draw: at its hour and by its lead the unit is computed, and its visit is planned.

Two clicks at once make one visit: the draw's row is held until the first has ended, and the second finds it open.
"""

from __future__ import annotations

from iso_qms.audits.draw import drawing
from iso_qms.audits.draw.draw_seeds import unsealed
from iso_qms.audits.draw.draws import Draw, Envelope
from iso_qms.audits.draw.populations import why_not_lead
from iso_qms.audits.models import Inspection
from iso_qms.audits.operations import name_member, plan_inspection
from iso_qms.clock import as_local, now, today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.workflow import Forbidden, WrongState

say({"inspection.drawn": _l("opened the envelope this inspection came out of")})


def open_envelope(envelope: Envelope, *, by: Person) -> Inspection:
    """Learn which unit was drawn, not before the hour; from then on it is an unannounced visit like any other."""
    envelope.draw.keep_still()
    if by.id != envelope.lead_id:
        raise Forbidden(_("Only %(who)s can open this envelope.", who=envelope.lead.name))
    if envelope.inspection is not None:
        return envelope.inspection
    _demand_hour(envelope)
    if reason := why_not_lead(envelope.draw, by, today()):
        raise Forbidden(reason)
    made = _planned(envelope, drawn_units(envelope.draw)[envelope.place - 1])
    made.envelope_id, envelope.opened_at = envelope.id, now()
    write(made, "inspection.drawn", by=by)
    db.session.expire(envelope, ["inspection"])
    return made


def drawn_units(draw: Draw) -> list[Unit]:
    """Which units a draw drew, in the order of drawing; refuses when its seed cannot be read any more."""
    seed = draw.seed or unsealed(draw.sealed)
    if not seed:
        raise WrongState(_("The seed cannot be read: this install has another secret key than when it was sealed."))
    drawn = drawing.draw(draw.candidates, draw.visits, seed=seed, public_part=draw.public_part)
    units = {one["code"]: one["unit"] for one in draw.population}
    return [db.session.get_one(Unit, units[one.code]) for one in drawn]


def _demand_hour(envelope: Envelope) -> None:
    if envelope.draw.state != "drawn":
        raise WrongState(_("The draw has ended, so this envelope is not opened any more."))
    if envelope.draw.is_over:
        raise WrongState(
            _("The period of the draw ended on %(day)s.", day=f"{envelope.draw.last_on:%d/%m/%Y}"),
        )
    if missing := envelope.draw.why_not_approved:
        raise WrongState(missing)
    if now() < envelope.planned_at:
        moment = f"{as_local(envelope.planned_at):%H:%M %d/%m/%Y}"
        raise WrongState(_("It can be opened from %(moment)s on, by the clock of this server.", moment=moment))


def _planned(envelope: Envelope, unit: Unit) -> Inspection:
    # Nobody chose this unit, so the lot plans the visit in the name of the clock; the lead's act is written beside it.
    lots, clock = envelope.draw, clock_of(envelope.draw.agency_id)
    made = plan_inspection(
        f"{lots.title}: {unit.name}"[:300],
        by=clock,
        kind="unannounced",
        units=[unit],
        topics=lots.topics,
        planned_on=today(),
        criteria=lots.criteria,
        method=lots.method,
        programme=lots.programme,
        decision=lots.decision,
    )
    name_member(made, envelope.lead, by=clock, is_lead=True)
    return made
