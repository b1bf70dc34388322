from datetime import date
from io import BytesIO

import pytest
from docx import Document

from iso_qms.paper import COUNTRY, MOTTO, Paper, written


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 15), "ngày 15 tháng 3 năm 2026"),
        (date(2026, 11, 23), "ngày 23 tháng 11 năm 2026"),
    ],
)
def test_a_date_is_written_as_the_decree_asks(day, words):
    assert written(day) == words


def test_the_head_names_the_body_on_the_left_and_country_and_motto_on_the_right():
    paper = Paper("Thử")
    paper.head(body="UBND xã An Khê", superior="UBND tỉnh", number="Số: 1", place="An Khê", day=date(2026, 3, 2))
    left, right = Document(BytesIO(paper.data())).tables[0].rows[0].cells
    assert [one.text for one in left.paragraphs] == ["UBND TỈNH", "UBND XÃ AN KHÊ", "", "Số: 1"]
    assert [one.text for one in right.paragraphs] == [COUNTRY, MOTTO, "", "An Khê, ngày 02 tháng 3 năm 2026"]


def test_a_form_keeps_what_was_typed_and_leaves_the_places_to_sign_empty():
    paper = Paper("Thử")
    paper.box("1. Nội dung", [("Tiêu chí", "bước 4 <b>&"), ("Lặp lại?", "Không")], signs=["Người lập", "Trưởng đơn vị"])
    table = Document(BytesIO(paper.data())).tables[0]
    assert [one.text for one in table.rows[1].cells[0].paragraphs] == ["Tiêu chí: bước 4 <b>&", "Lặp lại? Không"]
    places = table.rows[2].cells[0].tables[0].rows[0].cells
    assert [place.text for place in places] == ["Người lập", "Trưởng đơn vị"]


def test_the_page_is_a4_with_the_margins_of_the_decree():
    section = Document(BytesIO(Paper("Thử").data())).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 15)


def test_text_is_indented_and_spaced_and_what_a_paper_is_about_is_ruled_as_the_decree_asks():
    paper = Paper("Thử", indented=True)
    paper.title("Báo cáo", "Kết quả kiểm tra")
    paper.line("Kết luận", bold=True)
    paper.line(f"Kinh phí: {'…' * 8}")
    _kind, _about, rule, _gap, heading, blank = Document(BytesIO(paper.data())).paragraphs
    assert rule._p.xpath("./w:pPr/w:pBdr/w:bottom")
    assert heading.paragraph_format.keep_with_next, "a heading is not left behind at the foot of a page"
    shape = heading.paragraph_format
    assert (round(shape.first_line_indent.cm, 2), shape.space_after.pt) == (1.27, 6)
    assert blank.alignment != heading.alignment, "before dots to write on, blanks are not stretched"
