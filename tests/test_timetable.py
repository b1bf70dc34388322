"""Rounds: leased, walked when due, and never doing anything twice, whoever walks them and whoever is killed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select, text

from iso_qms.clock import now
from iso_qms.db import db, transaction
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.operations import in_each_agency
from iso_qms.organisation.people import Person
from iso_qms.outbox import letters_of, tell
from iso_qms.registry import Awaiting, Round, registry
from iso_qms.rounds import PAUSE, each_due, troubles_of, wants_another_try
from iso_qms.timetable import is_due, tick, ticked_at, walk
from iso_qms.timetable.leases import LEASE, take

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")
FRIDAY = datetime(2026, 8, 28, 7, 0, tzinfo=VIET_NAM)


@pytest.fixture
def settings(context):
    return context.config["SETTINGS"]


@pytest.fixture
def example(monkeypatch):
    """A round of the test's own, at 07:00, that counts its walks."""
    walks = []

    def one_more():
        walks.append(now())
        return 1

    monkeypatch.setitem(registry.rounds, "example", Round("example", {"hour": "7"}, one_more, "Example"))
    return walks


def people_of(place):
    choose(db.session.get(Agency, place.agency_id))
    return {name: db.session.get_one(Person, number) for name, number in place.people.items()}


# ── leases ──


def test_a_round_says_how_much_it_did(context, example):
    assert walk("example") == 1


def test_nobody_walks_a_round_that_another_is_walking(context, example):
    assert take("example")
    assert walk("example") == 0
    assert not example


def test_the_lease_of_a_killed_process_runs_out(context, example):
    take("example")
    with time_machine.travel(now() + LEASE + timedelta(seconds=1), tick=False):
        assert walk("example") == 1


