import pytest

from iso_qms.processes.reading import read
from tests.processes.reading.build import docx, front, h, p, procedure, table


def _keys(*blocks: str) -> list[str]:
    return [section["key"] for section in read(docx(list(blocks)), name="x")["sections"]]


def test_a_whole_procedure_has_its_sections_in_order_and_no_contents_list() -> None:
    keys = "purpose scope papers time_limit applicants authority cooperating result fees forms_list conditions"
    assert _keys(*procedure()) == [*keys.split(), "legal_basis", "steps", "forms", "records"]


def test_annexed_forms_are_no_sections() -> None:
    annex = [h("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), h("TỜ KHAI"), h("1. Phạm vi:"), h("h. Lệ phí: 1.000 đồng")]
    assert _keys(*procedure(), *annex) == _keys(*procedure())
    assert read(docx([*procedure(), *annex]), name="x")["fees"] == read(docx(procedure()), name="x")["fees"]


def test_an_annexed_form_in_a_table_is_no_section() -> None:
    annex = table([["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐƠN ĐỀ NGHỊ\nMục đích:"]])
    assert _keys(*procedure(), annex, h("2. Phạm vi")) == _keys(*procedure())


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("i. Căn cứ pháp lý:", "legal_basis"),
        ("l) CĂN CỨ PHÁP LÝ CỦA THỦ TỤC HÀNH CHÍNH", "legal_basis"),
        ("e Phí, lệ phí: Không", "fees"),
        ("g.Lệ phí, chi phí:", "fees"),
        ("b. Thời gian giải quyết 05 ngày", "time_limit"),
        ("d. Cơ quan có thẩm quyền quyết định: Ủy ban", "authority"),
        ("2.7. Cơ quan phối hợp: Không", "cooperating"),
        ("h/ Yêu cầu và điều kiện: Không", "conditions"),
        ("IV. ĐỊNH NGHĨA, VIẾT TẮT", "definitions"),
        ("7. HỒ SƠ  CẦN LƯU", "records"),
        ("2.10 Quy trình xử lý công việc", "steps"),
        ("b, Thời hạn giải quyết: 02 ngày", "time_limit"),
        ("5.b. Thời hạn giải quyết: 02 ngày", "time_limit"),
        ("b. Tổng thời gian giải quyết: 02 ngày", "time_limit"),
        ("* Thời hạn giải quyết: 02 ngày", "time_limit"),
        ("- Lệ phí (nếu có): Không", "fees"),
        ("k. Trình tự, cách thức thực hiện:", "steps"),
        ("3. TÀI LIỆU THAM KHẢO", "references"),
        ("3. CÁC TÀI LIỆU, VĂN BẢN VIỆN DẪN", "references"),
        ("3. VĂN BẢN VIỆN DẪN", "references"),
        ("6. DANH MỤC BIỂU MẪU", "forms"),
        ("đ. Cơ quan phối hợp (nếu có): Công an", "cooperating"),
        ("- Cơ quan phối hợp (nếu có): Công an", "cooperating"),
    ],
)
def test_a_heading_is_known_by_its_words_never_by_its_letter(line: str, key: str) -> None:
    assert _keys(h("1. Mục đích"), h(line)) == ["purpose", key]


@pytest.mark.parametrize(
    "line",
    [
        "- Kết quả: tốt",
        "Phí này nộp một lần.",
        "4. Các bước công việc này có thể được kiểm soát.",
        "Kết quả tra cứu được lưu.",
    ],
)
def test_a_sentence_is_no_heading(line: str) -> None:
    assert _keys(h("1. Mục đích"), p(line)) == ["purpose"]


def test_the_rest_of_the_line_and_the_lines_below_are_the_text() -> None:
    found = read(docx([h("c. Đối tượng: Cá nhân;"), p("- Tổ chức.")]), name="x")["sections"]
    assert found == [{"key": "applicants", "heading": "Đối tượng", "text": "Cá nhân;\n- Tổ chức."}]


