"""The list of change requests: what it may show, how it is narrowed, and what its chips count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true

from iso_qms.db import db
from iso_qms.documents.models import OPEN_REQUESTS, ChangeRequest, Document, overdue_on
from iso_qms.i18n import _l
from iso_qms.organisation.heads import owned_posts
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import subtree
from iso_qms.registry import registry
from iso_qms.text import fold, whole_number
from iso_qms.web import number_in

VIEWS = {
    "open": _l("Open"),
    "mine": _l("For me to decide or carry out"),
    "late": _l("Late"),
    "requested": _l("To decide"),
    "accepted": _l("To carry out"),
    "ended": _l("Ended"),
    "all": _l("All"),
}


@dataclass(frozen=True)
class Wanted:
    """How the list is narrowed; every field may be empty."""

    view: str = "open"
    q: str = ""
    unit: int | None = None
    source: str = ""
    document: int | None = None

    @classmethod
    def of(cls, args: Any) -> Wanted:
        """From the address; what is not known is left out."""
        view, source = args.get("view", ""), args.get("source", "")
        return cls(
            view if view in VIEWS else "open",
            args.get("q", "").strip()[:200],
            number_in(args, "unit") or None,
            source if source in registry.things or source == "own" else "",
            number_in(args, "document") or None,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether any field besides the view is set."""
        return bool(self.q or self.unit or self.source or self.document)


def requests_wanted(wanted: Wanted, *, person: Person, day: date) -> Select[Any]:
    """The requests of a view, the most pressing first."""
    query = _seen(wanted, person).where(_views(person, day)[wanted.view])
    pressing = func.coalesce(ChangeRequest.due_on, ChangeRequest.decide_by)
    return query.order_by(ChangeRequest.ended_on.is_not(None), pressing, ChangeRequest.id)


def counts(wanted: Wanted, *, person: Person, day: date) -> dict[str, int]:
    """How many there are in each view, with the same fields set; one query."""
    views = _views(person, day)
    columns = [func.count().filter(condition) for condition in views.values()]
    found = db.session.execute(_seen(wanted, person).with_only_columns(*columns)).one()
    return dict(zip(views, found, strict=True))


def sources_in_use() -> list[str]:
    """The kinds of things requests came from, for the filter."""
    rows = db.session.scalars(select(ChangeRequest.source_kind).distinct().order_by(ChangeRequest.source_kind))
    return [kind for kind in rows if kind in registry.things]


def _seen(wanted: Wanted, person: Person) -> Select[Any]:
    query = ChangeRequest.visible_to(person).outerjoin(Document, Document.id == ChangeRequest.document_id)
    for word in fold(wanted.q).split():
        named = ChangeRequest.thing_title.icontains(word, autoescape=True)
        query = query.where(or_(Document.folded.contains(word, autoescape=True), named, _number(word)))
    if wanted.unit:
        query = query.where(Document.unit_id.in_(subtree(wanted.unit)))
    if wanted.document:
        query = query.where(ChangeRequest.document_id == wanted.document)
    if wanted.source:
        query = query.where(ChangeRequest.source_kind == ("" if wanted.source == "own" else wanted.source))
    return query


def _number(word: str) -> ColumnElement[bool]:
    """A request is also found by its number: yc-2026-014 or 14."""
    last = word.rpartition("-")[2]
    return ChangeRequest.number == whole_number(last, -1)


def _views(person: Person, day: date) -> dict[str, ColumnElement[bool]]:
    is_open = ChangeRequest.state.in_(OPEN_REQUESTS)
    posts = owned_posts(person, day)
    no_document = ChangeRequest.document_id.is_(None) if person.may("documents.keep_changes") else false()
    return {
        "open": is_open,
        "mine": is_open & (Document.owner_post_id.in_(posts) | no_document),
        "late": overdue_on(day),
        "requested": ChangeRequest.state == "requested",
        "accepted": ChangeRequest.state == "accepted",
        "ended": ChangeRequest.state.not_in(OPEN_REQUESTS),
        "all": true(),
    }
