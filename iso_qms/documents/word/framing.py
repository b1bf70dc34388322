"""A layout of the agency's own around the text of a document: the text is put where the filled layout has its place.

The text keeps its bookmarks, so that a file in any layout comes back as well as one in ours.
"""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from iso_qms.documents.word.front import CHECK, CHECK_WIDTH, TEXT
from iso_qms.documents.word.page import Sheet


def framed(layout: bytes, sheet: Sheet, *, picture: bytes) -> bytes:
    """A filled layout with the text of this sheet in its place, or behind it where somebody took the place out."""
    document = Document(BytesIO(layout))
    place = _paragraph(document, TEXT) or document.add_paragraph()
    _bring_styles(document, sheet.document)
    for element in reversed(list(sheet.document.element.body)):
        if element.tag != qn("w:sectPr"):
            place._p.addnext(element)
    place.clear()
    sheet.marks.on_text(place)
    sheet.marks.on_file(document, place)
    _put_picture(document, picture)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _paragraph(document: Any, words: str) -> Any:
    return next((one for one in document.paragraphs if one.text.strip() == words), None)


def _put_picture(document: Any, picture: bytes) -> None:
    place = _paragraph(document, CHECK)
    if place is not None:
        place.clear()
        if picture:
            place.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            place.add_run().add_picture(BytesIO(picture), width=CHECK_WIDTH)


def _bring_styles(document: Any, ours: Any) -> None:
    """The styles of the text that the layout does not have; those it has are its own."""
    known = {one.get(qn("w:styleId")) for one in document.styles.element}
    for style in ours.styles.element.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in known:
            document.styles.element.append(deepcopy(style))
