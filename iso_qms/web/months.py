"""A month as a table of weeks, for every calendar of the house."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from iso_qms.organisation.working_days import is_worked

MONDAY_FIRST = Calendar(firstweekday=0)


@dataclass(frozen=True)
class MonthDay:
    """A day of the table: whether it is worked, and what stands on it."""

    on: date
    worked: bool
    things: Sequence[Any]


def weeks(first: date, by_day: Mapping[date, Sequence[Any]], *, agency_id: int) -> list[list[MonthDay | None]]:
    """The weeks of the month that begins on a day; None where a week belongs to another month."""
    return [
        [
            MonthDay(on, is_worked(on, agency_id=agency_id), by_day.get(on, ())) if on.month == first.month else None
            for on in week
        ]
        for week in MONDAY_FIRST.monthdatescalendar(first.year, first.month)
    ]


def beside(first: date, step: int) -> date:
    """The first day of the month before or after."""
    year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
    return date(year, month + 1, 1)
