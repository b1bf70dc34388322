"""Telling the demo's story: dated entries in a diary, acted out in the order of time with the clock set back.

Days are working days from the base day, the last one whose morning is over, so that the demo is as fresh on any day it
is loaded. Whatever somebody does in the story is an operation of the house, by a person who has the right to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from iso_qms import clock
from iso_qms.documents.models import Document, Revision
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import Unit
from iso_qms.worktime import Calendar, add_working_days, next_working_day

MORNING_IS_OVER = time(11)


@dataclass
class Story:
    """Who and what there is in the demo, by short names, and where the base day lies."""

    agency: Agency
    by: Person
    """The clock's person, in whose name the agency is set up."""
    calendar: Calendar
    base: date
    next_day: date
    """Today, or the next working day after it: what is due now is due then."""
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    things: dict[Any, Any] = field(default_factory=dict)

    def day(self, days: int) -> date:
        """The working day so many days after the base day, or before it when negative."""
        return add_working_days(self.base, days=days, calendar=self.calendar)

    def due(self, days: int) -> date:
        """The working day so many days after the next one to come: 0 is due now."""
        return add_working_days(self.next_day, days=days, calendar=self.calendar)

    def moment(self, days: int, at: str) -> datetime:
        """A time of day on a working day counted from the base day."""
        return datetime.combine(self.day(days), time.fromisoformat(at), clock.HO_CHI_MINH)

    def newest(self, code: str) -> Revision:
        """The newest revision of a document."""
        return self.documents[code].revisions[-1]


class Entry(NamedTuple):
    """Something somebody does: on which day, at what time, and the doing."""

    day: int
    at: str
    act: Callable[[Story], Any]


Diary = list[Entry]


def on(diary: Diary, day: int, at: str) -> Callable[[Callable[[Story], Any]], Callable[[Story], Any]]:
    """Put a function into a diary, to be done on that day at that time."""

    def put(act: Callable[[Story], Any]) -> Callable[[Story], Any]:
        diary.append(Entry(day, at, act))
        return act

    return put


def act_out(story: Story, entries: Iterable[Entry]) -> None:
    """Do every entry at its moment, in the order of time; two of the same moment in the order written."""
    for entry in sorted(entries, key=lambda one: (one.day, one.at)):
        with clock.at(story.moment(entry.day, entry.at)):
            entry.act(story)


def base_day(calendar: Calendar) -> date:
    """The last working day whose morning is over."""
    here = clock.as_local(clock.now())
    day = here.date() if here.time() >= MORNING_IS_OVER else here.date() - timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def coming_day(calendar: Calendar) -> date:
    """Today when it is worked, else the next day that is."""
    return next_working_day(clock.today(), calendar=calendar)


def calendar_for(year: int) -> Calendar:
    """The calendar an agency begins with, with the years up to the one after this as far as the law fixes them."""
    from iso_qms.worktime.seed import proposed_days, seeded_calendar

    seed = seeded_calendar()
    more = range(max(seed.years) + 1, year + 2)
    days = [*seed.days.values(), *(day for one in more for day in proposed_days(one))]
    return Calendar.of_rows(days, years=dict(seed.years) | dict.fromkeys(more, False))
