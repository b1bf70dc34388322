import unicodedata

import pytest

from iso_qms.processes.reading.durations import WORKING_DAY, cell_durations, start_of


@pytest.mark.parametrize(
    ("printed", "amount", "unit", "parse"),
    [
        ("½ ngày", 0.5, "working_day", "ok"),
        ("½  ngày", 0.5, "working_day", "ok"),
        ("1/2 ngày", 0.5, "working_day", "ok"),
        ("0, 5 ngày", 0.5, "working_day", "ok"),
        ("nửa ngày", 0.5, "working_day", "ok"),
        ("0,25 ngày", 0.25, "working_day", "ok"),
        ("2.5 ngày", 2.5, "working_day", "ok"),
        ("1 ½ ngày", 1.5, "working_day", "ok"),
        ("1 ngày rưỡi", 1.5, "working_day", "ok"),
        ("02 (hai) ngày làm việc", 2, "working_day", "ok"),
        ("-1/2 ngày", 0.5, "working_day", "ok"),
        ("01\nngày", 1, "working_day", "ok"),
        ("một ngày", 1, "working_day", "ok"),
        ("01", 1, "working_day", "ok"),
        ("04 giờ làm việc", 4, "working_hour", "ok"),
        ("½  ngày \n làm   việc", 0.5, "working_day", "ok"),
        ("Giờ \n hành  chính", None, "office_hours", "ok"),
        ("Ngay  trong\tngày", None, "same_day", "ok"),
        ("30 phút", 0.5, "working_hour", "ok"),
        ("15’", 0.25, "working_hour", "ok"),
        ("01 ngày + ½ ngày", 1.5, "working_day", "ok"),
        ("0,5 ngày/ 4 giờ", 0.5, "working_day", "ok"),
        ("03 ngày làm việc/24 giờ làm việc", 3, "working_day", "ok"),
        ("01 ngày/ 4 giờ", None, None, "unparsed"),
        ("1 giờ 30 phút", 1.5, "working_hour", "ok"),
        ("10 ngày lịch", 10, "calendar_day", "ok"),
        ("02 tháng", 2, "month", "ok"),
        ("Giờ hành chính", None, "office_hours", "ok"),
        ("Ngay trong ngày", None, "same_day", "ok"),
        ("01 buổi", 0.5, "working_day", "assumed"),
        ("2 - 3 ngày", None, None, "unparsed"),
        ("1.500 ngày", None, None, "unparsed"),
        ("1/0 ngày", None, None, "unparsed"),
        ("01 tuần", None, None, "unparsed"),
        ("15 ngày, trong đó Sở 10 ngày", 15, "working_day", "ok"),
        ("60 ngày ở Sở và 60 ngày ở Ủy ban", 60, "working_day", "ok"),
        ("60 ngày ở Sở và 30 ngày ở Ủy ban", None, None, "unparsed"),
        ("mười lăm ngày", 15, "working_day", "ok"),
        ("hai mươi ngày làm việc", 20, "working_day", "ok"),
        ("Nửa buổi", 0.25, "working_day", "assumed"),
        ("03 NLV", 3, "working_day", "ok"),
        ("0,375 ngày", 0.375, "working_day", "ok"),
        ("1⁄2 ngày", 0.5, "working_day", "ok"),
        ("1 + 1/2 ngày", 1.5, "working_day", "ok"),
        ("1 và ½ ngày", 1.5, "working_day", "ok"),
        ("01 ngày 04 giờ", 12, "working_hour", "ok"),
        ("01 ngày làm việc và 02 giờ làm việc", 10, "working_hour", "ok"),
        ("1h30", 1.5, "working_hour", "ok"),
        ("01 giờ 15’", 1.25, "working_hour", "ok"),
        ("20 ngày (ngày lịch)", 20, "calendar_day", "ok"),
        ("Giờ HC", None, "office_hours", "ok"),
        ("06 tháng 15 ngày", None, None, "unparsed"),
        ("1, 5 ngày", None, None, "unparsed"),
        ("0 1 ngày", None, None, "unparsed"),
        ("theo thỏa thuận", None, None, "unparsed"),
        ("Trong ngày làm việc tiếp theo", None, None, "unparsed"),
    ],
)
def test_a_duration_is_read_as_printed(printed: str, amount: float | None, unit: str | None, parse: str) -> None:
    (found,) = cell_durations(printed, unit=WORKING_DAY, sure=True)
    assert (found.amount, found.unit, found.parse) == (amount, unit, parse)


def test_a_bare_day_is_assumed_where_nothing_says_working_days() -> None:
    (found,) = cell_durations("05 ngày")
    assert (found.unit, found.parse) == ("working_day", "assumed")


