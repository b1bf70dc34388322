"""The pages of inspections: the list, one inspection, its plan, its team, its moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import abort, flash, render_template, request, url_for
from sqlalchemy.orm import joinedload

from iso_qms.audits import choices, operations
from iso_qms.audits.checklist.answer_files import files_with_purpose
from iso_qms.audits.checklist.checklists import checklists_of
from iso_qms.audits.checklist.stale import FATES, asked_at
from iso_qms.audits.deadlines import minutes_due, report_due
from iso_qms.audits.draw.draws import draw_behind
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.flow import INSPECTION
from iso_qms.audits.forms import InspectionForm, PapersForm, ReasonForm, ReportForm
from iso_qms.audits.models import KINDS, METHODS, Inspection
from iso_qms.audits.phone.sides_shown import sent_by_phones
from iso_qms.audits.programme.spans import SPANS
from iso_qms.audits.report.issued_papers import IssuedPaper, notices_of
from iso_qms.audits.report.issuing import is_outdated
from iso_qms.audits.room import room
from iso_qms.audits.team.exceptions import exceptions_of
from iso_qms.audits.topics import TOPICS
from iso_qms.audits.visit.headcounts import AttendanceCheck
from iso_qms.audits.visit.minutes import units_to_sign_for
from iso_qms.audits.visit.sessions import keeps_timetable, sessions_of
from iso_qms.audits.visit.visit_days import may_set_day
from iso_qms.blobs import attach
from iso_qms.clock import as_local
from iso_qms.db import db
from iso_qms.documents.marking import marks_on
from iso_qms.i18n import _
from iso_qms.journal import history_of, sentence
from iso_qms.organisation.people import Person
from iso_qms.registry import Mark
from iso_qms.web import back_to, find, here, signed_in
from iso_qms.workflow import Incomplete


@dataclass(frozen=True)
class Station:
    """A station of a track: past, now or planned."""

    label: str
    date: date | datetime | str | None
    state: str


@room.route("/inspections/new", methods=["GET", "POST"], needs="audits.plan")
def plan() -> Any:
    """Plan an inspection."""
    form = InspectionForm(programme=request.args.get("programme", 0, type=int), **_asked_for())
    if form.validate_on_submit():
        with form.refusals():
            made = operations.plan_inspection(by=signed_in(), **_planned(form))
            attach(made, form.files.data, by=signed_in())
            flash(_("%(inspection)s is planned. Name its team next.", inspection=made.code))
            return _to(made)
    return render_template("audits/plan.html", form=form, inspection=None), form.status


def _asked_for() -> dict[str, Any]:
    """What a link to the form already says: the day, and how exactly it is meant."""
    asked = request.args.get("on", type=date.fromisoformat), request.args.get("span", "")
    return {"planned_on": asked[0], "span": asked[1]} if asked[0] and asked[1] in SPANS else {}


@room.route("/inspections/<int:number>", needs="audits.read")
def show(number: int) -> Any:
    """One inspection: where it stands, its plan, its team, what was seen."""
    beside = [joinedload(one) for one in (Inspection.team, Inspection.units, Inspection.programme)]
    person, inspection = signed_in(), find(Inspection, number, *beside)
    findings = _of(inspection, Finding)
    files, purposes = files_with_purpose(inspection)
    asked, stale = asked_at(inspection) if inspection.state == "planned" else ([], [])
    return render_template(
        "audits/show.html",
        inspection=inspection,
        findings=findings,
        documents=documents_then(inspection),
        moves=_moves(inspection),
        track=track_of(inspection),
        on_team=inspection.has_member(person),
        from_phones=sent_by_phones(inspection) if inspection.has_member(person) else (0, 0),
        leads=inspection.is_led_by(person),
        may_plan=person.may("audits.plan"),
        may_set_day=may_set_day(inspection, person),
        asked_for=exceptions_of(inspection),
        sessions=sessions_of(inspection),
        keeps_timetable=keeps_timetable(inspection, person),
        checks=_of(inspection, AttendanceCheck),
        signs_for=units_to_sign_for(inspection, person) if inspection.state == "under_way" else [],
        files=files,
        what_for=purposes,
        asked=asked,
        stale=stale,
        FATES=FATES,
        papers=PapersForm() if _may_add_papers(inspection) else None,
        history=_history(inspection),
        draw=draw_behind(inspection, person),
        **_notices(inspection, person),
        KINDS=KINDS,
        METHODS=METHODS,
        TOPICS=TOPICS,
    )


def _notices(inspection: Inspection, person: Person) -> dict[str, Any]:
    """The notices of conclusion, whether the one that holds is out of date, and whether one may issue another."""
    if not inspection.conclusion or inspection.state not in ("reporting", "closed"):
        return {"notices": [], "outdated": False, "may_issue": False}
    notices = notices_of(inspection)
    return {
        "notices": notices,
        "outdated": bool(notices) and is_outdated(notices[0], inspection),
        "may_issue": person.may("audits.issue") and not inspection.has_member(person),
    }


def documents_then(inspection: Inspection) -> list[str]:
    """The procedures inspected, each with the issue that stood on the day of the inspection, or that none did."""
    day = as_local(inspection.started_at).date() if inspection.started_at else inspection.planned_on
    marks = marks_on(inspection.documents, day) if inspection.documents else {}
    return [f"{one.code} ({_mark_words(marks[one.id])})" for one in inspection.documents]


def _mark_words(mark: Mark) -> str:
    is_applied = mark.state is None or mark.state.name == "in_force"
    return mark.words if is_applied else f"{str(mark.state.label).lower()} {mark.words}"


@room.route("/inspections/<int:number>/change", methods=["GET", "POST"], needs="audits.plan")
def change(number: int) -> Any:
    """Change the plan of an inspection that has not begun."""
    inspection = find(Inspection, number)
    form = InspectionForm(data=_typed(inspection) if request.method == "GET" else None)
    if form.validate_on_submit():
        with form.refusals():
            operations.change_inspection(inspection, by=signed_in(), **_planned(form))
            attach(inspection, form.files.data, by=signed_in())
            flash(_("The plan was changed."))
            return _to(inspection)
    return render_template("audits/plan.html", form=form, inspection=inspection), form.status


@room.route("/inspections/<int:number>/papers", methods=["POST"], needs="audits.read")
def add_papers(number: int) -> Any:
    """Add papers while an inspection runs: the decision on the team, what was seen, what came by post."""
    inspection, form = find(Inspection, number), PapersForm()
    if not _may_add_papers(inspection):
        abort(403)
    if not (form.validate_on_submit() and attach(inspection, form.files.data, by=signed_in())):
        raise Incomplete(_("Choose at least one file."))
    return _to(inspection)


@room.route("/inspections/<int:number>/report", methods=["GET", "POST"], needs="audits.inspect")
def report(number: int) -> Any:
    """The lead's report."""
    inspection = find(Inspection, number)
    operations.demand_reporting(inspection, by=signed_in())
    form = ReportForm(obj=inspection)
    if form.validate_on_submit():
        with form.refusals():
            operations.conclude(
                inspection, conclusion=form.conclusion.data, recommendation=form.recommendation.data, by=signed_in()
            )
            attach(inspection, form.files.data, by=signed_in())
            flash(_("The report was kept."))
            return _to(inspection)
    return render_template("audits/report.html", form=form, inspection=inspection), form.status


