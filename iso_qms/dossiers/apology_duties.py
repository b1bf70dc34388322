"""What apologies bring to the desk: those to sign, and those that wait to be given to the applicant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import and_, or_, select

from iso_qms.db import db
from iso_qms.dossiers.apologies import Apology
from iso_qms.i18n import _
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.registry import Awaiting, registry


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """Apologies of the units one answers for, while unsigned; signed ones to whoever drafted them."""
    if not (person.may("dossiers.sign") or person.may("dossiers.apologise")):
        return
    units = answered_units(person, day)
    mine = and_(Apology.state == "signed", Apology.drafted_by_id == person.id)
    query = select(Apology).where(or_(and_(Apology.state == "drafted", Apology.unit_id.in_(units)), mine))
    for one in db.session.scalars(query.order_by(Apology.due_at)).unique():
        yield _row(one, day)


def _row(one: Apology, day: date) -> Awaiting:
    unsigned = one.state == "drafted"
    return Awaiting(
        due_on=one.due_on,
        code=str(one),
        what=_("Sign the apology for dossier %(code)s", code=one.dossier_code)
        if unsigned
        else _("Give the applicant the apology for dossier %(code)s", code=one.dossier_code),
        why=_("Because you answer for the unit.") if unsigned else _("You drafted it, and it is signed."),
        action=_("Look at it"),
        url=registry.things["apology"].url(one),
        kind="apology",
        late=one.due_on < day,
    )
