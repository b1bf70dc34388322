"""The ladder of follow-ups: on which working days somebody is reminded, and who. Pure: no Flask, no database.

A rung is a number of working days from the due day: before it when negative, on it when zero, after it when positive.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from iso_qms.worktime import Calendar, UnknownYear, add_working_days

CARRY_OUT = "carry_out"
VERIFY = "verify"

RUNGS = {CARRY_OUT: (-5, -1, 0, 1, 3, 5), VERIFY: (0, 3, 5)}
"""The rungs set from the start, for carrying an action out and for verifying whether it works."""

THEN_EVERY = 5
"""Behind its last rung a ladder grows by one rung each so many working days, for as long as nothing is done."""

OWNER, HEAD, LEADERS, VERIFIER = "owner", "head", "leaders", "verifier"


def rungs(duty: str, *, due_on: date, calendar: Calendar) -> Iterator[tuple[int, date]]:
    """Each rung with its day, in order. Rungs in a year without a calendar are left out until that year is known."""
    for offset in RUNGS[duty]:
        if day := rung_day(due_on, offset=offset, calendar=calendar):
            yield offset, day


def rung_day(due_on: date, *, offset: int, calendar: Calendar) -> date | None:
    """The working day of a rung; None when its year is not known yet."""
    try:
        return add_working_days(due_on, days=offset, calendar=calendar)
    except UnknownYear:
        return None


def next_offset(duty: str, offset: int) -> int:
    """The rung that follows; the ladder never ends by itself."""
    later = [one for one in RUNGS[duty] if one > offset]
    return later[0] if later else offset + THEN_EVERY


def told_at(duty: str, offset: int, *, level: int) -> tuple[str, ...]:
    """Who is told on a rung: first whoever has to act, then the head, then leadership; a reopened one climbs sooner."""
    if duty == VERIFY:
        return (VERIFIER, LEADERS) if offset >= 5 else (VERIFIER,)
    told = [OWNER]
    if offset >= 0:
        told.append(HEAD)
    if offset >= (1 if level else 5):
        told.append(LEADERS)
    return tuple(told)
