"""The pages of what a year needs: units with their formula, the rules behind it, and visits of many units at once."""

from __future__ import annotations

from datetime import MAXYEAR, date
from typing import Any

from flask import abort, flash, render_template, request, url_for

from iso_qms.audits import choices
from iso_qms.audits.models import AuditProgramme
from iso_qms.audits.programme.frequency_rules import (
    USUAL,
    frequency_rules,
    kinds_of_evidence,
    set_frequency,
    without_source,
)
from iso_qms.audits.programme.needs import Need, Year, year_for
from iso_qms.audits.programme.planning import SomeRefused, Visits, chosen_team, plan_many
from iso_qms.audits.programme.programme_forms import ManyForm, frequency_form
from iso_qms.audits.programme.yearly_duties import yearly_duties
from iso_qms.audits.room import room
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.text import whole_number
from iso_qms.web import Column, as_excel, back_to, here, signed_in


@room.route("/programmes/<int:year>/needs", needs="audits.oversee")
def needs(year: int) -> Any:
    """What the year needs: for each unit how often it should be visited and why, and what the law wants at least."""
    found = year_for(signed_in(), _year(year), today())
    if request.args.get("as") == "xlsx":
        return _excel(found, year)
    may_plan = signed_in().may("audits.plan")
    return render_template(
        "audits/needs.html",
        year=year,
        found=found,
        duties=yearly_duties(year),
        may_plan=may_plan,
        lacking=without_source(),
    )


@room.route("/programmes/frequency", methods=["GET", "POST"], needs="audits.plan")
def frequency() -> Any:
    """Set how often units are visited and what each kind of evidence weighs."""
    form = frequency_form(frequency_rules(here().id))
    if form.validate_on_submit():
        with form.refusals():
            points = {kind: form[f"points_{kind}"].data for kind in kinds_of_evidence()}
            numbers = {name: form[name].data for name in USUAL}
            set_frequency(by=signed_in(), points=points, oversees_others=form.oversees_others.data, **numbers)
            flash(_("How often units are visited was changed."))
            return back_to(url_for(".needs", agency=here().slug, year=today().year))
    return render_template(
        "audits/frequency.html", form=form, kinds=kinds_of_evidence(), lacking=without_source()
    ), form.status


@room.route("/programmes/<int:year>/many", methods=["GET", "POST"], needs="audits.plan")
def plan_visits(year: int) -> Any:
    """Plan visits of many units at once; when some are refused, nothing is planned until they are left out."""
    form, refused = ManyForm(**_proposed(_year(year))), []
    if form.validate_on_submit():
        with form.refusals():
            outcome = plan_many(choices.chosen_units(form.units.data or []), _visits(form, year), by=signed_in())
            refused = [(unit.name, why) for unit, why in outcome.refused]
            if not outcome.made or (refused and not form.leave_out.data):
                raise SomeRefused(_("Not every unit can be visited like that, so nothing is planned yet."))
            flash(_("%(n)s inspections were planned.", n=len(outcome.made)))
            return back_to(url_for(".needs", agency=here().slug, year=year))
    return render_template("audits/plan_visits.html", form=form, year=year, refused=refused), form.status


def _year(year: int) -> int:
    return year if 1 < year < MAXYEAR else abort(404)


def _proposed(year: int) -> dict[str, Any]:
    """What the form begins with: the units ticked in the table, and what is left of the year."""
    if request.method == "POST":
        return {}
    first, last = max(today(), date(year, 1, 1)), date(year, 12, 31)
    ticked = [whole_number(one, 0) for one in request.args.getlist("unit")]
    return {"units": ticked, "first_on": first, "last_on": max(first, last)}


def _visits(form: ManyForm, year: int) -> Visits:
    query = AuditProgramme.visible_to(signed_in()).where(AuditProgramme.year == year, AuditProgramme.state != "closed")
    same = ("title", "kind", "method", "topics", "checklists", "criteria", "first_on", "last_on", "decision", "span")
    return Visits(
        team=chosen_team(form.people, lead_id=form.lead.data, member_ids=form.members.data or []),
        programme=db.session.scalars(query).first(),
        with_procedures=form.with_procedures.data,
        **{name: form[name].data for name in same},
    )


def _excel(found: Year, year: int) -> Any:
    columns = [
        Column(_("Unit"), lambda one: one.unit.name, 40),
        Column(_("Last visit"), lambda one: one.last, 14),
        Column(_("Points"), lambda one: one.frequency.score, 10),
        Column(_("How the number of visits comes about"), _formula, 80),
        Column(_("Months between two visits"), lambda one: one.frequency.months, 14),
        Column(_("Next visit by"), lambda one: one.next_on, 14),
        Column(_("Visits proposed"), lambda one: one.frequency.visits, 12),
        Column(_("Visits planned"), lambda one: len(one.planned), 12),
        Column(_("Still missing"), lambda one: one.missing, 12),
    ]
    return as_excel(found.needs, columns, name=_("What %(year)s needs", year=year))


def _formula(one: Need) -> str:
    return "; ".join(one.explanation)
