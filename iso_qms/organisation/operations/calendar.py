"""What can be done with the working calendar. Every change is written down, moves what is open, and tells those
concerned once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import (
    OPENED,
    CalendarDay,
    CalendarYear,
    Corrected,
    OfficeHours,
    calendar_of,
    day_on,
    read_week,
    written_week,
    years_of,
)
from iso_qms.registry import registry
from iso_qms.text import clean
from iso_qms.workflow import Incomplete, Refused
from iso_qms.worktime import OFFICE_WEEK, BadCalendar, Kind, SpecialDay, Week

SEEDED_SINCE = date(2024, 1, 1)

KINDS = {
    Kind.HOLIDAY.value: _l("Holiday"),
    Kind.COMP_OFF.value: _l("Compensatory day off"),
    Kind.MAKEUP.value: _l("Make-up working day"),
}

say(
    {
        "calendar_year.opened": _l("opened the year in the working calendar"),
        "calendar_year.confirmed": _l("confirmed the year's working calendar"),
        "calendar_year.day_set": _l("changed a day of the working calendar"),
        "calendar_year.day_removed": _l("made a day an ordinary one again"),
        "calendar_year.unconfirmed": _l("took back that the year is confirmed"),
        "office_hours.set": _l("set the office hours"),
        "office_hours.removed": _l("took office hours away"),
    }
)


def seed_calendar(agency: Agency, *, by: Person) -> None:
    """Give a new agency the seeded years and the usual office week."""
    from iso_qms.worktime.seed import seeded_calendar  # slow to import, and seldom needed

    seed = seeded_calendar()
    for number, confirmed in seed.years.items():
        days = [day for day in seed.days.values() if day.on.year == number]
        _open_year(number, days, confirmed=confirmed, by=by)
    hours = OfficeHours(agency_id=agency.id, valid_from=SEEDED_SINCE, week=written_week(OFFICE_WEEK))
    db.session.add(hours)
    write(hours, "office_hours.set", by=by)


def open_year(number: int, *, by: Person) -> CalendarYear:
    """Begin the year after the last one, with the holidays the law fixes, not confirmed yet."""
    from iso_qms.worktime.seed import proposed_days

    known = [one.year for one in years_of(by.agency_id)]
    if known and number != max(known) + 1:
        raise Refused(_("The year %(year)s comes next in this calendar.", year=max(known) + 1))
    year = _open_year(number, proposed_days(number), confirmed=False, by=by)
    _move_what_is_open(by, corrected=Corrected(date(number, 1, 1), date(number, 12, 31), "", OPENED))
    return year


def confirm_year(year: CalendarYear, *, by: Person) -> None:
    """Say that the decisions on a year's days off are out and stand in the calendar."""
    if year.confirmed:
        raise Refused(_("The year %(year)s is confirmed already.", year=year.year))
    year.confirmed = True
    write(year, "calendar_year.confirmed", by=by)
    _move_what_is_open(by)


def unconfirm_year(year: CalendarYear, *, by: Person, reason: str) -> None:
    """Take back that a year is confirmed: whatever depends on it is provisional again."""
    if not year.confirmed:
        raise Refused(_("The year %(year)s is not confirmed.", year=year.year))
    year.confirmed = False
    write(year, "calendar_year.unconfirmed", by=by, reason=reason)
    _move_what_is_open(by)


def set_day(
    on: date, *, by: Person, kind: str, name_vi: str, name_en: str = "", confirmed: bool = True, reason: str = ""
) -> CalendarDay:
    """Write down that a day is a holiday, a compensatory day off or a make-up working day."""
    year = _year_of(on, by)
    _demand_sense(on, kind, by)
    if not clean(name_vi).strip():
        raise Incomplete(_("Say what day it is, in Vietnamese."))
    day, before = day_on(on), None
    if day is None:
        day = CalendarDay(agency_id=by.agency_id, year=year, on=on)
        db.session.add(day)
    else:
        before = _told(day)
    day.kind, day.confirmed = kind, confirmed
    day.name_vi, day.name_en = clean(name_vi).strip(), clean(name_en).strip()
    details = {on.isoformat(): [before, _told(day)]}
    write(year, "calendar_year.day_set", by=by, reason=reason, details=details)
    _move_what_is_open(by, corrected=Corrected(on, on, before or "", _told(day)))
    return day


def remove_day(day: CalendarDay, *, by: Person, reason: str = "") -> None:
    """Let a day be what its weekday says."""
    year, corrected = day.year, Corrected(day.on, day.on, _told(day), "")
    details = {day.on.isoformat(): [_told(day), None]}
    db.session.delete(day)
    write(year, "calendar_year.day_removed", by=by, reason=reason, details=details)
    _move_what_is_open(by, corrected=corrected)


