"""What is said beside a document where it is found: how it stood on a day, and under which issue number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import g, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.flow import REVISION
from iso_qms.documents.models import Document, Revision, stands_on
from iso_qms.i18n import _
from iso_qms.registry import Mark


def marks_on(documents: Iterable[Document], day: date) -> dict[int, Mark]:
    """How each of some documents stood on a day; one query. One that has nothing on that day is told so."""
    found = {one.id: one for one in documents}
    query = select(Revision).where(Revision.document_id.in_(found), stands_on(day))
    loads = (lazyload(Revision.document), joinedload(Revision.suspensions))
    standing = {one.document_id: one for one in db.session.scalars(query.options(*loads)).unique()}
    return {number: _mark(document, standing.get(number), day) for number, document in found.items()}


def _mark(document: Document, revision: Revision | None, day: date) -> Mark:
    on = None if day == today() else day.isoformat()
    url = url_for("documents.show", agency=g.agency.slug, number=document, on=on)
    if revision is None:
        return Mark(None, _("not in force today") if on is None else _("not in force on that day"), url)
    issue = _("issue %(issue)s", issue=revision.issue_label)
    if (stop := revision.suspension_on(day)) is None:
        return Mark(REVISION.state("in_force"), issue, url)
    since = _("since %(day)s", day=f"{stop.valid_from:%d/%m/%Y}")
    return Mark(REVISION.state("suspended"), f"{since}: {stop.reason}", url)
