"""The published procedures asked: the list, its filters and counts, and which procedure of ours one may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import joinedload

from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.i18n import _l
from iso_qms.organisation.people import Person
from iso_qms.processes.catalogue.comparing import likeness
from iso_qms.processes.catalogue.models import PublishedComparison, PublishedProcedure
from iso_qms.text import fold

VIEWS = {
    "": _l("All"),
    "differs": _l("Differs"),
    "equal": _l("Equal"),
    "unmatched": _l("Not matched"),
    "changed": _l("Changed since it was first taken in"),
}
MOST_PROPOSED, LEAST_LIKE = 3, 0.3


@dataclass(frozen=True)
class Wanted:
    """How the list is narrowed; every field may be empty."""

    q: str = ""
    view: str = ""

    @classmethod
    def of(cls, args: Any) -> Wanted:
        """From the address; what is not known is left out."""
        view = args.get("view", "")
        return cls(args.get("q", "").strip()[:200], view if view in VIEWS else "")

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is set."""
        return bool(self.q or self.view)


@dataclass(frozen=True)
class Proposal:
    """A procedure of ours that may be the published one, and how alike they are, from 0 to 1."""

    document: Document
    share: float


def published_wanted(wanted: Wanted) -> Select[Any]:
    """The published procedures that fit: those that differ most first, then by title."""
    query = _narrowed(wanted).where(_views()[wanted.view])
    query = query.options(joinedload(PublishedProcedure.document), joinedload(PublishedProcedure.comparison))
    most = func.coalesce(PublishedComparison.differing, -1).desc()
    return query.order_by(most, PublishedProcedure.title_sort, PublishedProcedure.id)


def counts(wanted: Wanted) -> dict[str, int]:
    """How many there are in each view, with the same words; one query."""
    views = _views()
    columns = [func.count().filter(condition) for condition in views.values()]
    found = db.session.execute(_narrowed(wanted).with_only_columns(*columns)).one()
    return dict(zip(views, found, strict=True))


def documents_seen(published: Iterable[PublishedProcedure], person: Person) -> dict[int, Document]:
    """Of the procedures of ours that some are matched with, those a person may see, by number."""
    numbers = {one.document_id for one in published if one.document_id is not None}
    query = Document.visible_to(person).where(Document.id.in_(numbers))
    return {one.id: one for one in db.session.scalars(query).unique()} if numbers else {}


def proposals(published: Iterable[PublishedProcedure], person: Person) -> dict[int, list[Proposal]]:
    """For each published procedure the procedures of ours it may be, by its code and title; two queries in all."""
    taken = set(db.session.scalars(select(PublishedProcedure.document_id).where(_is_matched())))
    query = Document.visible_to(person).where(Document.kind == "procedure").options(joinedload(Document.unit))
    free = [one for one in db.session.scalars(query).unique() if one.id not in taken]
    return {one.id: _proposed(one, free) for one in published}


def _proposed(published: PublishedProcedure, free: Iterable[Document]) -> list[Proposal]:
    found = [Proposal(one, 1.0 if published.code in one.code else likeness(published.title, one.title)) for one in free]
    alike = sorted((one for one in found if one.share >= LEAST_LIKE), key=lambda one: -one.share)
    return alike[:MOST_PROPOSED]


def _narrowed(wanted: Wanted) -> Select[Any]:
    query = select(PublishedProcedure).outerjoin(
        PublishedComparison, PublishedComparison.published_id == PublishedProcedure.id
    )
    for word in fold(wanted.q).split():
        query = query.where(PublishedProcedure.folded.contains(word, autoescape=True))
    return query


def _views() -> dict[str, ColumnElement[bool]]:
    return {
        "": true(),
        "differs": and_(_is_matched(), PublishedComparison.differing > 0),
        "equal": and_(_is_matched(), PublishedComparison.differing == 0),
        "unmatched": PublishedProcedure.document_id.is_(None),
        "changed": PublishedProcedure.changed_on.is_not(None),
    }


def _is_matched() -> ColumnElement[bool]:
    return PublishedProcedure.document_id.is_not(None)
