"""A controlled document on paper: the Word file of a revision, in the layout Vietnamese administrations use.

Cover table, contents, sign table, amendment table, then the text; Times New Roman and the margins of Decree 30/2020,
appendix I. Pure: all is handed in. The document is Vietnamese whatever language the reader of the page speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from iso_qms.documents.word import body, front
from iso_qms.documents.word.marks import Marks, Origin
from iso_qms.documents.word.page import Sheet


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

    kind: str = "TÀI LIỆU"
    """What stands over the title on the cover."""
    named: str = "Tên tài liệu"
    """What stands before the title in the header."""
    agency: str
    superior: str = ""
    code: str
    title: str
    issue: str
    issued_on: date | None = None
    effective_on: date | None = None
    signers: Sequence[Signer] = ()
    amendments: Sequence[Amendment] = ()
    blocks: Sequence[Any] = ()
    origin: Origin | None = None
    """The blocks of the text and the draft they stand in, for the bookmarks by which they are known again."""
    check_picture: bytes = b""
    """The code that tells whether the sheet still holds, as a PNG; empty for a draft."""
    check_address: str = ""


def write(paper: Paper) -> bytes:
    """The Word file (.docx) of a document made of plain sections."""
    sheet = Sheet(paper.title, Marks(paper.origin))
    return bound(sheet, paper, contents=body.outline(paper.blocks), text=lambda: body.write(sheet, paper.blocks))


def bound(sheet: Sheet, paper: Paper, *, contents: Sequence[str], text: Callable[[], None]) -> bytes:
    """Cover, contents, sign table and amendments, then the text; code and issue on the edge of every sheet."""
    named = f"{paper.named}: {paper.title}"
    sheet.mark_edges(named=named, code=paper.code, issue=paper.issue, effective_on=paper.effective_on)
    front.cover(sheet, paper, contents)
    sheet.turn()
    front.amendment_page(sheet, paper)
    sheet.marks.on_text(sheet.turn())
    text()
    file = BytesIO()
    sheet.document.save(file)
    return file.getvalue()
