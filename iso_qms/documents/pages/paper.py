"""The printed layout of a revision: cover, sign table, amendment table, body, footer, as agencies print it."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template

from iso_qms.documents.models import ControlledCopy, Revision
from iso_qms.documents.pages.finding import revision_of, to_revision
from iso_qms.documents.room import room
from iso_qms.documents.sheet import pdf_file, printed_day, sheet_facts
from iso_qms.i18n import _
from iso_qms.press import PDF
from iso_qms.text import slug
from iso_qms.web import attachment_answer, signed_in

EDGES = """@page {
  @bottom-left { content: %s; inline-size: 45%%; }
  @bottom-center { content: %s; inline-size: 32%%; }
  @bottom-right { content: %s; inline-size: 23%%; text-align: end; }
  @bottom-left, @bottom-center, @bottom-right { font: 10pt "Times New Roman", serif; }
}
"""


@room.route("/<numbered:number>/revisions/<int:revision>/print", needs="documents.read")
def paper(number: int, revision: int) -> Any:
    """A revision as it is printed, with a line that says whether it is in force."""
    found = revision_of(number, revision)
    return render_template(
        "documents/paper.html",
        **sheet_facts(found, printed_by=signed_in().name),
        edges=to_revision(found, "paper_edges"),
        pdf=to_revision(found, "pdf"),
        back=to_revision(found),
    )


@room.route("/<numbered:number>/revisions/<int:revision>/pdf", needs="documents.read")
def pdf(number: int, revision: int) -> Response:
    """A revision as PDF, marked as uncontrolled when printed."""
    found = revision_of(number, revision)
    return pdf_answer(pdf_file(found, printed_by=signed_in().name), found)


@room.route("/<numbered:number>/revisions/<int:revision>/print.css", needs="documents.read")
def paper_edges(number: int, revision: int) -> Response:
    """The style sheet that prints at the foot of every sheet what it belongs to, and which page of how many it is."""
    found = revision_of(number, revision)
    pages = _("Page %(n)s/%(all)s", n='" counter(page) "', all='" counter(pages) "')
    left = _quoted(f"{found.printed_code} · {_('Issue number')}: {found.issue_label}")
    middle = _quoted(f"{_('In force from')}: {printed_day(found.valid_from)}")
    return Response(EDGES % (left, middle, f'"{pages}"'), mimetype="text/css")


def pdf_answer(data: bytes, revision: Revision, *, copy: ControlledCopy | None = None) -> Response:
    """A PDF to save, named after code, issue and copy."""
    parts = (
        slug(revision.printed_code) or "document",
        slug(revision.issue_label),
        f"{copy.number:02d}" if copy else "",
    )
    return attachment_answer(data, name=f"{'-'.join(filter(None, parts))}.pdf", mimetype=PDF)


def _quoted(text: str) -> str:
    # A string of a style sheet ends at a quote or a line break; such characters are written by their number.
    return '"' + "".join(f"\\{ord(one):x} " if one in '"\\\n\r\f<' else one for one in text) + '"'
