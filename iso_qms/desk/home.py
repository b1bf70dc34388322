"""The first page of every person: *what awaits me*, across all their posts, and *what I answer for*, by unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from flask import g, render_template, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.desk.figures import count_together
from iso_qms.desk.room import room
from iso_qms.i18n import _
from iso_qms.organisation.people import Holding, Person, holdings_of, working_in
from iso_qms.organisation.remembering import remembered
from iso_qms.organisation.units import Unit, subtree
from iso_qms.organisation.working_days import calendar_of
from iso_qms.outbox import unread_of
from iso_qms.registry import Awaiting, Counted, Figure, registry
from iso_qms.web import PUBLIC, SIGNED_IN, Column, as_excel, back_to, here, signed_in
from iso_qms.worktime import Calendar, UnknownYear, working_days_between

FORTNIGHT = 10
"""Working days the strip on top shows."""


@dataclass(frozen=True)
class Group:
    """The rows due in one stretch of time."""

    key: str
    label: str
    rows: list[tuple[Awaiting, int | None]]


@dataclass(frozen=True)
class StripDay:
    """A day of the strip: how many rows are due on it, and whether it is worked."""

    day: date
    count: int
    is_off: bool


@dataclass(frozen=True)
class AnswerFor:
    """A unit somebody heads, its people and its figures."""

    unit: Unit
    people: int
    figures: list[Figure]


class Deputyship(NamedTuple):
    """Somebody acts for somebody in a post, from one day to another."""

    deputy: str
    principal: str
    post: str
    first_day: date
    last_day: date | None


@room.route("/", needs=PUBLIC)
def door() -> Any:
    """The street door: to the desk when signed in, else to sign in."""
    if g.person is None:
        return back_to(url_for("desk.sign_in"))
    return back_to(url_for("desk.home", agency=g.agency.slug))


@room.route("/<agency>/", needs=SIGNED_IN)
def home() -> Any:
    """What awaits me, what I answer for."""
    person, day = signed_in(), today()
    rows, calendar = rows_of(person, day), calendar_of(here().id)
    unread, answer_for = _counted(person, day)
    return render_template(
        "desk/home.html",
        rows=rows,
        groups=_groups(rows, day, calendar),
        strip=_strip(rows, day, calendar),
        late=[row for row in rows if row.late],
        answer_for=answer_for,
        deputyships=_deputyships(person, day),
        unread=unread,
    )


@room.route("/<agency>/awaiting.xlsx", needs=SIGNED_IN)
def awaiting_excel() -> Any:
    """What awaits me, as Excel."""
    columns = [
        Column(_("Due"), lambda row: row.due_on, 12),
        Column(_("Code"), lambda row: row.code, 16),
        Column(_("What"), lambda row: row.what, 60),
        Column(_("Why me"), lambda row: row.why, 60),
    ]
    return as_excel(rows_of(signed_in(), today()), columns, name=_("What awaits me"))


def rows_of(person: Person, day: date) -> list[Awaiting]:
    """Everything that awaits a person, by due day; what has no day comes last."""
    rows = [row for provider in registry.awaiting for row in provider(person, day)]
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.code, row.what))


def _groups(rows: Iterable[Awaiting], day: date, calendar: Calendar) -> list[Group]:
    week_end = day + timedelta(days=6 - day.weekday())
    groups = [
        Group("over", _("Overdue"), []),
        Group("today", _("Today"), []),
        Group("week", _("This week"), []),
        Group("later", _("Later"), []),
        Group("undated", _("Without a day"), []),
    ]
    for row in rows:
        place = 4 if row.due_on is None else 0 if row.due_on < day else 1 if row.due_on == day else 3
        place = 2 if place == 3 and row.due_on is not None and row.due_on <= week_end else place
        groups[place].rows.append((row, _left(row.due_on, day, calendar)))
    return [group for group in groups if group.rows]


def _left(due: date | None, day: date, calendar: Calendar) -> int | None:
    if due is None:
        return None
    try:
        return working_days_between(day, end=due, calendar=calendar)
    except UnknownYear:
        return None


def _strip(rows: list[Awaiting], day: date, calendar: Calendar) -> list[StripDay]:
    days: list[StripDay] = []
    worked, one = 0, day
    while worked < FORTNIGHT and one < day + timedelta(days=31):
        try:
            is_off = not calendar.is_working_day(one)
        except UnknownYear:
            is_off = one.weekday() > 4
        days.append(StripDay(one, sum(row.due_on == one for row in rows), is_off))
        worked += not is_off
        one += timedelta(days=1)
    return days


def _counted(person: Person, day: date) -> tuple[int, list[AnswerFor]]:
    """How many letters are unread, and what the units somebody heads come to; one statement for all of it."""
    units = {one.post.unit_id: one.post.unit for one in holdings_of(person, day) if one.post.is_head}.values()
    counts: list[Callable[[Unit, date], Counted]] = [_people_of, *registry.figures]
    unread, *rest = count_together([unread_of(person), *(count(unit, day) for unit in units for count in counts)])
    found, answers = iter(rest), []
    for unit in units:
        people, *figures = islice(found, len(counts))
        answers.append(AnswerFor(unit, people, [figure for figure in figures if figure]))
    return unread, answers


def _people_of(unit: Unit, day: date) -> Counted:
    staff = working_in(subtree(unit.id), day).subquery()
    return Counted(select(func.count(staff.c.person_id.distinct()).label("people")), int)


def _deputyships(person: Person, day: date) -> list[Deputyship]:
    return remembered(("deputyships of", person.id, day), partial(_read_deputyships, person, day))


def _read_deputyships(person: Person, day: date) -> list[Deputyship]:
    query = select(Holding).where(
        (Holding.principal_id == person.id) | ((Holding.person_id == person.id) & (Holding.kind == "deputy")),
        (Holding.valid_to.is_(None)) | (Holding.valid_to > day),
    )
    found = db.session.scalars(query.options(joinedload(Holding.principal)).order_by(Holding.valid_from))
    return [
        Deputyship(one.person.name, str(one.principal or ""), str(one.post), one.valid_from, one.last_day)
        for one in found
    ]
