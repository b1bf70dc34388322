"""What anybody may ask of the procedures an agency has published, and what the quality team asks of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g, url_for
from sqlalchemy import and_, or_, select

from iso_qms.blobs import Attachment, files_of_each
from iso_qms.citizens.models import CitizenPage
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document, Revision, in_force_on, stands_on
from iso_qms.processes.annexes import attached_forms
from iso_qms.text import fold, sort_key

MOST_WORDS = 12


@dataclass(frozen=True)
class State:
    """How a published procedure stands on a day: `in_force`, `suspended` or `ended`, and since when."""

    name: str
    since: date | None = None
    until: date | None = None


def page_urls(documents: Iterable[Document]) -> dict[int, str]:
    """The addresses of the pages for citizens that documents have, by the number of the document."""
    given = {one.id: one for one in documents}
    query = select(CitizenPage.document_id).where(
        CitizenPage.document_id.in_(given), CitizenPage.taken_off_on.is_(None)
    )
    open_ones = db.session.scalars(query) if given else ()
    return {number: url_for("citizens.show", agency=g.agency.slug, number=given[number]) for number in open_ones}


def published(typed: str, day: date) -> Any:
    """The published procedures that stand on a day, applied or suspended, whose code or title holds these words."""
    query: Any = select(Document, Revision).select_from(Document)
    query = query.join(Revision, and_(Revision.document_id == Document.id, stands_on(day)))
    query = query.join(CitizenPage, CitizenPage.document_id == Document.id)
    query = query.where(CitizenPage.taken_off_on.is_(None), Document.kind == "procedure")
    return _narrowed(query, typed).order_by(Document.title_sort, Document.id)


def published_document(number: int) -> Document | None:
    """The document of that number, if citizens may see it."""
    query = select(Document).join(CitizenPage, CitizenPage.document_id == Document.id)
    return db.session.scalars(query.where(Document.id == number, CitizenPage.taken_off_on.is_(None))).first()


def kept(view: str, typed: str, day: date) -> Any:
    """The procedures in force on a day with their pages, and those published that are in force no more."""
    query: Any = (
        select(Document, Revision, CitizenPage)
        .select_from(Document)
        .outerjoin(Revision, and_(Revision.document_id == Document.id, in_force_on(day)))
    )
    query = query.outerjoin(CitizenPage, CitizenPage.document_id == Document.id).where(Document.kind == "procedure")
    is_open = and_(CitizenPage.id.is_not(None), CitizenPage.taken_off_on.is_(None))
    wanted = {
        "published": is_open,
        "not": and_(Revision.id.is_not(None), or_(CitizenPage.id.is_(None), CitizenPage.taken_off_on.is_not(None))),
    }
    query = query.where(wanted.get(view, or_(Revision.id.is_not(None), is_open)))
    return _narrowed(query, typed).order_by(Document.code_sort, Document.id)


def state_of(document: Document, revision: Revision | None, day: date) -> State:
    """How a published procedure stands, by dates alone."""
    if revision is None:
        ends = [one.valid_to for one in document.revisions if one.valid_to is not None and one.valid_to <= day]
        return State("ended", max(ends, default=None))
    stop = revision.suspension_on(day)
    if stop is not None:
        return State("suspended", stop.valid_from, stop.valid_to)
    return State("in_force", revision.valid_from)


def downloads_of(revision: Revision, forms: Iterable[Mapping[str, Any]]) -> dict[str, Attachment]:
    """The file of each form for applicants, by its title: attached to the procedure under its name, or that of the
    form in force under its code."""
    wanted = [one for one in forms if one["source"] == "forms_list"]
    titles = {one["title"] for one in wanted}
    attached = ((form.content["title"], file) for form, file in attached_forms(revision))
    found = {title: file for title, file in attached if title in titles}
    return _of_registered([one for one in wanted if one["title"] not in found]) | found


def _of_registered(forms: list[Mapping[str, Any]]) -> dict[str, Attachment]:
    codes = {sort_key(one["code"]): one["title"] for one in forms if one["code"]}
    if not codes:
        return {}
    query: Any = select(Document.code_sort, Revision.id).join(Revision, Revision.document_id == Document.id)
    query = query.where(Document.kind == "form", Document.code_sort.in_(codes), in_force_on(today()))
    revisions = dict(db.session.execute(query).all())
    files = files_of_each("revision", revisions.values())
    return {codes[code]: files[number][0] for code, number in revisions.items() if files.get(number)}


def _narrowed(query: Any, typed: str) -> Any:
    for word in fold(typed).split()[:MOST_WORDS]:
        query = query.where(Document.folded.contains(word, autoescape=True))
    return query
