"""What surveys say: tallies by unit and question of one survey, and of the overall question over a stretch of days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select

from iso_qms.citizens.survey.satisfaction import SATISFIED_FROM, Tally, hidden, tally
from iso_qms.citizens.survey.surveys import OVERALL, Survey, SurveyAnswer, SurveySlip
from iso_qms.db import db
from iso_qms.organisation.units import subtree


@dataclass(frozen=True)
class UnitResult:
    """One unit of a survey: how many were asked, and what they say; no tally where it is not shown."""

    unit_id: int
    name: str
    asked: int
    slips: int
    tally: Tally | None
    """None: fewer than five, or to be told from the others; of a survey that is not shown yet, always."""
    answered: int | None
    """How many answered, where that is shown."""


@dataclass(frozen=True)
class Result:
    """A survey as it is shown: the whole, its units, its questions (of all units, or of one)."""

    whole: Tally | None
    asked: int
    units: Sequence[UnitResult]
    questions: Sequence[tuple[Any, Tally | None]]
    answered: int


def result_of(survey: Survey, *, unit_id: int = 0) -> Result:
    """What a survey says; the questions of one unit where that unit is shown.

    One that runs says only how many answered: whoever looked before and after an answer would know its scores.
    """
    answers = db.session.execute(
        select(SurveyAnswer.unit_id, SurveyAnswer.overall, SurveyAnswer.scores).where(
            SurveyAnswer.survey_id == survey.id
        )
    ).all()
    ended = survey.is_shown
    by_unit = _by_unit(survey, [(row.unit_id, row.overall) for row in answers])
    unseen = hidden(by_unit) if ended else set(by_unit)
    slips = _slips(survey)
    units = [
        UnitResult(
            one.unit_id,
            one.unit.name,
            one.asked + slips.get(one.unit_id, 0),
            slips.get(one.unit_id, 0),
            None if one.unit_id in unseen else by_unit[one.unit_id],
            None if ended and one.unit_id in unseen else by_unit[one.unit_id].answered,
        )
        for one in survey.units
    ]
    asked = [(one.text, [(row.unit_id, row.scores.get(one.key)) for row in answers]) for one in survey.questions]
    asked.append((OVERALL, [(row.unit_id, row.overall) for row in answers]))
    told = [(words, _told(_by_unit(survey, scores), unit_id, unseen, ended=ended)) for words, scores in asked]
    whole = together(list(by_unit.values()))
    shown = whole if ended and whole.is_shown else None
    return Result(shown, sum(one.asked for one in units), units, told, whole.answered)


def _by_unit(survey: Survey, scores: Sequence[tuple[int, int | None]]) -> dict[int, Tally]:
    return {one.unit_id: tally(score for unit, score in scores if unit == one.unit_id) for one in survey.units}


def _told(by_unit: dict[int, Tally], unit_id: int, unseen: set[int], *, ended: bool) -> Tally | None:
    """What of a question is shown: of all units, or of one that the others do not give away."""
    if not ended or (unit_id and unit_id in unseen | hidden(by_unit)):
        return None
    found = by_unit.get(unit_id, Tally()) if unit_id else together(list(by_unit.values()))
    return found if found.is_shown else None


def overall_of(surveys: Sequence[int], *, units: Collection[int] = ()) -> dict[int, Tally]:
    """The overall question of surveys that are shown, by number: of all their units, or of some as far as shown."""
    ended = select(Survey.id).where(Survey.id.in_(surveys), Survey.is_shown)
    query = _counted(SurveyAnswer.survey_id, SurveyAnswer.unit_id).where(SurveyAnswer.survey_id.in_(ended))
    by_unit: dict[int, dict[int, Tally]] = {}
    for number, unit, *counts in db.session.execute(query.group_by(SurveyAnswer.survey_id, SurveyAnswer.unit_id)):
        by_unit.setdefault(number, {})[unit] = Tally(*counts)
    found = {number: _of_units(parts, units) for number, parts in sorted(by_unit.items())}
    return {number: one for number, one in found.items() if one.is_shown}


def _of_units(parts: dict[int, Tally], units: Collection[int]) -> Tally:
    unseen = hidden(parts) if units else set()
    return together([one for unit, one in parts.items() if unit not in unseen and (not units or unit in units)])


def overall_between(first: date, last: date, *, unit_id: int = 0, document_id: int = 0) -> dict[int, Tally]:
    """The overall question by survey, of surveys that ended within some days, of a unit with all under it.

    Surveys count whole and units as they are shown on a survey's own page, so that nothing can be told by subtraction.
    """
    query = select(Survey.id).where(Survey.last_on.between(first, last))
    if document_id:
        query = query.where(Survey.document_id == document_id)
    return overall_of(db.session.scalars(query).all(), units=subtree(unit_id) if unit_id else ())


def together(tallies: Sequence[Tally]) -> Tally:
    """Several tallies as one."""
    return Tally(sum(one.satisfied for one in tallies), sum(one.answered for one in tallies))


def _counted(*heads: Any) -> Select[Any]:
    satisfied = func.sum(case((SurveyAnswer.overall >= SATISFIED_FROM, 1), else_=0))
    query: Select[Any] = select(*heads, satisfied, func.count(SurveyAnswer.overall))
    return query


def _slips(survey: Survey) -> dict[int, int]:
    query = select(SurveySlip.unit_id, func.count()).where(SurveySlip.survey_id == survey.id)
    return dict(db.session.execute(query.group_by(SurveySlip.unit_id)).all())
