"""The minutes and the report as Word, in the layout of Decree 30/2020/NĐ-CP, annex I.

Both are written in Vietnamese, whatever language the reader uses: they are papers of the agency. They name nobody a
finding concerns; such a finding stands in them by its number alone. The places for signatures stay empty for the pen,
because what was confirmed here is no digital signature.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from iso_qms.audits.attendance import AttendanceCheck, roster_of
from iso_qms.audits.checklists import ANSWERS, answers_of
from iso_qms.audits.clauses import clause_title
from iso_qms.audits.findings import GRADES, Finding
from iso_qms.audits.models import KINDS, METHODS, SIGNED, TOPICS, Inspection, MinutesSignature
from iso_qms.clock import as_local, today
from iso_qms.db import db
from iso_qms.i18n import _, speaking
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper


def minutes_docx(inspection: Inspection, *, agency: Agency) -> bytes:
    """The minutes of a visit (biên bản), with the places for both signatures."""
    with speaking("vi"):
        about = _("Inspection %(code)s: %(title)s", code=inspection.code, title=inspection.title)
        paper = _begun(agency, "BB", inspection, _day_of(inspection))
        paper.title(_("MINUTES"), about)
        _add_facts(paper, inspection)
        _add_attendance(paper, inspection)
        _add_answers(paper, inspection)
        _add_findings(paper, inspection)
        _add_opinions(paper, inspection)
        paper.line(_("The minutes were read to those present and made in 2 copies of equal value, one for each side."))
        paper.signatures(_sides(inspection))
        return paper.data()


def report_docx(inspection: Inspection, *, agency: Agency) -> bytes:
    """The lead's report on an inspection (báo cáo)."""
    with speaking("vi"):
        about = _("Result of inspection %(code)s: %(title)s", code=inspection.code, title=inspection.title)
        paper = _begun(agency, "BC", inspection, today())
        paper.title(_("REPORT"), about)
        _add_facts(paper, inspection)
        _add_findings(paper, inspection)
        for heading, text in (
            (_("Conclusion"), inspection.conclusion),
            (_("Recommendations"), inspection.recommendation),
        ):
            if text:
                paper.line(heading, bold=True)
                paper.line(text)
        paper.signatures([("", "", ""), _lead_signs(inspection)])
        return paper.data()


def facts_of(inspection: Inspection) -> list[tuple[str, str]]:
    """What the head of the minutes says: when, where, who, what, against what."""
    began, ended = inspection.started_at, inspection.ended_at
    pairs = [
        (_("Decision on the team"), inspection.decision),
        (_("Kind and method"), f"{KINDS[inspection.kind]}, {str(METHODS[inspection.method]).lower()}"),
        (_("Began"), f"{as_local(began):%H:%M %d/%m/%Y}" if began else ""),
        (_("Ended"), f"{as_local(ended):%H:%M %d/%m/%Y}" if ended else ""),
        (_("Inspected units"), ", ".join(unit.name for unit in inspection.units)),
        (_("Team"), "; ".join(_member(one) for one in inspection.team)),
        (_("Topics"), ", ".join(str(TOPICS[topic]).lower() for topic in inspection.topics)),
        (_("Criteria"), inspection.criteria),
    ]
    return [(label, value) for label, value in pairs if value]


def findings_in(inspection: Inspection) -> list[tuple[str, str, str]]:
    """Number, what, criterion of each finding that stands; those on persons by their number alone."""
    query = select(Finding).where(Finding.inspection_id == inspection.id, Finding.state != "withdrawn")
    return [_told(one) for one in db.session.scalars(query.order_by(Finding.id)).unique()]


def _begun(agency: Agency, kind: str, inspection: Inspection, day: Any) -> Paper:
    paper = Paper(str(inspection))
    number = f"Số: {inspection.sequence:02d}/{kind}-ĐKT"
    paper.head(body=agency.name, superior=agency.superior, number=number, place=agency.place, day=day)
    return paper


def _add_facts(paper: Paper, inspection: Inspection) -> None:
    for label, value in facts_of(inspection):
        paper.line(f"{label}: {value}")


