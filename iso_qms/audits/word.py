"""The minutes, the report and the notice as Word, in the layout of Decree 30/2020/NĐ-CP, annex I.

They are written in Vietnamese, whatever language the reader uses: they are papers of the agency. The places for
signatures stay empty for the pen, because what was confirmed here is no digital signature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from iso_qms.audits.models import METHODS, SIGNED, Inspection, MinutesSignature
from iso_qms.audits.report import report_text
from iso_qms.audits.visit.minutes_text import answers_in, attendance_in, facts_of, findings_for_others, findings_in
from iso_qms.audits.visit.sessions import VisitSession, sessions_of
from iso_qms.clock import as_local, today
from iso_qms.i18n import _, speaking
from iso_qms.layouts import Values
from iso_qms.layouts.operations import filled
from iso_qms.layouts.saying import Saying
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper, written

Findings = Callable[[Inspection], list[tuple[str, str, str]]]
"""What of its findings a paper tells, each as number, words and criterion; what it is not told, it leaves out."""
PEN_ROOM = "\n" * 5
"""Between two names under which somebody signs."""
ATTENDANCE = ("unit", "time", "roster", "counted", "excused", "not_kept")
ANSWERS = ("unit", "question", "seen")
FINDINGS = ("number", "found", "criterion")
TEAM = ("name", "post", "part")
TOPIC_COLUMNS = ("topic", "good", "remarks", "minor", "major")
DEMANDS = ("number", "what", "who", "due")
SESSIONS = ("when", "about", "team", "asked")
COLUMNS = {"team": TEAM, "topics": TOPIC_COLUMNS, "demands": DEMANDS, "sessions": SESSIONS}


def minutes_docx(inspection: Inspection, *, agency: Agency) -> bytes:
    """The minutes of a visit (biên bản), with the places for both signatures."""
    with speaking("vi"):
        values = minutes_values(inspection, agency=agency)
        return filled("minutes", lambda: values) or draw_minutes(Saying(values))


def reading_copy(inspection: Inspection, *, agency: Agency) -> bytes:
    """The minutes for whoever is of neither side: without findings on persons, and without what the sides said."""
    with speaking("vi"):
        return draw_reading_copy(Saying(reading_values(inspection, agency=agency)))


def report_docx(inspection: Inspection, *, agency: Agency, with_remarks: bool) -> bytes:
    """The lead's report on an inspection (báo cáo); colleagues read it without what the sides said when signing."""
    with speaking("vi"):
        values = report_values(inspection, agency=agency)
        if not with_remarks:
            values["opinions"] = [_("They stand in the copy of the two sides.")]
        return filled("report", lambda: values) or draw_report(Saying(values))


def notice_docx(inspection: Inspection, *, agency: Agency) -> bytes:
    """The notice of an announced inspection to the units it concerns (thông báo)."""
    with speaking("vi"):
        values = notice_values(inspection, agency=agency)
        return filled("notice", lambda: values) or draw_notice(Saying(values))


def draw_minutes(said: Saying) -> bytes:
    """The minutes on the sheet of the system."""
    paper = _begun(said, "BB")
    paper.title(_("MINUTES"), _("Inspection %(code)s: %(title)s", code=said["code"], title=said["title"]))
    _draw_what_was_seen(paper, said)
    paper.line(_("Explanations and remarks of the inspected side"), bold=True)
    said.each(paper, "opinions", lambda one: paper.line(one["one"]))
    told = _(
        "The minutes were read to those present and made in %(copies)s copies of equal value: one for the team, "
        "one for each inspected unit."
    )
    paper.line(told % {"copies": said["copies"]})
    sides = ("sides[0]", "sides[1]")
    paper.signatures([(said[f"{one}.title"], said[f"{one}.note"], said[f"{one}.names"]) for one in sides])
    said.when(paper, "witnesses", lambda: _draw_witnesses(paper, said))
    return paper.data()


def draw_reading_copy(said: Saying) -> bytes:
    """The copy for reading on the sheet of the system; nobody signs it."""
    paper = _begun(said, "BB")
    paper.title(_("MINUTES"), _("Inspection %(code)s: %(title)s", code=said["code"], title=said["title"]))
    paper.line(_("Copy for reading, as of %(day)s.", day=said["read_on"]), italic=True)
    _draw_what_was_seen(paper, said)
    told = _(
        "This copy tells of no finding on a person, whether there are any or not, and numbers the others by itself. "
        "What both sides signed, with what each said to it, is kept by the team and by whoever answers for the "
        "inspected units."
    )
    paper.line(told, italic=True)
    return paper.data()


