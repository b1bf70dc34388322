"""A file as somebody would attach it: the land unit's board of due days, as a sheet."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter
from werkzeug.datastructures import FileStorage

from iso_qms.demo.story import Story

HEADS = ("Ngày", "Đang giải quyết", "Đến hạn trong 2 ngày", "Quá hạn", "Phiếu xin lỗi", "Tổ trưởng xem lúc")
ROWS = (
    (41, 6, 3, 3, "07:42"), (43, 5, 3, 3, "07:40"), (42, 7, 2, 2, "07:45"), (44, 6, 2, 2, "07:38"),
    (40, 4, 1, 1, "07:41"), (39, 5, 1, 1, "07:44"), (41, 5, 1, 1, "07:39"), (42, 6, 0, 0, "07:43"),
    (40, 5, 0, 0, "07:40"), (38, 4, 1, 1, "07:42"),
)  # fmt: skip


def board(story: Story) -> FileStorage:
    """The board of the ten working days before it was attached."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet, bold = book.add_worksheet("Bảng hạn"), book.add_format({"bold": True, "text_wrap": True})
    sheet.set_column(0, len(HEADS) - 1, 16)
    sheet.write_row(0, 0, HEADS, bold)
    for place, row in enumerate(ROWS):
        sheet.write_row(place + 1, 0, (f"{story.day(place - 19):%d/%m/%Y}", *row))
    book.close()
    return FileStorage(BytesIO(stream.getvalue()), filename="Bảng hạn Tổ Đất đai.xlsx")
