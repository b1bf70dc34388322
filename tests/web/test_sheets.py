"""A form that is sent twice from one page does one thing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

import lxml.html
from flask import g, redirect, request
from sqlalchemy import func, select

from iso_qms.clock import now
from iso_qms.db import db, transaction, unit
from iso_qms.organisation.agencies import across
from iso_qms.organisation.people import Person, Post
from iso_qms.web.sheets import SentSheet, forget_sheets, led_to, note_answer


def test_what_is_sent_again_from_the_same_page_gets_the_first_answer(app, place, client):
    new = f"/{place.agency}/people/units/{place.units['office']}/posts/new"
    client.sign_in("admin")
    typed = filled(client.get(new), title="Văn thư lưu trữ")
    beside = app.test_client()
    name = app.config["SESSION_COOKIE_NAME"]
    beside.set_cookie(name, client.get_cookie(name).value)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: one.post(new, data=typed), (client, beside)))
    first, again = (answer.location for answer in answers)
    assert first == again and posts(app, "Văn thư lưu trữ") == 1
    assert "được gửi rồi" in client.post(new, data=typed, follow_redirects=True).text
    client.post(new, data=typed | {"title": "Văn thư"})
    client.post(new, data=filled(client.get(new), title="Văn thư lưu trữ"))
    assert (posts(app, "Văn thư"), posts(app, "Văn thư lưu trữ")) == (1, 2), "other words and another page are new"


def test_what_led_nowhere_is_not_remembered_and_the_rest_for_a_day(app, place, client):
    new = f"/{place.agency}/people/units/{place.units['office']}/posts/new"
    client.sign_in("admin")
    untitled = filled(client.get(new), title="")
    assert [client.post(new, data=untitled).status_code for _ in range(2)] == [422, 422]
    client.post(new, data=filled(client.get(new), title="Văn thư"))
    with app.app_context(), transaction():
        assert (forget_sheets(now() - timedelta(days=1)), forget_sheets(now() + timedelta(seconds=1))) == (0, 1)
        assert not db.session.scalar(select(func.count()).select_from(SentSheet))


def test_a_mended_file_of_the_same_name_is_another_one_and_is_read_from_its_beginning(app, place):
    def sent(content):
        data = {"sheet": "of one page", "file": (BytesIO(content), "QT-07.docx")}
        with app.test_request_context("/take-in", method="POST", data=data), transaction(), across():
            g.person = db.session.get(Person, place.people["staff"])
            found = led_to()
            note_answer(redirect("/taken"))
            return found, request.files["file"].read()

    assert [sent(one) for one in (b"old", b"new", b"new")] == [(None, b"old"), (None, b"new"), ("/taken", b"new")]


def filled(page, **typed):
    form = next(form for form in lxml.html.fromstring(page.text).forms if "title" in form.fields)
    return dict(form.form_values()) | typed


def posts(app, title):
    with app.app_context(), unit(writes=False), across():
        return db.session.scalar(select(func.count()).where(Post.title == title))
