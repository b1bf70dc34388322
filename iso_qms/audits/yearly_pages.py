"""The pages of the yearly summary: to look at, and as Word."""

from __future__ import annotations

from typing import Any

from flask import render_template

from iso_qms.audits import yearly
from iso_qms.audits.conduct_rules import conduct_of
from iso_qms.audits.views import room
from iso_qms.blobs import WORD
from iso_qms.i18n import _, speaking
from iso_qms.web import attachment_answer, here


@room.route("/figures/<int(min=2000, max=2100):year>", needs="audits.oversee")
def yearly_summary(year: int) -> Any:
    """The summary of a year beside the year before."""
    fewest = conduct_of(here().id).fewest
    return render_template(
        "audits/yearly_summary.html", year=year, parts=yearly.summary_of(year, fewest=fewest), blanks=yearly.blanks()
    )


@room.route("/figures/<int(min=2000, max=2100):year>.docx", needs="audits.oversee")
def yearly_summary_file(year: int) -> Any:
    """The summary as Word; a paper of the agency is written in Vietnamese."""
    agency, fewest = here(), conduct_of(here().id).fewest
    with speaking("vi"):
        data = yearly.summary_docx(
            year, fewest=fewest, agency=agency.name, superior=agency.superior, place=agency.place
        )
    return attachment_answer(data, name=_("Summary of inspections %(year)s", year=year) + ".docx", mimetype=WORD)
