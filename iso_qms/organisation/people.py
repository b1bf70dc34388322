"""People, the posts they hold for a time, deputyship, and absence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import CheckConstraint, Date, ForeignKey, Select, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, lazyload, mapped_column, relationship

from iso_qms.clock import today
from iso_qms.db import Base, Validity, db, kept, no_overlap, validity_order
from iso_qms.i18n import _l
from iso_qms.journal import Acting, Journaled
from iso_qms.organisation.agencies import Agency, AgencyOwned, at_home
from iso_qms.organisation.remembering import Remembered, remembered
from iso_qms.organisation.units import Unit, heirs_on

if TYPE_CHECKING:
    from iso_qms.organisation.rights import Power

CAPACITIES = ("", "KT.", "TL.", "TUQ.", "TM.", "Q.")
"""Signing capacities of Decree 30/2020: for, by order, by sub-authorisation, on behalf, acting."""

SALUTATIONS = ("", "ông", "bà")
"""How a person is addressed in Vietnamese; empty: the page says anh/chị."""

ABSENCE_KINDS: dict[str, Any] = {"leave": _l("On leave"), "duty": _l("On duty elsewhere")}
DAY_PARTS: dict[str, Any] = {"day": _l("Whole days"), "morning": _l("Mornings"), "afternoon": _l("Afternoons")}


DIGEST_HOURS = range(5, 20)
"""At which full hours the letter of the day may leave."""
USUAL_HOUR = 7
"""When it leaves unless somebody chose another hour."""


class Person(Base, AgencyOwned, Journaled, Remembered):
    """Somebody who works here, with or without an account. Locked when they leave, never removed."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("agency_id", "login"),)
    journal_kind = "person"
    journal_ignored = frozenset({"seen_at", "folded"})
    journal_private = frozenset({"password_hash", "email", "phone"})
    remembered_fields = frozenset({"name"})

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    sort: Mapped[str] = mapped_column(String(400), default="")
    folded: Mapped[str] = mapped_column(String(600), default="")
    salutation: Mapped[str] = mapped_column(String(10), default="")
    login: Mapped[str | None] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    locked_at: Mapped[datetime | None]
    is_clock: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str | None] = mapped_column(String(5))
    scheme: Mapped[str | None] = mapped_column(String(10))
    density: Mapped[str | None] = mapped_column(String(10))
    keys_on: Mapped[bool] = mapped_column(default=True)
    digest_hour: Mapped[int | None]
    """The hour of their letter of the day; None for the usual one."""
    seen_at: Mapped[datetime | None]

    agency: Mapped[Agency] = relationship(viewonly=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_locked(self) -> bool:
        """Whether the account may no longer sign in or act."""
        return self.locked_at is not None

    history_needs: ClassVar[str] = "organisation.manage"
    """When somebody signed in and out is for themselves and for administrators, though everybody sees the person."""

    @classmethod
    def visible_to(cls, person: Person) -> Select[Person]:
        """The people of one's own agency; the clock is nobody to look up."""
        return select(cls).where(cls.agency_id == person.agency_id, cls.is_clock.is_(False))

    def acting(self, right: str | None = None, thing: Any = None) -> Acting:
        """As whom they act: through the post that gives them the right, else their main one."""
        if self.is_clock:
            return Acting()
        power = self.power(right, thing) if right else None
        held = power.holding_id if power else None
        name = ("acting in", held) if held else ("acting", self.id, today())
        return remembered(name, partial(_read_acting, self, held), agency_id=self.agency_id)

    def power(self, right: str, thing: Any = None) -> Power | None:
        """Why they may do this to that thing; None when they may not."""
        from iso_qms.organisation.rights import power_of

        return power_of(self, right, thing)

    def may(self, right: str, thing: Any = None) -> bool:
        """Whether they hold the right, over this thing's unit where it has one."""
        return self.power(right, thing) is not None


class Post(Base, AgencyOwned, Validity, Journaled, Remembered):
    """A position in a unit. Owners, approvers and addressees are posts, so that people may come and go."""

    __tablename__ = "post"
    __table_args__ = (validity_order("post"),)
    journal_kind = "post"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    sort: Mapped[str] = mapped_column(String(400), default="")
    is_head: Mapped[bool] = mapped_column(default=False)
    heir_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"))
    """The post its duties passed to when it ended; None: whoever answers for its unit has them."""

    unit: Mapped[Unit] = relationship(lazy="joined")
    heir: Mapped[Post | None] = relationship(remote_side=[id])

    def __str__(self) -> str:
        return f"{self.title} · {self.unit.name}"

    def has_ended(self, day: date) -> bool:
        """Whether it exists no more on a day."""
        return self.valid_to is not None and self.valid_to <= day

    @classmethod
    def visible_to(cls, person: Person) -> Select[Post]:
        """The posts of one's own agency."""
        return select(cls).where(cls.agency_id == person.agency_id)

    def journal_over(self) -> Unit:
        """The history of the unit tells of its posts."""
        return self.unit


class Holding(Base, AgencyOwned, Validity, Journaled, Remembered):
    """A person holds a post from one day to another: as holder, or as deputy for the holder."""

    __tablename__ = "holding"
    __table_args__ = (
        validity_order("holding"),
        CheckConstraint("(kind = 'holder') = (principal_id IS NULL)", name="deputy_has_principal"),
    )
    journal_kind = "holding"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="holder")
    principal_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    capacity: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")

    post: Mapped[Post] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    principal: Mapped[Person | None] = relationship(foreign_keys=[principal_id])

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"

    @property
    def last_day(self) -> date | None:
        """The last day it holds; `valid_to` is the first day it does not."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None

    @classmethod
    def visible_to(cls, person: Person) -> Select[Holding]:
        """Who holds what is no secret inside an agency."""
        return select(cls).where(cls.agency_id == person.agency_id)

    def journal_over(self) -> Person:
        """The history of a person tells which posts they held."""
        return self.person

    @property
    def is_deputy(self) -> bool:
        """Whether the post is held for somebody else, for a while."""
        return self.kind == "deputy"


no_overlap(Holding.__table__, "post_id", when="kind = 'holder'")  # type: ignore[arg-type]


class Absence(Base, AgencyOwned, Journaled, Remembered):
    """Leave or duty elsewhere, for whole or half days; known to inspectors and to reminders."""

    __tablename__ = "absence"
    journal_kind = "absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    part: Mapped[str] = mapped_column(String(10), default="day")
    reason: Mapped[str] = mapped_column(String(300), default="")

    person: Mapped[Person] = relationship(lazy="joined")

    def __str__(self) -> str:
        return f"{self.person} {self.first_on:%d/%m/%Y}–{self.last_on:%d/%m/%Y}"

    @classmethod
    def visible_to(cls, person: Person) -> Select[Absence]:
        """One's own, and those of the people whose absences one may note."""
        from iso_qms.organisation.rights import units_with

        query, over = select(cls).where(cls.agency_id == person.agency_id), units_with(person, "organisation.absences")
        theirs = or_(cls.person_id == person.id, cls.person_id.in_(working_in(over)))
        return query if over is None else query.where(theirs)

    def journal_over(self) -> Person:
        """The history of a person tells when they were away."""
        return self.person


