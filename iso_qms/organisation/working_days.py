"""The working calendar of an agency: years, days that differ from their weekday, and office hours.

It is data an administrator edits. An agency begins with the seed of `worktime.seed`; decisions on swapped days come
late, so a year is provisional until somebody confirms it. When the calendar changes, every open due date moves once
(`registry.calendar_moves`), and those concerned are told once (`registry.calendar_told`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Date, ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.db import Base, Validity, db, no_overlap, validity_order
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned, across
from iso_qms.organisation.remembering import Remembered, remembered
from iso_qms.organisation.units import Unit, subtree
from iso_qms.worktime import Calendar, Kind, SpecialDay, UnknownYear, Week, add_working_days

if TYPE_CHECKING:
    from iso_qms.organisation.people import Person

WORKWEEK = 5
"""Days from Monday on that are worked where no calendar says otherwise."""


class CalendarYear(Base, AgencyOwned, Journaled, Remembered):
    """A year an agency has a calendar for; confirmed once the decisions on its days off are out."""

    __tablename__ = "calendar_year"
    __table_args__ = (UniqueConstraint("agency_id", "year"),)
    journal_kind = "calendar_year"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    confirmed: Mapped[bool] = mapped_column(default=False)

    def __str__(self) -> str:
        return str(self.year)

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Everybody of the agency reads its calendar."""
        return select(CalendarYear).where(CalendarYear.agency_id == person.agency_id)


class CalendarDay(Base, AgencyOwned, Journaled, Remembered):
    """A holiday, a compensatory day off, or a day off that is worked (make-up)."""

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("agency_id", "on"),)
    journal_kind = "calendar_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("calendar_year.id", ondelete="RESTRICT"), index=True)
    on: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(10))
    name_vi: Mapped[str] = mapped_column(String(200), default="")
    name_en: Mapped[str] = mapped_column(String(200), default="")
    confirmed: Mapped[bool] = mapped_column(default=True)

    year: Mapped[CalendarYear] = relationship(lazy="joined")

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.name_vi}"

    def journal_root(self) -> CalendarYear:
        """A day is told in the history of its year."""
        return self.year


class OfficeHours(Base, AgencyOwned, Validity, Journaled, Remembered):
    """The hours of a week, of a unit and all under it or of the whole agency, for a time."""

    __tablename__ = "office_hours"
    __table_args__ = (validity_order("office_hours"),)
    journal_kind = "office_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    week: Mapped[dict[str, Any]]

    unit: Mapped[Unit | None] = relationship(lazy="joined")

    def __str__(self) -> str:
        return f"{self.unit or '*'} {self.valid_from:%d/%m/%Y}"

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Everybody of the agency reads its hours."""
        return select(OfficeHours).where(OfficeHours.agency_id == person.agency_id)


no_overlap(OfficeHours.__table__, "agency_id", "unit_id", when="unit_id IS NOT NULL")  # type: ignore[arg-type]


class Corrected(NamedTuple):
    """Days, from the first to the last or for good, of which the calendar says something else now than before.

    What it says is a text of a day, the written week of hours, or of a year that was not known before `OPENED`.
    """

    first: date
    last: date | None
    before: Any
    after: Any
    unit: str = ""
    """Whose hours; empty for those of the agency."""


OPENED = "opened"


class _Hours(NamedTuple):
    unit_id: int | None
    valid_from: date
    valid_to: date | None
    week: dict[str, Any]


def calendar_of(agency_id: int, *, unit: Unit | int | None = None) -> Calendar:
    """The calendar of an agency, with the hours that a unit had, has and will have, each on its days."""
    unit_id = unit.id if isinstance(unit, Unit) else unit
    read = partial(_read_calendar, agency_id, unit_id)
    return remembered(("calendar", unit_id), read, agency_id=agency_id)


def due_in_working_days(start: date, *, days: int, agency_id: int) -> date:
    """The day that lies so many working days after a day, or before it when negative; raises UnknownYear."""
    return add_working_days(start, days=days, calendar=calendar_of(agency_id))


def is_worked(day: date, *, agency_id: int) -> bool:
    """Whether an agency works on a day; in a year without a calendar, from Monday to Friday."""
    try:
        return calendar_of(agency_id).is_working_day(day)
    except UnknownYear:
        return day.weekday() < WORKWEEK


def years_of(agency_id: int) -> list[CalendarYear]:
    """The years an agency has a calendar for, in their order."""
    query = select(CalendarYear).where(CalendarYear.agency_id == agency_id).order_by(CalendarYear.year)
    return list(db.session.scalars(query))


def days_of(year: CalendarYear) -> list[CalendarDay]:
    """The days of a year that differ from their weekday."""
    query = select(CalendarDay).where(CalendarDay.year_id == year.id).order_by(CalendarDay.on)
    return list(db.session.scalars(query))


def day_on(on: date) -> CalendarDay | None:
    """What is written about a day in the calendar of the agency chosen."""
    return db.session.scalar(select(CalendarDay).where(CalendarDay.on == on))


def hours_of(agency_id: int) -> list[OfficeHours]:
    """Every table of hours, the agency's own first, the newest of each first."""
    query = select(OfficeHours).where(OfficeHours.agency_id == agency_id)
    found = db.session.scalars(query.order_by(OfficeHours.valid_from.desc(), OfficeHours.id.desc())).unique()
    return sorted(found, key=lambda one: (one.unit is not None, one.unit.sort if one.unit else ""))


