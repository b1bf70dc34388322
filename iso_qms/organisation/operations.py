"""What can be done with agencies, units, posts, people and rights. Every verb writes the journal."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.accounts import UserSession
from iso_qms.organisation.agencies import Agency, across, inside
from iso_qms.organisation.people import CAPACITIES, Absence, Holding, Person, Post, holders_of
from iso_qms.organisation.rights import ROLES, Grant
from iso_qms.organisation.units import Unit
from iso_qms.registry import registry
from iso_qms.text import clean, name_sort_key, slug, sort_key
from iso_qms.workflow import Incomplete, Refused

CLOCK_NAME = "ISO-QMS"

say(
    {
        "agency.founded": _l("founded the agency"),
        "unit.opened": _l("opened the unit"),
        "unit.changed": _l("changed the unit"),
        "unit.closed": _l("closed the unit"),
        "post.opened": _l("set up the post"),
        "post.changed": _l("changed the post"),
        "person.entered": _l("entered the person"),
        "person.changed": _l("changed the person's record"),
        "person.locked": _l("locked the account"),
        "person.unlocked": _l("unlocked the account"),
        "person.handed_over": _l("handed everything over"),
        "holding.begun": _l("gave the post"),
        "holding.deputised": _l("named a deputy"),
        "holding.ended": _l("ended the holding of the post"),
        "grant.given": _l("gave the role"),
        "grant.ended": _l("withdrew the role"),
        "absence.noted": _l("noted an absence"),
        "absence.removed": _l("cancelled an absence"),
    }
)


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


def open_unit(name: str, *, code: str, by: Person, since: date, parent: Unit | None = None, phone: str = "") -> Unit:
    """A new unit from a day on."""
    unit = Unit(
        agency_id=by.agency_id,
        name=clean(name),
        code=clean(code),
        sort=sort_key(name),
        valid_from=since,
        parent_id=parent.id if parent else None,
        phone=phone,
    )
    if db.session.scalar(select(Unit.id).where(Unit.code == unit.code)):
        raise Incomplete(_("The code %(code)s is taken by another unit.", code=unit.code))
    db.session.add(unit)
    write(unit, "unit.opened", by=by)
    return unit


def change_unit(unit: Unit, *, by: Person, name: str, parent: Unit | None, phone: str = "") -> None:
    """Correct a unit's name, place in the tree or telephone."""
    if parent is not None and _is_under(parent, unit):
        raise Refused(_("A unit cannot stand under itself."))
    unit.name, unit.sort, unit.phone = clean(name), sort_key(name), phone
    unit.parent_id = parent.id if parent else None
    write(unit, "unit.changed", by=by)


def close_unit(unit: Unit, *, by: Person, last_day: date, reason: str) -> None:
    """Close a unit after a day; nobody may still hold a post there then."""
    held = db.session.scalar(
        select(Holding.id)
        .join(Post, Post.id == Holding.post_id)
        .where(Post.unit_id == unit.id, (Holding.valid_to.is_(None)) | (Holding.valid_to > last_day))
    )
    if held:
        raise Refused(_("Somebody still holds a post in %(unit)s after that day. End it first.", unit=unit.name))
    unit.valid_to = last_day
    write(unit, "unit.closed", by=by, reason=reason)


def open_post(title: str, *, unit: Unit, by: Person, since: date, is_head: bool = False) -> Post:
    """A new post in a unit."""
    post = Post(
        agency_id=by.agency_id,
        unit_id=unit.id,
        title=clean(title),
        sort=sort_key(title),
        is_head=is_head,
        valid_from=since,
    )
    db.session.add(post)
    write(post, "post.opened", by=by)
    return post


def enter_person(
    name: str, *, by: Person, login: str | None = None, email: str = "", salutation: str = "", phone: str = ""
) -> Person:
    """A new person, with or without a sign-in name."""
    name = clean(name).strip()
    if not name:
        raise Incomplete(_("A person has a name."))
    _demand_free_login(login, None)
    person = Person(
        agency_id=by.agency_id,
        name=name,
        sort=name_sort_key(name),
        login=login or None,
        email=email,
        salutation=salutation,
        phone=phone,
    )
    db.session.add(person)
    write(person, "person.entered", by=by)
    return person


def change_person(person: Person, *, by: Person, **values: Any) -> None:
    """Correct a person's record; what they did before keeps the name they had then."""
    _demand_free_login(values.get("login"), person)
    for name, value in values.items():
        setattr(person, name, value or None if name == "login" else value)
    person.sort = name_sort_key(person.name)
    write(person, "person.changed", by=by)


def hold_post(
    person: Person, post: Post, *, by: Person, since: date, until: date | None = None, capacity: str = ""
) -> Holding:
    """Give a post to a person from a day on; a post has one holder at a time."""
    _demand_capacity(capacity)
    taken = db.session.scalar(
        select(Holding).where(
            Holding.post_id == post.id,
            Holding.kind == "holder",
            (Holding.valid_to.is_(None)) | (Holding.valid_to > since),
            Holding.valid_from < (until or date.max),
        )
    )
    if taken:
        raise Refused(_("%(who)s holds this post then. End that first, or name a deputy.", who=taken.person.name))
    holding = Holding(
        agency_id=by.agency_id, post=post, person=person, valid_from=since, valid_to=until, capacity=capacity
    )
    db.session.add(holding)
    write(holding, "holding.begun", by=by)
    return holding


