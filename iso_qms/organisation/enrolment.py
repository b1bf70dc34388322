"""What a roster would change: compared with the agency as it is, shown first, then done by the usual verbs."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.clock import now, today
from iso_qms.db import Base, db
from iso_qms.i18n import LANGUAGES, _, _l, speaking
from iso_qms.journal import say, together, write
from iso_qms.organisation import operations
from iso_qms.organisation.agencies import Agency, AgencyOwned
from iso_qms.organisation.operations.people import ADDRESS, LOGIN
from iso_qms.organisation.people import SALUTATIONS, Holding, Person, Post
from iso_qms.organisation.rights import ROLES, Grant
from iso_qms.organisation.roster import PersonRow, Roster, SetAside, UnitRow, read_roster
from iso_qms.organisation.units import Unit
from iso_qms.text import fold
from iso_qms.workflow import Refused

KEPT_FOR = timedelta(days=1)

say({"agency.roster_entered": _l("entered units, posts and people from a file")})


class RosterFile(Base, AgencyOwned):
    """A file between its preview and its entry; forgotten after a day."""

    __tablename__ = "roster_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    at: Mapped[datetime]

    @classmethod
    def visible_to(cls, person: Person) -> Any:
        """One's own files only."""
        return select(cls).where(cls.agency_id == person.agency_id, cls.person_id == person.id)