def set_hours(week: Week, *, by: Person, since: date, unit: Unit | None = None, reason: str = "") -> OfficeHours:
    """Set the hours of a unit and all under it, or of the whole agency, from a day on."""
    written, said = _checked(week), _week_on(since, unit, by)
    mine = OfficeHours.unit_id == unit.id if unit else OfficeHours.unit_id.is_(None)
    known = db.session.scalars(select(OfficeHours).where(mine).order_by(OfficeHours.valid_from)).unique().all()
    hours = next((one for one in known if one.valid_from == since), None)
    before = next((one for one in reversed(known) if one.valid_from < since), None)
    after = next((one for one in known if one.valid_from > since), None)
    if hours is None:
        if before is not None:
            before.valid_to = since
            write(before, "office_hours.set", by=by, reason=reason)
        hours = OfficeHours(agency_id=by.agency_id, unit=unit, valid_from=since)
        hours.valid_to = after.valid_from if after else None
        db.session.add(hours)
    hours.week = written
    write(hours, "office_hours.set", by=by, reason=reason)
    _move_what_is_open(by, corrected=_other_hours(hours, before=said, by=by))
    return hours


def remove_hours(hours: OfficeHours, *, by: Person, reason: str) -> None:
    """Take away hours that were set by mistake; those set before them hold on."""
    mine = OfficeHours.unit_id == hours.unit_id if hours.unit_id else OfficeHours.unit_id.is_(None)
    query = select(OfficeHours).where(mine, OfficeHours.valid_from < hours.valid_from)
    before = db.session.scalars(query.order_by(OfficeHours.valid_from.desc())).unique().first()
    if before is None and hours.unit_id is None:
        raise Refused(_("These are the first hours of the agency. Set others from the same day on instead."))
    write(hours, "office_hours.removed", by=by, reason=reason)
    until, said = hours.valid_to, _week_on(hours.valid_from, hours.unit, by)
    db.session.delete(hours)
    db.session.flush()
    if before is not None:
        before.valid_to = until
        write(before, "office_hours.set", by=by, reason=reason)
    _move_what_is_open(by, corrected=_other_hours(hours, before=said, by=by))


def _open_year(number: int, days: list[SpecialDay], *, confirmed: bool, by: Person) -> CalendarYear:
    year = CalendarYear(agency_id=by.agency_id, year=number, confirmed=confirmed)
    db.session.add(year)
    for day in days:
        names = {"name_vi": day.name_vi, "name_en": day.name_en}
        one = CalendarDay(agency_id=by.agency_id, year=year, on=day.on, kind=day.kind.value, **names)
        one.confirmed = day.confirmed
        db.session.add(one)
    write(year, "calendar_year.opened", by=by)
    return year


def _year_of(on: date, by: Person) -> CalendarYear:
    for year in years_of(by.agency_id):
        if year.year == on.year:
            return year
    raise Refused(_("There is no calendar for %(year)s yet. Open that year first.", year=on.year))


def _demand_sense(on: date, kind: str, by: Person) -> None:
    if kind not in KINDS:
        raise Incomplete(_("Choose what the day is."))
    worked = bool(calendar_of(by.agency_id).week_on(on)[on.weekday()])
    if worked and kind == Kind.MAKEUP.value:
        raise Refused(_("This weekday is worked anyway. A make-up working day lies on a weekly day off."))
    if not worked and kind == Kind.COMP_OFF.value:
        raise Refused(_("This weekday is off anyway. A compensatory day off lies on a working day."))


def _checked(week: Week) -> dict[str, Any]:
    try:
        written = written_week(week)
        read_week(written)
    except BadCalendar:
        raise Incomplete(
            _("These hours cannot be used: they overlap or run backwards, or the whole week is off.")
        ) from None
    return written


def _week_on(day: date, unit: Unit | None, by: Person) -> Week:
    return calendar_of(by.agency_id, unit=unit).week_on(day)


def _other_hours(hours: OfficeHours, *, before: Week, by: Person) -> Corrected | None:
    """What other hours from a day on mean for days that are over, or reckoned with: nothing where they are the same."""
    after = _week_on(hours.valid_from, hours.unit, by)
    if after == before:
        return None
    last = hours.valid_to - timedelta(days=1) if hours.valid_to else None
    weeks = written_week(before), written_week(after)
    return Corrected(hours.valid_from, last, *weeks, unit=hours.unit.name if hours.unit else "")


def _told(day: CalendarDay) -> str:
    return f"{day.kind}: {day.name_vi}" + ("" if day.confirmed else " (?)")


def _move_what_is_open(by: Person, *, corrected: Corrected | None = None) -> None:
    """Moves what is open; whatever a room keeps of days gone by is told which of them were corrected."""
    agency = db.session.get_one(Agency, by.agency_id)
    for learn in registry.calendar_corrected if corrected else ():
        learn(agency, corrected, by)
    moved = [row for move in registry.calendar_moves for row in move(agency, by) or ()]
    for tell in registry.calendar_told:
        tell(moved, by)
