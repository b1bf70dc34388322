"""Units and people from Excel, through the pages."""

import io
import re

import openpyxl
import pytest

from iso_qms.organisation.roster import read_roster
from tests.organisation.test_roster import PEOPLE, UNITS, book


@pytest.fixture
def admin(client, place):
    client.sign_in("admin")
    return client


def load(client, people, content):
    return client.post_form(f"{people}/import", file=(io.BytesIO(content), "nhân sự.xlsx"))


GOOD = book(
    Units=[UNITS, ["TH", "Tổ tổng hợp", "VP"]],
    People=[
        PEOPLE,
        ["Lê Văn An", "an", "", "ông", "Tổ trưởng", "TH", "x", "staff"],
        ["Không Đơn Vị", "", "", "", "Văn thư", "XX"],
    ],
)


def test_the_template_is_read_as_it_is_filled_in(admin, people):
    for accept in ("vi", "en"):
        admin.get("/me", headers={"Accept-Language": accept})
        content = admin.get(f"{people}/import/template.xlsx", headers={"Accept-Language": accept}).data
        filled = openpyxl.load_workbook(io.BytesIO(content))
        filled.worksheets[0].append(["VP", "Văn phòng", None])
        filled.worksheets[1].append(["Lê Văn An", "an", None, "ông", "Văn thư", "VP", "có", "staff"])
        stream = io.BytesIO()
        filled.save(stream)
        roster = read_roster(stream.getvalue())
        assert (len(roster.units), len(roster.people), roster.unread) == (1, 1, [])


def test_nothing_is_entered_before_the_preview_was_confirmed(admin, people):
    page = load(admin, people, GOOD)
    assert "Chưa nhập gì." in page.text
    assert "Không có đơn vị mang mã XX." in page.text
    assert "Lê Văn An" not in admin.get(f"{people}?all=1").text
    done = admin.post_form(page.request.path)
    assert "Lê Văn An" in done.text
    assert "Đã nhập 1 đơn vị, 1 người." in done.text
    assert admin.get(page.request.path).status_code == 404


def test_an_overtaken_preview_is_refused_and_shown_anew(admin, app, people):
    page = load(admin, people, GOOD)
    stale = re.search(r'name="seen" value="(\w+)"', page.text)[1]
    admin.post_form(f"{people}/units/new", name="Tổ tổng hợp", code="TH")
    answer = admin.post_form(page.request.path, seen=stale)
    assert answer.status_code == 422
    assert "đã thay đổi từ khi xem trước" in answer.text
    assert stale not in answer.text


@pytest.mark.parametrize("content", [b"no excel", b"", book(x=[["a"], ["b"]])])
def test_a_bad_file_gets_one_sentence(admin, people, content):
    answer = load(admin, people, content)
    assert answer.status_code == 422
    assert answer.text.count("<li>") >= 1


def test_others_cannot_load(client, people):
    client.sign_in("leader")
    assert client.get(f"{people}/import").status_code == 403
