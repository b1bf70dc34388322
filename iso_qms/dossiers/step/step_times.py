"""How long the steps of one case took, and whether they were done within their time limits. Pure.

The time of a step
- begins with the latest event before it of a step in its `after`, or of the step itself (its own beginning, where the
  log marks one; else the time before); a step that comes after nothing begins when the case was handed in;
- ends with the event of the step. An event that only marks a beginning (*start*, *resume*, *schedule*, *assign*) ends
  nothing. A step that happens several times has its limit each time;
- is not judged where the procedure gives no limit, and where something the step waits for did not happen before it:
  that is out of order already, and nobody can say when it could have begun. What has not happened yet is not judged;
- of a limit that holds for several steps together begins with the first of them and ends with the last.

The limit runs as every term here (`worktime`): the day on which it begins does not count, a beginning outside office
hours counts from the next opening, days off do not count. Pauses of the case stop it as they stop the whole dossier, as
far as they lie between beginning and end. A step done at the very end is in time; an end at midnight is that of the day
before. A beginning is taken at the next whole second.

What a step *took* is the time worked from its own beginning, also where a limit holds for several steps, to its end,
less what of it the clock stood still. What it *waited* before is told only where the log marks its beginning: the time
worked from the moment it could have begun until then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from iso_qms.dossiers.conformance import Flow, Step
from iso_qms.dossiers.deadlines import Pause, Reckoner, Verdict, moves, verdict
from iso_qms.dossiers.step.worked import worked_before
from iso_qms.worktime import UnknownYear

BEGINNINGS = frozenset({"start", "resume", "schedule", "assign", "reassign"})


class Done(NamedTuple):
    """An event of a known step: which, when, and its life-cycle mark."""

    step: str
    at: datetime
    lifecycle: str = ""


@dataclass(frozen=True, slots=True)
class Overrun:
    """A step that took longer than its limit: from when, until when it should, and when it was done."""

    step: str
    began_at: datetime
    ends_at: datetime
    done_at: datetime


@dataclass(frozen=True, slots=True)
class Took:
    """A step as it was done once, in seconds of working time; None where nobody can say or no limit holds."""

    step: str
    place: int
    """Which event of the case ended it."""
    worked: int | None
    waited: int | None
    is_over: bool | None


def times(
    flow: Flow, course: Sequence[Done], *, received_at: datetime, reckoner: Reckoner, pauses: Sequence[Pause] = ()
) -> list[Took]:
    """How long each step of a case took each time it was done, its events in order of time."""
    found = []
    for place, done in enumerate(course):
        step = flow.by_id[done.step]
        if _is_beginning(done):
            continue
        is_over = _is_over(flow, step, course, place, received_at, reckoner, pauses)
        if not _is_ready(flow, step, course, place):
            found.append(Took(step.id, place, None, None, is_over))
            continue
        began_at = _since(course, place, (*step.after, step.id)) or received_at
        [worked] = worked_before([done.at], since=began_at, reckoner=reckoner, pauses=pauses)
        own = next((one for one in reversed(course[:place]) if one.step == step.id), None)
        waited = None
        if own is not None and _is_beginning(own):
            could_at = _since(course, place, step.after) or received_at
            [waited] = worked_before([own.at], since=could_at, reckoner=reckoner, pauses=pauses)
        found.append(Took(step.id, place, worked, waited, is_over))
    return found


def overruns(
    flow: Flow, course: Sequence[Done], *, received_at: datetime, reckoner: Reckoner, pauses: Sequence[Pause] = ()
) -> list[Overrun]:
    """The steps of a case, its events in order of time, that took longer than their limits, each as it first did."""
    found: dict[str, Overrun] = {}
    for place, done in enumerate(course):
        step = flow.by_id[done.step]
        if step.limit is None or done.step in found or _is_beginning(done):
            continue
        began_at = _began(flow, step, course, place, received_at)
        overrun = _overrun(step, began_at, done.at, reckoner, pauses) if began_at is not None else None
        if overrun is not None:
            found[done.step] = overrun
    return list(found.values())


def _overrun(
    step: Step, began_at: datetime, done_at: datetime, reckoner: Reckoner, pauses: Sequence[Pause]
) -> Overrun | None:
    assert step.limit is not None
    began_at += timedelta(microseconds=-began_at.microsecond % 1_000_000)
    try:
        ends_at = reckoner.ends_at(began_at, step.limit)
        stood = list(_between(pauses, began_at, done_at))
        if stood and done_at >= ends_at:
            moved = moves(ends_at, term=step.limit, calendar=reckoner.calendar, pauses=stood)
            ends_at = moved[-1].ends_at if moved else ends_at
    except UnknownYear:
        return None
    if verdict(ends_at=ends_at, finished_at=done_at, at=done_at) is not Verdict.LATE:
        return None
    return Overrun(step.id, began_at, ends_at, done_at)


def _began(flow: Flow, step: Step, course: Sequence[Done], place: int, received_at: datetime) -> datetime | None:
    """When the time of a step that was done at a place of the course began; None when nobody can say."""
    if step.limit_since and step.limit_since != step.id:
        first = next((at for at in range(place) if course[at].step == step.limit_since), None)
        return None if first is None else _began(flow, flow.by_id[step.limit_since], course, first, received_at)
    if not _is_ready(flow, step, course, place):
        return None
    return _since(course, place, (*step.after, step.id)) or received_at


def _is_ready(flow: Flow, step: Step, course: Sequence[Done], place: int) -> bool:
    """Whether all that a step waits for had happened before a place of the course."""
    before = {one.step for one in course[:place]}
    return all(one in before for one in _waited_for(flow, step, course))


def _since(course: Sequence[Done], place: int, steps: Sequence[str]) -> datetime | None:
    """The latest moment before a place of the course at which one of some steps happened."""
    return max((one.at for one in course[:place] if one.step in steps), default=None)


def _is_over(
    flow: Flow, step: Step, course: Sequence[Done], place: int, received_at: datetime, reckoner: Reckoner,
    pauses: Sequence[Pause],
) -> bool | None:  # fmt: skip
    began_at = _began(flow, step, course, place, received_at) if step.limit is not None else None
    return None if began_at is None else _overrun(step, began_at, course[place].at, reckoner, pauses) is not None


def _waited_for(flow: Flow, step: Step, course: Sequence[Done]) -> Iterator[str]:
    happened = {one.step for one in course}
    yield from (one for one in step.after if flow.by_id[one].required or one in happened)


def _between(pauses: Sequence[Pause], start: datetime, end: datetime) -> Iterator[Pause]:
    for one in pauses:
        first, last = max(one.start, start), min(one.end or end, end)
        if first < last:
            yield one._replace(start=first, end=last)


def _is_beginning(done: Done) -> bool:
    return done.lifecycle.casefold() in BEGINNINGS
