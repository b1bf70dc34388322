"""The calendar an agency starts with: Viet Nam, 2024 to 2027, from the `holidays` library and corrected here.

Decisions on swapped days come late, often in the last week of December, so an administrator goes on from here.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from holidays import HolidayBase, country_holidays

from iso_qms.worktime.calendar import Calendar, Kind, SpecialDay

YEARS = {2024: True, 2025: True, 2026: True, 2027: False}
"""Each seeded year, and whether its decisions are out. For 2027 the days of Tết were only proposed (September 2026)."""

MISSING_SWAPS = {date(2026, 1, 2): date(2026, 1, 10)}
"""Days off the library does not know, each with the day it is made up on (decided on 25 December 2025)."""

CULTURE_DAY = (11, 24)
"""The Day of Vietnamese Culture, a day off from 2026 in the library. No decision was seen, so it stays unconfirmed."""


@cache
def seeded_calendar() -> Calendar:
    """The seed with the usual office week, Monday to Friday 07:30–11:30 and 13:00–17:00."""
    return Calendar.of_rows(_days(list(YEARS)), years=YEARS)


def proposed_days(year: int) -> list[SpecialDay]:
    """The days off of one year as far as law and library know them, to be corrected when the decisions are out."""
    return [day for day in _days([year]) if day.on.year == year]


def _days(years: list[int]) -> list[SpecialDay]:
    vietnamese = country_holidays("VN", years=years, language="vi")
    english = country_holidays("VN", years=years, language="en_US")
    swaps = _swaps(vietnamese) | {off: worked for off, worked in MISSING_SWAPS.items() if off.year in years}
    days = [
        _day_off(on, name_vi=name, name_en=english[on])
        for on, name in vietnamese.items()
        if on.year in years and on not in swaps
    ]
    for off, worked in swaps.items():
        days.extend(_swapped(off, worked=worked))
    return days


def _swaps(vietnamese: HolidayBase) -> dict[date, date]:
    """The swaps the library knows: it names a swapped day off by the date of the day worked instead."""
    found = {on: re.search(r"thay cho ngày (\d\d/\d\d/\d{4})", name) for on, name in vietnamese.items()}
    return {on: datetime.strptime(match[1], "%d/%m/%Y").date() for on, match in found.items() if match}


def _day_off(on: date, *, name_vi: str, name_en: str) -> SpecialDay:
    """A holiday, or the day off that makes good a holiday on a weekly day off (Labour Code 2019, article 111.3)."""
    kind = Kind.COMP_OFF if name_vi.endswith("(nghỉ bù)") else Kind.HOLIDAY
    return SpecialDay(on, kind, name_vi, name_en, confirmed=(on.month, on.day) != CULTURE_DAY)


def _swapped(off: date, *, worked: date) -> Iterator[SpecialDay]:
    yield SpecialDay(
        off, Kind.COMP_OFF, f"Nghỉ, làm bù ngày {worked:%d/%m/%Y}", f"Day off, made up on {worked:%d/%m/%Y}"
    )
    yield SpecialDay(worked, Kind.MAKEUP, f"Làm bù cho ngày {off:%d/%m/%Y}", f"Made up for {off:%d/%m/%Y}")
