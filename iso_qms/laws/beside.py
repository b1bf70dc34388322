"""What the legal register shows beside a document."""

from __future__ import annotations

from flask import g, url_for

from iso_qms.documents.models import Document
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.registry import Beside


def beside(kind: str, thing_id: int, person: Person) -> Beside:
    """The way from a document to the legal texts it cites; its page has no query to spare for them."""
    links = []
    if kind == Document.journal_kind and person.may("laws.read"):
        links.append((_("Those it cites"), url_for("laws.cited", agency=g.agency.slug, number=thing_id)))
    return Beside(label=_("Legal texts"), rows=[], links=links)
