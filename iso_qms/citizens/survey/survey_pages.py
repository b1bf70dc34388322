"""The pages of surveys for those who work here: the list with its trend, one survey, handing out, typing, a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from flask import Response, abort, flash, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from iso_qms import charts
from iso_qms.citizens.flow import SURVEY
from iso_qms.citizens.survey import asking
from iso_qms.citizens.survey.satisfaction import FEWEST, SATISFIED_FROM, Tally
from iso_qms.citizens.survey.survey_forms import EndForm, HandOutForm, ReopenForm, SurveyForm
from iso_qms.citizens.survey.survey_results import Result, overall_of, result_of
from iso_qms.citizens.survey.surveys import LABELS, OVERALL, WAYS, Survey, SurveyBatch, SurveySlip, SurveyUnit
from iso_qms.citizens.voice.feedback_forms import chosen
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.documents.qr import drawn_link, outside
from iso_qms.i18n import _
from iso_qms.journal import JournalEntry, history_of
from iso_qms.organisation.units import Unit, named_units
from iso_qms.web import (
    Room,
    as_excel,
    back_to,
    find,
    here,
    number_asked,
    paged,
    signed_in,
)
from iso_qms.web.answers import Column

room = Room("surveys", __name__, prefix="/<agency>/feedback/surveys")

LOADS = selectinload(Survey.units), joinedload(Survey.document)


@room.route("/", needs="citizens.feedback")
def index() -> Any:
    """Every survey with what it says, the newest first; of one unit alone where one is chosen."""
    unit = number_asked("unit")
    query = Survey.visible_to(signed_in())
    if unit:
        query = query.where(Survey.id.in_(select(SurveyUnit.survey_id).where(SurveyUnit.unit_id == unit)))
    page = paged(query.options(joinedload(Survey.document)).order_by(Survey.last_on.desc(), Survey.id.desc()))
    found = overall_of([one.id for one in page], units=[unit] if unit else ())
    return render_template(
        "surveys/index.html",
        page=page,
        found=found,
        percent=_percent,
        drawing=_trend(list(reversed(page.rows)), found),
        units=named_units(today()),
        unit=unit,
        rule=_rule(),
    )


@room.route("/new", methods=["GET", "POST"], needs="citizens.survey")
def new() -> Any:
    """Begin a survey, blank or like another one."""
    like = find(Survey, number_asked("like"), *LOADS) if number_asked("like") else None
    form = SurveyForm(data=_proposed(like)).offer()
    if form.validate_on_submit():
        with form.refusals():
            made = asking.begin(
                form.title.data or "",
                by=signed_in(),
                first_on=form.first_on.data,
                last_on=form.last_on.data,
                units=[chosen(Unit, one) for one in form.units.data or []],
                asks=(form.asks.data or "").splitlines(),
                document=chosen(Document, form.document.data),
            )
            flash(_("The survey runs. Hand out its slips, or note how many were asked."))
            return back_to(url_of(made))
    return render_template("surveys/new.html", form=form, back=_home()), form.status


@room.route("/<int:number>", needs="citizens.feedback")
def show(number: int) -> Any:
    """One survey: what it says by unit and question, what was taken in, what may be done."""
    one = find(Survey, number, *LOADS)
    unit = number_asked("unit")
    batches = select(SurveyBatch).where(SurveyBatch.survey_id == one.id).order_by(SurveyBatch.id.desc())
    result = result_of(one, unit_id=unit)
    return render_template(
        "surveys/show.html",
        one=one,
        result=result,
        drawing=_by_unit(result),
        percent=_percent,
        unit=next((each for each in result.units if each.unit_id == unit), None),
        batches=db.session.scalars(batches.options(joinedload(SurveyBatch.unit), joinedload(SurveyBatch.by))).all(),
        ways=WAYS,
        moves=one.open_moves(signed_in()),
        history=_history(one),
        rule=_rule(),
    )


@room.route("/<int:number>/results.xlsx", needs="citizens.feedback")
def excel(number: int) -> Response:
    """What a survey says, as Excel."""
    one = find(Survey, number, *LOADS)
    result = result_of(one)
    rows: list[Any] = [(each.name, each.asked, each.tally) for each in result.units]
    rows.append((_("Together"), result.asked, result.whole))
    rows += [(str(words), "", counted) for words, counted in result.questions]
    columns = [
        Column(_("Unit or question"), lambda row: row[0], 50),
        Column(_("People asked"), lambda row: row[1], 10),
        Column(_("Answers"), lambda row: row[2].answered if row[2] else _("fewer than %(n)s", n=FEWEST), 14),
        Column(_("Satisfied"), lambda row: row[2].satisfied if row[2] else "–", 12),
        Column(_("Share"), lambda row: _percent(row[2]), 10),
    ]
    return as_excel(rows, columns, name=one.title)


@room.route("/<int:number>/units/<int:unit>", methods=["GET", "POST"], needs="citizens.survey")
def hand_out(number: int, unit: int) -> Any:
    """Print slips for a unit, or note how many were asked without one."""
    one, place = both(number, unit)
    form = HandOutForm(data={"asked": place.asked, "slips": 0})
    if form.validate_on_submit():
        with form.refusals():
            if form.asked.data != place.asked:
                asking.note_asked(one, by=signed_in(), unit=place.unit, asked=form.asked.data)
            if form.slips.data:
                first = asking.print_slips(one, by=signed_in(), unit=place.unit, number=form.slips.data)
                return back_to(url_for(".slips", agency=here().slug, number=one.id, unit=unit, since=first))
            flash(_("Noted."))
            return back_to(url_of(one))
    printed = select(SurveySlip.id).where(SurveySlip.survey_id == one.id, SurveySlip.unit_id == unit).limit(1)
    return render_template(
        "surveys/hand_out.html", form=form, one=one, place=place, back=url_of(one), printed=db.session.scalar(printed)
    ), form.status


@room.route("/<int:number>/units/<int:unit>/slips", needs="citizens.survey")
def slips(number: int, unit: int) -> Any:
    """The slips of a unit that were not used, the newest first, to print; only those just made where they were."""
    one, place = both(number, unit)
    mine = SurveySlip.survey_id == one.id, SurveySlip.unit_id == unit, SurveySlip.is_used.is_(False)
    query = select(SurveySlip).where(*mine, SurveySlip.number >= (number_asked("since") or 0))
    query = query.order_by(SurveySlip.id.desc()).limit(asking.MOST_SLIPS)
    found = [(slip, drawn_link(_outside(slip))) for slip in db.session.scalars(query)] if one.state == "open" else []
    told = {"one": one, "place": place, "labels": LABELS, "overall": OVERALL, "back": url_of(one)}
    return render_template("surveys/slips.html", slips=found, **told)


@room.route("/<int:number>/moves/<name>", methods=["GET", "POST"], needs="citizens.survey")
def move(number: int, name: str) -> Any:
    """End the survey, or reopen it; asked first, with what will come of it."""
    one = find(Survey, number, *LOADS)
    make, act = MOVES.get(name) or abort(404)
    form = make()
    if form.validate_on_submit():
        with form.refusals():
            act(one, form)
            flash(_("%(title)s: %(state)s.", title=one, state=one.status.label))
            return back_to(url_of(one))
    if request.method == "GET":
        one.demand_open(name, by=signed_in())
    told = {"result": result_of(one), "least": FEWEST, "back": url_of(one)}
    return render_template("surveys/move.html", form=form, move=SURVEY.move(name), one=one, **told), form.status


def _proposed(like: Survey | None) -> dict[str, Any]:
    """What the form of a new survey says at first: the usual questions, or name, units and questions of another."""
    days = {"first_on": today(), "last_on": today()}
    if like is None:
        return days | {"asks": "\n".join(asking.usual_words())}
    return days | {
        "title": like.title,
        "asks": "\n".join(str(each.text) for each in like.questions),
        "units": [str(each.unit_id) for each in like.units],
        "document": str(like.document_id or 0),
    }


def _close(one: Survey, form: EndForm) -> None:
    asking.close(one, by=signed_in(), at_once=form.at_once.data)


def _reopen(one: Survey, form: ReopenForm) -> None:
    asking.reopen(one, by=signed_in(), note=form.note.data or "")


MOVES: dict[str, tuple[Callable[[], Any], Callable[..., None]]] = {
    "close": (EndForm, _close),
    "reopen": (ReopenForm, _reopen),
}


class Told(NamedTuple):
    """A line of a survey's history that names the unit, and how many."""

    at: datetime
    who: JournalEntry
    sentence: str
    reason: str


