"""The form II.06a/VPCP/KSTT on paper, and its words: heads, rule, and what does not agree."""

from __future__ import annotations

from typing import Any

from iso_qms.clock import today
from iso_qms.dossiers.figure.counted import NO_FIELD, Asked
from iso_qms.dossiers.figure.figure_tables import cell_of, share
from iso_qms.dossiers.figure.report_06a import COLUMNS, Report, Row
from iso_qms.dossiers.models import STATES
from iso_qms.i18n import _
from iso_qms.improvement.figure.figure_words import unit_told
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper, dated_at
from iso_qms.web.figures import Sentence
from iso_qms.web.pages import day

NAME = "II.06a/VPCP/KSTT"
FIRST = (1.0, 4.4)
"""The columns of number and field, in centimetres; the others share the rest."""


def groups() -> list[tuple[str, list[str]]]:
    """The columns of the form from the third on, group by group, each with its number."""
    parts = [
        (_("Received"), (_("total"), _("online"), _("at the desk, by post"), _("carried over"))),
        (_("Resolved"), (_("total"), _("before its day"), _("on its day"), _("after its day"))),
        (_("Being handled"), (_("total"), _("in time"), _("after its day"))),
    ]
    numbers = iter(COLUMNS)
    return [(group, [f"{part} ({next(numbers)})" for part in many]) for group, many in parts]


def heads() -> list[str]:
    """The heads of the form in one line."""
    return [
        f"{_('No.')} (1)",
        f"{_('Field')} (2)",
        *(f"{group}: {part}" for group, parts in groups() for part in parts),
    ]


def row_label(row: Row) -> str:
    """What a line of the form is of."""
    return _("Together") if row.field is None else _("No field") if row.field == NO_FIELD else row.field


def left_out_label(name: str) -> str:
    """How dossiers were closed that stand in no column."""
    return str(STATES[name]) if name in STATES else _("Without a due day")


def notes(report: Report, asked: Asked) -> list[Any]:
    """What stands under the form: the share, the rule for what has no column with its numbers, and how was counted."""
    one, out = report.whole, report.left_out
    in_time = one[8] + one[9]
    cells = {"part": cell_of(asked, "in_time", in_time), "whole": cell_of(asked, "judged", one[7])}
    kinds = {name: cell_of(asked, name, count) for name, count in out.items()}
    listed = Sentence("; ".join(f"{left_out_label(name)}: %({name})s" for name in kinds), kinds)
    return [
        Sentence(
            _("Resolved in time, (8 + 9) / 7: %(part)s of %(whole)s, %(share)s."),
            {**cells, "share": share(in_time, one[7])},
        ),
        Sentence(
            _(
                "Dossiers that were taken back, stopped or passed on within the span, and answers that never had a due "
                "day, stand in no column, nor among what came in. There are: %(kinds)s."
            ),
            {"kinds": listed},
        ),
        _("Column 12 holds those that wait for papers. Lateness is measured against the first due day."),
        _("As it stood on %(on)s.", on=day(asked.span.seen_on)),
    ]


def told_failures(report: Report) -> list[str]:
    """Each identity that does not hold, in a sentence."""
    words = _("%(field)s: column %(whole)s is %(is)s, but %(parts)s make %(sum)s.")
    return [
        words
        % {
            "field": row_label(one.row),
            "whole": one.whole,
            "is": one.row[one.whole],
            "parts": " + ".join(map(str, one.parts)),
            "sum": one.sum,
        }
        for one in report.failed
    ]


def report_docx(report: Report, asked: Asked, *, agency: Agency) -> bytes:
    """The file."""
    paper = Paper(NAME, landscape=True)
    paper.head(body=agency.name, superior=agency.superior, number=NAME, dated=dated_at(agency.place, today()))
    first, last = day(asked.span.first), day(asked.span.last)
    days = _("From %(first)s to %(last)s", first=first, last=last)
    paper.title(_("How dossiers were handled"), ", ".join(filter(None, (days, unit_told(asked.unit)))))
    rows = [
        ["" if row.field is None else str(place), row_label(row), *[str(row[column]) for column in COLUMNS]]
        for place, row in enumerate((*report.rows, report.whole), start=1)
    ]
    others = (paper.width - sum(FIRST)) / len(COLUMNS)
    paper.table(heads(), rows, widths=[*FIRST, *[others] * len(COLUMNS)], size=10)
    for words in notes(report, asked):
        paper.line(str(words))
    for words in told_failures(report) or [_("Every identity of the form holds.")]:
        paper.line(words, italic=True)
    paper.signatures([(_("Made out by"), "", ""), (_("Head of the agency"), "", "")])
    return paper.data()
