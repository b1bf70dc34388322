"""Accounts: passwords, sessions that are listed and revocable, failed tries, one-time links."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from sqlalchemy import ForeignKey, Select, String, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from iso_qms.clock import now
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.agencies import Agency, across, inside
from iso_qms.organisation.people import Person
from iso_qms.workflow import Incomplete, Refused

TRIES_PER_LOGIN = 8
TRIES_PER_ADDRESS = 40
PAUSE = timedelta(minutes=15)
LINK_LIFE = timedelta(days=3)
SHORTEST = 10
LONGEST = 1024

say(
    {
        "person.signed_in": _l("signed in"),
        "person.signed_out": _l("signed out"),
        "person.sign_in_failed": _l("failed to sign in"),
        "person.password_changed": _l("changed the password"),
        "person.link_made": _l("made a one-time link"),
        "person.session_ended": _l("ended a session"),
    }
)


class UserSession(Base):
    """One sign-in on one device. The cookie holds the token; here stands only its hash."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(60), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")

    person: Mapped[Person] = relationship(lazy="joined")

    def is_open(self) -> bool:
        """Whether it still lets somebody in: not ended, not idle too long, not too old, the account not locked."""
        settings, moment = current_app.config["SETTINGS"], now()
        return (
            self.ended_at is None
            and not self.person.is_locked
            and moment - self.seen_at < timedelta(minutes=settings.idle_minutes)
            and moment - self.started_at < timedelta(hours=settings.session_hours)
        )


