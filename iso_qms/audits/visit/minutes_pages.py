"""The pages of the minutes: signing, noting who signed on paper or did not, and the Word files."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, url_for

from iso_qms.audits import choices, word
from iso_qms.audits.forms import PaperForm, SignForm
from iso_qms.audits.models import SIGNED, Inspection, MinutesSignature
from iso_qms.audits.room import room
from iso_qms.audits.visit import minutes as signing
from iso_qms.audits.visit import minutes_text
from iso_qms.blobs import WORD
from iso_qms.i18n import _
from iso_qms.organisation.units import Unit
from iso_qms.web import attachment_answer, back_to, find, here, password_confirmed, signed_in


@room.route("/inspections/<int:number>/minutes", methods=["GET", "POST"], needs="audits.read")
def minutes(number: int) -> Any:
    """The minutes: what they say, who stands by them, and my own confirmation; for others than both sides, a copy."""
    inspection, form = find(Inspection, number), SignForm()
    whole = minutes_text.reads_whole(inspection, signed_in())
    standing = minutes_text.standing_signatures(inspection)
    sides = signing.sides_to_sign_for(inspection, signed_in(), standing)
    refused = signing.refused_units(inspection, signed_in(), standing)
    unsigned = minutes_text.unsigned_sides(inspection, standing)
    if (sides or refused) and form.validate_on_submit():
        if not password_confirmed():
            form.own_password.errors = [_("This is not your password.")]
        else:
            with form.refusals():
                typed = {"remark": form.remark.data or "", "files": form.files.data}
                signing.sign_for([*sides, *refused], inspection, by=signed_in(), **typed)
                flash(_("You stand by the minutes."))
                return back_to(url_for(".minutes", agency=here().slug, number=number))
    return render_template(
        "audits/minutes.html",
        form=form,
        inspection=inspection,
        lines=minutes_text.facts_of(inspection),
        whole=whole,
        findings=(minutes_text.findings_in if whole else minutes_text.findings_for_others)(inspection),
        attendance=minutes_text.attendance_in(inspection),
        answers=minutes_text.answers_in(inspection),
        standing=standing,
        unsigned=unsigned,
        changed=bool(inspection.ended_at and unsigned),
        waits_for=minutes_text.names_of(inspection, unsigned) if inspection.state == "under_way" else [],
        papers=signing.papers_of(inspection) if whole else [],
        may_sign=bool(sides or refused),
        refused=refused,
        may_note=inspection.has_member(signed_in()) and bool(_units_unsigned(inspection, standing)),
        SIGNED=SIGNED,
    ), form.status


@room.route("/inspections/<int:number>/minutes/paper", methods=["GET", "POST"], needs="audits.inspect")
def note_signing(number: int) -> Any:
    """Note a signature on paper with its scan, or that nobody signed, with a witness."""
    inspection, form = find(Inspection, number), PaperForm()
    form.unit.choices = choices.units(_units_unsigned(inspection, minutes_text.standing_signatures(inspection)))
    if form.validate_on_submit():
        with form.refusals():
            unit = next(one for one in inspection.units if one.id == form.unit.data)
            names = ("how", "name", "post", "witness", "remark")
            values = {name: getattr(form, name).data or "" for name in names}
            signing.note_signing(inspection, by=signed_in(), unit=unit, scans=form.scans.data, **values)
            flash(_("It was noted in the minutes."))
            return back_to(url_for(".minutes", agency=here().slug, number=number))
    return render_template("audits/note_signing.html", form=form, inspection=inspection), form.status


@room.route("/inspections/<int:number>/minutes.docx", needs="audits.read")
def minutes_file(number: int) -> Any:
    """The minutes as Word, in the layout of Decree 30/2020; once the visit has ended, as both sides confirmed them.

    Whoever is of neither side gets the copy for reading.
    """
    inspection = find(Inspection, number)
    name = _("Minutes %(code)s", code=inspection.code)
    if minutes_text.reads_whole(inspection, signed_in()):
        data = signing.kept_minutes(inspection) or word.minutes_docx(inspection, agency=here())
    else:
        data = word.reading_copy(inspection, agency=here())
    return attachment_answer(data, name=f"{name}.docx", mimetype=WORD)


@room.route("/inspections/<int:number>/notice.docx", needs="audits.read")
def notice_file(number: int) -> Any:
    """The notice of an announced inspection as Word; there is none of a surprise."""
    inspection = find(Inspection, number)
    if inspection.is_unannounced:
        abort(404)
    name = _("Notice %(code)s", code=inspection.code)
    return attachment_answer(word.notice_docx(inspection, agency=here()), name=f"{name}.docx", mimetype=WORD)


@room.route("/inspections/<int:number>/report.docx", needs="audits.read")
def report_file(number: int) -> Any:
    """The lead's report as Word; what a side said of a person when signing is for both sides and the leadership."""
    inspection = find(Inspection, number)
    name = _("Report %(code)s", code=inspection.code)
    told = signed_in().may("audits.oversee") or minutes_text.reads_whole(inspection, signed_in())
    data = word.report_docx(inspection, agency=here(), with_remarks=told)
    return attachment_answer(data, name=f"{name}.docx", mimetype=WORD)


def _units_unsigned(inspection: Inspection, standing: list[MinutesSignature]) -> list[Unit]:
    if inspection.state != "under_way":
        return []
    return [unit for unit in minutes_text.unsigned_sides(inspection, standing) if unit is not None]
