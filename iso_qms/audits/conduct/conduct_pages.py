"""The rules on hours and conduct, how grades keep to them, photographs of people, and the leader's table."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import abort, flash, render_template, request, url_for

from iso_qms.audits.conduct.conduct_forms import ConductRulesForm, PhotosForm, empty_rows
from iso_qms.audits.conduct.conduct_rules import Conduct, conduct_of, set_conduct_rules, switch_photos
from iso_qms.audits.conduct.ladder import RUNGS, Step
from iso_qms.audits.conduct.recurring import cases_seen, standing_of, take_note
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.finding.grading import FACTS, GradeRule
from iso_qms.audits.finding.weighing import calibration, shown_calibration
from iso_qms.audits.room import room
from iso_qms.audits.topics import TOPICS
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.web import back_to, here, signed_in


@room.route("/conduct-rules", methods=["GET", "POST"], needs="audits.plan")
def conduct_rules() -> Any:
    """Grades by rule, the ladder of what comes back, small counts, and how long names are kept."""
    rules = conduct_of(here().id)
    form = ConductRulesForm(data=_written(rules) if request.method == "GET" else None)
    if request.method == "GET":
        empty_rows(form)
    elif form.validate_on_submit():
        with form.refusals():
            set_conduct_rules(by=signed_in(), **_typed(form))
            flash(_("The rules were kept."))
            return back_to(url_for(".checklists", agency=here().slug))
    return render_template("audits/conduct_rules.html", form=form, TOPICS=TOPICS), form.status


@room.route("/calibration", needs="audits.plan")
def grades() -> Any:
    """How the grades given keep to those proposed, by rule; small counts are hidden."""
    rules, lines = conduct_of(here().id), calibration()
    said = {one.key: one for one in rules.grade_rules}
    shown = shown_calibration(lines, rules.fewest)
    return render_template("audits/grades.html", shown=shown, rules=said, TOPICS=TOPICS, FACTS=FACTS)


@room.route("/photographs", methods=["GET", "POST"], needs="audits.approve_programme")
def photographs() -> Any:
    """Photographs of people are off until the leadership lets them in, with a reason."""
    rules = conduct_of(here().id)
    form = PhotosForm(data={"photos": "on" if rules.photos else "off", "reason": rules.photos_reason})
    if form.validate_on_submit():
        with form.refusals():
            switch_photos(form.photos.data == "on", by=signed_in(), reason=form.reason.data)
            flash(_("The rules were kept."))
            return back_to(url_for(".index", agency=here().slug))
    return render_template("audits/photographs.html", form=form), form.status


@room.route("/recurrences/<int:number>", methods=["GET", "POST"], needs="audits.approve_programme")
def recurrence(number: int) -> Any:
    """What came back in a unit until it reached the leader's table: the cases, those one may not read only counted."""
    found = db.session.get(Finding, number)
    if found is None or found.rung != 3 or found.restricted_at is not None:
        abort(404)
    if request.method == "POST":
        take_note(found, by=signed_in())
        flash(_("You took note of it."))
        return back_to(url_for("desk.home", agency=here().slug))
    again = standing_of(found)
    seen = cases_seen(again, seen_by=signed_in())
    return render_template(
        "audits/recurrence.html", finding=found, again=again, seen=seen, topic=TOPICS[found.kind], RUNGS=RUNGS
    )


def _written(rules: Conduct) -> dict[str, Any]:
    steps = {kind: rules.step(kind) for kind in TOPICS}
    return {
        "fewest": rules.fewest,
        "retention_months": rules.retention_months,
        "withdrawn_months": rules.withdrawn_months,
        "rules": [asdict(one) for one in rules.grade_rules],
        "ladder": [
            {"kind": kind, "months": step.months} | dict(zip(("reminder", "plan", "table"), step.steps, strict=True))
            for kind, step in steps.items()
        ],
    }


def _typed(form: ConductRulesForm) -> dict[str, Any]:
    # A row without a number is an empty one.
    names = ("kind", "fact", "at_least", "grade")
    rules = [
        GradeRule(**{name: row[name] for name in names}, vi=row.get("vi") or "", en=row.get("en") or "")
        for row in (one.data for one in form.rules)
        if row["at_least"] is not None
    ]
    ladder = {
        row["kind"]: Step(row["months"] or 0, (row["reminder"] or 0, row["plan"] or 0, row["table"] or 0))
        for row in (one.data for one in form.ladder)
    }
    numbers = {name: getattr(form, name).data for name in ("fewest", "retention_months", "withdrawn_months")}
    return {"rules": rules, "ladder": ladder} | numbers
