"""Units in a tree, with the days they existed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import NamedTuple

from sqlalchemy import Date, ForeignKey, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import today
from iso_qms.db import Base, Validity, db, validity_order
from iso_qms.journal import Actor, Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.remembering import Remembered, remembered


class Unit(Base, AgencyOwned, Validity, Journaled, Remembered):
    """A department, office or centre; closed rather than removed, so that history keeps its name."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("agency_id", "code"), validity_order("unit"))
    journal_kind = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    code_part: Mapped[str] = mapped_column(String(20), default="")
    """What stands for it in the codes of its documents, such as TP; empty until somebody has said it."""
    name: Mapped[str] = mapped_column(String(200))
    sort: Mapped[str] = mapped_column(String(400), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")

    parent: Mapped[Unit | None] = relationship(remote_side=[id], lazy="select")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_to(cls, person: Actor) -> Select[Unit]:
        """The units of one's own agency."""
        return select(cls).where(cls.agency_id == person.agency_id)


class Succession(Base, AgencyOwned, Remembered):
    """Whose work passed to whom when a unit ended; a unit split up has several successors, a merged one many before."""

    __tablename__ = "unit_succession"
    __table_args__ = (UniqueConstraint("unit_id", "successor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    successor_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    passed_on: Mapped[date] = mapped_column(Date)
    """The first day the successor answers for the work."""
    basis: Mapped[str] = mapped_column(Text, default="")

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], lazy="joined")
    successor: Mapped[Unit] = relationship(foreign_keys=[successor_id], lazy="joined")


def successors_of(unit: Unit) -> list[Unit]:
    """The units to which the work of a closed one has passed, in Vietnamese order."""
    query = select(Succession).where(Succession.unit_id == unit.id)
    return sorted((one.successor for one in db.session.scalars(query).unique()), key=lambda one: (one.sort, one.id))


def units_on(day: date) -> list[Unit]:
    """The units that exist on a day, in Vietnamese order."""
    return list(db.session.scalars(select(Unit).where(Unit.is_valid_on(day)).order_by(Unit.sort, Unit.id)))


class Named(NamedTuple):
    """A unit to choose from in a list."""

    id: int
    name: str


def named_units(day: date) -> list[Named]:
    """The units that exist on a day, in Vietnamese order, for a field to choose from."""
    return remembered(("named_units", day), lambda: [Named(one.id, one.name) for one in units_on(day)])


def tree_on(day: date) -> list[tuple[int, Unit]]:
    """The units that exist on a day, each after the one it stands under, with its depth from 0."""
    there = units_on(day)
    known = {one.id for one in there}
    below: dict[int | None, list[Unit]] = {}
    for one in there:
        below.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)
    return list(_walked(below, None, 0))


def _walked(below: dict[int | None, list[Unit]], parent: int | None, depth: int) -> Iterator[tuple[int, Unit]]:
    for one in below.get(parent, ()):
        yield depth, one
        yield from _walked(below, one.id, depth + 1)


def subtree(unit_id: int) -> set[int]:
    """A unit and everything under it."""
    below = remembered("units_below", _read_below)
    found, frontier = {unit_id}, [unit_id]
    while frontier:
        frontier = [child for unit in frontier for child in below.get(unit, ()) if child not in found]
        found.update(frontier)
    return found


def reach(unit_id: int, day: date | None = None) -> set[int]:
    """A unit, everything under it, and the closed units whose work has passed to any of these by a day (today)."""
    there = subtree(unit_id)
    return there | {closed for closed, heirs in heirs_on(day or today()).items() if not there.isdisjoint(heirs)}


def heirs_on(day: date) -> dict[int, tuple[int, ...]]:
    """For each closed unit whose work has passed on by a day, the units that answer for it, through every merger."""
    return remembered(("unit_heirs", day), partial(_read_heirs, day))


def _read_heirs(day: date) -> dict[int, tuple[int, ...]]:
    passed: dict[int, list[int]] = {}
    query = select(Succession.unit_id, Succession.successor_id).where(Succession.passed_on <= day)
    for closed, successor in db.session.execute(query.order_by(Succession.id)):
        passed.setdefault(closed, []).append(successor)
    return {closed: tuple(_last_heirs(closed, passed)) for closed in passed}


def _last_heirs(closed: int, passed: dict[int, list[int]]) -> Iterator[int]:
    seen, frontier = {closed}, [closed]
    while frontier:
        place = frontier.pop(0)
        if place not in passed:
            yield place
        following = [one for one in passed.get(place, ()) if one not in seen]
        seen.update(following)
        frontier += following


def parents() -> dict[int, int | None]:
    """Which unit each unit stands under."""
    return remembered("unit_parents", _read_parents)


def _read_parents() -> dict[int, int | None]:
    return {row.id: row.parent_id for row in db.session.execute(select(Unit.id, Unit.parent_id))}


def _read_below() -> dict[int | None, list[int]]:
    below: dict[int | None, list[int]] = {}
    for child, parent in parents().items():
        below.setdefault(parent, []).append(child)
    return below