def holdings_of(person: Person, day: date) -> list[Holding]:
    """The posts a person holds on a day, own ones first. Read once per unit of work."""
    read = kept("holdings")
    if (person.id, day) not in read:
        query = select(Holding).where(Holding.person_id == person.id, Holding.is_valid_on(day))
        query = query.options(lazyload(Holding.person)).order_by(Holding.kind.desc(), Holding.id)  # they are at hand
        with at_home(person.agency_id):
            read[person.id, day] = list(db.session.scalars(query))
    found: list[Holding] = read[person.id, day]
    return found


def read_holdings(people: Iterable[Person], day: date) -> None:
    """Read at once the posts many people hold on a day, so that `holdings_of` each of them costs nothing more."""
    read = kept("holdings")
    missing = {one.id for one in people if (one.id, day) not in read}
    read |= {(person_id, day): [] for person_id in missing}
    query = select(Holding).where(Holding.person_id.in_(missing), Holding.is_valid_on(day))
    for one in db.session.scalars(query.options(lazyload(Holding.person)).order_by(Holding.kind.desc(), Holding.id)):
        read[one.person_id, day].append(one)


def units_of(person: Person, day: date) -> set[int]:
    """The units in which a person holds a post of their own on a day."""
    return {one.post.unit_id for one in holdings_of(person, day) if not one.is_deputy}


