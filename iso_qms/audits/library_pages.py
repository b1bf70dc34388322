"""The library of checklists, and the rules of an agency's inspections."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, request, url_for

from iso_qms.audits import checklists as lists
from iso_qms.audits import library
from iso_qms.audits.asking import ANSWER_KINDS
from iso_qms.audits.clauses import CLAUSES, STANDARD, clause_title
from iso_qms.audits.forms import RulesForm
from iso_qms.audits.library_forms import ChecklistForm, typed
from iso_qms.audits.models import TOPICS
from iso_qms.audits.rules import USUAL, rules_of, set_rules
from iso_qms.audits.seeds import SEEDS
from iso_qms.audits.views import room
from iso_qms.i18n import _
from iso_qms.text import whole_number
from iso_qms.web import back_to, here, signed_in


@room.route("/checklists", needs="audits.read")
def checklists() -> Any:
    """What inspections ask, by topic, and the agency's own rules."""
    return render_template(
        "audits/checklists.html",
        lists=lists.library(),
        TOPICS=TOPICS,
        ANSWER_KINDS=ANSWER_KINDS,
        rules=rules_of(here().id),
        may_plan=signed_in().may("audits.plan"),
    )


@room.route("/checklists/<key>", methods=["GET", "POST"], needs="audits.plan")
def change_checklist(key: str) -> Any:
    """Make the next version of a checklist; running inspections keep the one they began with."""
    one = lists.newest_of(key)
    if one is None and key not in SEEDS:
        abort(404)
    form = ChecklistForm(data=_written(key, one) if request.method == "GET" else None)
    if request.method == "POST" and (action := request.form.get("row_action")):
        _act_on_rows(form, action)
    elif form.validate_on_submit():
        with form.refusals():
            rows = [row.asked for row in form.questions]
            made = library.change_checklist(key, rows, by=signed_in(), scored=form.scored.data)
            flash(_("Version %(n)s is asked from the next inspection on.", n=made.version))
            return back_to(url_for(".checklists", agency=here().slug))
    label = one.title if one else lists.title_of(SEEDS[key].topic, SEEDS[key].vi, SEEDS[key].en)
    clauses = [(number, clause_title(STANDARD, number)) for number in CLAUSES[STANDARD]]
    return render_template("audits/change_checklist.html", form=form, label=label, clauses=clauses), form.status


@room.route("/rules", methods=["GET", "POST"], needs="audits.plan")
def rules() -> Any:
    """The terms of inspections in working days, and what working hours rest on."""
    form = RulesForm(obj=rules_of(here().id))
    if form.validate_on_submit():
        with form.refusals():
            days = {name: getattr(form, name).data for name in USUAL}
            set_rules(hours_basis=form.hours_basis.data or "", by=signed_in(), **days)
            flash(_("The rules were kept."))
            return back_to(url_for(".checklists", agency=here().slug))
    return render_template("audits/rules.html", form=form), form.status


def _written(key: str, one: lists.Checklist | None) -> dict[str, Any]:
    questions = one.questions if one else SEEDS[key].questions
    return {"questions": [typed(each) for each in questions], "scored": one is not None and one.scored}


def _act_on_rows(form: ChecklistForm, action: str) -> None:
    name, _colon, place = action.partition(":")
    rows = [row.data for row in form.questions]
    n = whole_number(place, -1)
    if name == "add":
        rows.append({})
    elif name == "remove" and 0 <= n < len(rows):
        rows.pop(n)
    elif name in ("up", "down") and 0 <= n < len(rows):
        other = n - 1 if name == "up" else n + 1
        if 0 <= other < len(rows):
            rows[n], rows[other] = rows[other], rows[n]
    while form.questions.entries:
        form.questions.pop_entry()
    for row in rows:
        form.questions.append_entry(row)
