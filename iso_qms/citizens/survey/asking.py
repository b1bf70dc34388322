"""What is done with surveys: begun, slips printed, answers typed, brought in, sent by citizens, taken back, ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select, update

from iso_qms.citizens.survey.satisfaction import SCALE, is_score
from iso_qms.citizens.survey.surveys import (
    USUAL,
    Survey,
    SurveyAnswer,
    SurveyBatch,
    SurveySlip,
    SurveyUnit,
    in_every_language,
)
from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.i18n import _, _l, ngettext
from iso_qms.journal import say, write
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

RIGHT = "citizens.survey"
MOST_QUESTIONS, MOST_SLIPS, MOST_ASKED = 8, 200, 100_000
"""Slips are printed so many at once."""

say(
    {
        "survey.begun": _l("began the survey"),
        "survey.slips_printed": _l("made slips of the survey"),
        "survey.asked_noted": _l("noted how many were asked"),
        "survey_batch.taken_in": _l("took in answers of the survey"),
        "survey_batch.taken_back": _l("took answers of the survey back"),
    }
)


class Given(NamedTuple):
    """One answer: scores by the key of the question, the overall one, and the number of its slip if it has one."""

    scores: Mapping[str, int]
    overall: int | None
    slip: int | None = None


def begin(
    title: str,
    *,
    by: Person,
    first_on: date,
    last_on: date,
    units: Iterable[Unit],
    asks: Sequence[str],
    document: Document | None = None,
) -> Survey:
    """Begin a survey in some units; `asks` are its questions in words, without the overall one."""
    _demand(by)
    if not clean(title).strip():
        raise Incomplete(_("Give the survey a name."))
    if last_on < first_on:
        raise Incomplete(_("The last day lies before the first."))
    there = list(units)
    if not there:
        raise Incomplete(_("Choose at least one unit."))
    one = Survey(
        agency_id=by.agency_id, title=clean(title).strip()[:200], first_on=first_on, last_on=last_on,
        document=document, asks=_asked(asks), made_by=by,
        units=[SurveyUnit(agency_id=by.agency_id, unit=unit) for unit in there],
    )  # fmt: skip
    db.session.add(one)
    write(one, "survey.begun", by=by)
    return one


def note_asked(one: Survey, *, by: Person, unit: Unit, asked: int | None) -> None:
    """Note how many were handed the questions in a unit without a printed slip."""
    _demand_open(one, by)
    if asked is None or not 0 <= asked <= MOST_ASKED:
        raise Incomplete(_("Give how many were asked: a number from 0 on."))
    _place(one, unit).asked = asked
    write(one, "survey.asked_noted", by=by, details={"unit": unit.name, "asked": asked})


def print_slips(one: Survey, *, by: Person, unit: Unit, number: int | None) -> int:
    """Make slips for a unit, each with a number and a link that can be used once; the number of the first."""
    _demand_open(one, by)
    if number is None or not 1 <= number <= MOST_SLIPS:
        raise Incomplete(_("From 1 to %(most)s slips at once.", most=MOST_SLIPS))
    _place(one, unit)
    db.session.execute(select(Agency.id).where(Agency.id == one.agency_id).with_for_update())
    last = db.session.scalar(select(func.max(SurveySlip.number)).where(SurveySlip.survey_id == one.id)) or 0
    slips = range(last + 1, last + 1 + number)
    db.session.add_all(
        SurveySlip(agency_id=one.agency_id, survey_id=one.id, unit_id=unit.id, number=each) for each in slips
    )
    write(one, "survey.slips_printed", by=by, details={"unit": unit.name, "slips": number})
    return int(slips[0])


def take_in(
    one: Survey,
    *,
    by: Person,
    unit: Unit,
    given: Sequence[Given],
    way: str = "slip",
    unnumbered: bool = False,
) -> SurveyBatch:
    """Take in answers of a unit, all or none; a slip that was used already is refused by its number.

    `unnumbered` says that answers without a number are of papers without one: no slip of this unit is among them.
    """
    _demand_open(one, by)
    _place(one, unit)
    if not given:
        raise Incomplete(_("There is no answer yet: type at least one."))
    _demand_numbers(one, unit, given, unnumbered=unnumbered)
    for each in given:
        if each.slip is not None:
            _use_number(one, unit, each.slip)
    batch = SurveyBatch(agency_id=one.agency_id, survey=one, unit=unit, way=way, answers=len(given), by=by, at=now())
    db.session.add(batch)
    write(batch, "survey_batch.taken_in", by=by)
    for each in given:
        _keep(one, unit.id, each, batch_id=batch.id)
    return batch


def answer(slip: SurveySlip, given: Given) -> None:
    """Take in what a citizen answered by the link of a slip, once; no entry tells of it."""
    survey = slip.survey
    if survey.state != "open" or not survey.first_on <= today() <= survey.last_on:
        raise WrongState(_("This survey takes no answers today."))
    _use(slip)
    _keep(survey, slip.unit_id, given)


def take_back(batch: SurveyBatch, *, by: Person) -> None:
    """Remove the answers of a batch that was a mistake. Slips typed with it stay used."""
    _demand_open(batch.survey, by)
    if batch.taken_back_at is not None:
        raise WrongState(_("These answers were taken back already."))
    db.session.execute(delete(SurveyAnswer).where(SurveyAnswer.batch_id == batch.id))
    batch.taken_back_at = now()
    write(batch, "survey_batch.taken_back", by=by)


def close(one: Survey, *, by: Person, at_once: bool = False) -> None:
    """End it: no answer is taken in any more. What it says is shown from tomorrow on, or at once.

    Until it is shown it can be reopened; after that, what was shown twice would tell the answers between.
    """
    one.shown_from = today() if at_once else today() + timedelta(days=1)
    one.advance("close", by=by)


def reopen(one: Survey, *, by: Person, note: str) -> None:
    """Take answers in again after it was ended by mistake, with a reason; not once anything of it was shown."""
    one.demand_open("reopen", by=by)
    one.shown_from = None
    one.advance("reopen", by=by, note=note)


def has_slips(one: Survey, unit_id: int) -> bool:
    """Whether slips with numbers were made for a unit."""
    mine = SurveySlip.survey_id == one.id, SurveySlip.unit_id == unit_id
    return db.session.scalar(select(SurveySlip.id).where(*mine).limit(1)) is not None


def usual_words() -> list[str]:
    """The questions proposed: those of the agency's newest survey, else the usual ones."""
    last = db.session.scalar(select(Survey).order_by(Survey.id.desc()).limit(1))
    return [str(one.text) for one in last.questions] if last else [str(words) for words in USUAL.values()]


