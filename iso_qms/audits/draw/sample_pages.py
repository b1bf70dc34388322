"""The pages of samples of files at a visit: binding a seed, giving the list, and saying what was looked at."""

from __future__ import annotations

import json
from typing import Any

from flask import abort, flash, render_template, request, url_for
from sqlalchemy.orm import selectinload
from wtforms import FileField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from iso_qms.audits.draw.dossier_sampling import part_label
from iso_qms.audits.draw.file_lists import FileList, listed, listed_in
from iso_qms.audits.draw.redoing import proof_of_sample, record_of_sample
from iso_qms.audits.draw.samples import FileSample
from iso_qms.audits.draw.sampling import MOST_DRAWN, bind_sample, draw_sample, note_looked
from iso_qms.audits.draw.strata import PARTS
from iso_qms.audits.models import Inspection
from iso_qms.audits.room import room
from iso_qms.charts.sheet import percent
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.organisation.units import Unit
from iso_qms.web import HouseForm, attachment_answer, back_to, find, here, signed_in


class BindForm(HouseForm):
    """What a sample is about, before its list is known."""

    what = StringField(
        _l("Which files"),
        [InputRequired(_l("Say which files this is about, such as the files of last month.")), Length(max=200)],
        description=_l("Such as: certification files received in October."),
    )
    why_another = TextAreaField(_l("Why another sample"))


class ListForm(HouseForm):
    """The list of files, and how many are drawn from it."""

    codes = TextAreaField(
        _l("Codes of all files"),
        description=_l("One a line, as they stand in the register; a heading in the first line is left out."),
    )
    file = FileField(_l("Or a file"), description=_l("Excel (.xlsx) or text (.csv, .txt); its first column is read."))
    size = IntegerField(
        _l("Files to draw"),
        [InputRequired(_l("How many?"))],
        default=10,
        description=_l("At most %(n)s.", n=MOST_DRAWN),
    )


@room.route("/inspections/<int:number>/units/<int:unit_id>/samples", methods=["GET", "POST"], needs="audits.read")
def samples(number: int, unit_id: int) -> Any:
    """The samples of a unit at this visit; the team binds the seed of the next one here."""
    inspection, unit = _visited(number, unit_id)
    query = FileSample.visible_to(signed_in()).where(FileSample.inspection_id == number, FileSample.unit_id == unit.id)
    found = list(db.session.scalars(query.order_by(FileSample.place).options(selectinload(FileSample.files))))
    form = BindForm()
    if not found:
        del form.why_another
    if form.validate_on_submit():
        with form.refusals():
            why = form.why_another.data if found else ""
            made = bind_sample(inspection, unit=unit, what=form.what.data, why_another=why or "", by=signed_in())
            db.session.flush()
            flash(_("The seed is bound: its commitment stands in the journal. Now ask for the list."))
            return _to(made)
    may_draw = inspection.state == "under_way" and inspection.has_member(signed_in())
    return render_template(
        "audits/samples.html", form=form, inspection=inspection, unit=unit, samples=found, may_draw=may_draw
    ), form.status


@room.route("/samples/<int:number>", methods=["GET", "POST"], needs="audits.read")
def sample(number: int) -> Any:
    """One sample: its list is given and drawn from, or its files, each ticked by whoever looked at it."""
    found = find(FileSample, number, selectinload(FileSample.files))
    may_draw = found.inspection.state == "under_way" and found.inspection.has_member(signed_in())
    form = ListForm()
    if request.method == "POST" and found.drawn_at is not None:
        changed = note_looked(found, _ticked(found), by=signed_in())
        flash(_("%(n)s answers kept.", n=changed))
        return _to(found)
    if form.validate_on_submit():
        with form.refusals():
            given = _given(form)
            draw_sample(found, given.codes, size=form.size.data, by=signed_in())
            flash(_drawn_words(found, given))
            return _to(found)
    return render_template(
        "audits/sample.html",
        sample=found,
        form=form,
        may_draw=may_draw,
        proof=proof_of_sample(found),
        me=signed_in(),
        rules={name: percent(float(part)) for name, part in PARTS.items()},
        part_label=part_label,
    ), form.status


@room.route("/samples/<int:number>/record.json", needs="audits.read")
def sample_record(number: int) -> Any:
    """A sample as a file with which anybody can redo it."""
    found = find(FileSample, number)
    told = json.dumps(record_of_sample(found), indent=2, ensure_ascii=False)
    return attachment_answer(told.encode(), name=f"sample-{found.id}.json", mimetype="application/json")


def _visited(number: int, unit_id: int) -> tuple[Inspection, Unit]:
    inspection = find(Inspection, number)
    unit = next((one for one in inspection.units if one.id == unit_id), None)
    return inspection, unit or abort(404)


def _given(form: ListForm) -> FileList:
    sent = form.file.data
    return listed_in(sent.read(), sent.filename or "") if sent else listed(form.codes.data or "")


def _drawn_words(found: FileSample, given: FileList) -> str:
    said = _("%(n)s of %(total)s files were drawn.", n=found.size, total=len(found.codes))
    if given.repeated:
        said += " " + _("%(n)s codes stood in the list more than once and count once.", n=given.repeated)
    return said


def _ticked(found: FileSample) -> dict[int, tuple[bool, str]]:
    return {
        one.place: (f"looked-{one.place}" in request.form, request.form.get(f"note-{one.place}", ""))
        for one in found.files
        if one.looked_by_id in (None, signed_in().id)
    }


def _to(found: FileSample) -> Any:
    return back_to(url_for(".sample", agency=here().slug, number=found.id))
