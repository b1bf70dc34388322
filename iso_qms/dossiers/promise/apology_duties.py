"""What promises bring to the desk: apologies to sign and to give, and how many dossiers are about to be late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from flask import g, url_for
from sqlalchemy import false, func, select

from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.promise.apologies import Apology
from iso_qms.dossiers.promise.due_warnings import answering_unit, due_between, warned_until
from iso_qms.i18n import _, ngettext
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import remembered
from iso_qms.organisation.units import Unit, reach
from iso_qms.registry import Awaiting, Counted, Figure


class Waiting(NamedTuple):
    """An apology as desks tell it; remembered between pages, because few of them change in a day."""

    id: int
    state: str
    unit_id: int
    drafted_by_id: int
    due_on: date
    code: str
    is_unowed: bool


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """Unsigned apologies of the units one answers for; signed ones to whoever drafted them."""
    units = answered_units(person, day)
    for one in remembered("apologies that wait", _read_waiting):
        unsigned = one.state == "drafted"
        if one.unit_id in units if unsigned else one.drafted_by_id == person.id:
            yield _of_apology(one, day)


def figures(unit: Unit, day: date) -> Counted:
    """How many dossiers of a unit are about to be late, of those still open."""
    until = warned_until(day, agency_id=unit.agency_id)
    soon = func.count().filter(due_between(now(), until) if until else false())
    query = select(soon.label("soon"), func.count().label("open")).select_from(Dossier)
    query = query.where(Dossier.state == "open", answering_unit.in_(reach(unit.id)))
    return Counted(query, _figure)


def _figure(soon: int, still_open: int) -> Figure | None:
    if not still_open:
        return None
    return Figure(
        label=_("Dossiers not about to be late"),
        value=still_open - soon,
        total=still_open,
        url=url_for("dossiers.promised", agency=g.agency.slug, view="soon"),
        missing=ngettext("%(num)s dossier is about to be late", "%(num)s dossiers are about to be late", soon)
        if soon
        else "",
    )


def _read_waiting() -> list[Waiting]:
    query = select(Apology).where(Apology.state.in_(("drafted", "signed"))).order_by(Apology.due_at, Apology.id)
    return [_as_waiting(one) for one in db.session.scalars(query).unique()]


def _as_waiting(one: Apology) -> Waiting:
    is_unowed = one.unowed_on is not None
    return Waiting(one.id, one.state, one.unit_id, one.drafted_by_id, one.due_on, one.dossier_code, is_unowed)


def _of_apology(one: Waiting, day: date) -> Awaiting:
    unsigned = one.state == "drafted"
    return Awaiting(
        due_on=one.due_on,
        what=_what(one),
        why=_("Because you answer for the unit.") if unsigned else _("You drafted it, and it is signed."),
        action=_("Look at it"),
        url=url_for("dossiers.apology", agency=g.agency.slug, number=one.id),
        kind="apology",
        late=one.due_on < day,
    )


def _what(one: Waiting) -> str:
    if one.is_unowed:
        return _("Drop the apology for dossier %(code)s: it is owed no longer", code=one.code)
    if one.state == "drafted":
        return _("Sign the apology for dossier %(code)s", code=one.code)
    return _("Give the applicant the apology for dossier %(code)s", code=one.code)
