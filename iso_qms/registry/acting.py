"""What rooms bring to corrective actions: measures of effect, similar cases, what completes an action, signs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """Something a measure asks for, such as a unit: its name, its words, and what may be chosen, as (value, words)."""

    name: str
    label: Any
    choices: Callable[[], Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class MeasuredRow:
    """A row behind a measured figure, known as (kind, id): its day, and whether it is one of those counted above."""

    kind: str
    thing_id: int
    day: date | None
    counts: bool = True


@dataclass(frozen=True)
class Measured:
    """What was counted: how many, of how many (None: a plain count), and the rows behind it."""

    numerator: int
    denominator: int | None = None
    rows: Sequence[MeasuredRow] = ()


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A way to see whether an action works that the system itself reckons, with no word of those concerned."""

    label: Any
    parameters: tuple[Parameter, ...]
    compute: Callable[[Mapping[str, str], date, date], Measured | None]
    """`(parameters, first, last)`: what was counted from the first to the last day; None while it cannot be said."""
    about: Callable[[Mapping[str, str]], str]
    """`(parameters)`: what is counted, in words, such as "Minor findings in the office"."""
    is_share: bool = False
    """Whether the figure is a share in per cent; else a count."""
    fewer_is_better: bool = True


@dataclass(frozen=True, kw_only=True)
class Reinspection:
    """How a visit that looks again is chosen, where no measure fits."""

    right: str
    """Who plans visits."""
    endpoint: str
    """The page where a new one is planned."""
    visits: Callable[[int, date], Sequence[tuple[int, str]]]
    """`(unit_id, day)`: the visits planned at a unit from a day on, as (number, words)."""
    compute: Callable[[int], Measured | None]
    """`(visit)`: the findings that weigh; None while the visit has not ended."""
    kind: str = "inspection"


@dataclass(frozen=True, kw_only=True)
class Similar:
    """Something elsewhere that resembles a nonconformity: what it is, what both share, where and when, and its page."""

    kind: str
    thing_id: int
    words: str
    why: str
    unit_id: int
    unit: str
    on: date | None
    url: str


@dataclass(frozen=True, kw_only=True)
class Happened:
    """That something an action waited for has happened: on which day, in words, and the thing that shows it."""

    on: date
    words: str
    kind: str
    thing_id: int


@dataclass(frozen=True, kw_only=True)
class ActionKind:
    """A kind of corrective action that is carried out as soon as something has happened in the system."""

    label: Any
    asks: Any
    """What is chosen when it is planned: the documents, the people."""
    choices: Callable[[Any, Any], Sequence[tuple[int, str]]]
    """`(action, person)`: what that person may choose, by number."""
    before: Callable[[Any, int], int | None]
    """`(action, chosen)`: the number of what is there already when it is planned, and therefore shows nothing."""
    happened: Callable[[Any], Happened | None]
    """`(awaited)`: whether it has happened, for one thing chosen."""
    likely: Callable[[Any], Any]
    """`(AwaitedThing)`: the condition, in a query joined to the action, without which it need not even be asked."""
    called: Callable[[Any, Any], tuple[str, str | None]]
    """`(awaited, person)`: the name of the thing chosen, and where it can be done, if that person may look there."""


@dataclass(frozen=True)
class Limit:
    """A number in the rule of a sign: its words, what it usually is, and between what an agency may set it."""

    label: Any
    usual: int
    least: int
    most: int


@dataclass(frozen=True, kw_only=True)
class SignRow:
    """One thing a sign was read from, known as (kind, id): its words, its day, and where it is shown."""

    kind: str
    thing_id: int
    words: str
    day: date
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class SignCase:
    """What there is to talk about: `key` stays the same when new rows come to it."""

    key: str
    words: str
    rows: Sequence[SignRow]


@dataclass(frozen=True, kw_only=True)
class Sign:
    """A sign that something may be done for form's sake only: a prompt for a talk, and never a score of a person."""

    label: Any
    rule: Any
    """The rule in words, with each limit as `%(name)s`."""
    limits: Mapping[str, Limit]
    find: Callable[[Mapping[str, int], Any, date], Iterable[SignCase]]
    """`(limits, person, day)`: the cases as far as that person may see them."""
