"""The editor of a procedure: a page for each part, row by row, with or without scripts, never overwriting another."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, request, url_for

from iso_qms.documents.comparison.alignment import Value
from iso_qms.documents.models import Revision
from iso_qms.documents.operations import edit_head
from iso_qms.documents.pages.finding import draft_of, to_revision
from iso_qms.i18n import _
from iso_qms.processes import sections
from iso_qms.processes.agreement import sentence_of
from iso_qms.processes.consistency import mismatches_of
from iso_qms.processes.forms import HeadForm, PartForm, WordingForm, rows_form, texts_form, typed_of, values_of
from iso_qms.processes.operations import Row, object_in, rows_of, save_part, save_texts, save_wording
from iso_qms.processes.parts import PARTS, Part, after, count_in, part_named
from iso_qms.processes.room import room
from iso_qms.processes.switching import rules_off
from iso_qms.text import whole_number
from iso_qms.web import back_to, here, rows_posted, signed_in

RULE_OF = {"nobody": "step_without_role"}
"""The rule behind a hint of the editor, where it bears another name."""
HEAD = ("title", "issue_number", "revision_number", "issued_on", "change_summary", "change_basis")


@room.route("/<numbered:number>/<int:revision>/edit", needs="processes.write")
def edit(number: int, revision: int) -> Any:
    """What the draft holds so far, part by part, and what in it does not agree."""
    found = draft_of(number, revision)
    off = rules_off()
    told = [
        sentence_of(one["code"], one["values"]) for one in found.read_from.get("warnings", []) if one["code"] not in off
    ]
    return render_template(
        "processes/edit.html", file_warnings=told, mismatches=mismatches_of(found), rules_off=len(off), **frame(found)
    )


@room.route("/<numbered:number>/<int:revision>/edit/<name>", methods=["GET", "POST"], needs="processes.write")
def part(number: int, revision: int, name: str) -> Any:
    """One part of a draft."""
    found, one = draft_of(number, revision), part_named(name) or abort(404)
    if one.name == "steps":
        from iso_qms.processes.pages.steps import steps_page

        return steps_page(found, one)
    if one.name == "head":
        return _head_page(found, one)
    return _rows_page(found, one) if one.has_rows else _texts_page(found, one)


@room.route("/<numbered:number>/<int:revision>/edit/<name>/wording", methods=["GET", "POST"], needs="processes.write")
def wording(number: int, revision: int, name: str) -> Any:
    """The printed words of a part whose rows stand in a text; the rows are read from them anew."""
    found, one = draft_of(number, revision), part_named(name) or abort(404)
    if not one.has_wording:
        abort(404)
    section = sections.find(found.blocks, name)
    form = WordingForm(data={"edits": found.edits, "text": section.content["text"] if section else ""})
    if form.validate_on_submit():
        with form.refusals():
            save_wording(found, name, form.text.data or "", by=signed_in(), edits=form.opened_at)
            return saved(found, one)
    return render_template("processes/wording.html", form=form, part=one, **frame(found)), form.status


def frame(revision: Revision) -> dict[str, Any]:
    """What every page of the editor shows around its part."""
    off = rules_off()
    warnings = [one for one in object_in(revision)["warnings"] if RULE_OF.get(one.code, one.code) not in off]
    return {
        "revision": revision,
        "document": revision.document,
        "parts": PARTS,
        "counts": {one.name: count_in(one, revision.blocks) for one in PARTS},
        "warnings": warnings,
        "warned": {one.part for one in warnings},
        "part_url": lambda name: part_url(revision, name),
        "back": to_revision(revision),
    }


def part_url(revision: Revision, name: str) -> str:
    """The address of a part of a draft."""
    return url_for("processes.part", agency=here().slug, number=revision.document, revision=revision.number, name=name)


def saved(revision: Revision, one: Part) -> Any:
    """After saving: say so, and stay, or go on to the next part where that was asked."""
    flash(_("Saved: %(part)s.", part=one.label))
    coming = after(one) if request.form.get("draft") else one
    if coming is None:
        return back_to(url_for(".edit", agency=here().slug, number=revision.document, revision=revision.number))
    return back_to(part_url(revision, coming.name))


def moved(rows: list[dict[str, str]], action: str) -> list[dict[str, str]]:
    """The rows after one of their buttons was pressed: add, remove:3, up:3, down:3."""
    verb, _colon, number = action.partition(":")
    at = whole_number(number, -1)
    if verb == "add":
        rows.append({})
    elif 0 <= at < len(rows):
        row = rows.pop(at)
        if verb in ("up", "down"):
            rows.insert(max(0, at + (1 if verb == "down" else -1)), row)
    return rows


def without_blank_rows(form: PartForm) -> None:
    """Take out the rows into which nothing was typed."""
    rows: Any = form["rows"]
    rows.entries = [one for one in rows.entries if not one.form.is_blank]


def _rows_page(revision: Revision, one: Part) -> Any:
    blocks = {version.block_id: version for version in rows_of(revision, one.name)}
    form = rows_form(one.name)(data=_typed(revision, one))
    if request.form.get("row_action"):
        typed = request.form.to_dict() | {"rows": moved(rows_posted("rows"), request.form["row_action"])}
        form = rows_form(one.name)(formdata=None, data=typed)
    elif form.is_submitted():
        without_blank_rows(form)
        if form.validate():
            with form.refusals():
                rows = _rows(form, one, blocks)
                save_part(revision, one.name, rows, by=signed_in(), edits=form.opened_at, texts=_note(form, one))
                return saved(revision, one)
    section = sections.find(revision.blocks, one.name)
    return render_template(
        "processes/part.html",
        form=form,
        part=one,
        read={version.block_id: version for version in rows_of(revision, one.name)},
        wording_of=section.content["text"] if section else "",
        **frame(revision),
    ), form.status


def _typed(revision: Revision, one: Part) -> dict[str, Any]:
    versions = rows_of(revision, one.name)
    section = sections.find(revision.blocks, one.name)
    return {
        "edits": revision.edits,
        "rows": [typed_of(version.content, version.block_id) for version in versions if version.kind != "sets"],
        "sets": next((version.content["number"] for version in versions if version.kind == "sets"), None),
        "note": section.content["text"] if section else "",
    }


def _rows(form: PartForm, one: Part, blocks: dict[int, Any]) -> list[Row]:
    """The rows as they were typed; the first content of a row continues its block."""
    rows = []
    for typed in form["rows"].data:
        block_id = whole_number(typed["block"], 0) or None
        old = blocks[block_id].content if block_id in blocks else None
        for at, value in enumerate(values_of(one.name, typed, old)):
            rows.append(Row(block_id if at == 0 else None, value))
    if one.name == "papers" and form["sets"].data:
        known = next((block_id for block_id, version in blocks.items() if version.kind == "sets"), None)
        rows.append(Row(known, Value("sets", {"number": form["sets"].data})))
    return rows


def _note(form: PartForm, one: Part) -> dict[str, str]:
    return {"records": form["note"].data or ""} if one.name == "records" else {}


def _texts_page(revision: Revision, one: Part) -> Any:
    form = texts_form(one.keys, sections.LABELS)(data=_typed_texts(revision, one))
    if form.validate_on_submit():
        texts = {key: (form[f"heading_{key}"].data or "", form[f"text_{key}"].data or "") for key in one.keys}
        with form.refusals():
            save_texts(revision, texts, by=signed_in(), edits=form.opened_at)
            return saved(revision, one)
    return render_template("processes/texts.html", form=form, part=one, **frame(revision)), form.status


def _typed_texts(revision: Revision, one: Part) -> dict[str, Any]:
    typed: dict[str, Any] = {"edits": revision.edits}
    for key in one.keys:
        section = sections.find(revision.blocks, key)
        typed[f"heading_{key}"] = section.content["heading"] if section else sections.heading_of(key)
        typed[f"text_{key}"] = section.content["text"] if section else ""
    return typed


def _head_page(revision: Revision, one: Part) -> Any:
    form = HeadForm(data={name: getattr(revision, name) for name in HEAD} | {"edits": revision.edits})
    if form.validate_on_submit():
        with form.refusals():
            from iso_qms.documents.operations import demand_fresh

            demand_fresh(revision, form.opened_at)
            edit_head(revision, by=signed_in(), **{name: form[name].data for name in HEAD})
            return saved(revision, one)
    return render_template("processes/head.html", form=form, part=one, **frame(revision)), form.status
