"""Setting an action's ladder of follow-ups, moving it, and walking it: each rung is told once, never on a day off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Select, false, select

from iso_qms.clock import now
from iso_qms.i18n import _
from iso_qms.improvement.action import ladder
from iso_qms.improvement.action.actions import CorrectiveAction, FollowUp
from iso_qms.improvement.models import readers_among
from iso_qms.organisation.people import Person, away_among, head_of
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.working_days import calendar_of
from iso_qms.outbox import tell
from iso_qms.workflow import Incomplete
from iso_qms.worktime import Calendar, UnknownYear, next_working_day, working_days_between

WAITS_FOR = {ladder.CARRY_OUT: "accepted", ladder.VERIFY: "carried_out"}
"""In which state of the action a duty still stands."""


def demand_working_day(day: date, calendar: Calendar) -> None:
    """Refuse a due day on which nobody works, naming the next one that is worked."""
    try:
        worked = next_working_day(day, calendar=calendar)
    except UnknownYear as error:
        raise Incomplete(
            _(
                "There is no working calendar for %(year)s yet. Choose an earlier day, or ask your administrator.",
                year=error.year,
            )
        ) from error
    if worked != day:
        raise Incomplete(
            _(
                "%(day)s is a day off. Choose %(next)s or another working day.",
                day=f"{day:%d/%m/%Y}",
                next=f"{worked:%d/%m/%Y}",
            )
        )


def set_ladder(thing: Any, duty: str, *, due_on: date, today: date, calendar: Calendar) -> None:
    """Set the rungs that lie ahead for a duty. Rungs set for an earlier due day and not yet told fall away."""
    clear_ladder(thing, duty)
    series = max((one.series + 1 for one in thing.follow_ups if one.duty == duty), default=0)
    for offset, day in ladder.rungs(thing.steps(duty), due_on=due_on, calendar=calendar):
        if day >= today:
            _add(thing, duty, series, offset, day)
    if not any(one.series == series for one in thing.follow_ups if one.duty == duty):
        _grow(thing, duty, due_on, calendar, after=today, series=series)


def clear_ladder(thing: Any, duty: str) -> None:
    """Nobody is reminded of a duty that is done."""
    for one in thing.follow_ups:
        if one.duty == duty and one.is_pending:
            one.void_at = now()


def move_ladder(thing: Any, duty: str, *, due_on: date, today: date, calendar: Calendar) -> None:
    """After a change of the calendar: rungs not yet told take their new day; what was told is not told again."""
    pending = [one for one in thing.follow_ups if one.duty == duty and one.is_pending]
    for one in pending:
        day = ladder.rung_day(due_on, offset=one.offset, calendar=calendar)
        if day is None or (day < today and one.due_on >= today):
            one.void_at = now()
        else:
            one.due_on = day
    _grow(thing, duty, due_on, calendar)


def relay_ladder(thing: Any, duty: str, *, due_on: date, today: date, calendar: Calendar) -> bool:
    """After a change of the ladder: rungs to come are those of the new one, behind the last that was told.

    Answers whether anything moved. A rung that had fallen away and is wanted again stands again.
    """
    mine = [one for one in thing.follow_ups if one.duty == duty]
    series = max((one.series for one in mine), default=0)
    rows = {one.offset: one for one in mine if one.series == series}
    reached = max((offset for offset, one in rows.items() if one.told_at), default=None)
    before = {offset for offset, one in rows.items() if one.is_pending}
    wanted = {
        offset: day
        for offset, day in ladder.rungs(thing.steps(duty), due_on=due_on, calendar=calendar)
        if day >= today and (reached is None or offset > reached)
    }
    for offset, one in rows.items():
        if one.told_at is None:
            one.void_at = None if offset in wanted else one.void_at or now()
    for offset, day in wanted.items():
        if offset not in rows:
            _add(thing, duty, series, offset, day)
    if not wanted:
        _grow(thing, duty, due_on, calendar, after=today, series=series)
    return before != {one.offset for one in thing.follow_ups if one.duty == duty and one.is_pending}


def keep_climbing(thing: Any, duty: str, *, due_on: date, calendar: Calendar) -> None:
    """One rung more behind the last that was told: the ladder of what is not done never ends."""
    _grow(thing, duty, due_on, calendar)


def due_actions(today: date, *, agency_id: int) -> Select[CorrectiveAction]:
    """The actions of which somebody is to be told: a rung's day has come. On a day off there are none."""
    worked = calendar_of(agency_id).is_working_day(today)
    come = CorrectiveAction.id.in_(_come(today).with_only_columns(FollowUp.action_id))
    return select(CorrectiveAction).where(come if worked else false()).order_by(CorrectiveAction.id)


