"""The page on which the steps are written: rows of steps, a column of time for each case."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from iso_qms.documents.models import Revision
from iso_qms.processes import sections
from iso_qms.processes.operations import Row, object_in, rows_of, save_part
from iso_qms.processes.pages.editing import frame, moved, saved, without_blank_rows
from iso_qms.processes.pages.reading import lanes_of, table_of
from iso_qms.processes.parts import Part
from iso_qms.processes.step_forms import MOST_CASES, StepsForm, step_values, steps_form, typed_steps, without_case
from iso_qms.text import whole_number
from iso_qms.web import rows_posted, signed_in


def steps_page(revision: Revision, one: Part) -> Any:
    """Show the steps, or take what was typed: move a row, add or drop a case, save."""
    if request.method == "GET":
        form = _form_of(_stored(revision))
    elif request.form.get("row_action") or request.form.get("case_action"):
        form = _form_of(_acted(_posted()))
    else:
        form = steps_form(_posted()["cases"])()
        without_blank_rows(form)
        if form.validate():
            with form.refusals():
                _save(revision, form)
                return saved(revision, one)
    found = object_in(revision)
    return render_template(
        "processes/steps.html",
        form=form,
        part=one,
        most_cases=MOST_CASES,
        read={version.block_id: version.content for version in rows_of(revision, "steps")},
        sums=table_of(found).sums,
        lanes=lanes_of(found, revision.title, set()),
        **frame(revision),
    ), form.status


def _save(revision: Revision, form: StepsForm) -> None:
    cases = [(one.data or "").strip() for one in form.cases]
    typed = form["rows"].data
    values = step_values(typed, cases)
    rows = [Row(whole_number(row["block"], 0) or None, value) for row, value in zip(typed, values, strict=True)]
    texts = {"steps": form.note.data or ""}
    save_part(revision, "steps", rows, by=signed_in(), edits=form.opened_at, texts=texts)


def _stored(revision: Revision) -> dict[str, Any]:
    section = sections.find(revision.blocks, "steps")
    typed = typed_steps(rows_of(revision, "steps"))
    return typed | {"edits": revision.edits, "note": section.content["text"] if section else ""}


def _posted() -> dict[str, Any]:
    cases = [row for key, row in sorted(request.form.items()) if key.startswith("cases-") and key[6:].isdigit()]
    typed: dict[str, Any] = {"edits": request.form.get("edits"), "note": request.form.get("note", "")}
    return typed | {"cases": cases[:MOST_CASES] or [""], "rows": rows_posted("rows")}


def _acted(typed: dict[str, Any]) -> dict[str, Any]:
    if action := request.form.get("row_action"):
        typed["rows"] = moved(typed["rows"], action)
        return typed
    verb, _colon, number = request.form.get("case_action", "").partition(":")
    if verb == "add" and len(typed["cases"]) < MOST_CASES:
        typed["cases"].append("")
    elif verb == "remove" and 0 <= (at := whole_number(number, -1)) < len(typed["cases"]) > 1:
        typed = without_case(typed, at)
    return typed


def _form_of(typed: dict[str, Any]) -> StepsForm:
    return steps_form(typed["cases"])(formdata=None, data=typed)
