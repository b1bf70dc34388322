"""The minutes and the report as Word, in the layout of Decree 30/2020/NĐ-CP, annex I.

Both are written in Vietnamese, whatever language the reader uses: they are papers of the agency. They name nobody a
finding concerns; such a finding stands in them by its number alone. The places for signatures stay empty for the pen,
because what was confirmed here is no digital signature.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document as new_document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
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

FONT = "Times New Roman"


def minutes_docx(inspection: Inspection, *, agency: Agency) -> bytes:
    """The minutes of a visit (biên bản), with the places for both signatures."""
    with speaking("vi"):
        paper = _Paper(agency, number=f"{inspection.sequence:02d}/BB-ĐKT", day=_day_of(inspection))
        paper.title(_("MINUTES"), _("Inspection %(code)s: %(title)s", code=inspection.code, title=inspection.title))
        for label, value in facts_of(inspection):
            paper.line(f"{label}: {value}")
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
        paper = _Paper(agency, number=f"{inspection.sequence:02d}/BC-ĐKT", day=today())
        paper.title(
            _("REPORT"), _("Result of inspection %(code)s: %(title)s", code=inspection.code, title=inspection.title)
        )
        for label, value in facts_of(inspection):
            paper.line(f"{label}: {value}")
        _add_findings(paper, inspection)
        paper.heading(_("Conclusion"))
        paper.text(inspection.conclusion or "…")
        if inspection.recommendation:
            paper.heading(_("Recommendations"))
            paper.text(inspection.recommendation)
        lead = inspection.lead
        paper.signatures([("", ""), (_("LEAD OF THE TEAM"), lead.name if lead else "")])
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


class _Paper:
    """A page of the agency: head, body, signatures."""

    def __init__(self, agency: Agency, *, number: str, day: Any) -> None:
        self.file = new_document()
        self._set_up()
        self._head(agency, number, day)

    def title(self, kind: str, about: str) -> None:
        self._centred(kind, bold=True, size=14, before=14)
        self._centred(about, bold=True, size=14, after=10)

    def heading(self, text: str) -> None:
        self._paragraph(text, bold=True, indent=True, keep=True)

    def line(self, text: str) -> None:
        self._paragraph(text, indent=True)

    def text(self, text: str) -> None:
        for part in text.splitlines():
            if part.strip():
                self.line(part.strip())

    def table(self, heads: list[str], rows: list[list[str]], widths: list[float]) -> None:
        table = self.file.add_table(rows=1, cols=len(heads))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        for cell, head in zip(table.rows[0].cells, heads, strict=True):
            self._write(cell.paragraphs[0], head, bold=True, size=12, align=ALIGN.CENTER)
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        for row in rows:
            for cell, value in zip(table.add_row().cells, row, strict=True):
                self._write(cell.paragraphs[0], value, size=12)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
        self._paragraph("", size=6)

    def signatures(self, sides: list[tuple[str, str]]) -> None:
        table = self.file.add_table(rows=3, cols=len(sides))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for place, (side, name) in enumerate(sides):
            self._write(table.cell(0, place).paragraphs[0], side, bold=True, align=ALIGN.CENTER)
            hint = _("(sign, full name)") if side else ""
            self._write(table.cell(1, place).paragraphs[0], hint, italic=True, size=12, align=ALIGN.CENTER)
            self._write(table.cell(2, place).paragraphs[0], name, bold=True, align=ALIGN.CENTER)
            table.cell(1, place).paragraphs[0].paragraph_format.space_after = Pt(64)

    def data(self) -> bytes:
        stream = BytesIO()
        self.file.save(stream)
        return stream.getvalue()

    def _set_up(self) -> None:
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(20), Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(20)
        section.different_first_page_header_footer = True
        self._page_number(section.header.paragraphs[0])
        style = self.file.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(14)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)

    def _head(self, agency: Agency, number: str, day: Any) -> None:
        table = self.file.add_table(rows=2, cols=2)
        left, right = table.rows[0].cells
        if agency.superior:
            self._write(left.paragraphs[0], agency.superior.upper(), size=13, align=ALIGN.CENTER)
        own = left.add_paragraph() if agency.superior else left.paragraphs[0]
        self._write(own, agency.name.upper(), bold=True, size=13, align=ALIGN.CENTER)
        self._rule(left.add_paragraph(), share=0.4)
        self._write(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=13, align=ALIGN.CENTER)
        self._write(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", bold=True, size=14, align=ALIGN.CENTER)
        self._rule(right.add_paragraph(), share=0.62)
        self._write(table.cell(1, 0).paragraphs[0], f"Số: {number}", size=13, align=ALIGN.CENTER)
        place = f"{agency.place}, {_long_day(day)}" if agency.place else _long_day(day).capitalize()
        self._write(table.cell(1, 1).paragraphs[0], place, italic=True, size=14, align=ALIGN.CENTER)
        for row in table.rows:
            row.cells[0].width, row.cells[1].width = Cm(6.4), Cm(9.8)

    def _paragraph(
        self, text: str, *, bold: bool = False, size: int = 14, indent: bool = False, keep: bool = False
    ) -> None:
        one = self.file.add_paragraph()
        one.paragraph_format.space_before, one.paragraph_format.space_after = Pt(0), Pt(6)
        one.paragraph_format.keep_with_next = keep
        if indent:
            one.paragraph_format.first_line_indent = Cm(1.27)
        self._write(one, text, bold=bold, size=size, align=ALIGN.JUSTIFY)

    def _centred(self, text: str, *, bold: bool, size: int, before: int = 0, after: int = 0) -> None:
        one = self.file.add_paragraph()
        one.paragraph_format.space_before, one.paragraph_format.space_after = Pt(before), Pt(after)
        self._write(one, text, bold=bold, size=size, align=ALIGN.CENTER)

    def _write(
        self, paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, size: int = 14, align: Any = None
    ) -> None:
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size, run.font.name = bold, italic, Pt(size), FONT
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        if align is not None:
            paragraph.alignment = align
        if paragraph.paragraph_format.space_after is None:
            paragraph.paragraph_format.space_after = Pt(0)

    def _rule(self, paragraph: Any, *, share: float) -> None:
        # A line under the name, a part of its width: a bottom edge on an empty paragraph with wide indents.
        gap = Cm(6.0 * (1 - share)) / 2
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = int(gap)
        paragraph.paragraph_format.space_after = Pt(6)
        edges, edge = OxmlElement("w:pBdr"), OxmlElement("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            edge.set(qn(f"w:{name}"), value)
        edges.append(edge)
        paragraph._p.get_or_add_pPr().append(edges)
        self._write(paragraph, "", size=4)

    def _page_number(self, paragraph: Any) -> None:
        paragraph.alignment = ALIGN.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)


def _add_attendance(paper: _Paper, inspection: Inspection) -> None:
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
        paper.heading(_("Head-counts"))
        heads = [_("Unit"), _("Time"), _("On the roster"), _("Counted"), _("Leave, duty"), _("Hours not kept")]
        paper.table(heads, rows, [5.2, 3.2, 1.8, 2, 2, 2])


def _add_answers(paper: _Paper, inspection: Inspection) -> None:
    rows = [
        [one.unit.name, one.question.vi, str(ANSWERS[one.answer]) + (f". {one.note}" if one.note else "")]
        for one in answers_of(inspection)
        if one.answer in ("conform", "not")
    ]
    if rows:
        paper.heading(_("Checklist"))
        paper.table([_("Unit"), _("Question"), _("Seen")], rows, [4, 7, 5.2])


def _add_findings(paper: _Paper, inspection: Inspection) -> None:
    rows = [list(one) for one in findings_in(inspection)]
    paper.heading(_("Findings"))
    if rows:
        paper.table([_("Number"), _("What was found"), _("Criterion")], rows, [3.2, 8, 5])
    else:
        paper.line(_("None."))


def _add_opinions(paper: _Paper, inspection: Inspection) -> None:
    paper.heading(_("Explanations and remarks of the inspected side"))
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


def _sides(inspection: Inspection) -> list[tuple[str, str]]:
    lead = inspection.lead
    stood: dict[int | None, MinutesSignature] = {one.unit_id: one for one in inspection.signatures}
    inspected = []
    for unit in inspection.units:
        one = stood.get(unit.id)
        refused = f" ({str(SIGNED['refused']).lower()})" if one is not None and one.how == "refused" else ""
        inspected.append(f"{unit.name}: {one.name}{refused}" if one else unit.name)
    return [(_("FOR THE INSPECTED UNITS"), "\n".join(inspected)), (_("LEAD OF THE TEAM"), lead.name if lead else "")]


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


def _long_day(day: Any) -> str:
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
