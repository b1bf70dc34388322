"""The notice of conclusion as Word (thông báo kết luận kiểm tra), in the layout of Decree 30/2020/NĐ-CP, annex I."""

from __future__ import annotations

from iso_qms.audits.models import Inspection
from iso_qms.audits.report import report_text
from iso_qms.audits.report.issued_papers import IssuedPaper
from iso_qms.audits.visit.minutes_text import facts_of, findings_for_others
from iso_qms.audits.word import DEMANDS, FINDINGS, TOPIC_COLUMNS, as_rows
from iso_qms.i18n import _
from iso_qms.layouts import Values
from iso_qms.layouts.operations import filled
from iso_qms.layouts.saying import Saying
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper, written


def conclusion_docx(values: Values) -> bytes:
    """The notice on paper, in the agency's own layout where it has one."""
    return filled("conclusion", lambda: values) or draw_conclusion(Saying(values))


def draw_conclusion(said: Saying) -> bytes:
    """The notice on the sheet of the system."""
    paper = Paper(
        _("Conclusion of inspection %(code)s: %(title)s", code=said["code"], title=said["title"]), indented=True
    )
    paper.head(
        body=said["agency"],
        superior=said.optional("superior"),
        number=f"Số: {said['number']}",
        dated=said.place_and_day("day"),
    )
    paper.title(_("NOTICE"), _("Conclusion of inspection %(code)s: %(title)s", code=said["code"], title=said["title"]))
    said.when(paper, "replaces", lambda: paper.line(said["replaces"], italic=True))
    said.each(paper, "bases", lambda one: paper.line(_("On the basis of %(what)s;", what=one["one"]), italic=True))
    said.each(paper, "facts", lambda one: paper.line(f"{one['label']}: {one['text']}"))
    _draw_outcome(paper, said)
    paper.closing([said["units"], _("Filed: archives, the team")], signer=said["signs_as"], name=said["signer"])
    return paper.data()


def conclusion_values(inspection: Inspection, *, agency: Agency) -> Values:
    """Everything the notice says but its number, its day and who signs."""
    left_out = (_("Decision on the team"), _("Criteria"))
    return {
        "agency": agency.name,
        "superior": agency.superior,
        "place": agency.place,
        "code": inspection.code,
        "title": inspection.title,
        "bases": report_text.bases_of(inspection),
        "facts": [one for one in as_rows(("label", "text"), facts_of(inspection)) if one["label"] not in left_out],
        "demands": as_rows(DEMANDS, report_text.demands_in(inspection)),
        "units": ", ".join(unit.name for unit in inspection.units),
        **outcome_of(inspection),
    }


def outcome_of(inspection: Inspection) -> Values:
    """What the inspection came to, by which is seen whether something was corrected since; none about people."""
    return {
        "topics": as_rows(TOPIC_COLUMNS, report_text.topics_in(inspection)),
        "findings": as_rows(FINDINGS, findings_for_others(inspection)),
        "conclusion": inspection.conclusion,
        "recommendation": inspection.recommendation,
    }


def head_of(paper: IssuedPaper, replaced: IssuedPaper | None) -> Values:
    """Under what number and day a paper is issued, by whom, and what it replaces."""
    told = _("This paper replaces %(number)s of %(day)s: %(reason)s")
    return {
        "number": paper.number,
        "day": written(paper.issued_on),
        "signs_as": paper.signs_as or _("HEAD OF THE AGENCY"),
        "signer": paper.signer_name,
        "replaces": told % {"number": replaced.number, "day": f"{replaced.issued_on:%d/%m/%Y}", "reason": paper.reason}
        if replaced
        else "",
    }


def _draw_outcome(paper: Paper, said: Saying) -> None:
    def table(name: str, heading: str, heads: list[str], columns: tuple[str, ...], widths: list[float]) -> None:
        def draw() -> None:
            paper.line(heading, bold=True)
            paper.table(heads, said.rows(name, columns), widths=widths)

        said.when(paper, name, draw)

    def words(name: str, heading: str) -> None:
        def draw() -> None:
            paper.line(heading, bold=True)
            paper.line(said[name])

        said.when(paper, name, draw)

    heads = [_("Topic"), _("Good"), _("Remarks"), _("Minor"), _("Major")]
    table("topics", _("Results by topic"), heads, TOPIC_COLUMNS, [6.5, 2.5, 2.5, 2.5, 2.5])
    heads = [_("Number"), _("What was found"), _("Criterion")]
    table("findings", _("Findings"), heads, FINDINGS, [3.2, 8.3, 5])
    words("conclusion", _("Conclusion"))
    words("recommendation", _("Recommendations"))
    heads = [_("Number"), _("What is to be done"), _("Who answers for it"), _("Due on")]
    table("demands", _("Corrective actions and their terms"), heads, DEMANDS, [3, 6.5, 4.3, 2.7])
