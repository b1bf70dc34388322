"""A procedure on paper: the Word file of a revision, in the layout Vietnamese administrations use.

Cover table, contents, sign table, amendment table, then sections 1 to 4, the content with its points a b c d đ e g h i
k, and forms and records; Times New Roman and the margins of Decree 30/2020, appendix I. Pure: all is handed in.
The document is Vietnamese whatever language the reader of the page speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from iso_qms.processes.word import body, front
from iso_qms.processes.word.marks import Marks, Origin
from iso_qms.processes.word.page import Sheet

MIMETYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Signer:
    """A column of the sign table."""

    role: str
    name: str = ""
    position: str = ""
    signed: str = ""


@dataclass(frozen=True)
class Amendment:
    """A row of the amendment table."""

    summary: str
    basis: str
    issue: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Everything the file says."""

    agency: str
    superior: str = ""
    code: str
    title: str
    issue: str
    issued_on: date | None = None
    effective_on: date | None = None
    signers: Sequence[Signer] = ()
    amendments: Sequence[Amendment] = ()
    procedure: dict[str, Any] = field(default_factory=dict)
    blocks: Sequence[Any] = ()
    origin: Origin | None = None
    """The blocks of the procedure and the draft they stand in, for the bookmarks by which they are known again."""
    check_picture: bytes = b""
    """The code that tells whether the sheet still holds, as a PNG; empty for a draft."""
    check_address: str = ""


def write(paper: Paper) -> bytes:
    """The Word file (.docx) of a procedure."""
    sheet = Sheet(paper.title, Marks(paper.blocks, paper.origin))
    sheet.mark_edges(title=paper.title, code=paper.code, issue=paper.issue, effective_on=paper.effective_on)
    for place, part in enumerate((front.cover, front.amendment_page, body.write)):
        if place:
            sheet.turn()
        part(sheet, paper)
    file = BytesIO()
    sheet.document.save(file)
    return file.getvalue()
