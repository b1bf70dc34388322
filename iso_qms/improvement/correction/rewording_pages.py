"""The pages on which wording is corrected: of a cause, of a report, of a verdict."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, url_for

from iso_qms.i18n import _
from iso_qms.improvement import operations
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.cause.cause_forms import RewordCauseForm
from iso_qms.improvement.correction import rewording
from iso_qms.improvement.forms import RewordForm
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.room import room
from iso_qms.web import back_to, find, here, signed_in


@room.route("/nonconformities/<int:number>/cause", methods=["GET", "POST"], needs="improvement.analyse")
def cause(number: int) -> Any:
    """Correct the words of the cause."""
    one = find(Nonconformity, number)
    known = one.analysis
    form = RewordCauseForm(data={name: getattr(known, name) for name in ("statement", "elsewhere")} if known else None)
    if not form.is_submitted() and known:
        form.show(known)
    if form.validate_on_submit():
        with form.refusals():
            rewording.reword_cause(one, by=signed_in(), **form.values())
            operations.add_papers(one, form.files.data, by=signed_in())
            flash(_("The words were corrected; the old ones stand in the history."))
            return back_to(url_for("improvement.show", agency=here().slug, number=one.id))
    return render_template("improvement/cause.html", form=form, one=one), form.status


@room.route("/actions/<int:number>/reword", methods=["GET", "POST"], needs="improvement.read")
def reword(number: int) -> Any:
    """Correct the words of a report or a verdict."""
    one = find(CorrectiveAction, number)
    form = RewordForm(data={"text": getattr(one, rewording.field_to_reword(one) or "result")})
    if form.validate_on_submit():
        with form.refusals():
            rewording.reword_report(one, by=signed_in(), **form.values())
            operations.add_papers(one, form.files.data, by=signed_in())
            flash(_("The words were corrected; the old ones stand in the history."))
            return back_to(url_for("improvement.action", agency=here().slug, number=one.id))
    return render_template("improvement/reword.html", form=form, one=one), form.status
