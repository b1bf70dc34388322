"""A disposal through the pages: from the class a procedure names to the signed minutes."""

import io

import pytest
from docx import Document

from tests.fixtures.places import PASSWORD
from tests.records.conftest import NOW

pytestmark = pytest.mark.one_database


@pytest.fixture
def signed_in(app, place, time_machine_at_now):
    def visit(login):
        visitor = app.test_client()
        visitor.sign_in(login)
        return visitor

    return visit


@pytest.fixture
def time_machine_at_now():
    import time_machine

    with time_machine.travel(NOW, tick=False):
        yield


def test_records_live_through_the_pages(signed_in):
    quality, head, leader = (signed_in(login) for login in ("quality", "head_centre", "leader"))
    page = quality.post_form("/an-khe/records/classes/new", name="Hồ sơ khai sinh", how_long="years", years="5")
    assert "Hồ sơ khai sinh" in page.text and "5 năm" in page.text
    page = head.post_form("/an-khe/records/series/new", title="Khai sinh 2020", closed_on="2020-12-31", place="Kho 2")
    assert "31/12/2025" in page.text and "Kho 2" in page.text
    page = head.post_form("/an-khe/records/disposals/new", series=["1"], method="Cắt nhỏ")
    assert "Chờ duyệt" in page.text
    assert "Tiêu hủy lần 1 năm 2026" in leader.get("/an-khe/").text
    page = leader.post_form("/an-khe/records/disposals/1/moves/approve", own_password="wrong")
    assert page.status_code == 422 and "Chờ duyệt" in head.get("/an-khe/records/disposals/1").text
    leader.post_form("/an-khe/records/disposals/1/moves/approve", own_password=PASSWORD)
    page = head.post_form("/an-khe/records/disposals/1/moves/carry_out", on="2026-03-02", witnesses="Lê Thị Chất")
    assert "Đã tiêu hủy" in page.text
    words = " ".join(one.text for one in Document(io.BytesIO(minutes(head))).element.iter() if one.text)
    assert "Lê Thị Chất" in words and "Khai sinh 2020" in words and "tiêu hủy hồ sơ hết thời hạn lưu" in words


def minutes(visitor):
    return visitor.get("/an-khe/records/disposals/1/minutes.docx").data


def test_what_has_no_term_is_asked_for_again_with_all_that_was_typed(signed_in):
    page = signed_in("quality").post_form("/an-khe/records/classes/new", name="Sổ theo dõi", how_long="years", years="")
    assert page.status_code == 422 and "Nhập số năm" in page.text and "Sổ theo dõi" in page.text


def test_whoever_may_not_keep_records_finds_no_way_to(signed_in):
    staff = signed_in("staff")
    assert "/records/series/new" not in staff.get("/an-khe/records/").text
    assert staff.get("/an-khe/records/series/new").status_code == 403
