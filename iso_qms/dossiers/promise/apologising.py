"""What people do about a dossier that is late: draft an apology, sign it, give it to the applicant, or drop it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.dossiers.deadlines import due_day
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.promise.answering import focal_officers
from iso_qms.dossiers.promise.apologies import REASONS, Apology
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.numbering import numbered
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import due_in_working_days, is_worked
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from iso_qms.worktime import UnknownYear

PROPOSED_DAYS = 3
"""Working days from today that are proposed for the new day."""

say(
    {
        "apology.drafted": _l("drafted the apology"),
        "apology.changed": _l("changed the draft of the apology"),
        "apology.reckoned": _l("found with the corrected calendar whether the apology is owed"),
    }
)


def draft(dossier: Dossier, *, by: Person, reason_kind: str, reason: str, new_due_on: date | None) -> Apology:
    """Draft the apology of an open dossier, also before its day is over; whoever signs it is told."""
    unit = demand_apology(dossier, by=by)
    assert dossier.first_due_at is not None
    said = _said(dossier, reason_kind, reason, new_due_on)
    counted = numbered(Apology, dossier.agency_id)  # It holds the agency, so that nobody drafts another meanwhile.
    _demand_first(dossier)
    one = Apology(
        agency_id=dossier.agency_id, dossier_id=dossier.id, dossier_code=dossier.code, unit_id=unit.id,
        document_id=dossier.document_id, procedure=dossier.procedure, received_on=dossier.received_on,
        due_at=dossier.first_due_at, drafted_by=by, drafted_at=now(), **counted, **said,
    )  # fmt: skip
    db.session.add(one)
    write(one, "apology.drafted", by=by)
    signers = heads_for(unit.id, today())[:1] or people_with("dossiers.sign")
    others = [person for person in focal_officers(unit.id) if person not in signers]
    for name, people in (("apology_to_sign", signers), ("apology_drafted", others)):
        tell([person for person in people if person != by], name, about=one, by=by, code=dossier.code, unit=unit.name)
    return one


def demand_apology(dossier: Dossier, *, by: Person) -> Unit:
    """Refuse where no apology may be drafted, or it is not theirs to do; answers which unit has to."""
    unit = demand_apologisable(dossier, by=by)
    _demand_first(dossier)
    return unit


def demand_apologisable(dossier: Dossier, *, by: Person) -> Unit:
    """The same, as far as the dossier itself can say; whether it has an apology already is not asked."""
    unit = answering_unit_of(dossier)
    if not by.may("dossiers.apologise", unit):
        raise Forbidden(_("The head of %(unit)s or the quality team can do this.", unit=unit.name))
    if dossier.state != "open":
        raise WrongState(_("%(state)s: there is no new day to promise.", state=dossier.state_label))
    if dossier.first_due_at is None:
        raise WrongState(_("Nobody promised a day for this dossier, so there is none to move."))
    if dossier.waiting:
        raise WrongState(_("The clock stands still until the papers come; its day moves by itself."))
    return unit


def answering_unit_of(dossier: Dossier) -> Unit:
    """The unit that answers for the day of a dossier; refused where its source names none."""
    unit = dossier.deciding_unit or dossier.receiving_unit
    if unit is None:
        raise WrongState(_("Nobody knows which unit answers for this dossier: its source does not name one."))
    return unit


def proposed_day(agency_id: int) -> date | None:
    """The new day that is proposed, some working days from now."""
    try:
        return due_in_working_days(today(), days=PROPOSED_DAYS, agency_id=agency_id)
    except UnknownYear:
        return None


def change(one: Apology, *, by: Person, reason_kind: str, reason: str, new_due_on: date | None) -> None:
    """Write a draft anew, as long as nobody has signed it."""
    if not by.may("dossiers.apologise", one):
        raise Forbidden(_("The head of %(unit)s or the quality team can do this.", unit=one.unit.name))
    if one.state != "drafted":
        raise WrongState(_("It was signed already. Drop it, and draft another."))
    for name, value in _said(_dossier_of(one), reason_kind, reason, new_due_on).items():
        setattr(one, name, value)
    write(one, "apology.changed", by=by)


def sign(one: Apology, *, by: Person, note: str = "") -> None:
    """Sign it, as the head of the unit or the leadership; whoever drafted it gives it to the applicant."""
    if one.unowed_on:
        raise WrongState(_("The calendar was corrected and the dossier is in time: drop it, for it is owed no longer."))
    _demand_day(one.new_due_on, due_day(one.due_at), one.agency_id)
    one.signed_by, one.signed_on = by, today()
    one.advance("sign", by=by, note=note)
    if one.drafted_by.id != by.id:
        tell(one.drafted_by, "apology_signed", about=one, by=by, code=one.dossier_code)


def send(one: Apology, *, by: Person, on: date | None = None, note: str = "") -> None:
    """Note the day on which the applicant was given it; from then on the dossier has its new day."""
    day = on or today()
    if day > today():
        raise Incomplete(_("It is noted once it was given: choose today or an earlier day."))
    if one.signed_on and day < one.signed_on:
        raise Incomplete(
            _("It was signed on %(day)s: it cannot have been given before.", day=f"{one.signed_on:%d/%m/%Y}")
        )
    dossier = _dossier_of(one)
    one.sent_on, one.ended_on, one.is_late = day, today(), day > due_day(dossier.first_due_at or one.due_at)
    one.advance("send", by=by, note=note)
    if dossier.rescheduled_to is None:
        dossier.rescheduled_to = one.new_due_at


def drop(one: Apology, *, by: Person, note: str = "") -> None:
    """It is not given, with the reason."""
    one.ended_on = today()
    one.advance("drop", by=by, note=note)


MOVES: dict[str, Any] = {"sign": sign, "send": send, "drop": drop}


def _demand_first(dossier: Dossier) -> None:
    """A day is moved at most once, whether it was moved here or by the software of the desk."""
    there = select(Apology).where(Apology.dossier_id == dossier.id, Apology.state != "dropped")
    before = db.session.scalar(there.order_by(Apology.id))
    if before is not None and before.state != "sent":
        raise WrongState(_("Apology %(number)s is under way for this dossier already.", number=before))
    if before is not None or dossier.rescheduled_to is not None:
        to = due_day(dossier.rescheduled_to) if dossier.rescheduled_to else before and before.new_due_on
        raise WrongState(_("Its day was moved to %(day)s already, and is moved at most once.", day=f"{to:%d/%m/%Y}"))


def _said(dossier: Dossier, reason_kind: str, reason: str, new_due_on: date | None) -> dict[str, Any]:
    if reason_kind not in REASONS:
        raise Incomplete(_("Choose which kind of reason it is."))
    if not clean(reason).strip():
        raise Incomplete(_("Say to the applicant why it takes longer."))
    if new_due_on is None:
        raise Incomplete(_("Choose the new day."))
    _demand_day(new_due_on, due_day(dossier.first_due_at), dossier.agency_id)  # type: ignore[arg-type]
    return {"reason_kind": reason_kind, "reason": clean(reason).strip(), "new_due_on": new_due_on}


def _demand_day(new: date, due: date, agency_id: int) -> None:
    if new < today():
        raise Incomplete(_("The new day is over already: choose a coming one."))
    if new <= due:
        raise Incomplete(_("The new day must lie after the first due day, %(day)s.", day=f"{due:%d/%m/%Y}"))
    if not is_worked(new, agency_id=agency_id):
        raise Incomplete(_("Nobody works on %(day)s: choose a working day.", day=f"{new:%d/%m/%Y}"))


def _dossier_of(one: Apology) -> Dossier:
    return db.session.scalars(select(Dossier).where(Dossier.id == one.dossier_id)).one()
