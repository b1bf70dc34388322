"""The pages of the minutes: signing, noting who signed on paper or did not, and the Word files."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, url_for

from iso_qms.audits import choices, word
from iso_qms.audits import minutes as signing
from iso_qms.audits.forms import PaperForm, SignForm
from iso_qms.audits.models import SIGNED, Inspection
from iso_qms.audits.views import room
from iso_qms.i18n import _
from iso_qms.web import attachment_answer, back_to, find, here, password_confirmed, signed_in

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@room.route("/inspections/<int:number>/minutes", methods=["GET", "POST"], needs="audits.read")
def minutes(number: int) -> Any:
    """The minutes: what they say, who stands by them, and my own confirmation."""
    inspection, form = find(Inspection, number), SignForm()
    units = signing.units_to_sign_for(inspection, signed_in())
    signs_for_team = inspection.is_led_by(signed_in()) and all(one.side != "team" for one in inspection.signatures)
    if form.validate_on_submit():
        if not password_confirmed():
            form.own_password.errors = [_("This is not your password.")]
        else:
            with form.refusals():
                for unit in [None] if signs_for_team else units:
                    signing.sign(inspection, by=signed_in(), unit=unit, remark=form.remark.data or "")
                flash(_("You stand by the minutes."))
                return back_to(url_for(".minutes", agency=here().slug, number=number))
    return render_template(
        "audits/minutes.html",
        form=form,
        inspection=inspection,
        lines=word.facts_of(inspection),
        findings=word.findings_in(inspection),
        may_sign=inspection.state == "under_way" and (signs_for_team or bool(units)),
        may_note=inspection.state == "under_way" and inspection.has_member(signed_in()) and bool(_unsigned(inspection)),
        SIGNED=SIGNED,
    ), form.status


@room.route("/inspections/<int:number>/minutes/paper", methods=["GET", "POST"], needs="audits.inspect")
def note_signing(number: int) -> Any:
    """Note a signature on paper with its scan, or that nobody signed, with a witness."""
    inspection, form = find(Inspection, number), PaperForm()
    form.unit.choices = choices.units(_unsigned(inspection))
    if form.validate_on_submit():
        with form.refusals():
            unit = next(one for one in inspection.units if one.id == form.unit.data)
            names = ("how", "name", "post", "witness", "remark")
            values = {name: getattr(form, name).data or "" for name in names}
            signing.note_signing(inspection, by=signed_in(), unit=unit, scans=form.scans.data or [], **values)
            flash(_("It was noted in the minutes."))
            return back_to(url_for(".minutes", agency=here().slug, number=number))
    return render_template("audits/note_signing.html", form=form, inspection=inspection), form.status


@room.route("/inspections/<int:number>/minutes.docx", needs="audits.read")
def minutes_file(number: int) -> Any:
    """The minutes as Word, in the layout of Decree 30/2020."""
    inspection = find(Inspection, number)
    name = _("Minutes %(code)s", code=inspection.code)
    return attachment_answer(word.minutes_docx(inspection, agency=here()), name=f"{name}.docx", mimetype=WORD)


@room.route("/inspections/<int:number>/report.docx", needs="audits.read")
def report_file(number: int) -> Any:
    """The lead's report as Word."""
    inspection = find(Inspection, number)
    name = _("Report %(code)s", code=inspection.code)
    return attachment_answer(word.report_docx(inspection, agency=here()), name=f"{name}.docx", mimetype=WORD)


def _unsigned(inspection: Inspection) -> list[Any]:
    signed = {one.unit_id for one in inspection.signatures}
    return [unit for unit in inspection.units if unit.id not in signed]