class SignInTry(Base):
    """A failed try, kept so that lock-out holds over several processes."""

    __tablename__ = "sign_in_try"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(100), index=True)
    address: Mapped[str] = mapped_column(String(60), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class OneTimeLink(Base):
    """A link with which a person sets their own password once; made by an administrator instead of a password."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")


def set_password(person: Person, password: str, *, by: Person, staying: UserSession | None = None) -> None:
    """Give a person a new password; every session of theirs ends, save the one they are staying in."""
    plain = unicodedata.normalize("NFC", password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise Incomplete(_("A password has at least %(n)s characters.", n=SHORTEST))
    if person.login and person.login.casefold() in plain.casefold():
        raise Incomplete(_("A password must not contain the sign-in name."))
    person.password_hash = _hasher(_cost()).hash(plain)
    end_sessions(person, staying=staying)
    write(person, "person.password_changed", by=by)


def is_password(person: Person | None, password: str) -> bool:
    """Whether it is their password. Takes as long for nobody as for somebody, so that names cannot be guessed."""
    stored = person.password_hash if person else _nobodys_hash(_cost())
    try:
        _hasher(_cost()).verify(stored, unicodedata.normalize("NFC", password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return person is not None and not person.is_locked


def find_by_login(login: str, agency_id: int | None = None) -> list[Person]:
    """The people with that sign-in name, in every agency or in one."""
    query = select(Person).where(Person.login == _plain(login), Person.is_clock.is_(False))
    if agency_id is not None:
        query = query.where(Person.agency_id == agency_id)
    with across():
        return list(db.session.scalars(query))


def tries_left(login: str, address: str) -> int:
    """How many more tries this name and this address have before a pause; 0: they must wait."""
    since = now() - PAUSE
    counts = db.session.execute(
        select(
            func.count().filter(SignInTry.login == _plain(login)),
            func.count().filter(SignInTry.address == address),
        ).where(SignInTry.at > since, or_(SignInTry.login == _plain(login), SignInTry.address == address))
    ).one()
    return max(0, min(TRIES_PER_LOGIN - counts[0], TRIES_PER_ADDRESS - counts[1]))


def note_failed_try(login: str, address: str, person_id: int | None) -> None:
    """Keep a failed try, and tell it in the history of the account it was aimed at."""
    db.session.add(SignInTry(login=_plain(login), address=address, at=now()))
    with across():
        person = db.session.get(Person, person_id) if person_id else None
        if person is not None:
            write(person, "person.sign_in_failed", by=person)
        db.session.flush()


def open_session(person_id: int, *, address: str, agent: str) -> str:
    """Sign a person in and answer the token for their cookie."""
    token = secrets.token_urlsafe(32)
    with across():
        person = db.session.get_one(Person, person_id)
        moment = now()
        db.session.add(
            UserSession(
                token_hash=hash_token(token),
                person_id=person.id,
                started_at=moment,
                seen_at=moment,
                address=address[:60],
                agent=agent[:200],
            )
        )
        write(person, "person.signed_in", by=person)
    return token


def session_of(token: str) -> UserSession | None:
    """The open session a cookie's token belongs to."""
    with across():
        found = db.session.scalar(_of_token(), {"hashed": hash_token(token)})
        return found if found is not None and found.is_open() else None


@cache
def _of_token() -> Select[Any]:
    """Asked on every page, so it is put together once; the door asks for the agency next."""
    query = select(UserSession).where(UserSession.token_hash == bindparam("hashed"))
    return query.options(joinedload(UserSession.person).joinedload(Person.agency))


def open_sessions(person: Person) -> list[UserSession]:
    """Where a person is signed in now, newest first."""
    query = select(UserSession).where(UserSession.person_id == person.id, UserSession.ended_at.is_(None))
    found = db.session.scalars(query.order_by(UserSession.seen_at.desc()))
    return [one for one in found if one.is_open()]


def end_session(one: UserSession, *, by: Person, verb: str = "person.session_ended") -> None:
    """Close a sign-in, from anywhere."""
    one.ended_at = now()
    write(one.person, verb, by=by)


def end_sessions(person: Person, *, staying: UserSession | None = None) -> None:
    """End every sign-in of a person, save the one they are staying in."""
    query = select(UserSession).where(UserSession.person_id == person.id, UserSession.ended_at.is_(None))
    for one in db.session.scalars(query):
        if one is not staying:
            one.ended_at = now()


def make_link(person: Person, *, by: Person) -> str:
    """A one-time token for a person; older unused ones stop working."""
    if not person.login:
        raise Refused(_("%(name)s has no sign-in name yet. Give one first.", name=person.name))
    if person.is_locked:
        raise Refused(_("%(name)s's account is locked. Unlock it first.", name=person.name))
    for old in db.session.scalars(select(OneTimeLink).where(OneTimeLink.person_id == person.id)):
        old.used_at = old.used_at or now()
    token = secrets.token_urlsafe(24)
    db.session.add(OneTimeLink(token_hash=hash_token(token), person_id=person.id, made_at=now()))
    write(person, "person.link_made", by=by)
    return token


def link_of(token: str) -> OneTimeLink | None:
    """The link behind a token, when it may still be used."""
    with across():
        found = db.session.scalar(select(OneTimeLink).where(OneTimeLink.token_hash == hash_token(token)))
    usable = found and found.used_at is None and now() - found.made_at < LINK_LIFE and not found.person.is_locked
    return found if usable else None


def use_link(link: OneTimeLink, password: str) -> None:
    """Set the password a one-time link was made for; the pause after failed tries is over too."""
    unused = update(OneTimeLink).where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
    taken: Any = db.session.execute(unused.values(used_at=now()))
    if not taken.rowcount:
        raise Refused(_("This link was used already. Ask your administrator for another one."))
    # Whoever follows a link is signed in nowhere, so no agency is chosen yet.
    with inside(db.session.get_one(Agency, link.person.agency_id)):
        set_password(link.person, password, by=link.person)
    db.session.execute(delete(SignInTry).where(SignInTry.login == _plain(link.person.login or "")))


def hash_token(token: str) -> str:
    """What of a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def purge_tries(before: datetime) -> int:
    """Forget failed tries older than that; answers how many."""
    result: Any = db.session.execute(delete(SignInTry).where(SignInTry.at < before))
    return int(result.rowcount)


def _plain(login: str) -> str:
    return unicodedata.normalize("NFC", login).strip().lower()[:100]


def _cost() -> int:
    return int(current_app.config["SETTINGS"].password_cost)


@cache
def _hasher(cost: int) -> PasswordHasher:
    return PasswordHasher(time_cost=cost, memory_cost=65536 if cost > 1 else 8192, parallelism=1)


@cache
def _nobodys_hash(cost: int) -> str:
    return _hasher(cost).hash(secrets.token_hex(16))
