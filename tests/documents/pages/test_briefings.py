"""A head briefs the staff, on a phone, and corrects the record with a trace."""

from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import time_machine

from iso_qms.clock import today
from iso_qms.organisation.operations import enter_person, hold_post, open_post

pytestmark = pytest.mark.one_database

ROOM = "/an-khe/documents"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def fill(shelf):
    post = open_post("Bảo vệ", unit=shelf.unit("centre"), by=shelf.person("admin"), since=today())
    guard = enter_person("Lò Văn Gác", by=shelf.person("admin"))
    hold_post(guard, post, by=shelf.person("admin"), since=today())
    return shelf.in_force(shelf.document(readers=("head_centre", "staff")))


def roster(page):
    import lxml.html

    names = lxml.html.fromstring(page.text).xpath("//main//input[starts-with(@name, 'there-')]/@name")
    return list(dict.fromkeys(names))


def test_a_heads_part_is_done_when_the_absent_have_caught_up(stock, place, visitor, words):
    address = stock(fill)
    head = visitor("head_centre")
    head.post_form(f"{address}/acknowledge")
    desk = words(head.get("/an-khe/"))
    assert "Phổ biến cho nhân viên" in desk
    url = f"{address}/briefing/{place.units['centre']}"
    page = head.get(url)
    assert "Lò Văn Gác" in words(page) and "không có tài khoản" in words(page)
    absent = next(name for name in roster(page) if name != f"there-{place.people['staff']}")
    head.post_form(url, **{absent: "no"})
    assert "Phổ biến cho nhân viên" in words(head.get("/an-khe/"))
    assert "đã phổ biến 23/11/2026" in words(visitor("quality").get(f"{ROOM}/acknowledgements"))
    number = absent.partition("-")[2]
    assert "Lò Văn Gác vắng mặt: chọn ngày" in words(head.post_form(url, **{f"caught-{number}": "2026-11-20"}))
    head.post_form(url, **{f"caught-{number}": "2026-11-23"})
    assert "Phổ biến cho nhân viên" not in words(head.get("/an-khe/"))
    assert "có mặt" in words(visitor("quality").get(url))
    rows = list(openpyxl.load_workbook(BytesIO(visitor("quality").get(f"{ROOM}/acknowledgements.xlsx").data)).active)
    assert any("đã phổ biến" in str(cell.value) for row in rows for cell in row)


def test_a_correction_says_why_and_nobody_else_records(stock, place, visitor, words, clock):
    address = stock(fill)
    clock.move_to(MONDAY + timedelta(days=1))
    url = f"{address}/briefing/{place.units['centre']}"
    head = visitor("head_centre")
    head.post_form(f"{address}/acknowledge")
    head.post_form(url)
    refused = head.post_form(url, held_on="2026-11-23")
    assert refused.status_code == 422 and "vì sao sửa" in words(refused)
    too_early = head.post_form(url, held_on="2026-11-20", reason="Gõ nhầm ngày.")
    assert "Ngày 23/11/2026 mới được phê duyệt" in words(too_early)
    head.post_form(url, held_on="2026-11-23", reason="Gõ nhầm ngày.")
    assert "Gõ nhầm ngày." in words(head.get("/an-khe/history/briefing/1"))
    assert "<form" not in visitor("staff").get(url).text.partition("<main")[2].partition("</main")[0]
