"""Everybody reads their own letters on the desk; opening one marks it read."""

import pytest
from sqlalchemy import select

from iso_qms.db import db, transaction
from iso_qms.journal import write
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.outbox import Letter, tell
from iso_qms.web.paging import PER_PAGE

PAGE = "/an-khe/letters"


@pytest.fixture
def write_letters(app, place):
    """Write so many letters to the head of office; answers their numbers, oldest first."""

    def write_letters(count=1, **more):
        with app.app_context(), transaction():
            choose(db.session.get(Agency, place.agency_id))
            head = db.session.get_one(Person, place.people["head"])
            for number in range(count):
                tell(head, "calendar_moved", sentences=[f"Việc thứ {number + 1}."], **more)
            return list(db.session.scalars(select(Letter.id).order_by(Letter.id)))

    return write_letters


@pytest.fixture
def head(client):
    client.sign_in("head")
    return client


def test_a_letter_is_unread_until_it_is_opened(head, write_letters):
    (number,) = write_letters()
    assert "1 thư chưa đọc" in head.get("/an-khe/").text
    assert "Chưa đọc</span>" in head.get(PAGE).text
    assert "Việc thứ 1." in head.get(f"{PAGE}/{number}").text
    assert "Chưa đọc</span>" not in head.get(PAGE).text
    assert "thư chưa đọc" not in head.get("/an-khe/").text
    assert f"{PAGE}/{number}" not in head.get(f"{PAGE}?unread=1").text


def test_the_newest_letter_comes_first_and_the_list_goes_on(head, write_letters):
    numbers = write_letters(PER_PAGE + 1)
    first, second = head.get(PAGE).text, head.get(f"{PAGE}?page=2").text
    assert first.index(f'{PAGE}/{numbers[-1]}"') < first.index(f'{PAGE}/{numbers[-2]}"')
    assert f'{PAGE}/{numbers[0]}"' not in first
    assert f'{PAGE}/{numbers[0]}"' in second


def test_all_letters_are_marked_as_read_at_once(head, write_letters):
    write_letters(3)
    page = head.post_form(PAGE, "/letters/read")
    assert "Chưa đọc</span>" not in page.text
    assert "Mọi điều" in page.text


def test_nobody_reads_the_letters_of_another(app, client, write_letters):
    (number,) = write_letters()
    client.sign_in("admin")
    assert client.get(f"{PAGE}/{number}").status_code == 404
    assert f"{PAGE}/{number}" not in client.get(PAGE).text
    with app.app_context():
        assert db.session.get_one(Letter, number).read_at is None


def test_a_letter_leads_to_what_it_is_about_as_long_as_its_reader_may_see_it(app, head, place, write_letters):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        person = db.session.get_one(Person, place.people["clerk"])
        write(person, "person.changed", by=person)
        about = tell(db.session.get_one(Person, place.people["head"]), "calendar_moved", about=person, sentences=[])
        assert about == 1
        number = db.session.scalars(select(Letter.id)).one()
    page = head.get(f"{PAGE}/{number}").text
    assert f'href="/an-khe/people/{place.people["clerk"]}"' in page
    with app.app_context(), transaction():
        letter = db.session.get_one(Letter, number)
        letter.thing_id = place.stranger_id
    assert f"/people/{place.stranger_id}" not in head.get(f"{PAGE}/{number}").text


def test_what_somebody_typed_into_a_letter_is_no_markup(app, head, place, write_letters):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        one = db.session.get_one(Person, place.people["head"])
        tell(one, "calendar_moved", sentences=["<script>alert(1)</script> http://127.0.0.1:8000/an-khe/"])
        number = db.session.scalars(select(Letter.id)).one()
    page = head.get(f"{PAGE}/{number}").text
    assert "<script>alert" not in page
    assert '<a href="http://127.0.0.1:8000/an-khe/"' in page
