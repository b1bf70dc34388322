"""What any room may bring: things, rights, entries, rows for the desk, dates, evidence, rounds, duties."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Thing:
    """A kind of thing other rooms may refer to: how it is called, opened and asked for."""

    kind: str
    label: Any
    model: Any
    url: Callable[[Any], str]


@dataclass(frozen=True)
class Right:
    """A right, its words, and the roles that hold it from the start."""

    name: str
    label: Any
    roles: tuple[str, ...]


@dataclass(frozen=True)
class RoomEntry:
    """An entry of the rooms line."""

    endpoint: str
    label: Any
    right: str
    order: int


@dataclass(frozen=True, kw_only=True)
class Awaiting:
    """One row of *what awaits me*: when, what, why me, and the one button that goes straight to the act."""

    due_on: date | None
    what: str
    why: str
    action: str
    url: str
    kind: str = ""
    code: str = ""
    late: bool = False
    discreet: bool = False
    """Whether what it is about is for the desk alone and never leaves it, such as the conduct of a person."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of *what I answer for*: how many of how many, and where the rows are."""

    label: str
    value: int
    total: int | None
    url: str
    late: bool = False
    missing: str = ""


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A day on which something is due, whoever has to act: what, of which unit, and where it stands."""

    on: date
    what: str
    kind: str
    url: str
    code: str = ""
    unit_id: int | None = None


@dataclass(frozen=True)
class Counted:
    """A figure still to be counted: a SELECT of one row, and what its columns make of it (None: nothing to show).

    The desk asks for all of them in one statement.
    """

    query: Any
    figure: Callable[..., Any]


@dataclass(frozen=True)
class ReviewEvidence:
    """A kind of evidence that a document may not suit any more: its words, the months it takes off each time, and a
    SELECT of `document_id`, `day` and `thing_id` over the whole agency."""

    label: Any
    months: int
    happened: Callable[[], Any]


@dataclass(frozen=True)
class UnitEvidence:
    """A kind of evidence that a unit should be visited sooner: its words, the points it weighs each time, and a SELECT
    of `unit_id` and `day` over the whole agency, with nothing in it that names a person."""

    label: Any
    points: int
    happened: Callable[[], Any]


@dataclass(frozen=True)
class Mark:
    """What is said beside a thing where it is found: how it stood on the day, and where it is shown as of that day."""

    state: Any
    words: str = ""
    url: str = ""


@dataclass(frozen=True)
class Round:
    """Something that falls due by itself: its name, its rhythm (cron fields or seconds), what it does."""

    name: str
    every: dict[str, Any]
    walk: Callable[[], int]
    label: Any


@dataclass(frozen=True)
class DutyTold:
    """Whom the reminders of a kept duty are for (people): whoever owes it, and who stands above."""

    owners: Sequence[Any]
    above: Sequence[Any]
    leaders: Sequence[Any] | None = None
    """Leadership, where not everybody of it may hear of the thing; None: all of it."""


@dataclass(frozen=True, kw_only=True)
class KeptDuty:
    """A kind of dated duty that a room keeps itself, and whose reminders climb a ladder until it is done.

    `endpoint` is the list where it is kept, for those who hold `right`; the ladder an agency begins with is that of
    `rungs`, `head_from`, `leaders_from` and `every`, in working days.
    """

    label: Any
    endpoint: str
    right: str
    model: Any
    loads: Sequence[Any] = ()
    """What `named` needs of many things, as options of a query."""
    named: Callable[[Any], Any]
    rungs: tuple[int, ...]
    head_from: int
    leaders_from: int
    every: int
    open: Callable[[int, date], Iterable[tuple[int, date, date]]]
    """`(agency_id, last)`: what is open and due by a day: its number, the day it was asked for, the day it is due."""
    told: Callable[[Any, date], DutyTold]
    """`(thing, day)`: who hears of it."""
