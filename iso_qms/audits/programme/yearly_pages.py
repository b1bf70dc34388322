"""The pages of the yearly summary: to look at, as Word, and to issue it."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, url_for

from iso_qms.audits.conduct.conduct_rules import conduct_of
from iso_qms.audits.programme import yearly
from iso_qms.audits.report import issuing
from iso_qms.audits.report.issued_papers import summaries_of
from iso_qms.audits.report.issuing_forms import IssueForm
from iso_qms.audits.room import room
from iso_qms.blobs import WORD
from iso_qms.i18n import _, speaking
from iso_qms.web import attachment_answer, back_to, here, password_confirmed, signed_in

YEARS = "<int(min=2000, max=2100):year>"


@room.route(f"/figures/{YEARS}", needs="audits.oversee")
def yearly_summary(year: int) -> Any:
    """The summary of a year beside the year before, and where it differs from what was issued."""
    fewest, issued = conduct_of(here().id).fewest, summaries_of(year)
    counted = yearly.counted_in(year, fewest), yearly.counted_in(year - 1, fewest)
    with speaking("vi"):
        differing = yearly.as_issued(yearly.said(*counted), issued[0].content["parts"]) if issued else []
    return render_template(
        "audits/yearly_summary.html",
        year=year,
        parts=yearly.said(*counted),
        blanks=yearly.blanks(),
        issued=issued,
        differing=differing,
        differs=any(one for rows in differing for row in rows for one in row),
        may_issue=signed_in().may("audits.issue"),
    )


@room.route(f"/figures/{YEARS}.docx", needs="audits.oversee")
def yearly_summary_file(year: int) -> Any:
    """The summary of today as Word; a paper of the agency is written in Vietnamese."""
    agency, fewest = here(), conduct_of(here().id).fewest
    head = {"agency": agency.name, "superior": agency.superior, "place": agency.place}
    with speaking("vi"):
        data = yearly.summary_docx(year, yearly.summary_of(year, fewest=fewest), head)
    return attachment_answer(data, name=_("Summary of inspections %(year)s", year=year) + ".docx", mimetype=WORD)


@room.route(f"/figures/{YEARS}/issue", methods=["GET", "POST"], needs="audits.issue")
def issue_summary(year: int) -> Any:
    """Issue the summary under a number and a date, with one's password."""
    form, issued = IssueForm(), summaries_of(year)
    if form.validate_on_submit():
        if not password_confirmed():
            form.own_password.errors = [_("This is not your password. Nothing was signed.")]
        else:
            with form.refusals():
                fewest = conduct_of(here().id).fewest
                paper = issuing.issue_summary(year, by=signed_in(), fewest=fewest, **form.typed())
                flash(_("%(number)s was issued.", number=paper.number))
                return back_to(url_for(".yearly_summary", agency=here().slug, year=year))
    return render_template("audits/issue_summary.html", form=form, year=year, issued=issued), form.status
