"""Distribution and acknowledgement through pages."""

from io import BytesIO

import openpyxl
import pytest

ROOM = "/an-khe/documents"


@pytest.fixture
def address(stock):
    return stock(lambda shelf: shelf.in_force(shelf.document(readers=("staff", "clerk"))))


def test_coverage_is_counted_by_unit_and_narrowed(address, place, visitor, words):
    visitor("staff").post_form(f"{address}/acknowledge")
    seen = words(visitor("quality").get(f"{ROOM}/acknowledgements"))
    assert "đủ 1" in seen and "0 / 1" in seen
    only_open = words(visitor("quality").get(f"{ROOM}/acknowledgements?open=1&unit={place.units['economy']}"))
    assert "Tạ Văn Địa" in only_open and "Đặng Văn Viên" not in only_open
    assert "Tạ Văn Địa" in words(visitor("quality").get(f"{ROOM}/acknowledgements?document=1"))


def test_coverage_leaves_as_excel(address, visitor):
    visitor("staff").post_form(f"{address}/acknowledge", remark="Thiếu mẫu.")
    answer = visitor("quality").get(f"{ROOM}/acknowledgements.xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(answer.data)).active.values)
    assert {row[3] for row in rows[1:]} == {"Đặng Văn Viên", "Tạ Văn Địa"}
    assert "Thiếu mẫu." in {row[-1] for row in rows}


def test_a_post_is_given_the_document_with_a_reason(address, place, visitor, words):
    post = place.posts["staff2"]
    fields = {f"post-{post}": "1", f"why-{post}": "tiếp nhận ở bước 1"}
    page = visitor("quality").post_form(f"{address.rpartition('/revisions')[0]}/distribution", **fields)
    assert "3 chức vụ" in words(page) and "tiếp nhận ở bước 1" in words(page)
    assert "tiếp nhận ở bước 1" in words(visitor("staff2").get("/an-khe/"))


def test_the_desk_leads_straight_to_the_act_and_forgets_it_when_done(address, visitor, words):
    desk = visitor("staff").get("/an-khe/")
    assert f"{address.replace('/1/', '/1-qt-07/')}/acknowledge" in desk.text
    visitor("staff").post_form(f"{address}/acknowledge")
    assert "QT-07" not in words(visitor("staff").get("/an-khe/"))


def test_who_was_not_asked_has_nothing_to_acknowledge(address, visitor):
    assert visitor("head").get(f"{address}/acknowledge").status_code == 409


def test_a_reader_sees_only_what_changed_since_they_last_said_so(stock, visitor, words):
    first = stock(lambda shelf: shelf.in_force(shelf.document(readers=("staff",)), text="Trong ba ngày."))
    visitor("staff").post_form(f"{first}/acknowledge")
    done = words(visitor("staff").get(f"{first}/acknowledge"))
    assert "Đã xác nhận hiểu lần ban hành này" in done and "Đặng Văn Viên" in done
