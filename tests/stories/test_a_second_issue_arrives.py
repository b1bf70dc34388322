"""A second issue arrives while the first is being acknowledged: it is told, and nothing typed is lost."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import lxml.html
import pytest
import time_machine
from sqlalchemy import select

from iso_qms.db import db, transaction
from iso_qms.documents.models import Acknowledgement, Document
from tests.documents.conftest import Shelf

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def answered(app, place):
    """Which duties of the reader are done, the oldest first."""
    with app.app_context(), transaction():
        Shelf(place)
        query = select(Acknowledgement.acknowledged_at).order_by(Acknowledgement.id)
        return [at is not None for at in db.session.scalars(query)]


def test_the_second_issue_arrives_while_the_first_is_read(app, place, stock, visitor, clock):
    first = stock(lambda shelf: shelf.in_force(shelf.document(readers=("staff",))))
    clock.move_to(MONDAY + timedelta(days=1))
    page = visitor("staff").get(f"{first}/acknowledge")
    token = lxml.html.fromstring(page.text).xpath("//main//input[@name='csrf_token']/@value")[0]
    with app.app_context(), transaction():
        Shelf(place).in_force(db.session.get(Document, 1), text="Làm hai lần.")
    sent = {"csrf_token": token, "remark": "Tôi đã đọc kỹ.", "outcome": "understood"}
    stale = visitor("staff").post(f"{first}/acknowledge", data=sent)
    assert stale.status_code == 422
    assert "Tôi đã đọc kỹ." in stale.text and "revisions/2/acknowledge" in stale.text
    assert answered(app, place) == [False, False]
    visitor("staff").post_form(f"{first.replace('revisions/1', 'revisions/2')}/acknowledge")
    assert answered(app, place) == [False, True]
