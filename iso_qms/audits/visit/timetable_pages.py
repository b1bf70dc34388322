"""The pages of a visit's timetable: its sessions, what is wrong with them, planning and changing one."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, url_for
from sqlalchemy.orm import joinedload

from iso_qms.audits.models import METHODS, Inspection
from iso_qms.audits.room import room
from iso_qms.audits.visit import sessions
from iso_qms.audits.visit.interviewees import proposals_for, remarks_on
from iso_qms.audits.visit.sessions import VisitSession, keeps_timetable, sessions_of
from iso_qms.audits.visit.timetable_forms import SessionForm
from iso_qms.i18n import _
from iso_qms.web import back_to, find, here, signed_in


@room.route("/inspections/<int:number>/timetable", needs="audits.read")
def timetable(number: int) -> Any:
    """The timetable of a visit; whoever draws it up also sees what is wrong with it and whom to talk to."""
    inspection = find(Inspection, number, joinedload(Inspection.team))
    found = sessions_of(inspection)
    keeps = keeps_timetable(inspection, signed_in())
    return render_template(
        "audits/timetable.html",
        inspection=inspection,
        sessions=found,
        remarks=remarks_on(inspection, found) if keeps and inspection.day_set else {},
        proposals=proposals_for(inspection) if keeps else [],
        may_change=keeps and inspection.state in ("planned", "under_way"),
        METHODS=METHODS,
    )


@room.route("/inspections/<int:number>/timetable/new", methods=["GET", "POST"], needs="audits.read")
def plan_session(number: int) -> Any:
    """Put a session into the timetable."""
    inspection = find(Inspection, number, joinedload(Inspection.team))
    sessions.demand_timetable_open(inspection, by=signed_in())
    form = SessionForm(inspection, proposals_for(inspection), None)
    if form.validate_on_submit():
        with form.refusals():
            sessions.plan_session(inspection, form.planned(inspection), by=signed_in())
            flash(_("The session is in the timetable."))
            return _to(inspection)
    return render_template("audits/session.html", form=form, inspection=inspection, one=None), form.status


@room.route("/inspections/<int:number>/timetable/<int:session_id>", methods=["GET", "POST"], needs="audits.read")
def change_session(number: int, session_id: int) -> Any:
    """Change a session."""
    one = _session(number, session_id)
    inspection = one.inspection
    sessions.demand_timetable_open(inspection, by=signed_in())
    form = SessionForm(inspection, proposals_for(inspection), one)
    if form.validate_on_submit():
        with form.refusals():
            sessions.change_session(one, form.planned(inspection), by=signed_in())
            flash(_("The session was changed."))
            return _to(inspection)
    return render_template("audits/session.html", form=form, inspection=inspection, one=one), form.status


@room.route("/inspections/<int:number>/timetable/<int:session_id>/drop", methods=["POST"], needs="audits.read")
def drop_session(number: int, session_id: int) -> Any:
    """Take a session out of the timetable."""
    one = _session(number, session_id)
    inspection = one.inspection
    sessions.drop_session(one, by=signed_in())
    flash(_("The session is out of the timetable."))
    return _to(inspection)


def _session(number: int, session_id: int) -> VisitSession:
    one = find(VisitSession, session_id)
    return one if one.inspection_id == number else abort(404)


def _to(inspection: Inspection) -> Any:
    return back_to(url_for(".timetable", agency=here().slug, number=inspection.id))
