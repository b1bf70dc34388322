"""Administrators see whether time ticks, what was set aside, and have letters posted again."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from iso_qms.clock import now
from iso_qms.db import db, transaction
from iso_qms.desk.operating import LATE_AFTER, rhythm
from iso_qms.i18n import speaking
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.outbox import Letter, tell
from iso_qms.outbox.posting import STALE
from iso_qms.rounds import each_due
from iso_qms.timetable import tick, walk

PAGE = "/an-khe/operating"


@pytest.fixture
def admin(client, place):
    client.sign_in("admin")
    return client


@pytest.fixture
def refused_letter(app, place):
    """A letter the mail server refused for good; its number."""
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        tell(
            db.session.get_one(Person, place.people["head"]), "calendar_moved", urgent=True, sentences=["Chuyện riêng"]
        )
        letter = db.session.scalars(select(Letter)).one()
        letter.next_try_at, letter.set_aside_at, letter.attempts = None, now(), 3
        letter.last_error = "550 no such mailbox"
        return letter.id


def test_only_administrators_come_in(client, place):
    client.sign_in("quality")
    assert client.get(PAGE).status_code == 403


def test_a_timetable_that_never_ticked_or_fell_silent_is_told_at_once(app, admin):
    assert "iso-qms timetable" in admin.get(PAGE).text
    tick(app)
    assert "iso-qms timetable" not in admin.get(PAGE).text
    with time_machine.travel(now() + timedelta(minutes=3), tick=False):
        assert "iso-qms timetable" in admin.get(PAGE).text


def test_a_round_that_was_not_walked_in_its_time_is_late(app, admin):
    tick(app)
    assert "Trễ giờ" not in admin.get(PAGE).text
    with time_machine.travel(now() + timedelta(minutes=2) + LATE_AFTER, tick=False):
        assert "Trễ giờ" in admin.get(PAGE).text
        with app.app_context():
            walk("seal")
        assert "Đúng giờ" in admin.get(PAGE).text


def test_what_a_round_could_not_do_is_shown_with_its_cause(app, admin, place):
    def due():
        return select(Person).where(Person.login == "clerk")

    def act(person, clock):
        raise ValueError("cannot be done")

    with app.app_context():
        each_due("tidy", due, act)
    page = admin.get(PAGE).text
    assert "ValueError: cannot be done" in page
    assert "Tạ Văn Địa" in page


def test_a_letter_is_posted_again_and_its_words_stay_with_its_reader(app, admin, refused_letter):
    page = admin.get(PAGE).text
    assert "550 no such mailbox" in page
    assert "Chuyện riêng" not in page
    assert "550 no such mailbox" not in admin.post_form(PAGE, f"/letters/{refused_letter}/again").text
    with app.app_context():
        letter = db.session.get_one(Letter, refused_letter)
        assert letter.next_try_at is not None
        assert (letter.set_aside_at, letter.attempts) == (None, 0)


def test_a_letter_too_old_is_not_offered_for_another_try(app, admin, refused_letter):
    with app.app_context(), transaction():
        db.session.get_one(Letter, refused_letter).written_at = now() - STALE - timedelta(hours=1)
    assert "/again" not in admin.get(PAGE).text


def test_letters_of_another_agency_are_not_there(app, admin, client, refused_letter):
    stranger = app.test_client()
    stranger.sign_in("stranger")
    assert "550 no such mailbox" not in stranger.get("/binh-hoa/operating").text
    token = _token(stranger.get("/binh-hoa/").text)
    answer = stranger.post(f"/binh-hoa/operating/letters/{refused_letter}/again", data={"csrf_token": token})
    assert answer.status_code == 404


def _token(page):
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("every", "words"),
    [
        ({"minute": "*"}, "every minute"),
        ({"minute": "*/5"}, "every 5 minutes"),
        ({"hour": "*"}, "every hour"),
        ({"hour": "7", "minute": "5"}, "every day at 07:05"),
        ({"hour": "18"}, "every day at 18:00"),
        ({"day_of_week": "mon", "hour": "8"}, "day_of_week=mon hour=8"),
        ({"second": "*/10"}, "every 10 seconds"),
        ({"hour": "7-18", "minute": "5-55/10"}, "every 10 minutes from 7 to 18"),
    ],
)
def test_a_rhythm_is_told_in_words(every, words):
    with speaking("en"):
        assert rhythm(every) == words