def tell_due(action: CorrectiveAction, today: date, *, by: Person) -> int:
    """Tell whoever is concerned by an action's rungs whose day has come; answers how many letters were asked for.

    After a pause of the timetable only the highest rung reached is told.
    """
    calendar = calendar_of(action.agency_id)
    come = [one for one in action.follow_ups if one.is_pending and one.due_on <= today]
    come.sort(key=lambda one: (one.duty, one.offset))
    rungs = groupby(come, key=lambda one: one.duty)
    return sum(_tell(action, duty, list(those), today, calendar, by) for duty, those in rungs)


def remind(
    people: Iterable[Person], name: str, rung: Any, *, about: Any, by: Person, day: date, words: dict[str, Any]
) -> None:
    """Write the letter of a rung: from the due day on it leaves at once, but not to somebody on leave.

    Theirs waits for the letter of the day on which they are back; a deputy or the head was told at once.
    """
    people = list(people)
    away = away_among(people, day)
    key = f"{rung.key}:{rung.id}"
    here = [person for person in people if person.id not in away]
    tell(here, name, about=about, by=by, key=key, urgent=rung.offset >= 0, **words)
    tell([person for person in people if person.id in away], name, about=about, by=by, key=key, **words)


def told_people(action: Any, duty: str, offset: int, *, day: date) -> list[Person]:
    """Everybody a rung is for, each once: owners with their deputies, the head, leadership, or the verifiers."""
    found: dict[int, Person] = {}
    for role in action.steps(duty).told_at(duty, offset, level=action.level):
        found |= {person.id: person for person in _in_role(action, role, day)}
    return readers_among(found.values(), action.nonconformity)


def verifiers_of(action: CorrectiveAction, *, day: date) -> list[Person]:
    """The one named to verify, else everybody who may and had no hand in it."""
    if action.verifier and not action.verifier.is_locked:
        return [action.verifier]
    barred = {one.id for one in (*action.action_owners, *action.planners, *action.performers)}
    free = [person for person in people_with("improvement.verify", day=day) if person.id not in barred]
    return readers_among(free, action.nonconformity)


def _come(today: date) -> Select[FollowUp]:
    return select(FollowUp).where(FollowUp.told_at.is_(None), FollowUp.void_at.is_(None), FollowUp.due_on <= today)


def _tell(
    action: CorrectiveAction, duty: str, rungs: list[FollowUp], today: date, calendar: Calendar, by: Person
) -> int:
    *missed, reached = rungs
    for one in missed:
        one.void_at = now()
    if action.state != WAITS_FOR[duty]:
        reached.void_at = now()
        return 0
    people = told_people(action, duty, reached.offset, day=today)
    reached.told_at, reached.told_to = now(), [person.name for person in people]
    due_on = action.due_on if duty == ladder.CARRY_OUT else action.verify_on
    left = working_days_between(today, end=due_on, calendar=calendar)
    words = {"code": action.code, "what": action.what, "due": due_on, "post": str(action.owner_post)}
    words |= {"left": max(left, 0), "late": max(-left, 0)}
    remind(people, f"action_{duty}_reminder", reached, about=action, by=by, day=today, words=words)
    _grow(action, duty, due_on, calendar)
    return len(people)


def _grow(
    thing: Any, duty: str, due_on: date, calendar: Calendar, *, after: date | None = None, series: int | None = None
) -> None:
    # The ladder of what is not done never runs out of rungs, unless the calendar's years do.
    mine = [one for one in thing.follow_ups if one.duty == duty]
    if any(one.is_pending for one in mine) or (not mine and series is None):
        return
    series = max(one.series for one in mine) if series is None else series
    steps = thing.steps(duty)
    offset = max((one.offset for one in mine if one.series == series), default=steps.rungs[-1])
    while True:
        offset = steps.next_after(offset)
        day = ladder.rung_day(due_on, offset=offset, calendar=calendar)
        if day is None or after is None or day >= after:
            break
    if day:
        _add(thing, duty, series, offset, day)


def _add(thing: Any, duty: str, series: int, offset: int, day: date) -> None:
    thing.add_follow_up(duty=duty, series=series, offset=offset, due_on=day)


def _in_role(action: Any, role: str, day: date) -> Iterable[Person]:
    if role == ladder.OWNER:
        return _at_hand(action, day)
    if role == ladder.HEAD:
        head = head_of(action.unit_id, day)
        return [head] if head else people_with("improvement.lead", day=day)
    if role == ladder.LEADERS:
        # Leadership reads what concerns the conduct of a person only once it was reopened; till then the team hears it.
        conduct = action.nonconformity.restricted and not action.level
        return people_with("improvement.restricted" if conduct else "improvement.lead", day=day)
    return verifiers_of(action, day=day)


def _at_hand(action: Any, day: date) -> list[Person]:
    def above() -> list[Person]:
        head = head_of(action.unit_id, day)
        return [head] if head else people_with("improvement.lead", day=day)

    owners: list[Person] = action.owners
    return ladder.heard_by(owners, away=away_among(owners, day), above=above)
