"""What the findings of a year come to: by topic, unit and month, by what weighs most, by visit, and answered in time.

Counted is what the inspected unit was told, what stands, and what is no praise. Findings that name a person, and all on
conduct, stay out of every figure; they are told as one number, and only where it is not small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from iso_qms.audits.conduct.cells import HIDDEN, TOTAL, Cell, hidden_besides, with_totals
from iso_qms.audits.finding.findings import NONCONFORMING, Finding, FindingReply, naming_nobody
from iso_qms.audits.models import Inspection, inspection_unit
from iso_qms.clock import as_local, today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.units import Unit

VISITS = 24
"""So many of the last visits make the trend."""
PEOPLE = "people"
"""The one column of the table that counts findings about people."""


@dataclass(frozen=True)
class Seen:
    """What the figures need to know of a finding."""

    kind: str
    unit_id: int
    unit: str
    grade: str
    state: str
    on: date
    names: bool
    due_on: date | None
    replied_on: date | None

    @property
    def about_people(self) -> bool:
        """Whether it stands in no figure, because it names somebody or is of conduct."""
        return self.names or self.kind == "conduct"

    @property
    def in_time(self) -> bool | None:
        """Whether it was explained in time; None while there is still time to."""
        if self.due_on is None or (self.replied_on is None and today() <= self.due_on):
            return None
        return self.replied_on is not None and self.replied_on <= self.due_on


@dataclass(frozen=True)
class Visit:
    """A visit that has ended, with how many counted findings it brought."""

    id: int
    code: str
    found: int


def is_counted() -> ColumnElement[bool]:
    """The condition of a finding that stands in the figures."""
    return and_(is_told(), naming_nobody(), Finding.kind != "conduct")


def seen_in(year: int, *, units: set[int] | None) -> list[Seen]:
    """The findings of a year that were told to their units and stand; None for every unit."""
    replied = select(func.min(FindingReply.at)).where(FindingReply.finding_id == Finding.id).scalar_subquery()
    columns = (Finding.kind, Finding.unit_id, Unit.name, Finding.grade, Finding.state, Finding.observed_at)
    query = (
        select(*columns, not_(naming_nobody()), Finding.reply_due_on, replied)
        .join(Unit, Unit.id == Finding.unit_id)
        .where(is_told(), _within(year))
        .order_by(Unit.sort, Finding.id)
    )
    if units is not None:
        query = query.where(Finding.unit_id.in_(units))
    return [one for one in (_seen(*row) for row in db.session.execute(query)) if one.on.year == year]


def last_visits(until: date, *, units: set[int] | None, kind: str = "") -> list[Visit]:
    """The last visits that have ended by a day, in order of time, with what they brought to some units on a topic."""
    told = [Finding.inspection_id == Inspection.id, is_counted()]
    told += [Finding.kind == kind] if kind else []
    told += [Finding.unit_id.in_(units)] if units is not None else []
    count = select(func.count()).where(*told).scalar_subquery()
    query = select(Inspection, count).where(Inspection.ended_at.is_not(None), Inspection.planned_on <= until)
    if units is not None:
        query = query.where(
            Inspection.id.in_(select(inspection_unit.c.inspection_id).where(inspection_unit.c.unit_id.in_(units)))
        )
    rows = db.session.execute(query.order_by(Inspection.ended_at.desc()).limit(VISITS)).all()
    return [Visit(one.id, one.code, found) for one, found in reversed(rows)]


def years_with_findings() -> list[int]:
    """The years that have findings, and this one, newest first."""
    return sorted({today().year, *db.session.scalars(select(Finding.year).distinct())}, reverse=True)


def about_people(seen: Iterable[Seen], *, fewest: int) -> list[tuple[str, str]]:
    """How many findings concern people, by unit and in all; what is small, or would give that away, is hidden.

    Those on conduct that name nobody can be listed by whoever reads this, so the others are hidden like them.
    """
    counts, naming, units = Counter[Cell](), Counter[Cell](), dict[int, str]()
    for one in seen:
        if one.about_people:
            units[one.unit_id] = one.unit
            counts[one.unit_id, PEOPLE] += 1
            naming[one.unit_id, PEOPLE] += one.names
    hidden, table = hidden_besides(counts, naming, fewest), with_totals(counts)
    names: dict[Any, str] = {**units, TOTAL: _("All units")}
    return [
        (name, HIDDEN if (row, PEOPLE) in hidden else str(table[row, PEOPLE]))
        for row, name in names.items()
        if (row, PEOPLE) in table
    ]


def by_grade(seen: Iterable[Seen]) -> tuple[int, int, int]:
    """How many are remarks, minor and major nonconformities."""
    grades = [one.grade for one in seen]
    minor, major = (grades.count(grade) for grade in NONCONFORMING)
    return len(grades) - minor - major, minor, major


def in_time(seen: Iterable[Seen]) -> tuple[int, int]:
    """How many were explained in time, of how many whose time is over or that were explained."""
    known = [one.in_time for one in seen if one.in_time is not None]
    return sum(known), len(known)


def months_in_time(seen: Sequence[Seen], months: Iterable[int]) -> list[tuple[int, int, int]]:
    """Month, explained in time, of how many; months that have none are left out, for they have no ratio."""
    rows = [(month, *in_time(one for one in seen if one.on.month == month)) for month in months]
    return [row for row in rows if row[2]]


def is_told() -> ColumnElement[bool]:
    """The condition of a finding that its unit knows of and that stands; what is restricted is in no count."""
    return and_(
        Finding.notified_at.is_not(None),
        Finding.state != "withdrawn",
        Finding.grade != "conform",
        Finding.restricted_at.is_(None),
    )


def _within(year: int) -> ColumnElement[bool]:
    # A finding bears the year in which it was noted; one seen on the last evening may be noted in the next.
    return or_(Finding.year == year, Finding.year == year + 1)


def _seen(
    kind: str, unit_id: int, unit: str, grade: str, state: str, at: datetime, names: bool, due: date | None, reply: Any
) -> Seen:
    replied = as_local(reply).date() if reply else None
    return Seen(kind, unit_id, unit, grade, state, as_local(at).date(), bool(names), due, replied)
