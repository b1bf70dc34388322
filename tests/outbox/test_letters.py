import pytest
from sqlalchemy import select

from iso_qms.db import db, transaction, unit
from iso_qms.journal import write
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.operations import clock_of, lock_person
from iso_qms.organisation.people import Person
from iso_qms.outbox import Letter, full_address, letters_of, mark_read, tell, tell_calendar_moves


@pytest.fixture
def people(context, place):
    choose(db.session.get(Agency, place.agency_id))
    return {name: db.session.get_one(Person, number) for name, number in place.people.items()}


def tell_root(people, **more):
    with transaction():
        return tell(people, "calendar_moved", sentences=["A is due later."], **more)


def test_everybody_is_told_once_in_their_own_language(people):
    with transaction():
        people["staff"].locale = "en"
        write(people["staff"], "person.changed", by=people["admin"])
    assert tell_root([people["head"], people["staff"], people["head"], None]) == 2
    english, vietnamese = letters_of(people["staff"])[0], letters_of(people["head"])[0]
    assert english.subject == "The working calendar changed, and with it your due dates"
    assert (english.language, vietnamese.language) == ("en", "vi")
    assert vietnamese.subject != english.subject
    assert english.body == "- A is due later."


def test_a_letter_written_again_is_the_same_letter(people):
    assert tell_root(people["head"], key="once") == 1
    assert tell_root([people["head"], people["staff"]], key="once") == 1
    assert len(letters_of(people["head"])) == 1


def test_without_a_key_each_letter_is_one_of_its_own(people):
    assert tell_root(people["head"]) + tell_root(people["head"]) == 2


def test_a_letter_goes_with_the_transaction_it_was_written_in(people):
    with unit(writes=True):
        tell(people["head"], "calendar_moved", sentences=[])
    assert letters_of(people["head"]) == []


def test_whoever_is_locked_and_the_clock_get_none(people, place):
    with transaction():
        lock_person(people["staff"], by=people["admin"], reason="left")
    assert tell_root([people["staff"], clock_of(place.agency_id)]) == 0


def test_an_urgent_letter_waits_for_the_post_and_another_for_the_digest(people):
    tell_root(people["head"], urgent=True, key="urgent")
    tell_root(people["head"], key="calm")
    urgent, calm = sorted(letters_of(people["head"]), key=lambda one: not one.urgent)
    assert urgent.next_try_at is not None
    assert calm.next_try_at is None


def test_people_without_an_address_read_it_on_the_desk_only(people):
    with transaction():
        people["head"].email = ""
        write(people["head"], "person.changed", by=people["admin"])
    tell_root(people["head"], urgent=True)
    assert letters_of(people["head"])[0].next_try_at is None


def test_an_address_outside_may_be_told_too(people):
    tell_root([], address="archive@province.test", by=people["admin"])
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.address, letter.person_id, letter.agency_id) == (
        "archive@province.test",
        None,
        people["admin"].agency_id,
    )


def test_what_was_read_is_no_longer_unread(people):
    tell_root(people["head"])
    with transaction():
        mark_read(letters_of(people["head"])[0])
    assert letters_of(people["head"], unread=True) == []
    assert len(letters_of(people["head"])) == 1


def test_a_letter_is_seen_by_its_reader_alone(people):
    tell_root(people["head"])
    assert letters_of(people["staff"]) == []


def test_whoever_the_calendar_moved_gets_one_letter_with_every_sentence(people):
    with transaction():
        moved = [(people["head"], "First."), ([people["head"], people["staff"]], "Second.")]
        tell_calendar_moves(moved, people["admin"])
    assert letters_of(people["head"])[0].body == "- First.\n\n- Second."
    assert letters_of(people["staff"])[0].body == "- Second."


def test_an_address_in_a_letter_is_whole(context):
    assert full_address("/an-khe/documents/1") == "http://127.0.0.1:8000/an-khe/documents/1"
    assert full_address("") == ""
