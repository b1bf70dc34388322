"""Passwords, sessions, failed tries and one-time links."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from iso_qms.db import db, transaction
from iso_qms.organisation import accounts, operations
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.organisation.people import Person
from iso_qms.workflow import Incomplete, Refused
from tests.fixtures.places import PASSWORD

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HERE = "192.0.2.7"


def head(place):
    return db.session.get(Person, place.people["head"])


def open_session(place):
    with transaction():
        return accounts.open_session(place.people["head"], address=HERE, agent="Firefox")


def fail(login, times, address=HERE):
    for _ in range(times):
        with transaction():
            accounts.note_failed_try(login, address, None)


@pytest.fixture
def org(context, place):
    choose(db.session.get(Agency, place.agency_id))
    return place


# Passwords


def test_the_right_password_is_known_and_a_wrong_one_is_not(org):
    assert accounts.is_password(head(org), PASSWORD)
    assert not accounts.is_password(head(org), PASSWORD + "x")
    assert not accounts.is_password(None, PASSWORD)


def test_a_password_is_the_same_however_its_marks_are_typed(org):
    plain = "Đường làng quê ta"
    with transaction():
        choose(db.session.get(Agency, org.agency_id))
        accounts.set_password(head(org), unicodedata.normalize("NFD", plain), by=head(org))
    assert accounts.is_password(head(org), unicodedata.normalize("NFC", plain))
    assert accounts.is_password(head(org), unicodedata.normalize("NFD", plain))


@pytest.mark.parametrize("password", ["short", "x" * 1025, "my head is round"])
def test_a_password_is_long_enough_and_holds_no_sign_in_name(org, password):
    with pytest.raises(Incomplete):
        accounts.set_password(head(org), password, by=head(org))


def test_a_locked_account_has_no_right_password(org):
    with transaction():
        choose(db.session.get(Agency, org.agency_id))
        operations.lock_person(head(org), by=db.session.get(Person, org.people["admin"]), reason="nghỉ")
    assert not accounts.is_password(head(org), PASSWORD)


def test_no_password_is_kept_as_typed(org):
    assert PASSWORD not in head(org).password_hash
    assert head(org).password_hash.startswith("$argon2id$")


# Sign-in names


def test_a_sign_in_name_is_found_whatever_its_capitals_and_spaces(org):
    assert [one.id for one in accounts.find_by_login(" Head ")] == [org.people["head"]]


# Failed tries


def test_a_name_rests_after_eight_failed_tries_and_then_may_try_again(org):
    with time_machine.travel(MONDAY, tick=False) as clock:
        fail("head", 7)
        assert accounts.tries_left("head", HERE) == 1
        fail("HEAD ", 1)
        assert accounts.tries_left("head", HERE) == 0
        assert accounts.tries_left("staff", HERE) > 0
        clock.shift(timedelta(minutes=15, seconds=1))
        assert accounts.tries_left("head", HERE) > 0


def test_an_address_rests_when_it_tries_many_names(org):
    for number in range(8):
        fail(f"nobody{number}", 5)
    assert accounts.tries_left("head", HERE) == 0
    assert accounts.tries_left("head", "192.0.2.8") > 0


def test_old_tries_are_forgotten(org):
    with time_machine.travel(MONDAY, tick=False):
        fail("head", 3)
        with transaction():
            assert accounts.purge_tries(MONDAY + timedelta(seconds=1)) == 3


# Sessions


def test_a_session_ends_after_an_hour_without_a_request(org):
    with time_machine.travel(MONDAY, tick=False) as clock:
        token = open_session(org)
        clock.shift(timedelta(minutes=59))
        assert accounts.session_of(token)
        clock.shift(timedelta(minutes=1))
        assert accounts.session_of(token) is None


def test_a_session_ends_after_twelve_hours_even_when_it_is_used(org):
    with time_machine.travel(MONDAY, tick=False) as clock:
        token = open_session(org)
        for _ in range(13):
            clock.shift(timedelta(minutes=55))
            with transaction(), across():
                accounts.session_of(token).seen_at = datetime.now(UTC)
        assert accounts.session_of(token)
        clock.shift(timedelta(minutes=10))
        assert accounts.session_of(token) is None


def test_a_session_can_be_ended_from_elsewhere(org):
    token, other = open_session(org), open_session(org)
    with transaction():
        choose(db.session.get(Agency, org.agency_id))
        accounts.end_session(accounts.session_of(token), by=head(org))
    assert accounts.session_of(token) is None
    assert accounts.session_of(other)


def test_a_new_password_ends_every_other_session(org):
    staying, other = open_session(org), open_session(org)
    with transaction():
        choose(db.session.get(Agency, org.agency_id))
        accounts.set_password(head(org), "a new one for me", by=head(org), staying=accounts.session_of(staying))
    assert accounts.session_of(staying)
    assert accounts.session_of(other) is None


def test_locking_ends_every_session(org):
    token = open_session(org)
    with transaction():
        choose(db.session.get(Agency, org.agency_id))
        operations.lock_person(head(org), by=db.session.get(Person, org.people["admin"]), reason="nghỉ")
    assert accounts.session_of(token) is None


def test_the_database_holds_no_token(org):
    token = open_session(org)
    assert accounts.session_of(token).token_hash != token


# One-time links


def make_link(place):
    with transaction():
        choose(db.session.get(Agency, place.agency_id))
        return accounts.make_link(head(place), by=db.session.get(Person, place.people["admin"]))


def use_link(token):
    with transaction():
        agency = db.session.get(Agency, accounts.link_of(token).person.agency_id)
        choose(None)  # whoever follows a link is signed in nowhere
        accounts.use_link(accounts.link_of(token), "from the one-time link")
    choose(agency)


def test_a_link_works_once(org):
    token = make_link(org)
    use_link(token)
    assert accounts.is_password(head(org), "from the one-time link")
    assert accounts.link_of(token) is None


def test_two_who_open_a_link_at_once_cannot_both_use_it(org):
    token = make_link(org)
    with transaction():
        link = accounts.link_of(token)
        accounts.use_link(link, "from the one-time link")
        with pytest.raises(Refused, match="đã được dùng"):
            accounts.use_link(link, "from somebody else")


def test_a_link_is_dead_after_three_days(org):
    with time_machine.travel(MONDAY, tick=False) as clock:
        token = make_link(org)
        clock.shift(timedelta(days=3))
        assert accounts.link_of(token) is None


def test_a_newer_link_kills_the_older_one(org):
    old, new = make_link(org), make_link(org)
    assert accounts.link_of(old) is None
    assert accounts.link_of(new)


def test_a_link_ends_the_rest_after_failed_tries(org):
    token = make_link(org)
    fail("head", 8)
    use_link(token)
    assert accounts.tries_left("head", HERE) > 0
