"""The pages of a year's programme: objectives, inspections, coverage of units by month, and counts of findings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import abort, flash, render_template, request, url_for
from sqlalchemy.orm import selectinload

from iso_qms.audits.conduct.conduct_rules import conduct_of
from iso_qms.audits.flow import PROGRAMME
from iso_qms.audits.forms import PapersForm, ProgrammeForm, ReasonForm
from iso_qms.audits.models import KINDS, AuditProgramme, Inspection
from iso_qms.audits.programme import programmes as planning
from iso_qms.audits.report.tallies import Tally, tallies_of
from iso_qms.audits.room import room
from iso_qms.audits.topics import TOPICS
from iso_qms.blobs import attach, files_of
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.journal import history_of, sentence
from iso_qms.organisation.units import Unit, units_on
from iso_qms.web import Column, as_excel, back_to, here, signed_in

MONTHS = range(1, 13)


@dataclass(frozen=True)
class Coverage:
    """One unit's year: how many inspections in each month, and when the last one was."""

    unit: Unit
    months: dict[int, list[Inspection]]

    @property
    def total(self) -> int:
        """How many in the whole year."""
        return sum(len(one) for one in self.months.values())


@room.route("/programmes", needs="audits.read")
def programmes() -> Any:
    """To the programme of this year."""
    return back_to(url_for(".programme", agency=here().slug, year=today().year))


@room.route("/programmes/<int:year>", needs="audits.read")
def programme(year: int) -> Any:
    """The programme of a year, which units it covers in which months, and what was found."""
    person = signed_in()
    found = db.session.scalars(AuditProgramme.visible_to(person).where(AuditProgramme.year == year)).first()
    query = Inspection.visible_to(person).where(Inspection.year == year).order_by(Inspection.planned_on, Inspection.id)
    there = list(db.session.scalars(query.options(selectinload(Inspection.units), selectinload(Inspection.team))))
    tallies = tallies_of(year, fewest=conduct_of(here().id).fewest) if person.may("audits.oversee") else []
    if request.args.get("as") == "xlsx" and tallies:
        return _excel(tallies, year)
    return render_template(
        "audits/programme.html",
        year=year,
        programme=found,
        inspections=there,
        coverage=_coverage(there),
        months=MONTHS,
        tallies=tallies,
        TOPICS=TOPICS,
        KINDS=KINDS,
        moves=_moves(found),
        files=files_of(found) if found else [],
        history=_history(found),
        may_plan=person.may("audits.plan"),
    )


@room.route("/programmes/new", methods=["GET", "POST"], needs="audits.plan")
def draw_up() -> Any:
    """Draw up the programme of a year."""
    form = ProgrammeForm(year=request.args.get("year", today().year, type=int))
    if form.validate_on_submit():
        with form.refusals():
            made = planning.draw_up_programme(form.year.data, objectives=form.objectives.data, by=signed_in())
            attach(made, form.files.data, by=signed_in())
            flash(_("The programme was drawn up. Plan its inspections next."))
            return back_to(url_for(".programme", agency=here().slug, year=made.year))
    return render_template("audits/draw_up.html", form=form, programme=None), form.status


@room.route("/programmes/<int:year>/change", methods=["GET", "POST"], needs="audits.plan")
def change_programme(year: int) -> Any:
    """Change the objectives of a programme that is not approved."""
    found, form = _found(year), ProgrammeForm(obj=_found(year))
    if form.validate_on_submit():
        with form.refusals():
            planning.change_programme(found, objectives=form.objectives.data, by=signed_in())
            attach(found, form.files.data, by=signed_in())
            flash(_("The programme was changed."))
            return back_to(url_for(".programme", agency=here().slug, year=year))
    return render_template("audits/draw_up.html", form=form, programme=found), form.status


@room.route("/programmes/<int:year>/moves/<name>", methods=["GET", "POST"], needs="audits.read")
def programme_move(year: int, name: str) -> Any:
    """Approve, revise or close a programme."""
    found, act = _found(year), planning.PROGRAMME_MOVES.get(name) or abort(404)
    declared = PROGRAMME.move(name)
    if request.method == "GET":
        found.demand_open(name, by=signed_in())
    form = ReasonForm() if declared.asks_reason else PapersForm()
    if form.validate_on_submit():
        with form.refusals():
            act(found, by=signed_in(), note=form.note.data if "note" in form else "")
            attach(found, form.files.data, by=signed_in())
            flash(f"{found}: {declared.said}.")
            return back_to(url_for(".programme", agency=here().slug, year=year))
    return render_template("audits/programme_move.html", form=form, programme=found, move=declared), form.status


def _found(year: int) -> AuditProgramme:
    query = AuditProgramme.visible_to(signed_in()).where(AuditProgramme.year == year)
    return db.session.scalars(query).first() or abort(404)


def _coverage(there: list[Inspection]) -> list[Coverage]:
    rows = [Coverage(unit, {}) for unit in units_on(today())]
    by_unit = {row.unit.id: row for row in rows}
    for one in there:
        if one.state == "cancelled":
            continue
        for unit in one.units:
            if unit.id in by_unit:
                by_unit[unit.id].months.setdefault(one.planned_on.month, []).append(one)
    return rows


def _moves(found: AuditProgramme | None) -> list[dict[str, Any]]:
    return [
        {
            "move": one.move,
            "consequence": one.consequence,
            "blocked": one.blocked,
            "asks_reason": one.asks_reason,
            "asks_papers": one.asks_papers,
            "signs": False,
            "primary": one.name == "approve" and one.blocked is None,
        }
        for one in (found.open_moves(signed_in()) if found else [])
    ]


def _history(found: AuditProgramme | None) -> list[dict[str, Any]]:
    entries = history_of(found) if found else []
    return [{"at": one.at, "who": one.name, "sentence": sentence(one.verb), "reason": one.reason} for one in entries]


def _excel(tallies: list[Tally], year: int) -> Any:
    kinds = [Column(label, partial(Tally.shown, kind=kind), 16) for kind, label in TOPICS.items()]
    columns = [Column(_("Unit"), lambda one: one.name, 40), *kinds]
    return as_excel(tallies, columns, name=_("Nonconformities %(year)s", year=year))
