"""The right of reply, and the end of a finding: confirmed, corrected or withdrawn, each with its trace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from iso_qms.audits.conduct.name_ends import let_names_end
from iso_qms.audits.conduct.naming import demand_unnamed
from iso_qms.audits.finding.evidence_files import attach_papers
from iso_qms.audits.finding.findings import (
    GRADES,
    NO_REASON,
    NONCONFORMING,
    Finding,
    FindingReading,
    FindingReply,
    FindingWording,
)
from iso_qms.audits.finding.notifying import inspected_readers, not_ours, notify
from iso_qms.audits.finding.noting import let_find
from iso_qms.audits.flow import FINDING
from iso_qms.clock import now
from iso_qms.db import aside, db
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Incomplete


def reply(
    finding: Finding, *, text: str, by: Person, files: Iterable[Any] = (), nobody_on_them: bool = False
) -> FindingReply:
    """Explain a finding, with files; several may explain, and all of it goes with the finding."""
    if not clean(text).strip():
        raise Incomplete(_("Write what happened. A file alone explains nothing."))
    finding.advance("reply", by=by, private=finding.is_private)
    acting = by.acting()
    said = FindingReply(
        agency_id=finding.agency_id,
        finding=finding,
        person_id=by.id,
        name=by.name,
        post=", ".join(filter(None, [acting.post, acting.unit])),
        text=clean(text).strip(),
        at=now(),
    )
    db.session.add(said)
    attach_papers(finding, files, by=by, nobody_on_them=nobody_on_them, to=said)
    tell([one.person for one in finding.inspection.team], "finding_replied", about=finding, by=by)
    return said


def confirm(finding: Finding, *, by: Person, note: str = "") -> None:
    """Conclude that it stands, with the team's answer to the explanation; refused while the window is open."""
    _demand_heard(finding)
    _write_answer(finding, note)
    finding.advance("confirm", by=by, note=note, private=finding.is_private)
    _tell_concluded(finding, by)


def correct(
    finding: Finding, *, by: Person, title: str, evidence: str, grade: str, note: str = "", grade_reason: str = ""
) -> None:
    """Conclude that it stands in other words or with another grade; what it said before is kept beside it."""
    _demand_heard(finding)
    if grade not in GRADES or not clean(title).strip() or not clean(evidence).strip():
        raise Incomplete(_("A corrected finding has a title, evidence and a grade."))
    if grade in NONCONFORMING and not clean(grade_reason).strip():
        raise Incomplete(str(NO_REASON))
    _keep_wording(finding, by, note)
    finding.title, finding.evidence, finding.grade = clean(title).strip(), clean(evidence).strip(), grade
    finding.grade_reason = clean(grade_reason).strip()
    demand_unnamed(finding)
    _write_answer(finding, note)
    finding.advance("correct", by=by, note=note, private=finding.is_private)
    let_find(finding)
    _tell_concluded(finding, by)


def withdraw(finding: Finding, *, by: Person, note: str = "") -> None:
    """Take a finding back; it counts no longer, and its trace stays."""
    _write_answer(finding, note)
    let_names_end(finding, withdrawn=True)
    finding.advance("withdraw", by=by, note=note, private=finding.is_private)
    _tell_concluded(finding, by)


def read_by(finding: Finding, reader: Person) -> None:
    """Note that somebody opened a finding that names a person, in a unit of its own."""
    if not finding.names_somebody:
        return
    acting = reader.acting()
    values = {
        "agency_id": finding.agency_id,
        "finding_id": finding.id,
        "person_id": reader.id,
        "name": reader.name,
        "post": ", ".join(filter(None, [acting.post, acting.unit])),
        "at": now(),
    }
    aside(lambda: db.session.add(FindingReading(**values)))


FINDING_MOVES: dict[str, Any] = {
    "notify": notify,
    "not_ours": not_ours,
    "confirm": confirm,
    "withdraw": withdraw,
}
"""Moves that need no more than a person and a reason; reply, reassign and correct have forms of their own."""


def _demand_heard(finding: Finding) -> None:
    missing = finding.why_not_yet(FINDING.move("confirm"))
    if missing:
        raise Incomplete(missing)


def _write_answer(finding: Finding, note: str) -> None:
    finding.conclusion, finding.concluded_at = clean(note).strip(), now()
    let_names_end(finding)


def _keep_wording(finding: Finding, by: Person, note: str) -> None:
    db.session.add(
        FindingWording(
            finding=finding,
            at=now(),
            name=by.name,
            title=finding.title,
            evidence=finding.evidence,
            grade=finding.grade,
            reason=clean(note).strip(),
        )
    )


def _tell_concluded(finding: Finding, by: Person) -> None:
    if finding.notified_at is not None:
        tell(inspected_readers(finding), "finding_concluded", about=finding, by=by)
