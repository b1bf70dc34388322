"""Finding what a page is about, only among what the person at the door may see."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy.orm import joinedload, selectinload

from iso_qms.db import db
from iso_qms.documents.models import Document, Revision
from iso_qms.i18n import _
from iso_qms.web import here, missing, signed_in
from iso_qms.workflow import WrongState

# A revision has a handful of hands: joined in one go, they cost no query of their own.
WITH_HANDS = (
    joinedload(Revision.contributors),
    joinedload(Revision.reviews),
    joinedload(Revision.approval),
    joinedload(Revision.suspensions),
)


def document_of(number: int, *loads: Any) -> Document:
    """The document of that number, read together with what `loads` says; else a 404."""
    query = Document.visible_to(signed_in()).where(Document.id == number)
    found = db.session.scalars(query.options(joinedload(Document.owner_post), *loads)).unique().one_or_none()
    return found or missing(Document, Document.id == number)


def revision_of(number: int, revision: int) -> Revision:
    """A document's revision by its sequence number, with its text; else a 404."""
    query = Revision.visible_to(signed_in()).where(Revision.document_id == number, Revision.number == revision)
    loads = (*WITH_HANDS, joinedload(Revision.approver_post), selectinload(Revision.blocks))
    found = db.session.scalars(query.options(*loads)).unique().one_or_none()
    return found or missing(Revision, Revision.document_id == number, Revision.number == revision)


def draft_of(number: int, revision: int) -> Revision:
    """The draft of that number; refused when it is no draft any more."""
    found = revision_of(number, revision)
    if found.state != "draft":
        raise WrongState(_("%(revision)s is no draft any more, so its text is locked.", revision=found))
    return found


def visible_revisions(document: Document) -> list[Revision]:
    """The revisions of a document this person may see, newest first."""
    query = Revision.visible_to(signed_in()).where(Revision.document_id == document.id)
    return list(db.session.scalars(query.options(*WITH_HANDS).order_by(Revision.number.desc())).unique())


def to_document(document: Document, endpoint: str = "show", **values: Any) -> str:
    """The address of a document's page."""
    return url_for(f"documents.{endpoint}", agency=here().slug, number=document, **values)


def to_revision(revision: Revision, endpoint: str = "revision", **values: Any) -> str:
    """The address of a revision's page."""
    return to_document(revision.document, endpoint, revision=revision.number, **values)
