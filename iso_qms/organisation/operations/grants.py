"""Giving and withdrawing roles; somebody must always be left who can manage the organisation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import or_, select

from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.rights import ROLES, Grant, administrators
from iso_qms.organisation.units import Unit
from iso_qms.workflow import Incomplete, Refused

say({"grant.given": _l("gave the role"), "grant.ended": _l("withdrew the role")})


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
    """Give a role to a post or to a person, over the whole agency or over a unit and all under it.

    `until` is the first day without it.
    """
    if role not in ROLES:
        raise Incomplete(_("There is no role of that name."))
    if (post is None) == (person is None):
        raise Incomplete(_("Give the role to a post or to a person."))
    if until is not None and until <= since:
        raise Incomplete(_("The last day lies before the first."))
    given = Grant(
        agency_id=by.agency_id,
        role=role,
        post_id=post.id if post else None,
        person_id=person.id if person else None,
        unit_id=unit.id if unit else None,
        valid_from=since,
        valid_to=until,
    )
    if _has_it_then(given):
        raise Refused(_("%(who)s has this role already.", who=post or person))
    db.session.add(given)
    write(given, "grant.given", by=by)
    return given


def end_grant(given: Grant, *, by: Person, on: date, reason: str = "") -> None:
    """Withdraw a role; `on` is the first day without it."""
    with keeping_an_administrator(on):
        given.valid_to = max(on, given.valid_from)
        write(given, "grant.ended", by=by, reason=reason)


@contextmanager
def keeping_an_administrator(day: date) -> Iterator[None]:
    """Refuse what happens inside when it would leave an agency without an administrator from that day on."""
    before = administrators(day)
    yield
    db.session.flush()
    if before and not administrators(day):
        raise Refused(_("This is the last administrator. Name another one first."))


def _has_it_then(given: Grant) -> bool:
    query = select(Grant.id).where(
        Grant.role == given.role,
        Grant.post_id == given.post_id,
        Grant.person_id == given.person_id,
        Grant.unit_id == given.unit_id,
        Grant.valid_from < (given.valid_to or date.max),
        or_(Grant.valid_to.is_(None), Grant.valid_to > given.valid_from),
    )
    return db.session.scalar(query.limit(1)) is not None