def delegate(
    post: Post, *, to: Person, by: Person, since: date, until: date, capacity: str = "KT.", reason: str = ""
) -> Holding:
    """Let somebody act in a post for its holder, from one day until (excluding) another."""
    _demand_capacity(capacity)
    holders = [one for one in holders_of(post, since, deputies=False)]
    if not holders:
        raise Refused(_("Nobody holds %(post)s on that day, so nobody can be represented.", post=post))
    if holders[0].id == to.id:
        raise Refused(_("Nobody is their own deputy."))
    if until <= since:
        raise Incomplete(_("The delegation ends before it begins. Choose a later last day."))
    holding = Holding(
        agency_id=by.agency_id,
        post=post,
        person=to,
        kind="deputy",
        principal_id=holders[0].id,
        valid_from=since,
        valid_to=until,
        capacity=capacity,
        reason=reason,
    )
    db.session.add(holding)
    write(holding, "holding.deputised", by=by, reason=reason)
    return holding


def end_holding(holding: Holding, *, by: Person, on: date, reason: str = "") -> None:
    """End the holding of a post; the day given is the first without it."""
    if on < holding.valid_from:
        raise Incomplete(_("It cannot end before it began on %(day)s.", day=f"{holding.valid_from:%d/%m/%Y}"))
    holding.valid_to = on
    write(holding, "holding.ended", by=by, reason=reason)


def grant(
    role: str,
    *,
    by: Person,
    since: date,
    post: Post | None = None,
    person: Person | None = None,
    unit: Unit | None = None,
    until: date | None = None,
) -> Grant:
    """Give a role to a post or to a person, over the whole agency or over a unit and all under it."""
    if role not in ROLES:
        raise Incomplete(_("There is no role of that name."))
    if (post is None) == (person is None):
        raise Incomplete(_("Give the role to a post or to a person."))
    given = Grant(
        agency_id=by.agency_id,
        role=role,
        post=post,
        person=person,
        unit_id=unit.id if unit else None,
        valid_from=since,
        valid_to=until,
    )
    db.session.add(given)
    write(given, "grant.given", by=by)
    return given


def end_grant(given: Grant, *, by: Person, on: date) -> None:
    """Withdraw a role; somebody must always be left who can manage the organisation."""
    if given.role == "administrator" and not _other_administrator(given):
        raise Refused(_("This is the last administrator. Name another one first."))
    given.valid_to = max(on, given.valid_from)
    write(given, "grant.ended", by=by)


def lock_person(person: Person, *, by: Person, reason: str) -> None:
    """Lock an account and end its sign-ins. Whatever the person did stays as it is."""
    if person.id == by.id:
        raise Refused(_("You cannot lock yourself out."))
    person.locked_at = now()
    query = select(UserSession).where(UserSession.person_id == person.id, UserSession.ended_at.is_(None))
    for one in db.session.scalars(query):
        one.ended_at = now()
    write(person, "person.locked", by=by, reason=reason)


def unlock_person(person: Person, *, by: Person) -> None:
    """Let a locked account in again."""
    person.locked_at = None
    write(person, "person.unlocked", by=by)


def hand_over(leaver: Person, *, to: Person, by: Person, on: date | None = None, reason: str = "") -> int:
    """Hand everything a leaver has open to a successor in one act; answers how many things moved."""
    if leaver.id == to.id:
        raise Refused(_("Choose somebody else as successor."))
    day, moved = on or today(), 0
    query = select(Holding).where(
        Holding.person_id == leaver.id,
        Holding.kind == "holder",
        (Holding.valid_to.is_(None)) | (Holding.valid_to > day),
    )
    for holding in db.session.scalars(query).all():
        end_holding(holding, by=by, on=day, reason=reason)
        hold_post(to, holding.post, by=by, since=day, capacity=holding.capacity)
        moved += 1
    moved += sum(take(leaver, to, by) for take in registry.handovers)
    write(leaver, "person.handed_over", by=by, reason=reason)
    write(to, "person.handed_over", by=by, reason=reason)
    return moved


def note_absence(
    person: Person, *, by: Person, kind: str, first_on: date, last_on: date, part: str = "day", reason: str = ""
) -> Absence:
    """Note leave or duty elsewhere, for whole days, mornings or afternoons."""
    if last_on < first_on:
        raise Incomplete(_("The last day lies before the first."))
    absence = Absence(
        agency_id=by.agency_id, person=person, kind=kind, first_on=first_on, last_on=last_on, part=part, reason=reason
    )
    db.session.add(absence)
    write(absence, "absence.noted", by=by)
    return absence


def agencies() -> list[Agency]:
    """Every agency of this install."""
    return list(db.session.scalars(select(Agency).order_by(Agency.id)))


def in_each_agency(act: Any) -> int:
    """Do something inside every agency, in the name of its clock; answers the sum of what it answers."""
    total = 0
    for agency in agencies():
        with inside(agency):
            total += act(clock_of(agency))
    return total


def _demand_free_login(login: str | None, person: Person | None) -> None:
    if not login:
        return
    other = db.session.scalar(select(Person).where(Person.login == login))
    if other is not None and other is not person:
        raise Incomplete(_("The sign-in name %(login)s is taken by %(name)s.", login=login, name=other.name))


def _demand_capacity(capacity: str) -> None:
    if capacity not in CAPACITIES:
        raise Incomplete(_("There is no signing capacity %(capacity)s.", capacity=capacity))


def _is_under(unit: Unit, top: Unit) -> bool:
    while unit is not None:
        if unit.id == top.id:
            return True
        unit = unit.parent  # type: ignore[assignment]
    return False


def _other_administrator(given: Grant) -> bool:
    query = select(Grant.id).where(Grant.role == "administrator", Grant.id != given.id, Grant.is_valid_on(today()))
    return db.session.scalar(query) is not None