def _add_attendance(paper: Paper, inspection: Inspection) -> None:
    query = select(AttendanceCheck).where(
        AttendanceCheck.inspection_id == inspection.id, AttendanceCheck.ended_at.is_not(None)
    )
    rows = []
    for check in db.session.scalars(query.order_by(AttendanceCheck.id)).unique():
        roster = roster_of(check)
        seen = [one for one in roster if one.sighting]
        excused = sum(one.chosen in ("leave", "duty") for one in seen)
        rows.append(
            [
                check.unit.name,
                f"{as_local(check.started_at):%H:%M %d/%m/%Y}",
                str(len(roster)),
                str(len(seen)),
                str(excused),
                str(sum(one.is_irregular for one in seen)),
            ]
        )
    if rows:
        paper.line(_("Head-counts"), bold=True)
        heads = [_("Unit"), _("Time"), _("On the roster"), _("Counted"), _("Leave, duty"), _("Hours not kept")]
        paper.table(heads, rows, widths=[5.2, 3.2, 1.8, 2, 2, 2])


def _add_answers(paper: Paper, inspection: Inspection) -> None:
    rows = [
        [one.unit.name, one.question.vi, str(ANSWERS[one.answer]) + (f". {one.note}" if one.note else "")]
        for one in answers_of(inspection)
        if one.answer in ("conform", "not")
    ]
    if rows:
        paper.line(_("Checklist"), bold=True)
        paper.table([_("Unit"), _("Question"), _("Seen")], rows, widths=[4, 7, 5.2])


def _add_findings(paper: Paper, inspection: Inspection) -> None:
    rows = [list(one) for one in findings_in(inspection)]
    paper.line(_("Findings"), bold=True)
    if rows:
        paper.table([_("Number"), _("What was found"), _("Criterion")], rows, widths=[3.2, 8, 5])
    else:
        paper.line(_("None."))


def _add_opinions(paper: Paper, inspection: Inspection) -> None:
    paper.line(_("Explanations and remarks of the inspected side"), bold=True)
    said = [one for one in inspection.signatures if one.remark]
    for one in said:
        paper.line(f"{one.unit.name if one.unit else _('Inspection team')} ({one.name}): {one.remark}")
    for one in inspection.signatures:
        if one.how == "refused":
            paper.line(
                _(
                    "%(unit)s (%(name)s) did not sign; witness: %(witness)s.",
                    unit=one.unit.name if one.unit else "",
                    name=one.name,
                    witness=one.witness,
                )
            )
    if not said:
        paper.line(_("None."))


def _sides(inspection: Inspection) -> list[tuple[str, str, str]]:
    stood: dict[int | None, MinutesSignature] = {one.unit_id: one for one in inspection.signatures}
    inspected = []
    for unit in inspection.units:
        one = stood.get(unit.id)
        refused = f" ({str(SIGNED['refused']).lower()})" if one is not None and one.how == "refused" else ""
        inspected.append(f"{unit.name}: {one.name}{refused}" if one else unit.name)
    return [(_("FOR THE INSPECTED UNITS"), _("(sign, full name)"), "\n".join(inspected)), _lead_signs(inspection)]


def _lead_signs(inspection: Inspection) -> tuple[str, str, str]:
    return _("LEAD OF THE TEAM"), _("(sign, full name)"), inspection.lead.name if inspection.lead else ""


def _told(one: Finding) -> tuple[str, str, str]:
    grade = str(GRADES[one.grade].label)
    if one.names_somebody:
        told = _(
            "%(kind)s, %(unit)s. Its words stand on its own page, which few may read.",
            kind=TOPICS[one.kind],
            unit=one.unit.name,
        )
        return one.code, f"{told} ({grade})", "–"
    clause = f"{one.standard}, {one.clause} {clause_title(one.standard, one.clause)}" if one.clause else ""
    document = ", ".join(filter(None, [str(one.revision), one.step])) if one.revision else ""
    criterion = "; ".join(filter(None, [clause, document, one.article]))
    return one.code, f"{one.unit.name}: {one.title}. {one.evidence} ({grade})", criterion


def _member(one: Any) -> str:
    said = ", ".join(filter(None, [one.person.name, one.post]))
    return f"{said} ({_('lead')})" if one.is_lead else said


def _day_of(inspection: Inspection) -> Any:
    moment = inspection.ended_at or inspection.started_at
    return as_local(moment).date() if moment else today()
