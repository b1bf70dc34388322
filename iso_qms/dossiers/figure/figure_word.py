"""The figures of dossiers as a Word file: what stands above, then the table of each figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iso_qms.clock import today
from iso_qms.i18n import _
from iso_qms.improvement.figure.figure_word import put_tables
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper, dated_at
from iso_qms.web.figures import Figure


def figures_docx(
    figures: Sequence[Figure], headline: Sequence[dict[str, Any]], *, span: str, agency: Agency, title: str = "",
    notes: Sequence[str] = (),
) -> bytes:  # fmt: skip
    """The file; notes say under the tables how they come about."""
    title = title or _("Figures of dossiers")
    paper = Paper(f"{title}, {span}", landscape=True)
    paper.head(body=agency.name, superior=agency.superior, dated=dated_at(agency.place, today()))
    paper.title(title, span)
    for one in headline:
        paper.line(f"{one['value']} ({one['from']})", lead=f"{one['label']}:")
    put_tables(paper, figures)
    for words in notes:
        paper.line(words, italic=True)
    return paper.data()
