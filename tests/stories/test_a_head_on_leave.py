"""A head is on leave and the deputy is delegated: reminders rest, the deputy reads, the head acknowledges."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.documents import jobs
from iso_qms.documents.models import Acknowledgement
from iso_qms.organisation.operations import delegate, note_absence
from iso_qms.outbox import Letter
from tests.documents.conftest import Shelf, words_of

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

LEAVE = timedelta(days=20)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def reminded(app, place):
    """How often the head was reminded."""
    with app.app_context(), transaction():
        shelf = Shelf(place)
        told = Letter.person_id == shelf.person("head_economy").id, Letter.name == "acknowledge_reminder"
        return len(db.session.scalars(select(Letter).where(*told)).all())


def test_a_head_is_on_leave_and_the_deputy_is_delegated(app, place, stock, visitor, clock):
    def fill(shelf):
        admin, head, last = shelf.person("admin"), shelf.person("head_economy"), today() + LEAVE
        note_absence(head, by=admin, kind="leave", first_on=today(), last_on=last)
        back = last + timedelta(days=1)
        delegate(shelf.post("head_economy"), to=shelf.person("clerk"), by=admin, since=today(), until=back)
        return shelf.in_force(shelf.document(readers=("head_economy",)))

    address = stock(fill)
    clock.move_to(MONDAY + LEAVE)
    with app.app_context():
        assert jobs.remind_round() == 0
    assert visitor("clerk").get(address).status_code == 200
    refused = visitor("clerk").get(f"{address}/acknowledge")
    assert refused.status_code == 409 and "mới xác nhận được" in words_of(refused)
    assert "QT-07" not in words_of(visitor("clerk").get("/an-khe/"))

    clock.move_to(MONDAY + LEAVE + timedelta(days=3))
    with app.app_context():
        jobs.remind_round()
    assert reminded(app, place) == 1
    assert "QT-07" in words_of(visitor("head_economy").get("/an-khe/"))
    visitor("head_economy").post_form(f"{address}/acknowledge")
    with app.app_context(), transaction():
        shelf = Shelf(place)
        duty = db.session.scalars(select(Acknowledgement)).one()
        assert (duty.person_id, duty.acknowledged_at is not None) == (shelf.person("head_economy").id, True)
