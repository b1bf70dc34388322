"""The proof of acknowledgements stands on its own, as Word and as Excel."""

import re
from io import BytesIO

import docx
import openpyxl
import pytest

pytestmark = pytest.mark.one_database


def test_the_proof_names_who_as_whom_when_and_of_which_text(stock, visitor, place):
    address = stock("in_force", "head_centre", "staff")
    visitor("head_centre").post_form(f"{address}/acknowledge", remark="Đã rõ.")
    visitor("head_centre").post_form(f"{address}/briefing/{place.units['centre']}", note="Họp giao ban.")
    file = docx.Document(BytesIO(visitor("quality").get(f"{address}/acknowledgements.docx").data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    lines = " ".join(one.text for one in file.paragraphs)
    assert "Đặng Văn Viên" in cells and "chưa xác nhận" in cells and "Đã rõ." in cells
    assert "1 trên 2 người" in lines and "Họp giao ban." in lines
    assert any(re.fullmatch("[0-9a-f]{64}", one.text) for one in file.paragraphs), "so long a word has its own line"

    sheet = openpyxl.load_workbook(BytesIO(visitor("quality").get(f"{address}/acknowledgements.xlsx").data)).active
    hashes = [row[-1] for row in list(sheet.values)[1:]]
    assert sorted(len(one or "") for one in hashes) == [0, 64]
