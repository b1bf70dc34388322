"""Issue decisions through pages, and as a Word file."""

from io import BytesIO

import docx
import pytest

from iso_qms.clock import today
from tests.fixtures.places import PASSWORD

pytestmark = pytest.mark.one_database

ROOM = "/an-khe/documents"


def prepare(visitor, place):
    return visitor("author").post_form(
        f"{ROOM}/decisions/new",
        number="118/QĐ-UBND",
        title="Về việc ban hành tài liệu",
        signer=str(place.posts["leader"]),
        revisions=["1"],
    )


def test_a_decision_is_drawn_up_changed_and_signed(stock, visitor, place, words):
    address = stock("approved")
    assert "chờ quyết định" in words(visitor("author").get(f"{ROOM}/decisions"))
    page = prepare(visitor, place)
    decision = page.request.path
    assert "118/QĐ-UBND" in words(page)
    page = visitor("author").post_form(f"{decision}/change", number="119/QĐ-UBND", revisions=["1"])
    assert "119/QĐ-UBND" in words(page)

    wrong = visitor("leader").post_form(f"{decision}/moves/issue", own_password="wrong")
    assert wrong.status_code == 422
    signed = visitor("leader").post_form(f"{decision}/moves/issue", own_password=PASSWORD)
    assert "Đã ban hành" in words(signed)
    assert "Đang hiệu lực" in words(visitor("staff").get(address))
    assert "119/QĐ-UBND" in words(visitor("staff").get(address))


def test_one_in_preparation_is_hidden_from_readers(stock, visitor, place):
    stock("approved")
    decision = prepare(visitor, place).request.path
    assert visitor("staff").get(decision).status_code == 404
    assert visitor("author").get(f"{decision}/moves/issue").status_code == 409


def test_it_is_given_up_with_a_reason(stock, visitor, place, words):
    stock("approved")
    decision = prepare(visitor, place).request.path
    assert visitor("author").post_form(f"{decision}/moves/abandon", note=" ").status_code == 422
    assert "Đã thôi" in words(visitor("author").post_form(f"{decision}/moves/abandon", note="Gộp."))


def test_a_day_is_set_without_a_decision(stock, visitor, words):
    address = stock("approved")
    page = visitor("leader").post_form(f"{address}/effective", effective_on=today().isoformat(), own_password=PASSWORD)
    assert "Đang hiệu lực" in words(page)


def test_the_word_file_has_its_list_and_an_empty_place_for_the_signature(stock, visitor, place):
    stock("approved")
    decision = prepare(visitor, place).request.path
    answer = visitor("leader").get(f"{decision}/word")
    book = docx.Document(BytesIO(answer.data))
    text = "\n".join(one.text for one in book.paragraphs)
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    assert "QUYẾT ĐỊNH" in text and "Điều 1." in text and "DANH MỤC TÀI LIỆU BAN HÀNH" in text
    assert "QT-07" in cells and "01" in cells
    assert any("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in one and "Độc lập" in one for one in cells)
    assert not any("Nguyễn Văn Chủ" in one for one in cells)
    section = book.sections[0]
    assert (round(section.page_width.mm), round(section.left_margin.mm)) == (210, 30)
