"""Procedures of other publishers: other covers, headings, columns and ways to say things, with their truth."""

import pytest

from iso_qms.processes.reading import Procedure, read
from tests.processes.reading.build import C, Footer, Part, cover, docx, h, p, procedure, steps, table

HEAD = ["TT", "Trình tự", "Trách nhiệm", "Thời gian"]
KEYS = ["purpose", "scope", "legal_basis", "papers", "time_limit", "fees", "steps", "forms", "records"]


def small(*blocks: str) -> Procedure:
    front = [cover(), h("1. Mục đích"), p("Nói rõ."), h("2. Phạm vi"), p("Mọi người."), h("3. Nội dung")]
    return read(docx([*front, *blocks]), name="a.docx")


def with_steps(limit: str, *rows: list[str | C], head: list[str | C] | None = None) -> Procedure:
    own: list[str | C] = list(HEAD)
    return small(h(f"3.1. Thời hạn giải quyết: {limit}"), h("3.2. Trình tự thực hiện:"), table([head or own, *rows]))


def times(found: Procedure) -> list[tuple[str | None, str | None, object]]:
    return [(step["number"], d["case"], d["amount"]) for step in found["steps"] for d in step["durations"]]


def codes(found: Procedure) -> list[str]:
    return [warning["code"] for warning in found["warnings"]]


@pytest.mark.parametrize(
    "headings",
    [
        "Mục đích|Phạm vi áp dụng|Căn cứ pháp lý|Hồ sơ phải nộp|Thời hạn|Lệ phí|Quy trình thực hiện|Biểu mẫu|Hồ sơ lưu",
        "MỤC ĐÍCH, YÊU CẦU|ĐỐI TƯỢNG VÀ PHẠM VI ÁP DỤNG|CƠ SỞ PHÁP LÝ|HỒ SƠ BAO GỒM|THỜI GIAN GIẢI QUYẾT"
        "|PHÍ, LỆ PHÍ (NẾU CÓ)|MÔ TẢ QUY TRÌNH|PHỤ LỤC, BIỂU MẪU|LƯU TRỮ HỒ SƠ",
        "Mục đích của quy trình|Phạm vi|Căn cứ pháp lý để giải quyết TTHC|Thành phần, số lượng hồ sơ"
        "|Tổng thời gian giải quyết|Mức thu phí, lệ phí|Diễn giải các bước thực hiện|Các biểu mẫu kèm theo"
        "|Hồ sơ công việc lưu",
    ],
)
@pytest.mark.parametrize(
    "shape", ["Điều {n}. {words}", "Mục {n}: {words}", "{n}.- {words}", "{n}/ {words}:", "{words}"]
)
def test_sections_are_known_by_their_words_whatever_numbers_them(headings: str, shape: str) -> None:
    blocks = [cover()]
    for n, words in enumerate(headings.split("|"), start=1):
        blocks += [h(shape.format(n=n, words=words)), p("Lời văn.")]
    assert [section["key"] for section in read(docx(blocks), name="a.docx")["sections"]] == KEYS


@pytest.mark.parametrize(
    ("cell", "title"),
    [("Tên tài liệu: Quy trình cấp giấy mẫu", "cấp giấy mẫu"), ("Tên quy trình: Cấp giấy mẫu", "Cấp giấy mẫu")],
)
def test_a_cover_may_name_its_title(cell: str, title: str) -> None:
    found = read(docx([table([[cell, "Mã tài liệu: QT-01", "Phiên bản: 2.0"]]), *procedure()[1:]]), name="a.docx")
    assert (found["code"], found["title"], found["issue_number"]) == ("QT-01", title, 2)


@pytest.mark.parametrize(
    "text", ["LBH/SĐ: 02/00 NHL: 05/8/2025", "Ban hành lần: 2 - Hiệu lực từ: 05.8.2025 - Trang: 3"]
)
def test_a_footer_may_be_short(text: str) -> None:
    found = read(docx(Part(procedure(), [Footer(text)])), name="a.docx")
    assert found["footer"] == {"section": 1, "kind": "default", "issue_number": 2, "effective_on": "2025-08-05"}


