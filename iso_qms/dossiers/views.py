"""The pages of dossiers: the register, one dossier with its dates explained, and what was brought in."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for
from sqlalchemy.orm import joinedload

from iso_qms.clock import as_local, now, today
from iso_qms.db import db
from iso_qms.documents.models import Revision
from iso_qms.dossiers.course import course_of
from iso_qms.dossiers.deadlines import Explained, due_day, explain
from iso_qms.dossiers.models import CHANNELS, STATES, Dossier, DossierImport
from iso_qms.dossiers.promises import promises
from iso_qms.dossiers.register import STEPS, VERDICTS, Wanted, counts, procedures_held, rows
from iso_qms.dossiers.wordings import WHY_REFUSED
from iso_qms.i18n import _
from iso_qms.journal import history_of
from iso_qms.organisation.units import named_units
from iso_qms.organisation.working_days import calendar_of
from iso_qms.web import Column, Room, as_excel, find, here, kept_filters, paged, signed_in
from iso_qms.worktime import UnknownYear

room = Room("dossiers", __name__)


@room.route("/", needs="dossiers.read")
def index() -> Any:
    """Every dossier one may see, and how each stands with its time."""
    if back := kept_filters("dossiers"):
        return back
    wanted, person, at = Wanted.of(request.args), signed_in(), now()
    found = counts(wanted, person=person, at=at)
    return render_template(
        "dossiers/index.html",
        page=paged(rows(wanted, person=person, at=at), total=found["shown"]),
        wanted=wanted,
        at=at,
        chips=_chips(wanted.verdict, "verdict", {"": _("All"), **VERDICTS}, {**found, "": found["all"]}),
        step_chips=_step_chips(wanted, found),
        units=named_units(today()),
        procedures=procedures_held(person),
        states=STATES,
        channels=CHANNELS,
        verdicts=VERDICTS,
        steps=STEPS,
        due_day=due_day,
    )


@room.route("/register.xlsx", needs="dossiers.read")
def excel() -> Response:
    """The same rows as Excel."""
    wanted, at = Wanted.of(request.args), now()
    columns = [
        Column(_("Code of the dossier"), lambda one: one.code, 26),
        Column(_("Procedure"), lambda one: str(one.document or one.procedure), 50),
        Column(_("Case"), lambda one: one.case, 24),
        Column(_("Received at"), lambda one: one.received_at, 18),
        Column(_("First due day"), lambda one: due_day(one.first_due_at) if one.first_due_at else None, 14),
        Column(_("Rescheduled to"), lambda one: one.rescheduled_to, 18),
        Column(_("Closed at"), lambda one: one.finished_at, 18),
        Column(_("State"), lambda one: one.state_label, 20),
        Column(_("How it was kept"), lambda one: VERDICTS[one.verdict_at(at)], 18),
        Column(_("How it kept to the steps"), lambda one: STEPS[one.steps_kept], 22),
        Column(_("Channel"), lambda one: one.channel_label, 14),
        Column(_("Receiving unit"), lambda one: one.receiving_unit or "", 34),
        Column(_("Deciding unit"), lambda one: one.deciding_unit or "", 34),
    ]
    found = db.session.scalars(rows(wanted, person=signed_in(), at=at)).unique()
    return as_excel(found, columns, name=_("Dossiers"))


@room.route("/<int:number>", needs="dossiers.read")
def show(number: int) -> Any:
    """One dossier: its dates and why they are these, its pauses, and the revision it is held against."""
    loads = joinedload(Dossier.document), joinedload(Dossier.deciding_unit), joinedload(Dossier.receiving_unit)
    one = find(Dossier, number, *loads, joinedload(Dossier.run))
    revision, explained = _held_against(one)
    return render_template(
        "dossiers/show.html",
        one=one,
        revision=revision,
        course=course_of(one, revision),
        steps_kept=STEPS[one.steps_kept],
        explained=explained,
        verdict=VERDICTS[one.verdict_at(now())],
        due_day=due_day,
        states=STATES,
    )


@room.route("/imports", needs="dossiers.import")
def imports() -> Any:
    """The files that were brought in, the newest on top."""
    query = DossierImport.visible_to(signed_in()).options(joinedload(DossierImport.by))
    return render_template("dossiers/imports.html", page=paged(query.order_by(DossierImport.id.desc())))


@room.route("/imports/<int:number>", needs="dossiers.import")
def run(number: int) -> Any:
    """What came of one file, and the rows that were set aside."""
    one = find(DossierImport, number, joinedload(DossierImport.by))
    return render_template("dossiers/run.html", one=one, why=WHY_REFUSED, history=history_of(one))


@room.route("/imports/<int:number>/refused.xlsx", needs="dossiers.import")
def refused(number: int) -> Response:
    """The rows of a file that were set aside, each with its number and reason."""
    one = find(DossierImport, number)
    columns = [
        Column(_("Row"), lambda row: row[0], 10),
        Column(_("Reason"), lambda row: WHY_REFUSED[row[1]], 60),
        Column(_("Column of the file"), lambda row: one.mapping["columns"].get(row[2], ""), 30),
    ]
    return as_excel(one.set_aside, columns, name=_("Rows set aside"))


def _held_against(one: Dossier) -> tuple[Revision | None, Explained | None]:
    if one.document_id is None:
        return None, None
    known, day = promises([one.document_id]), one.received_on
    revision_id = known.revision_on(one.document_id, day)
    revision = db.session.get(Revision, revision_id) if revision_id else None
    promise = known.promise(one.document_id, day, one.case)
    if promise is None or one.basis != "procedure":
        return revision, None
    calendar = calendar_of(one.agency_id, unit=one.deciding_unit_id)
    try:
        moment, pauses = as_local(one.received_at), one.stood_still
        return revision, explain(moment, term=promise.term, calendar=calendar, cutoff=promise.cutoff, pauses=pauses)
    except UnknownYear:
        return revision, None


def _step_chips(wanted: Wanted, found: dict[str, int]) -> list[dict[str, Any]]:
    """Nothing where no events were ever brought in."""
    if not (wanted.steps or found["kept"] or found["broken"]):
        return []
    return _chips(wanted.steps, "steps", {"": _("Whatever its steps"), **STEPS}, {**found, "": found["any"]})


def _chips(chosen: str, name: str, labels: Any, found: dict[str, int]) -> list[dict[str, Any]]:
    args: dict[str, Any] = {key: each for key, each in request.args.items() if key not in (name, "page", "all")}
    return [
        {
            "label": label,
            "count": found[str(value)],
            "current": value == chosen,
            "shape": "clock" if value == "open_late" and found[value] else "",
            "url": url_for("dossiers.index", agency=here().slug, **(args | {name: str(value)})),
        }
        for value, label in labels.items()
    ]
