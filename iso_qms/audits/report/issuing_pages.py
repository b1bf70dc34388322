"""The pages of issued papers: issuing a notice of conclusion, and the files of what was issued."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, url_for

from iso_qms.audits.models import Inspection
from iso_qms.audits.report import issuing
from iso_qms.audits.report.issued_papers import IssuedPaper, notices_of
from iso_qms.audits.report.issuing_forms import IssueForm
from iso_qms.audits.room import room
from iso_qms.audits.visit.minutes_text import findings_for_others
from iso_qms.blobs import WORD, read
from iso_qms.i18n import _
from iso_qms.web import attachment_answer, back_to, find, here, password_confirmed, signed_in


@room.route("/inspections/<int:number>/conclusion", methods=["GET", "POST"], needs="audits.issue")
def issue_conclusion(number: int) -> Any:
    """Issue the notice of conclusion under a number and a date, with one's password."""
    inspection, form = find(Inspection, number), IssueForm()
    if inspection.state not in ("reporting", "closed") or inspection.has_member(signed_in()):
        abort(404)
    issuing.demand_concluded(inspection)
    if form.validate_on_submit():
        if not password_confirmed():
            form.own_password.errors = [_("This is not your password. Nothing was signed.")]
        else:
            with form.refusals():
                paper = issuing.issue_conclusion(inspection, by=signed_in(), **form.typed())
                flash(_("%(number)s was issued. The heads of the units were told.", number=paper.number))
                return back_to(url_for(".show", agency=here().slug, number=number))
    return render_template(
        "audits/issue_conclusion.html",
        form=form,
        inspection=inspection,
        issued=notices_of(inspection),
        findings=findings_for_others(inspection),
    ), form.status


@room.route("/papers/<int:number>.docx", needs="audits.read")
def issued_file(number: int) -> Any:
    """An issued paper as it was issued; its content is checked against its hash."""
    paper = find(IssuedPaper, number)
    return attachment_answer(read(paper.sha256), name=f"{paper.number.replace('/', '-')}.docx", mimetype=WORD)
