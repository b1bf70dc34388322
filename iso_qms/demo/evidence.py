"""Files as somebody would attach them: the land unit's board of due days as a sheet, and a slip as it was scanned."""

from __future__ import annotations

import struct
import zlib
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


WIDTH, HEIGHT = 420, 594
LINES = (
    (40, 150), (40, 110), (110, 200), (40, 330), (40, 340), (40, 300), (40, 335), (40, 180), (230, 140), (240, 100),
)  # fmt: skip
"""Where each line of writing on the slip begins, and how long it is."""


def slip() -> FileStorage:
    """An apology slip under a scanner, so small that only its lines can be seen; the citizen's name is covered."""
    rows = [bytearray(b"\xf4" * WIDTH) for _row in range(HEIGHT)]
    for place, (left, length) in enumerate(LINES):
        shade = b"\x20" if place == 3 else b"\x8c"
        for row in rows[60 + place * 44 : 60 + place * 44 + (16 if place == 3 else 5)]:
            row[left : left + length] = shade * length
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows))
    picture = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    return FileStorage(BytesIO(picture), filename="Phiếu xin lỗi 38, bản lưu.png")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
