"""The programme as a calendar: a year by quarters and months, and a month by days.

What would surprise the reader is not in it.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import MAXYEAR, date
from typing import Any

from flask import abort, render_template
from sqlalchemy.orm import selectinload

from iso_qms.audits.models import KINDS, AuditProgramme, Inspection
from iso_qms.audits.programme.spans import last_of, quarter_of, quarter_words
from iso_qms.audits.room import room
from iso_qms.db import db
from iso_qms.organisation.people import Person
from iso_qms.web import here, signed_in
from iso_qms.web.months import beside, weeks


@room.route("/programmes/<int:year>/calendar", needs="audits.read")
def calendar(year: int) -> Any:
    """The visits of a year by quarters and months, as far as one may see them."""
    found, by_month = _visits(signed_in(), _year(year)), defaultdict(list)
    for one in found:
        if one.span != "quarter":
            by_month[one.planned_on.month].append(one)
    months = [(date(year, month, 1), by_month[month]) for month in range(1, 13)]
    quarters = [(months[n][0], _of_quarter(found, months[n][0]), months[n : n + 3]) for n in range(0, 12, 3)]
    return render_template(
        "audits/calendar.html",
        year=year,
        quarters=quarters,
        quarter_words=quarter_words,
        last_of=last_of,
        may_plan=signed_in().may("audits.plan"),
        programme=_open_programme(year),
        KINDS=KINDS,
    )


@room.route("/programmes/<int:year>/calendar/<int:month>", needs="audits.read")
def calendar_month(year: int, month: int) -> Any:
    """The visits of a month by days."""
    if not 1 <= month <= 12:
        abort(404)
    first = date(_year(year), month, 1)
    found = _visits(signed_in(), year)
    there = [one for one in found if one.planned_on.month == month and one.span != "quarter"]
    return render_template(
        "audits/calendar_month.html",
        year=year,
        first=first,
        weeks=weeks(first, _by_day([one for one in there if one.day_set]), agency_id=here().id),
        visits=there,
        of_quarter=_of_quarter(found, first),
        before=beside(first, -1),
        after=beside(first, 1),
        KINDS=KINDS,
    )


def _open_programme(year: int) -> int | None:
    query = AuditProgramme.visible_to(signed_in()).where(AuditProgramme.year == year, AuditProgramme.state != "closed")
    return db.session.scalar(query.with_only_columns(AuditProgramme.id))


def _of_quarter(found: list[Inspection], day: date) -> list[Inspection]:
    """The visits planned for the quarter of a day, and for no day or month of it."""
    return [one for one in found if one.span == "quarter" and quarter_of(one.planned_on) == quarter_of(day)]


def _year(year: int) -> int:
    return year if 1 < year < MAXYEAR else abort(404)


def _visits(person: Person, year: int) -> list[Inspection]:
    query = Inspection.visible_to(person).where(Inspection.year == year, Inspection.state != "cancelled")
    query = query.options(selectinload(Inspection.units), selectinload(Inspection.team))
    return list(db.session.scalars(query.order_by(Inspection.planned_on, Inspection.id)))


def _by_day(there: list[Inspection]) -> dict[date, list[Inspection]]:
    by_day = defaultdict(list)
    for one in there:
        by_day[one.planned_on].append(one)
    return by_day
