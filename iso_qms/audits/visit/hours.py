"""Attendance against a unit's office hours on one day: late, gone early, absent, and what excuses it. Pure.

Two sentences decide everything. A person stays in the state last seen until seen otherwise; before the first sighting
they were at work if first seen present or leaving, and away if first seen absent or arriving. And what is seen while
nobody had to be there (leave, duty elsewhere, lunch, after closing) says nothing about the rest of the day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

Interval = tuple[time, time]
Span = tuple[int, int]  # seconds of the day, half open

WHOLE_DAY: Interval = (time.min, time.max)
MORNING: Interval = (time.min, time(12))
AFTERNOON: Interval = (time(12), time.max)


class Status(StrEnum):
    """How a person's day stands against the hours; who was both late and gone early is late, and has both figures."""

    NOT_WORKING_DAY = "not_working_day"
    ABSENT_WITH_LEAVE = "absent_with_leave"
    ON_DUTY = "on_duty"
    ABSENT_WITHOUT_LEAVE = "absent_without_leave"
    LATE = "late"
    LEFT_EARLY = "left_early"
    PRESENT = "present"


class Seen(StrEnum):
    """What an inspector saw at a moment; `arrived` and `left` know the moment of the coming and going itself."""

    PRESENT = "present"
    ARRIVED = "arrived"
    LEFT = "left"
    ABSENT = "absent"


@dataclass(frozen=True)
class Observation:
    """One sighting of one person; an absence without a moment holds for the whole day."""

    seen: Seen
    at: time | None = None

    def __post_init__(self) -> None:
        if self.at is None and self.seen != Seen.ABSENT:
            raise ValueError("Only an absence can hold for the whole day; the other sightings have a moment.")


@dataclass(frozen=True)
class Attendance:
    """A person's day: whole minutes of office hours missed, begun minutes forgiven, each minute counted once."""

    status: Status
    minutes_late: int = 0
    minutes_early: int = 0
    minutes_absent: int = 0


class NothingSeen(ValueError):
    """Nobody looked while the person had to be there, so that nothing can be said."""


def attendance(
    observations: Iterable[Observation],
    *,
    hours: Iterable[Interval],
    leave: Iterable[Interval] = (),
    duty: Iterable[Interval] = (),
) -> Attendance:
    """Measure one person's observations of one day against the hours the unit is open on it.

    `hours` is empty on a day off. `leave` is granted leave, `duty` is work elsewhere; both may overlap the hours in any
    way. Raises NothingSeen when the person had to be there and no observation says anything about it.
    """
    open_hours, on_leave, elsewhere = _spans(hours), _spans(leave), _spans(duty)
    if not open_hours:
        return Attendance(Status.NOT_WORKING_DAY)
    due = _without(_without(open_hours, on_leave), elsewhere)
    in_order = sorted(observations, key=_moment)
    telling = [observation for observation in in_order if _tells(observation, due)]
    here = [span for span in _here(telling, due) if _overlaps(span, open_hours)]
    if here or (telling and due):
        return _measured(due, here)
    return Attendance(_excuse(in_order, open_hours, on_leave, elsewhere))


def minutes_of(hours: Iterable[Interval]) -> int:
    """Return the office minutes of a day; the breaks between the intervals do not count."""
    return _minutes(_spans(hours))


def _tells(observation: Observation, due: Sequence[Span]) -> bool:
    """Say whether it says anything: an absence seen while nobody had to be there does not."""
    return observation.seen != Seen.ABSENT or (bool(due) if observation.at is None else _within(observation, due))


def _here(observations: Sequence[Observation], due: Sequence[Span]) -> list[Span]:
    """Return the spans in which the person counts as at work; an empty one when only the leaving was seen."""
    spans: list[Span] = []
    since = 0 if observations and observations[0].seen in (Seen.PRESENT, Seen.LEFT) else None
    for observation in observations:
        at = _moment(observation)
        if observation.seen == Seen.LEFT or (observation.seen == Seen.ABSENT and since is not None):
            spans.append((at if since is None else since, at))
            since = at if observation.seen == Seen.LEFT and not _within(observation, due) else None
        elif observation.seen != Seen.ABSENT and since is None:
            since = at
    return spans if since is None else [*spans, (since, _END_OF_DAY)]


def _measured(due: Sequence[Span], here: Sequence[Span]) -> Attendance:
    if not here:
        return Attendance(Status.ABSENT_WITHOUT_LEAVE, minutes_absent=_minutes(due))
    away, (first, last) = _without(due, here), (here[0][0], here[-1][1])
    late = _minutes(_without(away, [(first, _END_OF_DAY)]))
    early = _minutes(_without(away, [(0, last)]))
    absent = _minutes(_without(away, [(0, first), (last, _END_OF_DAY)]))
    gone = Status.ABSENT_WITHOUT_LEAVE if absent else Status.PRESENT
    return Attendance(Status.LATE if late else Status.LEFT_EARLY if early else gone, late, early, absent)


def _excuse(
    in_order: Sequence[Observation], open_hours: Sequence[Span], on_leave: Sequence[Span], elsewhere: Sequence[Span]
) -> Status:
    """Name what excuses the person: at the moment somebody looked, else on the day as a whole."""
    for observation in in_order:
        if observation.at is not None and _within(observation, on_leave):
            return Status.ABSENT_WITH_LEAVE
        if observation.at is not None and _within(observation, elsewhere):
            return Status.ON_DUTY
    left_after_leave = _without(open_hours, on_leave)
    if _without(left_after_leave, elsewhere):
        raise NothingSeen("Nobody looked while the person had to be there.")
    return Status.ON_DUTY if left_after_leave else Status.ABSENT_WITH_LEAVE


_END_OF_DAY = 24 * 3600


def _moment(observation: Observation) -> int:
    return 0 if observation.at is None else _seconds(observation.at)


def _within(observation: Observation, spans: Sequence[Span]) -> bool:
    return any(start <= _moment(observation) < end for start, end in spans)


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _spans(intervals: Iterable[Interval]) -> list[Span]:
    """Return the intervals in seconds, in order and without overlap; `time.max` as an end is midnight."""
    spans: list[Span] = []
    for start, end in sorted(intervals):
        if not start < end:
            raise ValueError(f"An interval must end after it starts: {start} to {end}.")
        span = (_seconds(start), _END_OF_DAY if end == time.max else _seconds(end))
        spans += _without([span], spans)
    return spans


def _without(spans: Sequence[Span], taken: Iterable[Span]) -> list[Span]:
    left = list(spans)
    for start, end in taken:
        pieces = [piece for a, b in left for piece in ((a, min(b, start)), (max(a, end), b))]
        left = [(a, b) for a, b in pieces if a < b]
    return left


def _seconds(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def _minutes(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans) // 60
