"""Tables as offices write them: delimiters, encodings, Excel, and files that are none."""

import gzip
import io
import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from iso_qms.dossiers.incoming import reading
from iso_qms.dossiers.incoming.reading import open_table
from iso_qms.dossiers.incoming.unreadable import UnreadableTable
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


def zipped(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", text)
    return stream.getvalue()


def one_text_shown_often():
    """A book of some kilobytes whose 600 cells share a text of a megabyte."""
    texts = "<sst><si><t>a</t></si><si><t>" + "x" * 1_000_000 + "</t></si></sst>"
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>1</v></c></row>' for n in range(1, 601))
    return zipped(xl__sharedStrings=texts, xl__worksheets__sheet1=f"<worksheet>{rows}</worksheet>")


def open_document(rows):
    """A sheet of OpenDocument: rows of texts, or of a text and how often it is repeated, and how often each row is."""
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    body = ""
    for times, *cells in rows:
        told = [cell if isinstance(cell, tuple) else (cell, 1) for cell in cells]
        body += f'<table:table-row table:number-rows-repeated="{times}">' + "".join(
            f'<table:table-cell table:number-columns-repeated="{often}"'
            + (f' office:value-type="string"><text:p>{text}</text:p></table:table-cell>' if text else "/>")
            for text, often in told
        )
        body += "</table:table-row>"
    start, end = "<office:body><office:spreadsheet>", "</office:spreadsheet></office:body>"
    table = f'<table:table table:name="A">{body}</table:table>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        content = f"<office:document-content {spaces}>{start}{table}{end}</office:document-content>"
        file.writestr("content.xml", content)
    return stream.getvalue()


PROTECTED = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n;;\r\n", "headings"),
        ("a.xlsx", b"no\x00excel", "excel"),
        ("a.xlsx", PROTECTED, "password"),
        ("a.csv", b"a,a\n1,2", "twice"),
        ("a.csv", b"a\x00b\x9d", "encoding"),
        ("a.csv", b"a," + b"z" * 600 + b"\n1,2", "wide"),
        ("a.xlsx", far_away(), "far"),
        ("a.xlsx", one_text_shown_often(), "long"),
        ("a.ods", open_document([(1, "a", "b"), ("3" + "0" * 20, *"12345678")]), "repeats"),
        ("a.ods", open_document([(1, "a", ("x", 16_384)), (2_000, ("", 16_000), "x")]), "repeats"),
        ("a.ods", open_document([(1, "a"), (700, "x" * 1_000_000)]), "long"),
        ("a.csv", zipped(readme="a"), "zip"),
        ("a.docx", zipped(word__document="<w/>"), "excel"),
        ("a.csv.gz", gzip.compress(gzip.compress(b"a,b")), "nested"),
        ("a.csv", b"%PDF-1.7", "pdf"),
        ("a.xls", b"\n<HTML><table>", "page"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_no_table_is_refused_with_its_reason(tmp_path, name, data, code):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableTable) as refused:
        open_table(path)
    assert (refused.value.code, bool(why_unreadable(refused.value))) == (code, True)


def test_headings_are_found_below_titles_on_the_first_sheet_that_has_them(tmp_path):
    path, head = tmp_path / "a", ["Mã hồ sơ", "Mã TTHC", "Ngày tiếp nhận"]
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Ẩn").write_row(0, 0, head)
        book.worksheets()[0].hide()
        book.add_worksheet("Hướng dẫn").write_row(0, 0, ["Đọc trước"])
        sheet = book.add_worksheet("Hồ sơ")
        sheet.write_row(1, 0, ["DANH SÁCH", "", "Tháng 8"])
        sheet.write_row(2, 0, head)
        sheet.write_row(4, 0, ["H1", "QT-07", "05/08/2026"])
        book.worksheets()[1].activate()
    table = open_table(path)
    assert (table.sheet_name, table.headings, table.looked_over()) == ("Hồ sơ", tuple(head), 1)
    assert list(table.rows()) == [(5, ["H1", "QT-07", "05/08/2026"])]
    for above in ("sep=|\n", "DANH SÁCH HỒ SƠ\n\nTháng 8;||\n", "\n\n"):
        path.write_text(above + "|".join(head) + "\nH1|QT-07|05/08/2026\n")
        assert list(open_table(path).rows()) == [(above.count("\n") + 2, ["H1", "QT-07", "05/08/2026"])]
    path.write_bytes(open_document([(1, "BÁO CÁO"), (1, *head), (1, "H1", "QT-07", "nay"), (1_048_000, ("", 1_024))]))
    assert list(open_table(path).rows()) == [(3, ["H1", "QT-07", "nay"])]


@pytest.mark.parametrize(
    "text",
    ["M· hå s¬;M· TTHC;§¬n vÞ\nH1;QT-07;Phßng Kinh tÕ\n", "Maõ hoà sô;Maõ TTHC;Ñôn vò\nH1;QT-07;Phoøng Kinh teá\n"],
)
def test_letters_of_fonts_made_before_unicode_are_read(tmp_path, text):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode("latin-1"))
    table = open_table(path)
    assert (table.headings, table.sample()) == (("Mã hồ sơ", "Mã TTHC", "Đơn vị"), [["H1", "QT-07", "Phòng Kinh tế"]])


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
