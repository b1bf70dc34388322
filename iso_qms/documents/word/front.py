"""What stands before the text: cover table, contents, sign table and amendments, and the edges of sheets."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx.shared import Mm, Pt

from iso_qms.documents.word.page import BODY, SMALL, TITLE, Sheet, fill, put
from iso_qms.layouts.saying import Saying
from iso_qms.paper import capitals

HEADS = ("STT", "Tóm lược nội dung cần sửa đổi", "Cơ sở pháp lý hoặc căn cứ về việc sửa đổi", "Lần sửa đổi")
ROWS = (("Trách nhiệm", "role"), ("Họ tên", "name"), ("Chữ ký", "signed"), ("Chức vụ", "position"))
CHECK_WIDTH = Mm(23)
TEXT, CHECK = "⟦Toàn bộ nội dung tài liệu⟧", "⟦Mã trên bản in⟧"
"""What stands for the text and for the code of a sheet in a layout that was filled, until they are put there."""


def template(said: Saying) -> bytes:
    """The front with a place for the text, of the names of its values or of made-up ones."""
    sheet = Sheet(said["title"])
    draw(sheet, said)
    sheet.turn()
    sheet.line(said["body"])
    file = BytesIO()
    sheet.document.save(file)
    return file.getvalue()


def draw(sheet: Sheet, said: Saying, picture: bytes = b"") -> Any:
    """Everything before the text; answers the paragraph that may say of which draft the file is."""
    sheet.mark_edges(
        named=f"{said['named']}: {said['title']}",
        code=said["code"],
        issue=said["issue"],
        effective_on=said["effective_on"],
    )
    head = _cover(sheet, said, picture)
    sheet.turn()
    _amendments(sheet, said)
    return head


def _cover(sheet: Sheet, said: Saying, picture: bytes) -> Any:
    """The cover table, the list of contents and who wrote, reviewed and approved."""
    grid = sheet.table(3, (0.26, 0.40, 0.34))
    _agency(grid[0][0].merge(grid[2][0]), said)
    name = grid[0][1].merge(grid[2][1])
    fill(name, said["kind"], bold=True, align="centre", size=TITLE, middle=True)
    put(name.add_paragraph(), said["title"], bold=True, align="centre", size=BODY)
    marks = (("Mã hiệu", "code"), ("Lần ban hành", "issue"), ("Ngày ban hành", "issued_on"))
    for row, (label, value) in zip(grid, marks, strict=True):
        fill(row[2], f"{label}: {said[value]}", middle=True)
    sheet.gap(12)
    said.when(sheet, "check_address", lambda: _check(sheet, said, picture))
    head = sheet.line("MỤC LỤC", bold=True, align="centre", keep=True)
    sheet.line("SỬA ĐỔI TÀI LIỆU", align="left", after=3)
    said.each(sheet, "contents", lambda one: sheet.line(one["one"], align="left", after=3))
    sheet.gap(12)
    said.when(sheet, "signers", lambda: _signers(sheet, said))
    return head


def _amendments(sheet: Sheet, said: Saying) -> None:
    """What each issue changed, and on what basis."""
    sheet.line("TRANG THEO DÕI SỐ LẦN SỬA ĐỔI TÀI LIỆU", bold=True, align="centre", keep=True)
    rows = said.rows("amendments", ("at", "summary", "basis", "issue"))
    grid = sheet.table(1 + len(rows), (0.08, 0.42, 0.36, 0.14))
    sheet.head_rows(1)
    for cell, head in zip(grid[0], HEADS, strict=True):
        fill(cell, head, bold=True, align="centre", middle=True)
    for cells, texts in zip(grid[1:], rows, strict=True):
        for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            fill(cell, text, align="left" if place else "centre")


def _agency(cell: Any, said: Saying) -> None:
    above = [line for line in said.optional("superior").split("\n") if line]
    lines = [*above, said["agency"]]
    fill(cell, capitals(lines[0]), bold=not above, align="centre", middle=True)
    for line in lines[1:]:
        put(cell.add_paragraph(), capitals(line), bold=line is lines[-1], align="centre", size=SMALL)


def _check(sheet: Sheet, said: Saying, picture: bytes) -> None:
    """The code that tells whether this sheet still holds, with its address in letters."""
    if picture:
        sheet.picture(picture, width=CHECK_WIDTH)
    else:
        sheet.line(said["check"], align="right", keep=True)
    words = f"Quét mã để biết bản này còn hiệu lực hay không, hoặc mở: {said['check_address']}"
    sheet.line(words, align="right", size=Pt(9.5))


def _signers(sheet: Sheet, said: Saying) -> None:
    """A column for each hand; the room for the signature is left free, or says when it was given in the system."""
    columns = said.columns("signers", [name for _label, name in ROWS])
    grid = sheet.table(len(ROWS), (0.14, *(0.86 / len(columns) for _ in columns)))
    for row, (label, _name) in zip(grid, ROWS, strict=True):
        fill(row[0], label, bold=True, middle=True)
    for place, texts in enumerate(columns, start=1):
        for at, text in enumerate(texts):
            fill(grid[at][place], text, bold=at == 0, align="centre", middle=True)
