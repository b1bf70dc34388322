"""The form II.06a/VPCP/KSTT of a span: to look at with every number leading to its dossiers, as Excel, as Word."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request

from iso_qms.blobs import WORD
from iso_qms.clock import now, today
from iso_qms.dossiers.figure.counted import Asked
from iso_qms.dossiers.figure.figure_pages import DossierSpanForm, span_of
from iso_qms.dossiers.figure.figure_tables import cell_of
from iso_qms.dossiers.figure.report_06a import COLUMNS, Report, Row, report_06a
from iso_qms.dossiers.figure.report_word import (
    groups,
    heads,
    notes,
    report_docx,
    row_label,
    told_failures,
)
from iso_qms.dossiers.room import room
from iso_qms.i18n import _
from iso_qms.web import Column, attachment_answer, here, kept_filters, signed_in
from iso_qms.web.answers import as_workbook


@room.route("/report", needs="dossiers.read")
def report() -> Any:
    """The form of a span, whether its identities hold, and what stands in no column of it."""
    if back := kept_filters("dossier report"):
        return back
    asked, found = _asked()
    return render_template(
        "dossiers/report.html",
        form=DossierSpanForm(asked),
        span=span_of(asked),
        groups=groups(),
        heads=heads()[2:],
        rows=[_linked(row, asked) for row in (*found.rows, found.whole)],
        notes=notes(found, asked),
        failures=told_failures(found),
        filtered=bool(any(request.args.values())),
    )


@room.route("/report.xlsx", needs="dossiers.read")
def report_excel() -> Response:
    """The form as Excel, and on a second sheet its rule and whether its identities hold."""
    asked, found = _asked()
    lines = [_plain(place, row) for place, row in enumerate((*found.rows, found.whole), start=1)]
    columns = [
        Column(head, _at(place), 8 if place == 0 else 40 if place == 1 else 12) for place, head in enumerate(heads())
    ]
    said = [*map(str, notes(found, asked)), *(told_failures(found) or [_("Every identity of the form holds.")])]
    check = Column(_("Rule and check"), lambda words: words, 110)
    sheets: list[tuple[str, list[Any], list[Column]]] = [("II.06a", lines, columns), (str(check.head), said, [check])]
    return as_workbook(sheets, name=_name(asked))


@room.route("/report.docx", needs="dossiers.read")
def report_word() -> Response:
    """The form as Word."""
    asked, found = _asked()
    data = report_docx(found, asked, agency=here())
    return attachment_answer(data, name=f"{_name(asked)}.docx", mimetype=WORD)


def _asked() -> tuple[Asked, Report]:
    asked = Asked.of(request.args, today=today())
    return asked, report_06a(asked, person=signed_in(), at=now())


def _name(asked: Asked) -> str:
    return f"II.06a {span_of(asked)}"


def _plain(place: int, row: Row) -> list[Any]:
    return ["" if row.field is None else place, row_label(row), *[row[column] for column in COLUMNS]]


def _at(place: int) -> Any:
    return lambda line: line[place]


def _linked(row: Row, asked: Asked) -> list[Any]:
    narrowed = {} if row.field is None else {"field": row.field}
    return [row_label(row), *[cell_of(asked, name, row[column], **narrowed) for column, name in COLUMNS.items()]]