def draw_report(said: Saying) -> bytes:
    """The report on the sheet of the system."""
    paper = _begun(said, "BC")
    paper.title(_("REPORT"), _("Result of inspection %(code)s: %(title)s", code=said["code"], title=said["title"]))
    said.each(paper, "bases", lambda one: paper.line(_("On the basis of %(what)s;", what=one["one"]), italic=True))
    _draw_facts(paper, said)
    _draw_table(
        paper, said, "team", _("Composition of the team"), [_("Name"), _("Post"), _("Place in the team")], [5.5, 8, 3]
    )
    heads = [_("Topic"), _("Good"), _("Remarks"), _("Minor"), _("Major")]
    _draw_table(paper, said, "topics", _("Results by topic"), heads, [6.5, 2.5, 2.5, 2.5, 2.5])
    _draw_findings(paper, said)
    paper.line(_("Explanations and remarks of the inspected side"), bold=True)
    said.each(paper, "opinions", lambda one: paper.line(one["one"]))
    for heading, name in ((_("Conclusion"), "conclusion"), (_("Recommendations"), "recommendation")):
        said.when(paper, name, partial(_draw_text, paper, said, heading, name))
    heads = [_("Number"), _("What is to be done"), _("Who answers for it"), _("Due on")]
    _draw_table(paper, said, "demands", _("Corrective actions and their terms"), heads, [3, 6.5, 4.3, 2.7])
    receivers = [
        _("The leadership of %(agency)s", agency=said["agency"]),
        said["units"],
        _("Filed: archives, the team"),
    ]
    paper.closing(receivers, signer=_("LEAD OF THE TEAM"), name=said["lead"])
    return paper.data()


def draw_notice(said: Saying) -> bytes:
    """The notice on the sheet of the system."""
    paper = _begun(said, "TB")
    paper.title(_("NOTICE"), _("Of inspection %(code)s: %(title)s", code=said["code"], title=said["title"]))
    paper.line(_("To: %(units)s", units=said["units"]), bold=True)
    paper.line(_("The inspection team will come on %(day)s.", day=said["planned_on"]))
    _draw_facts(paper, said)
    heads = [_("When"), _("What about"), _("Who of the team"), _("Whom to talk to")]
    _draw_table(paper, said, "sessions", _("Timetable"), heads, [3, 5.5, 4, 4])
    paper.line(_("The units prepare the documents and records concerned and are represented by their heads."))
    paper.signatures([("", "", ""), _lead_signs(said["lead"])])
    return paper.data()


def minutes_values(inspection: Inspection, *, agency: Agency) -> Values:
    """Everything the minutes say."""
    return {
        **_both(inspection, agency=agency, day=_day_of(inspection), findings=findings_in),
        "attendance": as_rows(ATTENDANCE, attendance_in(inspection)),
        "answers": as_rows(ANSWERS, answers_in(inspection)),
        "remarks": [
            {"unit": one.unit.name if one.unit else "", "name": one.name, "text": one.remark, "witness": one.witness}
            for one in inspection.signatures
            if one.remark or one.how == "refused"
        ],
        "opinions": list(_opinions(inspection)),
        "copies": f"{1 + len(inspection.units):02d}",
        "witnesses": PEN_ROOM.join(one.witness for one in _last_by_unit(inspection).values() if one.how == "refused"),
        "sides": as_rows(("title", "note", "names"), _sides(inspection)),
    }


def reading_values(inspection: Inspection, *, agency: Agency) -> Values:
    """Everything the copy for reading says."""
    return {
        **_both(inspection, agency=agency, day=_day_of(inspection)),
        "attendance": as_rows(ATTENDANCE, attendance_in(inspection)),
        "answers": as_rows(ANSWERS, answers_in(inspection)),
        "read_on": f"{today():%d/%m/%Y}",
    }


def report_values(inspection: Inspection, *, agency: Agency) -> Values:
    """Everything the report says."""
    found = _both(inspection, agency=agency, day=today())
    told_elsewhere = (_("Team"), _("Decision on the team"), _("Criteria"))
    return found | {
        "facts": [one for one in found["facts"] if one["label"] not in told_elsewhere],
        "bases": report_text.bases_of(inspection),
        "team": as_rows(TEAM, report_text.team_in(inspection)),
        "topics": as_rows(TOPIC_COLUMNS, report_text.topics_in(inspection)),
        "opinions": list(_opinions(inspection)),
        "conclusion": inspection.conclusion,
        "recommendation": inspection.recommendation,
        "demands": as_rows(DEMANDS, report_text.demands_in(inspection)),
        "units": _units_of(inspection),
    }


def notice_values(inspection: Inspection, *, agency: Agency) -> Values:
    """Everything the notice says."""
    found = _both(inspection, agency=agency, day=today())
    return found | {
        "units": _units_of(inspection),
        "planned_on": inspection.planned_words,
        "sessions": as_rows(SESSIONS, map(_session, sessions_of(inspection))),
    }


def _both(inspection: Inspection, *, agency: Agency, day: Any, findings: Findings = findings_for_others) -> Values:
    return {
        "agency": agency.name,
        "superior": agency.superior,
        "place": agency.place,
        "day": written(day),
        "number": f"{inspection.sequence:02d}" if inspection.sequence else "…",
        "code": inspection.code,
        "title": inspection.title,
        "facts": as_rows(("label", "text"), facts_of(inspection)),
        "findings": as_rows(FINDINGS, findings(inspection)),
        "lead": inspection.lead.name if inspection.lead else "",
    }