@room.route("/inspections/<int:number>/moves/<name>", methods=["GET", "POST"], needs="audits.read")
def move(number: int, name: str) -> Any:
    """Make a move; one that asks a reason or papers has a page of its own."""
    inspection, act = find(Inspection, number), operations.INSPECTION_MOVES.get(name) or abort(404)
    declared = INSPECTION.move(name)
    if not (declared.asks_reason or declared.asks_papers):
        if request.method == "POST":
            act(inspection, by=signed_in())
            flash(f"{inspection.code}: {declared.said}.")
        return _to(inspection)
    if request.method == "GET":
        inspection.demand_open(name, by=signed_in())
    form = ReasonForm() if declared.asks_reason else PapersForm()
    if form.validate_on_submit():
        with form.refusals():
            act(inspection, by=signed_in(), note=form.note.data if "note" in form else "")
            attach(inspection, form.files.data, by=signed_in())
            flash(f"{inspection.code}: {declared.said}.")
            return _to(inspection)
    return render_template("audits/move.html", form=form, inspection=inspection, move=declared), form.status


def track_of(inspection: Inspection) -> list[Station]:
    """Where an inspection stands between its plan and its report."""
    order = ["planned", "under_way", "reporting", "closed"]
    dates: list[Any] = [
        inspection.planned_on if inspection.day_set else inspection.planned_words,
        inspection.started_at,
        inspection.ended_at or until_day(minutes_due(inspection)),
        inspection.closed_at or until_day(report_due(inspection)),
    ]
    if inspection.state == "cancelled":
        return [
            Station(str(INSPECTION.state("planned").label), inspection.planned_on, "past"),
            Station(str(INSPECTION.state("cancelled").label), None, "now"),
        ]
    place = order.index(inspection.state)
    return [
        Station(str(INSPECTION.state(name).label), when, "past" if n < place else "now" if n == place else "plan")
        for n, (name, when) in enumerate(zip(order, dates, strict=True))
    ]


