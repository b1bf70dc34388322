"""The pages of a visit, made for a telephone: the checklist of a unit, and the head-count."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, g, render_template, request, url_for
from sqlalchemy import select

from iso_qms.audits.checklist import answer_files, checklists
from iso_qms.audits.checklist.asking import ANSWERS, UNSEEN, Given, tells_verdict
from iso_qms.audits.checklist.checklists import ChecklistQuestion
from iso_qms.audits.conduct.conduct_rules import photos_of_people_allowed
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.finding.noting import finding_from_count, missing_minutes
from iso_qms.audits.models import Inspection
from iso_qms.audits.room import room
from iso_qms.audits.visit import attendance
from iso_qms.audits.visit.attendance import Row
from iso_qms.audits.visit.headcounts import STATUSES, AttendanceCheck
from iso_qms.clock import HO_CHI_MINH, now
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.units import Unit
from iso_qms.text import clean
from iso_qms.web import back_to, find, here, signed_in
from iso_qms.workflow import Refused

LOOKS = {"present": "check", "late": "clock", "left": "back", "leave": "leave", "duty": "away", "absent": "absent"}
TONES = {
    "present": "as-present",
    "late": "as-late",
    "left": "as-late",
    "leave": "as-leave",
    "duty": "as-away",
    "absent": "as-absent",
}
ANSWER_LOOKS = {
    "conform": ("check", "as-present"),
    "not": ("absent", "as-absent"),
    "not_applicable": ("minus", "as-leave"),
    "not_seen": ("eye", "as-away"),
}


@room.route("/inspections/<int:number>/units/<int:unit_id>/checklist", methods=["GET", "POST"], needs="audits.inspect")
def checklist(number: int, unit_id: int) -> Any:
    """The checklist of one unit: a radio for each question, and a note where something is to be said."""
    inspection, unit = _visited(number, unit_id)
    asked = checklists.checklists_of(inspection)
    given = [_given(question) for one in asked for question in one.questions] if request.method == "POST" else []
    wrong: dict[int, str] = checklists.refusals(given)
    refused: dict[int, str] = {}
    if given and not wrong:
        changed, files, refused = _keep(inspection, unit, given)
        if not refused:
            flash(_kept(changed, files))
            return back_to(url_for(".checklist", agency=here().slug, number=number, unit_id=unit_id))
    answers = {one.question_id: one for one in checklists.answers_of(inspection) if one.unit_id == unit.id}
    page = render_template(
        "audits/checklist.html",
        inspection=inspection,
        unit=unit,
        checklists=asked,
        answers=answers,
        typed={one.question.id: one for one in given},
        wrong=wrong,
        refused=refused,
        scores=checklists.scores_of(asked, answers),
        files=answer_files.files_at(inspection, unit),
        asks_nobody=not photos_of_people_allowed(inspection.agency_id),
        total=sum(len(one.questions) for one in asked),
        ANSWERS=ANSWERS,
        UNSEEN=UNSEEN,
        LOOKS=ANSWER_LOOKS,
        tells_verdict=tells_verdict,
    )
    return page, 422 if wrong or refused else 200


def _given(question: ChecklistQuestion) -> Given:
    said, note, value = (request.form.get(f"{name}-{question.id}", "") for name in ("answer", "note", "value"))
    return Given(question, said, clean(note).strip(), value)


def _keep(inspection: Inspection, unit: Unit, given: list[Given]) -> tuple[int, int, dict[int, str]]:
    """Keep answers and the files at them: how many changed, how many files came, and why a question's were refused."""
    changed, files = checklists.answer(inspection, given, unit=unit, by=signed_in()), 0
    for question in [one.question for one in given]:
        try:
            files += len(
                answer_files.attach_to_answer(
                    inspection,
                    question,
                    request.files.getlist(f"file-{question.id}"),
                    unit=unit,
                    by=signed_in(),
                    nobody_on_them=f"nobody-{question.id}" in request.form,
                )
            )
        except Refused as refusal:
            g.unit_refused = True
            db.session.rollback()
            return 0, 0, {question.id: str(refusal)}
    return changed, files, {}


