"""What anybody may know who holds a sheet in hand: whether it is still in force, and what came after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, abort, g, make_response, render_template
from sqlalchemy import select

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.models import Document, Revision, in_force_on, is_public
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.registry import registry
from iso_qms.web import PUBLIC, Room

OPEN_KINDS = ("policy", "procedure", "form")
"""The kinds of documents citizens meet; of the others the page names the code and the state only."""

room = Room("standing", __name__, prefix="/v")


@dataclass(frozen=True)
class Sheet:
    """What the page says of the sheet in hand."""

    code: str
    title: str
    issue: str
    state: str
    """`in_force`, `suspended`, `coming`, `superseded` or `withdrawn`."""
    day: date | None
    """Since when it is in that state."""
    now_called: str = ""
    """The code the document bears today, where it is another one."""
    until: date | None = None
    """When it applies again, if it is suspended and that is known."""
    next_issue: str = ""
    next_code: str = ""
    next_title: str = ""


@room.route("/<token>", needs=PUBLIC)
def show(token: str) -> Response:
    """Whether the sheet with this code still holds; a draft is not found."""
    with across():
        found = db.session.scalar(select(Revision).where(Revision.token == token[:32], is_public()))
        if found is None or len(token) > 32:
            abort(404)
        # The page is the agency's, whoever reads it, also a person of another one.
        g.person, g.agency = None, db.session.get_one(Agency, found.agency_id)
    choose(g.agency)
    page = public_page_of(found.document)
    answer = make_response(render_template("standing/show.html", sheet=sheet_of(found, today()), now=now(), page=page))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def public_page_of(document: Document) -> str | None:
    """The address of a document's page for citizens, where a room above has made one."""
    made = registry.public_pages.get(document.kind)
    return made([document]).get(document.id) if made else None


def sheet_of(revision: Revision, day: date) -> Sheet:
    """What is said of a revision on a day, by its dates: a late timetable tells nobody that an old sheet holds."""
    is_open = revision.document.kind in OPEN_KINDS
    state, since = _standing(revision, day)
    after = _after(revision, day) if state in ("superseded", "withdrawn") else {}
    return Sheet(
        code=revision.printed_code,
        now_called=revision.document.code if revision.document.code != revision.printed_code else "",
        title=revision.title if is_open else "",
        issue=revision.issue_label if is_open else "",
        state=state,
        day=since if is_open else None,
        until=_applies_again(revision, day) if is_open and state == "suspended" else None,
        **(after if is_open else {}),
    )


def _standing(revision: Revision, day: date) -> tuple[str, date | None]:
    if revision.valid_to is not None and revision.valid_to <= day:
        return ("withdrawn" if revision.state == "withdrawn" else "superseded"), revision.valid_to
    if revision.valid_from is None:
        return "withdrawn", None
    if (stop := revision.suspension_on(day)) is not None:
        return "suspended", stop.valid_from
    return ("in_force" if revision.valid_from <= day else "coming"), revision.valid_from


def _applies_again(revision: Revision, day: date) -> date | None:
    stop = revision.suspension_on(day)
    return stop.valid_to if stop is not None else None


def _after(revision: Revision, day: date) -> dict[str, Any]:
    query = select(Revision).where(Revision.document_id == revision.document_id, in_force_on(day))
    newer = db.session.scalars(query).first()
    if newer is not None:
        return {"next_issue": newer.issue_label}
    other: Document | None = revision.document.replaced_by
    if other is None:
        return {}
    return {"next_code": other.code, "next_title": other.title if other.kind in OPEN_KINDS else ""}
