"""Figures as a Word file: what stands above, the table of each figure, and how they come about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iso_qms.clock import today
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper, dated_at
from iso_qms.web.figures import Figure, plain

FIRST = 6.5
"""The column of names, in centimetres; the others share the rest."""


def figures_docx(
    title: str, figures: Sequence[Figure], headline: Sequence[dict[str, Any]], *, span: str, agency: Agency,
    notes: Sequence[Any] = (),
) -> bytes:  # fmt: skip
    """The file; notes say under the tables how they come about."""
    paper = Paper(f"{title}, {span}", landscape=True)
    paper.head(body=agency.name, superior=agency.superior, dated=dated_at(agency.place, today()))
    paper.title(title, span)
    for one in headline:
        paper.line(f"{one['value']} ({one['from']})", lead=f"{one['label']}:")
    put_tables(paper, figures)
    for words in notes:
        paper.line(str(words), italic=True)
    return paper.data()


def put_tables(paper: Paper, figures: Sequence[Figure]) -> None:
    """The table of each figure with what it counts, and what stands out in it."""
    for figure in figures:
        paper.centred(figure.title)
        paper.centred(figure.counted, italic=True, before=0)
        others = (paper.width - FIRST) / max(len(figure.heads) - 1, 1)
        widths = [FIRST, *[others] * (len(figure.heads) - 1)]
        paper.table(figure.heads, [[str(plain(cell)) for cell in row] for row in figure.rows], widths=widths)
        for words in figure.said:
            paper.line(str(words))
