"""The private calendar feed: a secret address, whole days, nothing on conduct."""

from datetime import UTC, date, datetime

import lxml.html
import pytest

from iso_qms.desk.feed import written
from iso_qms.registry import Awaiting

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def row(what, **more):
    return Awaiting(**{"due_on": date(2026, 11, 26), "what": what, "why": "Vì thế.", "action": "", "url": "/x"} | more)


def test_a_row_is_a_whole_day_that_keeps_its_name():
    text = written([row("Xác nhận: a, b; c", code="QT-07"), row("Không có hạn", due_on=None)], name="Việc", at=AT)
    assert "DTSTART;VALUE=DATE:20261126\r\nDTEND;VALUE=DATE:20261127\r\n" in text
    assert "SUMMARY:QT-07 · Xác nhận: a\\, b\\; c\r\n" in text
    assert "Không có hạn" not in text
    assert text == written([row("Xác nhận: a, b; c", code="QT-07")], name="Việc", at=AT)


def test_no_line_is_longer_than_the_format_allows_and_unfolding_gives_the_words_back():
    words = "Quy trình cấp Giấy xác nhận tình trạng hôn nhân " * 5
    text = written([row(words.strip())], name="Việc", at=AT)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert f"SUMMARY:{words.strip()}\r\n" in text.replace("\r\n ", "")


def test_what_is_discreet_says_only_that_something_waits():
    text = written([row("Ứng xử tại quầy", code="PH-1", discreet=True)], name="Việc", at=AT)
    assert "quầy" not in text and "PH-1" not in text and "Vì thế" not in text
    assert "BEGIN:VEVENT" in text
    assert text.partition("UID:")[2][:32] not in written([row("", discreet=True)], name="Việc", at=AT, secret="ours")


@pytest.mark.one_database
def test_an_address_is_shown_once_replaced_and_ended(app, place):
    visitor, calendar = app.test_client(), app.test_client()
    visitor.sign_in("staff")
    first = address(visitor.post_form("/me/calendar", act="make"))
    assert calendar.get(first).mimetype == "text/calendar"
    assert "VCALENDAR" in calendar.get(first).text
    assert not address(visitor.get("/me/calendar"))
    second = address(visitor.post_form("/me/calendar", act="make"))
    assert (calendar.get(first).status_code, calendar.get(second).status_code) == (404, 200)
    visitor.post_form("/me/calendar", act="end")
    assert calendar.get(second).status_code == 404


def address(page):
    found = lxml.html.fromstring(page.text).xpath("//input[@id='address']/@value")
    return found[0].partition("localhost")[2] if found else ""
