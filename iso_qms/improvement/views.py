"""The pages of improvement: the register, one nonconformity, and the forms of what can be done with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, abort, flash, render_template, request, url_for

from iso_qms.blobs import files_of
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.improvement import acting, extending, operations
from iso_qms.improvement.actions import CorrectiveAction, Extension
from iso_qms.improvement.buttons import buttons_of, move_buttons, with_primary
from iso_qms.improvement.facts import answering, origin, what_happened
from iso_qms.improvement.forms import (
    CorrectionForm,
    ExtensionForm,
    NonconformityForm,
    PlanForm,
    form_of,
    values_of,
)
from iso_qms.improvement.models import GRADES, Nonconformity
from iso_qms.improvement.register import VIEWS, Wanted, counts, rows
from iso_qms.improvement.rungs import ladder_of
from iso_qms.improvement.telling import action_track, nonconformity_track, standing, told
from iso_qms.journal import history_of
from iso_qms.organisation.units import units_on
from iso_qms.registry import registry
from iso_qms.web import Column, Room, as_excel, attachment_answer, back_to, find, here, kept_filters, paged, signed_in

room = Room("improvement", __name__)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "nonconformities": (Nonconformity, operations.MOVES),
    "actions": (CorrectiveAction, acting.MOVES),
    "extensions": (Extension, extending.MOVES),
}


@room.route("/", needs="improvement.read")
def index() -> Any:
    """The register of nonconformities."""
    if back := kept_filters("improvement"):
        return back
    wanted, person = Wanted.of(request.args), signed_in()
    page = paged(rows(wanted, person=person, day=today()))
    return render_template(
        "improvement/index.html",
        page=page,
        wanted=wanted,
        chips=_chips(wanted),
        units=units_on(today()),
        grades=GRADES,
        sources=registry.sources,
        standing={one.id: standing(one, today()) for one in page},
        may_open=person.may("improvement.open"),
    )


@room.route("/register.xlsx", needs="improvement.read")
def excel() -> Response:
    """The same rows as Excel."""
    wanted, person = Wanted.of(request.args), signed_in()
    columns = [
        Column(_("Number"), lambda one: one.code, 16),
        Column(_("What does not meet the requirement"), lambda one: one.title, 60),
        Column(_("Unit"), lambda one: one.unit.name, 32),
        Column(_("Grade"), lambda one: str(GRADES[one.grade]), 14),
        Column(_("Source"), lambda one: str(registry.sources[one.source_kind]), 26),
        Column(_("Found on"), lambda one: one.found_on, 12),
        Column(_("State"), lambda one: str(one.status.label), 22),
        Column(_("Actions"), lambda one: len(one.actions), 10),
        Column(_("Next day"), lambda one: standing(one, today()).day, 12),
        Column(_("Reopened"), lambda one: one.reopened, 12),
        Column(_("Ended on"), lambda one: one.ended_on, 12),
    ]
    found = db.session.scalars(rows(wanted, person=person, day=today())).unique()
    return as_excel(found, columns, name=_("Nonconformities"))


@room.route("/nonconformities/new", methods=["GET", "POST"], needs="improvement.open")
def new() -> Any:
    """Open a nonconformity."""
    form = NonconformityForm()
    if form.validate_on_submit():
        with form.refusals():
            one = operations.open_nonconformity(by=signed_in(), **form.values())
            flash(_("%(code)s was opened; the head of %(unit)s has been told.", code=one.code, unit=one.unit.name))
            return back_to(_url(one))
    return render_template("improvement/new.html", form=form), form.status


@room.route("/nonconformities/<int:number>", needs="improvement.read")
def show(number: int) -> Any:
    """One nonconformity: what happened, what was put right, the cause, the actions."""
    one, person = find(Nonconformity, number), signed_in()
    return render_template(
        "improvement/show.html",
        one=one,
        buttons=buttons_of(one, person),
        track=nonconformity_track(one),
        standing=standing(one, today()),
        standings={each.id: standing(each, today()) for each in one.actions},
        history=told(history_of(one), one),
        files=files_of(one),
        happened=what_happened(one),
        answering=answering(one),
    )


@room.route("/nonconformities/<int:number>/edit", methods=["GET", "POST"], needs="improvement.open")
def edit(number: int) -> Any:
    """Correct what is written about it."""
    one = find(Nonconformity, number)
    form = NonconformityForm(nonconformity=one)
    if form.validate_on_submit():
        with form.refusals():
            operations.change(one, by=signed_in(), **form.values())
            flash(_("What is written about %(code)s was changed; the old words stand in the history.", code=one.code))
            return back_to(_url(one))
    return render_template("improvement/edit.html", form=form, one=one), form.status


@room.route("/nonconformities/<int:number>/correct", methods=["GET", "POST"], needs="improvement.analyse")
def correct(number: int) -> Any:
    """Write down what put the case right at once."""
    one = find(Nonconformity, number)
    form = CorrectionForm(data={"text": one.correction, "done_on": one.corrected_on or today()})
    if form.validate_on_submit():
        with form.refusals():
            operations.correct(one, by=signed_in(), **values_of(form))
            flash(_("The correction stands with %(code)s.", code=one.code))
            return back_to(_url(one))
    return render_template("improvement/correct.html", form=form, one=one), form.status


@room.route("/nonconformities/<int:number>/plan", methods=["GET", "POST"], needs="improvement.plan")
def plan(number: int) -> Any:
    """Plan an action against the cause."""
    one, form = find(Nonconformity, number), PlanForm()
    if form.validate_on_submit():
        with form.refusals():
            action = acting.plan(one, by=signed_in(), **form.values())
            flash(_("%(code)s was planned; it waits to be accepted.", code=action.code))
            return back_to(_action_url(action))
    return render_template("improvement/plan.html", form=form, one=one), form.status


@room.route("/actions/<int:number>", needs="improvement.read")
def action(number: int) -> Any:
    """One corrective action: plan, evidence, the ladder of time, more time, verification."""
    one, person = find(CorrectiveAction, number), signed_in()
    wish = one.asked_extension
    decision = with_primary(move_buttons(wish, person)) if wish else []
    own = [replace(button, primary=button.primary and not decision) for button in buttons_of(one, person)]
    return render_template(
        "improvement/action.html",
        one=one,
        parent=one.nonconformity,
        analysis=one.analysis,
        wish=wish,
        decision=decision,
        buttons=own,
        deciders=", ".join(each.name for each in wish.deciders(today())) if wish else "",
        owner_names=", ".join(each.name for each in one.owners),
        track=action_track(one),
        ladder=ladder_of(one, today()),
        standing=standing(one, today()),
        files=files_of(one),
        origin=origin(one),
        history=told(history_of(one), one.nonconformity),
    )


@room.route("/actions/<int:number>/extend", methods=["GET", "POST"], needs="improvement.extend")
def extend(number: int) -> Any:
    """Ask for more time."""
    one, form = find(CorrectiveAction, number), ExtensionForm()
    if form.validate_on_submit():
        with form.refusals():
            extending.ask(one, by=signed_in(), **values_of(form))
            flash(_("More time was asked for; whoever decides has been told."))
            return back_to(_action_url(one))
    return render_template("improvement/extend.html", form=form, one=one), form.status


@room.route(
    "/<any(nonconformities, actions, extensions):kind>/<int:number>/moves/<name>",
    methods=["GET", "POST"],
    needs="improvement.read",
)
def move(kind: str, number: int, name: str) -> Any:
    """Make a move: with a page of its own where it asks for words, else at once."""
    model, moves = KINDS[kind]
    operation = moves.get(name) or abort(404)
    thing = find(model, number)
    form = form_of(thing, name)
    if request.method == "POST" and (form is None or form.validate_on_submit()):
        return _made(thing, name, operation, form)
    if form is None or name not in {one.name for one in thing.open_moves(signed_in())}:
        if request.method == "POST" and form is not None:
            return _page(thing, name, form)
        flash(_("This is not possible here now: it is “%(state)s”.", state=thing.status.label), "wait")
        return back_to(registry.url_of(thing.journal_kind, thing.id) or "")
    return _page(thing, name, form)


@room.route("/actions/<int:number>/request.docx", needs="improvement.read")
def word(number: int) -> Response:
    """The corrective action request as a Word file."""
    from iso_qms.improvement.word import request_form

    one = find(CorrectiveAction, number)
    return attachment_answer(request_form(one, agency=here()), name=f"{one.code}.docx", mimetype=WORD)


def _made(thing: Any, name: str, operation: Any, form: Any) -> Any:
    if form is None:
        operation(thing, by=signed_in())
    else:
        with form.refusals():
            operation(thing, by=signed_in(), **values_of(form))
        if form.errors:
            return _page(thing, name, form)
    flash(_said(thing, name))
    if name == "analyse" and thing.analysis.is_about_people_only:
        flash(
            _(
                "The cause given speaks of people only. Ask why once more: what in the way of working let it happen? "
                "You may leave it so."
            ),
            "wait",
        )
    return back_to(registry.url_of(thing.journal_kind, thing.id) or "")


def _page(thing: Any, name: str, form: Any) -> Any:
    made = thing.workflow.move(name)
    parent = thing.action if isinstance(thing, Extension) else thing
    return render_template(
        "improvement/move.html",
        form=form,
        thing=parent,
        move=made,
        back=registry.url_of(parent.journal_kind, parent.id),
    ), form.status


def _said(thing: Any, name: str) -> str:
    code = thing.action.code if isinstance(thing, Extension) else thing.code
    return _(
        "%(code)s: %(label)s. It is “%(state)s” now.",
        code=code,
        label=thing.workflow.move(name).label,
        state=thing.status.label,
    )


def _chips(wanted: Wanted) -> list[dict[str, Any]]:
    found = counts(wanted, person=signed_in(), day=today())
    args: dict[str, Any] = {name: value for name, value in request.args.items() if name not in ("view", "page", "all")}
    return [
        {
            "label": label,
            "count": found[view],
            "current": view == wanted.view,
            "shape": "late" if view == "overdue" and found[view] else "",
            "url": url_for("improvement.index", agency=here().slug, view=view, **args),
        }
        for view, label in VIEWS.items()
    ]


def _url(one: Nonconformity) -> str:
    return url_for("improvement.show", agency=here().slug, number=one.id)


def _action_url(one: CorrectiveAction) -> str:
    return url_for("improvement.action", agency=here().slug, number=one.id)
