"""The page of a corrective action, and the moves of every life in the room."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, abort, flash, jsonify, render_template, request, url_for
from sqlalchemy.orm import joinedload

from iso_qms.blobs import WORD, files_of
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.improvement import operations
from iso_qms.improvement.action import acting, extending
from iso_qms.improvement.action.actions import CorrectiveAction, Extension
from iso_qms.improvement.action.plan_picture import plan_picture
from iso_qms.improvement.action.rungs import ladder_of
from iso_qms.improvement.buttons import buttons_of, move_buttons, with_primary
from iso_qms.improvement.cause.cause_classes import causes_of
from iso_qms.improvement.correction import correcting
from iso_qms.improvement.correction.corrections import Correction
from iso_qms.improvement.effect.measure_telling import effect_of
from iso_qms.improvement.facts import origin
from iso_qms.improvement.forms import (
    ExtensionForm,
    form_of,
)
from iso_qms.improvement.models import CauseAnalysis, Nonconformity
from iso_qms.improvement.room import room
from iso_qms.improvement.telling import action_track, drawn_cause, standing, told
from iso_qms.journal import history_of
from iso_qms.registry import registry
from iso_qms.web import attachment_answer, back_to, find, here, missing, signed_in, wants_json
from iso_qms.workflow import CLOCK

PEOPLE = ("planned_by", "verifier", "performed_by", "verified_by")
KINDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "nonconformities": (Nonconformity, operations.MOVES),
    "actions": (CorrectiveAction, acting.MOVES),
    "extensions": (Extension, extending.MOVES),
    "corrections": (Correction, correcting.MOVES),
}


@room.route("/actions/<int:number>", needs="improvement.read")
def action(number: int) -> Any:
    """One corrective action: plan, evidence, the ladder of time, more time, verification."""
    from iso_qms.improvement.action.completing_pages import waiting_of, ways_to_complete

    one, person = _whole_action(number), signed_in()
    wish = one.asked_extension
    decision = with_primary(move_buttons(wish, person)) if wish else []
    own = [replace(button, primary=button.primary and not decision) for button in buttons_of(one, person)]
    return render_template(
        "improvement/action.html",
        one=one,
        parent=one.nonconformity,
        analysis=one.analysis,
        causes=causes_of(here().id),
        fishbone=drawn_cause,
        wish=wish,
        decision=decision,
        buttons=own,
        deciders=", ".join(each.name for each in wish.deciders(today())) if wish and not decision else "",
        owner_names=", ".join(each.name for each in one.owners),
        track=action_track(one),
        ladder=ladder_of(one, today()),
        standing=standing(one, today()),
        early=acting.days_early(one) if one.verified_on else 0,
        files=files_of(one),
        origin=origin(one),
        waiting=waiting_of(one),
        ways=ways_to_complete(one, person),
        effect=effect_of(one, person),
        picture=plan_picture(one, today()),
        history=told(history_of(one), one.nonconformity),
    )


@room.route("/actions/<int:number>/extend", methods=["GET", "POST"], needs="improvement.extend")
def extend(number: int) -> Any:
    """Ask for more time."""
    one, form = find(CorrectiveAction, number), ExtensionForm()
    if form.validate_on_submit():
        with form.refusals():
            extending.ask(one, by=signed_in(), **form.values())
            operations.add_papers(one, form.files.data, by=signed_in())
            flash(_("More time was asked for; whoever decides has been told."))
            return back_to(_action_url(one))
    return render_template("improvement/extend.html", form=form, one=one), form.status


@room.route(
    "/<any(nonconformities, actions, extensions, corrections):kind>/<int:number>/moves/<name>",
    methods=["GET", "POST"],
    needs="improvement.read",
)
def move(kind: str, number: int, name: str) -> Any:
    """Make a move, on a page of its own with what it asks for."""
    model, moves = KINDS[kind]
    operation = moves.get(name) or abort(404)
    thing = find(model, number)
    if thing.workflow.move(name).needs == CLOCK:
        abort(404)
    form = form_of(thing, name)
    if form.validate_on_submit():
        return _made(thing, name, operation, form)
    if form.errors and wants_json():
        return _refused(form)
    if request.method == "GET" and name not in {one.name for one in thing.open_moves(signed_in())}:
        flash(_("This is not possible here now: it is “%(state)s”.", state=thing.status.label), "wait")
        return back_to(registry.url_of(thing.journal_kind, thing.id) or "")
    return _page(thing, name, form)


@room.route("/actions/<int:number>/request.docx", needs="improvement.read")
def word(number: int) -> Response:
    """The corrective action request as a Word file."""
    from iso_qms.improvement.word import request_form

    one = _whole_action(number)
    return attachment_answer(request_form(one, agency=here()), name=f"{one.code}.docx", mimetype=WORD)


def _whole_action(number: int) -> CorrectiveAction:
    """An action with everything its page shows, in one query."""
    parent = joinedload(CorrectiveAction.nonconformity)
    query = CorrectiveAction.visible_to(signed_in()).where(CorrectiveAction.id == number)
    found = db.session.scalars(
        query.options(
            parent.joinedload(Nonconformity.analyses).joinedload(CauseAnalysis.given_by),
            parent.joinedload(Nonconformity.corrections),
            joinedload(CorrectiveAction.extensions).joinedload(Extension.asked_by),
            joinedload(CorrectiveAction.extensions).joinedload(Extension.decided_by),
            joinedload(CorrectiveAction.follow_ups),
            joinedload(CorrectiveAction.follows),
            *(joinedload(getattr(CorrectiveAction, who)) for who in PEOPLE),
        )
    )
    return found.unique().one_or_none() or missing(CorrectiveAction, CorrectiveAction.id == number)


def _made(thing: Any, name: str, operation: Any, form: Any) -> Any:
    with form.refusals():
        operation(thing, by=signed_in(), **form.values())
        operations.add_papers(thing, form.files.data, by=signed_in())
    if form.errors:
        return _refused(form) if wants_json() else _page(thing, name, form)
    flash(_said(thing, name))
    if wants_json():
        return jsonify(state=thing.state)
    return back_to(registry.url_of(thing.journal_kind, thing.id) or "")


def _refused(form: Any) -> Any:
    """What the form has against it, for the board, which springs a card back with these words."""
    return jsonify(error=" ".join(str(one) for errors in form.errors.values() for one in errors)), 422


def _page(thing: Any, name: str, form: Any) -> Any:
    made = thing.workflow.move(name)
    parent = _told_with(thing)
    return render_template(
        "improvement/move.html",
        form=form,
        thing=parent,
        move=made,
        back=registry.url_of(parent.journal_kind, parent.id),
    ), form.status


def _said(thing: Any, name: str) -> str:
    return _(
        "%(code)s: %(label)s. It is “%(state)s” now.",
        code=_told_with(thing).code,
        label=thing.workflow.move(name).label,
        state=thing.status.label,
    )


def _told_with(thing: Any) -> Any:
    if isinstance(thing, Extension):
        return thing.action
    return thing.nonconformity if isinstance(thing, Correction) else thing


def _action_url(one: CorrectiveAction) -> str:
    return url_for("improvement.action", agency=here().slug, number=one.id)
