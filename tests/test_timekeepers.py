"""Four processes keep the timetable, and some of them are killed: whatever time does is done exactly once.

The processes are forked from this one, which has read the whole house already; starting Python anew four times costs
more than all they do. Nothing waits for a length of time: whoever is killed is killed after so many commits.
"""

import os
import random
import select as polling
import signal
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import event, func, insert, select, update
from sqlalchemy.orm import Session

from iso_qms.clock import now
from iso_qms.db import db, transaction
from iso_qms.improvement.action.actions import CorrectiveAction, FollowUp
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.obligation.obligation_acts import set_up
from iso_qms.improvement.obligation.obligations import ObligationFollowUp
from iso_qms.journal import verify
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.organisation.people import Person
from iso_qms.outbox import Letter, tell
from iso_qms.outbox.posting import CLAIM
from iso_qms.rounds import RoundTrouble
from iso_qms.timetable import run, walk
from iso_qms.timetable.leases import LEASE, RoundLease
from tests.improvement.conftest import Case

KEEPERS, LETTERS, ACTIONS, OBLIGATIONS = 4, 40, 30, 4
MONDAY, EVENING = "2026-03-02T09:00+07:00", "2026-03-02T20:00+07:00"
PAUSE = max(CLAIM, LEASE) + timedelta(seconds=1)
ROUNDS = ("follow_ups", "obligations", "post", "seal")
ONE = {"source": "Quyết định", "rule": "rolling", "amount": 1, "unit": "months"}


