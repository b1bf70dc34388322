"""A revision as it stands on paper: what the sheet says, and the PDF of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import render_template
from sqlalchemy import select

from iso_qms.clock import as_local, now, today
from iso_qms.db import db
from iso_qms.documents import qr
from iso_qms.documents.blocks import runs_of
from iso_qms.documents.code import codes
from iso_qms.documents.models import KINDS, ControlledCopy, Revision
from iso_qms.documents.register import holds_on
from iso_qms.i18n import _, speaking
from iso_qms.organisation.people import Person, holdings_of
from iso_qms.press import Edges, pdf_of

PRINTED = "vi"
"""The language of the paper, whatever language its reader speaks: the text itself is Vietnamese."""


@dataclass(frozen=True)
class Hand:
    """A column of the sign table: what somebody was responsible for, and when they did it."""

    task: str
    name: str
    post: str
    done: str
    at: datetime | None


def sheet_facts(
    revision: Revision, *, printed_by: str, copy: ControlledCopy | None = None, is_original: bool = False
) -> dict[str, Any]:
    """What the template of the sheet is given."""
    has_code = qr.has_code(revision)
    return {
        "revision": revision,
        "document": revision.document,
        "runs": runs_of(revision.blocks),
        "renamed": None if is_original else codes.renamed(revision),
        "hands": hands_of(revision),
        "amendments": amendments_of(revision),
        "holds": holds_on(revision, today()),
        "suspension": revision.suspension_on(today()) if revision.stands_on(today()) else None,
        "now": now(),
        "kinds": KINDS,
        "printed_day": printed_day,
        "printed_by": printed_by,
        "copy": copy,
        "is_original": is_original,
        "code": qr.drawn(revision) if has_code else "",
        "code_address": qr.address_of(revision) if has_code else "",
    }


def pdf_file(
    revision: Revision, *, printed_by: str = "", copy: ControlledCopy | None = None, is_original: bool = False
) -> bytes:
    """The PDF of a revision: the original to be sealed, a numbered controlled copy, else a sheet that is neither."""
    with speaking(PRINTED):
        facts = sheet_facts(revision, printed_by=printed_by, copy=copy, is_original=is_original)
        html = render_template("documents/_sheet.html", **facts)
        return pdf_of(html, edges_of(revision, copy, watermark=copy is None and not is_original))


def edges_of(revision: Revision, copy: ControlledCopy | None, *, watermark: bool) -> Edges:
    """The foot of every page, and the word across it."""
    left = f"{revision.printed_code} · {_('Issue number')}: {revision.issue_label}"
    if copy is not None:
        left += " · " + _("Controlled copy %(number)s", number=f"{copy.number:02d}")
    return Edges(
        title=f"{revision.printed_code} {revision.title}",
        left=left,
        middle=f"{_('In force from')}: {printed_day(revision.valid_from)}",
        page=_("Page"),
        watermark=_watermark(revision) if watermark else "",
        language=PRINTED,
        at=as_local(now()),
    )


def _watermark(revision: Revision) -> str:
    is_suspended = revision.stands_on(today()) and revision.suspension_on(today()) is not None
    return (_("Suspended") if is_suspended else _("Uncontrolled when printed")).upper()


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


def _post_on(person: Person, revision: Revision) -> str:
    held = holdings_of(person, as_local(revision.created_at).date())
    return held[0].post.title if held else ""
