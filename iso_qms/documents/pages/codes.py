"""The agency's patterns of document codes, what fits them and what does not, and what stands for each unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.code import codes
from iso_qms.documents.code.code_forms import PatternsForm, UnitPartsForm
from iso_qms.documents.code.code_patterns import WORDS, CodePattern, Part, Values, code_part, proposed_part
from iso_qms.documents.models import KINDS, Document
from iso_qms.documents.pages.finding import to_document
from iso_qms.documents.room import room
from iso_qms.i18n import _, language
from iso_qms.organisation.operations import code_unit
from iso_qms.organisation.units import Unit, units_on
from iso_qms.text import clean
from iso_qms.web import Page, back_to, here, signed_in
from iso_qms.web.paging import PER_PAGE
from iso_qms.workflow import Refused

EXAMPLE = Values(number=7, unit="TP", field="HT", procedure="QT-07")


@dataclass
class Line:
    """A kind of document with the pattern typed for it, an example of its codes, and how many codes fit."""

    kind: str
    label: str
    typed: str
    is_strict: bool
    wrong: str = ""
    example: str = ""
    fitting: int = 0
    total: int = 0


@room.route("/codes", methods=["GET", "POST"], needs="documents.keep_codes")
def code_patterns() -> Any:
    """One pattern per kind of document; tried out on the codes there are before it is kept."""
    form, rules = PatternsForm(), codes.rules_of(here().id)
    lines = [_line(kind, rules) for kind in KINDS]
    if form.validate_on_submit():
        read = _read(lines)
        form.wrong = {one.kind: one.wrong for one in lines if one.wrong}
        rules = {kind: rule for kind, rule in read.items() if rule is not None}
        if not form.wrong and "try" not in request.form:
            codes.keep_rules(here(), read, by=signed_in())
            flash(_("The patterns were kept. Codes given before stay as they are."))
            return back_to(url_for(".code_patterns", agency=here().slug))
    units = units_on(today())
    _count(lines, rules, next((one for one in units if one.code_part), None))
    return render_template(
        "documents/code_patterns.html",
        form=form,
        lines=lines,
        is_tried="try" in request.form and not form.wrong,
        parts=[(Part(name, 2 if name == "number" else 0).said(language()), said) for name, said in _parts().items()],
        unnamed=[one for one in units if not one.code_part],
        needs_units=any("unit" in one.pattern.parts for one in rules.values()),
    ), form.status


@room.route("/codes/list", needs="documents.keep_codes")
def coded() -> Any:
    """The codes there are, with why those that do not fit do not."""
    kind, wanted = request.args.get("kind", ""), request.args.get("fits", "")
    kinds = [kind] if kind in KINDS else list(KINDS)
    rules, query = codes.rules_of(here().id), Document.visible_to(signed_in()).where(Document.kind.in_(kinds))
    documents = db.session.scalars(query.options(joinedload(Document.unit)).order_by(Document.code_sort, Document.id))
    judged = [(one, codes.why_no_fit(one.code, rules.get(one.kind), one.unit)) for one in documents.unique()]
    counts = {"": len(judged), "no": sum(bool(why) for _one, why in judged)}
    counts["yes"] = counts[""] - counts["no"]
    shown = [pair for pair in judged if wanted not in ("yes", "no") or bool(pair[1]) == (wanted == "no")]
    return render_template(
        "documents/coded.html",
        page=_page(shown),
        counts=counts,
        kind=kind,
        fits=wanted if wanted in ("yes", "no") else "",
        kinds=KINDS,
        rules=rules,
        to=to_document,
    )


@room.route("/codes/units", methods=["GET", "POST"], needs="documents.keep_codes")
def unit_parts() -> Any:
    """What stands for each unit in codes; proposals are only proposals until they are kept here."""
    form, units = UnitPartsForm(), units_on(today())
    typed = {one.id: clean(request.form.get(f"part-{one.id}", "")).strip() for one in units}
    if form.validate_on_submit() and not form.look_at(typed):
        with form.refusals():
            # Those that give theirs up come first, so that another one may take it in the same go.
            for unit in sorted(units, key=lambda one: bool(typed[one.id])):
                code_unit(unit, code_part(typed[unit.id]) if typed[unit.id] else "", by=signed_in())
            flash(_("What stands for the units in codes was kept."))
            return back_to(url_for(".code_patterns", agency=here().slug))
        units = units_on(today())
    shown = typed if request.method == "POST" else {one.id: one.code_part or proposed_part(one.name) for one in units}
    return render_template("documents/unit_parts.html", form=form, units=units, typed=shown), form.status


def _line(kind: str, rules: Mapping[str, codes.Rule]) -> Line:
    rule = rules.get(kind)
    return Line(kind, str(KINDS[kind]), rule.pattern.said() if rule else "", bool(rule and rule.is_strict))


def _read(lines: list[Line]) -> dict[str, codes.Rule | None]:
    """What was typed for each kind, with the refusal beside it where it is none."""
    read: dict[str, codes.Rule | None] = {}
    for one in lines:
        one.typed = clean(request.form.get(f"pattern-{one.kind}", "")).strip()
        one.is_strict = f"strict-{one.kind}" in request.form
        try:
            read[one.kind] = codes.read_rule(one.kind, one.typed, is_strict=one.is_strict)
        except Refused as refusal:
            one.wrong = str(refusal)
    return read


def _count(lines: list[Line], rules: Mapping[str, codes.Rule], unit: Unit | None) -> None:
    rows = db.session.execute(select(Document.kind, Document.code)).all()
    for one in lines:
        mine = [row.code for row in rows if row.kind == one.kind]
        rule, one.total = rules.get(one.kind), len(mine)
        if rule is not None:
            one.fitting = sum(rule.pattern.parse(code) is not None for code in mine)
            one.example = _example(rule.pattern, unit)


def _example(pattern: CodePattern, unit: Unit | None) -> str:
    values = {**EXAMPLE.__dict__, "year": today().year, "unit": unit.code_part if unit else EXAMPLE.unit}
    return pattern.compose(Values(**values))


def _parts() -> dict[str, str]:
    return dict(
        zip(
            WORDS,
            (
                _("counts within everything else that stands in the code; 02 means at least two digits"),
                _("what stands for the unit in charge"),
                _("what is typed for the field when a document is registered"),
                _("the year of registering"),
                _("the code of the procedure a form or an instruction belongs to"),
            ),
            strict=True,
        )
    )


def _page(rows: list[Any]) -> Page:
    pages = max(1, -(-len(rows) // PER_PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    return Page(rows[(number - 1) * PER_PAGE : number * PER_PAGE], number, len(rows))
