"""The pages of improvement: the register, one nonconformity, and the forms of what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, render_template, request, url_for
from sqlalchemy.orm import joinedload

from iso_qms.blobs import files_of
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.request.change_requests import requests_from
from iso_qms.i18n import _
from iso_qms.improvement import operations, sources
from iso_qms.improvement.action import acting
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.action.rungs import ladder_of_due
from iso_qms.improvement.buttons import buttons_of
from iso_qms.improvement.cause.cause_classes import causes_of
from iso_qms.improvement.cause.coming_back import cases_of
from iso_qms.improvement.correction import correction_pages
from iso_qms.improvement.effect.measure_forms import plan_form
from iso_qms.improvement.elsewhere.similar import DECISIONS, elsewhere
from iso_qms.improvement.facts import answering, what_happened
from iso_qms.improvement.figure.figure_words import cases_told
from iso_qms.improvement.figure.tallied import Asked
from iso_qms.improvement.forms import (
    CorrectionForm,
    NonconformityForm,
)
from iso_qms.improvement.models import GRADES, Nonconformity
from iso_qms.improvement.register import VIEWS, Wanted, counts, rows
from iso_qms.improvement.risk.risks import risks_of
from iso_qms.improvement.room import room
from iso_qms.improvement.telling import drawn_cause, nonconformity_track, standing, told
from iso_qms.journal import history_of
from iso_qms.organisation.units import named_units
from iso_qms.registry import registry
from iso_qms.web import Column, as_excel, back_to, find, here, kept_filters, paged, signed_in

WITH_IT = (joinedload(Nonconformity.opened_by), joinedload(Nonconformity.corrections))


@room.route("/", needs="improvement.read")
def index() -> Any:
    """The register of nonconformities."""
    if back := kept_filters("improvement"):
        return back
    person = signed_in()
    wanted = Wanted.of(request.args, person)
    page = paged(rows(wanted, person=person, day=today()))
    return render_template(
        "improvement/index.html",
        page=page,
        wanted=wanted,
        chips=chips_of(VIEWS, counts(wanted, person=person, day=today()), wanted.view, "improvement.index"),
        units=named_units(today()),
        grades=GRADES,
        sources=registry.sources,
        standing={one.id: standing(one, today()) for one in page},
        may_open=person.may("improvement.open"),
        behind=_behind(wanted),
    )


@room.route("/register.xlsx", needs="improvement.read")
def excel() -> Response:
    """The same rows as Excel."""
    person = signed_in()
    wanted = Wanted.of(request.args, person)
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
    """Open a nonconformity, by hand or from a thing whose page led here."""
    source = sources.source_in(request.args, signed_in())
    form = NonconformityForm(is_linked=bool(source), data=source.proposed if source else None)
    if form.validate_on_submit():
        with form.refusals():
            linked = source.link if source else {}
            one = operations.open_nonconformity(by=signed_in(), **form.values(), **linked)
            operations.add_papers(one, form.files.data, by=signed_in())
            flash(_("%(code)s was opened; the head of %(unit)s has been told.", code=one.code, unit=one.unit.name))
            return back_to(_url(one))
    return render_template("improvement/new.html", form=form, source=source), form.status


@room.route("/nonconformities/<int:number>", needs="improvement.read")
def show(number: int) -> Any:
    """One nonconformity: what happened, what was put right, the cause, the actions."""
    one, person = find(Nonconformity, number, *WITH_IT), signed_in()
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
        corrections=correction_pages.told_corrections(one),
        correction_ladder=ladder_of_due(one.owed_correction, today()) if one.owed_correction else None,
        answering=answering(one),
        alike=elsewhere(one, person),
        WHAT_BECAME=DECISIONS,
        risks=risks_of(one),
        causes=causes_of(here().id),
        fishbone=drawn_cause,
        before=cases_of(one, person) if one.analyses else [],
        asked=requests_from("nonconformity", one.id),
        may_ask=not one.restricted and person.may("documents.request_changes"),
    )


@room.route("/nonconformities/<int:number>/edit", methods=["GET", "POST"], needs="improvement.open")
def edit(number: int) -> Any:
    """Correct what is written about it."""
    one = find(Nonconformity, number)
    form = NonconformityForm(nonconformity=one)
    if form.validate_on_submit():
        with form.refusals():
            operations.change(one, by=signed_in(), **form.values())
            operations.add_papers(one, form.files.data, by=signed_in())
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
            operations.correct(one, by=signed_in(), **form.values())
            operations.add_papers(one, form.files.data, by=signed_in())
            flash(_("The correction stands with %(code)s.", code=one.code))
            return back_to(_url(one))
    return render_template("improvement/correct.html", form=form, one=one), form.status


@room.route("/nonconformities/<int:number>/plan", methods=["GET", "POST"], needs="improvement.plan")
def plan(number: int) -> Any:
    """Plan an action against the cause."""
    one, form = find(Nonconformity, number), plan_form()
    if form.validate_on_submit():
        with form.refusals():
            action = acting.plan(one, by=signed_in(), **form.values())
            operations.add_papers(action, form.files.data, by=signed_in())
            flash(_("%(code)s was planned; it waits to be accepted.", code=action.code))
            return back_to(_action_url(action))
    return render_template("improvement/plan.html", form=form, one=one), form.status


def chips_of(views: Mapping[str, Any], found: Mapping[str, int], view: str, endpoint: str) -> list[dict[str, Any]]:
    """The views of a register as chips, each with its count; the one looked at is marked."""
    args: dict[str, Any] = {name: value for name, value in request.args.items() if name not in ("view", "page", "all")}
    return [
        {
            "label": label,
            "count": found[name],
            "current": name == view,
            "shape": "late" if name == "overdue" and found[name] else "",
            "url": url_for(endpoint, agency=here().slug, view=name, **args),
        }
        for name, label in views.items()
    ]


def _behind(wanted: Wanted) -> str:
    """What the list shows, where it stands behind a figure."""
    if wanted.behind is None:
        return ""
    return cases_told(request.args["counted"], Asked.of(request.args, today=today()), agency_id=here().id)


def _url(one: Nonconformity) -> str:
    return url_for("improvement.show", agency=here().slug, number=one.id)


def _action_url(one: CorrectiveAction) -> str:
    return url_for("improvement.action", agency=here().slug, number=one.id)
