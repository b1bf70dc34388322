"""Declarations of interest: each person declares their own, for themselves and quality control only."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Date, ForeignKey, Select, String, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.audits.team.independence import INTERESTS, Declared
from iso_qms.clock import today
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered
from iso_qms.organisation.units import Unit
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete

HOLDS_FOR = timedelta(days=365)
"""How long a confirmation of one's declarations is good for."""

say(
    {
        "interest.declared": _l("declared an interest"),
        "interest.ended": _l("ended a declared interest"),
        "interest_confirmation.given": _l("confirmed the declared interests"),
    }
)


class Interest(AgencyOwned, Base, Journaled):
    """Something that ties a person to a unit or to somebody, in their own words. The journal never holds them."""

    __tablename__ = "interest"
    journal_kind = "interest"
    journal_private = frozenset({"kind", "unit_id", "other_id", "note", "since", "until"})

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    note: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    declared_on: Mapped[date] = mapped_column(Date)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    unit: Mapped[Unit | None] = relationship(lazy="joined")
    other: Mapped[Person | None] = relationship(foreign_keys=[other_id], lazy="joined")

    def __str__(self) -> str:
        return str(_("Declared interest"))

    @classmethod
    def visible_to(cls, person: Person) -> Select[Interest]:
        """One's own; quality control sees all, for it names the teams."""
        query = select(cls)
        return query if person.may("audits.plan") else query.where(cls.person_id == person.id)

    def journal_over(self) -> Person:
        return self.person

    @property
    def as_declared(self) -> Declared:
        """What the rules of independence need of it."""
        return Declared(self.id, self.kind, self.unit_id, self.other_id, self.since, self.until)


class InterestConfirmation(AgencyOwned, Base, Journaled, Remembered):
    """That a person said on a day: what I have declared is complete."""

    __tablename__ = "interest_confirmation"
    journal_kind = "interest_confirmation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    confirmed_on: Mapped[date] = mapped_column(Date)

    person: Mapped[Person] = relationship()

    def journal_over(self) -> Person:
        return self.person


def declare(
    kind: str,
    *,
    by: Person,
    unit: Unit | None = None,
    other: Person | None = None,
    note: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Interest:
    """Declare an interest of one's own."""
    _demand_whole(kind, by, unit, other, note, since, until)
    one = Interest(
        agency_id=by.agency_id,
        person=by,
        kind=kind,
        unit=unit,
        other=other,
        note=clean(note).strip(),
        since=since,
        until=until,
        declared_on=today(),
    )
    db.session.add(one)
    write(one, "interest.declared", by=by, private=True)
    return one


def end_interest(one: Interest, *, by: Person, until: date) -> None:
    """Say that an interest is over, and since when; it stays in the list."""
    if one.person_id != by.id:
        raise Forbidden(_("Everybody declares their own interests."))
    if one.since is not None and until < one.since:
        raise Incomplete(_("It cannot end before it began."))
    one.until = until
    write(one, "interest.ended", by=by, private=True)


def confirm_interests(*, by: Person) -> None:
    """Confirm that what one has declared is complete, today."""
    one = InterestConfirmation(agency_id=by.agency_id, person=by, confirmed_on=today())
    db.session.add(one)
    write(one, "interest_confirmation.given", by=by, private=True)


def interests_of(person: Person) -> list[Interest]:
    """What a person has declared, newest first."""
    query = select(Interest).where(Interest.person_id == person.id).order_by(Interest.id.desc())
    return list(db.session.scalars(query))


def last_confirmed(person_ids: set[int]) -> dict[int, date]:
    """When each of some people last confirmed what they declared."""
    query = select(InterestConfirmation.person_id, func.max(InterestConfirmation.confirmed_on))
    query = query.where(InterestConfirmation.person_id.in_(person_ids)).group_by(InterestConfirmation.person_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def _demand_whole(
    kind: str,
    by: Person,
    unit: Unit | None,
    other: Person | None,
    note: str,
    since: date | None,
    until: date | None,
) -> None:
    if kind not in INTERESTS:
        raise Incomplete(_("Choose the kind from the list."))
    if kind == "relative_unit" and unit is None:
        raise Incomplete(_("Choose the unit your relative works in."))
    if kind == "relative_person" and (other is None or other.id == by.id):
        raise Incomplete(_("Choose the person you are related to."))
    if not (unit or other or clean(note).strip()):
        raise Incomplete(_("Say what it is: a unit, a person, or your own words."))
    if since and until and until < since:
        raise Incomplete(_("It cannot end before it began."))
