"""The working calendar: a year at a glance, a day that changes, a year confirmed, the office hours."""

from __future__ import annotations

from calendar import Calendar as Months
from datetime import date
from typing import Any

from flask import abort, flash, render_template, request, url_for
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.desk.forms.calendar import ORDINARY, WEEKDAYS, CalendarDayForm, HoursForm
from iso_qms.desk.forms.people import ReasonForm
from iso_qms.desk.room import room
from iso_qms.i18n import _
from iso_qms.organisation import operations
from iso_qms.organisation.office_week import NAMES, lines_of, named, written_hours
from iso_qms.organisation.operations.calendar import KINDS
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import (
    CalendarYear,
    OfficeHours,
    calendar_of,
    day_on,
    days_of,
    hours_of,
    read_week,
    years_of,
)
from iso_qms.web import SIGNED_IN, back_to, find, here, signed_in
from iso_qms.web.pages import day as written_day

MONDAY_FIRST = Months(firstweekday=0)


@room.route("/<agency>/people/calendar", needs=SIGNED_IN)
def calendar() -> Any:
    """A year of the working calendar by month, this year unless another one is asked for."""
    years = years_of(here().id)
    if not years:
        abort(404)
    wanted = request.args.get("year", today().year, type=int)
    year = min(years, key=lambda one: abs(one.year - wanted))
    days = {one.on: one for one in days_of(year)}
    months = [(date(year.year, month, 1), _weeks(year.year, month)) for month in range(1, 13)]
    return render_template(
        "desk/calendar.html",
        year=year,
        years=years,
        days=days,
        months=months,
        kinds=KINDS,
        names=NAMES,
        named=named,
        week_on=calendar_of(here().id).week_on,
        hours=[(one, lines_of(read_week(one.week))) for one in hours_of(here().id)],
    )


@room.route("/<agency>/people/calendar/<day>", methods=["GET", "POST"], needs="organisation.manage")
def calendar_day(day: str) -> Any:
    """What one day is."""
    on = _read(day)
    known = day_on(on)
    form = CalendarDayForm(data=_typed(known))
    if form.validate_on_submit():
        with form.refusals():
            _change(on, form)
            flash(_("The calendar was changed: %(day)s.", day=written_day(on)))
            return back_to(_address(on.year))
    return render_template("desk/calendar_day.html", form=form, on=on, known=known), form.status


@room.route("/<agency>/people/calendar/years/<int:number>/confirm", methods=["POST"], needs="organisation.manage")
def confirm_year(number: int) -> Any:
    """The decisions on a year are out and stand in the calendar."""
    year = find(CalendarYear, number)
    operations.confirm_year(year, by=signed_in())
    flash(_("The calendar of %(year)s is confirmed.", year=year.year))
    return back_to(_address(year.year))


@room.route(
    "/<agency>/people/calendar/years/<int:number>/unconfirm", methods=["GET", "POST"], needs="organisation.manage"
)
def unconfirm_year(number: int) -> Any:
    """Take back that a year is confirmed."""
    year, form = find(CalendarYear, number), ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.unconfirm_year(year, by=signed_in(), reason=form.reason.data)
            flash(_("The calendar of %(year)s is not confirmed any more.", year=year.year))
            return back_to(_address(year.year))
    return render_template("desk/unconfirm_year.html", form=form, year=year), form.status


@room.route("/<agency>/people/calendar/years", methods=["POST"], needs="organisation.manage")
def open_year() -> Any:
    """Begin the year after the last one."""
    following = max((one.year for one in years_of(here().id)), default=today().year - 1) + 1
    operations.open_year(following, by=signed_in())
    flash(_("The calendar of %(year)s was opened with the holidays the law fixes.", year=following))
    return back_to(_address(following))


@room.route("/<agency>/people/calendar/hours", methods=["GET", "POST"], needs="organisation.manage")
def calendar_hours() -> Any:
    """The office hours of a unit or of the whole agency from a day on."""
    unit_id = request.args.get("unit", 0, type=int)
    week = calendar_of(here().id, unit=unit_id or None).week_on(today())
    lines = {name: written_hours(hours) for name, hours in zip(WEEKDAYS, week, strict=True)}
    form = HoursForm(data={"unit": unit_id, "since": today(), **lines})
    if form.validate_on_submit():
        with form.refusals():
            unit = db.session.scalar(select(Unit).where(Unit.id == form.unit.data)) if form.unit.data else None
            operations.set_hours(
                form.week(), by=signed_in(), since=form.since.data, unit=unit, reason=form.reason.data or ""
            )
            flash(_("The office hours were set."))
            return back_to(_address(form.since.data.year))
    return render_template("desk/calendar_hours.html", form=form), form.status


@room.route("/<agency>/people/calendar/hours/<int:number>/remove", methods=["GET", "POST"], needs="organisation.manage")
def remove_hours(number: int) -> Any:
    """Take away office hours that were set by mistake."""
    hours, form = find(OfficeHours, number), ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.remove_hours(hours, by=signed_in(), reason=form.reason.data)
            flash(_("The office hours were taken away; those set before hold on."))
            return back_to(url_for("desk.calendar", agency=here().slug))
    return render_template("desk/remove_hours.html", form=form, hours=hours), form.status


def _weeks(year: int, month: int) -> list[list[date | None]]:
    weeks = MONDAY_FIRST.monthdatescalendar(year, month)
    return [[day if day.month == month else None for day in week] for week in weeks]


def _read(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        abort(404)


def _typed(known: Any) -> dict[str, Any]:
    if known is None:
        return {"kind": ORDINARY}
    return {"kind": known.kind, "name_vi": known.name_vi, "name_en": known.name_en, "unconfirmed": not known.confirmed}


def _change(on: date, form: CalendarDayForm) -> None:
    known, reason = day_on(on), form.reason.data or ""
    if form.kind.data != ORDINARY:
        operations.set_day(
            on,
            by=signed_in(),
            kind=form.kind.data,
            name_vi=form.name_vi.data or "",
            name_en=form.name_en.data or "",
            confirmed=not form.unconfirmed.data,
            reason=reason,
        )
    elif known is not None:
        operations.remove_day(known, by=signed_in(), reason=reason)


def _address(year: int) -> str:
    return url_for("desk.calendar", agency=here().slug, year=year)
