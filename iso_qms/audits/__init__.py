"""Audits and inspections: programmes, visits, attendance, findings and minutes (ISO 9001:2015, 9.2).

A team looks at units, holds what it sees against a criterion, and writes it down; the inspected side answers before
anything is final. Nobody inspects their own unit or their own work. Findings that name a person are read by few, each
reading is kept, and nothing here decides discipline. Audit is the domain's word; the trail of changes is the journal.

Terms: programme (chương trình), inspection (cuộc kiểm tra), team and lead (đoàn, trưởng đoàn), head-count (điểm danh),
finding (phát hiện), explanation (giải trình), minutes (biên bản).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import url_for

from iso_qms.db import db
from iso_qms.i18n import _l
from iso_qms.organisation.agencies import Agency
from iso_qms.registry import Registry, ReviewEvidence, UnitEvidence


def move_in(registry: Registry) -> None:
    """What the room brings: rights, things, life cycles, rows for the desk, and the round of the right of reply."""
    from iso_qms.audits import appointments, flow, jobs, layouts, standing
    from iso_qms.audits.checklist import following
    from iso_qms.audits.conduct import name_ends, recurring
    from iso_qms.audits.draw import draw_flow, draw_rounds
    from iso_qms.audits.team import quiet_signs

    _bring_rights(registry)
    registry.layouts |= {"minutes": layouts.MINUTES, "report": layouts.REPORT, "notice": layouts.NOTICE}
    registry.layouts |= {"conclusion": layouts.CONCLUSION}
    _bring_things(registry)
    registry.room("audits.index", _l("Inspections"), "audits.read", order=35)
    registry.workflows |= {one.name: one for one in (flow.PROGRAMME, flow.INSPECTION, flow.FINDING, draw_flow.DRAW)}
    registry.awaiting += [standing.awaiting, draw_rounds.awaiting]
    registry.appointments.append(appointments.appointments)
    registry.wordings.append(following.wordings)
    registry.figures.append(standing.figures)
    registry.signs["without_finding"] = quiet_signs.WITHOUT_FINDING
    registry.calendar_moves.append(jobs.move_windows)
    registry.handovers += [standing.hand_over, draw_rounds.hand_over]
    _bring_teams(registry)
    registry.round("findings", _l("Reminders of the time to explain"), jobs.remind, hour="8", minute="5")
    registry.round("draws", _l("Seeds of draws are published"), draw_rounds.reveal_round, minute="*/10")
    registry.round("recurrence", _l("The ladder of what comes back"), recurring.walk, hour="7", minute="40")
    registry.round("names", _l("The end of names in findings and head-counts"), name_ends.walk, hour="1", minute="20")


def _bring_rights(registry: Registry) -> None:
    readers = ("quality", "inspector", "leader", "head", "author", "staff")
    for name, label, *roles in (
        ("audits.read", _l("See inspections and findings that concern one"), *readers),
        ("audits.oversee", _l("See every inspection, and every finding that names nobody"), "quality", "leader"),
        ("audits.plan", _l("Draw up programmes, plan inspections, keep the checklists"), "quality"),
        ("audits.approve_programme", _l("Approve the programme of a year"), "leader"),
        ("audits.issue", _l("Issue notices of conclusion and the summary of a year"), "leader"),
        ("audits.approve_exception", _l("Decide on exceptions to the independence of a team"), "leader"),
        ("audits.inspect", _l("Inspect, as a member of a team"), "inspector"),
        ("audits.conclude", _l("Conclude findings, as a team's lead or for quality control"), "quality", "inspector"),
        ("audits.answer", _l("Answer for a unit's findings, and say that one is not its own"), "head"),
        ("audits.reply", _l("Explain a finding, for one's unit or oneself"), "head", "staff"),
    ):
        registry.right(name, label, *roles)


def _bring_things(registry: Registry) -> None:
    from iso_qms.audits.checklist.checklists import Checklist, ChecklistQuestion
    from iso_qms.audits.conduct.privacy import RestrictionRequest
    from iso_qms.audits.draw.draws import Draw, Envelope
    from iso_qms.audits.draw.samples import FileSample
    from iso_qms.audits.finding.effect_measures import FINDINGS, REINSPECTING
    from iso_qms.audits.finding.findings import Finding, FindingReply, found_about_documents
    from iso_qms.audits.finding.replying import read_by
    from iso_qms.audits.finding.similar_findings import similar_findings
    from iso_qms.audits.models import AuditProgramme, Inspection, MinutesSignature
    from iso_qms.audits.phone.phone_acts import PhoneAct
    from iso_qms.audits.report.issued_papers import IssuedPaper
    from iso_qms.audits.report.tallies import found_at_units

    for label, model, url in (
        (_l("Inspection"), Inspection, lambda one: _at("show", one, number=one.id)),
        (_l("Signature of minutes"), MinutesSignature, lambda one: _at("minutes", one, number=one.inspection_id)),
        (_l("Finding"), Finding, lambda one: _at("finding", one, number=one.id)),
        (_l("Explanation"), FindingReply, lambda one: _at("finding", one, number=one.finding_id)),
        (_l("Inspection programme"), AuditProgramme, lambda one: _at("programme", one, year=one.year)),
        (_l("Draw by lot"), Draw, lambda one: _at("draw", one, number=one.id)),
        (_l("Envelope of a draw"), Envelope, lambda one: _at("envelope", one, number=one.id)),
        (_l("Request to restrict a finding"), RestrictionRequest, lambda one: _at("about_me", one)),
        (_l("Sample of files"), FileSample, lambda one: _at("sample", one, number=one.id)),
        (_l("Issued paper"), IssuedPaper, lambda one: _paper_at(one)),
        (_l("Checklist"), Checklist, _list_of),
        (_l("Act of a phone"), PhoneAct, lambda one: _at("unsettled", one, number=one.inspection_id)),
        (_l("Checklist question"), ChecklistQuestion, lambda one: _list_of(one.checklist)),
    ):
        registry.thing(model.journal_kind, label, model, url)
    registry.file_openings["finding"] = read_by
    registry.file_openings["finding_reply"] = lambda said, person: read_by(said.finding, person)
    registry.measures["findings"] = FINDINGS
    registry.similar.append(similar_findings)
    registry.reinspections.append(REINSPECTING)
    registry.review_evidence["finding"] = ReviewEvidence(_l("findings that cite it"), 3, found_about_documents)
    for grade, words, points in (
        ("major", _l("major findings"), 6),
        ("minor", _l("minor findings"), 3),
        ("observation", _l("observations"), 1),
    ):
        registry.unit_evidence[f"{grade}_finding"] = UnitEvidence(words, points, partial(found_at_units, grade))


def _paper_at(paper: Any) -> str:
    if paper.inspection_id:
        return _at("show", paper, number=paper.inspection_id)
    return _at("yearly_summary", paper, year=paper.year)


def _bring_teams(registry: Registry) -> None:
    from iso_qms.audits.team import team_standing
    from iso_qms.audits.team.exception_flow import EXCEPTION
    from iso_qms.audits.team.exceptions import TeamException
    from iso_qms.audits.team.interests import Interest
    from iso_qms.audits.team.qualifications import Qualification
    from iso_qms.audits.team.training_kind import TRAINING

    registry.action_kinds["training"] = TRAINING
    registry.workflows[EXCEPTION.name] = EXCEPTION
    for label, model, url in (
        (_l("Exception for a team"), TeamException, lambda one: _at("exception", one, number=one.id)),
        (_l("Declared interest"), Interest, lambda one: _at("interests", one)),
        (_l("Qualification"), Qualification, lambda one: _at("inspector", one, number=one.person_id)),
    ):
        registry.thing(model.journal_kind, label, model, url)
    registry.awaiting.append(team_standing.awaiting)
    registry.deadlines.append(team_standing.deadlines)
    registry.keep_duty("qualification", team_standing.VALIDITY)


def _list_of(one: Any) -> str:
    return _at("checklist_of", one, key=one.key)


def _at(endpoint: str, thing: Any, **values: Any) -> str:
    # By the thing's own agency, not the visitor's: letters are written by rounds too, where nobody visits.
    agency = db.session.get(Agency, thing.agency_id)
    return url_for(f"audits.{endpoint}", agency=agency.slug if agency else "", **values)
