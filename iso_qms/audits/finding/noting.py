"""Noting findings on the spot, notifying them, and sending them to the right unit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from iso_qms.audits.checklist.clauses import CLAUSES, STANDARD
from iso_qms.audits.conduct.conduct_rules import conduct_of
from iso_qms.audits.finding.findings import GRADES, NAMING, NO_CRITERION, NO_REASON, NONCONFORMING, Finding
from iso_qms.audits.finding.grading import proposed
from iso_qms.audits.finding.weighing import demand_reason, weigh
from iso_qms.audits.flow import FINDING
from iso_qms.audits.models import Inspection
from iso_qms.audits.rules import rules_of
from iso_qms.audits.sides import why_not_this_document
from iso_qms.audits.topics import TOPICS
from iso_qms.audits.visit.attendance import Row, hours_of
from iso_qms.audits.visit.headcounts import STATUSES, AttendanceCheck, Sighting
from iso_qms.clock import as_local, now, today
from iso_qms.db import db
from iso_qms.documents.models import Document, Revision
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person, staff_of
from iso_qms.organisation.units import Unit, subtree
from iso_qms.search import index
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, Refused, WrongState

say(FINDING)
say(
    {
        "finding.noted": _l("noted the finding"),
        "finding.edited": _l("edited the note"),
        "finding.reminded": _l("reminded of the time to explain"),
    }
)


def note_finding(
    inspection: Inspection,
    *,
    by: Person,
    unit: Unit,
    kind: str,
    title: str,
    evidence: str,
    grade: str,
    observed_at: datetime | None = None,
    person: Person | None = None,
    sighting: Sighting | None = None,
    **basis: Any,
) -> Finding:
    """Note what was seen.

    Basis: clause, document with step (and a revision, where it is not that of the day), or article, at least one;
    grade_reason, place, and the facts a rule of grades asks: minutes, people. What was noted where no rule could be
    looked up is weighed all the same (`differs_later`), and a grade other than the rule's needs its reason before it
    is notified.
    """
    demand_noting(inspection, by=by)
    _demand_inspected(unit, inspection)
    finding = Finding(
        agency_id=inspection.agency_id,
        inspection=inspection,
        unit=unit,
        noted_by=by,
        year=today().year,
        sequence=_next_sequence(today().year),
        observed_at=observed_at or now(),
        sighting_id=sighting.id if sighting else None,
    )
    _fill(finding, by, kind=kind, title=title, evidence=evidence, grade=grade, person=person, **basis)
    db.session.add(finding)
    write(finding, "finding.noted", by=by, private=finding.is_private)
    let_find(finding)
    return finding


def edit_note(
    finding: Finding,
    *,
    by: Person,
    unit: Unit,
    observed_at: datetime,
    kind: str,
    title: str,
    evidence: str,
    grade: str,
    person: Person | None = None,
    **basis: Any,
) -> None:
    """Edit a note that nobody outside the team has seen yet."""
    if finding.state != "noted":
        raise WrongState(_("%(finding)s was notified. Correct it with a reason instead.", finding=finding.code))
    demand_noting(finding.inspection, by=by)
    _demand_inspected(unit, finding.inspection)
    was_private, day = finding.is_private, finding.observed_on
    finding.unit, finding.observed_at = unit, observed_at
    if finding.observed_on == day and finding.document is basis.get("document"):
        basis["revision"] = finding.revision
    _fill(finding, by, kind=kind, title=title, evidence=evidence, grade=grade, person=person, **basis)
    write(finding, "finding.edited", by=by, private=was_private or finding.is_private)
    let_find(finding)


def demand_noting(inspection: Inspection, *, by: Person) -> None:
    """Refuse whoever is not of the team, and every note before the visit begins or after it ended with minutes."""
    if inspection.state == "reporting":
        raise WrongState(
            _(
                "%(inspection)s ended with minutes both sides stand by. Look at this on another visit.",
                inspection=inspection.code,
            )
        )
    if inspection.state != "under_way":
        raise WrongState(_("%(inspection)s is not running, so nothing more is noted.", inspection=inspection.code))
    if not inspection.has_member(by):
        raise Forbidden(_("Only the team notes findings."))


def finding_from_count(check: AttendanceCheck, row: Row, *, by: Person) -> Finding:
    """Turn what a head-count saw of one person into a finding, in one act."""
    if not row.is_irregular or row.sighting is None or row.measured is None:
        raise Refused(_("Nothing is missing from this person's hours, so there is nothing to find."))
    if db.session.scalar(select(Finding.id).where(Finding.sighting_id == row.sighting.id)):
        raise Refused(_("This was made a finding already."))
    rules, found = rules_of(check.agency_id), row.measured
    missing = found.minutes_late + found.minutes_early + found.minutes_absent
    return note_finding(
        check.inspection,
        by=by,
        unit=check.unit,
        kind="hours",
        title=missing_minutes(row),
        evidence=_hours_evidence(check, row),
        grade=_grade_of(check.agency_id, missing),
        grade_reason=_("Office hours not kept; nothing known that excuses it."),
        minutes=missing,
        observed_at=row.sighting.at,
        place=check.unit.name,
        person=row.person,
        sighting=row.sighting,
        article=rules.hours_basis or check.inspection.criteria[:300],
    )


def _grade_of(agency_id: int, minutes: int) -> str:
    rule = proposed("hours", {"minutes": minutes}, conduct_of(agency_id).grade_rules)
    return rule.grade if rule else "minor"


def let_find(finding: Finding) -> None:
    """Let a finding be searched for: by its words, or by its number alone where it names somebody."""
    words = {} if finding.names_somebody else {"body": finding.evidence}
    title = finding.code if finding.names_somebody else finding.title
    index(finding, title=title, code=finding.code, **words)


def pin_revision(finding: Finding, document: Document | None, revision: Revision | None = None) -> None:
    """Pin the revision it is held against for good: that in force on the day of the finding, if no other is named."""
    finding.document = document
    finding.revision = revision or (document.revision_on(finding.observed_on) if document else None)
    if document is not None and finding.revision is None:
        day = f"{finding.observed_on:%d/%m/%Y}"
        if document.standing_on(finding.observed_on) is not None:
            raise Incomplete(
                _("%(document)s was suspended on %(day)s: nobody had to keep to it.", document=document.code, day=day)
            )
        raise Incomplete(
            _(
                "No revision of %(document)s was in force on %(day)s.",
                document=document.code,
                day=day,
            )
        )


def staff_concerned(inspection: Inspection) -> list[Person]:
    """Who may be named in a finding of this inspection: the staff of its units today."""
    units = {one for unit in inspection.units for one in subtree(unit.id)}
    return staff_of(units, today())


def missing_minutes(row: Row) -> str:
    """What a head-count says about one person, without the name: 14 minutes late."""
    found = row.measured
    if found is None:
        return _("Not seen at work")
    if found.minutes_absent and not (found.minutes_late or found.minutes_early):
        return _("Absent without leave")
    said = [_("%(n)s minutes late", n=found.minutes_late)] if found.minutes_late else []
    said += [_("left %(n)s minutes early", n=found.minutes_early)] if found.minutes_early else []
    said += [_("away for %(n)s minutes", n=found.minutes_absent)] if found.minutes_absent else []
    return ", ".join(said).capitalize() if said else _("Present")


def _fill(
    finding: Finding,
    by: Person,
    *,
    kind: str,
    title: str,
    evidence: str,
    grade: str,
    person: Person | None = None,
    clause: str = "",
    document: Document | None = None,
    revision: Revision | None = None,
    step: str = "",
    article: str = "",
    grade_reason: str = "",
    place: str = "",
    minutes: int | None = None,
    people: int | None = None,
    differs_later: bool = False,
) -> None:
    if kind not in TOPICS or grade not in GRADES:
        raise Incomplete(_("Choose a kind and a grade from the lists."))
    finding.kind, finding.grade, finding.person = kind, grade, person
    finding.title, finding.evidence = clean(title).strip(), clean(evidence).strip()
    finding.standard, finding.clause = (STANDARD, clause) if clause else ("", "")
    finding.step, finding.article = clean(step).strip(), clean(article).strip()
    finding.grade_reason, finding.place = clean(grade_reason).strip(), clean(place).strip()
    finding.minutes, finding.people = minutes, people
    with db.session.no_autoflush:
        pin_revision(finding, document, revision)
    weigh(finding)
    if not differs_later:
        demand_reason(finding)
    _demand_whole(finding, by)


def _demand_whole(finding: Finding, by: Person) -> None:
    if not finding.title or not finding.evidence:
        raise Incomplete(_("Say in a title what it is, and in the evidence what was seen, where and when."))
    if finding.observed_at > now():
        raise Incomplete(_("It cannot have been seen later than now."))
    if not (finding.clause or finding.article or finding.document):
        raise Incomplete(str(NO_CRITERION))
    if finding.clause and finding.clause not in CLAUSES[finding.standard]:
        raise Incomplete(_("%(standard)s has no clause %(clause)s.", standard=finding.standard, clause=finding.clause))
    if finding.grade in NONCONFORMING and not finding.grade_reason:
        raise Incomplete(str(NO_REASON))
    if finding.person is not None and finding.kind not in NAMING:
        raise Incomplete(_("Only findings on working hours or conduct name a person. Describe the work instead."))
    if finding.document and (reason := why_not_this_document(by, finding.document, finding.observed_on)):
        raise Forbidden(reason)


def _demand_inspected(unit: Unit, inspection: Inspection) -> None:
    if unit not in inspection.units:
        raise Incomplete(_("%(unit)s is not inspected here.", unit=unit.name))


def _hours_evidence(check: AttendanceCheck, row: Row) -> str:
    opened = ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in hours_of(check))
    assert row.sighting is not None
    return _(
        "Head-count on %(day)s: seen at %(at)s as “%(status)s”. Hours of the unit on that day: %(hours)s. %(sum)s. "
        "No leave and no duty elsewhere were known for that time.",
        day=f"{check.day:%d/%m/%Y}",
        at=f"{as_local(row.sighting.at):%H:%M}",
        status=_status(row.sighting.status),
        hours=opened,
        sum=missing_minutes(row),
    )


def _status(name: str) -> str:
    return str(STATUSES[name])


def _next_sequence(year: int) -> int:
    return (db.session.scalar(select(func.max(Finding.sequence)).where(Finding.year == year)) or 0) + 1