def _asked(words: Sequence[str]) -> list[list[str]]:
    """Each question with its key; one of the usual ones keeps its own key and is told in the reader's language."""
    lines = [" ".join(clean(one).split()) for one in words]
    lines = [one for one in lines if one]
    if len(lines) > MOST_QUESTIONS or len(set(lines)) < len(lines) or any(len(one) > 300 for one in lines):
        raise Incomplete(_("At most %(n)s different questions, one a line, each up to 300 signs.", n=MOST_QUESTIONS))
    known = {told: key for key, words in USUAL.items() for told in in_every_language(words)}
    return [[known[one], ""] if one in known else [f"own{place}", one] for place, one in enumerate(lines, start=1)]


def _keep(one: Survey, unit_id: int, given: Given, *, batch_id: int | None = None) -> None:
    scores = {key: given.scores[key] for key, _words in one.asks if key in given.scores}
    values = [*scores.values(), *([] if given.overall is None else [given.overall])]
    if not values:
        raise Incomplete(_("Answer at least one question."))
    if not all(is_score(value) for value in values):
        raise Incomplete(_("An answer is a number from %(least)s to %(most)s.", least=SCALE[0], most=SCALE[-1]))
    db.session.add(
        SurveyAnswer(
            agency_id=one.agency_id, survey_id=one.id, unit_id=unit_id, answered_on=_day(one), scores=scores,
            overall=given.overall, batch_id=batch_id,
        )
    )  # fmt: skip


def _day(one: Survey) -> date:
    """The day an answer counts for: slips that are typed after the survey count for its last day."""
    return min(max(today(), one.first_on), one.last_on)


def _use(slip: SurveySlip) -> None:
    # A compare-and-set: of two that come at once only one is taken.
    free = SurveySlip.id == slip.id, SurveySlip.is_used.is_(False)
    result: Any = db.session.execute(update(SurveySlip).where(*free).values(is_used=True))
    if result.rowcount != 1:
        raise WrongState(_("Slip %(number)s was used already.", number=slip.number))


def _demand_numbers(one: Survey, unit: Unit, given: Sequence[Given], *, unnumbered: bool) -> None:
    """A row without a number might be a slip that was scanned as well: then it would count twice."""
    without = sum(each.slip is None for each in given)
    if without and not unnumbered and has_slips(one, unit.id):
        words = ngettext(
            "%(num)s answer has no slip number, and slips with numbers were made for this unit: it might count "
            "twice. Type the number, or tick that the paper has none.",
            "%(num)s answers have no slip number, and slips with numbers were made for this unit: they might "
            "count twice. Type the numbers, or tick that these papers have none.",
            without,
        )
        raise Incomplete(words)


def _use_number(one: Survey, unit: Unit, number: int) -> None:
    mine = SurveySlip.survey_id == one.id, SurveySlip.unit_id == unit.id, SurveySlip.number == number
    slip = db.session.scalars(select(SurveySlip).where(*mine)).first()
    if slip is None:
        raise Incomplete(_("There is no slip %(number)s of %(unit)s.", number=number, unit=unit.name))
    _use(slip)


def _place(one: Survey, unit: Unit) -> SurveyUnit:
    found = next((each for each in one.units if each.unit_id == unit.id), None)
    if found is None:
        raise Incomplete(_("%(unit)s is not in this survey.", unit=unit.name))
    return found


def _demand_open(one: Survey, by: Person) -> None:
    _demand(by)
    if one.state != "open":
        raise WrongState(_("This survey has ended."))


def _demand(by: Person) -> None:
    if not by.may(RIGHT):
        raise Forbidden(_("The quality team keeps the surveys."))
