"""Time that does not run as it should: set back, slept through, without post, by another calendar than yesterday's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from iso_qms.clock import now
from iso_qms.db import db, transaction
from iso_qms.improvement.action.actions import CorrectiveAction, FollowUp
from iso_qms.journal import history_of
from iso_qms.organisation import operations as organisation
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.outbox import Letter
from iso_qms.registry import registry
from iso_qms.timetable import is_due, tick, ticked_at
from iso_qms.timetable.leases import LEASE, take
from tests.fixtures.mail import Letterbox
from tests.improvement.conftest import Case

MONDAY, DUE = "2026-03-02T09:00+07:00", date(2026, 3, 16)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def few_rounds(app, monkeypatch):
    """Only the rounds that these tests are about."""
    few = {name: registry.rounds[name] for name in ("follow_ups", "digest", "post", "seal")}
    monkeypatch.setattr(registry, "rounds", few)


@pytest.fixture
def action(app, place, clock):
    """An action due in a fortnight; its number."""
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        return Case(place).accepted().id


def letters(app, name=None):
    """How many letters there are: written, and posted."""
    with app.app_context(), across():
        query = select(func.count(), func.count(Letter.sent_at)).where(Letter.urgent)
        return tuple(db.session.execute(query.where(Letter.name == name) if name else query).one())


def rungs(app):
    with app.app_context(), across():
        told = select(FollowUp).where(FollowUp.told_at.is_not(None)).order_by(FollowUp.offset)
        return [one.offset for one in db.session.scalars(told)]


def test_a_clock_that_is_set_back_an_hour_stops_nothing_and_repeats_nothing(app, action, clock):
    clock.move_to("2026-03-16T09:30+07:00")
    tick(app)
    before = letters(app)
    assert rungs(app) == [0]
    with app.app_context():
        assert take("post"), "whoever holds it dies, and then the clock is set back"
    clock.shift(-timedelta(hours=1))
    with app.app_context():
        assert is_due("seal", app.config["SETTINGS"]), "what was walked in the future is walked again"
    for _tick in range(3):
        tick(app)
        with app.app_context():
            assert ticked_at() == now(), "time goes on"
        clock.shift(timedelta(minutes=1))
    with app.app_context():
        assert not is_due("follow_ups", app.config["SETTINGS"])
        assert take("post"), "a lease that seems to hold for an hour holds nobody up"
        assert take("post") is None
        clock.shift(LEASE + timedelta(seconds=1))
        assert take("post")
    clock.move_to("2026-03-16T10:30+07:00")
    tick(app)
    assert (letters(app), rungs(app)) == (before, [0])


def test_a_machine_that_sleeps_over_a_weekend_tells_on_monday_what_stands_then_and_no_more(app, action, clock):
    clock.move_to("2026-03-12T18:00+07:00")
    tick(app)
    asleep = letters(app)
    clock.move_to("2026-03-16T10:05+07:00")
    tick(app)
    tick(app)
    assert rungs(app) == [-5, 0], "Friday's rung fell away: Monday's says more"
    assert letters(app, "action_carry_out_reminder")[0] == 2, "the owner and the head"
    with app.app_context(), across():
        digests = select(Letter.person_id).where(Letter.name == "digest", Letter.key.startswith("digest:2026-03-16"))
        got = db.session.scalars(digests).all()
    assert len(got) == len(set(got)) > 0
    assert letters(app) > asleep


def test_a_mail_server_that_is_away_for_a_day_gets_every_letter_once_when_it_is_back(app, action, clock, monkeypatch):
    from aiosmtpd.controller import Controller

    box = Letterbox()
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=box.url))
    clock.move_to("2026-03-16T09:30+07:00")
    for _time in range(3):
        tick(app)
        clock.shift(timedelta(hours=8))
    written, posted = letters(app)
    assert written > posted == 0
    server = Controller(box, hostname="127.0.0.1", port=int(box.url.rpartition(":")[2]))
    server.start()
    try:
        tick(app)
        clock.shift(timedelta(minutes=2))
        tick(app)
    finally:
        server.stop()
    written, posted = letters(app)
    arrived = [one["Message-ID"] for one in box.letters]
    assert len(arrived) == len(set(arrived)) == posted == written


def test_a_calendar_changed_after_days_were_given_moves_them_once_tells_once_and_keeps_both(app, place, action, clock):
    def day_off():
        with app.app_context(), transaction():
            choose(db.session.get(Agency, place.agency_id))
            by = Case(place).person("admin")
            organisation.set_day(DUE, kind="holiday", name_vi="Nghỉ bù", name_en="Off", by=by)

    clock.move_to("2026-03-13T10:00+07:00")
    tick(app)
    day_off()
    day_off()
    with app.app_context(), across():
        moved = db.session.get_one(CorrectiveAction, action)
        assert (moved.first_due_on, moved.due_on) == (DUE, date(2026, 3, 17))
        said = [one for one in history_of(moved) if one.verb == "corrective_action.due_day_moved"]
        assert len(said) == 1
        assert said[0].changes["due_on"] == ["2026-03-16", "2026-03-17"]
        told = db.session.scalars(select(Letter).where(Letter.name == "calendar_moved")).all()
        assert [one.person_id for one in told] == [place.people["staff"]]
        assert "17/03/2026" in told[0].body
    assert rungs(app) == [-1]
    clock.move_to("2026-03-16T10:00+07:00")
    tick(app)
    assert rungs(app) == [-1], "nothing on a day off"
    clock.move_to("2026-03-17T10:00+07:00")
    tick(app)
    assert rungs(app) == [-1, 0]
