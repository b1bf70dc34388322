"""The Word file of an issue decision, in the layout of Decree 30/2020: heading, articles, signature, annexed list."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document as new_document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from iso_qms.documents.decisions import IssueDecision
from iso_qms.organisation.agencies import Agency

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def decision_file(decision: IssueDecision, agency: Agency) -> bytes:
    """The decision on paper. It is always in Vietnamese, and its place for signature and seal stays empty."""
    # An approval in this system is an internal act: it must never look like a digital signature (Decree 30, art. 5).
    book = new_document()
    _prepare(book)
    _heading(book, decision, agency)
    _articles(book, decision, agency)
    _signature(book, decision, agency)
    _annex(book, decision)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _prepare(book: Any) -> None:
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    style = book.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after, style.paragraph_format.space_before = Pt(0), Pt(0)


def _heading(book: Any, decision: IssueDecision, agency: Agency) -> None:
    table = _plain_table(book, rows=1, widths=(Cm(6.5), Cm(10)))
    left, right = table.rows[0].cells
    if agency.superior:
        _line(left, agency.superior.upper(), size=13)
    _line(left, agency.name.upper(), size=13, bold=True)
    _line(left, "———", size=9)
    _line(left, f"Số: {decision.number}", size=13)
    _line(right, STATE[0], size=13, bold=True)
    _line(right, STATE[1], size=13, bold=True, underline=True)
    _line(right, "", size=9)
    day = decision.decided_on
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    place = f"{agency.place}, " if agency.place else ""
    _line(right, f"{place}ngày {day.day:02d} tháng {month} năm {day.year}", size=13, italic=True)
    for cell in (left, right):
        cell._element.remove(cell.paragraphs[0]._element)


def _articles(book: Any, decision: IssueDecision, agency: Agency) -> None:
    _centred(book, "QUYẾT ĐỊNH", before=18)
    _centred(book, decision.title)
    _centred(book, f"{_chair(decision)} {agency.name}".upper(), before=12)
    for ground in (
        "Căn cứ Quyết định số 19/2014/QĐ-TTg ngày 05 tháng 3 năm 2014 của Thủ tướng Chính phủ;",
        "Căn cứ tiêu chuẩn quốc gia TCVN ISO 9001:2015;",
    ):
        _body(book, ground, italic=True)
    _centred(book, "QUYẾT ĐỊNH:", before=6)
    effective, number = decision.effective_on, len(decision.revisions)
    _article(
        book,
        1,
        f"Ban hành kèm theo Quyết định này {number:02d} tài liệu của hệ thống quản lý chất lượng "
        "(danh mục tại Phụ lục).",
    )
    _article(
        book,
        2,
        f"Các tài liệu có hiệu lực từ ngày {effective:%d/%m/%Y}, thay thế các lần ban hành trước của cùng tài liệu.",
    )
    _article(
        book,
        3,
        "Các đơn vị, cá nhân được phân phối tài liệu và đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này.",
    )


def _chair(decision: IssueDecision) -> str:
    return (decision.signing_post.title if decision.signing_post else decision.signer_post) or ""


def _signature(book: Any, decision: IssueDecision, agency: Agency) -> None:
    book.add_paragraph()
    table = _plain_table(book, rows=1, widths=(Cm(8), Cm(8.5)))
    left, right = table.rows[0].cells
    _line(left, "Nơi nhận:", size=12, bold=True, italic=True, align=WD_ALIGN_PARAGRAPH.LEFT)
    for receiver in ("- Như Điều 3;", "- Lưu: VT."):
        _line(left, receiver, size=11, align=WD_ALIGN_PARAGRAPH.LEFT)
    post = decision.signer_post or _chair(decision)
    _line(right, f"{decision.signer_capacity} {post}".strip().upper(), size=14, bold=True)
    for _gap in range(4):
        _line(right, "", size=14)
    _line(right, decision.signer_name, size=14, bold=True)
    for cell in (left, right):
        cell._element.remove(cell.paragraphs[0]._element)


def _annex(book: Any, decision: IssueDecision) -> None:
    book.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _centred(book, "PHỤ LỤC")
    _centred(book, "DANH MỤC TÀI LIỆU BAN HÀNH")
    day = decision.decided_on
    paragraph = _centred(book, f"(Kèm theo Quyết định số {decision.number} ngày {day:%d/%m/%Y})")
    paragraph.runs[0].bold, paragraph.runs[0].italic = False, True
    table = book.add_table(rows=1, cols=5)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    rows = [
        (str(line), one.document.code, one.title, one.issue_label, one.document.unit.name)
        for line, one in enumerate(_in_order(decision), start=1)
    ]
    _row(table.rows[0], ("TT", "Mã hiệu", "Tên tài liệu", "Lần ban hành", "Đơn vị chủ trì"), bold=True)
    _repeat(table.rows[0])
    for row in rows:
        _row(table.add_row(), row)
    for row in table.rows:
        for cell, width in zip(row.cells, (Cm(1.2), Cm(3.3), Cm(6.3), Cm(2), Cm(3.7)), strict=True):
            cell.width = width


def _in_order(decision: IssueDecision) -> list[Any]:
    return sorted(decision.revisions, key=lambda one: (one.document.code_sort, one.id))


def _article(book: Any, number: int, text: str) -> None:
    paragraph = _body(book, "")
    paragraph.add_run(f"Điều {number}. ").bold = True
    paragraph.add_run(text)


def _body(book: Any, text: str, *, italic: bool = False) -> Any:
    paragraph = book.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    paragraph.paragraph_format.space_before = Pt(6)
    if text:
        paragraph.add_run(text).italic = italic
    return paragraph


def _centred(book: Any, text: str, *, before: int = 0) -> Any:
    paragraph = book.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.add_run(text).bold = True
    return paragraph


def _line(
    cell: Any,
    text: str,
    *,
    size: int,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    align: Any = WD_ALIGN_PARAGRAPH.CENTER,
) -> None:
    paragraph = cell.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.bold, run.italic, run.underline, run.font.size = bold, italic, underline, Pt(size)


def _row(row: Any, texts: tuple[str, ...], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.size = bold, Pt(12)


def _plain_table(book: Any, *, rows: int, widths: tuple[Any, ...]) -> Any:
    table = book.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    return table


def _repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _page_number(paragraph: Any) -> None:
    # Top centre and not on the first page (Decree 30/2020, Annex I).
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
