"""The working calendar: which days are worked, which hours, and which of that is not settled yet.

A calendar is data. An administrator edits it as rows, a file holds it as JSON, and here it is a value that never
changes. Each year is confirmed as a whole, once the decisions on its holidays are out. Inside a confirmed year one
day may still carry its own mark of not being confirmed; then only what depends on that day is provisional.

The hours of a reception counter are another table than the working week of an agency. For them take
`calendar.with_week(...)`; due dates are reckoned with the agency's own week.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Self


class UnknownYear(ValueError):
    """No calendar was set up for a year, so nothing in it can be reckoned."""

    def __init__(self, year: int) -> None:
        super().__init__(f"There is no working calendar for the year {year}.")
        self.year = year


class BadCalendar(ValueError):
    """The rows of a calendar contradict each other or cannot be read; the message is one plain sentence."""


class Kind(StrEnum):
    """What a day is."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    COMP_OFF = "comp_off"
    MAKEUP = "makeup"


class Interval(NamedTuple):
    """Hours without a break, from the first instant to just before the last."""

    opens: time
    closes: time


Week = tuple[tuple[Interval, ...], ...]
"""Seven days from Monday to Sunday, each with its intervals in order; a weekly day off has none."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPECIAL = (Kind.HOLIDAY, Kind.COMP_OFF, Kind.MAKEUP)

_OFFICE_DAY = (Interval(time(7, 30), time(11, 30)), Interval(time(13), time(17)))
OFFICE_WEEK: Week = (_OFFICE_DAY,) * 5 + ((),) * 2


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its weekday: a holiday, a compensatory day off, or a day off that is worked (make-up)."""

    on: date
    kind: Kind
    name_vi: str = ""
    name_en: str = ""
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Calendar:
    """Years with their special days, and the hours of a week; raises BadCalendar when they contradict each other."""

    years: Mapping[int, bool]
    """Each known year, and whether it is confirmed."""
    days: Mapping[date, SpecialDay] = field(default_factory=dict)
    week: Week = OFFICE_WEEK
    later: tuple[tuple[date, Week], ...] = ()
    """The weeks that take over from it, each from its day on, in order of time."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "years", MappingProxyType(dict(sorted(self.years.items()))))
        object.__setattr__(self, "days", MappingProxyType(dict(sorted(self.days.items()))))
        for day in self.days.values():
            _check_day(day, self.years)
        for week in (self.week, *(week for _since, week in self.later)):
            _check_week(week)
        _check_order([since for since, _week in self.later])

    @classmethod
    def of_rows(
        cls,
        days: Iterable[SpecialDay],
        *,
        years: Mapping[int, bool],
        week: Week = OFFICE_WEEK,
        later: tuple[tuple[date, Week], ...] = (),
    ) -> Self:
        """A calendar from loose rows, as a table gives them; refuses two rows for one day."""
        by_date: dict[date, SpecialDay] = {}
        for day in days:
            if by_date.setdefault(day.on, day) is not day:
                raise BadCalendar(f"{day.on.isoformat()} stands in the calendar twice.")
        return cls(years, by_date, week, later)

    @classmethod
    def of_json(cls, data: Any) -> Self:
        """A calendar from the object that `as_json` gives; `week`, `later`, names and marks may be left out."""
        try:
            years = {int(year): _read_mark(entry.get("confirmed", False)) for year, entry in data["years"].items()}
            days = [_read_day(row) for entry in data["years"].values() for row in entry.get("days", [])]
            week = _read_week(data["week"]) if "week" in data else OFFICE_WEEK
            later = tuple((date.fromisoformat(on), _read_week(one)) for on, one in data.get("later", {}).items())
        except BadCalendar:
            raise
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise BadCalendar(f"This is not a working calendar ({type(error).__name__}: {error}).") from error
        return cls.of_rows(days, years=years, week=week, later=later)

    @classmethod
    def read(cls, path: Path) -> Self:
        """A calendar from a JSON file; raises OSError or BadCalendar."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise BadCalendar("This is not a working calendar: the file is no JSON text.") from error
        return cls.of_json(data)

    def as_json(self) -> dict[str, Any]:
        """The calendar as plain lists and texts, by year and day, ready for a file."""
        years: dict[str, Any] = {str(year): {"confirmed": sure, "days": []} for year, sure in self.years.items()}
        for day in self.days.values():
            years[str(day.on.year)]["days"].append(_write_day(day))
        written = {"years": years, "week": _write_week(self.week)}
        later = {since.isoformat(): _write_week(week) for since, week in self.later}
        return written | {"later": later} if later else written

    def with_week(self, week: Week, *, later: tuple[tuple[date, Week], ...] = ()) -> Self:
        """The same days with other hours: those of a unit, or of a reception counter."""
        return replace(self, week=week, later=later)

    def week_on(self, day: date) -> Week:
        """The week whose hours hold on this day."""
        place = bisect_right(self.later, day, key=itemgetter(0)) if self.later else 0
        return self.later[place - 1][1] if place else self.week

    def special(self, day: date) -> SpecialDay | None:
        """What is written about this day, if anything; raises UnknownYear."""
        if day.year not in self.years:
            raise UnknownYear(day.year)
        return self.days.get(day)

    def kind(self, day: date) -> Kind:
        """What this day is. A holiday on a weekly day off is a holiday; raises UnknownYear."""
        if written := self.special(day):
            return written.kind
        return Kind.WORKING if self.week_on(day)[day.weekday()] else Kind.WEEKEND

    def is_working_day(self, day: date) -> bool:
        """Whether this day is worked, make-up days included; raises UnknownYear."""
        return self.kind(day) in (Kind.WORKING, Kind.MAKEUP)

    def is_confirmed(self, day: date) -> bool:
        """Whether both the year and the day itself are settled; raises UnknownYear."""
        written = self.special(day)
        return self.years[day.year] and (written is None or written.confirmed)

    def hours(self, day: date) -> tuple[Interval, ...]:
        """The hours worked on this day; a make-up day off the week has those of the week's first working day."""
        if not self.is_working_day(day):
            return ()
        week = self.week_on(day)
        return week[day.weekday()] or next(filter(None, week))


