from typing import Any

import pytest

from iso_qms.processes.reading import read
from tests.processes.reading.build import ABOVE, C, docx, h, p, procedure, steps, table


def _durations(*rows: Any, note: str = "", times: Any = ("Thời gian",), **words: Any) -> list[list[Any]]:
    found = read(docx(procedure(steps_table=steps(*rows, times=times), note=note, **words)), name="x")
    return [
        [(d["case"], d["amount"], d["parse"], d["from_step"], d["to_step"]) for d in step["durations"]]
        for step in found["steps"]
    ]


def test_a_merged_duration_is_one_duration_over_its_steps() -> None:
    rows = (["1", "A", "X", C("01 ngày", opens=True)], ["2", "B", "Y", ABOVE], ["3", "C", "Z", "½ ngày"])
    assert _durations(*rows) == [[(None, 1, "assumed", 1, 2)], [], [(None, 0.5, "assumed", 3, 3)]]


def test_the_note_makes_bare_days_sure() -> None:
    note = "Đơn vị tính thời gian là ngày làm việc, bằng 8 tiếng giờ hành chính."
    assert _durations(["1", "A", "X", "01"], note=note) == [[(None, 1, "ok", 1, 1)]]


def test_the_head_makes_bare_days_sure_in_its_own_column_only() -> None:
    times = ("Thời gian không xác minh: 02 ngày làm việc", "Thời gian có xác minh: 10 ngày")
    (found,) = _durations(["1", "A", "X", "02 ngày", "10 ngày"], times=times)
    assert found == [("không xác minh", 2, "ok", 1, 1), ("có xác minh", 10, "assumed", 1, 1)]


def test_a_column_beside_the_only_named_one_has_no_name() -> None:
    (found,) = _durations(["1", "A", "X", "1", "2"], times=("Thời gian (ngày)", "Thời gian\n(trường hợp khác)"))
    assert [(case, amount) for case, amount, *_ in found] == [(None, 1), ("trường hợp khác", 2)]


def test_a_head_of_three_rows_names_cases_by_their_path() -> None:
    head = [
        [C("TT", opens=True), C("Trình tự", opens=True), C("Trách nhiệm", opens=True), C("Thời gian", span=3)],
        [ABOVE, ABOVE, ABOVE, C("Bổ sung: 01 ngày làm việc", opens=True), C("Thay đổi", span=2)],
        [ABOVE, ABOVE, ABOVE, ABOVE, "Trường hợp không xác minh: 03 ngày", "Trường hợp có xác minh: 06 ngày"],
    ]
    rows = [["1", "A", "X", C("01 ngày", opens=True), "1 ngày", "2 ngày"], ["2", "B", "Y", ABOVE, "2 ngày", "4 ngày"]]
    found = read(docx(procedure(steps_table=table([*head, *rows]))), name="x")
    assert [(d["case"], d["amount"], d["to_step"]) for d in found["steps"][0]["durations"]] == [
        ("Bổ sung", 1, 2),
        ("Thay đổi – không xác minh", 1, 1),
        ("Thay đổi – có xác minh", 2, 1),
    ]
    assert [step["number"] for step in found["steps"]] == ["1", "2"]


def test_a_number_printed_twice_and_a_missing_one_stay_as_printed() -> None:
    rows = (["4.", "A", "X", "1 ngày"], ["4.", "B", "Y", "1 ngày"], ["", "C", "Z", "1 ngày"])
    found = read(docx(procedure(steps_table=steps(*rows))), name="x")
    assert [step["number"] for step in found["steps"]] == ["4.", "4.", None]
    assert [step["durations"][0]["from_step"] for step in found["steps"]] == [1, 2, 3]


def test_numbers_that_word_counts_by_itself_are_printed() -> None:
    rows = ([C("", numbered=True), "A", "X", "1 ngày"], [C("", numbered=True), "B", "Y", "1 ngày"])
    found = read(docx(procedure(steps_table=steps(*rows))), name="x")
    assert [step["number"] for step in found["steps"]] == ["1.", "2."]


