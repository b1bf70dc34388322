"""The minutes and the report as Word, in the layout of Decree 30/2020/NĐ-CP, annex I.

Both are written in Vietnamese, whatever language the reader uses: they are papers of the agency. The places for
signatures stay empty for the pen, because what was confirmed here is no digital signature.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from iso_qms.audits.layouts import minutes_values, report_values
from iso_qms.audits.minutes_text import answers_in, attendance_in, facts_of, findings_in
from iso_qms.audits.models import SIGNED, Inspection, MinutesSignature
from iso_qms.clock import as_local, today
from iso_qms.i18n import _, speaking
from iso_qms.layouts.operations import filled
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper


def minutes_docx(inspection: Inspection, *, agency: Agency) -> bytes:
    """The minutes of a visit (biên bản), with the places for both signatures."""
    with speaking("vi"):
        day, sides = _day_of(inspection), _sides(inspection)
        own = filled("minutes", partial(minutes_values, inspection, agency=agency, day=day, sides=sides))
        if own is not None:
            return own
        about = _("Inspection %(code)s: %(title)s", code=inspection.code, title=inspection.title)
        paper = _begun(agency, "BB", inspection, day)
        paper.title(_("MINUTES"), about)
        _add_facts(paper, inspection)
        _add_attendance(paper, inspection)
        _add_answers(paper, inspection)
        _add_findings(paper, inspection)
        _add_opinions(paper, inspection)
        paper.line(_("The minutes were read to those present and made in 2 copies of equal value, one for each side."))
        paper.signatures(sides)
        return paper.data()


def report_docx(inspection: Inspection, *, agency: Agency) -> bytes:
    """The lead's report on an inspection (báo cáo)."""
    with speaking("vi"):
        own = filled("report", partial(report_values, inspection, agency=agency, day=today()))
        if own is not None:
            return own
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


def _begun(agency: Agency, kind: str, inspection: Inspection, day: Any) -> Paper:
    paper = Paper(str(inspection))
    printed = f"{inspection.sequence:02d}" if inspection.sequence else "…"
    number = f"Số: {printed}/{kind}-ĐKT"
    paper.head(body=agency.name, superior=agency.superior, number=number, place=agency.place, day=day)
    return paper


def _add_facts(paper: Paper, inspection: Inspection) -> None:
    for label, value in facts_of(inspection):
        paper.line(f"{label}: {value}")


def _add_attendance(paper: Paper, inspection: Inspection) -> None:
    if rows := attendance_in(inspection):
        paper.line(_("Head-counts"), bold=True)
        heads = [_("Unit"), _("Time"), _("On the roster"), _("Counted"), _("Leave, duty"), _("Hours not kept")]
        paper.table(heads, rows, widths=[5.2, 3.2, 1.8, 2, 2, 2])


def _add_answers(paper: Paper, inspection: Inspection) -> None:
    if rows := answers_in(inspection):
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


def _day_of(inspection: Inspection) -> Any:
    moment = inspection.ended_at or inspection.started_at
    return as_local(moment).date() if moment else today()
