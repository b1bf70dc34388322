import time
from typing import Any

import pytest

from iso_qms.processes.reading.durations import durations_in
from iso_qms.processes.reading.limits import limits_of


def _read(*lines: str) -> list[tuple[Any, ...]]:
    return [(one.kind, one.case, one.amount, one.unit) for one in limits_of(list(lines), heads={})]


def test_a_single_limit_has_no_case() -> None:
    assert _read("02 ngày làm việc đối với hồ sơ hợp lệ.") == [("case", None, 2, "working_day")]


def test_a_second_case_is_named_by_its_words() -> None:
    assert _read("05 ngày làm việc. Trường hợp phải xác minh thì thời hạn giải quyết không quá 25 ngày.") == [
        ("case", None, 5, "working_day"),
        ("case", "phải xác minh", 25, "working_day"),
    ]


def test_the_nameless_case_takes_the_name_of_the_column_with_its_limit() -> None:
    heads = {name: durations_in(text)[0] for name, text in (("thường", "05 ngày làm việc"), ("khó", "25 ngày"))}
    found = limits_of(["05 ngày làm việc; trường hợp khó thì không quá 25 ngày."], heads=heads)
    assert [one.case for one in found] == ["thường", "khó"]


def test_the_same_day_has_no_amount_and_a_cutoff() -> None:
    (found,) = limits_of(
        ["Ngay trong ngày tiếp nhận; nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo."], heads={}
    )
    assert (found.amount, found.unit, found.cutoff) == (None, "same_day", "15:00")


def test_an_extension_is_not_a_case() -> None:
    found = _read("Trong ngày. Trường hợp phức tạp thì kéo dài thêm không quá 02 (hai) ngày làm việc.")
    assert found == [("case", None, None, "same_day"), ("extension", "phức tạp", 2, "working_day")]


def test_phases_are_named_and_know_what_they_count_from() -> None:
    found = limits_of(
        ["- Thời gian kiểm tra: 10 ngày, kể từ ngày nhận đủ hồ sơ;", "- Thời gian lấy ý kiến: 15 ngày kể từ ngày hỏi."],
        heads={},
    )
    assert [(one.kind, one.case, one.amount, one.starts_from) for one in found] == [
        ("phase", "kiểm tra", 10, "ngày nhận đủ hồ sơ"),
        ("phase", "lấy ý kiến", 15, "ngày hỏi"),
    ]


def test_sentences_counted_from_different_events_are_phases() -> None:
    found = _read(
        "Trong thời hạn 02 ngày làm việc, kể từ ngày nhận hồ sơ, Phòng thụ lý. "
        "Trong thời hạn 15 ngày, kể từ ngày thụ lý, Phòng xác minh."
    )
    assert [(kind, amount) for kind, _, amount, _ in found] == [("phase", 2), ("phase", 15)]


def test_how_a_limit_is_shared_out_is_no_limit_of_its_own() -> None:
    assert _read("15 ngày làm việc, trong đó Sở 10 ngày làm việc; Ủy ban 05 ngày làm việc.") == [
        ("case", None, 15, "working_day")
    ]


def test_amounts_in_brackets_that_share_a_limit_out_are_not_limits() -> None:
    assert _read("30 ngày (cấp tỉnh 20 ngày, cấp xã 10 ngày).") == [("case", None, 30, "working_day")]
    assert len(_read("03 ngày (trường hợp phải xác minh không quá 08 ngày).")) == 2


def test_pieces_of_work_counted_from_different_events_are_phases() -> None:
    found = _read("- Thụ lý: 02 ngày, kể từ ngày nhận hồ sơ;", "- Xác minh: 15 ngày, kể từ ngày thụ lý.")
    assert [(kind, case) for kind, case, *_ in found] == [("phase", "Thụ lý"), ("phase", "Xác minh")]


