"""The hidden bookmarks of a Word file: which paragraph is which block, and of which draft the file is. Pure.

Somebody edits the file who has never seen this system; when it comes back, a block is known by its bookmark however its
words and its place have changed. Where an editor dropped the bookmarks, likeness decides (`alignment`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from iso_qms.documents.reading.grid import Line
from iso_qms.documents.reading.word import MARK

PROPERTY = "iso-qms"
BLOCK = re.compile(rf"{MARK}(\d{{1,15}})(_t)?")
"""The mark of a block: on its heading, or with _t on the first line of one that has no heading."""
_ORIGIN = re.compile(rf"{MARK}of_(\d{{1,15}})_(\d{{1,9}})_(\d{{1,9}})")
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name={name}>'
    "<vt:lpwstr>{value}</vt:lpwstr></property></Properties>"
)
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"


FIRST = 1000
"""The number of the first bookmark: a layout may hold some of its own."""
TEXT_BEGINS = f"{MARK}text"
"""The bookmark behind cover, sign table and amendments, where the text of a file begins."""


class Origin(NamedTuple):
    """Which draft a file was written from, and how often that had been edited by then."""

    document_id: int
    number: int
    edits: int

    @property
    def mark(self) -> str:
        """The name of the bookmark that says it."""
        return f"{MARK}of_{self.document_id}_{self.number}_{self.edits}"


class Marks:
    """The bookmarks of a file that is being written; without an origin nothing is marked."""

    def __init__(self, origin: Origin | None = None) -> None:
        self.origin = origin
        self._next = FIRST

    def on_block(self, paragraph: Any, block_id: int, *, is_heading: bool) -> None:
        """Mark the heading of a block, or the first line of one without a heading."""
        if self.origin is not None:
            self.put(paragraph, f"{MARK}{block_id}{'' if is_heading else '_t'}")

    def on_text(self, paragraph: Any) -> None:
        """Mark where the text begins."""
        if self.origin is not None:
            self.put(paragraph, TEXT_BEGINS)

    def on_file(self, document: Any, paragraph: Any) -> None:
        """Say in a file which draft it is of: as a bookmark, and as a property of the document."""
        if self.origin is not None:
            self.put(paragraph, self.origin.mark)
            content = _PROPERTIES.format(name=quoteattr(PROPERTY), value=escape(self.origin.mark))
            package = document.part.package
            if any(one.reltype == _RELATION for one in package.rels.values()):
                return
            package.relate_to(Part(PackURI("/docProps/custom.xml"), _TYPE, content.encode(), package), _RELATION)

    def put(self, paragraph: Any, name: str) -> None:
        """Begin and end a bookmark of that name in a paragraph, around its words."""
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self._next))
        start.set(qn("w:name"), name)
        self._next += 1
        before = [one for one in paragraph._p if one.tag in (qn("w:pPr"), qn("w:bookmarkStart"))]
        paragraph._p.insert(len(before), start)
        paragraph._p.append(end)


def origin_of(lines: Iterable[Line], properties: str = "") -> Origin | None:
    """The draft a file says it is of, by its bookmark, else by its property; None where it says nothing."""
    names = [mark for line in lines for mark in line.marks]
    found = next(filter(None, map(_ORIGIN.fullmatch, names)), None) or _ORIGIN.search(properties)
    return Origin(*(int(part) for part in found.groups())) if found else None
