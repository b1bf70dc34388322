"""What falls due by itself: the time to explain a finding, and what a change of the calendar does to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, Text, and_, cast, or_, select

from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.finding.notifying import inspected_readers, window_of
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import Person
from iso_qms.organisation.working_days import calendar_of
from iso_qms.outbox import tell
from iso_qms.rounds import each_due, walked_agency_id
from iso_qms.worktime import UnknownYear, add_working_days

say({"finding.window_moved": _l("moved the last day to explain, because the calendar changed")})

RUNGS = ("before", "on", "after")
"""One working day before the last day, on it, and once it is over."""


def remind() -> int:
    """Remind of the right of reply before, on and after its last day; each once, however often this is walked."""
    return each_due("findings", _to_be_reminded, _remind_of)


def move_windows(agency: Agency, by: Person) -> Iterator[tuple[list[Any], str]]:
    """After a change of the calendar, every open last day to explain moves once; answers who is concerned."""
    query = select(Finding).where(Finding.agency_id == agency.id, Finding.state == "notified")
    for finding in db.session.scalars(query).unique().all():
        due = window_of(finding)
        if due is None or due.day == finding.reply_due_on:
            continue
        finding.reply_due_on = due.day
        write(finding, "finding.window_moved", by=by, private=finding.is_private)
        said = _("%(finding)s may be explained until %(day)s.", finding=finding.code, day=f"{due.day:%d/%m/%Y}")
        yield list(inspected_readers(finding)), said


def _to_be_reminded() -> Select[Finding]:
    day, told = today(), cast(Finding.reminded, Text)
    ways = [
        and_(Finding.reply_due_on < day, ~told.contains('"after"')),
        and_(Finding.reply_due_on == day, ~told.contains('"on"')),
    ]
    if eve := _eve_of(day):
        more_than_a_day = or_(Finding.reply_days.is_(None), Finding.reply_days != 1)
        ways.append(and_(Finding.reply_due_on == eve, more_than_a_day, ~told.contains('"before"')))
    return select(Finding).where(Finding.state == "notified", or_(*ways)).order_by(Finding.id)


def _eve_of(day: date) -> date | None:
    """The last day to explain of which people are reminded on a day: the next one that is worked."""
    try:
        return add_working_days(day, days=1, calendar=calendar_of(walked_agency_id()))
    except UnknownYear:
        return None


def _remind_of(finding: Finding, clock: Person) -> None:
    rung = _rung(finding, today())
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
    write(finding, "finding.reminded", by=clock, private=finding.is_private)


def _rung(finding: Finding, day: date) -> str:
    due = finding.reply_due_on
    assert due is not None, "only a window with a last day is due"
    return "after" if due < day else "on" if due == day else "before"
