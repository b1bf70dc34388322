"""The hours of a week in words, for pages and for what says why something is due."""

from __future__ import annotations

from typing import Any

from iso_qms.i18n import _l
from iso_qms.worktime import Interval, Week

NAMES = (_l("Mon"), _l("Tue"), _l("Wed"), _l("Thu"), _l("Fri"), _l("Sat"), _l("Sun"))


def lines_of(week: Week) -> list[tuple[int, int, str]]:
    """Weekdays in a row with the same hours, as one line: the first, the last, and the hours as typed."""
    lines: list[tuple[int, int, str]] = []
    for number, times in enumerate(written_hours(hours) for hours in week):
        if lines and lines[-1][2] == times:
            lines[-1] = (lines[-1][0], number, times)
        else:
            lines.append((number, number, times))
    return lines


def written_hours(intervals: tuple[Interval, ...]) -> str:
    """Hours the way they are typed; nothing is a day off."""
    return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in intervals)


def in_words(week: Week) -> str:
    """The days that are worked, each with its hours: `Mon–Fri 07:30–11:30, 13:00–17:00`."""
    return ", ".join(f"{named(first, last)} {times}" for first, last, times in lines_of(week) if times)


def named(first: int, last: int) -> Any:
    """A weekday, or the first and the last of several."""
    return NAMES[first] if first == last else f"{NAMES[first]}–{NAMES[last]}"
