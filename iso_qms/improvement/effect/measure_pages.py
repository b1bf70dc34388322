"""The pages of what is measured: a case of a repeated check, and the visit that looks again."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, url_for

from iso_qms.clock import today
from iso_qms.i18n import _
from iso_qms.improvement import operations
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.effect import measuring
from iso_qms.improvement.effect.measure_forms import CheckForm, VisitForm
from iso_qms.improvement.room import room
from iso_qms.registry import registry
from iso_qms.web import back_to, find, here, signed_in


@room.route("/actions/<int:number>/check", methods=["GET", "POST"], needs="improvement.read")
def check(number: int) -> Any:
    """Write down one case of a repeated check."""
    one, form = find(CorrectiveAction, number), CheckForm()
    if not measuring.check_phase(one, signed_in()):
        abort(404)
    if form.validate_on_submit():
        with form.refusals():
            measuring.look_at(one, by=signed_in(), **form.values())
            operations.add_papers(one, form.files.data, by=signed_in())
            flash(_("The case was kept. Look at the next one, or go back."))
            return back_to(url_for("improvement.action", agency=here().slug, number=one.id))
    return render_template("improvement/check.html", form=form, one=one), form.status


@room.route("/actions/<int:number>/visit", methods=["GET", "POST"], needs="improvement.read")
def visit(number: int) -> Any:
    """Name the planned visit that looks again."""
    one = find(CorrectiveAction, number)
    if not measuring.may_name_visit(one, signed_in()):
        abort(404)
    looking = registry.reinspections[0]
    form = VisitForm(visits=looking.visits(one.unit_id, today()))
    if form.validate_on_submit():
        with form.refusals():
            measuring.name_visit(one, by=signed_in(), **form.values())
            operations.add_papers(one, form.files.data, by=signed_in())
            flash(_("%(code)s waits for what this visit finds.", code=one.code))
            return back_to(url_for("improvement.action", agency=here().slug, number=one.id))
    plan_url = url_for(looking.endpoint, agency=here().slug)
    return render_template("improvement/visit.html", form=form, one=one, plan_url=plan_url), form.status