def test_a_title_behind_a_roman_number_opens_a_case() -> None:
    found = with_steps(
        "Cấp mới: 10 ngày; cấp lại: 05 ngày",
        ["I", C("Cấp mới", span=3)],
        ["1", "Nhận", "Một cửa", "01 ngày"],
        ["2", "Làm", "Phòng", "09 ngày"],
        ["II", C("Cấp lại", span=3)],
        ["1", "Nhận", "Một cửa", "01 ngày"],
        ["2", "Làm", "Phòng", "05 ngày"],
    )
    assert times(found) == [("1", "Cấp mới", 1), ("2", "Cấp mới", 9), ("1", "Cấp lại", 1), ("2", "Cấp lại", 5)]
    assert [w["values"] for w in found["warnings"]] == [
        {"case": "Cấp lại", "limit": 5, "sum": 6, "unit": "working_day"}
    ]


def test_titles_between_steps_that_are_counted_on_are_stages_of_one_course() -> None:
    found = with_steps(
        "10 ngày làm việc",
        [C("A. Tại Bộ phận Một cửa", span=4)],
        ["1", "Nhận", "Một cửa", "½ ngày"],
        [C("B. Tại phòng chuyên môn", span=4)],
        ["2", "Làm", "Phòng", "9 ngày"],
        ["", "Tổng", "", "10 ngày"],
    )
    assert times(found) == [("1", None, 0.5), ("2", None, 9)]
    assert [w["values"] for w in found["warnings"]] == [{"case": None, "limit": 10, "sum": 9.5, "unit": "working_day"}]


def test_titles_that_say_a_case_stay_cases_where_steps_are_counted_on() -> None:
    found = with_steps(
        "05 ngày. Trường hợp xác minh: 10 ngày",
        [C("Trường hợp không xác minh", span=4)],
        ["1", "Làm", "Phòng", "5 ngày"],
        [C("Trường hợp xác minh", span=4)],
        ["2", "Làm", "Phòng", "10 ngày"],
    )
    assert times(found) == [("1", "không xác minh", 5), ("2", "xác minh", 10)]


def test_cases_may_stand_below_a_head_without_merged_cells() -> None:
    head: list[str | C] = ["TT", "Trình tự", "Trách nhiệm", C("Thời gian giải quyết", span=2)]
    found = with_steps(
        "Cấp mới: 10 ngày; cấp lại: 05 ngày",
        ["", "", "", "Cấp mới", "Cấp lại"],
        ["1", "Làm", "Phòng", "10 ngày", "5 ngày"],
        head=head,
    )
    assert times(found) == [("1", "Cấp mới", 10), ("1", "Cấp lại", 5)]
    assert codes(found) == []


@pytest.mark.parametrize(("second", "warned"), [("08 ngày", []), ("07 ngày", [])])
def test_a_step_that_adds_up_its_parts_is_not_counted_twice(second: str, warned: list[str]) -> None:
    found = with_steps(
        "10 ngày làm việc",
        ["1", "Nhận", "Một cửa", "01 ngày"],
        ["2", "Thẩm định", "Phòng", "09 ngày"],
        ["2.1", "Phân công", "Phòng", "01 ngày"],
        ["2.2", "Thụ lý", "Phòng", second],
    )
    assert codes(found) == warned


@pytest.mark.parametrize(
    "limit",
    [
        "10 ngày làm việc (cắt giảm 30% còn 07 ngày làm việc)",
        "Theo quy định: 10 ngày làm việc; thời hạn sau khi cắt giảm: 07 ngày làm việc",
    ],
)
def test_steps_are_not_held_against_a_limit_that_was_shortened(limit: str) -> None:
    assert codes(with_steps(limit, ["1", "Nhận", "Một cửa", "01 ngày"], ["2", "Làm", "Phòng", "06 ngày"])) == []


def test_fees_stand_in_tables_too() -> None:
    found = small(
        h("3.1. Lệ phí:"),
        table(
            [
                ["Nội dung", "Nộp trực tiếp (đồng)", "Nộp trực tuyến (đồng)"],
                ["Cấp mới", "100.000", "50.000"],
                ["Cấp lại", "40.000", "Không thu"],
            ]
        ),
    )
    assert [(f["amount"], f["channel"], f["raw"]) for f in found["fees"]] == [
        (100000, "trực tiếp", "Cấp mới\t100.000"),
        (50000, "trực tuyến", "Cấp mới\t50.000"),
        (40000, "trực tiếp", "Cấp lại\t40.000"),
        (0, "trực tuyến", "Cấp lại\tKhông thu"),
    ]


