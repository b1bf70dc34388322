"""The pages of obligations: the list, one of them with its times, and what can be done."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from iso_qms.blobs import files_of
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.improvement.action.rungs import ladder_of_due
from iso_qms.improvement.obligation import obligation_acts as acts
from iso_qms.improvement.obligation.external_reports import reported_in
from iso_qms.improvement.obligation.kept_duties import kept_for
from iso_qms.improvement.obligation.obligation_forms import (
    UNITS,
    ChangeObligationForm,
    FulfilForm,
    HappenedForm,
    ObligationForm,
    UsualForm,
    WhyForm,
)
from iso_qms.improvement.obligation.obligation_seeds import SEEDS
from iso_qms.improvement.obligation.obligations import Obligation, ObligationDue
from iso_qms.improvement.room import room
from iso_qms.journal import history_of, sentence
from iso_qms.organisation.heads import owners_of
from iso_qms.organisation.people import Post
from iso_qms.web import back_to, find, here, signed_in
from iso_qms.web.deadlines import why_days


@room.route("/obligations", needs="improvement.read")
def obligations() -> Any:
    """What the agency owes on a day, by law or by its own rule."""
    query = select(Obligation).options(selectinload(Obligation.dues)).order_by(Obligation.id)
    found = db.session.scalars(query).unique().all()
    return render_template(
        "improvement/obligations.html",
        live=sorted((one for one in found if not one.retired_on), key=_nearest),
        retired=[one for one in found if one.retired_on],
        elsewhere=kept_for(signed_in()),
        offered=len(SEEDS) - sum(bool(one.seed) for one in found),
        may_keep=signed_in().may("improvement.ladders"),
        units=UNITS,
    )


@room.route("/obligations/<int:number>", needs="improvement.read")
def obligation(number: int) -> Any:
    """One obligation: its source and rule, each time it fell due, and what was evidence of it."""
    one, person = find(Obligation, number), signed_in()
    return render_template(
        "improvement/obligation.html",
        one=one,
        may_keep=person.may("improvement.ladders") and not one.retired_on,
        may_begin=one.rule == "after_event" and not one.retired_on and _may_begin(one),
        history=[{"at": e.at, "sentence": sentence(e.verb), "reason": e.reason, "who": e} for e in history_of(one)],
        units=UNITS,
    )


@room.route("/obligations/dues/<int:number>", needs="improvement.read")
def obligation_due(number: int) -> Any:
    """One time it falls due: how the day came, the ladder, and the evidence."""
    due = find(ObligationDue, number)
    reckoned, names = due.reckoned, {one.name for one in due.open_moves(signed_in())}
    return render_template(
        "improvement/obligation_due.html",
        due=due,
        one=due.obligation,
        reckoned=reckoned,
        why=why_days(reckoned.why),
        ladder=ladder_of_due(due, today()),
        about=reported_in(due, signed_in()),
        files=files_of(due),
        moves=names,
        history=[{"at": e.at, "sentence": sentence(e.verb), "reason": e.reason, "who": e} for e in history_of(due)],
        units=UNITS,
    )


@room.route("/obligations/new", methods=["GET", "POST"], needs="improvement.ladders")
def new_obligation() -> Any:
    """Write down what is owed."""
    form = ObligationForm()
    if form.validate_on_submit():
        with form.refusals():
            one = acts.set_up(by=signed_in(), **form.values())
            flash(_("The obligation stands in the list."))
            return back_to(_url(one))
    return _form(form, _("Write down an obligation"), _("Keep it"))


@room.route("/obligations/usual", methods=["GET", "POST"], needs="improvement.ladders")
def usual_obligations() -> Any:
    """Take over the usual list."""
    form = UsualForm()
    if form.validate_on_submit():
        with form.refusals():
            taken = acts.take_usual(db.session.get_one(Post, form.owner_post.data), by=signed_in())
            flash(_("%(n)s obligations were taken over.", n=len(taken)))
            return back_to(url_for("improvement.obligations", agency=here().slug))
    return _form(form, _("Take over the usual obligations"), _("Take them over"))


@room.route("/obligations/<int:number>/change", methods=["GET", "POST"], needs="improvement.ladders")
def change_obligation(number: int) -> Any:
    """Change its words, post or rule."""
    one = find(Obligation, number)
    form = ChangeObligationForm(obligation=one)
    if form.validate_on_submit():
        with form.refusals():
            acts.change(one, by=signed_in(), **form.values())
            flash(_("The obligation was changed; what waits has its new day."))
            return back_to(_url(one))
    return _form(form, _("Change the obligation"), _("Keep the change"), one)


@room.route("/obligations/<int:number>/retire", methods=["GET", "POST"], needs="improvement.ladders")
def retire_obligation(number: int) -> Any:
    """It is owed no more."""
    one, form = find(Obligation, number), WhyForm()
    if form.validate_on_submit():
        with form.refusals():
            acts.retire(one, by=signed_in(), reason=form.reason.data)
            flash(_("It is owed no more; its history stays."))
            return back_to(_url(one))
    return _form(form, _("Retire the obligation"), _("Retire it"), one)


@room.route("/obligations/<int:number>/happened", methods=["GET", "POST"], needs="improvement.read")
def obligation_happened(number: int) -> Any:
    """Say what happened, from which its term runs."""
    one, form = find(Obligation, number), HappenedForm()
    if form.validate_on_submit():
        with form.refusals():
            due = acts.happened(one, by=signed_in(), on=form.on.data, about=form.about.data)
            flash(_("The term runs; it is due on %(day)s.", day=f"{due.due_on:%d/%m/%Y}"))
            return back_to(_due_url(due))
    return _form(form, _("Say what happened"), _("Let the term run"), one)


@room.route("/obligations/dues/<int:number>/fulfil", methods=["GET", "POST"], needs="improvement.fulfil")
def fulfil_obligation(number: int) -> Any:
    """Report it done, with the evidence."""
    due, form = find(ObligationDue, number), FulfilForm()
    if form.validate_on_submit():
        with form.refusals():
            acts.fulfil(due, by=signed_in(), evidence=form.evidence.data, files=form.files.data)
            flash(_("It is done; reminders have stopped."))
            return back_to(_due_url(due))
    return _form(form, _("Report it done"), _("Report it done"), due.obligation)


@room.route("/obligations/dues/<int:number>/call-off", methods=["GET", "POST"], needs="improvement.ladders")
def call_off_obligation(number: int) -> Any:
    """This time it is not owed."""
    due, form = find(ObligationDue, number), WhyForm()
    if form.validate_on_submit():
        with form.refusals():
            acts.call_off(due, by=signed_in(), note=form.reason.data)
            flash(_("It was called off, with your reason."))
            return back_to(_due_url(due))
    return _form(form, _("Call it off"), _("Call it off"), due.obligation)


def _form(form: Any, title: str, primary: str, one: Obligation | None = None) -> Any:
    shown = {"form": form, "heading": title, "primary": primary, "one": one}
    return render_template("improvement/obligation_form.html", **shown), form.status


def _nearest(one: Obligation) -> Any:
    return (not one.waiting, one.waiting[0].due_on if one.waiting else today(), one.id)


def _may_begin(one: Obligation) -> bool:
    person = signed_in()
    return person.may("improvement.ladders") or person.id in {each.id for each in owners_of(one.owner_post, today())}


def _url(one: Obligation) -> str:
    return url_for("improvement.obligation", agency=here().slug, number=one.id)


def _due_url(due: ObligationDue) -> str:
    return url_for("improvement.obligation_due", agency=here().slug, number=due.id)