def test_named_lines_are_cases() -> None:
    assert _read("- Nộp trực tiếp: 03 ngày làm việc;", "- Nộp trực tuyến: 02 ngày làm việc.") == [
        ("case", "Nộp trực tiếp", 3, "working_day"),
        ("case", "Nộp trực tuyến", 2, "working_day"),
    ]


@pytest.mark.parametrize("line", ["Không quy định.", "", "Theo thỏa thuận bằng văn bản.", "Sau 15 giờ."])
def test_what_states_no_limit_gives_none(line: str) -> None:
    assert _read(line) == []


def test_a_condition_that_lists_its_cases_with_semicolons_stays_whole() -> None:
    text = (
        "Đối với trường hợp nhiều loại giấy; nhiều trang mà không kịp thời hạn trên thì kéo dài thêm 02 ngày làm việc."
    )
    (found,) = limits_of([text], heads={})
    assert (found.kind, found.amount, found.raw) == ("extension", 2, text)
    assert found.case == "nhiều loại giấy; nhiều trang mà không kịp thời hạn trên"


@pytest.mark.parametrize("condition", ["trường hợp phức tạp thì", "nếu phức tạp thì", "trường hợp phức tạp được"])
def test_the_case_ends_before_the_extension(condition: str) -> None:
    found = limits_of([f"Không quá 02 ngày làm việc; {condition} kéo dài thêm 03 ngày làm việc."], heads={})
    assert [(one.kind, one.case) for one in found] == [("case", None), ("extension", "phức tạp")]


def test_a_case_that_opens_a_sentence_holds_for_each_time_of_it() -> None:
    found = _read(
        "- Thời gian xác minh:",
        "Trường hợp ở xa, trong 02 ngày kể từ ngày đề nghị, Ủy ban cử người xác minh trong 05 ngày. "
        "Trong thời hạn 03 ngày, Ủy ban trả lời.",
    )
    assert [(case, amount) for _, case, amount, _ in found] == [("ở xa", 2), ("ở xa", 5), ("xác minh", 3)]


@pytest.mark.parametrize("other", ["việc còn lại", "nếu gần thì", "không ở xa", "hồ sơ khác"])
def test_a_case_that_opens_a_sentence_ends_where_another_begins(other: str) -> None:
    found = _read(f"Trường hợp ở xa, trong 02 ngày, {other} giải quyết trong 05 ngày.")
    assert [amount for _, _, amount, _ in found] == [2, 5]
    assert found[1][1] != "ở xa"


def test_a_case_behind_its_time_may_list_several_with_semicolons() -> None:
    text = "- 03 ngày đối với việc đổi; việc bổ sung; trường hợp cần xác minh thì kéo dài thêm không quá 02 ngày."
    found = limits_of([text, "- 01 ngày đối với việc ghi chú."], heads={})
    assert [(one.kind, one.case, one.amount) for one in found] == [
        ("case", "việc đổi; việc bổ sung", 3),
        ("extension", "cần xác minh", 2),
        ("case", "việc ghi chú", 1),
    ]


def test_a_case_beside_phases_keeps_its_name() -> None:
    found = _read(
        "- Trong thời hạn 02 ngày làm việc, kể từ ngày nhận hồ sơ, Phòng thụ lý.",
        "- Trong thời hạn 15 ngày, kể từ ngày thụ lý, Phòng xác minh. Trường hợp phức tạp thì thời hạn là 30 ngày.",
    )
    assert [(kind, case, amount) for kind, case, amount, _ in found] == [
        ("phase", None, 2),
        ("phase", None, 15),
        ("case", "phức tạp", 30),
    ]


@pytest.mark.parametrize("text", ["trường hợp " * 20_000, "đối với A; B; " * 1_000, "trường hợp A; " * 1_000])
def test_endless_text_is_read_in_a_moment(text: str) -> None:
    begun = time.monotonic()
    limits_of([f"02 ngày {text}" + "02 ngày; " * 500], heads={})
    assert time.monotonic() - begun < 5