def test_title_rows_open_cases_and_total_rows_are_no_steps() -> None:
    rows = (
        [C("Trường hợp I: Đơn giản (05 ngày làm việc)", span=5)],
        ["B1", "Nhận", "Một cửa", "Giờ hành chính", "Mẫu 01"],
        ["", "Tổng thời gian", "", "05 ngày", ""],
        [C("Trường hợp II: Phức tạp", span=5)],
        ["B1", "Nhận", "Một cửa", "Ngay trong ngày", ""],
    )
    head = ["TT", "Trình tự", "Trách nhiệm", "Thời gian", "Biểu mẫu/Kết quả"]
    found = read(docx(procedure(steps_table=table([head, *rows]))), name="x")
    assert [(s["number"], s["output"], s["durations"][0]["case"]) for s in found["steps"]] == [
        ("B1", "Mẫu 01", "Trường hợp I: Đơn giản"),
        ("B1", None, "Trường hợp II: Phức tạp"),
    ]
    assert [s["durations"][0]["unit"] for s in found["steps"]] == ["office_hours", "same_day"]


def test_a_step_that_begins_with_a_civil_servant_is_no_total() -> None:
    head = ["Bước", "Trách nhiệm", "Nội dung", "Thời gian"]
    rows = [["1", "Công chức một cửa", "Tiếp nhận hồ sơ", "1 ngày"], ["2", "CÔNG CHỨC TƯ PHÁP", "Thẩm định", "1 ngày"]]
    found = read(docx(procedure(steps_table=table([head, *rows, ["", "CỘNG", "", "2 ngày"]]))), name="x")
    assert [step["responsible"] for step in found["steps"]] == ["Công chức một cửa", "CÔNG CHỨC TƯ PHÁP"]


def test_a_row_that_only_numbers_the_columns_is_no_step() -> None:
    found = _durations(["(1)", "(2)", "(3)", "(4)"], ["1", "A", "X", "1 ngày"])
    assert len(found) == 1


def test_a_row_whose_action_is_merged_belongs_to_the_same_step() -> None:
    rows = (["1", C("A", opens=True), "X", C("1 ngày", opens=True)], ["", ABOVE, "Y", ABOVE])
    found = read(docx(procedure(steps_table=steps(*rows))), name="x")
    assert [(step["action"], step["responsible"]) for step in found["steps"]] == [("A", "X\nY")]


def test_a_duration_merged_across_cases_holds_for_each() -> None:
    times = ("Thời gian không xác minh", "Thời gian có xác minh")
    (found,) = _durations(["1", "A", "X", C("1 ngày", span=2)], times=times)
    assert [(case, amount) for case, amount, *_ in found] == [("không xác minh", 1), ("có xác minh", 1)]


def test_two_times_of_one_step_that_begin_with_different_events_are_both_read() -> None:
    cell = "Niêm yết: 60 ngày, kể từ ngày có kết quả (đối với Sở) và 60 ngày, kể từ ngày có đề nghị (đối với Ủy ban)."
    rows = [["1", "Niêm yết", "Sở; Ủy ban", cell], ["2", "Trả", "Một cửa", "½ ngày"]]
    found = read(docx(procedure(steps_table=steps(*rows), limit="02 ngày làm việc.")), name="x")
    times = [[(d["amount"], d["starts_from"]) for d in step["durations"]] for step in found["steps"]]
    assert times == [[(60, "ngày có kết quả"), (60, "ngày có đề nghị")], [(0.5, None)]]
    assert " ".join(d["raw"] for d in found["steps"][0]["durations"]) == cell
    assert found["warnings"] == []


def test_a_document_without_a_steps_table_has_no_steps() -> None:
    assert read(docx([h("k. Quy trình xử lý công việc:")]), name="x")["steps"] == []


def test_a_table_that_goes_on_without_a_head_is_read_with_the_one_above() -> None:
    above = steps(["1", "A", "X", "½ ngày"], ["2", "B", "Y", "01 ngày"])
    below = table([["3", "C", "Z", "½ ngày"]])
    found = read(docx(procedure(steps_table=above + p("") + below)), name="x")
    assert [(s["number"], s["responsible"], s["durations"][0]["from_step"]) for s in found["steps"]] == [
        ("1", "X", 1),
        ("2", "Y", 2),
        ("3", "Z", 3),
    ]
    assert found["warnings"] == []
    assert "C" not in next(s["text"] for s in found["sections"] if s["key"] == "steps")


def test_another_table_below_the_steps_is_not_taken_for_steps() -> None:
    above = steps(["1", "A", "X", "½ ngày"], ["2", "B", "Y", "1,5 ngày"])
    below = table([["Nơi nhận", "Bản in", "Bản điện tử", "Ghi chú"]])
    assert len(read(docx(procedure(steps_table=above + below)), name="x")["steps"]) == 2


def test_a_head_printed_again_on_the_next_page_is_no_step() -> None:
    again = ["TT", "Trình tự các bước công việc*", "Trách nhiệm", "Thời gian"]
    rows = (["1", "A", "X", "½ ngày"], again, ["2", "B", "Y", "1,5 ngày"])
    assert _durations(*rows) == [[(None, 0.5, "assumed", 1, 1)], [(None, 1.5, "assumed", 2, 2)]]