@dataclass
class Enrolment:
    """What would be entered, what stands there already, and what is set aside."""

    units: list[UnitRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    known_units: list[UnitRow] = field(default_factory=list)
    known_people: list[PersonRow] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The mark of this very preview: another one when the file or the agency is another."""
        said = repr((self.units, self.people, self.known_units, self.known_people, self.set_aside))
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def posts(self) -> int:
        """How many people come with a post."""
        return sum(1 for row in self.people if row.post)


def keep_file(content: bytes, *, name: str, by: Person) -> RosterFile:
    """Keep a readable file for its preview; the remains of older previews go."""
    read_roster(content)
    db.session.execute(delete(RosterFile).where(RosterFile.at < now() - KEPT_FOR))
    kept = RosterFile(agency_id=by.agency_id, name=name[:200], content=content, person_id=by.id, at=now())
    db.session.add(kept)
    db.session.flush()
    return kept


def preview(file: RosterFile) -> Enrolment:
    """Compare a file with the agency as it is now."""
    return _Comparison(read_roster(file.content)).enrolment


def enter_roster(file: RosterFile, *, by: Person, since: date, seen: str) -> Enrolment:
    """Enter what the preview showed, all or nothing; `seen` is the mark of the preview that was looked at."""
    enrolment = preview(file)
    if enrolment.digest != seen:
        raise Refused(_("Units or people were changed since this preview was made. Look at the new one below."))
    if not enrolment.units and not enrolment.people:
        raise Refused(_("There is nothing to enter: every row stands there already or was set aside."))
    units = {one.code: one for one in db.session.scalars(select(Unit))}
    _enter_units(enrolment.units, units, by=by, since=since)
    _enter_people(enrolment.people, units, by=by, since=since)
    write(db.session.get_one(Agency, by.agency_id), "agency.roster_entered", by=by, reason=file.name)
    db.session.delete(file)
    return enrolment


def role_of(word: str) -> str | None:
    """The role meant by a word: its own name, or its label in either language, with or without marks."""
    return _role_words().get(fold(word))


class _Comparison:
    """One pass over a roster against the agency as it is today."""

    def __init__(self, roster: Roster) -> None:
        self.enrolment = Enrolment(set_aside=list(roster.set_aside), unread=roster.unread)
        self.units = {one.code: one for one in db.session.scalars(select(Unit))}
        everybody = list(db.session.scalars(select(Person).where(Person.is_clock.is_(False))))
        self.logins = {one.login: one for one in everybody if one.login}
        self.names = {fold(one.name) for one in everybody}
        self.heads = {one.unit.code: one.title for one in self._posts(Post.is_head)}
        self.held = self._held()
        self._compare_units(roster.units)
        for row in roster.people:
            self._compare_person(row)
        self.enrolment.set_aside.sort(key=lambda one: (one.sheet, one.line))

    def _posts(self, *conditions: Any) -> Iterable[Post]:
        return db.session.scalars(select(Post).where(Post.is_valid_on(today()), *conditions))

    def _held(self) -> set[tuple[str, str, str]]:
        query = select(Holding).where(Holding.is_valid_on(today()), Holding.kind == "holder")
        return {(fold(one.person.name), fold(one.post.title), one.post.unit.code) for one in db.session.scalars(query)}

    def _compare_units(self, rows: list[UnitRow]) -> None:
        waiting, there = list(rows), set(self.units)
        while waiting:
            ready = [row for row in waiting if not row.parent or row.parent in there]
            if not ready:
                break
            for row in ready:
                waiting.remove(row)
                if self._place_unit(row):
                    there.add(row.code)
        for row in waiting:
            self._aside(row, row.name, _("There is no unit with the code %(code)s to stand under.", code=row.parent))
        self.codes = there

    def _place_unit(self, row: UnitRow) -> bool:
        known = self.units.get(row.code)
        if known is None:
            self.enrolment.units.append(row)
            return True
        if fold(known.name) == fold(row.name):
            self.enrolment.known_units.append(row)
            return True
        self._aside(row, row.name, _("The code %(code)s belongs to %(unit)s.", code=row.code, unit=known.name))
        return False

    def _compare_person(self, row: PersonRow) -> None:
        if self._is_known(row):
            self.enrolment.known_people.append(row)
            return
        reason = self._wrong(row)
        if reason:
            self._aside(row, row.name, reason)
            return
        if row.is_head:
            self.heads[row.unit] = row.post
        self.enrolment.people.append(row)

    def _is_known(self, row: PersonRow) -> bool:
        if row.post:
            return (fold(row.name), fold(row.post), row.unit) in self.held
        other = self.logins.get(row.login)
        return other is not None and fold(other.name) == fold(row.name)

    def _wrong(self, row: PersonRow) -> str:
        unknown = [word for word in row.roles if role_of(word) is None]
        checks: list[tuple[bool, Callable[[], str]]] = [
            (row.login in self.logins, lambda: _taken(row.login, self.logins[row.login])),
            (bool(row.login) and not LOGIN.fullmatch(row.login), lambda: _bad_login(row.login)),
            (bool(row.email) and not ADDRESS.fullmatch(row.email), lambda: _bad_address(row.email)),
            (row.salutation not in SALUTATIONS, lambda: _("A person is addressed as ông or bà, or neither is said.")),
            (
                bool(row.unit) and row.unit not in self.codes,
                lambda: _("There is no unit with the code %(code)s.", code=row.unit),
            ),
            (
                not row.login and not row.post and fold(row.name) in self.names,
                lambda: _("Somebody of this name is here already; without a post they cannot be told apart."),
            ),
            (bool(unknown), lambda: _("There is no role “%(role)s”.", role=", ".join(unknown))),
            (bool(row.roles) and not row.post, lambda: _("Roles come with a post; this row has none.")),
            (row.is_head and not row.post, lambda: _("Heading a unit comes with a post; this row has none.")),
            (self._second_head(row), lambda: _("%(post)s heads this unit already.", post=self.heads[row.unit])),
        ]
        return next((say_why() for wrong, say_why in checks if wrong), "")

    def _second_head(self, row: PersonRow) -> bool:
        return row.is_head and row.unit in self.heads and fold(self.heads[row.unit]) != fold(row.post)

    def _aside(self, row: UnitRow | PersonRow, what: str, reason: str) -> None:
        sheet = _("Units") if isinstance(row, UnitRow) else _("People")
        self.enrolment.set_aside.append(SetAside(sheet, row.line, what, reason))


def _enter_units(rows: list[UnitRow], units: dict[str, Unit], *, by: Person, since: date) -> None:
    # The rows come with every parent before what stands under it.
    for row in rows:
        parent = units.get(row.parent) if row.parent else None
        units[row.code] = operations.open_unit(row.name, code=row.code, by=by, since=since, parent=parent)


def _enter_people(rows: list[PersonRow], units: dict[str, Unit], *, by: Person, since: date) -> None:
    # One kind of thing after the other, each written in one go: an agency enters hundreds, and nobody else writes then.
    with together():
        people = [
            operations.enter_person(row.name, by=by, login=row.login, email=row.email, salutation=row.salutation)
            for row in rows
        ]
    placed = [(row, person) for row, person in zip(rows, people, strict=True) if row.post]
    vacant = _vacant_posts(since)
    with together():
        posts = [_post_for(row, units[row.unit], vacant, by=by, since=since) for row, _person in placed]
    # No row asks for what another one of this file has just been given, so nothing is flushed for the questions.
    with together(), db.session.no_autoflush:
        for (_row, person), post in zip(placed, posts, strict=True):
            operations.hold_post(person, post, by=by, since=since)
    has = {(one.post_id, one.role) for one in db.session.scalars(select(Grant).where(Grant.is_valid_on(since)))}
    with together(), db.session.no_autoflush:
        for (row, _person), post in zip(placed, posts, strict=True):
            for role in {str(role_of(word)): None for word in row.roles}:
                if (post.id, role) not in has:
                    over = units[row.unit] if role == "head" else None
                    operations.grant(role, by=by, since=since, post=post, unit=over)


Vacant = dict[tuple[int, str], list[Post]]
"""The posts nobody holds, by unit and title, the oldest last."""


def _vacant_posts(since: date) -> Vacant:
    held = select(Holding.post_id).where(
        Holding.kind == "holder", (Holding.valid_to.is_(None)) | (Holding.valid_to > since)
    )
    query = select(Post).where(Post.is_valid_on(since), Post.id.not_in(held)).order_by(Post.id.desc())
    found: Vacant = defaultdict(list)
    for post in db.session.scalars(query):
        found[post.unit_id, fold(post.title)].append(post)
    return found


def _post_for(row: PersonRow, unit: Unit, vacant: Vacant, *, by: Person, since: date) -> Post:
    if there := vacant[unit.id, fold(row.post)]:
        return there.pop()
    return operations.open_post(row.post, unit=unit, by=by, since=since, is_head=row.is_head)


@cache
def _role_words() -> dict[str, str]:
    words = {fold(key): key for key in ROLES}
    for language in LANGUAGES:
        with speaking(language):
            words |= {fold(str(label)): key for key, label in ROLES.items()}
    return words


def _taken(login: str, other: Person) -> str:
    return _("The sign-in name %(login)s is taken by %(name)s.", login=login, name=other.name)


def _bad_login(login: str) -> str:
    return _("The sign-in name %(login)s cannot be used: take the letters a to z, digits, and . _ - @.", login=login)


def _bad_address(email: str) -> str:
    return _("%(email)s is no e-mail address.", email=email)
