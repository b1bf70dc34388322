"""The sheets that no longer hold, as rows of *what awaits me*: copies to come back, postings to bring up to date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import g, url_for
from sqlalchemy import Integer, cast, null, or_, select, union_all
from sqlalchemy.orm import joinedload

from iso_qms.clock import as_local, today
from iso_qms.db import db
from iso_qms.documents.models import ControlledCopy, Document, Posting, Revision
from iso_qms.documents.posted import posting
from iso_qms.i18n import _, _l
from iso_qms.organisation.heads import heads_for, owned_posts, owners_of
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.working_days import due_in_working_days
from iso_qms.registry import Awaiting, Deadline, DutyTold, KeptDuty
from iso_qms.worktime import UnknownYear

RECALL_DAYS = 5
"""Working days to get a copy back."""


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """Copies to be got back by whoever gave them, owns the document or keeps all; postings that show an old text.

    One query for both.
    """
    posted = posting.outdated_for(person, day)
    parts: list[Any] = [_recalled_for(person, day)] if person.may("documents.distribute") else []
    if posted is not None:
        parts.append(posted.with_only_columns(cast(null(), Integer).label("copy_id"), Posting.id.label("posting_id")))
    if not parts:
        return
    over = union_all(*parts).subquery()
    query = select(ControlledCopy, Posting).select_from(over)
    query = query.outerjoin(ControlledCopy, ControlledCopy.id == over.c.copy_id)
    query = query.outerjoin(Posting, Posting.id == over.c.posting_id)
    loads = (
        joinedload(ControlledCopy.revision),
        joinedload(Posting.revision).joinedload(Revision.suspensions),
    )
    for copy, hung in db.session.execute(query.options(*loads).order_by(ControlledCopy.id, Posting.id)).unique():
        row = _row(copy, day) if copy is not None else posting.row_for(hung, person, day)
        if row is not None:
            yield row


def deadlines(person: Person, first: date, last: date) -> Iterator[Deadline]:
    """Copies that are to be got back in a stretch of days, as far as it is this person's to know where they are."""
    if not person.may("documents.distribute"):
        return
    mine = _recalled_for(person, today()).subquery()
    query = select(ControlledCopy).where(ControlledCopy.id.in_(select(mine.c.copy_id)))
    load = joinedload(ControlledCopy.revision).joinedload(Revision.document)
    for copy in db.session.scalars(query.options(load)).unique():
        row = _row(copy, today())
        if row.due_on is not None and first <= row.due_on <= last:
            kind, unit = _("Controlled copy to be got back"), copy.revision.document.unit_id
            yield Deadline(on=row.due_on, what=row.what, code=row.code, kind=kind, url=row.url, unit_id=unit)


def open_by(agency_id: int, last: date) -> Iterator[tuple[int, date, date]]:
    """The copies that are to come back by a day: number, the day they were recalled, the day they are due."""
    query = select(ControlledCopy).where(ControlledCopy.agency_id == agency_id, ControlledCopy.state == "recalled")
    for copy in db.session.scalars(query):
        if copy.recalled_at and (due := _due(copy)) and due <= last:
            yield copy.id, as_local(copy.recalled_at).date(), due


def told(copy: ControlledCopy, day: date) -> DutyTold:
    """Who gets a copy back (whoever gave it and the post that keeps the document), and the head above them."""
    document = copy.revision.document
    kept_by = owners_of(document.owner_post, day) if document.owner_post else []
    gave = [] if copy.given_by.is_locked else [copy.given_by]
    owners = list({one.id: one for one in (*gave, *kept_by)}.values()) or people_with("documents.oversee")
    return DutyTold(owners, heads_for(document.unit_id, day))


def named(copy: ControlledCopy) -> Any:
    """What it asks, in the language of whoever reads it."""
    return _l("Recall copy %(number)s from %(holder)s", number=copy.number, holder=copy.holder)


RECALL = KeptDuty(
    label=_l("Controlled copies to be got back"),
    endpoint="documents.copies",
    right="documents.read",
    model=ControlledCopy,
    named=named,
    rungs=(-1, 0, 1, 3, 5),
    head_from=1,
    leaders_from=5,
    every=5,
    open=open_by,
    told=told,
)


def _row(copy: ControlledCopy, day: date) -> Awaiting:
    due = _due(copy)
    return Awaiting(
        due_on=due,
        kind="recall",
        code=copy.revision.document.code,
        what=str(named(copy)),
        why=_("Because %(revision)s no longer holds.", revision=copy.revision.named),
        action=_("Note what became of it"),
        url=url_for("documents.copy", agency=g.agency.slug, copy=copy.id),
        late=bool(due and due < day),
    )


def _recalled_for(person: Person, day: date) -> Any:
    columns = ControlledCopy.id.label("copy_id"), cast(null(), Integer).label("posting_id")
    query: Any = select(*columns).where(ControlledCopy.state == "recalled")
    if not person.may("documents.oversee"):
        posts = owned_posts(person, day)
        owned = select(Revision.id).join(Document).where(Document.owner_post_id.in_(posts))
        query = query.where(or_(ControlledCopy.given_by_id == person.id, ControlledCopy.revision_id.in_(owned)))
    return query


def _due(copy: ControlledCopy) -> date | None:
    if copy.recalled_at is None:
        return None
    try:
        return due_in_working_days(as_local(copy.recalled_at).date(), days=RECALL_DAYS, agency_id=copy.agency_id)
    except UnknownYear:
        return None
