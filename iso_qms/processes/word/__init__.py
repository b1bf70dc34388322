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
    """Everything the file says; `edges` are (section, kind) of its footers, as `reading` counts them."""

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
    edges: Sequence[tuple[int, str]] = ((1, "default"),)


def write(paper: Paper) -> bytes:
    """The Word file (.docx) of a procedure."""
    sheet = Sheet(paper.title)
    parts = [front.cover, front.amendment_page, body.write]
    breaks = max((section for section, _ in paper.edges), default=1) - 1
    for place, part in enumerate(parts):
        if place:
            sheet.turn(section=place <= breaks)
        part(sheet, paper)
    for _ in range(len(parts) - 1, breaks):
        sheet.turn(section=True, continuous=True)
    sheet.mark_edges(paper.edges, code=paper.title, effective_on=paper.effective_on, issue=paper.issue)
    file = BytesIO()
    sheet.document.save(file)
    return file.getvalue()
