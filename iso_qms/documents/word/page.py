"""The sheet a controlled document is printed on: letters, margins, tables, edges (Decree 30/2020, appendix I)."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Mm, Pt, RGBColor

from iso_qms.documents.word.marks import Marks

LETTERS = "Times New Roman"
BODY, SMALL, TITLE = Pt(13), Pt(12), Pt(16)
WIDTH, HEIGHT = Mm(210), Mm(297)
LEFT, RIGHT, TOP, BOTTOM = Mm(30), Mm(17), Mm(20), Mm(20)
ROOM = Emu(WIDTH - LEFT - RIGHT)
"""The width of the text, and of every table."""

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
DEEPEST = 4
"""Levels of headings."""


class Sheet:
    """A Word document being written from top to bottom."""

    def __init__(self, title: str, marks: Marks | None = None) -> None:
        self.marks: Any = marks or Marks()
        self.document = Document()
        self.document.core_properties.title = title[:250]
        self.document.core_properties.author = ""
        self.document.core_properties.language = "vi-VN"
        self._set_letters()
        self._set_page(self.document.sections[0])

    def line(
        self, text: str = "", *, bold: bool = False, align: str = "both", size: Any = None,
        indent: bool = False, keep: bool = False, after: float = 6,
    ) -> Any:  # fmt: skip
        """One paragraph; an indented one begins 1 cm in, as the body of a Vietnamese text does."""
        paragraph = self.document.add_paragraph()
        put(paragraph, text, bold=bold, align=align, size=size)
        paragraph.paragraph_format.space_after = Pt(after)
        if indent:
            paragraph.paragraph_format.first_line_indent = Cm(1)
        paragraph.paragraph_format.keep_with_next = keep
        return paragraph

    def table(self, rows: int, widths: Sequence[float]) -> list[list[Any]]:
        """A ruled table as a grid of cells; `widths` are shares of the room, in all 1."""
        table = self.document.add_table(1, len(widths))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        shares = [Emu(int(ROOM * width)) for width in widths]
        for column, share in zip(table.columns, shares, strict=True):
            column.width = share
        first = table.rows[0]
        for cell, share in zip(first.cells, shares, strict=True):
            cell.width = share
        _property(first, "cantSplit")
        # Copied rather than made one by one: some tables have thousands of rows.
        for _more in range(rows - 1):
            table._tbl.append(deepcopy(first._tr))
        return [list(row.cells) for row in table.rows]

    def plain_table(self, rows: Sequence[Sequence[str]]) -> list[list[Any]]:
        """A table of texts; a row with fewer of them ends in a wide cell. Answers the grid of its cells."""
        columns = max(len(row) for row in rows)
        (first,) = self.table(1, [1 / columns] * columns)
        for cell in first:
            fill(cell, "")
        table = self.document.tables[-1]
        model = table.rows[0]._tr
        for _more in rows[1:]:
            table._tbl.append(deepcopy(model))
        grid = [list(row.cells) for row in table.rows]
        for cells, texts in zip(grid, rows, strict=True):
            if len(texts) < columns:
                cells[len(texts) - 1].merge(cells[-1])
            for cell, text in zip(cells, texts, strict=False):
                cell._tc.p_lst[0].r_lst[0].text = text
        self.gap()
        return grid

    def heading(self, text: str, depth: int) -> Any:
        """A heading that Word lists in its navigation, in the letters of the text."""
        paragraph = self.document.add_paragraph(style=f"Heading {min(depth, DEEPEST)}")
        put(paragraph, text, bold=True)
        return paragraph

    def picture(self, data: bytes, *, width: Any) -> None:
        """A picture on the right, kept with what is said of it."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = ALIGN["right"]
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run().add_picture(BytesIO(data), width=width)

    def head_rows(self, count: int) -> None:
        """Let the first rows of the last table come again on every page."""
        for row in self.document.tables[-1].rows[:count]:
            _property(row, "tblHeader")

    def gap(self, points: float = 6) -> None:
        """A little room, so that two tables do not run into one."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(points)

    def turn(self) -> Any:
        """Begin a new page; the paragraph that does so."""
        paragraph = self.document.add_paragraph()
        paragraph.add_run().add_break(WD_BREAK.PAGE)
        return paragraph

    def mark_edges(self, *, named: str, code: str, issue: str, effective_on: str) -> None:
        """Print on every sheet what it belongs to, and which page of how many it is."""
        section = self.document.sections[0]
        _write_header(section.header, named)
        said = (f"Mã hiệu: {code}", f"Lần ban hành: {issue}", f"Ngày hiệu lực: {effective_on}", "Trang ")
        _write_footer(section.footer, said)

    def _set_letters(self) -> None:
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = LETTERS, BODY
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), LETTERS)
        style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.line_spacing = 1.15

        for depth in range(1, DEEPEST + 1):
            self._set_heading(self.document.styles[f"Heading {depth}"])

    def _set_heading(self, style: Any) -> None:
        style.font.name, style.font.size, style.font.bold, style.font.italic = LETTERS, BODY, True, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{name}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), LETTERS)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(6)

    def _set_page(self, section: Any) -> None:
        section.page_width, section.page_height = WIDTH, HEIGHT
        section.left_margin, section.right_margin = LEFT, RIGHT
        section.top_margin, section.bottom_margin = TOP, BOTTOM
        section.header_distance = section.footer_distance = Mm(10)


def put(paragraph: Any, text: str, *, bold: bool = False, align: str = "left", size: Any = None) -> None:
    """Write a text into a paragraph."""
    paragraph.alignment = ALIGN[align]
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size is not None:
        run.font.size = size


def fill(
    cell: Any, text: str, *, bold: bool = False, align: str = "left", size: Any = SMALL, middle: bool = False
) -> None:
    """Write a text into a cell, a paragraph for each line."""
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        put(paragraph, line, bold=bold, align=align, size=size)
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.space_before = Pt(2)
        paragraph.paragraph_format.line_spacing = 1.0
    if middle:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _write_header(header: Any, named: str) -> None:
    paragraph = header.paragraphs[0]
    put(paragraph, named, size=Pt(11))
    _rule(paragraph, "bottom")


def _write_footer(footer: Any, said: Sequence[str]) -> None:
    """A cell for each under a rule, the page number in the last; a line each, so that they are read apart."""
    footer.paragraphs[0].paragraph_format.space_after = Pt(0)
    footer.paragraphs[0].paragraph_format.line_spacing = Pt(2)
    _rule(footer.paragraphs[0], "top")
    cells = footer.add_table(1, len(said), ROOM).rows[0].cells
    for cell, text in zip(cells, said, strict=True):
        cell.width = Emu(ROOM // len(said))
        put(cell.paragraphs[0], text, align="left", size=Pt(11))
    cells[-1].paragraphs[0].alignment = ALIGN["right"]
    _count(cells[-1].paragraphs[0])
    footer.add_paragraph().paragraph_format.line_spacing = Pt(1)


def _count(paragraph: Any) -> None:
    for name, between in (("PAGE", "/"), ("NUMPAGES", "")):
        _field(paragraph, name)
        paragraph.add_run(between)
    for run in paragraph.runs:
        run.font.size = Pt(11)


def _field(paragraph: Any, name: str) -> None:
    """A field that Word counts by itself; it shows 1 until it does."""
    for kind, text in (("begin", None), (None, name), ("separate", None), ("shown", "1"), ("end", None)):
        run = paragraph.add_run("1") if kind == "shown" else paragraph.add_run()
        if kind is None:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {text} "
            run._r.append(code)
        elif kind != "shown":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _rule(paragraph: Any, side: str) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def _property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))
