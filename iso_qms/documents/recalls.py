"""The copies that are to come back, as rows of *what awaits me*."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import g, url_for
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from iso_qms.clock import as_local
from iso_qms.db import db
from iso_qms.documents.models import ControlledCopy, Document, Revision
from iso_qms.i18n import _
from iso_qms.organisation.people import Person, holdings_of
from iso_qms.organisation.working_days import due_in_working_days
from iso_qms.registry import Awaiting
from iso_qms.worktime import UnknownYear

RECALL_DAYS = 5
"""Working days to get a copy back."""


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """Copies to be got back by whoever gave them, owns the document, or keeps all documents of the agency."""
    if not person.may("documents.distribute"):
        return
    for copy in db.session.scalars(_recalled_for(person, day)).unique():
        due = _due(copy)
        yield Awaiting(
            due_on=due,
            kind="recall",
            code=copy.revision.document.code,
            what=_("Recall copy %(number)s from %(holder)s", number=copy.number, holder=copy.holder),
            why=_("Because %(revision)s no longer holds.", revision=copy.revision.named),
            action=_("Note what became of it"),
            url=url_for("documents.copy", agency=g.agency.slug, copy=copy.id),
            late=bool(due and due < day),
        )


def _recalled_for(person: Person, day: date) -> Select[ControlledCopy]:
    query = select(ControlledCopy).where(ControlledCopy.state == "recalled").order_by(ControlledCopy.id)
    if not person.may("documents.oversee"):
        posts = [one.post_id for one in holdings_of(person, day)]
        owned = select(Revision.id).join(Document).where(Document.owner_post_id.in_(posts))
        query = query.where(or_(ControlledCopy.given_by_id == person.id, ControlledCopy.revision_id.in_(owned)))
    return query.options(joinedload(ControlledCopy.revision))


def _due(copy: ControlledCopy) -> date | None:
    if copy.recalled_at is None:
        return None
    try:
        return due_in_working_days(as_local(copy.recalled_at).date(), days=RECALL_DAYS, agency_id=copy.agency_id)
    except UnknownYear:
        return None
