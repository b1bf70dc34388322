"""The ladder of follow-ups: on which working days somebody is reminded, and who. Pure: no Flask, no database.

A rung is a number of working days from the due day: before it when negative, on it when zero, after it when positive.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from iso_qms.worktime import Calendar, UnknownYear, add_working_days

CARRY_OUT = "carry_out"
VERIFY = "verify"
OBLIGATION = "obligation"
CORRECT = "correct"

OWNER, HEAD, LEADERS, VERIFIER = "owner", "head", "leaders", "verifier"

Who = TypeVar("Who", bound=Any)

MOST = 60
"""Working days that a rung may lie from the due day."""


@dataclass(frozen=True)
class Steps:
    """One ladder: its rungs, from which rung on the head and leadership hear of it, and how it grows behind them.

    Behind its last rung it grows by one each `every` working days, for as long as nothing is done.
    """

    rungs: tuple[int, ...]
    head_from: int
    leaders_from: int
    every: int = 5

    def next_after(self, offset: int) -> int:
        """The rung that follows; the ladder never ends by itself."""
        return min((one for one in self.rungs if one > offset), default=offset + self.every)

    def reached(self, late: int) -> int | None:
        """The highest rung whose day has come so many working days after the due day, before it when negative."""
        beyond = late - self.rungs[-1]
        if beyond >= self.every:
            return self.rungs[-1] + beyond // self.every * self.every
        return max((one for one in self.rungs if one <= late), default=None)

    def told_at(self, duty: str, offset: int, *, level: int) -> tuple[str, ...]:
        """Who is told on a rung: whoever has to act, then the head, then leadership; a reopened one climbs sooner.

        The result of an action concerns no head of unit: whoever verifies is told, then leadership.
        """
        told = [VERIFIER if duty == VERIFY else OWNER]
        if duty != VERIFY and offset >= self.head_from:
            told.append(HEAD)
        sooner = duty in (CARRY_OUT, CORRECT) and level
        if offset >= (min(1, self.leaders_from) if sooner else self.leaders_from):
            told.append(LEADERS)
        return tuple(told)

    def fault(self) -> str:
        """What is wrong with it, in a word: `order`, `due_day`, `far`, `every` or `climb`; empty when nothing is."""
        if list(self.rungs) != sorted({*self.rungs}):
            return "order"
        if 0 not in self.rungs:
            return "due_day"
        if max(map(abs, (*self.rungs, self.head_from, self.leaders_from))) > MOST:
            return "far"
        if not 1 <= self.every <= MOST:
            return "every"
        return "" if self.head_from <= self.leaders_from else "climb"


USUAL = {
    CARRY_OUT: Steps((-5, -1, 0, 1, 3, 5), head_from=0, leaders_from=5),
    VERIFY: Steps((0, 3, 5), head_from=0, leaders_from=5),
    OBLIGATION: Steps((-20, -5, -1, 0, 1, 3, 5), head_from=0, leaders_from=5),
    CORRECT: Steps((0, 1, 3), head_from=0, leaders_from=3),
}
"""The ladders an agency begins with, by kind of duty."""


def heard_by(owners: Sequence[Who], *, away: Collection[int], above: Callable[[], Sequence[Who]]) -> list[Who]:
    """Who hears a rung meant for the owners: a post left empty, or whose holders are all away, must not swallow it.

    `away` are the numbers of those on leave, `above` answers the head, or leadership where there is none.
    """
    return list(owners) if any(one.id not in away for one in owners) else [*owners, *above()]


def rungs(steps: Steps, *, due_on: date, calendar: Calendar) -> Iterator[tuple[int, date]]:
    """Each rung with its day, in order. Rungs in a year without a calendar are left out until that year is known."""
    for offset in steps.rungs:
        if day := rung_day(due_on, offset=offset, calendar=calendar):
            yield offset, day


def rung_day(due_on: date, *, offset: int, calendar: Calendar) -> date | None:
    """The working day of a rung; None when its year is not known yet."""
    try:
        return add_working_days(due_on, days=offset, calendar=calendar)
    except UnknownYear:
        return None
