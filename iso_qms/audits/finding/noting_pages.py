"""Noting a finding on the spot, and changing the note while only the team has seen it."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from flask import flash, render_template, request

from iso_qms.audits import choices
from iso_qms.audits.finding import noting
from iso_qms.audits.finding.evidence_files import attach_papers
from iso_qms.audits.finding.finding_forms import FindingForm
from iso_qms.audits.finding.finding_pages import opened, to_finding
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.models import Inspection
from iso_qms.audits.room import room
from iso_qms.audits.topics import TOPICS
from iso_qms.clock import HO_CHI_MINH, as_local, now, today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.web import find, signed_in


@room.route("/inspections/<int:number>/findings/new", methods=["GET", "POST"], needs="audits.inspect")
def note(number: int) -> Any:
    """Note a finding on the spot."""
    inspection = find(Inspection, number)
    noting.demand_noting(inspection, by=signed_in())
    form = _finding_form(inspection, FindingForm(**_prefilled(inspection)))
    if form.validate_on_submit():
        with form.refusals():
            made = noting.note_finding(inspection, by=signed_in(), **_typed(form, inspection))
            attach_papers(made, form.files.data, by=signed_in(), nobody_on_them=form.nobody_on_it.data)
            flash(_("%(finding)s was noted. Look it over, then notify the unit.", finding=made.code))
            return to_finding(made)
    return render_template("audits/note.html", form=form, inspection=inspection, finding=None), form.status


@room.route("/findings/<int:number>/change", methods=["GET", "POST"], needs="audits.inspect")
def change_note(number: int) -> Any:
    """Edit a note nobody outside the team has seen yet."""
    found = opened(number)
    noting.demand_noting(found.inspection, by=signed_in())
    form = _finding_form(found.inspection, FindingForm(data=_written(found) if request.method == "GET" else None))
    if form.validate_on_submit():
        with form.refusals():
            noting.edit_note(found, by=signed_in(), **_typed(form, found.inspection))
            attach_papers(found, form.files.data, by=signed_in(), nobody_on_them=form.nobody_on_it.data)
            flash(_("The note was changed."))
            return to_finding(found)
    return render_template("audits/note.html", form=form, inspection=found.inspection, finding=found), form.status


def _finding_form(inspection: Inspection, form: FindingForm) -> FindingForm:
    form.unit.choices = choices.units(inspection.units)
    form.clause.choices = choices.clauses()
    form.person.choices = choices.people(
        noting.staff_concerned(inspection), today(), none=_("Nobody: it is about the work")
    )
    return form


def _prefilled(inspection: Inspection) -> dict[str, Any]:
    asked = request.args
    return {
        "unit": asked.get("unit", inspection.units[0].id if inspection.units else 0, type=int),
        "kind": asked.get("kind") if asked.get("kind") in TOPICS else (inspection.topics or ["reception"])[0],
        "observed_at": as_local(now()).replace(tzinfo=None, second=0, microsecond=0),
        "evidence": asked.get("evidence", "")[:2000],
        "article": asked.get("article", "")[:300],
        "document": inspection.documents[0].code if len(inspection.documents) == 1 else "",
    }


def _typed(form: FindingForm, inspection: Inspection) -> dict[str, Any]:
    unit = next(one for one in inspection.units if one.id == form.unit.data)
    names = ("kind", "title", "evidence", "grade", "clause")
    blanks = ("place", "step", "article", "grade_reason")
    return (
        {name: getattr(form, name).data for name in names}
        | {name: getattr(form, name).data or "" for name in blanks}
        | {
            "unit": unit,
            "observed_at": form.observed_at.data.replace(tzinfo=HO_CHI_MINH).astimezone(UTC),
            "document": choices.document_named(form.document.data or ""),
            "minutes": form.minutes.data,
            "people": form.people.data,
            "person": db.session.get(Person, form.person.data) if form.person.data else None,
        }
    )


def _written(found: Finding) -> dict[str, Any]:
    names = (
        "kind",
        "title",
        "evidence",
        "place",
        "clause",
        "step",
        "article",
        "grade",
        "grade_reason",
        "minutes",
        "people",
    )
    return {name: getattr(found, name) for name in names} | {
        "unit": found.unit_id,
        "person": found.person_id or 0,
        "document": found.document.code if found.document else "",
        "observed_at": as_local(found.observed_at).replace(tzinfo=None),
    }