def _history(one: Survey) -> list[Told]:
    """Its history; slips made and people asked are told with their unit and number, from the entry's details."""
    return [Told(each.at, each.who, _sentence(each), each.reason) for each in history_of(one)]


def _sentence(entry: JournalEntry) -> str:
    said = entry.changes
    numbers = [said[key] for key in ("slips", "asked") if key in said]
    return f"{entry.sentence}: {said['unit']}, {numbers[0]}" if numbers and "unit" in said else entry.sentence


def both(number: int, unit: int) -> tuple[Survey, SurveyUnit]:
    """A survey and one of its units, as the address names them."""
    one = find(Survey, number, *LOADS)
    place = next((each for each in one.units if each.unit_id == unit), None) or abort(404)
    return one, place


def _trend(surveys: list[Survey], found: dict[int, Tally]) -> Any:
    bars = [_bar(one.title, found.get(one.id)) for one in surveys]
    return charts.horizontal(bars, title=_("Satisfied citizens in per cent, by survey"), about=_told(bars))


def _by_unit(result: Result) -> Any:
    bars = [_bar(one.name, one.tally) for one in result.units]
    return charts.horizontal(bars, title=_("Satisfied citizens in per cent, by unit"), about=_told(bars))


def _bar(label: str, one: Tally | None) -> charts.Bar:
    share = one.share if one else None
    return charts.Bar(label, None if share is None else round(float(share * 100)))


def _told(bars: list[charts.Bar]) -> str:
    return "; ".join(f"{bar.label}: {bar.figure}" for bar in bars)


def _percent(one: Tally | None) -> str:
    return "–" if one is None or one.share is None else charts.percent(float(one.share))


def _rule() -> str:
    return _(
        "Satisfied is who answers %(from_)s or 5 to “%(question)s”. Fewer than %(least)s answers are not shown, nor "
        "what would tell them.",
        from_=SATISFIED_FROM, question=str(OVERALL).rstrip("."), least=FEWEST,
    )  # fmt: skip


def _outside(slip: SurveySlip) -> str:
    return outside(url_for("citizens.survey", agency=here().slug, token=slip.code))


def _home() -> str:
    return url_for(".index", agency=here().slug)


def url_of(one: Survey) -> str:
    """The page of a survey."""
    return url_for(".show", agency=here().slug, number=one.id)
