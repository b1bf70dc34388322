import unicodedata
from typing import Any

import pytest

from iso_qms.processes.reading import BadFile, read, read_many
from tests.processes.reading.build import ABOVE, C, Part, docx, footer, procedure, steps


def _warned(*parts: Any) -> list[str]:
    return [warning["code"] for warning in read(docx(*parts), name="x")["warnings"]]


def _sums(limit: str, *rows: Any, times: Any = ("Thời gian",)) -> list[Any]:
    found = read(docx(procedure(limit=limit, steps_table=steps(*rows, times=times))), name="x")
    return [w["values"] for w in found["warnings"] if w["code"] == "step_sum_differs"]


def test_a_file_that_agrees_with_itself_has_no_warning() -> None:
    assert _warned(Part(procedure(), [footer("1", "05/8/2025")])) == []


def test_any_shown_footer_that_differs_is_named() -> None:
    parts = Part(procedure(), [footer("1", "05/8/2025")]), Part(["<w:p/>"], [footer("2", "01/8/2024")])
    found = read(docx(*parts), name="x")["warnings"]
    assert [(w["code"], w["values"].get("section")) for w in found] == [
        ("issue_number_mismatch", 2),
        ("effective_date_mismatch", 2),
        ("empty_amendment_table", None),
    ]


def test_a_first_page_footer_counts_only_where_word_shows_it() -> None:
    footers = [footer("1", "05/8/2025"), footer("2", "05/8/2025", "first")]
    assert "issue_number_mismatch" not in _warned(Part(procedure(), footers))
    assert "issue_number_mismatch" in _warned(Part(procedure(), footers, title_page=True))


def test_an_empty_amendment_table_is_right_for_a_first_issue() -> None:
    assert "empty_amendment_table" in _warned(procedure(issue="02"))
    assert "empty_amendment_table" not in _warned(procedure(issue="01"))


def test_an_issue_that_only_a_footer_names_is_not_called_the_issue_of_the_document() -> None:
    found = read(docx(Part(procedure(issue="01"), [footer("2", "05/8/2025")])), name="x")["warnings"]
    (said,) = (w["message"] for w in found if w["code"] == "empty_amendment_table")
    assert said == "Issue 2 is named here, but the amendment table is empty."


def test_a_sum_that_differs_is_named_with_both_numbers() -> None:
    assert _sums("03 ngày làm việc.", ["1", "A", "X", "1 ngày"], ["2", "B", "Y", "½ ngày"]) == [
        {"case": None, "limit": 3, "sum": 1.5, "unit": "working_day"}
    ]


@pytest.mark.parametrize(
    ("limit", "rows"),
    [
        ("02 ngày làm việc.", (["1", "A", "X", C("02 ngày", opens=True)], ["2", "B", "Y", ABOVE])),
        ("05 ngày làm việc.", (["1", "A", "X", "1 ngày"], ["2", "B", "Y", ""])),
        ("05 ngày làm việc.", (["1", "A", "X", "1 ngày"], ["2", "B", "Y", "4 giờ làm việc"])),
        ("05 ngày làm việc.", (["1", "A", "X", "1 ngày, kể từ ngày nhận"], ["2", "B", "Y", "1 ngày"])),
        ("Ngay trong ngày.", (["1", "A", "X", "1 ngày"], ["2", "B", "Y", "1 ngày"])),
        ("- Thời gian kiểm tra: 2 ngày;", (["1", "A", "X", "1 ngày"],)),
        ("Không quy định.", (["1", "A", "X", "1 ngày"],)),
    ],
)
def test_no_sum_is_named_where_it_cannot_be_compared(limit: str, rows: Any) -> None:
    assert _sums(limit, *rows) == []


def test_each_case_is_summed_against_the_limit_of_its_head() -> None:
    times = ("Thời gian không xác minh: 02 ngày làm việc", "Thời gian có xác minh: 08 ngày làm việc")
    rows = (["1", "A", "X", "1 ngày", "1 ngày"], ["2", "B", "Y", "1 ngày", "6 ngày"])
    limit = "02 ngày làm việc. Trường hợp phải xác minh thì không quá 08 ngày làm việc."
    assert [(w["case"], w["sum"]) for w in _sums(limit, *rows, times=times)] == [("có xác minh", 7)]


def test_a_duration_nobody_can_read_is_named() -> None:
    found = read(docx(procedure(steps_table=steps(["1", "A", "X", "khi nào xong"]))), name="x")["warnings"]
    assert [(w["code"], w["values"]["raw"]) for w in found] == [("duration_unparsed", "khi nào xong")]


def test_loose_marks_are_named_and_read() -> None:
    found = read(docx(procedure(title=unicodedata.normalize("NFD", "Cấp giấy"))), name="x")
    assert found["title"] == "Cấp giấy"
    assert [(w["code"], w["values"]) for w in found["warnings"]] == [("not_nfc", {"words": 2})]


def test_a_code_in_the_register_is_named() -> None:
    found = read(docx(procedure(code="QT 07/Đ")), name="x", register={"qt  07/đ": ["Cấp thẻ"], "QT 08": ["khác"]})
    assert [w["values"]["used_by"] for w in found["warnings"] if w["code"] == "code_in_use"] == [["Cấp thẻ"]]


def test_two_files_of_one_call_with_one_code_name_each_other() -> None:
    one, two, other = docx(procedure()), docx(procedure(title="Khác")), docx(procedure(code="QT 09"))
    found = read_many([("a", one), ("b", two), ("c", other), ("a again", one)])
    used = [[w["values"]["used_by"] for w in f["warnings"] if w["code"] == "code_in_use"] for f in found]
    assert used == [[["b"]], [["a"]], [], [["b"]]]


def test_a_refused_file_raises_unless_someone_takes_it() -> None:
    with pytest.raises(BadFile):
        read_many([("a", b"nothing")])
    assert read_many([("a", b"nothing")], refused=lambda name, error: {"file": name, "error": error.code}) == [
        {"file": "a", "error": "not_word"}
    ]


def test_a_column_and_a_limit_match_by_their_words() -> None:
    times = ("Thời gian (không xác minh)", "Thời gian (có xác minh)")
    rows = (["1", "A", "X", "1 ngày", "1 ngày"], ["2", "B", "Y", "1 ngày", "6 ngày"])
    limit = "02 ngày làm việc. Trường hợp cần phải xác minh thì không quá 08 ngày làm việc."
    assert [(w["case"], w["limit"], w["sum"]) for w in _sums(limit, *rows, times=times)] == [("có xác minh", 8, 7)]


def test_every_warning_is_a_whole_sentence() -> None:
    data = docx(
        Part(procedure(limit="9 ngày.", steps_table=steps(["1", "A", "X", "lúc nào"])), [footer("2", "1/1/2024")])
    )
    messages = [warning["message"] for warning in read(data, name="x")["warnings"]]
    assert len(messages) == 4
    assert all("%(" not in message and message[-1] in '."' for message in messages)
