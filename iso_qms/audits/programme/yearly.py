"""The summary of a year's inspections for the level above (Circular 26/2014/TT-BKHCN, article 38: in November).

What this system does not know stands in it by name, as a blank to be filled by hand: nobody shall take a missing
figure for a nought. A surprise that has not begun counts nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from iso_qms.audits.flow import CONCLUDED
from iso_qms.audits.models import Inspection
from iso_qms.audits.report.figures import Seen, about_people, by_grade, in_time, seen_in
from iso_qms.audits.topics import TOPICS
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.layouts import Values
from iso_qms.organisation.units import units_on
from iso_qms.paper import Paper, written

BLANK = "……"
Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Counted:
    """What a year's summary rests on: findings not about people, how many are, visits, units, and terms of actions."""

    seen: list[Seen]
    people: str
    visits: list[Inspection]
    units: set[int]
    actions: list[tuple[date, date | None]]


@dataclass(frozen=True)
class Part:
    """A part of the summary: its heading, and rows of label, this year, the year before."""

    heading: str
    rows: list[tuple[str, str, str]]


def summary_of(year: int, *, fewest: int) -> list[Part]:
    """The parts of the summary, each figure beside that of the year before; counts under `fewest` name nobody."""
    return said(counted_in(year, fewest), counted_in(year - 1, fewest))


def said(this: Counted, before: Counted) -> list[Part]:
    """What was counted, in the language spoken now."""
    return [
        Part(heading, [(label, now, then) for (label, now), (_same, then) in zip(rows, earlier, strict=True)])
        for (heading, rows), (_heading, earlier) in zip(_parts(this), _parts(before), strict=True)
    ]


def as_content(parts: list[Part]) -> list[Any]:
    """The parts as they are kept with a summary that was issued."""
    return [[one.heading, [list(row) for row in one.rows]] for one in parts]


def as_issued(parts: list[Part], content: list[Any]) -> list[list[tuple[str | None, str | None]]]:
    """For each row, what was issued of both years where it says something else now; both in the paper's language."""
    kept = {(heading, label): figures for heading, rows in content for label, *figures in rows}
    return [
        [_differing(kept.get((part.heading, label), ["–", "–"]), now, before) for label, now, before in part.rows]
        for part in parts
    ]


def _differing(issued: list[str], now: str, before: str) -> tuple[str | None, str | None]:
    return (issued[0] if issued[0] != now else None, issued[1] if issued[1] != before else None)


def blanks() -> list[str]:
    """What the system does not know and somebody fills in by hand."""
    return [
        _("Inspections by authorities from outside, with number and date of their minutes"),
        _("Reports on corrective action sent within two months after the minutes of such an inspection"),
        _("Findings of such inspections that were not accepted as put right"),
        _("Qualifications of the inspectors (article 40 of the Circular)"),
        _("Cost of the inspections"),
    ]


def summary_docx(year: int, parts: list[Part], head: Values) -> bytes:
    """The summary as Word, in the layout of Decree 30/2020; whoever speaks says it in Vietnamese.

    `head` has agency, superior and place; once it is issued, number, day, signs_as, signer and what it replaces.
    """
    paper = Paper(_("Summary of inspections %(year)s", year=year), indented=True)
    dated = ", ".join(filter(None, (head["place"], head.get("day") or written(today()))))
    paper.head(
        body=head["agency"], superior=head["superior"], number=f"Số: {head.get('number', '…/BC-…')}", dated=dated
    )
    paper.title(_("REPORT"), _("Summary of inspections %(year)s", year=year))
    if head.get("replaces"):
        paper.line(head["replaces"], italic=True)
    heads = [_("Figure"), str(year), str(year - 1)]
    for part in parts:
        paper.line(part.heading, bold=True)
        paper.table(heads, part.rows, widths=[9.5, 3.5, 3.5])
    paper.line(_("To be filled in by hand: the system does not know it"), bold=True)
    for words in blanks():
        paper.line(f"{words}: {BLANK * 4}")
    receivers = [head["superior"].replace("\n", " ") or BLANK, _("Filed: archives, the team")]
    paper.closing(receivers, signer=head.get("signs_as") or _("HEAD OF THE AGENCY"), name=head.get("signer", ""))
    return paper.data()


def counted_in(year: int, fewest: int) -> Counted:
    """Everything that is counted of a year."""
    told = seen_in(year, units=None)
    people = about_people(told, fewest=fewest)
    visits = select(Inspection).where(Inspection.year == year, Inspection.in_the_open())
    visits = visits.options(selectinload(Inspection.units))
    due = select(CorrectiveAction.due_on, CorrectiveAction.performed_on)
    within = CorrectiveAction.due_on.between(date(year, 1, 1), date(year, 12, 31))
    actions = db.session.execute(due.where(within, CorrectiveAction.accepted_on.is_not(None)))
    return Counted(
        seen=[one for one in told if not one.about_people],
        people=people[-1][1] if people else "0",
        visits=list(db.session.scalars(visits)),
        units={unit.id for unit in units_on(min(today(), date(year, 12, 31)))},
        actions=[(due_on, done) for due_on, done in actions],
    )


def _parts(of: Counted) -> list[tuple[str, Rows]]:
    remarks, minor, major = by_grade(of.seen)
    timely, known = in_time(of.seen)
    concluded = sum(one.state in CONCLUDED for one in of.seen)
    topics = [(str(label), str(sum(one.kind == kind for one in of.seen))) for kind, label in TOPICS.items()]
    return [
        (_("Programme and visits"), _visits(of)),
        (
            _("Findings, without those about people"),
            [
                (_("Remarks"), str(remarks)),
                (_("Minor nonconformities"), str(minor)),
                (_("Major nonconformities"), str(major)),
                (_("Concluded"), _part(concluded, len(of.seen))),
                (_("Explained in time"), _part(timely, known)),
            ],
        ),
        (_("Findings about people"), [(_("In all (• hides a small count)"), of.people)]),
        (_("Findings by topic"), [row for row, kind in zip(topics, TOPICS, strict=True) if kind != "conduct"]),
        (_("Corrective actions due in the year"), _actions(of.actions)),
    ]


def _visits(of: Counted) -> Rows:
    done = [one for one in of.visits if one.ended_at]
    visited = {unit.id for one in done for unit in one.units} & of.units
    return [
        (_("Visits that have ended, of those planned"), _part(len(done), len(of.visits))),
        (_("Of these unannounced"), str(sum(one.is_unannounced for one in done))),
        (_("Outside the programme"), str(sum(one.programme_id is None for one in done))),
        (_("Cancelled"), str(sum(one.state == "cancelled" for one in of.visits))),
        (_("Units visited"), _part(len(visited), len(of.units))),
        (_("At least a third of them"), _reached(len(visited), len(of.units))),
    ]


def _actions(rows: list[tuple[date, date | None]]) -> Rows:
    return [
        (_("Carried out in time"), _part(sum(done is not None and done <= due for due, done in rows), len(rows))),
        (_("Carried out late"), str(sum(done is not None and done > due for due, done in rows))),
        (_("Overdue"), str(sum(done is None and due < today() for due, done in rows))),
    ]


def _reached(visited: int, units: int) -> str:
    return "–" if not units else _("reached") if visited * 3 >= units else _("not reached")


def _part(part: int, whole: int) -> str:
    return f"{part} / {whole}" if whole else "–"
