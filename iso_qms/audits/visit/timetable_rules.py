"""What is wrong with a timetable, and whom to talk to: pure rules over sessions, hours, steps and posts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import combinations

from iso_qms.i18n import _
from iso_qms.text import fold

Hours = Sequence[tuple[time, time]]
"""The hours of one day, in their order, each from its first instant to just before its last."""

SHORTEST = 5
"""Fewer letters name no post: “TP” would be found in everything."""
_WHO_LEADS = re.compile(r"^(lanh dao|thu truong|truong (cac )?(don vi|phong|bo phan|to)$|nguoi dung dau)")


@dataclass(frozen=True)
class Slot:
    """One session: when, in which unit, who asks and who is asked, each by number with their name."""

    key: int
    label: str
    day: date
    starts: time
    ends: time
    unit_id: int | None = None
    unit: str = ""
    inspectors: Mapping[int, str] = field(default_factory=dict)
    interviewees: Mapping[int, str] = field(default_factory=dict)

    def meets(self, other: Slot) -> bool:
        """Whether both go on at one moment; where one ends the next may begin."""
        return self.day == other.day and self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True)
class Seat:
    """A post somebody holds in an inspected unit; `heads` whether it is that unit's head."""

    person_id: int
    name: str
    post: str
    unit: str
    heads: bool = False


@dataclass(frozen=True)
class Task:
    """A step of a procedure in scope, and whom it names as responsible."""

    code: str
    number: str
    responsible: str


@dataclass(frozen=True)
class Proposal:
    """Somebody to talk to, with the steps that name their post; none: they head the unit."""

    seat: Seat
    tasks: tuple[Task, ...] = ()

    @property
    def why(self) -> str:
        """The steps, procedure by procedure: “QT-05: 2, 4”."""
        found: dict[str, list[str]] = {}
        for one in self.tasks:
            found.setdefault(one.code, []).append(one.number)
        return "; ".join(f"{code}: {', '.join(numbers)}" for code, numbers in found.items())


def twice(slots: Iterable[Slot]) -> Iterator[tuple[Slot, Slot, str]]:
    """Pairs of sessions that go on at one moment with the same person in both, and the sentence that says so."""
    for one, other in combinations(sorted(slots, key=lambda slot: (slot.day, slot.starts, slot.key)), 2):
        if not one.meets(other):
            continue
        there, here = {**one.inspectors, **one.interviewees}, {**other.inspectors, **other.interviewees}
        for person in sorted(there.keys() & here.keys()):
            text = _(
                "%(who)s cannot be in “%(one)s” and in “%(other)s” at %(at)s.",
                who=there[person],
                one=one.label,
                other=other.label,
                at=f"{max(one.starts, other.starts):%H:%M}",
            )
            yield one, other, text


def outside(slot: Slot, hours: Hours) -> str | None:
    """The sentence that a session goes beyond the hours of its unit on that day, if it does."""
    if not hours:
        return _("%(unit)s is closed on %(day)s.", unit=slot.unit, day=f"{slot.day:%d/%m/%Y}")
    if any(opens <= slot.starts and slot.ends <= closes for opens, closes in hours):
        return None
    told = ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in hours)
    return _("%(unit)s works %(hours)s on that day; the session goes beyond.", unit=slot.unit, hours=told)


def remarks(
    slots: Collection[Slot],
    *,
    hours: Mapping[tuple[int, date], Hours],
    team: Collection[int],
    away: Mapping[tuple[int, date], Hours],
) -> dict[int, list[str]]:
    """What is wrong with each session, by its key; `away` holds when people are known to be on leave or duty."""
    found: dict[int, list[str]] = {}
    for one, other, text in twice(slots):
        found.setdefault(one.key, []).append(text)
        found.setdefault(other.key, []).append(text)
    for one in slots:
        found.setdefault(one.key, []).extend(_alone(one, hours, team, away))
    return {key: texts for key, texts in found.items() if texts}


def _alone(
    slot: Slot, hours: Mapping[tuple[int, date], Hours], team: Collection[int], away: Mapping[tuple[int, date], Hours]
) -> Iterator[str]:
    if slot.unit_id is not None and (text := outside(slot, hours.get((slot.unit_id, slot.day), ()))):
        yield text
    if not slot.inspectors:
        yield _("Nobody of the team is named for it.")
    for person, name in slot.inspectors.items():
        if person not in team:
            yield _("%(who)s is not in the team any more.", who=name)
    for person, name in {**slot.inspectors, **slot.interviewees}.items():
        spans = away.get((person, slot.day), ())
        if any(slot.starts < until and since < slot.ends for since, until in spans):
            yield _("%(who)s is on leave or on duty elsewhere then.", who=name)


def proposed(tasks: Iterable[Task], seats: Iterable[Seat]) -> list[Proposal]:
    """Whom to talk to: the heads, then whoever holds a post that steps name as responsible, the most named first."""
    steps = list(tasks)
    found: dict[int, Proposal] = {}
    for seat in seats:
        mine = tuple(one for one in steps if _names(one.responsible, seat))
        known = found.get(seat.person_id)
        if (mine or seat.heads) and (known is None or len(mine) > len(known.tasks)):
            found[seat.person_id] = Proposal(seat, mine)
    return sorted(found.values(), key=lambda one: (not one.seat.heads, -len(one.tasks)))


def _names(responsible: str, seat: Seat) -> bool:
    """Whether a step's words mean this post: by its title, by its unit, or by the word for whoever leads one."""
    for part in re.split(r"[,;/\n+•]", responsible):
        words = _plain(part)
        if seat.heads and _WHO_LEADS.match(words):
            return True
        if any(_within(name, words) for name in map(_plain, (seat.post, seat.unit))):
            return True
    return False


def _within(name: str, words: str) -> bool:
    short, long = sorted((name, words), key=len)
    return len(short) >= SHORTEST and f" {short} " in f" {long} "


def _plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(words)).strip()
