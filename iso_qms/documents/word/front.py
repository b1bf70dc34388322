"""What stands before the text: cover table, contents, sign table, and the table of amendments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docx.shared import Mm, Pt

from iso_qms.documents.word.page import BODY, TITLE, Sheet, fill, printed_day

if TYPE_CHECKING:
    from iso_qms.documents.word import Paper

AMENDMENT_ROWS = 5


def cover(sheet: Sheet, paper: Paper, contents: Sequence[str]) -> None:
    """The cover table, the list of contents and who wrote, reviewed and approved."""
    grid = sheet.table(3, (0.26, 0.40, 0.34))
    _agency(grid[0][0].merge(grid[2][0]), paper)
    name = grid[0][1].merge(grid[2][1])
    fill(name, paper.kind, bold=True, align="centre", size=TITLE, middle=True)
    _add(name, paper.title, bold=True)
    marks = (("Mã hiệu", paper.code), ("Lần ban hành", paper.issue), ("Ngày ban hành", printed_day(paper.issued_on)))
    for row, (label, value) in zip(grid, marks, strict=True):
        fill(row[2], f"{label}: {value}", middle=True)
    sheet.gap(12)
    _check(sheet, paper)
    sheet.marks.on_file(sheet.document, sheet.line("MỤC LỤC", bold=True, align="centre", keep=True))
    for words in ("SỬA ĐỔI TÀI LIỆU", *contents):
        sheet.line(words, align="left", after=3)
    sheet.gap(12)
    _signers(sheet, paper)


def amendment_page(sheet: Sheet, paper: Paper) -> None:
    """What each issue changed, and on what basis."""
    sheet.line("TRANG THEO DÕI SỐ LẦN SỬA ĐỔI TÀI LIỆU", bold=True, align="centre", keep=True)
    heads = ("STT", "Tóm lược nội dung cần sửa đổi", "Cơ sở pháp lý hoặc căn cứ về việc sửa đổi", "Lần sửa đổi")
    grid = sheet.table(1 + max(len(paper.amendments), AMENDMENT_ROWS), (0.08, 0.42, 0.36, 0.14))
    sheet.head_rows(1)
    for cell, head in zip(grid[0], heads, strict=True):
        fill(cell, head, bold=True, align="centre", middle=True)
    for place, one in enumerate(paper.amendments, start=1):
        fill(grid[place][0], str(place), align="centre")
        for cell, text in zip(grid[place][1:], (one.summary, one.basis, one.issue), strict=True):
            fill(cell, text)


def _agency(cell: Any, paper: Paper) -> None:
    lines = [paper.superior.upper(), paper.agency.upper()] if paper.superior else [paper.agency.upper()]
    fill(cell, lines[0], bold=len(lines) == 1, align="centre", middle=True)
    for line in lines[1:]:
        _add(cell, line, bold=True, size=None)


def _check(sheet: Sheet, paper: Paper) -> None:
    """The code that tells whether this sheet still holds, 23 mm wide, with its address in letters."""
    if not paper.check_picture:
        return
    sheet.picture(paper.check_picture, width=Mm(23))
    words = f"Quét mã để biết bản này còn hiệu lực hay không, hoặc mở: {paper.check_address}"
    sheet.line(words, align="right", size=Pt(9.5))


def _add(cell: Any, text: str, *, bold: bool, size: Any = BODY) -> None:
    from iso_qms.documents.word.page import SMALL, put

    put(cell.add_paragraph(), text, bold=bold, align="centre", size=size or SMALL)


def _signers(sheet: Sheet, paper: Paper) -> None:
    """A column for each hand; the room for the signature is left free, or says when it was given in the system."""
    if not paper.signers:
        return
    share = 0.86 / len(paper.signers)
    grid = sheet.table(4, (0.14, *(share for _ in paper.signers)))
    for row, label in zip(grid, ("Trách nhiệm", "Họ tên", "Chữ ký", "Chức vụ"), strict=True):
        fill(row[0], label, bold=True, middle=True)
    for column, one in enumerate(paper.signers, start=1):
        fill(grid[0][column], one.role, bold=True, align="centre", middle=True)
        fill(grid[1][column], one.name, align="centre", middle=True)
        fill(grid[2][column], one.signed or "\n\n\n", align="centre", middle=True)
        fill(grid[3][column], one.position, align="centre", middle=True)
