"""Telling the inspected side of a finding: notifying it, sending it on to the right unit, and the time to explain."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from iso_qms.audits.conduct.naming import demand_unnamed
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.finding.weighing import demand_reason
from iso_qms.audits.models import Inspection
from iso_qms.audits.rules import rules_of
from iso_qms.audits.sides import why_not_independent
from iso_qms.clock import now, today
from iso_qms.i18n import _
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import calendar_of
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, WrongState
from iso_qms.worktime import Due, Term, add_working_days, due_after
from iso_qms.worktime import Unit as TermUnit


def notify(finding: Finding, *, by: Person, note: str = "") -> None:
    """Tell whoever answers for the unit and the person concerned; the time to explain begins now."""
    if finding.inspection.state not in ("under_way", "reporting"):
        raise WrongState(_("%(inspection)s is not running.", inspection=finding.inspection.code))
    demand_reason(finding)
    demand_unnamed(finding)
    _open_window(finding)
    finding.advance("notify", by=by, note=note, private=finding.is_private)
    _tell_inspected(finding, by)


def not_ours(finding: Finding, *, by: Person, note: str = "") -> None:
    """The unit says that this is another unit's matter; the team's lead decides."""
    finding.returned_reason = clean(note).strip()
    finding.advance("not_ours", by=by, note=note, private=finding.is_private)
    lead = finding.inspection.lead
    tell([lead] if lead else [], "finding_not_ours", about=finding, by=by, urgent=True)


def reassign(finding: Finding, *, unit: Unit, by: Person, note: str = "") -> None:
    """The lead names the right unit, or stands by the first one; its time to explain begins anew."""
    reason = why_not_for_team(finding.inspection, unit)
    if reason:
        raise Forbidden(reason)
    finding.unit = unit
    _open_window(finding)
    finding.advance("reassign", by=by, note=note, private=finding.is_private)
    _tell_inspected(finding, by)


def why_not_for_team(inspection: Inspection, unit: Unit) -> str | None:
    """Why this team must not have a finding on that unit: one of them belongs to it."""
    reasons = (why_not_independent(m.person, units=[unit], documents=[], day=today()) for m in inspection.team)
    return next(filter(None, reasons), None)


def window_of(finding: Finding) -> Due | None:
    """When the time to explain ends, and why on that day."""
    if finding.notified_at is None or finding.reply_days is None:
        return None
    term = Term(Fraction(finding.reply_days), TermUnit.WORKING_DAY)
    return due_after(finding.notified_at, term=term, calendar=calendar_of(finding.agency_id))


def inspected_readers(finding: Finding) -> Iterable[Person]:
    """Whoever answers for the unit, and the person concerned."""
    people = [*heads_for(finding.unit_id, today()), *([finding.person] if finding.person else [])]
    return {one.id: one for one in people}.values()


def _open_window(finding: Finding) -> None:
    finding.notified_at, finding.reminded = now(), []
    finding.reply_days = rules_of(finding.agency_id).reply_days
    calendar = calendar_of(finding.agency_id)
    finding.reply_due_on = add_working_days(today(), days=finding.reply_days, calendar=calendar)


def _tell_inspected(finding: Finding, by: Person) -> None:
    tell(inspected_readers(finding), "finding_to_answer", about=finding, by=by, urgent=True, due=finding.reply_due_on)
