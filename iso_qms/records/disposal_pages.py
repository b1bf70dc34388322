"""Disposals: the list, proposing one, its page, its moves and its minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, jsonify, render_template, request, url_for
from sqlalchemy.orm import joinedload, selectinload

from iso_qms.blobs import WORD, attach, files_of
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.journal import history_of
from iso_qms.records import operations, word
from iso_qms.records.flow import DISPOSAL
from iso_qms.records.forms import ApproveForm, CarriedOutForm, ProposeForm, ReasonForm
from iso_qms.records.models import Disposal, RecordSeries
from iso_qms.records.register import Wanted, rows
from iso_qms.records.room import room
from iso_qms.web import attachment_answer, back_to, find, here, paged, password_confirmed, signed_in, wants_json
from iso_qms.workflow import Incomplete

MOST_AT_ONCE = 200
"""How many series the page of a proposal offers; those whose term ended first."""


@room.route("/disposals", needs="records.read")
def disposals() -> Any:
    """Every disposal, newest first."""
    query = Disposal.visible_to(signed_in()).options(selectinload(Disposal.series), joinedload(Disposal.proposed_by))
    return render_template("records/disposals.html", page=paged(query.order_by(Disposal.id.desc())))


@room.route("/disposals/new", methods=["GET", "POST"], needs="records.keep")
def propose() -> Any:
    """Propose to dispose of records whose term is over."""
    form, due = ProposeForm(), _due()
    form.series.choices = [
        (one.id, f"{one.title} · {one.unit.name} · {one.keep_until:%d/%m/%Y}") for one in due.values()
    ]
    if form.validate_on_submit():
        with form.refusals():
            chosen = [due[number] for number in form.series.data or [] if number in due]
            made = operations.propose(chosen, method=form.method.data or "", note=form.note.data or "", by=signed_in())
            attach(made, form.files.data, by=signed_in())
            flash(_("The disposal was proposed; the leadership has been told."))
            return back_to(_url(made))
    return render_template("records/propose.html", form=form), form.status


@room.route("/disposals/<int:number>", needs="records.read")
def disposal(number: int) -> Any:
    """One disposal: what, why, who decided, who saw it."""
    found = find(Disposal, number)
    return render_template(
        "records/disposal.html",
        disposal=found,
        moves=found.open_moves(signed_in()),
        moves_url=_url(found) + "/moves/",
        files=files_of(found),
        history=history_of(found),
    )


@room.route("/disposals/<int:number>/moves/<name>", methods=["GET", "POST"], needs="records.read")
def move_disposal(number: int, name: str) -> Any:
    """Approve, decline, take back, or note that it was carried out."""
    found = find(Disposal, number)
    kind, act = MOVES.get(name) or abort(404)
    form = kind()
    if request.method == "POST" and wants_json():
        act(found, form)
        return jsonify(state=found.state, disposal=found.id)
    if form.validate_on_submit():
        with form.refusals():
            act(found, form)
            attach(found, form.files.data, by=signed_in())
            flash(_("%(disposal)s: %(state)s.", disposal=found, state=found.status.label))
            return back_to(_url(found))
    if request.method == "GET":
        found.demand_open(name, by=signed_in())
    move = DISPOSAL.move(name)
    return render_template(
        "records/move_disposal.html", form=form, move=move, disposal=found, back=_url(found)
    ), form.status


@room.route("/disposals/<int:number>/minutes.docx", needs="records.read")
def minutes(number: int) -> Response:
    """The minutes as a Word file, to be signed by who was there."""
    found = find(Disposal, number)
    name = _("Minutes of disposal %(n)s", n=f"{found.number}-{found.year}") + ".docx"
    return attachment_answer(word.minutes(found, agency=here()), name=name, mimetype=WORD)


def _due() -> dict[int, RecordSeries]:
    person, day = signed_in(), today()
    query = rows(Wanted(view="due"), person=person, day=day).options(selectinload(RecordSeries.disposals))
    found = db.session.scalars(query.limit(MOST_AT_ONCE)).unique()
    return {one.id: one for one in found if person.may("records.keep", one) and one.open_disposal is None}


def _approve(disposal: Disposal, _form: ApproveForm) -> None:
    if not password_confirmed():
        raise Incomplete(_("This is not your password. Nothing was signed."))
    operations.approve(disposal, by=signed_in())


def _decline(disposal: Disposal, form: ReasonForm) -> None:
    operations.decline(disposal, by=signed_in(), note=form.note.data or "")


def _take_back(disposal: Disposal, form: ReasonForm) -> None:
    operations.take_back(disposal, by=signed_in(), note=form.note.data or "")


def _carry_out(disposal: Disposal, form: CarriedOutForm) -> None:
    if form.on.data is None:
        raise Incomplete(_("Choose a day."))
    operations.carry_out(disposal, on=form.on.data, witnesses=form.witnesses.data or "", by=signed_in())


MOVES: dict[str, tuple[type[Any], Callable[..., None]]] = {
    "approve": (ApproveForm, _approve),
    "decline": (ReasonForm, _decline),
    "take_back": (ReasonForm, _take_back),
    "carry_out": (CarriedOutForm, _carry_out),
}


def _url(disposal: Disposal) -> str:
    return url_for("records.disposal", agency=here().slug, number=disposal.id)
