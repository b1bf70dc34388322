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

from iso_qms.documents.sheet import printed_day
from iso_qms.documents.word import body, front
from iso_qms.documents.word.framing import framed
from iso_qms.documents.word.marks import Marks, Origin
from iso_qms.documents.word.page import Sheet
from iso_qms.layouts import Values
from iso_qms.layouts.saying import Saying


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


Fill = Callable[[Values], bytes | None]
"""Fills the agency's own layout, where it has one."""
AMENDMENT_ROWS = 5


def write(paper: Paper, fill: Fill | None = None) -> bytes:
    """The Word file (.docx) of a document made of plain sections."""
    sheet = Sheet(paper.title, Marks(paper.origin))
    contents = body.outline(paper.blocks)
    return bound(sheet, paper, contents=contents, text=lambda: body.write(sheet, paper.blocks), fill=fill)


def bound(
    sheet: Sheet, paper: Paper, *, contents: Sequence[str], text: Callable[[], None], fill: Fill | None = None
) -> bytes:
    """Cover, contents, sign table and amendments, then the text; code and issue on the edge of every sheet."""
    values = values_of(paper, contents)
    layout = fill(values) if fill else None
    if layout is not None:
        text()
        return framed(layout, sheet, picture=paper.check_picture)
    sheet.marks.on_file(sheet.document, front.draw(sheet, Saying(values), paper.check_picture))
    sheet.marks.on_text(sheet.turn())
    text()
    file = BytesIO()
    sheet.document.save(file)
    return file.getvalue()


def values_of(paper: Paper, contents: Sequence[str]) -> Values:
    """What the front says."""
    amendments = [
        {"at": str(at), "summary": one.summary, "basis": one.basis, "issue": one.issue}
        for at, one in enumerate(paper.amendments, start=1)
    ]
    blank = {"at": "", "summary": "", "basis": "", "issue": ""}
    return {
        "kind": paper.kind,
        "named": paper.named,
        "agency": paper.agency,
        "superior": paper.superior,
        "code": paper.code,
        "title": paper.title,
        "issue": paper.issue,
        "issued_on": printed_day(paper.issued_on),
        "effective_on": printed_day(paper.effective_on),
        "contents": list(contents),
        "signers": [
            {"role": one.role, "name": one.name, "signed": one.signed or "\n\n\n", "position": one.position}
            for one in paper.signers
        ],
        "amendments": amendments + [blank] * (AMENDMENT_ROWS - len(amendments)),
        "check_address": paper.check_address,
        "check": front.CHECK,
        "body": front.TEXT,
    }
