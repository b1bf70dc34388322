"""The text of a document made of plain sections: headings Word knows as such, paragraphs, and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.text.paragraph import Paragraph

from iso_qms.documents.reading.plain import depth_of, tables_in
from iso_qms.documents.word.page import Sheet


def write(sheet: Sheet, blocks: Sequence[Any]) -> None:
    """Every section: its heading, then its text; a line with tabs is a row of a table."""
    for block in blocks:
        heading, text = block.content.get("heading", ""), block.content.get("text", "")
        if heading:
            place = sheet.heading(heading, depth_of(heading))
            sheet.marks.on_block(place, block.block_id, is_heading=True)
        first = _text(sheet, text)
        if not heading and first is not None:
            sheet.marks.on_block(first, block.block_id, is_heading=False)


def outline(blocks: Sequence[Any]) -> list[str]:
    """The headings of the first level, as the list of contents shows them."""
    headings = [one.content.get("heading", "") for one in blocks]
    return [one for one in headings if one and depth_of(one) == 1]


def _text(sheet: Sheet, text: str) -> Paragraph | None:
    """Write a text; answers its first paragraph."""
    places = []
    for tabbed, lines in tables_in(text):
        if tabbed:
            rows = [line.split("\t") for line in lines]
            places.append(sheet.plain_table(rows)[0][0].paragraphs[0])
        else:
            places += [sheet.line(line, indent=True) for line in lines if line.strip()]
    return places[0] if places else None
