"""Noting leave and duty elsewhere, so that inspectors and reminders know."""

from __future__ import annotations

from datetime import date

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import ABSENCE_KINDS, DAY_PARTS, Absence, Person, units_of
from iso_qms.organisation.rights import units_with
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete

say({"absence.noted": _l("noted an absence"), "absence.removed": _l("cancelled an absence")})


def note_absence(
    person: Person, *, by: Person, kind: str, first_on: date, last_on: date, part: str = "day", reason: str = ""
) -> Absence:
    """Note leave or duty elsewhere, for whole days, mornings or afternoons.

    People note their own, though never for days gone by; a head does it for their unit, an administrator for all.
    """
    if kind not in ABSENCE_KINDS or part not in DAY_PARTS:
        raise Incomplete(_("Choose leave or duty, and whole days, mornings or afternoons."))
    if last_on < first_on:
        raise Incomplete(_("The last day lies before the first."))
    _demand_right(by, person, first_on)
    absence = Absence(
        agency_id=by.agency_id,
        person_id=person.id,
        kind=kind,
        first_on=first_on,
        last_on=last_on,
        part=part,
        reason=clean(reason).strip(),
    )
    db.session.add(absence)
    write(absence, "absence.noted", by=by)
    return absence


def remove_absence(absence: Absence, *, by: Person) -> None:
    """Cancel an absence; the journal keeps what it was."""
    _demand_right(by, absence.person, absence.first_on)
    write(absence, "absence.removed", by=by)
    db.session.delete(absence)
    db.session.flush()


def may_note_absence(by: Person, person: Person) -> bool:
    """Whether somebody may note absences of a person, also for days gone by."""
    if by.is_clock:
        return by.agency_id == person.agency_id
    over = units_with(by, "organisation.absences")
    return over is None or bool(over & units_of(person, today()))


def _demand_right(by: Person, person: Person, first_on: date) -> None:
    if may_note_absence(by, person):
        return
    if by.id != person.id:
        raise Forbidden(_("Absences are noted by oneself, by the head of the unit or by an administrator."))
    if first_on < today():
        raise Forbidden(_("Days gone by are noted by the head of your unit or by an administrator."))
