"""The pages of the time each step of a procedure takes: to look at, as Excel, as Word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Response, abort, render_template, request
from wtforms import SelectField

from iso_qms.blobs import WORD
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.dossiers.figure.counted import Asked
from iso_qms.dossiers.figure.figure_pages import DossierSpanForm, span_of
from iso_qms.dossiers.register import documents_held
from iso_qms.dossiers.room import room
from iso_qms.dossiers.step.flow_words import in_words, name_of
from iso_qms.dossiers.step.step_reading import Looked, look
from iso_qms.dossiers.step.step_tables import PICK_WORDS, in_hours, looked_at, step_figures_of, step_rules
from iso_qms.dossiers.step.step_tallies import ALL, PICKS, picked
from iso_qms.i18n import _, _l
from iso_qms.improvement.figure.figure_word import figures_docx
from iso_qms.organisation.people import Person
from iso_qms.web import attachment_answer, here, kept_filters, signed_in
from iso_qms.web.figures import Figure, excel_of, excel_of_all


class StepForm(DossierSpanForm):
    """Of which procedure, days and unit."""

    document = SelectField(_l("Procedure"), validate_choice=False)


@dataclass(frozen=True)
class _Told:
    asked: Asked
    form: StepForm
    document: Document | None
    looked: Looked | None

    @property
    def name(self) -> str:
        """What the page is of."""
        return _("Time per step of %(code)s", code=self.document.code) if self.document else _("Time per step")

    @property
    def notes(self) -> list[Any]:
        """Which dossiers they are of, and how they come about."""
        return [looked_at(self.looked, self.asked), *step_rules(self.looked)] if self.looked else []

    def figures(self, time: Any = in_words) -> list[Figure]:
        """The tables; none where there is nothing to reckon."""
        if self.looked is None or not self.looked.told:
            return []
        return step_figures_of(self.looked, self.asked, time=time)


@room.route("/figures/steps", needs="dossiers.read")
def step_figures() -> Any:
    """How long each step of a procedure took and waited, against its limit and by unit, of the dossiers of a span."""
    if back := kept_filters("dossier steps"):
        return back
    told = _told()
    if name := request.args.get("as"):
        return excel_of(next((one for one in told.figures(in_hours) if one.name == name), None) or abort(404))
    return render_template(
        "dossiers/step_figures.html",
        told=told,
        span=span_of(told.asked),
        figures=told.figures(),
        notes=told.notes,
        filtered=bool(any(request.args.values())),
    )


@room.route("/figures/steps.xlsx", needs="dossiers.read")
def step_figures_excel() -> Response:
    """Every table of the page as one Excel file, times as numbers of hours."""
    told = _told()
    figures = told.figures(in_hours) or abort(404)
    for figure in figures:
        lines = [*map(str, told.notes), _("Times are hours of working time.")]
        figure.rows.extend([words] + [""] * (len(figure.heads) - 1) for words in lines)
    return excel_of_all(figures, name=told.name)


@room.route("/figures/steps.docx", needs="dossiers.read")
def step_figures_word() -> Response:
    """Every table of the page as a Word file."""
    told = _told()
    figures = told.figures() or abort(404)
    span = span_of(told.asked)
    data = figures_docx(told.name, figures, [], span=span, agency=here(), notes=told.notes)
    return attachment_answer(data, name=f"{told.name}, {span}.docx", mimetype=WORD)


def step_picked(args: Any, person: Person) -> tuple[set[int], str] | None:
    """The dossiers behind a number of a step that an address names, and what it counts; None where it names none."""
    name, step, asked = args.get("pick", ""), args.get("step", ""), Asked.of(args, today=today())
    if args.get("counted") != "step" or name not in (*PICKS, ALL):
        return None
    document = db.session.scalar(Document.visible_to(person).where(Document.id == asked.document))
    looked = look(document, asked, person=person) if document is not None else None
    if looked is not None and name == ALL:
        return set(looked.numbers), str(looked_at(looked, asked)).rstrip(".")
    if looked is None or step not in looked.flow.by_id:
        return set(), _("a step that is not there")
    hand = args.get("hand")
    words = str(PICK_WORDS[name]) % {"step": name_of(step, looked.flow)}
    words = f"{words} ({hand or _('not told')})" if hand is not None else words
    return picked(looked.told, name, step=step, hand=hand), f"{words}. {str(looked_at(looked, asked)).rstrip('.')}"


def _told() -> _Told:
    person, asked = signed_in(), Asked.of(request.args, today=today())
    choices = _procedures(person)
    numbers = [number for number, _name in choices]
    number = asked.document if asked.document in numbers else next(iter(numbers), None)
    asked = replace(asked, document=number)
    form = StepForm(asked)
    form.document.choices = [(str(one), name) for one, name in choices]
    form.document.data = str(number or "")
    document = db.session.get(Document, number) if number else None
    return _Told(asked, form, document, look(document, asked, person=person) if document else None)


def _procedures(person: Person) -> list[tuple[int, str]]:
    """The procedures that dossiers which a person may see were handed in for."""
    query = Document.visible_to(person).where(Document.id.in_(documents_held(person))).order_by(Document.code_sort)
    rows = db.session.execute(query.with_only_columns(Document.id, Document.code, Document.title))
    return [(row.id, f"{row.code} {row.title}".strip()) for row in rows]
