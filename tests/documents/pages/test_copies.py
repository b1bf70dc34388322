"""The pages of controlled copies: giving, listing, printing with number and holder, and settling one."""

import io
import shutil
import subprocess

import openpyxl
import pytest

from iso_qms.clock import today

pytestmark = pytest.mark.one_database


@pytest.fixture
def given(stock, visitor, place):
    """A copy given on the page by the quality team; answers its address."""
    url = stock("in_force")
    visitor("quality").post_form(
        f"{url}/copies/new", post=place.posts["staff"], form="paper", given_on=f"{today():%Y-%m-%d}", note="Quầy 1"
    )
    return "/an-khe/documents/copies/1"


def test_a_copy_is_given_listed_and_settled(given, visitor, words):
    quality = visitor("quality")
    assert "Công chức một cửa" in words(quality.get("/an-khe/documents/copies"))
    assert "Đang giao" in words(quality.get(given))
    quality.post_form(given, f"{given}/moves/take_in")
    assert "Đã thu hồi" in words(quality.get(given))
    assert quality.get(f"{given}/pdf").status_code == 409
    quality.get(f"{given}/moves/lose")
    assert quality.get(f"{given}/moves/lose").status_code == 409


def test_a_move_that_asks_a_reason_keeps_the_page_until_it_has_one(given, visitor, words):
    quality = visitor("quality")
    answer = quality.post_form(f"{given}/moves/destroy", note="")
    assert answer.status_code == 422
    assert quality.post_form(f"{given}/moves/destroy", note="Cắt hủy.").status_code == 200
    assert "Đã hủy" in words(quality.get(given))


def test_the_register_leaves_as_excel(given, visitor):
    data = visitor("quality").get("/an-khe/documents/copies.xlsx").data
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
    assert rows[1][0] == "QT-07" and rows[1][3] == 1 and "Đặng Văn Viên" in rows[1][5]


def test_a_controlled_copy_bears_its_number_and_other_pdfs_say_that_they_are_none(given, visitor, tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext (Debian: poppler-utils)")
    quality = visitor("quality")

    def text(url):
        (tmp_path / "a.pdf").write_bytes(quality.get(url).data)
        return subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, check=True).stdout.decode()

    copy, plain = text(f"{given}/pdf"), text("/an-khe/documents/1/revisions/1/pdf")
    assert "BẢN KIỂM SOÁT SỐ 01" in copy and "Đặng Văn Viên" in copy and "/v/" in copy
    assert "BẢN KIỂM SOÁT" not in plain
    assert "Làm một lần." in copy and "Làm một lần." in plain


def test_who_may_not_distribute_gives_and_prints_no_copy(given, visitor):
    staff = visitor("staff")
    assert staff.get(given).status_code == 200
    assert staff.get(f"{given}/pdf").status_code == 403
    assert staff.get("/an-khe/documents/1/revisions/1/copies/new").status_code == 403


def test_a_draft_prints_without_a_code(stock, visitor):
    url = stock("draft")
    page = visitor("author").get(f"{url}/print")
    assert "/v/" not in page.text and visitor("author").get(f"{url}/pdf").data.startswith(b"%PDF-")
