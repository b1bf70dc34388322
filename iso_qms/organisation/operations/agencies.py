"""Founding an agency, and acting in the name of its clock."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select

from iso_qms.db import db, transaction, unit
from iso_qms.i18n import _l
from iso_qms.journal import say, write
from iso_qms.organisation.agencies import Agency, across, inside
from iso_qms.organisation.operations.calendar import seed_calendar
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
    with inside(agency):
        seed_calendar(agency, by=clock)
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
    """Do something inside every agency, in the name of its clock; answers the sum of what it answers.

    Each agency is a writing unit of its own, so that one that fails undoes nothing of the others; the first failure
    is raised at the end. Where a unit is open already, everything is done in that one.
    """
    if db.session().in_transaction():
        return sum(_act_in(agency.id, act) for agency in agencies())
    with unit(writes=False):
        numbers = [agency.id for agency in agencies()]
    total, failures = 0, list[Exception]()
    for number in numbers:
        try:
            with transaction():
                total += _act_in(number, act)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
    return total


def _act_in(number: int, act: Callable[[Person], int]) -> int:
    agency = db.session.get_one(Agency, number)
    if db.engine.dialect.name == "postgresql":
        # Two timetables never do the same to the same agency at once: the second one then finds it done.
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(act.__qualname__), number)))
    with inside(agency):
        return act(clock_of(agency))
