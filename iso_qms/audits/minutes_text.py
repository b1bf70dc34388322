"""What the minutes of a visit say, and which signatures were given to exactly that text.

They name nobody a finding concerns; such a finding stands in them by its number alone. A confirmation is bound to the
hash of what it confirmed: when a finding, a head-count or an answer changes, it was given to an earlier text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from iso_qms.audits.attendance import Row, counts_of, rosters_of
from iso_qms.audits.checklists import answers_of
from iso_qms.audits.clauses import clause_title
from iso_qms.audits.exceptions import exceptions_of
from iso_qms.audits.findings import GRADES, Finding
from iso_qms.audits.headcounts import AttendanceCheck
from iso_qms.audits.models import KINDS, METHODS, TOPICS, Inspection, MinutesSignature, TeamMember
from iso_qms.clock import as_local
from iso_qms.db import db
from iso_qms.i18n import _, speaking
from iso_qms.organisation.units import Unit


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
        (_("Exceptions for the team"), "; ".join(_excepted(inspection))),
        (_("Topics"), ", ".join(str(TOPICS[topic]).lower() for topic in inspection.topics)),
        (_("Criteria"), inspection.criteria),
    ]
    return [(label, value) for label, value in pairs if value]


def _excepted(inspection: Inspection) -> list[str]:
    return [
        _(
            "%(who)s: %(reason)s Measure: %(measure)s Approved by %(by)s",
            who=one.person.name,
            reason=one.reason,
            measure=one.measure,
            by=one.decided_by.name if one.decided_by else "",
        )
        for one in exceptions_of(inspection)
        if one.state == "approved"
    ]


def attendance_in(inspection: Inspection) -> list[list[str]]:
    """Each head-count that has ended: unit, time, on the roster, counted, excused, hours not kept. No names."""
    query = select(AttendanceCheck).where(
        AttendanceCheck.inspection_id == inspection.id, AttendanceCheck.ended_at.is_not(None)
    )
    checks = db.session.scalars(query.order_by(AttendanceCheck.id)).unique().all()
    return [_counts(check, roster) for check, roster in zip(checks, rosters_of(checks), strict=True)] if checks else []


def answers_in(inspection: Inspection) -> list[list[str]]:
    """Unit, question and what was seen, for each question that was answered yes or no."""
    return [
        [one.unit.name, one.question.vi, one.words]
        for one in answers_of(inspection)
        if one.answer in ("conform", "not")
    ]


def findings_in(inspection: Inspection, *, restricted: bool = True) -> list[tuple[str, str, str]]:
    """Number, what, criterion of each finding that stands; those on persons by their number alone.

    Restricted ones stand in the minutes, which both sides signed, and in no later paper.
    """
    query = select(Finding).where(Finding.inspection_id == inspection.id, Finding.state != "withdrawn")
    query = query if restricted else query.where(Finding.restricted_at.is_(None))
    query = query.options(joinedload(Finding.revision), joinedload(Finding.person)).order_by(Finding.id)
    return [_told(one) for one in db.session.scalars(query).unique()]


def text_hash(inspection: Inspection) -> str:
    """The SHA-256 of what the minutes say, whatever language is spoken; the end of the visit comes after signing."""
    with speaking("vi"):
        facts = [pair for pair in facts_of(inspection) if pair[0] != _("Ended")]
        text = [facts, attendance_in(inspection), answers_in(inspection), findings_in(inspection)]
    return hashlib.sha256(json.dumps(text, ensure_ascii=False).encode()).hexdigest()


def standing_signatures(inspection: Inspection) -> list[MinutesSignature]:
    """The signatures, and refusals to sign, that were given to what the minutes say now."""
    now_said = text_hash(inspection) if inspection.signatures else ""
    return [one for one in inspection.signatures if one.text_hash == now_said]


def unsigned_sides(inspection: Inspection, standing: Iterable[MinutesSignature]) -> list[Unit | None]:
    """The sides that neither signed nor were noted as refusing; None is the team."""
    signed = {one.unit_id for one in standing}
    sides: list[Unit | None] = [None, *inspection.units]
    return [unit for unit in sides if (unit.id if unit else None) not in signed]


def missing_signatures(inspection: Inspection) -> list[str]:
    """Whom the minutes still wait for, by name: the lead, and one for each inspected unit."""
    return names_of(inspection, unsigned_sides(inspection, standing_signatures(inspection)))


def names_of(inspection: Inspection, sides: Iterable[Unit | None]) -> list[str]:
    """Sides by name: the unit's own, and the lead's for the team."""
    return [unit.name if unit else str(inspection.lead or _("the team's lead")) for unit in sides]


def _counts(check: AttendanceCheck, roster: list[Row]) -> list[str]:
    counts = check.counts or counts_of(roster)
    return [check.unit.name, f"{as_local(check.started_at):%H:%M %d/%m/%Y}", *map(str, counts)]


def _told(one: Finding) -> tuple[str, str, str]:
    grade = str(GRADES[one.grade].label)
    weight = "; ".join([": ".join(filter(None, [grade, one.grade_reason])), *_differing(one)])
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
    seen = ", ".join(filter(None, [f"{as_local(one.observed_at):%H:%M %d/%m/%Y}", one.place]))
    return one.code, f"{one.unit.name}: {one.title}. {one.evidence} ({seen}; {weight})", criterion


def _differing(one: Finding) -> list[str]:
    """What the agency's rule proposed, where the team gave another grade."""
    if one.proposed_grade in ("", one.grade):
        return []
    words = _("the rule proposes %(grade)s: %(sentence)s")
    return [words % {"grade": GRADES[one.proposed_grade].label, "sentence": one.rule_sentence}]


def _member(one: TeamMember) -> str:
    said = ", ".join(filter(None, [one.person.name, one.post]))
    return f"{said} ({_('lead')})" if one.is_lead else said
