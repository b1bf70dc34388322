"""What surveys say: tallies by unit and question of one survey, and of the overall question over a stretch of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select, true

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
    """None: fewer than five, or to be told from the others."""


@dataclass(frozen=True)
class Result:
    """A survey as it is shown: the whole, its units, its questions (of all units, or of one)."""

    whole: Tally | None
    asked: int
    units: Sequence[UnitResult]
    questions: Sequence[tuple[Any, Tally | None]]


def result_of(survey: Survey, *, unit_id: int = 0) -> Result:
    """What a survey says; the questions of one unit where that unit is shown."""
    answers = db.session.execute(
        select(SurveyAnswer.unit_id, SurveyAnswer.overall, SurveyAnswer.scores).where(
            SurveyAnswer.survey_id == survey.id
        )
    ).all()
    by_unit = {one.unit_id: tally(row.overall for row in answers if row.unit_id == one.unit_id) for one in survey.units}
    unseen = hidden(by_unit)
    slips = _slips(survey)
    units = [
        UnitResult(
            one.unit_id,
            one.unit.name,
            one.asked + slips.get(one.unit_id, 0),
            slips.get(one.unit_id, 0),
            None if one.unit_id in unseen else by_unit[one.unit_id],
        )
        for one in survey.units
    ]
    chosen = [row for row in answers if not unit_id or row.unit_id == unit_id]
    questions = [(one.text, tally(row.scores.get(one.key) for row in chosen)) for one in survey.questions]
    questions.append((OVERALL, tally(row.overall for row in chosen)))
    is_told = not unit_id or unit_id not in unseen
    told = [(words, one if is_told and one.is_shown else None) for words, one in questions]
    whole = tally(row.overall for row in answers)
    return Result(whole if whole.is_shown else None, sum(one.asked for one in units), units, told)


def overall_of(surveys: Sequence[int], *, unit_id: int = 0) -> dict[int, Tally]:
    """The overall question of some surveys by number, of one unit alone where one is chosen; shown ones only."""
    query = _counted(SurveyAnswer.survey_id).where(SurveyAnswer.survey_id.in_(surveys))
    if not unit_id:
        rows = db.session.execute(query.group_by(SurveyAnswer.survey_id)).all()
        return {number: one for number, *counts in rows if (one := Tally(*counts)).is_shown}
    by_unit: dict[int, dict[int, Tally]] = {}
    grouped = query.add_columns(SurveyAnswer.unit_id).group_by(SurveyAnswer.survey_id, SurveyAnswer.unit_id)
    for number, satisfied, answered, unit in db.session.execute(grouped):
        by_unit.setdefault(number, {})[unit] = Tally(satisfied, answered)
    return {
        number: units[unit_id] for number, units in by_unit.items() if unit_id in units and unit_id not in hidden(units)
    }


def overall_between(first: date, last: date, *, unit_id: int = 0, document_id: int = 0) -> dict[int, Tally]:
    """The overall question by survey, of the answers of some days, of a unit with all under it, about a procedure.

    Empty where too few answered, or so few elsewhere that these could be told.
    """
    inside = SurveyAnswer.unit_id.in_(subtree(unit_id)) if unit_id else true()
    query = _counted(SurveyAnswer.survey_id).add_columns(inside.label("inside"))
    query = query.where(SurveyAnswer.answered_on.between(first, last))
    if document_id:
        query = query.where(SurveyAnswer.survey_id.in_(select(Survey.id).where(Survey.document_id == document_id)))
    rows = db.session.execute(query.group_by(SurveyAnswer.survey_id, "inside").order_by(SurveyAnswer.survey_id)).all()
    parts = {side: together([Tally(*row[1:3]) for row in rows if bool(row.inside) is side]) for side in (True, False)}
    return {} if True in hidden(parts) else {row[0]: Tally(*row[1:3]) for row in rows if row.inside}


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
