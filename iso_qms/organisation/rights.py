"""Roles and rights: a role is granted to a post or a person, over the whole agency or over a unit and all under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import today
from iso_qms.db import Base, Validity, db, validity_order
from iso_qms.i18n import _l
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Holding, Person, Post, holdings_of
from iso_qms.organisation.remembering import Remembered, remembered
from iso_qms.organisation.units import Unit, reach
from iso_qms.registry import Right, registry
from iso_qms.workflow import CLOCK

ROLES: dict[str, Any] = {
    "administrator": _l("Administrator"),
    "quality": _l("Quality control team"),
    "inspector": _l("Inspector"),
    "leader": _l("Leadership"),
    "head": _l("Head of unit"),
    "focal": _l("Focal officer for procedures"),
    "author": _l("Author"),
    "staff": _l("Staff"),
}


class Grant(Base, AgencyOwned, Validity, Journaled, Remembered):
    """A role given to a post or to a person, from one day to another, over a unit's subtree or over all."""

    __tablename__ = "role_grant"
    __table_args__ = (
        validity_order("role_grant"),
        CheckConstraint("(post_id IS NULL) <> (person_id IS NULL)", name="post_or_person"),
    )
    journal_kind = "grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(30))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))

    post: Mapped[Post | None] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship(lazy="joined")
    unit: Mapped[Unit | None] = relationship(foreign_keys=[unit_id])

    def __str__(self) -> str:
        return f"{ROLES[self.role]}: {self.post or self.person}"

    @classmethod
    def visible_to(cls, person: Person) -> Select[Grant]:
        """The roles given in one's own agency."""
        return select(cls).where(cls.agency_id == person.agency_id)

    def journal_over(self) -> Person | Post:
        """The history of the person or the post tells which roles it was given."""
        over = self.person or self.post
        assert over is not None
        return over


@dataclass(frozen=True)
class Power:
    """Why somebody may do something: the role, over which unit, and the post it came with."""

    role: str
    unit_id: int | None
    holding_id: int | None = None


def powers_of(person: Person, day: date | None = None) -> list[Power]:
    """Every role a person has on a day, by their posts, deputyships and themselves."""
    day = day or today()
    read = partial(_read_powers, person, day)
    return remembered(("powers", person.id, day), read, agency_id=person.agency_id)


def power_of(person: Person, right: str, thing: Any = None) -> Power | None:
    """The power that lets a person exercise a right over a thing (a unit, or anything with `unit_id`)."""
    if person.is_clock:
        return Power("clock", None)
    if (
        right == CLOCK
        or person.is_locked
        or (thing is not None and getattr(thing, "agency_id", None) not in (None, person.agency_id))
    ):
        return None
    roles = _roles_with(right)
    unit_id = thing.id if isinstance(thing, Unit) else getattr(thing, "unit_id", None)
    for power in powers_of(person):
        if power.role in roles and (power.unit_id is None or unit_id is None or unit_id in reach(power.unit_id)):
            return power
    return None


def units_with(person: Person, right: str) -> set[int] | None:
    """The units over which a person holds a right, with those taken over; None means every unit, an empty set none."""
    roles, found = _roles_with(right), set[int]()
    for power in powers_of(person):
        if power.role in roles:
            if power.unit_id is None:
                return None
            found |= reach(power.unit_id)
    return found


def people_with(right: str, *, unit_id: int | None = None, day: date | None = None) -> list[Person]:
    """Everybody who holds a right on a day, over a unit where one is named; each once."""
    return _people_in(_roles_with(right), unit_id=unit_id, day=day or today())


def administrators(day: date) -> list[Person]:
    """Those who can manage the organisation on a day and sign in; deputies do not count, for they are for a while."""
    found = _people_in({"administrator"}, unit_id=None, day=day, deputies=False)
    return [one for one in found if one.login]


def matrix() -> list[tuple[Right, dict[str, bool]]]:
    """Every right of the house with the roles that hold it, for the page of rights and the documentation."""
    rights = sorted(registry.rights.values(), key=lambda right: right.name)
    return [(right, {role: role in right.roles for role in ROLES}) for right in rights]


def _people_in(roles: set[str], *, unit_id: int | None, day: date, deputies: bool = True) -> list[Person]:
    grants = db.session.scalars(select(Grant).where(Grant.role.in_(roles), Grant.is_valid_on(day))).all()
    fitting = [one for one in grants if one.unit_id is None or unit_id is None or unit_id in reach(one.unit_id, day)]
    posts = {one.post_id for one in fitting if one.post_id}
    held = db.session.scalars(select(Holding).where(Holding.post_id.in_(posts), Holding.is_valid_on(day)))
    found = {one.person_id: one.person for one in held if deputies or not one.is_deputy}
    found |= {one.person.id: one.person for one in fitting if one.person}
    return sorted((one for one in found.values() if not one.is_locked), key=lambda one: (one.sort, one.id))


def _roles_with(right: str) -> set[str]:
    declared = registry.rights.get(right)
    if declared is None:
        raise LookupError(f"No room has declared the right {right!r}.")
    return set(declared.roles)


def _read_powers(person: Person, day: date) -> list[Power]:
    by_post = {one.post_id: one for one in reversed(holdings_of(person, day))}
    grants = db.session.execute(
        select(Grant.role, Grant.unit_id, Grant.post_id)
        .where(Grant.is_valid_on(day), or_(Grant.person_id == person.id, Grant.post_id.in_(by_post)))
        .order_by(Grant.id)
    )
    return [Power(role, unit_id, by_post[post_id].id if post_id else None) for role, unit_id, post_id in grants]
