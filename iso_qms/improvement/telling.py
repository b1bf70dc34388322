"""How a life is told on a page: the track, what is due next, the history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from markupsafe import Markup

from iso_qms.clock import as_local
from iso_qms.i18n import _
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.cause.cause_classes import causes_of
from iso_qms.improvement.cause.fishbone import fishbone
from iso_qms.improvement.correction.corrections import Correction
from iso_qms.improvement.models import CauseAnalysis, Nonconformity
from iso_qms.journal import JournalEntry, sentence
from iso_qms.organisation.working_days import calendar_of
from iso_qms.worktime import UnknownYear, working_days_between


@dataclass(frozen=True)
class Station:
    """A station of a track."""

    label: str
    state: str
    date: Any = ""


@dataclass(frozen=True)
class Standing:
    """What is due next: the day, the working days left or late, and what it is the day of."""

    day: date | None = None
    word: str = ""
    left: int | None = None
    late: int | str | None = None
    since_first: int | None = None


def nonconformity_track(one: Nonconformity) -> list[Station]:
    """Found, put right, cause, actions, verified; the same five stations on the page of an action."""
    if one.state == "no_action":
        corrected = [Station(_("Put right"), "past", one.put_right_on)] if one.put_right_on else []
        return [Station(_("Found"), "past", one.found_on), *corrected, Station(one.status.label, "past", one.ended_on)]
    place = {"open": 2, "analysed": 3, "acting": 3, "closed": 5}[one.state]
    actions = [action for action in one.actions if action.round == one.reopened and action.state != "dropped"]
    done = sum(action.state in ("carried_out", "effective") for action in actions)
    if actions and done == len(actions) and place == 3:
        place = 4
    stations = [
        (_("Found"), one.found_on),
        (_("Put right"), one.put_right_on or _("not yet")),
        (_("Cause"), one.analysis.given_on if one.analysis else one.analyse_by),
        (_("Actions"), _("%(done)s of %(all)s done", done=done, all=len(actions)) if actions else ""),
        (_("Verified"), one.ended_on or min((action.verify_on for action in actions), default="")),
    ]
    return [
        Station(label, _state(number, place, skipped=number == 1 and not one.put_right_on), when)
        for number, (label, when) in enumerate(stations)
    ]


def action_track(one: CorrectiveAction) -> list[Station]:
    """Planned, accepted, carried out, verified."""
    place = {"planned": 1, "returned": 0, "accepted": 2, "carried_out": 3, "effective": 4, "not_effective": 4}.get(
        one.state, 4
    )
    if one.state == "dropped":
        return [Station(_("Planned"), "past", one.planned_on), Station(one.status.label, "past")]
    last = (
        _("Not effective")
        if one.state == "not_effective"
        else _("Effective")
        if one.state == "effective"
        else _("Verified")
    )
    stations = [
        *([(_("Cause"), one.analysis.given_on, -1)] if one.analysis else []),
        (_("Planned"), one.planned_on, 0),
        (_("Accepted"), one.accepted_on or "", 1),
        (_("Carried out"), one.performed_on or one.due_on, 2),
        (last, one.verified_on or one.verify_on, 3),
    ]
    return [Station(label, _state(number, place), when) for label, when, number in stations]


def standing(thing: Nonconformity | CorrectiveAction, today: date) -> Standing:
    """What is due next of a nonconformity or an action."""
    if isinstance(thing, CorrectiveAction):
        return _standing_of_action(thing, today)
    due = [_standing_of_correction(thing.owed_correction, today)] if thing.owed_correction else []
    if thing.state == "open":
        due.append(_measured(thing.agency_id, thing.analyse_by, _("cause"), today))
    due += [_standing_of_action(action, today) for action in thing.actions if not action.status.final]
    if due:
        return min(due, key=lambda one: one.day or date.max)
    owes_plan = not thing.status.final and not any(
        action.state == "effective" and action.round == thing.reopened for action in thing.actions
    )
    return _measured(thing.agency_id, thing.analyse_by, _("plan"), today) if owes_plan else Standing()


def told(entries: Iterable[JournalEntry], one: Nonconformity) -> list[dict[str, Any]]:
    """The journal's entries as the history shows them; where readers are restricted, without names."""
    return [
        {
            "at": entry.at,
            "sentence": _sentence(entry),
            "reason": "" if one.restricted else entry.reason,
            "who": None if one.restricted else entry,
        }
        for entry in entries
    ]


def drawn_cause(one: Nonconformity, cause: CauseAnalysis) -> Markup:
    """The cause as a fishbone."""
    return fishbone(
        one.title,
        cause.branches,
        named=causes_of(one.agency_id).named,
        main=_("main cause"),
        title=_("Fishbone of %(code)s", code=one.code),
        about=_("What happened stands at the head; each bone is a class with its whys and its cause."),
    )


def _sentence(entry: JournalEntry) -> str:
    said = sentence(entry.verb)
    return f"{said} ({entry.label.split(' ')[0]})" if entry.kind == "corrective_action" and entry.label else said


def _standing_of_correction(one: Correction, today: date) -> Standing:
    found = _measured(one.agency_id, one.due_on, _("put right"), today)
    if one.is_late and not found.late:
        return replace(found, left=None, late=_("late since %(time)s", time=f"{as_local(one.due_at):%H:%M}"))
    return found


def _standing_of_action(one: CorrectiveAction, today: date) -> Standing:
    if one.status.final:
        return Standing(one.verified_on, _("verified"))
    if one.state == "carried_out":
        return _measured(one.agency_id, one.verify_on, _("verify"), today)
    return _measured(one.agency_id, one.due_on, _("due"), today, first=one.first_due_on)


def _measured(agency_id: int, day: date, word: str, today: date, *, first: date | None = None) -> Standing:
    calendar = calendar_of(agency_id)
    try:
        left = working_days_between(today, end=day, calendar=calendar)
        since = working_days_between(first, end=today, calendar=calendar) if first and first != day else None
    except UnknownYear:
        return Standing(day, word)
    # A due day that has passed is late even when only days off lie between.
    late = max(-left, 1) if day < today else None
    return Standing(day, word, None if late else left, late, since if since and since > 0 else None)


def _state(number: int, place: int, *, skipped: bool = False) -> str:
    if number == place:
        return "now"
    return "past" if number < place and not skipped else "plan"
