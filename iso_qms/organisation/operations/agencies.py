"""Founding an agency, and acting in the name of its clock."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from iso_qms.db import db
from iso_qms.i18n import _l
from iso_qms.journal import say, write
from iso_qms.organisation.agencies import Agency, across, inside
from iso_qms.organisation.people import Person
from iso_qms.text import clean, slug

CLOCK_NAME = "ISO-QMS"

say({"agency.founded": _l("founded the agency")})


def found_agency(name: str, *, tail: str = "", superior: str = "", place: str = "") -> tuple[Agency, Person]:
    """A new agency and its clock, the person in whose name time acts."""
    agency = Agency(slug=tail or slug(name), name=clean(name), superior=superior, place=place, code_pattern={})
    db.session.add(agency)
    db.session.flush()
    clock = Person(agency_id=agency.id, name=CLOCK_NAME, sort="", is_clock=True)
    db.session.add(clock)
    db.session.flush()
    write(agency, "agency.founded", by=clock)
    write(clock, "person.entered", by=clock)
    return agency, clock


def clock_of(agency: Agency | int) -> Person:
    """The person in whose name time acts in an agency."""
    agency_id = agency if isinstance(agency, int) else agency.id
    with across():
        return db.session.scalars(select(Person).where(Person.agency_id == agency_id, Person.is_clock)).one()


def agencies() -> list[Agency]:
    """Every agency of this install."""
    return list(db.session.scalars(select(Agency).order_by(Agency.id)))


def in_each_agency(act: Callable[[Person], int]) -> int:
    """Do something inside every agency, in the name of its clock; answers the sum of what it answers."""
    total = 0
    for agency in agencies():
        with inside(agency):
            total += act(clock_of(agency))
    return total
