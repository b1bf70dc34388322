"""What the minutes of a visit say, and which signatures were given to exactly that text.

They name nobody a finding concerns; such a finding stands in them by its number and unit alone, without topic or
grade, because both sides must know how many they sign for. In a unit of one person to know that there is one is as
good as a name: so the whole text is for the two sides alone. Whoever else sees the visit has a copy for reading, which
is the same whether there are such findings or not: it numbers what it tells by itself, so that no gap shows, and says
nothing of whether the text changed after somebody signed it. The later papers leave such findings out likewise.

A confirmation is bound to the hash of what it confirmed: when a finding, a head-count or an answer changes, it was
given to an earlier text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from iso_qms.audits.checklist.checklists import ChecklistAnswer, answers_of
from iso_qms.audits.checklist.clauses import clause_title
from iso_qms.audits.draw.samples import SampleTold, samples_told
from iso_qms.audits.finding.findings import GRADES, NAMING, Finding
from iso_qms.audits.models import KINDS, METHODS, Inspection, MinutesSignature, TeamMember
from iso_qms.audits.team.exceptions import TeamException, exceptions_of
from iso_qms.audits.topics import TOPICS
from iso_qms.audits.visit.attendance import Row, counts_of, rosters_of
from iso_qms.audits.visit.headcounts import AttendanceCheck
from iso_qms.clock import as_local, today
from iso_qms.db import db, kept
from iso_qms.i18n import _, speaking
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit


class _Read:
    """What the minutes are made of, each read once: a page shows the text and asks for its hash more than once."""

    def __init__(self, inspection: Inspection) -> None:
        self.inspection = inspection

    @cached_property
    def exceptions(self) -> Sequence[TeamException]:
        """What was asked for the team."""
        return exceptions_of(self.inspection)

    @cached_property
    def counts(self) -> list[tuple[AttendanceCheck, list[Row]]]:
        """Each head-count that has ended, with its roster."""
        query = select(AttendanceCheck).where(
            AttendanceCheck.inspection_id == self.inspection.id, AttendanceCheck.ended_at.is_not(None)
        )
        checks = db.session.scalars(query.order_by(AttendanceCheck.id)).unique().all()
        return list(zip(checks, rosters_of(checks), strict=True)) if checks else []

    @cached_property
    def answers(self) -> Sequence[ChecklistAnswer]:
        """What was answered of the checklists."""
        return answers_of(self.inspection)

    @cached_property
    def samples(self) -> list[SampleTold]:
        """What is told of the samples of files that were drawn."""
        return samples_told(self.inspection.id)

    @cached_property
    def findings(self) -> list[Finding]:
        """The findings that stand."""
        query = select(Finding).where(Finding.inspection_id == self.inspection.id, Finding.state != "withdrawn")
        query = query.options(joinedload(Finding.revision), joinedload(Finding.person)).order_by(Finding.id)
        return list(db.session.scalars(query).unique())


def _read(inspection: Inspection) -> _Read:
    read: _Read = kept("minutes").setdefault(inspection.id, _Read(inspection))
    return read


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
        (_("Exceptions for the team"), "; ".join(_excepted(_read(inspection)))),
        (_("Topics"), ", ".join(str(TOPICS[topic]).lower() for topic in inspection.topics)),
        (_("Criteria"), inspection.criteria),
        (_("Samples of files"), "; ".join(_sampled(one, inspection.units) for one in _read(inspection).samples)),
    ]
    return [(label, value) for label, value in pairs if value]


def _excepted(read: _Read) -> list[str]:
    return [
        _(
            "%(who)s: %(reason)s Measure: %(measure)s Approved by %(by)s",
            who=one.person.name,
            reason=one.reason,
            measure=one.measure,
            by=one.decided_by.name if one.decided_by else "",
        )
        for one in read.exceptions
        if one.state == "approved"
    ]


def _sampled(one: SampleTold, units: Iterable[Unit]) -> str:
    unit = next(unit.name for unit in units if unit.id == one.unit_id)
    numbers = {"n": one.drawn, "total": one.total, "looked": one.looked_at}
    told = [_("%(n)s of %(total)s drawn by lot, %(looked)s looked at", **numbers)]
    if one.wrong is not None:
        told.append(_("%(n)s with a paper that is wrong", n=one.wrong))
    return f"{unit}, {one.what}: {', '.join(told)} (SHA-256 {one.codes_hash})"


def attendance_in(inspection: Inspection) -> list[list[str]]:
    """Each head-count that has ended: unit, time, on the roster, counted, excused, hours not kept. No names."""
    return [_counts(check, roster) for check, roster in _read(inspection).counts]


def answers_in(inspection: Inspection) -> list[list[str]]:
    """Unit, question and what was seen, for each question that was answered yes or no."""
    return [
        [one.unit.name, one.question.vi, one.words]
        for one in _read(inspection).answers
        if one.answer in ("conform", "not")
    ]


def findings_in(inspection: Inspection) -> list[tuple[str, str, str]]:
    """Number, what, criterion of each finding that stands; those on persons by their number alone."""
    return [(one.code, *_told(one)) for one in _read(inspection).findings]


def findings_for_others(inspection: Inspection) -> list[tuple[str, str, str]]:
    """The same for whoever is neither of the team nor answers for a unit: none on persons, none restricted.

    They are numbered from one, because a gap in the numbers of the agency would tell of another. One on hours or
    conduct is told only once its words were looked through for who it is.
    """
    found = [one for one in _read(inspection).findings if _is_for_others(one)]
    return [(str(n), *_told(one)) for n, one in enumerate(found, start=1)]


def reads_whole(inspection: Inspection, person: Person) -> bool:
    """Whether somebody reads all that is signed: the team, and whoever answers for an inspected unit."""
    answered = answered_units(person, today())
    return inspection.has_member(person) or any(unit.id in answered for unit in inspection.units)


def text_of(inspection: Inspection) -> bytes:
    """What the minutes say, whatever language is spoken; the end of the visit comes after signing."""
    with speaking("vi"):
        facts = [pair for pair in facts_of(inspection) if pair[0] != _("Ended")]
        told = (attendance_in(inspection), answers_in(inspection), findings_in(inspection))
        text = [facts, *told, _weighed(_read(inspection))]
    return json.dumps(text, ensure_ascii=False).encode()


def text_hash(inspection: Inspection) -> str:
    """The SHA-256 of what the minutes say."""
    return hashlib.sha256(text_of(inspection)).hexdigest()


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


def _is_for_others(one: Finding) -> bool:
    is_told = one.kind not in NAMING or one.notified_at is not None
    return is_told and one.restricted_at is None and not one.names_somebody


def _weighed(read: _Read) -> list[list[str]]:
    """Topic and grade of the findings of which the minutes say neither: a confirmation holds for these too."""
    return [[str(one.id), one.kind, one.grade] for one in read.findings if one.names_somebody]


def _counts(check: AttendanceCheck, roster: list[Row]) -> list[str]:
    counts = check.counts or counts_of(roster)
    return [check.unit.name, f"{as_local(check.started_at):%H:%M %d/%m/%Y}", *map(str, counts)]


def _told(one: Finding) -> tuple[str, str]:
    grade = str(GRADES[one.grade].label)
    weight = "; ".join([": ".join(filter(None, [grade, one.grade_reason])), *_differing(one)])
    if one.names_somebody:
        told = _("%(unit)s: about a person. Its words stand on its own page, which few may read.", unit=one.unit.name)
        return told, "–"
    clause = f"{one.standard}, {one.clause} {clause_title(one.standard, one.clause)}" if one.clause else ""
    document = ", ".join(filter(None, [str(one.revision), one.step])) if one.revision else ""
    criterion = "; ".join(filter(None, [clause, document, one.article]))
    seen = ", ".join(filter(None, [f"{as_local(one.observed_at):%H:%M %d/%m/%Y}", one.place]))
    return f"{one.unit.name}: {one.title}. {one.evidence} ({seen}; {weight})", criterion


def _differing(one: Finding) -> list[str]:
    """What the agency's rule proposed, where the team gave another grade."""
    if one.proposed_grade in ("", one.grade):
        return []
    words = _("the rule proposes %(grade)s: %(sentence)s")
    return [words % {"grade": GRADES[one.proposed_grade].label, "sentence": one.rule_sentence}]


def _member(one: TeamMember) -> str:
    said = ", ".join(filter(None, [one.person.name, one.post]))
    return f"{said} ({_('lead')})" if one.is_lead else said
