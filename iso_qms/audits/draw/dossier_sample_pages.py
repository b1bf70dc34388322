"""The pages of samples drawn from the register of dossiers: which are drawn from, and the papers of each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import abort, flash, render_template, request, url_for
from sqlalchemy.orm import selectinload
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from iso_qms.audits.draw.dossier_sampling import (
    FOUND,
    Wanted,
    draw_dossiers,
    finding_from_papers,
    note_papers,
    papers_of,
    revision_for,
)
from iso_qms.audits.draw.samples import FileSample, SampledFile
from iso_qms.audits.draw.strata import PARTS
from iso_qms.audits.finding.finding_pages import to_finding
from iso_qms.audits.finding.findings import GRADES, Finding
from iso_qms.audits.room import room
from iso_qms.charts.sheet import percent
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document, Revision
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.register import differences, procedures_held
from iso_qms.i18n import _, _l
from iso_qms.web import HouseForm, back_to, find, here, signed_in


class RegisterForm(HouseForm):
    """Which dossiers of the register a sample is drawn from."""

    since = DateField(_l("Received from"), [InputRequired(_l("From which day?"))])
    until = DateField(_l("Received until"), [InputRequired(_l("Until which day?"))])
    procedure = SelectField(_l("Procedure"), coerce=int, default=0)
    part = SelectField(
        _l("Shows, with 95 % confidence, when so many or more are faulty"),
        default="tenth",
        description=_l(
            "The size of the sample follows from it: the rarer the faults it must show, the more are drawn."
        ),
    )


@room.route("/samples/<int:number>/register", methods=["GET", "POST"], needs="audits.inspect")
def draw_from_register(number: int) -> Any:
    """Draw a bound sample from the register of dossiers."""
    found = find(FileSample, number)
    if found.drawn_at is not None or not found.inspection.has_member(signed_in()):
        abort(404)
    form = RegisterForm(since=today() - timedelta(days=30), until=today())
    form.procedure.choices = [(0, _("All procedures")), *procedures_held(signed_in())]
    form.part.choices = [(name, percent(float(part))) for name, part in PARTS.items()]
    back = url_for(".sample", agency=here().slug, number=number)
    if form.validate_on_submit():
        with form.refusals():
            document = db.session.get(Document, form.procedure.data) if form.procedure.data else None
            wanted = Wanted(form.since.data, form.until.data, document, form.part.data)
            draw_dossiers(found, wanted, by=signed_in())
            flash(_("%(n)s of %(total)s dossiers were drawn.", n=found.size, total=len(found.codes)))
            return back_to(back)
    return render_template("audits/draw_from_register.html", form=form, sample=found, back=back), form.status


@room.route("/samples/<int:number>/files/<int:place>", methods=["GET", "POST"], needs="audits.read")
def sampled_dossier(number: int, place: int) -> Any:
    """One dossier of a sample: what the register says of it, and its papers against the revision of its day."""
    one = _sampled(number, place)
    dossier = db.session.get(Dossier, one.dossier_id) or abort(404)
    revision = one.revision or revision_for(dossier)
    form, papers, note = HouseForm(), one.papers or _asked(revision), one.note
    if form.validate_on_submit():
        papers, note = _answered(revision), request.form.get("note", "")
        answers = [(paper["found"], paper["note"]) for paper in papers]
        with form.refusals():
            note_papers(one, revision or abort(404), answers, note=note, by=signed_in())
            flash(_("What was found is kept."))
            return back_to(url_for(".sampled_dossier", agency=here().slug, number=number, place=place))
    inspection, person = one.sample.inspection, signed_in()
    seen = Finding.visible_to(person).where(Finding.id == one.finding_id)
    team = inspection.state == "under_way" and inspection.has_member(person)
    return render_template(
        "audits/sampled_dossier.html",
        one=one,
        dossier=dossier,
        revision=revision,
        form=form,
        papers=papers,
        note=note,
        differences=differences(dossier),
        found_words=FOUND,
        grades=GRADES,
        finding=db.session.scalars(seen).one_or_none() if one.finding_id else None,
        may_check=team and one.finding_id is None and one.looked_by_id in (None, person.id),
        may_find=team and one.finding_id is None and bool(one.faults),
    ), form.status


@room.route("/samples/<int:number>/files/<int:place>/finding", methods=["POST"], needs="audits.inspect")
def finding_of_dossier(number: int, place: int) -> Any:
    """Make a finding of what is wrong with its papers."""
    made = finding_from_papers(_sampled(number, place), grade=request.form.get("grade", ""), by=signed_in())
    flash(_("%(finding)s was noted. Look it over, then notify the unit.", finding=made.code))
    return to_finding(made)


def _asked(revision: Revision | None) -> list[dict[str, str]]:
    return [{"text": text, "found": "", "note": ""} for text in papers_of(revision)]


def _answered(revision: Revision | None) -> list[dict[str, str]]:
    typed = request.form
    return [
        paper | {"found": typed.get(f"found-{at}", ""), "note": typed.get(f"said-{at}", "")}
        for at, paper in enumerate(_asked(revision))
    ]


def _sampled(number: int, place: int) -> SampledFile:
    sample = find(FileSample, number, selectinload(FileSample.files))
    found = next((one for one in sample.files if one.place == place and one.dossier_id), None)
    return found or abort(404)