def _kept(changed: int, files: int) -> str:
    if changed and files:
        return _("%(n)s answers kept, files: %(files)s.", n=changed, files=files)
    return _("Files kept: %(files)s.", files=files) if files else _("%(n)s answers kept.", n=changed)


@room.route("/inspections/<int:number>/units/<int:unit_id>/headcount", methods=["POST"], needs="audits.inspect")
def begin_headcount(number: int, unit_id: int) -> Any:
    """Begin a head-count of a unit, or go on with the open one."""
    inspection, unit = _visited(number, unit_id)
    check = attendance.begin_count(inspection, unit=unit, by=signed_in())
    db.session.flush()
    return back_to(url_for(".headcount", agency=here().slug, number=check.id))


@room.route("/headcounts/<int:number>", methods=["GET", "POST"], needs="audits.inspect")
def headcount(number: int) -> Any:
    """The roster: one thumb, big buttons. The tap gives the time, the server the minutes."""
    check = find(AttendanceCheck, number)
    if check.ended_at is not None or check.counts is not None:
        return back_to(url_for(".attendance_of", agency=here().slug, number=number))
    rows = attendance.roster_of(check)
    if request.method == "POST":
        attendance.note_seen(check, _tapped(rows), by=signed_in())
        if "done" not in request.form:
            return back_to(url_for(".headcount", agency=here().slug, number=number))
        attendance.end_count(check, by=signed_in())
        flash(_("The head-count has ended."))
        return back_to(url_for(".attendance_of", agency=here().slug, number=number))
    return render_template(
        "audits/headcount.html",
        check=check,
        rows=rows,
        hours=attendance.hours_of(check),
        STATUSES=STATUSES,
        LOOKS=LOOKS,
        TONES=TONES,
        missing_minutes=missing_minutes,
        right_now=now(),
        missing=[row.person.name for row in rows if row.chosen is None],
    )


@room.route("/headcounts/<int:number>/result", needs="audits.read")
def attendance_of(number: int) -> Any:
    """What a head-count came to, person by person, for the team and whoever answers for the unit."""
    check = find(AttendanceCheck, number)
    rows = [] if check.counts else attendance.roster_of(check)
    sightings = [row.sighting.id for row in rows if row.sighting]
    found = db.session.scalars(select(Finding).where(Finding.sighting_id.in_(sightings))).unique()
    return render_template(
        "audits/attendance_of.html",
        check=check,
        rows=rows,
        hours=attendance.hours_of(check),
        STATUSES=STATUSES,
        LOOKS=LOOKS,
        missing_minutes=missing_minutes,
        findings={one.sighting_id: one for one in found},
        on_team=check.inspection.has_member(signed_in()),
    )


@room.route("/headcounts/<int:number>/people/<int:person_id>/finding", methods=["POST"], needs="audits.inspect")
def finding_of_person(number: int, person_id: int) -> Any:
    """Turn what was seen of one person into a finding, in one act."""
    check = find(AttendanceCheck, number)
    row = next((one for one in attendance.roster_of(check) if one.person.id == person_id), None) or abort(404)
    finding = finding_from_count(check, row, by=signed_in())
    flash(_("%(finding)s was noted. Look it over, then notify the unit.", finding=finding.code))
    return back_to(url_for(".finding", agency=here().slug, number=finding.id))


def _visited(number: int, unit_id: int) -> tuple[Inspection, Unit]:
    inspection = find(Inspection, number)
    unit = next((one for one in inspection.units if one.id == unit_id), None)
    if unit is None or not inspection.has_member(signed_in()):
        abort(404)
    return inspection, unit


def _tapped(rows: list[Row]) -> list[tuple[int, str, datetime | None]]:
    found = []
    for row in rows:
        status = request.form.get(f"seen-{row.person.id}", "")
        typed, tapped = request.form.get(f"time-{row.person.id}", ""), request.form.get(f"moment-{row.person.id}", "")
        if status and (row.sighting is None or status != row.sighting.status or typed or tapped):
            found.append((row.person.id, status, _typed_time(typed) or _moment(tapped)))
    return found


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _typed_time(text: str) -> datetime | None:
    try:
        typed = datetime.strptime(text, "%H:%M").time()
    except ValueError:
        return None
    return datetime.combine(now().astimezone(HO_CHI_MINH).date(), typed, tzinfo=HO_CHI_MINH)
