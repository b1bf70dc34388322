"""A procedure on paper: the Word file of a revision, in the layout Vietnamese administrations use.

Cover table, contents, sign table, amendment table, then sections 1 to 4, the content with its points a b c d đ e g h i
k, and forms and records. Pure: all is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from iso_qms.documents import word
from iso_qms.documents.word import Amendment, Signer
from iso_qms.documents.word.page import Sheet
from iso_qms.processes.word import body
from iso_qms.processes.word.marks import RowMarks

__all__ = ["Amendment", "Paper", "Signer", "write"]


@dataclass(frozen=True, kw_only=True)
class Paper(word.Paper):
    """Everything the file says."""

    kind: str = "QUY TRÌNH"
    named: str = "Tên quy trình"
    procedure: dict[str, Any] = field(default_factory=dict)


def write(paper: Paper, fill: word.Fill | None = None) -> bytes:
    """The Word file (.docx) of a procedure."""
    sheet = Sheet(paper.title, RowMarks(paper.blocks, paper.origin))
    contents = body.outline(paper.procedure)
    return word.bound(sheet, paper, contents=contents, text=lambda: body.write(sheet, paper), fill=fill)
