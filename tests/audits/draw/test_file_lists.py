from io import BytesIO

import pytest
from openpyxl import Workbook

from iso_qms.audits.draw.file_lists import FileList, listed, listed_in
from iso_qms.workflow import Incomplete


def test_codes_are_read_one_a_line_each_once_and_a_heading_is_left_out():
    assert listed("Mã hồ sơ\n H-01 \n\nH-02\r\nH-01\n") == FileList(["H-01", "H-02"], 1)
    assert listed("A\nB") == FileList(["A", "B"]), "codes without digits are no heading over each other"
    assert listed("A") == FileList(["A"])
    assert listed(" \n ").codes == []


def test_the_first_column_of_a_file_is_read():
    book, stream = Workbook(), BytesIO()
    for row in (("Mã", "Ngày"), ("H-01", "x"), (2, None), (None, "y")):
        book.active.append(row)
    book.save(stream)
    assert listed_in(stream.getvalue(), "Sổ.XLSX").codes == ["H-01", "2"]
    assert listed_in('\ufeffMã;Ngày\r\n"H-01";1\r\nH-02\t2\r\n'.encode(), "so.csv").codes == ["H-01", "H-02"]


def test_what_cannot_be_read_is_refused_in_one_sentence():
    for content, name, why in (
        (b"\xd0\xcf\x11\xe0", "so.xls", "Excel"),
        (b"no zip", "so.xlsx", "xlsx"),
        (b"1" * 101, "so.txt", "100"),
        ("\n".join(map(str, range(20_001))).encode(), "so.txt", "20000"),
    ):
        with pytest.raises(Incomplete, match=why):
            listed_in(content, name)
