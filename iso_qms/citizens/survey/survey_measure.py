"""The satisfaction of citizens with a unit or a procedure, as a measure of effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from iso_qms.citizens.survey.survey_results import overall_between, together
from iso_qms.citizens.survey.surveys import Survey
from iso_qms.citizens.voice.feedback_forms import NOBODY, procedures, units
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.i18n import _, _l
from iso_qms.organisation.units import Unit
from iso_qms.registry import Measure, Measured, MeasuredRow, Parameter


def _units() -> Sequence[tuple[str, str]]:
    return units(_("Every unit"))


def _procedures() -> Sequence[tuple[str, str]]:
    return procedures(_("Any procedure"))


def _about(parameters: Mapping[str, str]) -> str:
    unit, document = _chosen(parameters)
    place = db.session.get(Unit, unit) if unit else None
    paper = db.session.get(Document, document) if document else None
    named = [place.name if place else "", paper.code if paper else ""]
    return _("Satisfied citizens: %(where)s", where=", ".join(filter(None, named)) or _("Every unit"))


def _satisfied(parameters: Mapping[str, str], first: date, last: date) -> Measured | None:
    """Of those who answered the overall question in those days, how many are satisfied; None where too few answered."""
    unit, document = _chosen(parameters)
    found = overall_between(first, last, unit_id=unit, document_id=document)
    if not found:
        return None
    whole = together(list(found.values()))
    ends = {number: min(db.session.get_one(Survey, number).last_on, last) for number in found}
    rows = [MeasuredRow("survey", number, day) for number, day in ends.items()]
    return Measured(whole.satisfied, whole.answered, rows)


def _chosen(parameters: Mapping[str, str]) -> tuple[int, int]:
    return int(parameters.get("unit") or NOBODY), int(parameters.get("procedure") or NOBODY)


SATISFIED = Measure(
    label=_l("Satisfaction of citizens with a unit or a procedure"),
    parameters=(Parameter("unit", _l("Unit"), _units), Parameter("procedure", _l("Procedure"), _procedures)),
    compute=_satisfied,
    about=_about,
    is_share=True,
    fewer_is_better=False,
)