def test_fees_by_area_and_a_lettered_one_that_is_free() -> None:
    found = small(
        h("3.1. Phí, lệ phí:"),
        p("a) Phí thẩm định:"),
        p("+ Khu vực các phường: 100.000đ/hồ sơ"),
        p("+ Khu vực các xã: 50.000đ/hồ sơ"),
        p("b) Lệ phí cấp giấy: Không thu"),
    )
    assert [(f["amount"], f["area"]) for f in found["fees"]] == [
        (100000, "Khu vực các phường"),
        (50000, "Khu vực các xã"),
        (0, None),
    ]


@pytest.mark.parametrize(
    ("printed", "limits"),
    [
        ("15 ngày (trong đó Sở Mẫu 10 ngày; xã 05 ngày)", [(None, "case", 15)]),
        ("15 ngày, trong đó: Sở 10 ngày; xã 5 ngày. Trường hợp xác minh: 20 ngày", [(None, 15), ("xác minh", 20)]),
        ("Cấp mới: 10 ngày; gia hạn: 03 ngày", [("Cấp mới", "case", 10), ("gia hạn", "case", 3)]),
        ("Trong vòng hai mươi ngày làm việc", [(None, "case", 20)]),
    ],
)
def test_limits_say_what_they_are_for(printed: str, limits: list[tuple[object, ...]]) -> None:
    found = small(h(f"3.1. Thời hạn giải quyết: {printed}"))["time_limits"]
    assert [(t["case"], t["amount"]) for t in found] == [(one[0], one[-1]) for one in limits]
    assert all(t["kind"] == "case" and t["raw"] in printed for t in found)


def test_papers_are_shown_or_handed_in_and_counted() -> None:
    found = small(
        h("3.1. Thành phần hồ sơ:"),
        p("a) Đơn đề nghị: 01 bản chính;"),
        p("b) Xuất trình: Căn cước để đối chiếu;"),
        p("c) Ảnh: ba tấm."),
        p("Số lượng hồ sơ: 02 (hai) bộ, gồm 01 bộ chính và 01 bộ sao"),
    )
    papers = [(paper["group"], paper["copies"]) for paper in found["required_papers"]]
    assert (papers, found["sets"]) == ([("submit", 1), ("present", None), ("submit", 3)], 2)


def test_a_table_of_papers_is_read_by_its_columns() -> None:
    head = ["TT", "Thành phần hồ sơ", "Số lượng", "Ghi chú"]
    rows = [["1", "Đơn", "01 bản chính", "Theo mẫu số 1 kèm theo"], ["2", "Căn cước", "01", "Xuất trình"]]
    found = small(h("3.1. Thành phần hồ sơ"), table([head, *rows]))
    assert [(paper["text"], paper["group"], paper["copies"]) for paper in found["required_papers"]] == [
        ("Đơn", "submit", 1),
        ("Căn cước", "present", 1),
    ]


def test_a_legal_text_may_be_named_in_short() -> None:
    found = small(h("3.1. Căn cứ pháp lý"), p("- QĐ số 12/2024/QĐ-UBND ngày 05/6/2024 của UBND tỉnh Mẫu ban hành giá;"))
    (text,) = found["legal_basis"]
    assert (text["kind"], text["number"], text["issuer"]) == ("Quyết định", "12/2024/QĐ-UBND", "UBND tỉnh Mẫu")


def test_the_head_of_a_table_of_records_is_no_record() -> None:
    found = small(h("4. Hồ sơ lưu"), table([["TT", "Tài liệu trong hồ sơ"], ["1", "Đơn"], ["2", "Giấy phép"]]))
    assert [record["name"] for record in found["records"]] == ["Đơn", "Giấy phép"]


def test_a_bare_number_of_hours_takes_the_unit_of_its_head() -> None:
    table_ = steps(["1", "Làm", "Phòng", "72"], times=["Thời gian (giờ làm việc)"])
    (step,) = read(docx(procedure(steps_table=table_)), name="a.docx")["steps"]
    assert [(d["amount"], d["unit"]) for d in step["durations"]] == [(72, "working_hour")]
