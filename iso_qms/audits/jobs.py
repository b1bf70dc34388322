"""What falls due by itself: the time to explain a finding, and what a change of the calendar does to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from iso_qms.audits.findings import Finding
from iso_qms.audits.noting import inspected_readers, window_of
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.operations import in_each_agency
from iso_qms.organisation.people import Person
from iso_qms.organisation.working_days import calendar_of
from iso_qms.outbox import tell
from iso_qms.worktime import UnknownYear, working_days_between

say({"finding.window_moved": _l("moved the last day to explain, because the calendar changed")})

RUNGS = ("before", "on", "after")
"""One working day before the last day, on it, and once it is over."""


def remind() -> int:
    """Remind of the right of reply before, on and after its last day; each once, however often this is walked."""
    return in_each_agency(_remind)


def move_windows(agency: Agency, by: Person) -> Iterator[tuple[list[Any], str]]:
    """After a change of the calendar, every open last day to explain moves once; answers who is concerned."""
    query = select(Finding).where(Finding.agency_id == agency.id, Finding.state == "notified")
    for finding in db.session.scalars(query).unique().all():
        due = window_of(finding)
        if due is None or due.day == finding.reply_due_on:
            continue
        finding.reply_due_on = due.day
        write(finding, "finding.window_moved", by=by, private=finding.names_somebody)
        said = _("%(finding)s may be explained until %(day)s.", finding=finding.code, day=f"{due.day:%d/%m/%Y}")
        yield list(inspected_readers(finding)), said


def _remind(clock: Person) -> int:
    query = select(Finding).where(Finding.state == "notified", Finding.reply_due_on.is_not(None))
    findings = db.session.scalars(query.order_by(Finding.id)).unique().all()
    return sum(_remind_of(finding, clock) for finding in findings)


def _remind_of(finding: Finding, clock: Person) -> int:
    rung = _rung(finding, today())
    if rung is None or rung in finding.reminded:
        return 0
    finding.reminded = [*finding.reminded, rung]
    lead = finding.inspection.lead
    people = [lead] if rung == "after" else list(inspected_readers(finding))
    key = f"finding:{finding.id}:{finding.reply_due_on:%Y%m%d}:{rung}"
    tell(
        people,
        f"finding_window_{rung}",
        about=finding,
        by=clock,
        urgent=rung == "on",
        key=key,
        due=finding.reply_due_on,
    )
    write(finding, "finding.reminded", by=clock, private=finding.names_somebody)
    return 1


def _rung(finding: Finding, day: date) -> str | None:
    due = finding.reply_due_on
    if due is None or day > due:
        return "after" if due else None
    if day == due:
        return "on"
    try:
        left = working_days_between(day, end=due, calendar=calendar_of(finding.agency_id))
    except UnknownYear:
        return None
    return "before" if left == 1 and finding.reply_days != 1 else None
