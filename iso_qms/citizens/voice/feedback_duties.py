"""What feedback brings to desks and to the month's page: what waits to be sorted, answered, closed, confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from flask import g, url_for
from sqlalchemy import select

from iso_qms.citizens.voice.box_openings import BoxOpening
from iso_qms.citizens.voice.feedback import Feedback
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import remembered
from iso_qms.registry import Awaiting, Deadline


class Waiting(NamedTuple):
    """Feedback as desks tell it: its number and its day, and nothing of what it is about."""

    id: int
    state: str
    code: str
    unit_id: int | None
    answered_by_id: int | None
    due_on: date | None
    is_conduct: bool


class Unconfirmed(NamedTuple):
    """An opening that its second person has still to confirm."""

    id: int
    words: str
    witness_id: int
    opened_on: date


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """Unsorted and answered feedback to the quality team, assigned to whoever answers for the unit."""
    sorts, units = person.may("citizens.sort"), answered_units(person, day)
    for one in remembered("feedback that waits", _read_waiting):
        theirs = one.unit_id in units if one.state == "assigned" else sorts and one.answered_by_id != person.id
        if theirs:
            yield _of_feedback(one, day)
    for opened in remembered("openings that wait", _read_unconfirmed):
        if opened.witness_id == person.id:
            yield _of_opening(opened)


def deadlines(person: Person, first: date, last: date) -> Iterator[Deadline]:
    """The days of feedback in a stretch of days, as far as one may see it; none that tells of a person."""
    seen = {one.id for one in db.session.scalars(Feedback.visible_to(person).where(Feedback.state == "assigned"))}
    for one in remembered("feedback that waits", _read_waiting):
        if one.id in seen and one.due_on and first <= one.due_on <= last and not one.is_conduct:
            yield Deadline(
                on=one.due_on,
                what=_("Answer feedback %(code)s", code=one.code),
                kind=_("Feedback"),
                url=url_for("feedback.show", agency=g.agency.slug, number=one.id),
                code=one.code,
                unit_id=one.unit_id,
            )


def _read_waiting() -> list[Waiting]:
    query = select(Feedback).where(Feedback.state.in_(("received", "assigned", "answered"))).order_by(Feedback.id)
    return [
        Waiting(one.id, one.state, str(one), one.unit_id, one.answered_by_id, one.due_on, one.is_conduct)
        for one in db.session.scalars(query)
    ]


def _read_unconfirmed() -> list[Unconfirmed]:
    query = select(BoxOpening).where(BoxOpening.confirmed_at.is_(None)).order_by(BoxOpening.id)
    return [Unconfirmed(one.id, str(one), one.witness_id, one.opened_on) for one in db.session.scalars(query)]


def _of_feedback(one: Waiting, day: date) -> Awaiting:
    what = {
        "received": _("Sort feedback %(code)s", code=one.code),
        "assigned": _("Answer feedback %(code)s", code=one.code),
        "answered": _("Read the answer to feedback %(code)s, and close it", code=one.code),
    }
    return Awaiting(
        due_on=one.due_on,
        what=what[one.state],
        why=_("Because you answer for the unit.") if one.state == "assigned" else _("Because you sort what comes in."),
        action=_("Look at it"),
        url=url_for("feedback.show", agency=g.agency.slug, number=one.id),
        kind="complaint",
        code=one.code,
        late=one.due_on is not None and one.due_on < day,
        discreet=one.is_conduct,
    )


def _of_opening(one: Unconfirmed) -> Awaiting:
    return Awaiting(
        due_on=one.opened_on,
        what=_("Confirm the opening of the suggestion box: %(where)s", where=one.words),
        why=_("Because you were there as the second person."),
        action=_("Look at it"),
        url=url_for("feedback.boxes", agency=g.agency.slug),
        kind="box_opening",
    )
