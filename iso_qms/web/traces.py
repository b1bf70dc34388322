"""Traces of refusals: who asked for a page that is not theirs, when, and which (ISO 9001:2015, 7.5.3.2).

They stand in the journal under a kind of their own, which only administrators read: in anybody's own history they would
tell that a hidden thing exists.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from flask import g, request
from sqlalchemy import select

from iso_qms import db as database
from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.i18n import _l
from iso_qms.journal import Journaled, JournalEntry, say, write
from iso_qms.organisation.agencies import across
from iso_qms.organisation.people import Person

KIND = "refused_page"
READ_WITH = "organisation.manage"
"""The right with which the traces are read."""

AGAIN_AFTER = timedelta(minutes=10)
"""The same page asked for again by the same person is told once in this time."""

MOST = 30
"""Pages told of one person in that time: somebody who tries every number is plain to see by then."""

say({f"{KIND}.asked": _l("was refused the page")})


class RefusedPage(Journaled):
    """A page that was asked for by somebody whom it is not for."""

    journal_kind = KIND

    def __init__(self, path: str, person: Person) -> None:
        # Only the path: what stands behind the question mark was typed, and may be about people.
        self.path, self.id, self.agency_id = path[:300], person.id, person.agency_id

    def __str__(self) -> str:
        return self.path


def note_refused_page(*, keep: bool = True) -> None:
    """Keep that the signed-in person was refused this page, whatever becomes of the request.

    Without `keep` the same is done and undone: a page that is not there takes as long as one that is hidden.
    """
    if g.get("person") is None:
        return
    person_id, path = g.person.id, request.path
    database.aside(lambda: _keep(person_id, path, keep), quietly=True)


class _NotKept(Exception):
    """What was written is undone: the page is not there, or it was told lately."""


def _keep(person_id: int, path: str, keep: bool) -> None:
    with across():
        person = db.session.get_one(Person, person_id)
        asked = RefusedPage(path, person)
        lately = select(JournalEntry.label).where(
            JournalEntry.kind == KIND, JournalEntry.thing_id == person_id, JournalEntry.at > now() - AGAIN_AFTER
        )
        told = db.session.scalars(lately.limit(MOST)).all()
        with suppress(_NotKept), db.session.begin_nested():
            write(asked, f"{KIND}.asked", by=person)
            db.session.flush()
            if not keep or asked.path in told or len(told) >= MOST:
                raise _NotKept
