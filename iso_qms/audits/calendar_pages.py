"""The programme as a calendar: a year by months, and a month by days. What would surprise the reader is not in it."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import MAXYEAR, date
from typing import Any

from flask import abort, render_template
from sqlalchemy.orm import selectinload

from iso_qms.audits.models import KINDS, Inspection
from iso_qms.audits.views import room
from iso_qms.db import db
from iso_qms.organisation.people import Person
from iso_qms.organisation.working_days import is_worked
from iso_qms.web import here, signed_in

MONDAY_FIRST = Calendar(firstweekday=0)


@dataclass(frozen=True)
class Day:
    """A day of the month's table; None where the week belongs to another month."""

    on: date
    worked: bool
    visits: list[Inspection]


@room.route("/programmes/<int:year>/calendar", needs="audits.read")
def calendar(year: int) -> Any:
    """The visits of a year by months, as far as one may see them."""
    by_month = defaultdict(list)
    for one in _visits(signed_in(), _year(year)):
        by_month[one.planned_on.month].append(one)
    months = [(date(year, month, 1), by_month[month]) for month in range(1, 13)]
    return render_template("audits/calendar.html", year=year, months=months, KINDS=KINDS)


@room.route("/programmes/<int:year>/calendar/<int:month>", needs="audits.read")
def calendar_month(year: int, month: int) -> Any:
    """The visits of a month by days."""
    if not 1 <= month <= 12:
        abort(404)
    first = date(_year(year), month, 1)
    there = [one for one in _visits(signed_in(), year) if one.planned_on.month == month]
    return render_template(
        "audits/calendar_month.html",
        year=year,
        first=first,
        weeks=_weeks(first, [one for one in there if one.day_set], agency_id=here().id),
        visits=there,
        before=_beside(first, -1),
        after=_beside(first, 1),
        KINDS=KINDS,
    )


def _year(year: int) -> int:
    return year if 1 < year < MAXYEAR else abort(404)


def _visits(person: Person, year: int) -> list[Inspection]:
    query = Inspection.visible_to(person).where(Inspection.year == year, Inspection.state != "cancelled")
    query = query.options(selectinload(Inspection.units), selectinload(Inspection.team))
    return list(db.session.scalars(query.order_by(Inspection.planned_on, Inspection.id)))


def _weeks(first: date, there: list[Inspection], *, agency_id: int) -> list[list[Day | None]]:
    by_day = defaultdict(list)
    for one in there:
        by_day[one.planned_on].append(one)
    return [
        [Day(on, is_worked(on, agency_id=agency_id), by_day[on]) if on.month == first.month else None for on in week]
        for week in MONDAY_FIRST.monthdatescalendar(first.year, first.month)
    ]


def _beside(first: date, step: int) -> date:
    """The first day of the month before or after."""
    year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
    return date(year, month + 1, 1)
