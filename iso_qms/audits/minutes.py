"""The minutes of a visit: both sides stand by them, or a refusal is noted with a witness."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from iso_qms.audits.models import SIDES, SIGNED, Inspection, MinutesSignature
from iso_qms.audits.sides import answered_units
from iso_qms.blobs import attach
from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

say(
    {
        "inspection.signed": _l("confirmed the minutes"),
        "inspection.signing_noted": _l("noted a signature on paper"),
        "inspection.refusal_noted": _l("noted a refusal to sign"),
    }
)


def units_to_sign_for(inspection: Inspection, person: Person) -> list[Unit]:
    """The inspected units for which this person may confirm the minutes and has not yet."""
    answered, signed = answered_units(person, today()), {one.unit_id for one in inspection.signatures}
    return [unit for unit in inspection.units if unit.id in answered and unit.id not in signed]


def sign(inspection: Inspection, *, by: Person, unit: Unit | None = None, remark: str = "") -> MinutesSignature:
    """Confirm the minutes oneself: the lead for the team, whoever answers for a unit for that unit.

    The view has checked the password. A remark stands in the minutes, word for word.
    """
    if unit is None and not inspection.is_led_by(by):
        raise Forbidden(_("The lead of the team signs for it: %(name)s.", name=inspection.lead or "–"))
    if unit is not None and unit.id not in answered_units(by, today()):
        raise Forbidden(_("Whoever answers for %(unit)s signs for it.", unit=unit.name))
    acting = by.acting()
    post = ", ".join(filter(None, [acting.post, acting.unit]))
    signature = _signature(inspection, unit=unit, how="signed", name=by.name, post=post, remark=remark)
    signature.person_id = by.id
    write(inspection, "inspection.signed", by=by)
    return signature


def note_signing(
    inspection: Inspection,
    *,
    by: Person,
    unit: Unit,
    name: str,
    how: str,
    post: str = "",
    witness: str = "",
    remark: str = "",
    scans: Iterable[Any] = (),
) -> MinutesSignature:
    """Note for an inspected unit who signed on paper, or who did not sign and who saw that."""
    if not inspection.has_member(by):
        raise Forbidden(_("Only the team notes this."))
    if how not in ("on_paper", "refused"):
        raise Incomplete(_("Say whether it was signed on paper, or not signed."))
    if not clean(name).strip():
        raise Incomplete(_("Say who stood for the unit."))
    if how == "refused" and not clean(witness).strip():
        raise Incomplete(_("Name a witness: the minutes say who saw that they were not signed."))
    signature = _signature(inspection, unit=unit, how=how, name=name, post=post, witness=witness, remark=remark)
    attach(inspection, scans, by=by)
    write(inspection, "inspection.signing_noted" if how == "on_paper" else "inspection.refusal_noted", by=by)
    return signature


def _signature(
    inspection: Inspection, *, unit: Unit | None, how: str, name: str, post: str, witness: str = "", remark: str = ""
) -> MinutesSignature:
    if inspection.state != "under_way":
        raise WrongState(_("The minutes are signed while the visit is under way."))
    side = next(iter(SIDES)) if unit is None else "inspected"
    if unit is not None and unit not in inspection.units:
        raise Incomplete(_("%(unit)s is not inspected here.", unit=unit.name))
    if any(one.side == side and one.unit is unit for one in inspection.signatures):
        raise WrongState(_("This side has signed already."))
    assert how in SIGNED
    signature = MinutesSignature(
        side=side,
        unit=unit,
        how=how,
        name=clean(name).strip(),
        post=clean(post).strip(),
        witness=clean(witness).strip(),
        remark=clean(remark).strip(),
        at=now(),
    )
    inspection.signatures.append(signature)
    db.session.flush()
    return signature
