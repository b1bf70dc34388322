"""The pages of apologies: the list, drafting one from its dossier, its page, its moves and its paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, jsonify, render_template, request, url_for
from sqlalchemy import func
from sqlalchemy.orm import joinedload

from iso_qms.blobs import WORD
from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.dossiers.due.due_words import lateness
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.promise import apologising, apology_word
from iso_qms.dossiers.promise.apologies import Apology
from iso_qms.dossiers.promise.apology_flow import APOLOGY
from iso_qms.dossiers.promise.apology_forms import ApologyForm, DropForm, GivenForm, SignApologyForm
from iso_qms.dossiers.room import room
from iso_qms.i18n import _
from iso_qms.journal import history_of
from iso_qms.web import attachment_answer, back_to, find, here, paged, password_confirmed, signed_in, wants_json
from iso_qms.workflow import Incomplete

LOADS = joinedload(Apology.unit), joinedload(Apology.document)


@room.route("/apologies", needs="dossiers.read")
def apologies() -> Any:
    """Every apology one may see, newest first, and how many there are of each kind."""
    state = request.args.get("state", "")
    state = state if state in {one.name for one in APOLOGY.states} else ""
    mine = Apology.visible_to(signed_in())
    counted = mine.with_only_columns(Apology.state, func.count().label("number")).group_by(Apology.state).order_by(None)
    counts = {row.state: row.number for row in db.session.execute(counted)}
    query = mine.where(Apology.state == state) if state else mine
    total = counts.get(state, 0) if state else sum(counts.values())
    return render_template(
        "dossiers/apologies.html",
        page=paged(query.options(*LOADS).order_by(Apology.id.desc()), total=total),
        chips=[_chip("", _("All"), sum(counts.values()), state)]
        + [_chip(one.name, one.label, counts.get(one.name, 0), state) for one in APOLOGY.states],
        narrowed=bool(state),
    )


@room.route("/<int:number>/apology", methods=["GET", "POST"], needs="dossiers.apologise")
def draft_apology(number: int) -> Any:
    """Draft the apology of a dossier."""
    dossier = find(Dossier, number, joinedload(Dossier.deciding_unit), joinedload(Dossier.receiving_unit))
    apologising.demand_apology(dossier, by=signed_in())
    form = ApologyForm(data={"new_due_on": apologising.proposed_day(here().id)})
    if form.validate_on_submit():
        with form.refusals():
            made = apologising.draft(dossier, by=signed_in(), **form.values())
            db.session.flush()
            flash(_("The apology was drafted. Whoever signs it has been told."))
            return back_to(_url(made))
    back = url_for("dossiers.show", agency=here().slug, number=dossier.id)
    shown = {"code": dossier.code, "due": dossier.first_due_at, "late": lateness(dossier, now()), "back": back}
    return render_template("dossiers/draft_apology.html", form=form, **shown), form.status


@room.route("/apologies/<int:number>", needs="dossiers.read")
def apology(number: int) -> Any:
    """One apology: for which dossier, why, until when, who signed it, when it was given."""
    one = find(Apology, number, *LOADS, joinedload(Apology.drafted_by), joinedload(Apology.signed_by))
    return render_template(
        "dossiers/apology.html",
        one=one,
        may_change=one.state == "drafted" and signed_in().may("dossiers.apologise", one),
        moves=one.open_moves(signed_in()),
        moves_url=_url(one) + "/moves/",
        history=history_of(one),
    )


@room.route("/apologies/<int:number>/edit", methods=["GET", "POST"], needs="dossiers.apologise")
def change_apology(number: int) -> Any:
    """Write a draft anew."""
    one = find(Apology, number)
    form = ApologyForm(data={"reason_kind": one.reason_kind, "reason": one.reason, "new_due_on": one.new_due_on})
    if form.validate_on_submit():
        with form.refusals():
            apologising.change(one, by=signed_in(), **form.values())
            return back_to(_url(one))
    shown = {"code": one.dossier_code, "due": one.due_at, "late": "", "back": _url(one)}
    return render_template("dossiers/draft_apology.html", form=form, **shown), form.status


@room.route("/apologies/<int:number>/moves/<name>", methods=["GET", "POST"], needs="dossiers.read")
def move_apology(number: int, name: str) -> Any:
    """Sign it, note that it was given, or drop it."""
    one = find(Apology, number)
    kind, act = MOVES.get(name) or abort(404)
    form = kind(data={"on": today()})
    if request.method == "POST" and wants_json():
        act(one, form)
        return jsonify(state=one.state, apology=one.id)
    if form.validate_on_submit():
        with form.refusals():
            act(one, form)
            flash(_("Apology %(number)s: %(state)s.", number=one, state=one.status.label))
            return back_to(_url(one))
    if request.method == "GET":
        one.demand_open(name, by=signed_in())
    move = APOLOGY.move(name)
    return render_template("dossiers/move_apology.html", form=form, move=move, one=one, back=_url(one)), form.status


@room.route("/apologies/<int:number>/slip.docx", needs="dossiers.read")
def slip(number: int) -> Response:
    """The slip as a Word file, to be signed by hand."""
    one = find(Apology, number, *LOADS)
    name = _("Apology %(n)s", n=f"{one.number:02d}-{one.year}") + ".docx"
    return attachment_answer(apology_word.slip(one, agency=here()), name=name, mimetype=WORD)


def _chip(name: str, label: Any, count: int, chosen: str) -> dict[str, Any]:
    url = url_for("dossiers.apologies", agency=here().slug, state=name or None)
    return {"label": label, "count": count, "current": name == chosen, "shape": "", "url": url}


def _sign(one: Apology, _form: SignApologyForm) -> None:
    if not password_confirmed():
        raise Incomplete(_("This is not your password. Nothing was signed."))
    apologising.sign(one, by=signed_in())


def _send(one: Apology, form: GivenForm) -> None:
    apologising.send(one, by=signed_in(), on=form.on.data)


def _drop(one: Apology, form: DropForm) -> None:
    apologising.drop(one, by=signed_in(), note=form.note.data or "")


MOVES: dict[str, tuple[type[Any], Callable[..., None]]] = {
    "sign": (SignApologyForm, _sign),
    "send": (GivenForm, _send),
    "drop": (DropForm, _drop),
}


def _url(one: Apology) -> str:
    return url_for("dossiers.apology", agency=here().slug, number=one.id)
