"""A generated year of letters: one digest a working day and person, at the hour they chose, and nothing on a day off.

The year is drawn at random from a seed: who wants which hour, who is on leave when, when the timetable was up, what was
written when. It is walked with the real round.
"""

import random
from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from iso_qms.clock import HO_CHI_MINH, as_local
from iso_qms.db import db, transaction
from iso_qms.journal import write
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.operations import lock_person, note_absence
from iso_qms.organisation.people import Person
from iso_qms.organisation.working_days import calendar_of
from iso_qms.outbox import Letter, tell
from iso_qms.registry import registry
from iso_qms.timetable.digest import digest_round

pytestmark = pytest.mark.one_database
HOURS = {"admin": None, "staff": 5, "quality": 12, "leader": 19}
FIRST, DAYS = date(2026, 1, 1), 365


def test_a_year_of_digests(context, place, monkeypatch):
    chance = random.Random(2026)
    monkeypatch.setattr(registry, "awaiting", [])  # What awaits somebody is asked elsewhere; here it is the letters.
    with time_machine.travel(datetime.combine(FIRST, time(0, 5), HO_CHI_MINH), tick=False) as clock:
        with transaction():
            calendar, leave = settled(place, chance)
        walked = {
            day: sorted(chance.sample(range(5, 21), chance.choice((1, 2, 3)))) for day in days_up(calendar, chance)
        }
        for day, hour in ((day, hour) for day, hours in walked.items() for hour in hours):
            clock.move_to(datetime.combine(day, time(hour, 1), HO_CHI_MINH))
            with transaction():
                written(place, chance, f"{day} {hour}")
            digest_round()
        held_against(place, calendar, leave, walked)


def days_up(calendar, chance):
    """Days off and working days drawn from the year: a machine that is not always there."""
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    return [day for day in days if chance.random() < (0.1 if calendar.is_working_day(day) else 0.3)]


def settled(place, chance):
    choose(db.session.get(Agency, place.agency_id))
    admin, leave = db.session.get_one(Person, place.people["admin"]), {}
    for login in place.people.keys() - HOURS.keys() - {"admin"}:
        lock_person(db.session.get_one(Person, place.people[login]), by=admin, reason="Nghỉ")
    for login, hour in HOURS.items():
        person = db.session.get_one(Person, place.people[login])
        person.digest_hour = hour
        write(person, "person.look_changed", by=person)
        first = FIRST + timedelta(days=chance.randrange(5, 340))
        leave[login] = (first, first + timedelta(days=chance.randrange(10)))
        note_absence(person, kind="leave", first_on=first, last_on=leave[login][1], by=admin)
    return calendar_of(place.agency_id), leave


def written(place, chance, key):
    """A letter that can wait, or one that cannot, to somebody."""
    choose(db.session.get(Agency, place.agency_id))
    person = db.session.get_one(Person, place.people[chance.choice(list(HOURS))])
    tell(person, "calendar_moved", sentences=[key], urgent=chance.random() < 0.3, key=key)


def held_against(place, calendar, leave, walked):
    choose(db.session.get(Agency, place.agency_id))
    letters, names = db.session.scalars(select(Letter).order_by(Letter.id)).all(), dict_of(place)
    digests = [one for one in letters if one.name == "digest"]
    news = [one for one in letters if one.name == "calendar_moved"]
    assert len(digests) > 30, "a year in which something happened"
    days = Counter((one.person_id, as_local(one.written_at).date()) for one in digests)
    assert set(days.values()) == {1}, "one a day and person"
    for one in digests:
        at, login = as_local(one.written_at), names[one.person_id]
        wanted = HOURS[login] or 7
        assert calendar.is_working_day(at.date()), f"{at}: nothing on a day off"
        assert not leave[login][0] <= at.date() <= leave[login][1], f"{at}: nothing on leave"
        up = [hour for hour in walked[at.date()] if wanted <= hour < 21]
        assert at.hour == up[0], "at their own hour, or as soon as the timetable was up again"
    for one in news:
        assert (one.next_try_at is not None) == one.urgent, "what is urgent leaves at once, on any day; else it waits"
        if one.urgent:
            assert one.next_try_at == one.written_at and one.gathered_at is None
            continue
        first = [each for each in digests if each.person_id == one.person_id and each.written_at >= one.written_at]
        if first:
            assert one.gathered_at == first[0].written_at and one.subject in first[0].body, "told in the next one, once"
        else:
            assert one.gathered_at is None


def dict_of(place):
    return {place.people[login]: login for login in HOURS}
