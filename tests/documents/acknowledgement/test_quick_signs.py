"""The sign that several texts were acknowledged within seconds of being opened."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.acknowledgement.acknowledging import acknowledge, duty_of
from iso_qms.documents.acknowledgement.quick_signs import WITHIN_SECONDS, open_text
from iso_qms.organisation.agencies import Agency, choose

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
LIMITS = {"seconds": 10, "number": 2, "days": 90}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def test_whoever_opens_and_acknowledges_at_once_is_a_sign_and_whoever_reads_is_none(shelf, clock, place):
    choose(db.session.get(Agency, place.agency_id))
    texts = [shelf.in_force(shelf.document(code, readers=("staff", "staff2"))) for code in ("QT-21", "QT-22")]
    for text in texts:
        for login, seconds in (("staff", 10), ("staff2", 11)):
            duty = duty_of(text, shelf.person(login))
            open_text(duty, at=now())
            clock.shift(timedelta(seconds=seconds))
            acknowledge(duty, by=shelf.person(login))
    find = WITHIN_SECONDS.find
    (one,) = find(LIMITS, shelf.person("quality"), today())
    assert (one.words, len(one.rows)) == (shelf.person("staff").name, 2)
    assert not list(find({**LIMITS, "number": 3}, shelf.person("quality"), today()))
    clock.shift(timedelta(days=91))
    assert not list(find(LIMITS, shelf.person("quality"), today()))
