"""The pages of feedback for those who work here: the register, one piece of it, its moves, and the opening of boxes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, render_template, request, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from iso_qms.blobs import WORD
from iso_qms.citizens.flow import FEEDBACK
from iso_qms.citizens.models import shown_here
from iso_qms.citizens.voice import answering
from iso_qms.citizens.voice.box_openings import BoxOpening, confirm_opening, note_opening, openings
from iso_qms.citizens.voice.box_word import minutes
from iso_qms.citizens.voice.feedback import CHANNELS, HARD_STOP, LEAVING, Feedback
from iso_qms.citizens.voice.feedback_forms import (
    AnswerForm,
    AssignForm,
    CloseForm,
    OpeningForm,
    PassOnForm,
    SendBackForm,
    TakeInForm,
    chosen,
    units,
)
from iso_qms.citizens.voice.feedback_register import VIEWS, Wanted, columns, counts, rows
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.i18n import _
from iso_qms.improvement.models import Nonconformity
from iso_qms.journal import history_of
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit, named_units
from iso_qms.registry import registry
from iso_qms.web import (
    Room,
    as_excel,
    attachment_answer,
    back_to,
    find,
    here,
    kept_filters,
    paged,
    signed_in,
)

room = Room("feedback", __name__, prefix="/<agency>/feedback")

LOADS = (
    joinedload(Feedback.unit),
    joinedload(Feedback.about_unit),
    joinedload(Feedback.document),
    joinedload(Feedback.answered_by),
    joinedload(Feedback.opening),
)


@room.route("/", needs="citizens.feedback")
def index() -> Any:
    """The register: everything one may see, narrowed by state, unit, channel and words."""
    if back := kept_filters("feedback"):
        return back
    wanted, person = Wanted.of(request.args), signed_in()
    found = counts(wanted, person=person)
    kept: dict[str, Any] = {name: request.args[name] for name in ("q", "unit", "channel") if request.args.get(name)}
    return render_template(
        "feedback/index.html",
        page=paged(rows(wanted, person=person), total=found[wanted.view]),
        wanted=wanted,
        today=today(),
        chips=[
            {"label": label, "count": found[name], "current": name == wanted.view, "shape": "",
             "url": url_for(".index", agency=here().slug, view=name, **kept)}
            for name, label in VIEWS.items()
        ],
        units=named_units(today()),
        channels=CHANNELS,
    )  # fmt: skip


@room.route("/register.xlsx", needs="citizens.feedback")
def excel() -> Response:
    """The register book as Excel, as the list was narrowed."""
    found = db.session.scalars(rows(Wanted.of(request.args), person=signed_in())).unique().all()
    return as_excel(found, columns(), name=_("Register of feedback"))


@room.route("/take-in", methods=["GET", "POST"], needs="citizens.take_in")
def take_in() -> Any:
    """Write down what came in by the hotline, a box, at the counter, by letter or mail."""
    form = TakeInForm(data={"received_on": today(), "opening": request.args.get("opening")}).offer()
    if form.validate_on_submit():
        with form.refusals():
            made = answering.take_in(by=signed_in(), **_typed(form))
            flash(_("%(code)s was taken in. The quality team sorts it.", code=made))
            return back_to(_after(made))
    return render_template("feedback/take_in.html", form=form, back=_home()), form.status


@room.route("/<int:number>", needs="citizens.feedback")
def show(number: int) -> Any:
    """One piece of feedback: what was said, who answers until when, what became of it."""
    one = find(Feedback, number, *LOADS)
    person = signed_in()
    opened = one.nonconformity_id and registry.url_of("nonconformity", one.nonconformity_id, seen_by=person)
    return render_template(
        "feedback/show.html",
        one=one,
        leaving=LEAVING.get(one.leaving),
        is_gone=one.leaving in HARD_STOP,
        keeps_days=min(one.promised_days, shown_here().contact_days),
        nonconformity_url=opened,
        moves=one.open_moves(person),
        history=history_of(one),
    )


@room.route("/<int:number>/moves/<name>", methods=["GET", "POST"], needs="citizens.feedback")
def move(number: int, name: str) -> Any:
    """Sort it, answer it, send the answer back, or close it."""
    one = find(Feedback, number, *LOADS)
    make, act = MOVES.get(name) or abort(404)
    form = make(one)
    if form.validate_on_submit():
        with form.refusals():
            act(one, form)
            flash(_("%(code)s: %(state)s.", code=one, state=one.status.label))
            return back_to(_url(one))
    if request.method == "GET":
        one.demand_open(name, by=signed_in())
    return render_template(
        "feedback/move.html", form=form, move=FEEDBACK.move(name), one=one, back=_url(one)
    ), form.status


@room.route("/boxes", methods=["GET", "POST"], needs="citizens.take_in")
def boxes() -> Any:
    """The openings of suggestion boxes; a new one is noted here."""
    form = OpeningForm(data={"opened_on": today()}).offer(signed_in())
    if form.validate_on_submit():
        with form.refusals():
            typed = {name: form[name].data for name in ("opened_on", "place", "letters", "note")}
            made = note_opening(by=signed_in(), witness=chosen(Person, form.witness.data), **typed)
            flash(_("Noted. %(name)s confirms it.", name=made.witness.name))
            return back_to(url_for(".boxes", agency=here().slug))
    loads = joinedload(BoxOpening.noted_by), joinedload(BoxOpening.witness)
    page = paged(openings().options(*loads))
    entered = select(Feedback.opening_id, func.count()).where(Feedback.opening_id.in_([one.id for one in page]))
    counted = dict(db.session.execute(entered.group_by(Feedback.opening_id)).all())
    told = {"page": page, "entered": counted, "back": _home()}
    return render_template("feedback/boxes.html", form=form, **told), form.status


@room.route("/boxes/<int:number>/confirm", methods=["POST"], needs="citizens.take_in")
def confirm(number: int) -> Any:
    """Confirm, as the second person, an opening that was noted."""
    confirm_opening(find(BoxOpening, number), by=signed_in())
    flash(_("Confirmed."))
    return back_to(url_for(".boxes", agency=here().slug))


@room.route("/boxes/<int:number>/minutes.docx", needs="citizens.take_in")
def box_minutes(number: int) -> Response:
    """The minutes of an opening as Word."""
    one = find(BoxOpening, number, joinedload(BoxOpening.noted_by), joinedload(BoxOpening.witness))
    name = _("Opening of a suggestion box") + f" {one.opened_on:%d-%m-%Y}.docx"
    return attachment_answer(minutes(one, agency=here()), name=name, mimetype=WORD)


def _typed(form: TakeInForm) -> dict[str, Any]:
    plain = ("channel", "received_on", "text", "dossier_code", "contact", "is_conduct", "once")
    return {name: form[name].data for name in plain} | {
        "unit": chosen(Unit, form.unit.data),
        "document": chosen(Document, form.document.data),
        "opening": chosen(BoxOpening, form.opening.data),
    }


def _assigning(one: Feedback) -> AssignForm:
    unit = one.unit_id or one.about_unit_id
    form = AssignForm(data={"unit": str(unit or 0), "is_conduct": one.is_conduct, "days": answering.USUAL_DAYS})
    form.unit.choices = units(_("Choose"))
    return form


def _assign(one: Feedback, form: AssignForm) -> None:
    unit = chosen(Unit, form.unit.data)
    answering.assign(one, by=signed_in(), unit=unit, days=form.days.data, is_conduct=form.is_conduct.data)


def _pass_on(one: Feedback, form: PassOnForm) -> None:
    answering.pass_on(one, by=signed_in(), leaving=form.leaving.data, to=form.to.data or "")


def _answer(one: Feedback, form: AnswerForm) -> None:
    answering.answer(one, by=signed_in(), text=form.text.data or "")


def _send_back(one: Feedback, form: SendBackForm) -> None:
    answering.send_back(one, by=signed_in(), note=form.note.data or "")


def _close(one: Feedback, form: CloseForm) -> None:
    founded = {"yes": True, "no": False}.get(form.founded.data)
    existing = chosen(Nonconformity, form.nonconformity.data)
    answering.close(one, by=signed_in(), is_founded=founded, title=form.title.data or "", existing=existing)


MOVES: dict[str, tuple[Callable[[Feedback], Any], Callable[..., None]]] = {
    "assign": (_assigning, _assign),
    "pass_on": (lambda one: PassOnForm(), _pass_on),
    "answer": (lambda one: AnswerForm(data={"text": one.answer}), _answer),
    "send_back": (lambda one: SendBackForm(), _send_back),
    "close": (lambda one: CloseForm().offer(one, signed_in()), _close),
}


def _after(made: Feedback) -> str:
    """The page of what was taken in, for those who may see it; else the next one to take in."""
    return _url(made) if signed_in().may("citizens.sort") else url_for(".take_in", agency=here().slug)


def _home() -> str:
    name = ".index" if signed_in().may("citizens.feedback") else "desk.home"
    return url_for(name, agency=here().slug)


def _url(one: Feedback) -> str:
    return url_for(".show", agency=here().slug, number=one.id)
