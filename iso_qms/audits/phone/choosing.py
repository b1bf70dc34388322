"""Choosing between two answers that two people gave to one item, neither having seen the other's."""

from __future__ import annotations

from uuid import uuid4

from iso_qms.audits.checklist.items import payload_of, said_of
from iso_qms.audits.models import Inspection
from iso_qms.audits.phone import applying
from iso_qms.audits.phone.phone_acts import PhoneAct
from iso_qms.audits.phone.syncing import Item, merged, replacing
from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.workflow import Forbidden, WrongState

say({"inspection.side_chosen": _l("chose which of two answers stands")})


def choose_side(inspection: Inspection, item: str, uuid: str, *, by: Person) -> PhoneAct:
    """Let one side of a disputed item stand; the choice is an act that has seen, and replaces, all of them."""
    if not inspection.has_member(by):
        raise Forbidden(_("Only the team chooses."))
    known = said_of(inspection, {item})
    found = merged(known).get(item)
    chosen = next((one for one in found.sides if one.uuid == uuid), None) if found else None
    if found is None or not found.is_disputed or chosen is None:
        raise WrongState(_("Nothing is disputed here any more. Reload the page and look again."))
    act = _choice(inspection, item, found, chosen.value, sorted(replacing(found, known)), by)
    _apply(inspection, act, by)
    write(inspection, "inspection.side_chosen", by=by)
    return act


def _choice(inspection: Inspection, item: str, found: Item, value: str, bases: list[str], by: Person) -> PhoneAct:
    side = next(one for one in found.sides if one.value == value)
    act = PhoneAct(
        agency_id=inspection.agency_id,
        inspection_id=inspection.id,
        uuid=str(uuid4()),
        device="page",
        counter=0,
        person_id=by.id,
        kind="choice",
        item=item,
        payload=payload_of(item, value),
        bases=bases,
        captured_at=side.at,
        received_at=now(),
    )
    db.session.add(act)
    db.session.flush()
    return act


def _apply(inspection: Inspection, act: PhoneAct, by: Person) -> None:
    applying.VERBS[act.item.partition(":")[0]](inspection, [act], by=by)
