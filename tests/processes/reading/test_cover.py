import pytest

from iso_qms.processes.reading import read
from tests.processes.reading.build import C, Footer, Part, changed, cover, docx, footer, h, p, procedure, table


def _head(*blocks: str) -> tuple[object, ...]:
    found = read(docx(list(blocks)), name="x")
    return found["code"], found["title"], found["issue_number"], found["issued_on"]


def test_the_cover_is_read_without_the_words_quy_trinh() -> None:
    assert _head(cover()) == ("QT 07/MAU", "Cấp giấy mẫu", 1, "2025-08-05")


def test_title_and_values_may_stand_in_the_same_cell_or_beside_their_label() -> None:
    rows = [
        [C("PHÒNG", opens=True), C("QUY TRÌNH\nCấp giấy\nmẫu", opens=True), C("Mã hiệu: QT 1/Đ", span=2)],
        ["^", "^", "Lần ban hành:", "02"],
        ["^", "^", C("Ngày ban hành: ngày 05 tháng 02 năm 2026", span=2)],
    ]
    assert _head(table(rows)) == ("QT 1/Đ", "Cấp giấy mẫu", 2, "2026-02-05")


def test_a_cover_in_one_cell_is_read_line_by_line() -> None:
    rows = [["QUY TRÌNH CẤP THẺ", "Mã số: QT-01\nLần ban hành: 03\nNgày ban hành: 01.03.2025"]]
    assert _head(table(rows)) == ("QT-01", "CẤP THẺ", 3, "2025-03-01")


def test_a_cover_without_a_table_is_read_from_the_first_lines() -> None:
    lines = [h("QUY TRÌNH NỘI BỘ"), h("Cấp thẻ mẫu"), h("1. KÝ HIỆU QUY TRÌNH: QT.ĐM.01")]
    assert _head(*lines) == ("QT.ĐM.01", "Cấp thẻ mẫu", None, None)


def _boxed(*blocks: str) -> str:
    return f"<w:p><w:r><w:pict><w:txbxContent>{''.join(blocks)}</w:txbxContent></w:pict></w:r></w:p>"


def test_a_cover_may_stand_in_a_text_box() -> None:
    assert _head(_boxed(cover())) == ("QT 07/MAU", "Cấp giấy mẫu", 1, "2025-08-05")


def test_the_lines_of_a_cover_may_stand_in_text_boxes() -> None:
    title, values = [h("QUY TRÌNH"), h("Cấp giấy mẫu")], [p("Mã hiệu: QT 3"), p("Lần ban hành: 02")]
    assert _head(_boxed(*title), _boxed(*values), p("x")) == ("QT 3", "Cấp giấy mẫu", 2, None)


def test_a_file_that_says_nothing_gives_nothing() -> None:
    found = read(docx([p("Kính gửi ông bà.")]), name="x")
    assert (found["code"], found["title"], found["sections"], found["warnings"]) == (None, None, [], [])


def test_an_impossible_date_is_not_a_date() -> None:
    assert _head(cover(issued="31/02/2025"))[3] is None


def test_signatures_are_read_by_role() -> None:
    found = read(docx(procedure()), name="x")["signatures"]
    assert [(one["role"], one["name"], one["position"]) for one in found] == [
        ("Soạn thảo", "Người Một", "Chuyên viên"),
        ("Xem xét", "Người Hai", "Trưởng phòng"),
        ("Phê duyệt", "Người Ba", "Phó Giám đốc Sở Mẫu"),
    ]


def test_a_sign_table_may_be_turned() -> None:
    rows = [["Trách nhiệm", "Họ tên", "Chức vụ", "Chữ ký"], ["Biên soạn", "Người Một", "Chuyên viên", ""]]
    (found,) = read(docx([table(rows)]), name="x")["signatures"]
    assert (found["role"], found["name"], found["position"]) == ("Biên soạn", "Người Một", "Chuyên viên")


def test_footers_are_inherited_and_listed_where_word_shows_them() -> None:
    first = Part(procedure(), [footer("1", "05/8/2025"), footer("1", "06/8/2025", "first")], title_page=True)
    second = Part([p("x")], title_page=True, continuous=True)
    third = Part([p("x")], [footer("2", "07/8/2025")])
    found = read(docx(first, second, third), name="x")
    assert [(f["section"], f["kind"], f["issue_number"], f["effective_on"]) for f in found["footers"]] == [
        (1, "default", 1, "2025-08-05"),
        (1, "first", 1, "2025-08-06"),
        (2, "default", 1, "2025-08-05"),
        (3, "default", 2, "2025-08-07"),
    ]
    assert found["footer"] == found["footers"][0]


def test_even_footers_count_only_where_the_document_wants_them() -> None:
    part = Part(procedure(), [footer("1", "05/8/2025"), footer("2", "05/8/2025", "even")])
    kinds = [[f["kind"] for f in read(docx(part, even_and_odd=on), name="x")["footers"]] for on in (False, True)]
    assert kinds == [["default"], ["default", "even"]]


def test_an_empty_footer_is_not_shown() -> None:
    found = read(docx(Part(procedure(), [Footer(" ")])), name="x")
    assert (found["footer"], found["footers"]) == (None, [])


@pytest.mark.parametrize(
    ("text", "issue", "effective"),
    [
        ("Ngày  hiệu \t lực:  05/8/2025\tTrang: 2/9\tLần  ban   hành:  3", 3, "2025-08-05"),
        ("Ngày hiệu lực 05/8/2025 Trang 2/9 Lần ban hành 03", 3, "2025-08-05"),
        ("Ngày hiệu lực: 05/8/2025Trang: 2/9Lần ban hành: 3", 3, "2025-08-05"),
        ("Ban hành lần: 03\nNgày BH: 05-08-2025", 3, "2025-08-05"),
        ("Lần ban hành: 3\nNgày hiệu lực: 05/8/25", 3, "2025-08-05"),
        ("Ngày hiệu lực: …/…/2025\tLần ban hành: 3", 3, None),
        ("Ngày ban hành: 01/8/2025\nNgày hiệu lực: 05/8/2025\nLần ban hành: 3", 3, "2025-08-05"),
        ("Trang 05/8", None, None),
    ],
)
def test_a_footer_says_its_issue_and_day_in_many_ways(text: str, issue: int | None, effective: str | None) -> None:
    (found,) = read(docx(Part(procedure(), [Footer(text)])), name="x")["footers"]
    assert (found["issue_number"], found["effective_on"]) == (issue, effective)


def test_what_word_aligns_without_a_tab_stays_apart() -> None:
    part = Part(procedure(), [Footer("Ngày hiệu lực: 05/8/2025@Trang: 2/9@Lần ban hành: 3")])
    aligned = changed(docx(part), "word/footer0.xml", "@", '</w:t><w:ptab w:alignment="right"/><w:t>')
    (found,) = read(aligned, name="x")["footers"]
    assert (found["issue_number"], found["effective_on"]) == (3, "2025-08-05")


def test_a_label_without_a_value_takes_none_from_another_cell() -> None:
    assert _head(cover(code="", issue="", issued="…/…/2025")) == (None, "Cấp giấy mẫu", None, None)


def test_a_value_may_stand_below_its_label() -> None:
    rows = [["QUY TRÌNH", "Mã hiệu", "Lần ban hành", "Ngày ban hành"], ["Cấp giấy mẫu", "QT 3", "02", "05/8/2025"]]
    assert _head(table(rows)) == ("QT 3", "Cấp giấy mẫu", 2, "2025-08-05")
