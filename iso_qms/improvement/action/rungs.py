"""How the ladder of an action is told on its page: what time has done, and what it will do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from iso_qms.i18n import _, language, ngettext
from iso_qms.improvement.action import ladder
from iso_qms.improvement.action.actions import CorrectiveAction, FollowUp
from iso_qms.improvement.correction.corrections import Correction
from iso_qms.improvement.obligation.obligations import ObligationDue
from iso_qms.organisation.working_days import calendar_of
from iso_qms.worktime import Calendar, Kind

MOST_GAPS = 4
"""Stretches of days off that are named under a ladder."""


@dataclass(frozen=True)
class Rung:
    """A rung: what happens, whether it is past, now, or to come, its day in short, and a note."""

    label: str
    state: str
    date: str
    note: str


@dataclass(frozen=True)
class Ladder:
    """The rungs in order, whether they only will be set, and the days off they step over from today on."""

    rungs: list[Rung]
    is_planned: bool
    off: list[str]


def ladder_of(one: CorrectiveAction, today: date) -> Ladder:
    """The rungs told and to come; before the plan is accepted, those that would be set."""
    calendar = calendar_of(one.agency_id)
    shown = [each for each in one.follow_ups if each.void_at is None]
    is_planned = not shown and one.state in ("planned", "returned")
    if is_planned:
        days = ladder.rungs(one.steps(ladder.CARRY_OUT), due_on=one.due_on, calendar=calendar)
        shown = [FollowUp(duty=ladder.CARRY_OUT, offset=offset, due_on=day) for offset, day in days if day >= today]
    shown.sort(key=lambda each: (each.due_on, each.offset))
    off = _days_off(today, shown[-1].due_on, calendar) if shown else []
    return Ladder([_rung(one, each, today) for each in shown], is_planned, off[:MOST_GAPS])


def ladder_of_due(due: ObligationDue | Correction, today: date) -> Ladder:
    """The rungs told and to come of an obligation or a correction."""
    shown = [each for each in due.follow_ups if each.void_at is None]
    off = _days_off(today, shown[-1].due_on, calendar_of(due.agency_id)) if shown else []
    return Ladder([_rung(due, each, today) for each in shown], is_planned=False, off=off[:MOST_GAPS])


def short_day(day: date) -> str:
    """A day without its year: 23/11, or 23 Nov."""
    return f"{day:%d/%m}" if language() == "vi" else f"{day.day} {day:%b}"


def _rung(one: Any, each: Any, today: date) -> Rung:
    state = "past" if each.told_at else "now" if each.due_on == today else "miss" if each.due_on < today else "plan"
    note = distance(each.duty, each.offset)
    if each.told_to:
        note = f"{note}: {', '.join(each.told_to)}"
    when = _("today") if state == "now" else short_day(each.due_on)
    return Rung(label_of(each.duty, each.offset, one.steps(each.duty), level=one.level), state, when, note)


def label_of(duty: str, offset: int, steps: ladder.Steps, *, level: int = 0) -> str:
    """What happens on a rung."""
    told = steps.told_at(duty, offset, level=level)
    if ladder.LEADERS in told:
        return _("Up to leadership")
    if duty == ladder.VERIFY:
        return _("To be verified") if offset == 0 else _("Remind whoever verifies")
    if offset == 0:
        return _("Due day")
    return _("Tell owner and head") if ladder.HEAD in told else _("Remind the owner")


def distance(duty: str, offset: int) -> str:
    """How far a rung lies from the due day, in words; on the day itself, who is told."""
    if offset:
        return from_due_day(offset)
    return _("whoever verifies is told") if duty == ladder.VERIFY else _("owner and head are told")


def from_due_day(offset: int) -> str:
    """A number of working days from the due day, as people say it."""
    if offset < 0:
        return ngettext("%(num)s working day before", "%(num)s working days before", -offset)
    if offset > 0:
        return ngettext("%(num)s working day after", "%(num)s working days after", offset)
    return _("on the due day")


def _days_off(first: date, last: date, calendar: Calendar) -> list[str]:
    gaps: list[list[date]] = []
    for number in range((last - first).days):
        day = first + timedelta(days=number)
        if calendar.kind(day) in (Kind.WORKING, Kind.MAKEUP):
            continue
        if gaps and gaps[-1][-1] == day - timedelta(days=1):
            gaps[-1].append(day)
        else:
            gaps.append([day])
    return [short_day(gap[0]) if len(gap) == 1 else f"{short_day(gap[0])} – {short_day(gap[-1])}" for gap in gaps]
