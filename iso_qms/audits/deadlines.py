"""When the lead's work falls due, in working days by the agency's rules: the minutes, conclusions, the report."""

from __future__ import annotations

from datetime import date, datetime

from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.models import Inspection
from iso_qms.audits.rules import rules_of
from iso_qms.clock import as_local
from iso_qms.organisation.working_days import due_in_working_days
from iso_qms.worktime import UnknownYear


def minutes_due(inspection: Inspection) -> date | None:
    """The day by which a visit that has begun ends with minutes."""
    return _due(inspection.agency_id, inspection.started_at, "minutes_days")


def report_due(inspection: Inspection) -> date | None:
    """The day by which the report on a visit that has ended is written and the inspection closed."""
    return _due(inspection.agency_id, inspection.ended_at, "report_days")


def conclusion_due(finding: Finding) -> date | None:
    """The day by which a finding is concluded: after its last explanation, or after its time to explain is over.

    One that was sent back is given to the right unit within the time in which its unit would have explained it.
    """
    if finding.state == "replied":
        return _due(finding.agency_id, finding.replies[-1].at, "conclude_days")
    if finding.state == "notified" and finding.window_is_over:
        return _due(finding.agency_id, finding.reply_due_on, "conclude_days")
    return finding.reply_due_on if finding.state == "returned" else None


def _due(agency_id: int, since: datetime | date | None, term: str) -> date | None:
    if since is None:
        return None
    day = as_local(since).date() if isinstance(since, datetime) else since
    try:
        return due_in_working_days(day, days=getattr(rules_of(agency_id), term), agency_id=agency_id)
    except UnknownYear:
        return None  # It still awaits the lead, on no particular day, until somebody enters that year's calendar.
