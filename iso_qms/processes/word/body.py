"""The text of a procedure: its sections in their order, numbered and lettered, each with its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from iso_qms.documents.comparison.tables import tables_in
from iso_qms.documents.word.page import Sheet, fill
from iso_qms.processes.reading.lines import papers_in, records_in
from iso_qms.processes.word import steps
from iso_qms.text import letter

if TYPE_CHECKING:
    from iso_qms.processes.word import Paper

CONTENT = "NỘI DUNG QUY TRÌNH"
POINTS = ("papers", "time_limit", "applicants", "authority", "result", "fees", "forms_list", "conditions",
          "legal_basis", "steps")  # fmt: skip
"""The points of the content, lettered a b c d đ e g h i k; the co-operating body stands under d without a letter."""


def write(sheet: Sheet, paper: Paper) -> None:
    """Every section with its heading, its text and its table."""
    for label, section in _labelled(paper.procedure["sections"]):
        if section is None:
            sheet.line(f"{label} {CONTENT}", bold=True, align="left", keep=True)
            continue
        head = sheet.line(f"{label} {section['heading']}:".strip(), bold=True, align="left", keep=True)
        sheet.marks.on_section(head, section["key"])
        _text(sheet, section["key"], section["text"])
        _rows(sheet, section, paper.procedure)
    keys = {section["key"] for section in paper.procedure["sections"]}
    if "steps" not in keys:
        steps.write(sheet, paper.procedure)


def outline(procedure: dict[str, Any]) -> list[str]:
    """The headings of the first level, as the list of contents shows them."""
    return [
        f"{label} {section['heading'] if section else CONTENT}"
        for label, section in _labelled(procedure["sections"])
        if label.rstrip(".").isdigit()
    ]


def _labelled(sections: Sequence[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Each section with its number or letter; None stands for the heading over the lettered ones."""
    number, point = 0, 0
    for section in sections:
        inside = section["key"] in POINTS or section["key"] == "cooperating"
        if inside and point == 0:
            number, point = number + 1, 1
            yield f"{number}.", None
        if section["key"] == "cooperating":
            yield "", section
        elif inside:
            yield f"{letter(point)}.", section
            point += 1
        else:
            number += 1
            yield f"{number}.", section


def _text(sheet: Sheet, key: str, text: str) -> None:
    for tabbed, lines in tables_in(text):
        if tabbed:
            _plain_table(sheet, key, [line.split("\t") for line in lines])
        else:
            for line in lines:
                if line:
                    sheet.marks.on_line(sheet.line(line, indent=True), key, line)


def _rows(sheet: Sheet, section: dict[str, Any], procedure: dict[str, Any]) -> None:
    """The rows the text does not say: steps always, records and papers where they stood in a table."""
    key, text = section["key"], section["text"]
    if key == "steps":
        steps.write(sheet, procedure)
    elif key == "records" and records_in(text) != procedure["records"]:
        _records(sheet, procedure["records"])
    elif key == "papers":
        _papers(sheet, procedure["required_papers"][len(papers_in(text)) :])


def _plain_table(sheet: Sheet, key: str, rows: list[list[str]]) -> None:
    for cells, texts in zip(sheet.plain_table(rows), rows, strict=True):
        for cell, text in zip(cells, texts, strict=False):
            sheet.marks.on_line(cell.paragraphs[0], key, text)


def _records(sheet: Sheet, records: Sequence[dict[str, Any]]) -> None:
    heads = ("STT", "Tên biểu mẫu/hồ sơ", "Nơi lưu/người lưu", "Thời gian lưu trữ")
    rows = [(one["name"], one["place"], one["retention"]) for one in records]
    _numbered(sheet, "records", heads, rows, (0.08, 0.44, 0.28, 0.20))


def _papers(sheet: Sheet, papers: Sequence[dict[str, Any]]) -> None:
    if papers:
        rows = [(one["text"], f"{one['copies']:02d}" if one["copies"] else None) for one in papers]
        _numbered(sheet, "papers", ("STT", "Thành phần hồ sơ", "Số lượng"), rows, (0.08, 0.74, 0.18))


def _numbered(
    sheet: Sheet, key: str, heads: Sequence[str], rows: Sequence[tuple[str | None, ...]], widths: Sequence[float]
) -> None:
    grid = sheet.table(len(rows) + 1, widths)
    sheet.head_rows(1)
    for cell, head in zip(grid[0], heads, strict=True):
        fill(cell, head, bold=True, align="centre", middle=True)
    for place, (cells, texts) in enumerate(zip(grid[1:], rows, strict=True), start=1):
        fill(cells[0], str(place), align="centre")
        for cell, text in zip(cells[1:], texts, strict=True):
            fill(cell, text or "")
        sheet.marks.on_line(cells[1].paragraphs[0], key, texts[0] or "")
    sheet.gap()
