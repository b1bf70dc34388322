"""Distribution and acknowledgement through pages."""

from io import BytesIO

import openpyxl
import pytest

from iso_qms.organisation.operations import lock_person
from tests.fixtures.places import PASSWORD

pytestmark = pytest.mark.one_database

ROOM = "/an-khe/documents"


@pytest.fixture
def address(stock):
    return stock("in_force", "staff", "clerk")


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


UNREAD = "Chưa có người đọc"


def test_every_step_towards_force_says_when_nobody_is_to_read_it(stock, visitor, words):
    address = stock("draft")
    seen = visitor("author").get(address)
    assert UNREAD in words(seen) and f"{ROOM}/1-qt-07/distribution" in seen.text
    assert UNREAD in words(visitor("author").get(f"{address}/route"))
    visitor("author").post_form(f"{address}/moves/submit")
    visitor("head_culture").post_form(f"{address}/opinion", opinion="agree")
    assert UNREAD in words(visitor("leader").get(f"{address}/moves/approve"))
    approved = visitor("leader").post_form(f"{address}/moves/approve", own_password=PASSWORD, when="decision")
    assert UNREAD in words(approved)
    assert UNREAD in words(visitor("leader").get(f"{address}/effective"))


def test_a_decision_names_its_documents_that_nobody_is_to_read(stock, visitor, words):
    stock(lambda shelf: shelf.decision(shelf.approved()).revisions[0])
    decision = f"{ROOM}/decisions/1"
    for page in (visitor("author").get(decision), visitor("leader").get(f"{decision}/moves/issue")):
        assert UNREAD in words(page)


def test_nothing_is_said_where_somebody_is_to_read_it(stock, visitor, words):
    address = stock("draft", "staff")
    for page in (address, f"{address}/route"):
        assert UNREAD not in words(visitor("author").get(page))


def test_a_post_whose_holder_is_locked_out_reads_nothing(stock, visitor, words):
    def fill(shelf):
        lock_person(shelf.person("staff"), by=shelf.person("admin"), reason="Nghỉ việc.")
        return shelf.draft(shelf.document(readers=("staff",)))

    assert UNREAD in words(visitor("author").get(stock(fill)))


def test_coverage_names_what_is_in_force_and_read_by_nobody(address, stock, visitor, words):
    unread = stock(lambda shelf: shelf.in_force(shelf.document("QT-09")))
    seen = visitor("quality").get(f"{ROOM}/acknowledgements")
    assert UNREAD in words(seen) and f"{ROOM}/2-qt-09/distribution" in seen.text
    assert "1-qt-07/distribution" not in seen.text
    assert UNREAD in words(visitor("quality").get(f"{ROOM}/acknowledgements?document={unread.split('/')[3]}"))