def until_day(day: date | None) -> str | None:
    """What stands under a station that is still to come, when it is due on a day."""
    return _("until %(day)s", day=f"{day:%d/%m/%Y}") if day else None


def _to(inspection: Inspection) -> Any:
    return back_to(url_for("audits.show", agency=here().slug, number=inspection.id))


def _of(inspection: Inspection, model: Any) -> list[Any]:
    query = model.visible_to(signed_in()).where(model.inspection_id == inspection.id).order_by(model.id)
    return list(db.session.scalars(query).unique())


def _may_add_papers(inspection: Inspection) -> bool:
    return not inspection.status.final and (inspection.has_member(signed_in()) or signed_in().may("audits.plan"))


def _moves(inspection: Inspection) -> list[dict[str, Any]]:
    found = inspection.open_moves(signed_in())
    first = next((one.name for one in found if one.blocked is None and not one.asks_reason), None)
    return [
        {
            "move": one.move,
            "consequence": one.consequence,
            "blocked": one.blocked,
            "asks_reason": one.asks_reason,
            "asks_papers": one.asks_papers,
            "signs": one.signs,
            "primary": one.name == first,
        }
        for one in found
    ]


def _history(inspection: Inspection) -> list[dict[str, Any]]:
    # What happened to findings is told on their own pages; entries without a label belong to one on a person.
    own = [one for one in history_of(inspection) if one.kind in ("inspection", "attachment", IssuedPaper.journal_kind)]
    return [
        {
            "at": one.at,
            "who": one.name,
            "sentence": one.sentence if one.kind == IssuedPaper.journal_kind else sentence(one.verb),
            "reason": one.reason,
        }
        for one in own
    ]


def _planned(form: InspectionForm) -> dict[str, Any]:
    return {
        "title": form.title.data,
        "kind": form.kind.data,
        "method": form.method.data,
        "units": choices.chosen_units(form.units.data or []),
        "topics": form.topics.data,
        "checklists": form.checklists.data,
        "planned_on": form.planned_on.data,
        "span": form.span.data,
        "criteria": form.criteria.data,
        "documents": choices.documents_named(form.documents.data or ""),
        "decision": form.decision.data or "",
        "programme": choices.chosen_programme(form.programme.data),
    }


def _typed(inspection: Inspection) -> dict[str, Any]:
    names = ("title", "kind", "method", "planned_on", "span", "criteria", "decision", "topics")
    return {name: getattr(inspection, name) for name in names} | {
        "units": [one.id for one in inspection.units],
        "checklists": [one.key for one in checklists_of(inspection) if not one.topic],
        "programme": inspection.programme_id or 0,
        "documents": choices.documents_of(inspection),
    }