def test_a_heading_without_a_key_closes_the_section_before_it() -> None:
    blocks = [h("2.1. Điều kiện thực hiện: Không"), h("2.2. Cách thức thực hiện:"), p("Trực tiếp.")]
    (found,) = read(docx(blocks), name="x")["sections"]
    assert found == {"key": "conditions", "heading": "Điều kiện thực hiện", "text": "Không"}


def test_a_key_that_comes_again_continues_its_section() -> None:
    blocks = [h("d. Cơ quan có thẩm quyền: A"), h("đ. Cơ quan phối hợp: B"), h("e. Cơ quan thực hiện: C")]
    found = read(docx(blocks), name="x")["sections"]
    assert [(one["key"], one["text"]) for one in found] == [
        ("authority", "A\nCơ quan thực hiện:\nC"),
        ("cooperating", "B"),
    ]


def test_a_table_that_holds_whole_sections_is_unrolled() -> None:
    rows = [
        ["1", "KÝ HIỆU QUY TRÌNH", "QT.ĐM.02", "", ""],
        ["2.1", "Điều kiện thực hiện TTHC: Không", "", "", ""],
        ["2.3", "Thành phần hồ sơ, bao gồm:", "", "Bản chính", "Bản sao"],
        ["-", "Đơn đề nghị theo mẫu", "", "01", ""],
        ["2.4", "Số lượng hồ sơ: 02 bộ", "", "", ""],
        ["2.5", "Thời hạn giải quyết: 03 ngày làm việc", "", "", ""],
        ["2.10", "Quy trình xử lý công việc", "", "", ""],
        ["TT", "Trình tự", "Trách nhiệm", "Thời gian", "Biểu mẫu/Kết quả"],
        ["B1", "Nhận", "Một cửa", "03 ngày làm việc", "Mẫu 01"],
    ]
    found = read(docx([table(rows)]), name="x")
    assert [section["key"] for section in found["sections"]] == ["conditions", "papers", "time_limit", "steps"]
    assert (found["sets"], [(one["text"], one["copies"]) for one in found["required_papers"]]) == (
        2,
        [("Đơn đề nghị theo mẫu", 1)],
    )
    assert [(step["number"], step["output"]) for step in found["steps"]] == [("B1", "Mẫu 01")]


def test_records_without_a_table_end_before_an_annexed_form() -> None:
    blocks = [h("7. HỒ SƠ LƯU"), p("- Bộ hồ sơ;"), h("Mẫu số 01"), h("1. Mục đích"), p("……")]
    found = read(docx([h("6. BIỂU MẪU"), p("Không"), *blocks]), name="x")
    assert [one["name"] for one in found["records"]] == ["Bộ hồ sơ"]
    assert [one["key"] for one in found["sections"]] == ["forms", "records"]


def test_a_contents_list_without_a_table_after_it_is_left_out() -> None:
    contents = [h("MỤC LỤC"), p("1. MỤC ĐÍCH"), p("2. PHẠM VI")]
    found = read(docx([*contents, h("1. MỤC ĐÍCH"), p("Nói rõ."), h("2. PHẠM VI"), p("Mọi nơi.")]), name="x")
    assert [(one["key"], one["text"]) for one in found["sections"]] == [("purpose", "Nói rõ."), ("scope", "Mọi nơi.")]


def test_a_document_of_only_a_front_has_no_sections() -> None:
    assert _keys(*front()) == []


def test_cooperating_bodies_may_be_listed_below_the_deciding_one() -> None:
    swapped = [
        block.replace("Cơ quan phối hợp: Phòng Khác.", "- Cơ quan phối hợp: Phòng Khác.") for block in procedure()
    ]
    texts = {s["key"]: s["text"] for s in read(docx(swapped), name="x")["sections"]}
    assert (texts["authority"], texts["cooperating"]) == ("Phòng Mẫu.", "Phòng Khác.")