def _read_acting(person: Person, holding_id: int | None) -> Acting:
    holding = db.session.get(Holding, holding_id) if holding_id else main_holding(person)
    return Acting(holding.post.title, holding.post.unit.name, holding.capacity) if holding else Acting()


def main_holding(person: Person) -> Holding | None:
    """The post a person acts from when nothing else decides."""
    held = holdings_of(person, today())
    return held[0] if held else None


def holders_of(post: Post | int, day: date, *, deputies: bool = True) -> list[Person]:
    """Who holds a post on a day; deputies after the holder."""
    post_id = post if isinstance(post, int) else post.id
    query = select(Holding).where(Holding.post_id == post_id, Holding.is_valid_on(day))
    held = db.session.scalars(query.order_by(Holding.kind.desc(), Holding.id))
    return [one.person for one in held if (deputies or not one.is_deputy) and not one.person.is_locked]


def one_hand(people: set[int], day: date, *, since: date | None = None) -> set[int]:
    """Those people and everyone tied to them by deputyship: principal and deputy count as one hand.

    With `since`, ties that held on any day from then on count too: what a deputy wrote stays the principal's hand.
    """
    first, hand = since or day, set(people)
    ties = remembered(("deputyships", first, day), partial(_read_deputyships, first, day))
    for deputy, principal in ties:
        if deputy in people or principal in people:
            hand |= {deputy, principal or deputy}
    return hand


def _read_deputyships(first: date, last: date) -> list[tuple[int, int | None]]:
    query = select(Holding.person_id, Holding.principal_id).where(
        Holding.kind == "deputy",
        Holding.valid_from <= last,
        (Holding.valid_to.is_(None)) | (Holding.valid_to > first),
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def head_of(unit: Unit | int, day: date) -> Person | None:
    """The head of a unit on a day (of the one that took over its work, once it is closed), else the head's deputy."""
    unit_id = unit if isinstance(unit, int) else unit.id
    heads = remembered(("heads", day), partial(_read_heads, day)).get(unit_id, ())
    held = (db.session.get_one(Person, number) for number in heads)
    return next((person for person in held if not person.is_locked), None)


def _read_heads(day: date) -> dict[int, list[int]]:
    query = select(Post.unit_id, Holding.person_id).join(Post, Post.id == Holding.post_id)
    query = query.where(Post.is_head, Post.is_valid_on(day), Holding.is_valid_on(day))
    heads: dict[int, list[int]] = {}
    for unit_id, person_id in db.session.execute(query.order_by(Holding.kind.desc(), Holding.id)):
        heads.setdefault(unit_id, []).append(person_id)
    for closed, heirs in heirs_on(day).items():
        heads.setdefault(closed, [head for heir in heirs for head in heads.get(heir, ())])
    return heads


def staff_of(unit_ids: set[int], day: date) -> list[Person]:
    """Everybody who holds a post in those units on a day, each once, by given name."""
    query = (
        select(Person)
        .where(
            Person.id.in_(
                select(Holding.person_id)
                .join(Post, Post.id == Holding.post_id)
                .where(Post.unit_id.in_(unit_ids), Holding.is_valid_on(day), Holding.kind == "holder")
            )
        )
        .order_by(Person.sort, Person.id)
    )
    return list(db.session.scalars(query))


def working_in(units: set[int] | None, day: date | None = None) -> Select[int]:
    """The numbers of those who hold a post of their own on a day (today), in those units or anywhere."""
    query = select(Holding.person_id).join(Post, Post.id == Holding.post_id)
    query = query.where(Holding.is_valid_on(day or today()), Holding.kind == "holder")
    return query if units is None else query.where(Post.unit_id.in_(units))


def away_among(people: Iterable[Person], day: date) -> set[int]:
    """The numbers of those who are away for the whole of a day."""
    numbers = {one.id for one in people}
    return numbers & remembered(("away", day), partial(_read_away, day)) if numbers else set()


def _read_away(day: date) -> frozenset[int]:
    whole = Absence.first_on <= day, Absence.last_on >= day, Absence.part == "day"
    return frozenset(db.session.scalars(select(Absence.person_id).where(*whole)))


def absences_of(person: Person, day: date) -> list[Absence]:
    """The absences of a person that last on a day or come later, in their order."""
    query = select(Absence).where(Absence.person_id == person.id, Absence.last_on >= day)
    return list(db.session.scalars(query.order_by(Absence.first_on, Absence.id)))
