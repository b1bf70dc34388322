"""Entering people, correcting their records, locking and unlocking their accounts."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.accounts import end_sessions
from iso_qms.organisation.operations.grants import keeping_an_administrator
from iso_qms.organisation.people import SALUTATIONS, Person
from iso_qms.text import clean, fold, name_sort_key
from iso_qms.workflow import Incomplete, Refused

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,99}")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")

say(
    {
        "person.entered": _l("entered the person"),
        "person.changed": _l("changed the person's record"),
        "person.locked": _l("locked the account"),
        "person.unlocked": _l("unlocked the account"),
    }
)


def enter_person(
    name: str, *, by: Person, login: str | None = None, email: str = "", salutation: str = "", phone: str = ""
) -> Person:
    """A new person, with or without a sign-in name."""
    person = Person(agency_id=by.agency_id)
    _take_down(person, name=name, login=login, email=email, salutation=salutation, phone=phone)
    db.session.add(person)
    write(person, "person.entered", by=by)
    return person


def change_person(person: Person, *, by: Person, reason: str = "", **values: Any) -> None:
    """Correct a person's record (`name`, `login`, `email`, `salutation`, `phone`).

    What they did before keeps the name they had then.
    """
    _take_down(person, **values)
    write(person, "person.changed", by=by, reason=reason)


def lock_person(person: Person, *, by: Person, reason: str) -> None:
    """Lock an account and end its sign-ins. Whatever the person did stays as it is."""
    if person.id == by.id:
        raise Refused(_("You cannot lock yourself out."))
    if not reason.strip():
        raise Incomplete(_("Say why the account is locked."))
    with keeping_an_administrator(today()):
        person.locked_at = now()
        end_sessions(person)
        write(person, "person.locked", by=by, reason=reason)


def unlock_person(person: Person, *, by: Person, reason: str = "") -> None:
    """Let a locked account in again."""
    person.locked_at = None
    write(person, "person.unlocked", by=by, reason=reason)


def _take_down(person: Person, **values: Any) -> None:
    cleaned: dict[str, Any] = {key: clean(value or "").strip() for key, value in values.items()}
    if not cleaned.get("name", person.name):
        raise Incomplete(_("A person has a name."))
    if cleaned.get("salutation", "") not in SALUTATIONS:
        raise Incomplete(_("A person is addressed as ông or bà, or neither is said."))
    if cleaned.get("email") and not ADDRESS.fullmatch(cleaned["email"]):
        raise Incomplete(_("%(email)s is no e-mail address.", email=cleaned["email"]))
    if "login" in cleaned:
        cleaned["login"] = _free_login(cleaned["login"], person)
    for key, value in cleaned.items():
        setattr(person, key, value)
    person.sort = name_sort_key(person.name)
    person.folded = fold(f"{person.name} {person.login or ''} {person.email}")


def _free_login(login: str, person: Person) -> str | None:
    # Kept in small letters: somebody who types theirs with a capital still means themselves.
    wanted = login.lower()
    if not wanted:
        return None
    if not LOGIN.fullmatch(wanted):
        raise Incomplete(
            _("The sign-in name %(login)s cannot be used: take the letters a to z, digits, and . _ - @.", login=login)
        )
    with db.session.no_autoflush:
        query = select(Person).where(Person.agency_id == person.agency_id, Person.login == wanted)
        other = db.session.scalar(query)
    if other is not None and other is not person:
        raise Incomplete(_("The sign-in name %(login)s is taken by %(name)s.", login=wanted, name=other.name))
    return wanted
