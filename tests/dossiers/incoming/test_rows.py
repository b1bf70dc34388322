"""From a mapping to dossiers: what is proposed, how dates are read, and which rows are set aside with what reason."""

from datetime import date, datetime

import pytest

from iso_qms.clock import HO_CHI_MINH
from iso_qms.dossiers.incoming.mapping import BadMapping, Mapping, propose, read_moment
from iso_qms.dossiers.incoming.rows import Entry, Refusal, RowReader
from iso_qms.i18n import speaking

HEADINGS = [
    "Mã hồ sơ",
    "Mã TTHC",
    "Chủ hồ sơ",
    "Ngày tiếp nhận",
    "Ngày trả",
    "Trạng thái",
    "Gửi bằng",
    "Lý do tạm dừng",
]
COLUMNS = {
    "code": "Mã hồ sơ", "procedure": "Mã TTHC", "received_at": "Ngày tiếp nhận", "finished_at": "Ngày trả",
    "state": "Trạng thái", "channel": "Gửi bằng", "pause_reason": "Lý do tạm dừng",
}  # fmt: skip
PAUSED = {"paused_from": "Từ", "paused_to": "Đến", "pause_document": "Phiếu"}
NOW = datetime(2026, 9, 1, tzinfo=HO_CHI_MINH)


def read(*rows):
    reader = RowReader(Mapping("igate", COLUMNS), HEADINGS, at=NOW)
    return list(reader.read(enumerate(rows, start=2)))


def row(code="H1", procedure="QT-01", received="05/08/2026 09:00", finished="", state="Đang xử lý", why=""):
    return [code, procedure, "Nguyễn Thị Dân", received, finished, state, "Trực tuyến", why]


def test_headings_and_contents_propose_a_mapping_and_no_column_with_a_name():
    found = propose(HEADINGS, [row()])
    assert {name: one.heading for name, one in found.items()} == COLUMNS
    assert found["code"].confidence == 100 > found["channel"].confidence
    assert "received_at" not in propose(["Ngày tiếp nhận"], [["không"]])


@pytest.mark.parametrize(
    "cell",
    [
        "05/08/2026 09:30", "2026-08-05T09:30", "2026-08-05T02:30:00+00:00", "09:30 05/08/2026", "05-08-2026 09:30",
        "05.08.2026 09:30", "46239.395833", 46239.395833333336, datetime(2026, 8, 5, 9, 30),
    ],
)  # fmt: skip
def test_a_moment_is_read_in_every_style_met(cell):
    assert read_moment(cell) == datetime(2026, 8, 5, 9, 30, tzinfo=HO_CHI_MINH)


def test_a_day_is_its_first_moment_and_nonsense_is_none():
    assert read_moment(date(2026, 8, 5)) == read_moment("05/08/2026") == datetime(2026, 8, 5, tzinfo=HO_CHI_MINH)
    assert read_moment("") is read_moment("  ") is None
    for cell in ("31/02/2026", "soon", 12, "x" * 50, "99999999999", "31/12/9999", "0001-01-01"):
        with pytest.raises(ValueError):
            read_moment(cell)


def test_a_deadline_that_names_a_day_lasts_until_its_end_and_one_day_is_enough():
    columns = {
        "code": "A",
        "procedure": "B",
        "received_at": "C",
        "due_at": "D",
        "rescheduled_to": "E",
        "finished_at": "F",
    }
    rows = [(2, ["H1", "QT-01", "05/08/2026 09:00", "05/08/2026", "06/08/2026 17:00", "05/08/2026"])]
    (found,) = RowReader(Mapping("igate", columns), list("ABCDEF"), at=NOW).read(rows)
    assert (found.due_at.day, found.due_at.hour, found.rescheduled_to.hour) == (6, 0, 17)
    assert found.finished_at == found.received_at and found.state == "finished"


def test_a_row_becomes_a_dossier_without_the_name_of_a_citizen():
    (found,) = read(row(procedure="QT-01\u200b "))
    assert isinstance(found, Entry)
    assert (found.code, found.procedure, found.state, found.channel) == ("H1", "QT-01", "open", "online")
    assert "Dân" not in repr(found)
    assert read(row(finished="06/08/2026"))[0].state == "finished"


def paused(start, end, paper="", why=""):
    mapping = Mapping("igate", COLUMNS | PAUSED)
    (found,) = RowReader(mapping, [*HEADINGS, *PAUSED.values()], at=NOW).read([(2, [*row(why=why), start, end, paper])])
    if isinstance(found, Refusal):
        return found.reason, found.field
    return [(one.start.day, one.end and one.end.day, one.reason, one.document) for one in found.pauses]


def test_a_dossier_may_wait_more_than_once_each_time_for_a_paper_of_its_own():
    assert paused("", "") == []
    assert paused("06/08/2026", "", "1/PYC", "Gọi 0912 345 678") == [(6, None, "Gọi …", "1/PYC")]
    twice = paused("06/08/2026; 10/08/2026", "07/08/2026", "1/PYC\n2/PYC", "Thiếu giấy")
    assert twice == [(6, 7, "Thiếu giấy", "1/PYC"), (10, None, "", "2/PYC")]
    assert paused("06/08/2026;10/08/2026", ";11/08/2026") == ("end_before_start", "paused_from")
    assert paused("10/08/2026;06/08/2026", "11/08/2026;12/08/2026") == ("end_before_start", "paused_from")
    assert paused("", "07/08/2026") == paused("08/08/2026", "07/08/2026") == ("end_before_start", "paused_to")
    assert paused("01/08/2026", "") == ("end_before_start", "paused_from")
    assert paused("soon", "") == ("no_date", "paused_from")
    assert paused(";".join(["06/08/2026"] * 21), "") == ("too_long", "paused_from")


def test_rows_that_say_nonsense_are_set_aside_with_number_and_reason():
    found = read(
        row(), row(), row(code=""), row(code="H3", finished="04/08/2026"), row(code="H4", received="32/08/2026"),
        row(code="H5", received="01/01/2030"), row(code="H6", state="?"), row(code="H7", state="Hoàn thành"),
        row(code="x" * 20_000), row(code="H8", procedure=""), ["H9"], row(code="H10", finished="01/01/2030"),
    )  # fmt: skip
    assert [(one.number, one.reason, one.field) for one in found if isinstance(one, Refusal)] == [
        (3, "code_twice", "code"),
        (4, "no_code", "code"),
        (5, "end_before_start", "finished_at"),
        (6, "no_date", "received_at"),
        (7, "in_the_future", "received_at"),
        (8, "unknown_state", "state"),
        (9, "no_date", "finished_at"),
        (10, "too_long", "code"),
        (11, "no_procedure", "procedure"),
        (12, "no_procedure", "procedure"),
        (13, "in_the_future", "finished_at"),
    ]


def test_a_mapping_is_a_toml_file_and_says_what_is_wrong_with_it():
    text = (
        'source = "igate"\n[columns]\ncode = "A"\nprocedure = "B"\nreceived_at = "C"\n[states]\n"Xong" = "finished"\n'
    )
    mapping = Mapping.of_toml(text)
    assert Mapping.of_json(mapping.as_json()) == mapping
    assert mapping.places(["C", "B", "A"]) == {"code": 2, "procedure": 1, "received_at": 0}
    for wrong in (
        text + "[",
        text.replace("code", "colour"),
        text.replace('code = "A"', ""),
        text.replace("igate", ""),
    ):
        with pytest.raises(BadMapping):
            Mapping.of_toml(wrong)
    with speaking("en"), pytest.raises(BadMapping, match="no column “A”"):
        mapping.places(["B", "C"])
