"""Finding what a page is about, only among what the person at the door may see."""

from __future__ import annotations

from typing import Any

from flask import abort, url_for
from sqlalchemy.orm import selectinload

from iso_qms.db import db
from iso_qms.documents.models import Document, Revision
from iso_qms.web import find, here, signed_in


def document_of(number: int) -> Document:
    """The document of that number; else a 404."""
    return find(Document, number)


def revision_of(number: int, revision: int) -> Revision:
    """A document's revision by its sequence number, with its text; else a 404."""
    query = Revision.visible_to(signed_in()).where(Revision.document_id == number, Revision.number == revision)
    found = db.session.scalars(query.options(selectinload(Revision.blocks))).unique().one_or_none()
    return found or abort(404)


def visible_revisions(document: Document) -> list[Revision]:
    """The revisions of a document this person may see, newest first."""
    query = Revision.visible_to(signed_in()).where(Revision.document_id == document.id)
    return list(db.session.scalars(query.order_by(Revision.number.desc())).unique())


def to_document(document: Document, endpoint: str = "show", **values: Any) -> str:
    """The address of a document's page."""
    return url_for(f"documents.{endpoint}", agency=here().slug, number=document, **values)


def to_revision(revision: Revision, endpoint: str = "revision", **values: Any) -> str:
    """The address of a revision's page."""
    return to_document(revision.document, endpoint, revision=revision.number, **values)
