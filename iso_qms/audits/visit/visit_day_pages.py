"""The page on which a visit that was planned for a month or a quarter gets its day."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, url_for
from sqlalchemy.orm import joinedload

from iso_qms.audits.forms import DayForm
from iso_qms.audits.models import Inspection
from iso_qms.audits.programme.spans import first_of
from iso_qms.audits.room import room
from iso_qms.audits.visit.visit_days import may_set_day, set_day
from iso_qms.clock import today
from iso_qms.i18n import _
from iso_qms.web import back_to, find, here, signed_in
from iso_qms.workflow import Forbidden


@room.route("/inspections/<int:number>/day", methods=["GET", "POST"], needs="audits.read")
def day_of_visit(number: int) -> Any:
    """Set the day of a visit that was planned for a month or a quarter."""
    inspection = find(Inspection, number, joinedload(Inspection.team))
    if not may_set_day(inspection, signed_in()):
        raise Forbidden(_("Quality control or the lead of the team sets the day."))
    form = DayForm(day=max(today(), first_of(inspection.planned_on, inspection.span)))
    if form.validate_on_submit():
        with form.refusals():
            set_day(inspection, form.day.data, by=signed_in())
            flash(_("The day is set."))
            return back_to(url_for(".show", agency=here().slug, number=number))
    return render_template("audits/day_of_visit.html", form=form, inspection=inspection), form.status