def _session(one: VisitSession) -> tuple[str, str, str, str]:
    about = f"{one} ({one.unit.name})" if one.unit else str(one)
    method = str(METHODS[one.method]).lower()
    asks, asked = ", ".join(each.name for each in one.inspectors), ", ".join(one.asked)
    return f"{one.starts:%H:%M}–{one.ends:%H:%M} {one.on:%d/%m/%Y}", f"{about}, {method}", asks, asked


def _units_of(inspection: Inspection) -> str:
    return ", ".join(unit.name for unit in inspection.units)


def as_rows(names: Sequence[str], rows: Any) -> list[dict[str, str]]:
    """Rows with the names of their columns."""
    return [dict(zip(names, row, strict=True)) for row in rows]


def _begun(said: Saying, kind: str) -> Paper:
    paper = Paper(_("Inspection %(code)s: %(title)s", code=said["code"], title=said["title"]), indented=True)
    paper.head(
        body=said["agency"],
        superior=said.optional("superior"),
        number=f"Số: {said['number']}/{kind}-ĐKT",
        dated=said.place_and_day("day"),
    )
    return paper


def _draw_what_was_seen(paper: Paper, said: Saying) -> None:
    _draw_facts(paper, said)
    said.when(paper, "attendance", lambda: _draw_attendance(paper, said))
    said.when(paper, "answers", lambda: _draw_answers(paper, said))
    _draw_findings(paper, said)


def _draw_facts(paper: Paper, said: Saying) -> None:
    said.each(paper, "facts", lambda one: paper.line(f"{one['label']}: {one['text']}"))


def _draw_text(paper: Paper, said: Saying, heading: str, name: str) -> None:
    paper.line(heading, bold=True)
    paper.line(said[name])


def _draw_table(
    paper: Paper, said: Saying, name: str, heading: str, heads: Sequence[str], widths: Sequence[float]
) -> None:
    def draw() -> None:
        paper.line(heading, bold=True)
        paper.table(heads, said.rows(name, COLUMNS[name]), widths=widths)

    said.when(paper, name, draw)


def _draw_attendance(paper: Paper, said: Saying) -> None:
    paper.line(_("Head-counts"), bold=True)
    heads = [_("Unit"), _("Time"), _("On the roster"), _("Counted"), _("Leave, duty"), _("Hours not kept")]
    paper.table(heads, said.rows("attendance", ATTENDANCE), widths=[5.5, 3.2, 1.8, 2, 2, 2])


def _draw_answers(paper: Paper, said: Saying) -> None:
    paper.line(_("Checklist"), bold=True)
    paper.table([_("Unit"), _("Question"), _("Seen")], said.rows("answers", ANSWERS), widths=[4, 7.3, 5.2])


def _draw_witnesses(paper: Paper, said: Saying) -> None:
    paper.signatures([(_("WITNESS OF THE REFUSAL"), _("(sign, full name)"), said["witnesses"]), ("", "", "")])


def _draw_findings(paper: Paper, said: Saying) -> None:
    paper.line(_("Findings"), bold=True)
    heads = [_("Number"), _("What was found"), _("Criterion")]
    said.when(
        paper,
        "findings",
        lambda: paper.table(heads, said.rows("findings", FINDINGS), widths=[3.2, 8.3, 5]),
        otherwise=lambda: paper.line(_("None.")),
    )


def _opinions(inspection: Inspection) -> Iterator[str]:
    """What each side said, who did not sign, and that nothing was said."""
    said = [one for one in inspection.signatures if one.remark]
    for one in said:
        yield f"{one.unit.name if one.unit else _('Inspection team')} ({one.name}): {one.remark}"
    for one in inspection.signatures:
        if one.how == "refused":
            yield _(
                "%(unit)s (%(name)s) did not sign; witness: %(witness)s.",
                unit=one.unit.name if one.unit else "",
                name=one.name,
                witness=one.witness,
            )
    if not said:
        yield _("None.")


def _sides(inspection: Inspection) -> list[tuple[str, str, str]]:
    stood = _last_by_unit(inspection)
    inspected = []
    for unit in inspection.units:
        one = stood.get(unit.id)
        refused = f" ({str(SIGNED['refused']).lower()})" if one is not None and one.how == "refused" else ""
        inspected.append(f"{unit.name}: {one.name}{refused}" if one else unit.name)
    return [
        (_("FOR THE INSPECTED UNITS"), _("(sign, full name)"), PEN_ROOM.join(inspected)),
        _lead_signs(inspection.lead.name if inspection.lead else ""),
    ]


def _last_by_unit(inspection: Inspection) -> dict[int | None, MinutesSignature]:
    """How each side stood by the minutes last; None is the team."""
    return {one.unit_id: one for one in inspection.signatures}


def _lead_signs(name: str) -> tuple[str, str, str]:
    return _("LEAD OF THE TEAM"), _("(sign, full name)"), name


def _day_of(inspection: Inspection) -> Any:
    moment = inspection.ended_at or inspection.started_at
    return as_local(moment).date() if moment else today()
