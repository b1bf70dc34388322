"""The minutes of a visit: both sides stand by them, or a refusal is noted with a witness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from iso_qms.audits.models import SIDES, SIGNED, Inspection, MinutesSignature
from iso_qms.audits.visit.minutes_copies import send_copies
from iso_qms.audits.visit.minutes_text import standing_signatures, text_hash, text_of, unsigned_sides
from iso_qms.audits.word import minutes_docx
from iso_qms.blobs import Attachment, attach, attach_bytes, files_of_each, read
from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.i18n import _, _l, speaking
from iso_qms.journal import say, write
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

say(
    {
        "inspection.signed": _l("confirmed the minutes"),
        "inspection.signed_again": _l("confirmed the minutes again, because they had changed"),
        "inspection.signing_noted": _l("noted a signature on paper"),
        "inspection.refusal_noted": _l("noted a refusal to sign"),
        "inspection.signed_on_glass": _l("noted a signature on the glass of a phone"),
    }
)
SAID_OF_SIGNING = {
    "on_paper": "inspection.signing_noted",
    "on_glass": "inspection.signed_on_glass",
    "refused": "inspection.refusal_noted",
}


def sides_to_sign_for(
    inspection: Inspection, person: Person, standing: Iterable[MinutesSignature]
) -> list[Unit | None]:
    """The unsigned sides for which this person may confirm the minutes: the units they answer for; None is the team."""
    leads, answered = inspection.is_led_by(person), answered_units(person, today())
    unsigned = unsigned_sides(inspection, standing) if inspection.state == "under_way" else []
    return [unit for unit in unsigned if (unit.id in answered if unit else leads)]


def refused_units(inspection: Inspection, person: Person, standing: Iterable[MinutesSignature]) -> list[Unit]:
    """The units noted as not signing for which this person may still do so: somebody else noted it, or they thought
    better of it."""
    if inspection.state != "under_way":
        return []
    stood = {one.unit: one.how for one in standing if one.unit}
    answered = answered_units(person, today())
    return [unit for unit, how in stood.items() if how == "refused" and unit.id in answered]


def units_to_sign_for(inspection: Inspection, person: Person) -> list[Unit]:
    """The inspected units for which this person may confirm what the minutes say now."""
    if not answered_units(person, today()) & {unit.id for unit in inspection.units}:
        return []
    return [unit for unit in sides_to_sign_for(inspection, person, standing_signatures(inspection)) if unit]


def sign(inspection: Inspection, *, by: Person, unit: Unit | None = None, remark: str = "") -> MinutesSignature:
    """Confirm what the minutes say now: the lead for the team, whoever answers for a unit for that unit.

    The view has checked the password. A remark stands in the minutes, word for word.
    """
    return sign_for([unit], inspection, by=by, remark=remark)[0]


def sign_for(
    sides: Sequence[Unit | None], inspection: Inspection, *, by: Person, remark: str = "", files: Iterable[Any] = ()
) -> list[MinutesSignature]:
    """Confirm what the minutes say now for every side one answers for; a copy goes to both sides once."""
    made = [_sign(inspection, by, unit, remark) for unit in sides]
    attach(made[0], files, by=by)
    send_copies(inspection, made, by=by)
    return made


def note_signing(
    inspection: Inspection,
    *,
    by: Person,
    unit: Unit | None,
    name: str,
    how: str,
    post: str = "",
    witness: str = "",
    remark: str = "",
    scans: Iterable[Any] = (),
) -> MinutesSignature:
    """Note for an inspected unit who signed on paper or on a phone's glass, or who did not sign and who saw that.

    No unit is the team, for which only its lead signs.
    """
    if not inspection.has_member(by):
        raise Forbidden(_("Only the team notes this."))
    if unit is None and not inspection.is_led_by(by):
        raise Forbidden(_("The lead of the team signs for it: %(name)s.", name=inspection.lead or "–"))
    if how not in ("on_paper", "on_glass", "refused"):
        raise Incomplete(_("Say whether it was signed on paper, or not signed."))
    if not clean(name).strip():
        raise Incomplete(_("Say who stood for the unit."))
    if how == "refused" and not clean(witness).strip():
        raise Incomplete(_("Name a witness: the minutes say who saw that they were not signed."))
    signature = _signature(inspection, unit=unit, how=how, name=name, post=post, witness=witness, remark=remark)
    attach(signature, scans, by=by)
    verb = SAID_OF_SIGNING[how]
    write(inspection, verb, by=by, details={"text_hash": signature.text_hash})
    send_copies(inspection, [signature], by=by)
    return signature


def keep_minutes(inspection: Inspection, *, by: Person) -> None:
    """Keep what both sides stood by, because findings may still be corrected or withdrawn.

    Beside the Word file lies the very text whose SHA-256 stands with each signature and in the journal. Both belong to
    the last signature, because a file of the visit is read by whoever sees the visit.
    """
    last, agency = inspection.signatures[-1], db.session.get_one(Agency, inspection.agency_id)
    attach_bytes(last, minutes_docx(inspection, agency=agency), name=_file_name(inspection), by=by)
    attach_bytes(last, text_of(inspection), name=f"{inspection.code}.json", by=by)


def kept_minutes(inspection: Inspection) -> bytes | None:
    """The Word file of what both sides stood by; None while the visit has not ended."""
    if inspection.ended_at is None:
        return None
    ended, name = inspection.ended_at, _file_name(inspection)
    kept = [one for one in papers_of(inspection) if one.added_at >= ended and one.name == name]
    return read(kept[0].sha256) if kept else None


def papers_of(inspection: Inspection) -> list[Attachment]:
    """What belongs to the signatures, oldest first: scans, signatures on glass, and what both sides stood by."""
    found = files_of_each(MinutesSignature.journal_kind, [one.id for one in inspection.signatures])
    return sorted((file for files in found.values() for file in files), key=lambda one: one.id)


def _sign(inspection: Inspection, by: Person, unit: Unit | None, remark: str) -> MinutesSignature:
    if unit is None and not inspection.is_led_by(by):
        raise Forbidden(_("The lead of the team signs for it: %(name)s.", name=inspection.lead or "–"))
    if unit is not None and unit.id not in answered_units(by, today()):
        raise Forbidden(_("Whoever answers for %(unit)s signs for it.", unit=unit.name))
    acting = by.acting()
    post = ", ".join(filter(None, [acting.post, acting.unit]))
    earlier = any(one.unit is unit and one.how != "refused" for one in inspection.signatures)
    verb = "inspection.signed_again" if earlier else "inspection.signed"
    signature = _signature(inspection, unit=unit, how="signed", name=by.name, post=post, remark=remark)
    signature.person_id = by.id
    write(inspection, verb, by=by, details={"text_hash": signature.text_hash})
    return signature


def _signature(
    inspection: Inspection, *, unit: Unit | None, how: str, name: str, post: str, witness: str = "", remark: str = ""
) -> MinutesSignature:
    if inspection.state != "under_way":
        raise WrongState(_("The minutes are signed while the visit is under way."))
    side = next(iter(SIDES)) if unit is None else "inspected"
    if unit is not None and unit not in inspection.units:
        raise Incomplete(_("%(unit)s is not inspected here.", unit=unit.name))
    stood = [one.how for one in standing_signatures(inspection) if one.unit is unit]
    # Who was noted as not signing may still sign; nobody is noted as refusing what they signed.
    if stood and (how == "refused" or set(stood) != {"refused"}):
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
        text_hash=text_hash(inspection),
        at=now(),
    )
    inspection.signatures.append(signature)
    db.session.flush()
    return signature


def _file_name(inspection: Inspection) -> str:
    with speaking("vi"):
        return _("Minutes %(code)s", code=inspection.code) + ".docx"