def written_week(week: Week) -> dict[str, Any]:
    """A week as plain texts, the way a table or a file holds it."""
    written: dict[str, Any] = Calendar({}, week=week).as_json()["week"]
    return written


def read_week(written: dict[str, Any]) -> Week:
    """The week a table or a file holds; raises BadCalendar with one sentence."""
    return Calendar.of_json({"years": {}, "week": written}).week


def _read_calendar(agency_id: int, unit_id: int | None) -> Calendar:
    calendar = remembered("days", partial(_read_days, agency_id), agency_id=agency_id)
    hours = remembered("hours", partial(_read_hours, agency_id), agency_id=agency_id)
    return calendar.with_week(calendar.week, later=_weeks_of(hours, unit_id, calendar.week))


def _read_days(agency_id: int) -> Calendar:
    query = (
        select(
            CalendarYear.year,
            CalendarYear.confirmed,
            CalendarDay.on,
            CalendarDay.kind,
            CalendarDay.name_vi,
            CalendarDay.name_en,
            CalendarDay.confirmed,
        )
        .outerjoin(CalendarDay, CalendarDay.year_id == CalendarYear.id)
        .where(CalendarYear.agency_id == agency_id)
    )
    with across():
        rows = db.session.execute(query).all()
    days = [SpecialDay(on, Kind(kind), vi, en, sure) for _, _, on, kind, vi, en, sure in rows if on]
    return Calendar.of_rows(days, years={row[0]: row[1] for row in rows})


def _read_hours(agency_id: int) -> list[_Hours]:
    query = select(OfficeHours.unit_id, OfficeHours.valid_from, OfficeHours.valid_to, OfficeHours.week)
    with across():
        rows = db.session.execute(query.where(OfficeHours.agency_id == agency_id).order_by(OfficeHours.id)).all()
    return [_Hours(*row) for row in rows]


def _weeks_of(hours: list[_Hours], unit_id: int | None, usual: Week) -> tuple[tuple[date, Week], ...]:
    """The weeks of a unit in order of time, each from the day on which it takes over from another."""
    found: list[tuple[date, Week]] = []
    for day in sorted({day for one in hours for day in (one.valid_from, one.valid_to) if day}):
        week = _week_of(hours, unit_id, day) or usual
        if week != (found[-1][1] if found else usual):
            found.append((day, week))
    return tuple(found)


def _week_of(hours: Iterable[_Hours], unit_id: int | None, day: date) -> Week | None:
    valid = [one for one in hours if one.valid_from <= day and (one.valid_to is None or day < one.valid_to)]
    own = [one for one in valid if unit_id and one.unit_id and unit_id in subtree(one.unit_id)]
    # The nearest unit above with hours of its own is the one with the fewest units under it.
    nearest = min(own, key=lambda one: len(subtree(one.unit_id or 0))) if own else None
    chosen = nearest or next((one for one in reversed(valid) if one.unit_id is None), None)
    return read_week(chosen.week) if chosen else None
