"""A sheet of paper in the layout of Decree 30/2020/NĐ-CP, annex I: head, title, text, ruled forms, places to sign.

Approvals in this system are internal acts: places to sign stay empty and never look like a digital signature (art. 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.text.run import Run

LETTERS = "Times New Roman"
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
LONG_WORD = 40
CENTRE, LEFT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
SIGNING_ROOM = Pt(52)
_TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})")


def short_day(day: date | None) -> str:
    """A day in figures, as tables print it: 05/02/2026; nothing for none."""
    return f"{day:%d/%m/%Y}" if day else ""


class Paper:
    """A Word file, written from top to bottom; `landscape` for lists of many columns, `indented` where it is text."""

    def __init__(self, title: str, *, landscape: bool = False, indented: bool = False) -> None:
        self.indented = indented
        self.file: Any = Document()
        self.file.core_properties.title, self.file.core_properties.author = title[:250], ""
        section = self.file.sections[0]
        section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        self.width = 25.2 if landscape else 16.5
        """What is written on is that wide, in centimetres."""
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.different_first_page_header_footer = True
        _number_pages(section.header.paragraphs[0])
        style = self.file.styles["Normal"]
        style.font.name, style.font.size = LETTERS, Pt(13)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), LETTERS)
        style.paragraph_format.space_after = Pt(0)

    def head(
        self,
        *,
        body: str,
        superior: str = "",
        number: str = "",
        place: str = "",
        day: date | None = None,
        dated: str = "",
    ) -> None:
        """Who issues it, on the left; country and motto with place and date, or both as `dated`, on the right."""
        left, right = self._columns(Cm(self.width - 10.2), Cm(10.2))
        for line in filter(None, superior.split("\n")):
            _put(left, capitals(line), align=CENTRE)
        _put(left, capitals(body), bold=True, align=CENTRE)
        _rule(_put(left, "", align=CENTRE), inset=Cm((self.width - 12.3) / 2))
        if number:
            _put(left, number, align=CENTRE)
        _put(right, COUNTRY, bold=True, align=CENTRE)
        _put(right, MOTTO, bold=True, size=14, align=CENTRE)
        _rule(_put(right, "", align=CENTRE), inset=Cm(2.4))
        if day or dated:
            _put(right, dated or dated_at(place, day), italic=True, align=CENTRE)

    def title(self, text: str, about: str = "") -> None:
        """The kind of paper in capitals, and below it what it is about."""
        for words, before in ((capitals(text), 18), (about, 0)):
            if words:
                _put(self.file, words, bold=True, size=14, align=CENTRE).paragraph_format.space_before = Pt(before)
        if about:
            _rule(_put(self.file, "", align=CENTRE), inset=Cm((self.width - _ruled(about)) / 2))
        _put(self.file, "")

    def line(
        self, text: str, *, lead: str = "", bold: bool = False, italic: bool = False, indent: bool = False
    ) -> None:
        """A paragraph, after a lead in bold such as "Điều 1."; a line break in it stays one.

        Before a word that fills a line, such as a hash, or dots to write on, blanks would be stretched: such a text is
        not justified."""
        is_even = max(map(len, text.split()), default=0) < LONG_WORD and "……" not in text
        paragraph = _put(self.file, lead, bold=True, align=BOTH if is_even else LEFT)
        run = paragraph.add_run(f" {text}" if lead else text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(13)
        paragraph.paragraph_format.space_after = Pt(6)
        if bold:
            paragraph.paragraph_format.keep_with_next = True  # A heading stays with what it heads.
        if indent or self.indented:
            paragraph.paragraph_format.first_line_indent = Cm(1.27)

    def centred(self, text: str, *, italic: bool = False, before: int = 6) -> None:
        """A line in the middle: bold, or in italics for what stands under a title in brackets."""
        paragraph = _put(self.file, text, bold=not italic, italic=italic, size=13 if italic else 14, align=CENTRE)
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(4)

    def turn(self) -> None:
        """Begin a new page."""
        self.file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def box(self, heading: str, pairs: Iterable[tuple[str, str]], *, signs: Sequence[str] = ()) -> None:
        """A ruled part of a form: its heading, its facts, and the places to sign, left empty."""
        table = self.file.add_table(rows=2, cols=1, style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        _put(table.rows[0].cells[0], heading, bold=True).paragraph_format.keep_with_next = True
        for label, value in pairs:
            _labelled(table.rows[1].cells[0], label, value)
        if signs:
            # The places to sign stay whole, and with the end of what is signed.
            table.rows[1].cells[0].paragraphs[-1].paragraph_format.keep_with_next = True
            row = table.add_row()
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            cell = row.cells[0]
            inner = cell.add_table(rows=1, cols=len(signs))
            for place, words in zip(inner.rows[0].cells, signs, strict=True):
                _put(place, words, bold=True, size=12, align=CENTRE).paragraph_format.space_after = SIGNING_ROOM
                _drop_empty_first(place)
            # A cell must end with a paragraph; this one takes no room.
            cell.paragraphs[-1].paragraph_format.line_spacing = Pt(1)
        for row in table.rows:
            _drop_empty_first(row.cells[0])
        self.file.add_paragraph()

    def table(
        self, heads: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[float], size: int = 12
    ) -> None:
        """A ruled table whose head is repeated on every page and whose rows stay whole; widths in centimetres."""
        table = self.file.add_table(rows=2, cols=len(heads), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row, is_head in zip(table.rows, (True, False), strict=True):
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader" if is_head else "w:cantSplit"))
            for cell, head, width in zip(row.cells, heads, widths, strict=True):
                cell.width = Cm(width)
                _put(cell, head, bold=is_head, size=size, align=CENTRE if is_head else LEFT)
                _drop_empty_first(cell)
        _fill_rows(table, rows)
        self.file.add_paragraph()

    def signatures(self, sides: Sequence[tuple[str, str, str]]) -> None:
        """The places to sign side by side: who signs, the hint under it, and the name below the room for the pen."""
        self.file.paragraphs[-1].paragraph_format.keep_with_next = True  # or they would stand alone on a page
        cells = self._columns(*[Cm(self.width / len(sides))] * len(sides))
        for cell, (side, hint, name) in zip(cells, sides, strict=True):
            _put(cell, side, bold=True, align=CENTRE)
            _put(cell, hint, italic=True, size=12, align=CENTRE).paragraph_format.space_after = SIGNING_ROOM
            _put(cell, name, bold=True, align=CENTRE)
        # After a table a paragraph must follow; as high as a line it might stand alone on a page of its own.
        self.file.add_paragraph().paragraph_format.line_spacing = Pt(1)

    def closing(self, receivers: Sequence[str], *, signer: str, name: str = "") -> None:
        """The end of a decision: to whom it goes, on the left; who signs, with room for hand and seal, on the right."""
        self.file.paragraphs[-1].paragraph_format.keep_with_next = True
        left, right = self._columns(Cm(self.width - 8.5), Cm(8.5))
        _put(left, "Nơi nhận:", bold=True, italic=True, size=12)
        for receiver, end in zip(receivers, [";"] * (len(receivers) - 1) + ["."], strict=True):
            _put(left, f"- {receiver}{end}", size=11)
        _put(right, capitals(signer), bold=True, size=14, align=CENTRE).paragraph_format.space_after = SIGNING_ROOM
        _put(right, name, bold=True, size=14, align=CENTRE)

    def data(self) -> bytes:
        """The file."""
        stream = BytesIO()
        self.file.save(stream)
        return stream.getvalue()

    def _columns(self, *widths: Any) -> list[Any]:
        table = self.file.add_table(rows=1, cols=len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # A name stays with what it signs.
        for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
            column.width = cell.width = width
            cell._element.remove(cell.paragraphs[0]._element)
        return list(table.rows[0].cells)


def capitals(text: str) -> str:
    """A text in capitals; the names in it that a template is filled by stay names, and make their values capitals."""
    return "".join(_in_capitals(part) for part in _TAG.split(text))


def dated_at(place: str, day: date | None) -> str:
    """Where and when, as the head of a paper says it."""
    return ", ".join(filter(None, (place, written(day) if day else "")))


def _in_capitals(part: str) -> str:
    if part.startswith("{{"):
        return f"{part.removesuffix('}}').rstrip()}|upper }}}}"
    return part if part.startswith("{%") else part.upper()


def written(day: date) -> str:
    """A date as Decree 30 writes it: a day under ten and the first two months with a nought before them."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def _put(place: Any, text: str, *, bold: bool = False, italic: bool = False, size: int = 13, align: Any = LEFT) -> Any:
    paragraph = place.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return paragraph


