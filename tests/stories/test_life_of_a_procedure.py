"""The life of a procedure through its pages: written, reviewed, approved, in force, acknowledged, and changed."""

import re
from datetime import timedelta

import lxml.html
import pytest

from iso_qms.clock import today
from tests.fixtures.places import PASSWORD

ROOM = "/an-khe/documents"


@pytest.fixture
def visitor(app, place):
    """Opens pages as somebody, each with cookies of their own."""
    visitors = {}

    def visitor(login):
        if login not in visitors:
            visitors[login] = app.test_client()
            visitors[login].sign_in(login)
        return visitors[login]

    return visitor


def words(page):
    return re.sub(r"\s+", " ", lxml.html.fromstring(page.text).find(".//main").text_content())


def register(visitor, place, *, code="QT-07", title="Cấp giấy xác nhận"):
    page = visitor("author").post_form(
        f"{ROOM}/register",
        kind="work_instruction",
        code=code,
        title=title,
        unit=str(place.units["economy"]),
        owner=str(place.posts["head_economy"]),
    )
    assert page.status_code == 200, words(page)
    return page.request.path.removesuffix("/edit")


def write(visitor, address, *sections, **head):
    fields = {f"sections-{n}-{name}": value for n, row in enumerate(sections) for name, value in row.items()}
    return visitor("author").post_form(f"{address}/edit", "", **fields, **head)


def send(visitor, place, address):
    visitor("author").post_form(
        f"{address}/route",
        **{"places-0-post": str(place.posts["head_culture"]), "approver": str(place.posts["leader"])},
    )
    return visitor("author").post_form(address, "moves/submit")


def approve(visitor, address, day=None, **fields):
    return visitor("leader").post_form(
        f"{address}/moves/approve", effective_on=(day or today()).isoformat(), own_password=PASSWORD, **fields
    )


def test_from_the_first_draft_to_the_last_reader(visitor, place):
    address = register(visitor, place)
    document = address.rpartition("/revisions/")[0]
    write(visitor, address, {"heading": "1. Mục đích", "text": "Thống nhất cách làm."})
    visitor("quality").post_form(f"{document}/distribution", **{f"post-{place.posts['staff']}": "1"})
    assert "Xác nhận" not in words(visitor("staff").get("/an-khe/"))

    assert "Đang xem xét" in words(send(visitor, place, address))
    page = visitor("head_culture").post_form(f"{address}/opinion", opinion="agree")
    assert "Đồng ý" in words(page)
    page = approve(visitor, address)
    assert "Đang hiệu lực" in words(page)

    assert "QT-07" in words(visitor("staff").get("/an-khe/"))
    page = visitor("staff").get(f"{address}/acknowledge")
    assert "Thống nhất cách làm." in words(page)
    page = visitor("staff").post_form(f"{address}/acknowledge", remark="Quầy 2 chưa có mẫu.")
    assert "Thống nhất cách làm." in words(page)
    assert "1 / 1" in words(page) or "đủ 1" in words(page)
    assert "QT-07" not in words(visitor("staff").get("/an-khe/"))
    assert "Quầy 2 chưa có mẫu." in words(visitor("quality").get(f"{ROOM}/acknowledgements"))
