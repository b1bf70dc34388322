"""What every visit in the demo has in common: planning it, naming the team, counting heads, noting, ending it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from iso_qms.audits import operations
from iso_qms.audits.checklist import checklists
from iso_qms.audits.checklist.answer_files import attach_to_answer
from iso_qms.audits.checklist.asking import tells_verdict
from iso_qms.audits.finding import noting
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.visit import attendance, minutes
from iso_qms.clock import HO_CHI_MINH, today
from iso_qms.demo.story import Story
from iso_qms.improvement.operations import open_nonconformity

COUNTER_TOPICS = ("hours", "reception", "conduct", "posting", "late_files")
CONDUCT_RULES = "Quy chế làm việc và Quy tắc ứng xử của UBND xã; QT-02; niêm yết theo Nghị định 63/2010/NĐ-CP"


def plan(
    story: Story,
    key: str,
    day: int,
    title: str,
    *,
    units: tuple[str, ...],
    topics: tuple[str, ...],
    kind: str = "unannounced",
    programme: str = "programme",
    documents: tuple[str, ...] = (),
    lists: tuple[str, ...] = (),
) -> None:
    """Plan a visit in a programme; the head of quality control does it."""
    story.things[key] = operations.plan_inspection(
        title,
        by=story.people["daohtb"],
        kind=kind,
        units=[story.units[one] for one in units],
        topics=topics,
        planned_on=story.day(day),
        criteria=CONDUCT_RULES if "hours" in topics else "TCVN ISO 9001:2015; QT-02; QT-03",
        documents=[story.documents[code] for code in documents],
        programme=story.things[programme],
        checklists=lists,
    )


def name_team(story: Story, key: str, lead: str, *others: str) -> None:
    """Name the lead and the others."""
    for login in (lead, *others):
        operations.name_member(story.things[key], story.people[login], by=story.people["daohtb"], is_lead=login == lead)


def note(
    story: Story,
    visit: str,
    key: str,
    *,
    by: str,
    unit: str,
    person: str = "",
    document: str = "",
    seen: str = "",
    **values: Any,
) -> None:
    """Note a finding; `seen` is the time of day at which it was seen."""
    if seen:
        values["observed_at"] = _today_at(seen)
    story.things[key] = noting.note_finding(
        story.things[visit],
        by=story.people[by],
        unit=story.units[unit],
        person=story.people[person] if person else None,
        document=story.documents[document] if document else None,
        **values,
    )


def count(story: Story, visit: str, key: str, *, by: str, unit: str, seen: dict[str, tuple[str, str]]) -> None:
    """Count heads: sign-in name, then how somebody was seen and at what time."""
    check = attendance.begin_count(story.things[visit], unit=story.units[unit], by=story.people[by])
    taps = [(story.people[login].id, status, _today_at(at)) for login, (status, at) in seen.items()]
    attendance.note_seen(check, taps, by=story.people[by])
    story.things[key] = check


def late_ones(story: Story, key: str, login: str, *, by: str) -> Finding:
    """Make a finding of what a head-count saw of one person."""
    check = story.things[key]
    row = next(row for row in attendance.roster_of(check) if row.person.id == story.people[login].id)
    return noting.finding_from_count(check, row, by=story.people[by])


def answer(story: Story, visit: str, *, by: str, unit: str, wrong: dict[str, str]) -> None:
    """Answer the whole checklist: as it should be, but for the questions that begin with these words, or this value."""
    given = []
    for one in checklists.checklists_of(story.things[visit]):
        for question in one.questions:
            said = next((said for start, said in wrong.items() if question.vi.startswith(start)), "")
            given.append(_seen(question, said))
    checklists.answer(story.things[visit], given, unit=story.units[unit], by=story.people[by])


def attach_proof(story: Story, visit: str, begins: str, file: Any, *, by: str, unit: str) -> None:
    """Attach the picture of a record to the question that begins so; nobody is on it."""
    asked = [row for one in checklists.checklists_of(story.things[visit]) for row in one.questions]
    question = next(one for one in asked if one.vi.startswith(begins))
    where, who = story.units[unit], story.people[by]
    attach_to_answer(story.things[visit], question, [file], unit=where, by=who, nobody_on_them=True)


def _seen(question: checklists.ChecklistQuestion, said: str) -> tuple[checklists.ChecklistQuestion, str, str, str]:
    if question.answer_kind == "verdict":
        return question, "not" if said else "conform", said, ""
    good = next((one["key"] for one in question.choices if one["conforms"]), "")
    usual = {"number": question.most, "time": "07:34", "choice": good, "evidence": "Phiếu 38/PXL, xem bản lưu"}
    return question, "" if tells_verdict(question) else "conform", "", said or usual[question.answer_kind]


def end_visit(story: Story, visit: str, head: str, unit: str, *, remark: str = "") -> None:
    """Both sides confirm the minutes, and the visit ends."""
    inspection = story.things[visit]
    lead = inspection.lead
    minutes.sign(inspection, by=lead)
    minutes.sign(inspection, by=story.people[head], unit=story.units[unit], remark=remark)
    operations.agree_minutes(inspection, by=lead)


def to_nonconformity(story: Story, finding: str, key: str, *, by: str, criterion: str) -> None:
    """A confirmed finding becomes a nonconformity."""
    found: Finding = story.things[finding]
    story.things[key] = open_nonconformity(
        found.title,
        by=story.people[by],
        unit=found.unit,
        source_kind="finding",
        source_id=found.id,
        grade=found.grade,
        description=found.evidence,
        criterion=criterion,
        found_on=found.observed_on,
        document_id=found.document_id,
        revision_id=found.revision_id,
    )


def _today_at(at: str) -> datetime:
    return datetime.combine(today(), time.fromisoformat(at), HO_CHI_MINH)