def test_the_raw_text_keeps_its_spacing() -> None:
    (found,) = cell_durations("01  ngày \n làm việc")
    assert (found.raw, found.parse) == ("01  ngày \n làm việc", "ok")


def test_days_and_hours_together_are_assumed_to_be_eight_hours_a_day() -> None:
    (found,) = cell_durations("02 ngày 04 giờ")
    assert (found.amount, found.unit, found.parse) == (20, "working_hour", "assumed")


def test_a_bare_number_without_a_unit_anywhere_is_unparsed() -> None:
    (found,) = cell_durations("05")
    assert (found.amount, found.unit, found.parse) == (5, None, "unparsed")


@pytest.mark.parametrize("printed", ["", "  \n ", "-", "…", "/"])
def test_a_blank_cell_has_no_duration(printed: str) -> None:
    assert cell_durations(printed) == []


def test_decomposed_letters_read_the_same() -> None:
    (found,) = cell_durations(unicodedata.normalize("NFD", "03 ngày làm việc"))
    assert (found.amount, found.unit, found.raw) == (3, "working_day", "03 ngày làm việc")


@pytest.mark.parametrize(
    ("printed", "start"),
    [
        ("02 ngày (kể từ ngày có kết quả)", "ngày có kết quả"),
        ("15 ngày\n(tính từ khi thụ lý)", "khi thụ lý"),
        ("01 ngày làm việc (08 giờ làm việc), kể từ ngày nhận đủ hồ sơ", "ngày nhận đủ hồ sơ"),
        ("02 (hai) ngày làm việc (không tính ngày nghỉ)", None),
    ],
)
def test_what_a_time_is_counted_from_may_stand_in_brackets(printed: str, start: str | None) -> None:
    (found,) = cell_durations(printed)
    assert found.starts_from == start


def test_lines_that_each_begin_with_an_amount_are_several_durations() -> None:
    found = cell_durations("- 30 ngày, kể từ ngày nhận báo cáo.\n- 15 ngày, kể từ ngày nhận văn bản.")
    assert [(one.amount, one.starts_from) for one in found] == [(30, "ngày nhận báo cáo"), (15, "ngày nhận văn bản")]


@pytest.mark.parametrize(
    ("printed", "pieces"),
    [
        (
            "Niêm yết: 60 ngày, kể từ ngày có kết quả (của Sở) và 60 ngày, kể từ ngày có đề nghị (của Ủy ban).",
            ["Niêm yết: 60 ngày, kể từ ngày có kết quả (của Sở)", "và 60 ngày, kể từ ngày có đề nghị (của Ủy ban)."],
        ),
        (
            "Sở 10 ngày kể từ ngày nhận và vào sổ hồ sơ, Ủy ban 05 ngày kể từ ngày trình",
            ["Sở 10 ngày kể từ ngày nhận và vào sổ hồ sơ,", "Ủy ban 05 ngày kể từ ngày trình"],
        ),
    ],
)
def test_amounts_counted_from_different_events_are_several_durations(printed: str, pieces: list[str]) -> None:
    found = cell_durations(printed)
    assert [one.raw for one in found] == pieces
    assert len({one.starts_from for one in found}) == 2
    assert cell_durations("\n".join(pieces)) == found


@pytest.mark.parametrize(
    "printed",
    [
        "60 ngày, kể từ ngày nhận (đối với Sở) và 60 ngày, kể từ ngày nhận (đối với Ủy ban)",
        "60 ngày kể từ ngày nhận hoặc 90 ngày kể từ ngày trình",
        "15 ngày kể từ ngày nhận, trong đó Sở 10 ngày kể từ ngày trình",
    ],
)
def test_one_event_a_choice_or_a_share_leaves_one_duration(printed: str) -> None:
    assert [one.raw for one in cell_durations(printed)] == [printed]


def test_what_stands_in_brackets_only_explains() -> None:
    (found,) = cell_durations("1/2 ngày (có mặt trong 60 ngày, kể từ ngày nhận thông báo)")
    assert (found.amount, found.starts_from) == (0.5, None)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("02 ngày, kể từ ngày nhận đủ hồ sơ.", "ngày nhận đủ hồ sơ"),
        ("02 ngày kể từ khi thụ lý", "khi thụ lý"),
        ("05 ngày, kể từ ngày nhận hồ sơ, Phòng Mẫu phải trả lời", "ngày nhận hồ sơ"),
        ("05 ngày, kể từ ngày nhận hồ sơ đầy đủ, hợp lệ", "ngày nhận hồ sơ đầy đủ, hợp lệ"),
        ("05 ngày", None),
    ],
)
def test_what_a_time_is_counted_from(text: str, start: str | None) -> None:
    assert start_of(text) == start
