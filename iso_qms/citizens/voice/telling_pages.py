"""What a citizen may send without signing in, and the page on which they read what became of it."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, redirect, request, url_for
from sqlalchemy import select

from iso_qms.citizens.models import shown_here
from iso_qms.citizens.public_tries import count_try
from iso_qms.citizens.register import published_document
from iso_qms.citizens.views import public_form, room
from iso_qms.citizens.voice import answering
from iso_qms.citizens.voice.feedback import HARD_STOP, Feedback
from iso_qms.citizens.voice.feedback_forms import TellForm, chosen, units
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.accounts import hash_token
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.units import Unit
from iso_qms.web import PUBLIC, here, number_asked


@room.route("/feedback", methods=["GET", "POST"], needs=PUBLIC)
def tell() -> Any:
    """The form; sent, it leads to the page of its ticket. A program that filled in the unseen field is thanked too."""
    if not shown_here().takes_feedback:
        abort(404)
    document = published_document(number_asked("procedure")) if number_asked("procedure") else None
    form = TellForm()
    form.unit.choices = units(_("I do not know"))
    if form.validate_on_submit():
        with form.refusals():
            return _leads_to(_sent(form, document))
    return public_form("citizens/tell.html", form.status, form=form, document=document)


@room.route("/feedback/<token>", needs=PUBLIC)
def told(token: str) -> Response:
    """How it stands with what was sent under this ticket: state, day and answer, never the words that were sent."""
    query = select(Feedback).where(Feedback.ticket_hash == hash_token(token))
    one = db.session.scalars(query).first() or abort(404)
    answered = one.answer if one.state == "closed" else ""
    shown: dict[str, Any] = {"one": one, "answer": answered, "is_gone": one.leaving in HARD_STOP}
    return public_form("citizens/told.html", **shown)


def _sent(form: TellForm, document: Any) -> str:
    agency_id = here().id
    count_try(request.remote_addr or "", agency_id=agency_id)
    if form.website.data:
        return ""
    _made, ticket = answering.send(
        clock=clock_of(agency_id),
        text=form.text.data or "",
        unit=chosen(Unit, form.unit.data),
        document=document,
        dossier_code=form.dossier_code.data or "",
        contact=form.contact.data or "",
        is_conduct=form.is_conduct.data,
    )
    return ticket


def _leads_to(ticket: str) -> Any:
    values: dict[str, Any] = {"agency": here().slug, "lang": request.args.get("lang")}
    return redirect(url_for(".told", token=ticket, **values) if ticket else url_for(".index", **values), 303)
