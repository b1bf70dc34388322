"""Putting in force on a day, superseding, withdrawing."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.acknowledgement.acknowledging import ask_readers, readers_of
from iso_qms.documents.copy.copying import recall_copies
from iso_qms.documents.indexing import index_document, rename
from iso_qms.documents.models import BINDING, Document, Revision
from iso_qms.documents.request import change_requests
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.people import Person
from iso_qms.outbox import tell
from iso_qms.registry import registry
from iso_qms.workflow import Forbidden, Incomplete, Refused, WrongState

say({"revision.dated": _l("set the effective date"), "revision.undated": _l("took back the day its successor had set")})


def set_effective(revision: Revision, day: date, *, by: Person) -> None:
    """Fix the day an approved revision takes effect; the one before ends on that day."""
    if revision.state != "approved" or revision.valid_from is not None:
        raise WrongState(_("Only an approved revision that has none yet gets an effective date."))
    if not by.may("documents.approve"):
        raise Forbidden(_("The effective date is set by whoever may approve."))
    if day < today():
        raise Incomplete(
            _("The effective date %(day)s has passed. Choose today or a later day.", day=f"{day:%d/%m/%Y}")
        )
    _demand_last(revision, day)
    old = revision.document.standing_on(day)
    if old is not None and old.id != revision.id:
        old.valid_to = day
        write(old, "revision.dated", by=by)
        db.session.flush()
    revision.valid_from = day
    write(revision, "revision.dated", by=by)
    db.session.flush()
    if day == today():
        take_effect(revision, by=clock_of(revision.agency_id))


def take_effect(revision: Revision, *, by: Person) -> None:
    """What the clock does on the effective day: older ones are superseded, the new one in force, its readers asked."""
    if revision.valid_from is None or revision.valid_from > today():
        raise WrongState(_("It is not the effective day yet."))
    older = select(Revision).where(
        Revision.document_id == revision.document_id,
        Revision.number < revision.number,
        Revision.state.in_(("in_force", "suspended", "approved")),
    )
    for old in db.session.scalars(older).all():
        old.advance("supersede", by=by)
        recall_copies(old, by=by)
    revision.advance("take_effect", by=by)
    rename(revision.document, code=revision.document.code, title=revision.title)
    write(revision.document, "document.changed", by=by)
    index_document(revision.document, text_of=revision)
    change_requests.carry_out(revision, by=by)
    for renew in registry.texts_settled:
        renew(revision)
    ask_readers(revision, by=by)


def withdraw(
    revision: Revision, *, by: Person, note: str = "", on: date | None = None, replacement: Document | None = None
) -> None:
    """End a revision's force with a reason and, where there is one, what replaces it.

    An approved revision whose day has not come is taken back whole, and the one before goes on without an end.
    """
    readers = readers_of(revision.document) if revision.state in ("in_force", "suspended") else []
    if revision.state == "approved":
        _give_day_back(revision, by=by)
    elif revision.state in ("in_force", "suspended"):
        revision.valid_to = _last_moment(revision, on or today())
    if replacement is not None:
        if replacement.id == revision.document_id:
            raise Incomplete(_("A document is not replaced by itself."))
        revision.document.replaced_by = replacement
        write(revision.document, "document.changed", by=by)
    revision.withdrawal_reason = note.strip()
    revision.advance("withdraw", by=by, note=note)
    change_requests.let_go(revision, by=by)
    if is_at_its_end(revision.document):
        change_requests.lapse(revision.document, by=clock_of(revision.agency_id))
    recall_copies(revision, by=clock_of(revision.agency_id))
    tell(readers, "withdrawn", about=revision, by=by, reason=note.strip())


def is_at_its_end(document: Document) -> bool:
    """Whether nothing of a document holds today or is being worked on."""
    return document.draft() is None and document.standing_on(today()) is None


def _demand_last(revision: Revision, day: date) -> None:
    later = db.session.scalar(
        select(Revision).where(
            Revision.document_id == revision.document_id,
            Revision.id != revision.id,
            Revision.state.in_(BINDING),
            Revision.valid_from >= day,
        )
    )
    if later is not None:
        raise Refused(_("%(revision)s already takes effect on or after that day.", revision=later.named))


def _last_moment(revision: Revision, day: date) -> date:
    if day < today():
        raise Incomplete(_("%(day)s has passed. Choose today or a later day.", day=f"{day:%d/%m/%Y}"))
    if revision.valid_to is not None and revision.valid_to < day:
        raise Incomplete(_("It ends already on %(day)s.", day=f"{revision.valid_to:%d/%m/%Y}"))
    return day


def _give_day_back(revision: Revision, *, by: Person) -> None:
    start, revision.valid_from = revision.valid_from, None
    if start is None:
        return
    db.session.flush()
    query = select(Revision).where(Revision.document_id == revision.document_id, Revision.valid_to == start)
    for before in db.session.scalars(query).all():
        if before.state in ("in_force", "suspended", "approved"):
            before.valid_to = None
            write(before, "revision.undated", by=by)
