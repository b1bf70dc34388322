"""What inspections bring to the measuring of effect: findings of a grade in a unit, and a visit that looks again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, func, select

from iso_qms.audits.finding.findings import NONCONFORMING, Finding, naming_nobody
from iso_qms.audits.models import Inspection, inspection_unit
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.organisation.units import Unit, subtree, units_on
from iso_qms.registry import Measure, Measured, MeasuredRow, Parameter, Reinspection

COUNTED = ("notified", "replied", "confirmed", "corrected")
ENDED = ("reporting", "closed")
GRADES = {"minor": _l("Minor findings"), "major": _l("Major findings"), "any": _l("Minor and major findings")}


def _units() -> Sequence[tuple[str, str]]:
    return [(str(one.id), one.name) for one in units_on(today())]


def _grades() -> Sequence[tuple[str, str]]:
    return [(name, str(words)) for name, words in GRADES.items()]


def _about(parameters: Mapping[str, str]) -> str:
    unit = db.session.get(Unit, int(parameters["unit"]))
    grade = GRADES.get(parameters["grade"], parameters["grade"])
    return _("%(findings)s in %(unit)s", findings=grade, unit=unit.name if unit else "–")


def _found(parameters: Mapping[str, str], first: date, last: date) -> Measured | None:
    """The findings seen in a unit in those days; None where nobody looked, which is not the same as none."""
    units = subtree(int(parameters["unit"]))
    looked = select(func.count()).select_from(Inspection).join(inspection_unit)
    looked = looked.where(inspection_unit.c.unit_id.in_(units), Inspection.state.in_(ENDED))
    if not db.session.scalar(looked.where(Inspection.planned_on.between(first, last))):
        return None
    grades = NONCONFORMING if parameters["grade"] == "any" else (parameters["grade"],)
    day = func.date(Finding.observed_at, type_=Date())
    return _measured(Finding.unit_id.in_(units), Finding.grade.in_(grades), day.between(first, last))


def _of_visit(visit: int) -> Measured | None:
    done = db.session.scalar(select(Inspection.state).where(Inspection.id == visit))
    return _measured(Finding.inspection_id == visit, Finding.grade.in_(NONCONFORMING)) if done in ENDED else None


def _measured(*conditions: Any) -> Measured:
    """None that name somebody: a measure is read by everybody who reads the action."""
    day = func.date(Finding.observed_at, type_=Date())
    weighs = Finding.state.in_(COUNTED), naming_nobody(), Finding.kind != "conduct"
    rows = db.session.execute(select(Finding.id, day).where(*conditions, *weighs).order_by(Finding.id)).all()
    return Measured(len(rows), None, [MeasuredRow("finding", number, seen) for number, seen in rows])


def _visits(unit_id: int, day: date) -> Sequence[tuple[int, str]]:
    """Only announced ones: a surprise is not told beforehand to those who read the action."""
    query = select(Inspection).join(inspection_unit).where(inspection_unit.c.unit_id == unit_id)
    planned = Inspection.state == "planned", Inspection.planned_on >= day, Inspection.kind == "announced"
    rows = db.session.scalars(query.where(*planned).order_by(Inspection.planned_on, Inspection.id)).unique()
    return [(one.id, f"{one.planned_on:%d/%m/%Y} {one}") for one in rows]


FINDINGS = Measure(
    label=_l("Findings of inspections in a unit"),
    parameters=(Parameter("unit", _l("Unit"), _units), Parameter("grade", _l("Which findings"), _grades)),
    compute=_found,
    about=_about,
)
REINSPECTING = Reinspection(right="audits.plan", endpoint="audits.plan", visits=_visits, compute=_of_visit)
