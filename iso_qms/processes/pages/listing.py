"""The list of procedures in force: how long each takes, how many steps it has, who answers for it."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.units import named_units
from iso_qms.processes.register import Line, Wanted, lines_of, procedures_wanted
from iso_qms.processes.room import room
from iso_qms.web import Column, as_excel, here, kept_filters, paged, signed_in

MOST_EXCEL_ROWS = 20_000


@room.route("/", needs="processes.read")
def index() -> Any:
    """The procedures in force on a day."""
    if back := kept_filters("processes"):
        return back
    wanted = Wanted.of(request.args, today())
    page = paged(procedures_wanted(wanted))
    return render_template(
        "processes/index.html",
        wanted=wanted,
        page=page,
        lines=lines_of(page.rows),
        units=named_units(today()),
        clear=url_for(".index", agency=here().slug, all=1) if wanted.is_narrow or wanted.day != today() else None,
        may_write=signed_in().may("processes.write"),
    )


@room.route("/procedures.xlsx", needs="processes.read")
def index_excel() -> Any:
    """The same list as Excel, with the same filters."""
    wanted = Wanted.of(request.args, today())
    rows = db.session.execute(procedures_wanted(wanted).limit(MOST_EXCEL_ROWS)).unique().all()
    lines = [line for at in range(0, len(rows), 500) for line in lines_of(rows[at : at + 500])]
    return as_excel(lines, _columns(), name=_("Procedures in force %(day)s", day=f"{wanted.day:%Y-%m-%d}"))


def _columns() -> list[Column]:
    return [
        Column(_("Code"), lambda line: line.document.code, 18),
        Column(_("Title"), lambda line: line.revision.title, 60),
        Column(_("Time limit"), _limits, 40),
        Column(_("Steps"), lambda line: line.steps, 8),
        Column(_("Unit in charge"), lambda line: line.document.unit.name, 34),
        Column(_("Issue number"), lambda line: line.revision.issue_label, 10),
        Column(_("In force from"), lambda line: line.revision.valid_from, 14),
    ]


def _limits(line: Line) -> str:
    return "; ".join(f"{case}: {words}" if case else words for case, words in line.limits)
