"""Explaining a finding, sending it on, concluding it, and opening a nonconformity from it."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, request, url_for
from sqlalchemy import select

from iso_qms.audits import choices
from iso_qms.audits.finding import notifying, replying
from iso_qms.audits.finding.evidence_files import attach_papers
from iso_qms.audits.finding.finding_forms import ConcludeForm, CorrectForm, ReassignForm, ReplyForm
from iso_qms.audits.finding.finding_pages import opened, to_finding
from iso_qms.audits.finding.findings import NONCONFORMING, Finding
from iso_qms.audits.finding.opening import nonconformity_of, open_from
from iso_qms.audits.flow import CONCLUDED, FINDING
from iso_qms.audits.forms import ReasonForm
from iso_qms.audits.room import room
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.units import Unit
from iso_qms.registry import registry
from iso_qms.web import back_to, find, here, signed_in


@room.route("/findings/<int:number>/reply", methods=["GET", "POST"], needs="audits.reply")
def reply(number: int) -> Any:
    """The right of reply, for whoever answers for the unit and the person concerned."""
    found, form = find(Finding, number), ReplyForm()
    if request.method == "GET":
        found.demand_open("reply", by=signed_in())
    if form.validate_on_submit():
        with form.refusals():
            replying.reply(
                found, text=form.text.data, by=signed_in(), files=form.files.data, nobody_on_them=form.nobody_on_it.data
            )
            flash(_("The explanation was sent. The team must read it before it concludes."))
            return to_finding(found)
    return render_template("audits/reply.html", form=form, finding=found), form.status


@room.route("/findings/<int:number>/moves/<name>", methods=["GET", "POST"], needs="audits.read")
def finding_move(number: int, name: str) -> Any:
    """Make a move; those that ask for words have a page of their own."""
    found = find(Finding, number)
    if name in ("reply", "reassign", "correct"):
        return back_to(url_for(f".{name}", agency=here().slug, number=number))
    act, declared = replying.FINDING_MOVES.get(name) or abort(404), FINDING.move(name)
    if not declared.asks_reason:
        if request.method == "POST":
            act(found, by=signed_in())
            flash(f"{found.code}: {declared.said}.")
        return to_finding(found)
    if request.method == "GET":
        found.demand_open(name, by=signed_in())
    form = ConcludeForm() if declared.needs == "audits.conclude" else ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            act(found, by=signed_in(), note=form.note.data)
            _attach(found, form)
            flash(f"{found.code}: {declared.said}.")
            return to_finding(found)
    return render_template("audits/finding_move.html", form=form, finding=found, move=declared), form.status


@room.route("/findings/<int:number>/reassign", methods=["GET", "POST"], needs="audits.inspect")
def reassign(number: int) -> Any:
    """The lead names the right unit, or stands by the first one."""
    found, form = find(Finding, number), ReassignForm()
    form.unit.choices = choices.units_of_today()
    if request.method == "GET":
        found.demand_open("reassign", by=signed_in())
        form.unit.data = found.unit_id
    if form.validate_on_submit():
        with form.refusals():
            unit = db.session.scalars(select(Unit).where(Unit.id == form.unit.data)).one()
            notifying.reassign(found, unit=unit, by=signed_in(), note=form.note.data)
            _attach(found, form)
            flash(_("%(unit)s was notified.", unit=unit.name))
            return to_finding(found)
    return render_template("audits/reassign.html", form=form, finding=found), form.status


@room.route("/findings/<int:number>/correct", methods=["GET", "POST"], needs="audits.conclude")
def correct(number: int) -> Any:
    """Conclude in other words or with another grade; what stood there before stays readable."""
    found = opened(number)
    if request.method == "GET":
        found.demand_open("correct", by=signed_in())
    form = CorrectForm(obj=found)
    if form.validate_on_submit():
        with form.refusals():
            replying.correct(
                found,
                by=signed_in(),
                title=form.title.data,
                evidence=form.evidence.data,
                grade=form.grade.data,
                note=form.note.data,
                grade_reason=form.grade_reason.data or "",
            )
            _attach(found, form)
            flash(f"{found.code}: {FINDING.move('correct').said}.")
            return to_finding(found)
    return render_template("audits/correct.html", form=form, finding=found), form.status


@room.route("/findings/<int:number>/nonconformity", methods=["POST"], needs="improvement.open")
def open_from_finding(number: int) -> Any:
    """Open a nonconformity from a finding that is final."""
    found = find(Finding, number)
    if found.state not in CONCLUDED[:2] or found.grade not in NONCONFORMING or nonconformity_of(found):
        abort(409)
    made = open_from(found, by=signed_in())
    db.session.flush()
    flash(_("%(code)s was opened. The unit gives the cause next.", code=made.code))
    return back_to(registry.url_of("nonconformity", made.id) or url_for(".finding", agency=here().slug, number=number))


def _attach(found: Finding, form: Any) -> None:
    nobody = "nobody_on_it" in form and form.nobody_on_it.data
    attach_papers(found, form.files.data, by=signed_in(), nobody_on_them=nobody)