def test_lines_of_a_cell_that_name_cases_are_a_duration_for_each() -> None:
    (first, second, third) = _durations(
        ["1", "A", "X", "½ ngày"],
        ["2", "B", "Y", C("- Trường hợp không xác minh: 02 ngày;\n- Trường hợp có xác minh: 07 ngày.", opens=True)],
        ["3", "C", "Z", ABOVE],
    )
    assert (first, third) == ([(None, 0.5, "assumed", 1, 1)], [])
    assert second == [("không xác minh", 2, "assumed", 2, 3), ("có xác minh", 7, "assumed", 2, 3)]


def test_a_case_may_be_named_behind_its_time() -> None:
    text = "05 ngày (trường hợp không xác minh)\n08 ngày đối với trường hợp phải xác minh"
    (found,) = _durations(["1", "A", "X", text])
    assert [(case, amount) for case, amount, *_ in found] == [("không xác minh", 5), ("phải xác minh", 8)]


def test_lines_of_a_cell_that_name_units_are_no_cases() -> None:
    (found,) = _durations(["1", "A", "X", "Phòng A: 01 ngày\nPhòng B: 02 ngày"])
    assert found == [(None, None, "unparsed", 1, 1)]


def test_a_sum_is_not_taken_over_steps_whose_times_are_named_in_the_cell() -> None:
    found = read(
        docx(
            procedure(
                steps_table=steps(
                    ["1", "A", "X", "½ ngày"], ["2", "B", "Y", "Không xác minh: 2 ngày\nCó xác minh: 7 ngày"]
                )
            )
        ),
        name="x",
    )
    assert "step_sum_differs" not in [warning["code"] for warning in found["warnings"]]


@pytest.mark.parametrize(
    "head",
    [
        ["STT", "Các công việc", "Người xử lý", "Thời hạn"],
        ["TT", "Tên công việc", "Bộ phận", "Thời gian (ngày)"],
        ["Bước", "Mô tả công việc", "Chức danh", "Số ngày"],
        ["TT", "Diễn giải", "Cán bộ thực hiện", "T/g"],
        ["TT", "Các bước thực hiện", "Cơ quan thực hiện", "Định mức thời gian"],
    ],
)
def test_the_columns_are_known_by_many_words(head: list[str]) -> None:
    (found,) = read(docx(procedure(steps_table=table([head, ["1", "Nhận", "Một cửa", "2 ngày"]]))), name="x")["steps"]
    assert (found["number"], found["action"], found["responsible"]) == ("1", "Nhận", "Một cửa")
    assert [duration["amount"] for duration in found["durations"]] == [2]


def test_an_amendment_table_with_people_and_times_is_no_steps_table() -> None:
    rows = [["STT", "Nội dung sửa đổi", "Người sửa đổi", "Thời gian sửa đổi"], ["1", "Mục 5", "Người Một", "5 ngày"]]
    assert read(docx([table(rows), *procedure()]), name="x")["steps"][0]["action"] == "Nhận"


def test_two_columns_that_differ_only_in_their_limit_are_named_by_it() -> None:
    (found,) = _durations(["1", "A", "X", "1 ngày", "2 ngày"], times=("Thời gian (02 ngày)", "Thời gian (05 ngày)"))
    assert [(case, amount) for case, amount, *_ in found] == [("02 ngày", 1), ("05 ngày", 2)]


def _two_tables(first: str, second: str, *, begins: str = "1") -> list[tuple[Any, Any]]:
    tables = [steps(["1", "A", "X", "1 ngày"], ["2", "B", "Y", "1 ngày"]), steps([begins, "C", "X", "5 ngày"])]
    found = read(docx(procedure(steps_table=p(first) + tables[0] + p(second) + tables[1])), name="x")
    return [(step["action"], duration["case"]) for step in found["steps"] for duration in step["durations"]]


def test_tables_that_each_begin_anew_are_cases_by_the_lines_above_them() -> None:
    assert _two_tables("k.1. Trường hợp không xác minh:", "k.2. Trường hợp có xác minh (05 ngày):") == [
        ("A", "không xác minh"),
        ("B", "không xác minh"),
        ("C", "có xác minh"),
    ]


def test_a_table_that_goes_on_counting_is_no_other_case() -> None:
    assert _two_tables("Các bước:", "Các bước (tiếp):", begins="3") == [("A", None), ("B", None), ("C", None)]
