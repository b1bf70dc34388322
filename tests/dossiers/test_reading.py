"""Tables as offices write them: delimiters, encodings, Excel, and files that are none."""

from datetime import datetime

import pytest
import xlsxwriter

from iso_qms.dossiers.reading import UnreadableTable, open_table

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


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.xlsx", b"no excel", "excel"),
        ("a.csv", b"a,a\n1,2", "headings"),
        ("a.csv", b"a\x00b\x9d", "encoding"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(tmp_path, name, data, code):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableTable) as refused:
        open_table(path)
    assert refused.value.code == code


def test_a_cell_of_ten_megabytes_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1," + "x" * 10_000_000)
    with pytest.raises(UnreadableTable) as refused:
        list(open_table(path).rows())
    assert refused.value.code == "cell"