def _check_day(day: SpecialDay, years: Mapping[int, bool]) -> None:
    if day.kind not in SPECIAL:
        raise BadCalendar(f"{day.on.isoformat()} is marked {day.kind}; only {', '.join(SPECIAL)} are written down.")
    if day.on.year not in years:
        raise BadCalendar(f"{day.on.isoformat()} belongs to a year that this calendar does not hold.")


def _check_week(week: Week) -> None:
    if len(week) != len(WEEKDAYS) or not any(week):
        raise BadCalendar("A working week has seven days, and hours on at least one of them.")
    for weekday, intervals in zip(WEEKDAYS, week, strict=True):
        moments = [moment for interval in intervals for moment in interval]
        if moments != sorted(set(moments)):
            raise BadCalendar(f"The working hours of {weekday} overlap or run backwards.")


def _check_order(days: list[date]) -> None:
    if days != sorted(set(days)):
        raise BadCalendar("Weeks that take over are written in order of time, one for a day.")


def _read_day(row: Mapping[str, Any]) -> SpecialDay:
    return SpecialDay(
        on=date.fromisoformat(row["date"]),
        kind=Kind(row["kind"]),
        name_vi=row.get("name_vi", ""),
        name_en=row.get("name_en", ""),
        confirmed=_read_mark(row.get("confirmed", True)),
    )


def _read_mark(mark: object) -> bool:
    if not isinstance(mark, bool):
        raise BadCalendar(f"A day or a year is confirmed or not: true or false, not {mark}.")
    return mark


def _write_day(day: SpecialDay) -> dict[str, Any]:
    row: dict[str, Any] = {"date": day.on.isoformat(), "kind": day.kind.value}
    row |= {"name_vi": day.name_vi, "name_en": day.name_en}
    return row if day.confirmed else row | {"confirmed": False}


def _read_week(data: Mapping[str, Iterable[Iterable[str]]]) -> Week:
    if unknown := sorted(set(data) - set(WEEKDAYS)):
        raise BadCalendar(f"A working week has the days {', '.join(WEEKDAYS)}, not {', '.join(unknown)}.")
    return tuple(
        tuple(Interval(*map(time.fromisoformat, interval)) for interval in data.get(weekday, ()))
        for weekday in WEEKDAYS
    )


def _write_week(week: Week) -> dict[str, list[list[str]]]:
    return {
        weekday: [[moment.isoformat("minutes") for moment in interval] for interval in intervals]
        for weekday, intervals in zip(WEEKDAYS, week, strict=True)
    }
