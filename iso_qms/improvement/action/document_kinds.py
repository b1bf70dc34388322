"""Actions that what happens with documents completes: a new text in force, everybody has read it, a briefing held."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import case, exists, func, or_, select

from iso_qms.clock import as_local, today
from iso_qms.db import db
from iso_qms.documents.models import Acknowledgement, Briefing, ChangeRequest, Document, Revision, in_force_on
from iso_qms.i18n import _, _l
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.action.awaited import AwaitedThing
from iso_qms.organisation.people import Person, Post
from iso_qms.registry import ActionKind, Happened, registry

CHOICES = 200
"""How many documents are offered at most; those a request came from stand first."""


def offered(action: CorrectiveAction, person: Person) -> list[tuple[int, str]]:
    """The documents that change requests of the nonconformity are about, its own, and those of the units concerned."""
    parent = action.nonconformity
    asked = select(ChangeRequest.document_id).where(
        ChangeRequest.source_kind == "nonconformity", ChangeRequest.source_id == parent.id
    )
    near = or_(Document.id.in_(asked), Document.id == parent.document_id)
    units = Document.unit_id.in_({parent.unit_id, action.unit_id})
    query = Document.visible_to(person).where(or_(near, units))
    first = case((near, 0), else_=1)
    found = db.session.scalars(query.order_by(first, Document.code, Document.id).limit(CHOICES)).unique()
    return [(one.id, str(one)) for one in found]


def _called(one: AwaitedThing, person: Person) -> tuple[str, str | None]:
    document = db.session.get_one(Document, one.thing_id)
    return str(document), registry.url_of("document", one.thing_id, seen_by=person)


def _in_force(document_id: int) -> Revision | None:
    return db.session.get_one(Document, document_id).revision_on(today())


def _standing_before(_action: CorrectiveAction, document_id: int) -> int | None:
    revision = _in_force(document_id)
    return revision.id if revision else None


def _effective(one: AwaitedThing) -> Happened | None:
    revision = _in_force(one.thing_id)
    if revision is None or revision.id == one.before_id or revision.valid_from is None:
        return None
    words = _(
        "%(code)s, issue %(issue)s, is in force from %(day)s.",
        code=revision.printed_code,
        issue=revision.issue_label,
        day=f"{revision.valid_from:%d/%m/%Y}",
    )
    return Happened(on=revision.valid_from, words=words, kind="revision", thing_id=revision.id)


def _another_in_force(awaited: Any, *more: Any) -> Any:
    """The condition that another text is in force than the one that was there before."""
    another = Revision.document_id == awaited.thing_id, Revision.id != func.coalesce(awaited.before_id, 0)
    return exists().where(*another, in_force_on(today()), *more)


def _read_before(_action: CorrectiveAction, document_id: int) -> int | None:
    revision = _in_force(document_id)
    return revision.id if revision and _reading(revision) else None


def _everybody_read(one: AwaitedThing) -> Happened | None:
    revision = _in_force(one.thing_id)
    if revision is None or revision.id == one.before_id or not (found := _reading(revision)):
        return None
    count, last = found
    words = _(
        "%(code)s, issue %(issue)s: all %(n)s asked have acknowledged it.",
        code=revision.printed_code,
        issue=revision.issue_label,
        n=count,
    )
    return Happened(on=as_local(last).date(), words=words, kind="revision", thing_id=revision.id)


def _another_read(awaited: Any) -> Any:
    asked = exists().where(Acknowledgement.revision_id == Revision.id)
    return _another_in_force(awaited, asked, ~asked.where(Acknowledgement.acknowledged_at.is_(None)))


def _reading(revision: Revision) -> tuple[int, datetime] | None:
    columns = func.count(), func.count(Acknowledgement.acknowledged_at), func.max(Acknowledgement.acknowledged_at)
    asked, done, last = db.session.execute(select(*columns).where(Acknowledgement.revision_id == revision.id)).one()
    return (asked, last) if last and asked == done else None


def _briefed_before(action: CorrectiveAction, document_id: int) -> int | None:
    briefing = _last_briefing(action, document_id)
    return briefing.id if briefing else None


def _briefed(one: AwaitedThing) -> Happened | None:
    briefing = _last_briefing(one.action, one.thing_id)
    if briefing is None or briefing.id == one.before_id:
        return None
    words = _(
        "%(unit)s was briefed on %(code)s on %(day)s.",
        unit=briefing.unit.name,
        code=briefing.revision.printed_code,
        day=f"{briefing.held_on:%d/%m/%Y}",
    )
    return Happened(on=briefing.held_on, words=words, kind="briefing", thing_id=briefing.id)


def _another_briefing(awaited: Any) -> Any:
    held = Briefing.revision_id == Revision.id, Briefing.id != func.coalesce(awaited.before_id, 0)
    own = Post.id == CorrectiveAction.owner_post_id, Briefing.unit_id == Post.unit_id
    return exists().where(Revision.document_id == awaited.thing_id, *held, *own)


def _last_briefing(action: CorrectiveAction, document_id: int) -> Briefing | None:
    query = select(Briefing).join(Briefing.revision).where(Revision.document_id == document_id)
    own = query.where(Briefing.unit_id == action.unit_id)
    return db.session.scalars(own.order_by(Briefing.held_on.desc(), Briefing.id.desc())).first()


KINDS = {
    "effective_document": ActionKind(
        label=_l("A new issue of documents takes effect"),
        asks=_l("Which documents"),
        choices=offered,
        before=_standing_before,
        happened=_effective,
        likely=_another_in_force,
        called=_called,
    ),
    "read_document": ActionKind(
        label=_l("Everybody asked has acknowledged documents"),
        asks=_l("Which documents"),
        choices=offered,
        before=_read_before,
        happened=_everybody_read,
        likely=_another_read,
        called=_called,
    ),
    "briefing": ActionKind(
        label=_l("The owner's unit is briefed on documents"),
        asks=_l("Which documents"),
        choices=offered,
        before=_briefed_before,
        happened=_briefed,
        likely=_another_briefing,
        called=_called,
    ),
}
