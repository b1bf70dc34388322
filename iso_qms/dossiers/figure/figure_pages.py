"""The pages of the figures of dossiers: to look at, as Excel, as Word."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template, request
from sqlalchemy import func, select

from iso_qms.blobs import WORD
from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.dossiers.figure.counted import Asked
from iso_qms.dossiers.figure.counts import DossierCount
from iso_qms.dossiers.figure.figure_tables import BY, Told, figures_of, headline
from iso_qms.dossiers.figure.tallied import months_until, tallied, together
from iso_qms.dossiers.room import room
from iso_qms.i18n import _
from iso_qms.improvement.figure.figure_word import figures_docx
from iso_qms.improvement.figure.figure_words import span_told, unit_told
from iso_qms.improvement.figure.span_form import SpanForm
from iso_qms.improvement.figure.tallied import named_documents_of, named_units_of
from iso_qms.organisation.units import named_units
from iso_qms.web import attachment_answer, here, kept_filters, signed_in
from iso_qms.web.figures import by_chips, excel_of, excel_of_all

MONTHS = 24
"""How far back a trend goes."""


class DossierSpanForm(SpanForm):
    """Of which days, and of which unit."""

    def __init__(self, asked: Asked) -> None:
        first = db.session.scalar(select(func.min(DossierCount.period)))  # The first month: days are greater numbers.
        years = range(first // 100 if first else today().year, today().year + 1)
        units = [("", _("Every unit")), *[(str(one.id), one.name) for one in named_units(today())]]
        super().__init__(asked.words, years=years, units=units)


def span_of(asked: Asked) -> str:
    """The span in words, and the unit where one alone is meant: on paper no form says it."""
    return ", ".join(filter(None, (span_told(asked.words), unit_told(asked.unit))))


@room.route("/figures", needs="dossiers.read")
def figures() -> Any:
    """How many came in, how many were answered in time, and who answered: the figures of a span of days."""
    if back := kept_filters("dossier figures"):
        return back
    told = _told()
    found = figures_of(told)
    if name := request.args.get("as"):
        return excel_of(next((one for one in found if one.name == name), None) or abort(404))
    return render_template(
        "dossiers/figures.html",
        form=DossierSpanForm(told.asked),
        asked=told.asked,
        span=span_of(told.asked),
        chips=by_chips(BY, told.by),
        headline=headline(told),
        figures=found,
        filtered=any(value for name, value in request.args.items() if name != "by"),
    )


@room.route("/figures.xlsx", needs="dossiers.read")
def figures_excel() -> Response:
    """Every table of the page as one Excel file."""
    told = _told()
    return excel_of_all(figures_of(told), name=_name(told))


@room.route("/figures.docx", needs="dossiers.read")
def figures_word() -> Response:
    """Every table of the page as a Word file."""
    told = _told()
    shown = [one for one in figures_of(told) if one.rows]
    data = figures_docx(_("Figures of dossiers"), shown, headline(told), span=span_of(told.asked), agency=here())
    return attachment_answer(data, name=f"{_name(told)}.docx", mimetype=WORD)


def _told() -> Told:
    asked, by = Asked.of(request.args, today=today()), request.args.get("by", "")
    by, person, at = by if by in BY else "procedure", signed_in(), now()
    rows = tallied(asked, by, person=person, at=at)
    units = rows if by == "unit" else tallied(asked, "unit", person=person, at=at, with_open=False)
    months = months_until(asked, person=person, most=MONTHS)
    named = named_units_of({*units, *(rows if by == "receiving" else ())} - {0})
    names = named_documents_of(set(rows), person) if by == "procedure" else named
    before = together(tallied(asked.before, "channel", person=person, at=at))
    return Told(asked, by, rows, together(rows), units, months, names, named, before)


def _name(told: Told) -> str:
    return _("Figures of dossiers, %(span)s", span=span_of(told.asked))
