"""The pages of the figures of improvement: to look at, as Excel, as Word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, render_template, request

from iso_qms.blobs import WORD
from iso_qms.clock import today
from iso_qms.i18n import _, _l
from iso_qms.improvement.figure.figure_tables import (
    Group,
    Told,
    figures_of,
    groups_by_procedure,
    groups_by_unit,
    headline,
)
from iso_qms.improvement.figure.figure_word import figures_docx
from iso_qms.improvement.figure.figure_words import span_told, unit_told
from iso_qms.improvement.figure.span_form import SpanForm
from iso_qms.improvement.figure.tallied import (
    Asked,
    looked_acts,
    looked_cases,
    named_documents_of,
    named_units_of,
    scope_of,
    years_with_cases,
)
from iso_qms.improvement.figure.tallies import Act, Case
from iso_qms.improvement.room import room
from iso_qms.organisation.units import tree_on
from iso_qms.web import attachment_answer, here, kept_filters, signed_in
from iso_qms.web.figures import Figure, by_chips, excel_of, excel_of_all

BY = {"unit": _l("By unit"), "procedure": _l("By procedure")}


@room.route("/figures", needs="improvement.read")
def figures() -> Any:
    """How old, how timely, how lasting: the figures of a span of days, by unit or by procedure."""
    if back := kept_filters("improvement figures"):
        return back
    told = _told()
    found = figures_of(told)
    if name := request.args.get("as"):
        return excel_of(next((one for one in found if one.name == name), None) or abort(404))
    return render_template(
        "improvement/figures.html",
        form=SpanForm(told.asked, years=years_with_cases(), units=_units(scope_of(signed_in()))),
        asked=told.asked,
        span=_span(told.asked),
        chips=by_chips(BY, told.by),
        headline=headline(told),
        figures=found,
        about=_about(told.groups, told.asked),
        filtered=any(value for name, value in request.args.items() if name != "by"),
    )


@room.route("/figures.xlsx", needs="improvement.read")
def figures_excel() -> Response:
    """Every table of the page as one Excel file."""
    told = _told()
    return excel_of_all(figures_of(told), name=_name(told))


@room.route("/figures.docx", needs="improvement.read")
def figures_word() -> Response:
    """Every table of the page as a Word file."""
    told = _told()
    rule = _("What concerns the conduct of a person stands in none of the figures.")
    data = figures_docx(
        _("Figures of improvement"),
        _shown(told),
        headline(told),
        span=_span(told.asked),
        agency=here(),
        notes=[rule],
    )
    return attachment_answer(data, name=f"{_name(told)}.docx", mimetype=WORD)


@room.app_template_global()
def sees_improvement_figures() -> bool:
    """Whether the person at the door may see figures of some unit."""
    return scope_of(signed_in()) != set()


def _told() -> Told:
    person = signed_in()
    if scope_of(person) == set():
        abort(404)
    asked, by = Asked.of(request.args, today=today()), request.args.get("by", "")
    by = by if by in BY else "unit"
    cases, acts = looked_cases(asked, person), looked_acts(asked, person)
    rows: list[Case | Act] = [*cases.rows, *acts.rows]
    if by == "unit":
        groups = groups_by_unit(named_units_of({row.unit_id for row in rows}))
        return Told(asked, cases, acts, groups, by, _("Unit"))
    numbers = {row.document_id for row in rows}
    return Told(
        asked, cases, acts, groups_by_procedure(named_documents_of(numbers, person), numbers), by, _("Procedure")
    )


def _shown(told: Told) -> Sequence[Figure]:
    return [one for one in figures_of(told) if one.rows]


def _name(told: Told) -> str:
    return _("Figures of improvement, %(span)s", span=_span(told.asked))


def _span(asked: Asked) -> str:
    return ", ".join(filter(None, (span_told(asked), unit_told(asked.unit))))


def _units(mine: set[int] | None) -> list[tuple[str, str]]:
    """The units one may ask for, as a tree."""
    tree = [(depth, unit) for depth, unit in tree_on(today()) if mine is None or unit.id in mine]
    units = [(str(unit.id), "\u2003" * depth + unit.name) for depth, unit in tree]
    return [("", _("Every unit") if mine is None else _("All of one's own")), *units]


def _about(groups: Sequence[Group], asked: Asked) -> str:
    """The procedure that alone is meant, which no field of the form says."""
    if asked.document is None:
        return ""
    return next((one.label for one in groups if (one.number or 0) == asked.document), _("this procedure"))