@pytest.fixture
def posted(app, smtp, monkeypatch):
    """The application, posting to the SMTP server of the test."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=smtp.url))
    return app


@pytest.fixture
def begin(posted):
    """Begins a process of its own that does something with the application; whatever is left of them is killed."""
    begun = []

    def begin(work):
        with posted.app_context():
            db.engine.dispose()  # or parent and child would talk through one connection
        number = os.fork()
        if not number:
            try:
                work(posted)
            finally:
                os._exit(0)
        begun.append(number)
        return number

    yield begin
    for one in begun:
        kill(one)


def kill(number):
    try:
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
    except (ChildProcessError, ProcessLookupError):
        pass  # It has ended and was waited for.


def people_of(place):
    choose(db.session.get(Agency, place.agency_id))
    return {name: db.session.get_one(Person, number) for name, number in place.people.items()}


def put_letters(place):
    person = people_of(place)["head"]
    for number in range(LETTERS):
        tell(person, "calendar_moved", sentences=[str(number)], urgent=True, key=f"letter {number}")


def test_four_timetables_run_one_is_killed_and_every_letter_leaves_exactly_once(posted, place, begin, smtp):
    with posted.app_context(), transaction():
        put_letters(place)
    smtp.hold_at = 10  # whoever posts the tenth letter gets no answer, and is killed while waiting for it
    keepers = [begin(run) for _ in range(KEEPERS)]
    assert smtp.holding.wait(60), "no letter came"
    with posted.app_context():
        holder = db.session.scalars(select(RoundLease.holder).where(RoundLease.name == "post")).one()
    poster = next(one for one in keepers if f":{one}:" in holder)
    kill(poster)
    for one in set(keepers) - {poster}:
        os.kill(one, signal.SIGTERM)
        assert os.waitpid(one, 0)[1] == 0
    with posted.app_context(), time_machine.travel(now() + PAUSE, tick=False):
        walk("post")
        assert walk("post") == 0
    arrived = [one["Message-ID"] for one in smtp.letters if one["Message-ID"].startswith("<letter")]
    assert len(arrived) == len(set(arrived)) == LETTERS


@pytest.mark.parametrize("seconds", [0, pytest.param(120, marks=pytest.mark.stress)], ids=["short", "two minutes"])
def test_whoever_is_killed_whenever_every_effect_happens_exactly_once(posted, place, begin, smtp, seconds):
    with posted.app_context(), time_machine.travel(MONDAY, tick=False), transaction():
        put_letters(place)
        make_due(place)
    kills = kept_and_killed(begin, random.Random(7), seconds)
    with posted.app_context(), time_machine.travel(EVENING):
        while sum(walk(name) for name in ROUNDS if name != "seal"):
            pass
        walk("seal")
        assert_once(smtp, kills)


def kept_and_killed(begin, chance, seconds):
    """Kill one after another, each after some commits of any of them, and put a new one in its place."""
    heard, told = os.pipe()
    moment, kills = monday_morning(), 0
    keepers = [begin(lambda app: keep_time(app, moment, told)) for _ in range(KEEPERS)]
    until = time.monotonic() + seconds
    while kills < 2 * KEEPERS or time.monotonic() < until:
        for _commit in range(chance.randrange(1, 12)):
            assert polling.select([heard], [], [], 60)[0], "nobody does anything any more"
            os.read(heard, 1)
        kill(keepers.pop(chance.randrange(KEEPERS)))
        kills += 1
        # The leases and claims of the dead have run out for whoever comes now, and those of the living too.
        if kills % 3 == 0 and moment.hour < 12:
            moment += PAUSE
        keepers.append(begin(lambda app, at=moment: keep_time(app, at, told)))
    for one in keepers:
        kill(one)
    os.close(heard)
    os.close(told)
    return kills + KEEPERS


def monday_morning():
    with time_machine.travel(MONDAY, tick=False):
        return now()


def keep_time(app, moment, told):
    """Walk the rounds for ever, and say so at every commit."""
    event.listen(Session, "after_commit", lambda _session: os.write(told, b"."))
    with app.app_context(), time_machine.travel(moment):
        while True:
            for name in ROUNDS:
                walk(name)


def make_due(place):
    """Actions and obligations whose day is today; one of each is made by hand, and copied."""
    case = Case(place)
    choose(db.session.get(Agency, place.agency_id))
    case.accepted(due_on=date(2026, 3, 2))
    for number in range(OBLIGATIONS):
        set_up(by=case.person("quality"), title_vi=f"Báo cáo {number}", owner_post=case.post("staff2"), **ONE)
    db.session.flush()
    db.session.execute(update(FollowUp).values(due_on=date(2026, 3, 2)).where(FollowUp.offset == 0))
    db.session.execute(update(ObligationFollowUp).values(due_on=date(2026, 3, 2)).where(ObligationFollowUp.offset < 0))
    for model, keep in ((Nonconformity, {}), (CorrectiveAction, {"nonconformity_id": 0}), (FollowUp, {"action_id": 0})):
        table = model.__table__
        row = dict(db.session.execute(select(table).order_by(table.c.id)).mappings().first())
        last = db.session.scalar(select(func.max(table.c.id)))
        del row["id"]
        numbered = {"number"} & row.keys()
        rows = [
            row | dict.fromkeys(numbered, one + 1) | {name: row[name] + one for name in keep}
            for one in range(1, ACTIONS)
        ]
        if model is FollowUp:
            rows = [one | {"offset": 0, "due_on": date(2026, 3, 2)} for one in rows]
        else:
            assert last == 1
        db.session.execute(insert(table), rows)


def assert_once(smtp, kills):
    with across():
        assert db.session.scalars(select(RoundTrouble.what)).all() == []
        told = db.session.scalars(select(FollowUp).where(FollowUp.told_at.is_not(None))).unique().all()
        assert sorted(one.action_id for one in told) == list(range(1, ACTIONS + 1)), "each is told of once"
        due = db.session.scalars(select(ObligationFollowUp).where(ObligationFollowUp.told_at.is_not(None))).unique()
        assert len({one.due_id for one in due}) == OBLIGATIONS
        letters = db.session.scalars(select(Letter).where(Letter.urgent)).all()
        rungs = [one for one in letters if one.name == "action_carry_out_reminder"]
        assert len(rungs) == sum(len(one.told_to) for one in told) == 2 * ACTIONS, "the owner and the head, each once"
        assert all(one.sent_at for one in letters)
        arrived = [one["Message-ID"] for one in smtp.letters]
        assert len(set(arrived)) == len(letters)
        # Who is killed between the server's yes and the mark sends again, with the same number: SMTP allows no more.
        assert len(arrived) - len(set(arrived)) <= kills
    assert verify().ok
