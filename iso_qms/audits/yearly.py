"""The summary of a year's inspections for the level above (Circular 26/2014/TT-BKHCN, article 38: in November).

What this system does not know stands in it by name, as a blank to be filled by hand: nobody shall take a missing
figure for a nought. A surprise that has not begun counts nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from iso_qms.audits.figures import about_people, by_grade, in_time, seen_in
from iso_qms.audits.flow import CONCLUDED
from iso_qms.audits.models import TOPICS, Inspection
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.improvement.actions import CorrectiveAction
from iso_qms.organisation.units import units_on
from iso_qms.paper import Paper

BLANK = "……"
Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """A part of the summary: its heading, and rows of label, this year, the year before."""

    heading: str
    rows: list[tuple[str, str, str]]


def summary_of(year: int, *, fewest: int) -> list[Part]:
    """The parts of the summary, each figure beside that of the year before; counts under `fewest` name nobody."""
    return [
        Part(heading, [(label, now, before) for (label, now), (_same, before) in zip(rows, earlier, strict=True)])
        for (heading, rows), (_heading, earlier) in zip(_parts(year, fewest), _parts(year - 1, fewest), strict=True)
    ]


def blanks() -> list[str]:
    """What the system does not know and somebody fills in by hand."""
    return [
        _("Inspections by authorities from outside, with number and date of their minutes"),
        _("Reports on corrective action sent within two months after the minutes of such an inspection"),
        _("Findings of such inspections that were not accepted as put right"),
        _("Qualifications of the inspectors (article 40 of the Circular)"),
        _("Cost of the inspections"),
    ]


def summary_docx(year: int, *, fewest: int, agency: str, superior: str, place: str) -> bytes:
    """The summary as Word, in the layout of Decree 30/2020; whoever speaks says it in Vietnamese."""
    paper = Paper(_("Summary of inspections %(year)s", year=year))
    paper.head(body=agency, superior=superior, number="Số: …/BC-…", place=place, day=today())
    paper.title(_("REPORT"), _("Summary of inspections %(year)s", year=year))
    heads = [_("Figure"), str(year), str(year - 1)]
    for part in summary_of(year, fewest=fewest):
        paper.line(part.heading, bold=True)
        paper.table(heads, part.rows, widths=[9.5, 3.5, 3.5])
    paper.line(_("To be filled in by hand: the system does not know it"), bold=True)
    for words in blanks():
        paper.line(f"{words}: {BLANK * 4}")
    paper.closing(
        [superior.replace("\n", " ") or BLANK, _("Filed: archives, the team")], signer=_("HEAD OF THE AGENCY")
    )
    return paper.data()


def _parts(year: int, fewest: int) -> list[tuple[str, Rows]]:
    told = seen_in(year, units=None)
    people = about_people(told, fewest=fewest)
    seen = [one for one in told if not one.about_people]
    remarks, minor, major = by_grade(seen)
    timely, known = in_time(seen)
    concluded = sum(one.state in CONCLUDED for one in seen)
    topics = [(str(label), str(sum(one.kind == kind for one in seen))) for kind, label in TOPICS.items()]
    return [
        (_("Programme and visits"), _visits(year)),
        (
            _("Findings, without those about people"),
            [
                (_("Remarks"), str(remarks)),
                (_("Minor nonconformities"), str(minor)),
                (_("Major nonconformities"), str(major)),
                (_("Concluded"), _part(concluded, len(seen))),
                (_("Explained in time"), _part(timely, known)),
            ],
        ),
        (_("Findings about people"), [(_("In all (• hides a small count)"), people[-1][1] if people else "0")]),
        (_("Findings by topic"), [row for row, kind in zip(topics, TOPICS, strict=True) if kind != "conduct"]),
        (_("Corrective actions due in the year"), _actions(year)),
    ]


def _visits(year: int) -> Rows:
    open_ones = or_(Inspection.kind == "announced", Inspection.started_at.is_not(None))
    query = select(Inspection).where(Inspection.year == year, open_ones).options(selectinload(Inspection.units))
    there = list(db.session.scalars(query))
    done = [one for one in there if one.ended_at]
    visited = {unit.id for one in done for unit in one.units}
    units = {unit.id for unit in units_on(min(today(), date(year, 12, 31)))}
    return [
        (_("Visits that have ended, of those planned"), _part(len(done), len(there))),
        (_("Of these unannounced"), str(sum(one.is_unannounced for one in done))),
        (_("Outside the programme"), str(sum(one.programme_id is None for one in done))),
        (_("Cancelled"), str(sum(one.state == "cancelled" for one in there))),
        (_("Units visited"), _part(len(visited & units), len(units))),
        (_("At least a third of them"), _reached(len(visited & units), len(units))),
    ]


def _actions(year: int) -> Rows:
    columns = select(CorrectiveAction.due_on, CorrectiveAction.performed_on)
    within = CorrectiveAction.due_on.between(date(year, 1, 1), date(year, 12, 31))
    query = columns.where(within, CorrectiveAction.accepted_on.is_not(None))
    rows = [(due, done) for due, done in db.session.execute(query)]
    return [
        (_("Carried out in time"), _part(sum(done is not None and done <= due for due, done in rows), len(rows))),
        (_("Carried out late"), str(sum(done is not None and done > due for due, done in rows))),
        (_("Overdue"), str(sum(done is None and due < today() for due, done in rows))),
    ]


def _reached(visited: int, units: int) -> str:
    return "–" if not units else _("reached") if visited * 3 >= units else _("not reached")


def _part(part: int, whole: int) -> str:
    return f"{part} / {whole}" if whole else "–"
