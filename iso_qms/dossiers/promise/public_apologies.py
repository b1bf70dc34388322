"""The public list of apologies: anybody reads which procedures were late, why in one word, and the new day.

No person stands on it, and none can be found by it. Of the applicant nothing is kept here at all; of the dossier the
end of its code is shown, by which its applicant knows it; the reason is a class of reasons, because words of one's own
may name somebody; who drafted and signed it stays in the house.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import Response, abort
from sqlalchemy import select

from iso_qms.citizens.public_pages import public_page
from iso_qms.clock import today
from iso_qms.documents.models import Document
from iso_qms.dossiers.deadlines import due_day
from iso_qms.dossiers.promise.apologies import REASONS, Apology, shown_code
from iso_qms.dossiers.promise.apology_list import days_shown
from iso_qms.organisation.units import Unit
from iso_qms.web import PUBLIC, Room, paged

room = Room("public_apologies", __name__, prefix="/<agency>/public/apologies")


class Told(NamedTuple):
    """An apology as anybody reads it."""

    given_on: date
    code: str
    procedure: str
    unit: str
    due_on: date
    new_due_on: date
    reason: Any
    is_unowed: bool
    """The calendar was corrected afterwards, and the dossier was in time."""


@room.route("/", needs=PUBLIC)
def index() -> Response:
    """The apologies given in the last days, newest first; not there where the agency has not chosen to show them."""
    days = days_shown()
    if not days:
        abort(404)
    page = paged(given_since(today() - timedelta(days=days)))
    rows = [_told(row) for row in page.rows]
    return public_page("public_apologies/index.html", page=page, rows=rows, days=days, lists=[])


def given_since(day: date) -> Any:
    """The apologies given since a day: only the columns that anybody may read."""
    query = select(
        Apology.sent_on, Apology.dossier_code, Apology.procedure, Document.title, Unit.name, Apology.due_at,
        Apology.new_due_on, Apology.reason_kind, Apology.unowed_on,
    )  # fmt: skip
    query = query.join(Unit, Unit.id == Apology.unit_id).outerjoin(Document, Document.id == Apology.document_id)
    query = query.where(Apology.state == "sent", Apology.sent_on >= day)
    return query.order_by(Apology.sent_on.desc(), Apology.id.desc())


def _told(row: Any) -> Told:
    given, code, procedure, title, unit, due_at, new_due_on, reason, unowed_on = row
    due_on, why = due_day(due_at), REASONS[reason]
    return Told(given, shown_code(code), title or procedure, unit, due_on, new_due_on, why, unowed_on is not None)
