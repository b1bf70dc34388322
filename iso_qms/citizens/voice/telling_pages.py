"""What a citizen may send without signing in, and the page on which they read what became of it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from flask import Response, abort, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from iso_qms.citizens.models import shown_here
from iso_qms.citizens.public_pages import public_form, spare_the_form_token
from iso_qms.citizens.public_tries import count_try
from iso_qms.citizens.register import published_document
from iso_qms.citizens.room import room
from iso_qms.citizens.voice import answering
from iso_qms.citizens.voice.feedback import HARD_STOP, Feedback
from iso_qms.citizens.voice.feedback_forms import FindToldForm, TellForm, chosen
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.accounts import hash_token
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.units import Unit
from iso_qms.web import PUBLIC, here, number_asked

spare_the_form_token(f"{__name__}.tell")


class Station(NamedTuple):
    """A station on the way of a piece of feedback, as its page draws it."""

    label: str
    date: Any
    state: str


@room.route("/feedback", methods=["GET", "POST"], needs=PUBLIC)
def tell() -> Any:
    """The form; sent, it leads to the page of its ticket. A program that filled in the unseen field is thanked too."""
    if not shown_here().takes_feedback:
        abort(404)
    document = published_document(number_asked("procedure")) if number_asked("procedure") else None
    form = TellForm().offer()
    if form.validate_on_submit():
        with form.refusals():
            return _leads_to(_sent(form, document))
    return public_form("citizens/tell.html", form.status, form=form, document=document)


@room.route("/feedback/sent", needs=PUBLIC)
def find_told() -> Any:
    """Find what was sent by the code that somebody kept; any way of writing it down will do."""
    form = FindToldForm(request.args)
    if "code" not in request.args:
        form = FindToldForm(formdata=None)
    elif form.validate():
        code = code_in(form.code.data or "")
        if _of_code(code):
            return _leads_to(code)
        form.code.errors = [_("Nothing was sent under this code. Compare it with what you kept, sign by sign.")]
    return public_form("citizens/find_told.html", 404 if form.errors else 200, form=form)


@room.route("/feedback/<token>", needs=PUBLIC)
def told(token: str) -> Response:
    """How it stands with what was sent under this ticket: state, day and answer, never the words that were sent."""
    one = _of_code(token) or abort(404)
    answered = one.answer if one.state == "closed" else ""
    shown: dict[str, Any] = {"one": one, "answer": answered, "is_gone": one.leaving in HARD_STOP}
    return public_form("citizens/told.html", code=_in_groups(token), stations=stations(one), **shown)


def code_in(typed: str) -> str:
    """The code in what somebody typed or pasted: the code alone in any spelling, or the address of its page."""
    last = re.split(r"[?#]", typed.strip())[0].rstrip("/").rpartition("/")[2]
    return re.sub(r"[\s.\-–_]", "", last).lower()


def stations(one: Feedback) -> list[Station]:
    """Where it stands, in words that need no knowledge of the office: received, with whom, answered."""
    received = Station(_("Received"), one.received_on, "now" if one.state == "received" else "past")
    if one.state == "passed_on":
        return [received, Station(_("Passed on"), one.ended_on, "now")]
    label = _("With %(unit)s", unit=one.unit.name) if one.unit else _("With the unit that answers")
    with_unit = Station(label, "", {"received": "plan", "closed": "past"}.get(one.state, "now"))
    is_closed = one.state == "closed"
    answered = Station(_("Answer given"), one.ended_on if is_closed else "", "now" if is_closed else "plan")
    return [received, with_unit, answered]


def _of_code(code: str) -> Feedback | None:
    query = select(Feedback).where(Feedback.ticket_hash == hash_token(code)).options(joinedload(Feedback.unit))
    return db.session.scalars(query).first()


def _in_groups(code: str) -> str:
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


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
        once=form.once.data or "",
    )
    return ticket


def _leads_to(ticket: str) -> Any:
    values: dict[str, Any] = {"agency": here().slug, "lang": request.args.get("lang")}
    return redirect(url_for(".told", token=ticket, **values) if ticket else url_for(".index", **values), 303)
