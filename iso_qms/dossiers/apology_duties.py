"""What promises bring to the desk, asked in one statement: dossiers about to be late, apologies to sign and to give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import g, url_for
from sqlalchemy import and_, false, func, literal, or_, select, union_all

from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.dossiers.apologies import Apology
from iso_qms.dossiers.deadlines import due_day
from iso_qms.dossiers.due_warnings import answering_unit, due_between, promised_at, warned_until
from iso_qms.dossiers.models import Dossier
from iso_qms.i18n import _, ngettext
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.registry import Awaiting


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """Of the units one answers for: what is about to be late, and unsigned apologies; signed ones to their author."""
    if not (person.may("dossiers.sign") or person.may("dossiers.apologise")):
        return
    units = answered_units(person, day)
    for kind, number, at, code in db.session.execute(union_all(_soon(units, day, person), _apologies(units, person))):
        if kind != "soon":
            yield _of_apology(kind, number, at, code, day)
        elif number:
            yield _about_to_be_late(number, due_day(at))


def _soon(units: set[int], day: date, person: Person) -> Any:
    until = warned_until(day, agency_id=person.agency_id) if units else None
    wanted = and_(due_between(now(), until), answering_unit.in_(units)) if until else false()
    return select(literal("soon"), func.count(), func.min(promised_at), literal("")).select_from(Dossier).where(wanted)


def _apologies(units: set[int], person: Person) -> Any:
    unsigned = and_(Apology.state == "drafted", Apology.unit_id.in_(units))
    mine = and_(Apology.state == "signed", Apology.drafted_by_id == person.id)
    return select(Apology.state, Apology.id, Apology.due_at, Apology.dossier_code).where(or_(unsigned, mine))


def _about_to_be_late(number: int, first: date) -> Awaiting:
    return Awaiting(
        due_on=first,
        what=ngettext("%(num)s dossier is about to be late", "%(num)s dossiers are about to be late", number),
        why=_("Their last day is the next working day at the latest, and you answer for the unit."),
        action=_("See which"),
        url=url_for("dossiers.promised", agency=g.agency.slug, view="soon"),
        kind="dossier",
    )


def _of_apology(state: str, number: int, due_at: Any, code: str, day: date) -> Awaiting:
    unsigned, due = state == "drafted", due_day(due_at)
    return Awaiting(
        due_on=due,
        what=_("Sign the apology for dossier %(code)s", code=code)
        if unsigned
        else _("Give the applicant the apology for dossier %(code)s", code=code),
        why=_("Because you answer for the unit.") if unsigned else _("You drafted it, and it is signed."),
        action=_("Look at it"),
        url=url_for("dossiers.apology", agency=g.agency.slug, number=number),
        kind="apology",
        late=due < day,
    )
