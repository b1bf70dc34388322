"""Tables as offices write them: delimiters, encodings, Excel, and files that are none."""

import gzip
import io
from datetime import datetime

import pytest
import xlsxwriter

from iso_qms.dossiers.incoming import reading
from iso_qms.dossiers.incoming.reading import UnreadableTable, open_table
from iso_qms.dossiers.incoming.wordings import why_unreadable

TEXT = "Mã hồ sơ{0}Ngày tiếp nhận\r\nH1{0}05/08/2026 09:00\r\n\r\nH2{0}06/08/2026 09:00\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_file_is_read_whatever_its_delimiter_and_encoding(tmp_path, delimiter, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.format(delimiter).encode(encoding))
    table = open_table(path)
    assert table.headings == ("Mã hồ sơ", "Ngày tiếp nhận")
    assert list(table.rows()) == [(2, ["H1", "05/08/2026 09:00"]), (4, ["H2", "06/08/2026 09:00"])]


def test_an_old_windows_file_is_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Đơn vị;Ngày\nVăn phòng;1".encode("cp1258", "ignore"))
    assert open_table(path).encoding == "cp1258"


def test_an_excel_sheet_keeps_its_dates(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), {"remove_timezone": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Code", "Received"])
    sheet.write_row(1, 0, ["H1"])
    sheet.write_datetime(1, 1, datetime(2026, 8, 5, 9), book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
    book.close()
    table = open_table(path)
    assert table.headings == ("Code", "Received") and table.sample() == [["H1", datetime(2026, 8, 5, 9)]]


def far_away():
    """A small sheet whose second cell is the last that Excel has."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Code")
        sheet.write(1_048_575, 16_383, "H1")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.xlsx", b"no excel", "excel"),
        ("a.csv", b"a,a\n1,2", "headings"),
        ("a.csv", b"a\x00b\x9d", "encoding"),
        ("a.csv", b"a," + b"z" * 600 + b"\n1,2", "headings"),
        ("a.xlsx", far_away(), "far"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(tmp_path, name, data, code):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableTable) as refused:
        open_table(path)
    assert (refused.value.code, bool(why_unreadable(refused.value))) == (code, True)


def test_a_file_is_looked_over_to_its_end_before_it_is_used(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1," + "x" * 10_000_000 + "\n2,3\n")
    assert open_table(path).looked_over() == 2
    for data, code in (
        (b'a,b\n1,2\n3,"4', "quote"),
        (b'a,b\n1,"2"3\n', "quotes"),
        (gzip.compress(b"a,b\n1,2\n" * 9000)[:-20], "packed"),
        (b"<log><trace>", "xes"),
        (b"a,b\n1,2\n3", "cut"),
        (gzip.compress("a;b\n1;2\n3".encode("utf-16")), "cut"),
    ):
        path.write_bytes(data)
        with pytest.raises(UnreadableTable) as refused:
            open_table(path).looked_over()
        assert (refused.value.code, bool(why_unreadable(refused.value))) == (code, True)


def test_what_unpacks_to_too_much_is_not_read_to_its_end(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 5000))
    assert open_table(path).looked_over() == 5000
    monkeypatch.setattr(reading, "MOST_UNPACKED", 10_000)
    with pytest.raises(UnreadableTable) as refused:
        open_table(path)
    assert refused.value.code == "huge"


def test_a_log_in_xes_is_a_table_too(tmp_path):
    path = tmp_path / "a.xes.gz"
    event = '<event><string key="concept:name" value="Nhận"/><date key="time:timestamp" value="2026-08-05"/></event>'
    trace = f'<trace><string key="concept:name" value="H1"/>{event}</trace>'
    path.write_bytes(gzip.compress(f"<log>{trace}</log>".encode()))
    table = open_table(path)
    assert table.looked_over() == 1
    assert dict(zip(table.headings, table.sample()[0], strict=True)) == {
        "case:concept:name": "H1", "concept:name": "Nhận", "time:timestamp": "2026-08-05", "lifecycle:transition": "",
        "org:group": "", "org:role": "", "org:resource": "",
    }  # fmt: skip