def test_a_round_that_breaks_off_gives_its_lease_back_and_stays_due(context, settings, monkeypatch):
    monkeypatch.setitem(registry.rounds, "broken", Round("broken", {"hour": "7"}, lambda: 1 // 0, "Broken"))
    with pytest.raises(ZeroDivisionError):
        walk("broken")
    assert take("broken")
    assert is_due("broken", settings)


# ── when ──


def test_a_round_is_due_when_its_time_came_since_it_was_last_walked(context, settings, example):
    with time_machine.travel(FRIDAY - timedelta(minutes=1), tick=False) as traveller:
        assert is_due("example", settings)
        walk("example")
        assert not is_due("example", settings)
        traveller.move_to(FRIDAY)
        assert is_due("example", settings)
        walk("example")
        assert not is_due("example", settings)
        traveller.move_to(FRIDAY + timedelta(days=3, hours=5))
        assert is_due("example", settings)


def test_a_tick_walks_what_is_due_and_says_that_time_goes_on(app, example, monkeypatch):
    monkeypatch.setitem(registry.rounds, "broken", Round("broken", {"hour": "7"}, lambda: 1 // 0, "Broken"))
    with time_machine.travel(FRIDAY, tick=False):
        tick(app)
        tick(app)
        tick(app, "example")
        with app.app_context():
            assert ticked_at() == FRIDAY
    assert len(example) == 1


def test_the_root_of_the_journal_goes_to_its_readers_once_a_day(context, place):
    with time_machine.travel(FRIDAY, tick=False) as traveller:
        assert walk("journal_root") > 0
        assert walk("journal_root") == 0
        traveller.shift(timedelta(days=1))
        assert walk("journal_root") > 0
    letter = letters_of(people_of(place)["quality"])[0]
    assert "--expect-root" in letter.body


# ── each due thing ──


def nobody_seen():
    return select(Person).where(Person.seen_at.is_(None), Person.is_clock.is_(False)).order_by(Person.id)


def see(person, clock):
    person.seen_at = now()


def test_each_due_thing_is_done_once_in_every_agency(context, place):
    assert each_due("seeing", nobody_seen, see) == len(place.people) + 1
    assert each_due("seeing", nobody_seen, see) == 0


def test_a_thing_that_cannot_be_done_is_set_aside_told_once_and_tried_again_later(context, place):
    staff = place.people["staff"]

    def see_all_but_one(person, clock):
        see(person, clock)
        if person.id == staff:
            raise ValueError("cannot be seen")

    assert each_due("seeing", nobody_seen, see_all_but_one) == len(place.people)
    assert each_due("seeing", nobody_seen, see_all_but_one) == 0
    assert [(one.thing_id, one.what) for one in troubles_of(place.agency_id)] == [(staff, "ValueError: cannot be seen")]
    admin = people_of(place)["admin"]
    assert [letter.name for letter in letters_of(admin)] == ["round_trouble"]
    with time_machine.travel(now() + PAUSE + timedelta(seconds=1), tick=False):
        assert wants_another_try("seeing")
        assert each_due("seeing", nobody_seen, see) == 1
    assert troubles_of(place.agency_id) == []


def test_what_takes_long_is_done_before_the_writing_unit_begins(context, place):
    writing = []

    def look(person):
        writing.append(db.session().info.get("writes"))
        return person.id

    def see_prepared(person, clock, number):
        assert (number, db.session().info.get("writes")) == (person.id, True)
        see(person, clock)

    assert each_due("seeing", nobody_seen, see_prepared, prepare=look) == len(place.people) + 1
    assert set(writing) == {False}


def test_what_was_put_right_by_hand_is_set_aside_no_longer(context, place):
    def fail(person, clock):
        raise ValueError("cannot be seen")

    each_due("seeing", lambda: nobody_seen().where(Person.login == "staff"), fail)
    assert [one.label for one in troubles_of(place.agency_id)] == ["Đặng Văn Viên"]
    with time_machine.travel(now() + PAUSE + timedelta(seconds=1), tick=False):
        each_due("seeing", lambda: nobody_seen().where(Person.login == "nobody"), fail)
        assert not wants_another_try("seeing")
    assert troubles_of(place.agency_id) == []


def test_an_agency_that_fails_holds_up_no_other(context, place):
    from iso_qms.journal import write

    def act(clock):
        if clock.agency_id == place.agency_id:
            raise ValueError("not here")
        agency = db.session.get_one(Agency, clock.agency_id)
        agency.place = "reached"
        write(agency, "agency.founded", by=clock)
        return 1

    with pytest.raises(ValueError, match="not here"):
        in_each_agency(act)
    assert db.session.scalars(select(Agency.place).where(Agency.slug == place.other_agency)).one() == "reached"


# ── the digest ──


@pytest.fixture
def desk(monkeypatch):
    """What awaits the head of office, as a room would bring it."""
    rows = []
    monkeypatch.setattr(registry, "awaiting", [lambda person, day: rows if person.login == "head" else []])
    return rows


def row(what, due_on, *, late=False, **more):
    return Awaiting(due_on=due_on, what=what, why="Vì sao", action="Mở", url="/an-khe/x", late=late, **more)


def digests(place, name="head"):
    return [one for one in letters_of(people_of(place)[name]) if one.name == "digest"]


def test_a_digest_tells_what_awaits_overdue_first_and_what_is_new(context, place, desk):
    day = FRIDAY.date()
    desk += [row("Later", None), row("Soon", day), row("Overdue", day - timedelta(days=1), late=True)]
    desk.append(row("Nói gắt tại quầy", day, discreet=True))
    with time_machine.travel(FRIDAY, tick=False):
        with transaction():
            tell(people_of(place)["head"], "calendar_moved", sentences=["Something new."])
        walk("digest")
    body = digests(place)[0].body
    places = [body.index(word) for word in ("Overdue", "Soon", "Later", "Something new.")]
    assert places == sorted(places)
    assert "http://127.0.0.1:8000/an-khe/x" in body
    assert "Nói gắt" not in body and body.count("Vì sao") == 3, "of what is discreet it says that something waits"
    assert digests(place)[0].urgent


def test_a_digest_comes_once_a_working_day_and_news_stand_in_one_only(context, place, desk):
    with time_machine.travel(FRIDAY, tick=False) as traveller:
        with transaction():
            tell(people_of(place)["head"], "calendar_moved", sentences=["Something new."])
        walk("digest")
        traveller.shift(timedelta(hours=2))
        desk.append(row("Came at nine", FRIDAY.date()))
        walk("digest")
        assert len(digests(place)) == 1
        traveller.move_to(FRIDAY + timedelta(days=1))  # a Saturday
        walk("digest")
        assert len(digests(place)) == 1
        traveller.move_to(FRIDAY + timedelta(days=5))  # 31 August to 2 September 2026 are days off
        walk("digest")
        assert len(digests(place)) == 1
        traveller.move_to(FRIDAY + timedelta(days=6))
        walk("digest")
    assert len(digests(place)) == 2
    assert "Something new." not in digests(place)[0].body


def test_nothing_to_say_is_no_letter(context, place, desk):
    with time_machine.travel(FRIDAY, tick=False):
        assert walk("digest") > 0
    assert digests(place) == []


def test_no_digest_comes_at_night(context, place, desk):
    desk.append(row("Late work", None))
    with time_machine.travel(FRIDAY - timedelta(minutes=1), tick=False):
        assert walk("digest") == 0


def test_a_room_that_fails_for_one_person_keeps_no_digest_from_the_others(context, place, monkeypatch):
    def ask(person, day):
        if person.login == "staff":
            raise RuntimeError("broken row")
        return [row("Work", None)]

    monkeypatch.setattr(registry, "awaiting", [ask])
    with time_machine.travel(FRIDAY, tick=False):
        walk("digest")
        assert len(digests(place)) == 1
        assert digests(place, "staff") == []
        assert [one.thing_id for one in troubles_of(place.agency_id)] == [place.people["staff"]]


def test_the_nightly_round_lets_the_database_learn_how_much_it_holds(context, place):
    walk("tidy")
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'person'")) > 0
