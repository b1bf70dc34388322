"""The score card as a Word file."""

from __future__ import annotations

from collections.abc import Sequence

from iso_qms.clock import today
from iso_qms.i18n import _
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper, dated_at
from iso_qms.web.figures import Figure, plain

WIDTHS = (5.0, 1.7, 1.7, 2.6, 2.0, 1.5, 1.5)


def score_docx(figure: Figure, said: Sequence[str], *, span: str, agency: Agency) -> bytes:
    """The file."""
    paper = Paper(figure.title)
    paper.head(body=agency.name, superior=agency.superior, dated=dated_at(agency.place, today()))
    paper.title(_("Score card 766"), span)
    paper.table(figure.heads, [[str(plain(cell)) for cell in row] for row in figure.rows], widths=WIDTHS)
    for words in said:
        paper.line(words)
    return paper.data()
