"""The library of checklists: its lists and their versions, those this software brings, and the agency's own."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, request, url_for

from iso_qms.audits.checklist import checklists as lists
from iso_qms.audits.checklist import library, stale
from iso_qms.audits.checklist.asking import ANSWER_KINDS
from iso_qms.audits.checklist.checklists import LIST_KINDS, Checklist
from iso_qms.audits.checklist.clauses import CLAUSES, STANDARD, clause_title
from iso_qms.audits.checklist.library_forms import ChecklistForm, NewChecklistForm, typed
from iso_qms.audits.checklist.seeds import SEEDS
from iso_qms.audits.checklist.stale import FATES
from iso_qms.audits.forms import RulesForm
from iso_qms.audits.room import room
from iso_qms.audits.rules import USUAL, rules_of, set_rules
from iso_qms.audits.topics import TOPICS
from iso_qms.i18n import _
from iso_qms.text import whole_number
from iso_qms.web import back_to, here, signed_in


@room.route("/checklists", needs="audits.read")
def checklists() -> Any:
    """The lists in use, those that may be brought in, what is stale, and the agency's own rules."""
    found, looked_at = lists.library(), stale.stale_on(stale.horizon())
    brought, may_plan = library.not_brought(), signed_in().may("audits.plan")
    return render_template(
        "audits/checklists.html",
        lists=found,
        topics=[(key, label) for key, label in TOPICS.items() if key not in found],
        seeds=[(key, SEEDS[key]) for key in brought if not SEEDS[key].topic],
        title_of=lists.title_of,
        retired=lists.out_of_use(),
        stale=looked_at,
        # What an approved revision will say is not for everybody yet: the others see only that a block changes.
        changes=stale.changes_of(looked_at) if looked_at and may_plan else {},
        FATES=FATES,
        LIST_KINDS=LIST_KINDS,
        rules=rules_of(here().id),
        may_plan=may_plan,
    )


@room.route("/checklists/<key>", needs="audits.read")
def checklist_of(key: str) -> Any:
    """One list: its questions in the newest version or an older one, and the blocks they hang on."""
    versions = lists.versions_of(key) or abort(404)
    number = whole_number(request.args.get("version"), versions[0].version)
    one = next((each for each in versions if each.version == number), None) or abort(404)
    return render_template(
        "audits/checklist_of.html",
        checklist=one,
        versions=versions,
        hung={each.question.id: each for each in stale.hung_on(stale.horizon(), checklists=[one.id])},
        FATES=FATES,
        LIST_KINDS=LIST_KINDS,
        ANSWER_KINDS=ANSWER_KINDS,
        may_plan=signed_in().may("audits.plan"),
    )


@room.route("/checklists/new", methods=["GET", "POST"], needs="audits.plan")
def start_checklist() -> Any:
    """Begin a list of the agency's own."""
    form = NewChecklistForm(lists.library())
    if form.validate_on_submit():
        with form.refusals():
            made = library.start_checklist(
                form.name_vi.data or "", form.name_en.data or "", form.questions, by=signed_in()
            )
            flash(_("The list was begun. Write its questions now."))
            return back_to(url_for(".change_checklist", agency=here().slug, key=made.key))
    return render_template("audits/start_checklist.html", form=form), form.status


@room.route("/checklists/<key>/version", methods=["GET", "POST"], needs="audits.plan")
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
            return _to(made)
    label = one.title if one else lists.title_of(SEEDS[key].topic, SEEDS[key].vi, SEEDS[key].en)
    clauses = [(number, clause_title(STANDARD, number)) for number in CLAUSES[STANDARD]]
    page = render_template("audits/change_checklist.html", form=form, one=one, label=label, clauses=clauses)
    return page, form.status


@room.route("/checklists/<key>/bring", methods=["POST"], needs="audits.plan")
def bring_checklist(key: str) -> Any:
    """Take a list this software brings into the library."""
    made = library.bring_in(key, by=signed_in())
    flash(_("The list is in the library. Choose it when you plan an inspection."))
    return _to(made)


@room.route("/checklists/<key>/retire", methods=["POST"], needs="audits.plan")
def retire_checklist(key: str) -> Any:
    """Take a list out of use."""
    one = lists.newest_of(key) or abort(404)
    library.retire_checklist(one, by=signed_in())
    flash(_("No inspection planned from now on asks it."))
    return _to(one)


@room.route("/checklists/<key>/revive", methods=["POST"], needs="audits.plan")
def revive_checklist(key: str) -> Any:
    """Take a list into use again."""
    one = lists.newest_of(key) or abort(404)
    library.revive_checklist(one, by=signed_in())
    flash(_("The list is in use again."))
    return _to(one)


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


def _to(one: Checklist) -> Any:
    return back_to(url_for(".checklist_of", agency=here().slug, key=one.key))


def _written(key: str, one: Checklist | None) -> dict[str, Any]:
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
