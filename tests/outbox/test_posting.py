"""Posting, to a real SMTP server."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from iso_qms.clock import now
from iso_qms.db import db, transaction
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.outbox import Letter, post_again, post_due, set_aside_letters, tell
from iso_qms.outbox.posting import CLAIM, MOST_TRIES, STALE


@pytest.fixture
def post(context, place, smtp, monkeypatch):
    """The agency's post, going to the SMTP server of the test."""
    settings = context.config["SETTINGS"]
    monkeypatch.setitem(context.config, "SETTINGS", replace(settings, smtp_url=smtp.url, mail_from="qms@an-khe.test"))
    choose(db.session.get(Agency, place.agency_id))
    return smtp


def put(place, name="head", **more):
    with transaction():
        choose(db.session.get(Agency, place.agency_id))
        person = db.session.get_one(Person, place.people[name])
        tell(person, "calendar_moved", sentences=["Hạn mới là ngày 05/09/2026."], urgent=True, **more)


def the_letter():
    db.session.rollback()
    return db.session.scalars(select(Letter)).one()


def test_a_letter_leaves_once_with_its_key_as_message_id(post, place):
    put(place, key="calendar moved/1")
    assert (post_due(), post_due()) == (1, 0)
    letter = post.letters[0]
    assert letter["To"] == "head@an-khe.test"
    assert letter["From"] == '"UBND xã An Khê" <qms@an-khe.test>'.replace('"', "")
    assert letter["Message-ID"] == f"<calendar%20moved%2F1%3A{place.people['head']}@an-khe.test>"
    assert "Hạn mới là ngày 05/09/2026." in letter.get_content()
    assert the_letter().sent_at is not None


def test_without_a_server_letters_stay_where_they_are(context, place):
    put(place)
    assert post_due() == 0
    assert the_letter().next_try_at is not None


def test_a_claim_that_was_left_behind_runs_out_and_the_letter_leaves(post, place):
    put(place)
    with transaction():
        the_letter().next_try_at = now() + CLAIM  # as a process leaves it that is killed between claim and mark
    assert post_due() == 0
    with time_machine.travel(now() + CLAIM + timedelta(seconds=1), tick=False):
        assert post_due() == 1
    assert len(post.letters) == 1


def test_an_address_refused_for_good_is_set_aside_and_the_others_leave(post, place, monkeypatch):
    post.refuse = {"head@an-khe.test": "550 no such user"}
    put(place, "head", key="a")
    put(place, "staff", key="b")
    assert post_due() == 1
    aside = set_aside_letters(place.agency_id)
    assert [one.address for one in aside] == ["head@an-khe.test"]
    assert "no such user" in aside[0].last_error
    post.refuse = {}
    with transaction():
        post_again(set_aside_letters(place.agency_id)[0])
    assert post_due() == 1


def test_a_refusal_for_now_is_tried_again_ever_later_and_in_the_end_set_aside(post, place):
    post.refuse = {"head@an-khe.test": "451 try again later"}
    put(place)
    moment, waits = now(), []
    for _ in range(MOST_TRIES):
        with time_machine.travel(moment, tick=False):
            post_due()
            following = the_letter().next_try_at
            if following:
                waits.append(following - now())
                moment = following
    assert waits == sorted(waits) and len(waits) == MOST_TRIES - 1
    assert the_letter().set_aside_at is not None
    assert post.letters == []


def test_a_server_that_does_not_answer_costs_no_letter_a_try(context, place, monkeypatch):
    from tests.fixtures.mail import free_port

    settings = replace(context.config["SETTINGS"], smtp_url=f"smtp://127.0.0.1:{free_port()}")
    monkeypatch.setitem(context.config, "SETTINGS", settings)
    put(place)
    with pytest.raises(OSError, match="refused"):
        post_due()
    letter = the_letter()
    assert (letter.attempts, letter.set_aside_at) == (0, None)


def test_yesterdays_news_are_not_posted_when_the_post_begins_after_a_long_time(post, place):
    put(place)
    with time_machine.travel(now() + STALE + timedelta(minutes=1), tick=False):
        assert post_due() == 0
    assert the_letter().set_aside_at is not None


def test_an_address_that_is_none_is_set_aside(post, place):
    with transaction():
        tell([], "calendar_moved", address="two\nlines@x.test", sentences=[])
    assert post_due() == 0
    assert the_letter().set_aside_at is not None