def _fill_rows(table: Any, rows: Iterable[Sequence[str]]) -> None:
    # The second row is the pattern of every row and is written anew for each: cell by cell, thousands took minutes.
    pattern = table.rows[1]._tr
    pattern.getparent().remove(pattern)
    for words in rows:
        row = deepcopy(pattern)
        for run, said in zip(row.iter(qn("w:r")), words, strict=True):
            Run(run, None).text = said  # type: ignore[arg-type]  # only its text is set, which asks nothing of a parent
        table._tbl.append(row)


def _labelled(cell: Any, label: str, value: str) -> None:
    paragraph = _put(cell, label if label.endswith(("?", "}")) else f"{label}:", italic=True)
    paragraph.paragraph_format.space_after = Pt(3)
    paragraph.add_run(f" {value}")


def _drop_empty_first(cell: Any) -> None:
    first = cell.paragraphs[0]
    if not first.text and len(cell._element.xpath("./w:p | ./w:tbl")) > 1:
        first._element.getparent().remove(first._element)


def _ruled(about: str) -> float:
    # From a third to a half of the text above it, in centimetres; what a template will be filled by is not known yet.
    return 5.0 if "{{" in about else max(2.0, 0.4 * min(0.25 * len(about), 13.0))


def _rule(paragraph: Any, *, inset: Any) -> None:
    # The line under a name, a part of its width: the lower edge of an empty paragraph set in from both sides.
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = inset
    paragraph.paragraph_format.line_spacing, paragraph.paragraph_format.space_after = Pt(4), Pt(4)
    edges, edge = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        edge.set(qn(f"w:{name}"), value)
    edges.append(edge)
    paragraph._p.get_or_add_pPr().append(edges)


def _number_pages(paragraph: Any) -> None:
    # Top centre, and not on the first page.
    paragraph.alignment = CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
