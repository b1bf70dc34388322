"""How answers of a survey are brought in and taken back by those who work here: typed from paper, or in a file."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, render_template, url_for
from sqlalchemy import func, select

from iso_qms.citizens.survey import asking
from iso_qms.citizens.survey.survey_files import OVERALL_KEY, SLIP, as_csv, given, read_answers
from iso_qms.citizens.survey.survey_forms import BringInForm, KeepForm, TypeInForm
from iso_qms.citizens.survey.survey_pages import LOADS, both, room, url_of
from iso_qms.citizens.survey.surveys import OVERALL, Survey, SurveyBatch, SurveyUnit, headings_of
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.units import Unit
from iso_qms.web import HouseForm, as_excel, back_to, find, here, rows_posted, signed_in
from iso_qms.web.answers import Column

GRID = 15
"""Rows to type at once; those left blank are passed over."""
SHOWN_ROWS = 5
"""Rows of a file shown as they were read, before they are kept."""


@room.route("/<int:number>/units/<int:unit>/type", methods=["GET", "POST"], needs="citizens.survey")
def type_in(number: int, unit: int) -> Any:
    """A grid to type paper slips into: a digit, Tab, the next; a whole row may stay blank."""
    one, place = both(number, unit)
    keys = [each.key for each in one.questions]
    if one.state != "open":
        flash(_("This survey has ended: no answer is taken in any more."))
        return back_to(url_of(one))
    form, typed = TypeInForm(), rows_posted("row")
    if form.validate_on_submit():
        with form.refusals():
            rows, said = _typed(typed, keys), {"unnumbered": form.unnumbered.data}
            made = asking.take_in(one, by=signed_in(), unit=place.unit, given=rows, **said)
            flash(_("%(n)s answers were taken in.", n=made.answers))
            return back_to(url_for(".type_in", agency=here().slug, number=one.id, unit=unit))
    told = {"one": one, "place": place, "keys": [*keys, OVERALL_KEY], "overall": OVERALL, "back": url_of(one)}
    told["asked"] = [*(each.text for each in one.questions), OVERALL]
    slips, last = asking.has_slips(one, unit), _last(place)
    return render_template(
        "surveys/type_in.html", form=form, typed=typed, rows=GRID, has_slips=slips, last=last, **told
    ), form.status


@room.route("/<int:number>/file", methods=["GET", "POST"], needs="citizens.survey")
def bring_in(number: int) -> Any:
    """Bring in a file of answers of one unit: it is read and shown, and kept by the next act."""
    one = find(Survey, number, *LOADS)
    form = BringInForm()
    form.unit.choices = [(str(each.unit_id), each.unit.name) for each in one.units]
    if form.validate_on_submit():
        with form.refusals(at=form.file):
            file, headings = form.file.data, headings_of(one)
            read = read_answers(file.read(), name=file.filename or "", headings=headings)
            keep = KeepForm(formdata=None, data={"unit": form.unit.data, "kept": as_csv(read, headings)})
            return _preview(one, keep, read)
    return render_template("surveys/bring_in.html", form=form, one=one, back=url_of(one)), form.status


@room.route("/<int:number>/file/keep", methods=["POST"], needs="citizens.survey")
def keep(number: int) -> Any:
    """Take in the answers of a file that was read and shown."""
    one, form = find(Survey, number, *LOADS), KeepForm()
    read = read_answers((form.kept.data or "").encode(), name="kept.csv", headings=headings_of(one))
    if form.validate_on_submit():
        with form.refusals():
            unit, said = _unit_of(one, form), {"unnumbered": form.unnumbered.data}
            made = asking.take_in(one, by=signed_in(), unit=unit, given=read, way="file", **said)
            flash(_("%(n)s answers were taken in.", n=made.answers))
            return back_to(url_of(one))
    return _preview(one, form, read)


@room.route("/<int:number>/file/headings.xlsx", needs="citizens.survey")
def headings(number: int) -> Response:
    """An empty Excel file with the headings of a survey."""
    one = find(Survey, number, *LOADS)
    columns = [Column(every[0], str, 24) for every in headings_of(one).values()]
    return as_excel([], columns, name=_("Answers of %(title)s", title=one))


@room.route("/<int:number>/batches/<int:batch>/take-back", methods=["GET", "POST"], needs="citizens.survey")
def take_back(number: int, batch: int) -> Any:
    """Take back answers that were a mistake; asked first, because they are gone then."""
    one, form = find(Survey, number, *LOADS), HouseForm()
    found = db.session.get(SurveyBatch, batch)
    if found is None or found.survey_id != one.id:
        abort(404)
    if form.validate_on_submit():
        with form.refusals():
            asking.take_back(found, by=signed_in())
            flash(_("Those answers were taken back."))
            return back_to(url_of(one))
    slips = asking.has_slips(one, found.unit_id)
    told = {"one": one, "batch": found, "has_slips": slips, "back": url_of(one)}
    return render_template("surveys/take_back.html", form=form, **told), form.status


def _preview(one: Survey, form: KeepForm, read: list[asking.Given]) -> Any:
    """What was read of a file: how often each question was answered, and the first rows."""
    unit = _unit_of(one, form)
    asked = [(each.text, [row.scores.get(each.key) for row in read]) for each in one.questions]
    asked.append((OVERALL, [row.overall for row in read]))
    return render_template(
        "surveys/keep.html",
        form=form,
        one=one,
        unit=unit,
        rows=read[:SHOWN_ROWS],
        total=len(read),
        counted=[(words, [one for one in scores if one is not None], scores[:SHOWN_ROWS]) for words, scores in asked],
        has_slips=asking.has_slips(one, unit.id),
        back=url_for(".bring_in", agency=here().slug, number=one.id),
    ), form.status


def _unit_of(one: Survey, form: KeepForm) -> Unit:
    return next((each.unit for each in one.units if str(each.unit_id) == form.unit.data), None) or abort(404)


def _typed(rows: list[dict[str, str]], keys: list[str]) -> list[asking.Given]:
    found = []
    for number, row in enumerate(rows, start=1):
        cells = [row.get(key, "") for key in (*keys, OVERALL_KEY)]
        if any(cells):
            found.append(given(cells, keys, row=number, slip=row.get(SLIP, "")))
    return found


def _last(place: SurveyUnit) -> int:
    """A person's newest batch of a unit: by it the page knows whether what it keeps in the browser has arrived."""
    mine = SurveyBatch.survey_id == place.survey_id, SurveyBatch.unit_id == place.unit_id
    query = select(func.max(SurveyBatch.id)).where(*mine, SurveyBatch.by_id == signed_in().id)
    return db.session.scalar(query) or 0
