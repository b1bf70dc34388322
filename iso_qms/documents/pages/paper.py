"""The printed layout of a revision: cover, sign table, amendment table, body, footer, as agencies print it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Response, render_template
from sqlalchemy import select

from iso_qms.clock import as_local, now, today
from iso_qms.db import db
from iso_qms.documents.blocks import runs_of
from iso_qms.documents.models import KINDS, Revision
from iso_qms.documents.pages.finding import revision_of, to_revision
from iso_qms.documents.register import holds_on
from iso_qms.documents.views import room
from iso_qms.i18n import _
from iso_qms.organisation.people import Person, holdings_of

EDGES = """@page {
  @bottom-left { content: %s; inline-size: 45%%; }
  @bottom-center { content: %s; inline-size: 32%%; }
  @bottom-right { content: %s; inline-size: 23%%; text-align: end; }
  @bottom-left, @bottom-center, @bottom-right { font: 10pt "Times New Roman", serif; }
}
"""


@dataclass(frozen=True)
class Hand:
    """A column of the sign table: what somebody was responsible for, and when they did it."""

    task: str
    name: str
    post: str
    done: str
    at: datetime | None


@room.route("/<numbered:number>/revisions/<int:revision>/print", needs="documents.read")
def paper(number: int, revision: int) -> Any:
    """A revision as it is printed, with a line that says whether it is in force."""
    found = revision_of(number, revision)
    return render_template(
        "documents/paper.html",
        revision=found,
        document=found.document,
        runs=runs_of(found.blocks),
        hands=hands_of(found),
        amendments=amendments_of(found),
        holds=holds_on(found, today()),
        now=now(),
        kinds=KINDS,
        printed_day=printed_day,
        edges=to_revision(found, "paper_edges"),
        back=to_revision(found),
    )


@room.route("/<numbered:number>/revisions/<int:revision>/print.css", needs="documents.read")
def paper_edges(number: int, revision: int) -> Response:
    """The style sheet that prints at the foot of every sheet what it belongs to, and which page of how many it is."""
    found = revision_of(number, revision)
    pages = _("Page %(n)s/%(all)s", n='" counter(page) "', all='" counter(pages) "')
    left = _quoted(f"{found.document.code} · {_('Issue number')}: {found.issue_label}")
    middle = _quoted(f"{_('In force from')}: {printed_day(found.valid_from)}")
    return Response(EDGES % (left, middle, f'"{pages}"'), mimetype="text/css")


def printed_day(day: date | None) -> str:
    """A day as it is printed; dots to be filled in where it is not known yet."""
    return f"{day:%d/%m/%Y}" if day else "…/…/……"


def hands_of(revision: Revision) -> list[Hand]:
    """Who wrote, reviewed and approved a revision, as the sign table names them."""
    wrote, when = _("wrote it in the system"), revision.edited_at
    writers = [Hand(_("Written by"), one.name, _post_on(one, revision), wrote, when) for one in revision.contributors]
    # What reviewers said of a text that is being written again they did not say of this one.
    given = [] if revision.state == "draft" else revision.reviews_of_round()
    agreed = [one for one in given if one.opinion == "agree"]
    said = _("agreed in the system")
    hands = writers + [Hand(_("Reviewed by"), one.name, one.post_title, said, one.given_at) for one in agreed]
    if approval := revision.approval:
        post = f"{approval.capacity} {approval.post}".strip()
        hands.append(Hand(_("Approved by"), approval.name, post, _("approved in the system"), approval.at))
    return hands


def amendments_of(revision: Revision) -> list[Revision]:
    """The revisions that changed the document, up to this one, oldest first: the amendment table."""
    query = select(Revision).where(
        Revision.document_id == revision.document_id,
        Revision.number <= revision.number,
        Revision.change_summary != "",
        (Revision.id == revision.id) | Revision.valid_from.is_not(None),
    )
    return list(db.session.scalars(query.order_by(Revision.number)).unique())


def _quoted(text: str) -> str:
    # A string of a style sheet ends at a quote or a line break; such characters are written by their number.
    return '"' + "".join(f"\\{ord(one):x} " if one in '"\\\n\r\f<' else one for one in text) + '"'


def _post_on(person: Person, revision: Revision) -> str:
    held = holdings_of(person, as_local(revision.created_at).date())
    return held[0].post.title if held else ""
