"""Reading units, posts and people from Excel."""

import contextlib
import io
import zipfile

import pytest
import xlsxwriter

from iso_qms.i18n import speaking
from iso_qms.organisation.roster import read_roster
from iso_qms.organisation.workbook import NotARoster

UNITS = ["Mã đơn vị", "Tên đơn vị", "Mã đơn vị cấp trên"]
PEOPLE = ["Họ và tên", "Tên đăng nhập", "Thư điện tử", "Xưng hô", "Chức vụ", "Mã đơn vị", "Người đứng đầu", "Vai trò"]


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


def book(**sheets):
    """An .xlsx file: each sheet its rows, the first of them the heads."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    workbook.close()
    return stream.getvalue()


def people(*rows):
    return read_roster(book(People=[PEOPLE, *rows]))


def reasons(roster):
    return [(one.line, one.reason) for one in roster.set_aside]


def test_units_and_people_are_read_under_vietnamese_heads():
    roster = read_roster(
        book(
            A=[UNITS, ["VP", "Văn phòng", ""], ["TH", "Tổ tổng hợp", "VP"]],
            B=[PEOPLE, ["Vũ  Thị Hà", "ha.vt", "ha@x.vn", "Bà", "Chánh Văn phòng", "VP", "x", "head; staff"]],
        )
    )
    assert [(one.code, one.name, one.parent) for one in roster.units] == [
        ("VP", "Văn phòng", ""),
        ("TH", "Tổ tổng hợp", "VP"),
    ]
    (one,) = roster.people
    assert (one.name, one.login, one.salutation, one.post, one.unit) == (
        "Vũ Thị Hà",
        "ha.vt",
        "bà",
        "Chánh Văn phòng",
        "VP",
    )
    assert one.is_head
    assert one.roles == ("head", "staff")


def test_english_heads_in_any_order_and_case_are_understood():
    roster = read_roster(book(x=[["POST TITLE *", "Unit code", "full name:"], ["Clerk", "VP", "Ann"]]))
    assert [(one.name, one.post, one.unit) for one in roster.people] == [("Ann", "Clerk", "VP")]


def test_heads_may_stand_under_a_title_and_empty_rows_are_passed_over():
    roster = read_roster(book(x=[["DANH SÁCH NHÂN SỰ"], [], PEOPLE, [], ["Vũ Thị Hà", "ha"]]))
    assert [(one.line, one.name) for one in roster.people] == [(5, "Vũ Thị Hà")]


def test_a_code_typed_as_a_number_stays_as_it_looks():
    roster = read_roster(book(x=[UNITS, [12, "Phòng 12", ""]]))
    assert roster.units[0].code == "12"


def test_columns_that_mean_nothing_are_told():
    roster = read_roster(book(x=[[*PEOPLE, "Ngày sinh"], ["Vũ Thị Hà"]]))
    assert roster.unread == ["Ngày sinh"]


def test_a_row_twice_in_the_file_is_set_aside_the_second_time():
    roster = people(
        ["Vũ Thị Hà", "ha"],
        ["Vũ Thị Hải", "HA"],
        ["Lê An", "", "", "", "Văn thư", "VP"],
        ["Lê An", "", "", "", "Văn thư", "VP"],
    )
    assert [one.line for one in roster.people] == [2, 4]
    assert reasons(roster) == [
        (3, "The sign-in name HA stands in row 2 already."),
        (5, "The same person with the same post stands in row 4 already."),
    ]


def test_a_unit_code_twice_is_set_aside_the_second_time():
    roster = read_roster(book(x=[UNITS, ["VP", "Văn phòng"], ["VP", "Văn phòng khác"]]))
    assert reasons(roster) == [(3, "The code VP stands in row 2 already.")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["", "ha"], "A person needs a name."),
        (["Lê An", "", "", "", "Văn thư", ""], "A post needs the code of its unit"),
        (["Lê An", "", "", "", "", "VP"], "A post needs the code of its unit"),
        (["Lê An", "", "", "", "Văn thư", "VP", "có lẽ"], "Whether the person heads the unit"),
        (["Lê An" * 60], "more than 200 characters"),
    ],
)
def test_a_wrong_row_is_set_aside_with_its_reason(row, reason):
    roster = people(row)
    assert roster.people == []
    assert reason in roster.set_aside[0].reason


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"H\xc3\xa0,Lan\n", "no Excel file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "no Excel file"),
        (book(x=[["Một", "Hai"], ["a", "b"]]), "columns needed"),
        (book(x=[]), "columns needed"),
        (book(x=[PEOPLE]), "no rows"),
        (book(x=[PEOPLE, ["Lê An"]])[:-400], "no Excel file"),
        (bytes(5_000_001), "larger than 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(content, sentence):
    with pytest.raises(NotARoster, match=sentence):
        read_roster(content)


def test_fifty_thousand_rows_are_too_many():
    with pytest.raises(NotARoster, match="row 50,001"):
        read_roster(book(x=[PEOPLE, *([f"Người {number}"] for number in range(50_000))]))


def test_a_lone_cell_far_away_does_not_take_the_whole_memory():
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, PEOPLE)
    sheet.write(1_048_575, 16_383, "x")
    workbook.close()
    with pytest.raises(NotARoster, match="1,048,576"):
        read_roster(stream.getvalue())


def test_formulas_are_refused_by_the_name_of_their_cell():
    with pytest.raises(NotARoster, match="Cell B2"):
        people(["Lê An", "=A2"])


def test_a_bomb_is_not_unpacked():
    stream = io.BytesIO(book(x=[PEOPLE, ["Lê An"]]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as inside:
        inside.writestr("xl/worksheets/sheet9.xml", bytes(70_000_000))
    with pytest.raises(NotARoster, match="unpacks"):
        read_roster(stream.getvalue())


def test_any_damage_is_answered_with_a_sentence():
    whole = book(x=[PEOPLE, ["Lê An", "an"]])
    for place in range(0, len(whole), 97):
        damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        with contextlib.suppress(NotARoster):
            assert read_roster(damaged).people
