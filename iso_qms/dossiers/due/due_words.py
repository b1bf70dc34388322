"""A due moment, and how late a dossier is against it, as a reader says it."""

from __future__ import annotations

from datetime import datetime, time

from iso_qms.clock import as_local
from iso_qms.dossiers.deadlines import Verdict, due_day
from iso_qms.dossiers.models import UNJUDGED, Dossier
from iso_qms.i18n import _, ngettext
from iso_qms.organisation.working_days import calendar_of
from iso_qms.processes.amounts import amount_in_words
from iso_qms.web.pages import day, moment
from iso_qms.worktime import Calendar, UnknownYear, working_days_between, working_minutes_between


def due_in_words(ends_at: datetime) -> str:
    """The due day of an end, with its hour where it ends within the day."""
    return day(due_day(ends_at)) if as_local(ends_at).time() == time() else moment(ends_at)


def lateness(one: Dossier, at: datetime) -> str:
    """How late a dossier is against its first due moment, in the hours of its unit; empty when it is not late."""
    if one.verdict_at(at) not in (Verdict.LATE, Verdict.OPEN_LATE) or one.first_due_at is None:
        return ""
    calendar = calendar_of(one.agency_id, unit=one.deciding_unit_id)
    return late_in_words(one.first_due_at, one.finished_at or at, calendar)


def lateness_again(one: Dossier, at: datetime) -> str:
    """The same against the moment it was rescheduled to."""
    until = one.finished_at or at
    if one.rescheduled_to is None or until <= one.rescheduled_to or one.state in UNJUDGED or one.waiting:
        return ""
    return late_in_words(one.rescheduled_to, until, calendar_of(one.agency_id, unit=one.deciding_unit_id))


def late_in_words(ends_at: datetime, until: datetime, calendar: Calendar) -> str:
    """How long after its end something was done, or still waits: in working days, within one day in hours."""
    last = as_local(until).date()
    try:
        days = working_days_between(due_day(ends_at), end=last, calendar=calendar)
        if days:
            return ngettext("%(num)s working day late", "%(num)s working days late", days)
        minutes = working_minutes_between(ends_at, end=until, calendar=calendar)
    except UnknownYear:
        return _("late")
    return _("%(amount)s late", amount=amount_in_words(minutes / 60, "working_hour")) if minutes > 0 else _("late")
