"""What rooms bring to others, in one list that can be printed (`iso-qms registry`).

A lower room never imports a higher one: it knows a thing above it as `(kind, id)` and asks here.
Each room fills this in its `move_in()`, which `create_app` calls once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import partial
from typing import Any

from iso_qms.i18n import _l


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


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Words outside documents that may cite a legal text, such as a question of a checklist.

    `kind` and `thing_id` name the thing as in `things`; `key` stays the same as long as the words do.
    """

    kind: str
    thing_id: int
    key: str
    code: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class WordText:
    """How the Word file of a kind of document is written, and read again when it comes back."""

    right: str
    """The right to have it."""
    paper_of: Callable[[Any], Any]
    """`(revision)`: everything its Word file says."""
    at: Callable[[Any, Any, Any], Any]
    """`(paper, head, blocks)`: the same paper of another state of the draft."""
    write: Callable[[Any, Any], bytes]
    """`(paper, fill)`: the file; `fill` fills the agency's own layout of it, where there is one."""
    layout: str
    """The name of that layout."""
    read: Callable[[bytes], Any]
    """`(package)`: what a sound .docx says, as `Found`."""
    follow: Callable[[Any], None] = lambda revision: None
    """`(revision)`: called when a file was taken over, for words that follow from others."""
    together: Callable[..., str | None] | None = None
    """Words changed on both sides that follow from other blocks (`documents.merging.Together`)."""
    check: Callable[[Any, Any, Any], Sequence[Mismatch]] = lambda revision, head, blocks: ()
    """`(revision, head, blocks)`: what would not agree in that state of the draft."""


@dataclass(frozen=True, kw_only=True)
class Mismatch:
    """Something in a revision that does not agree: how much it weighs, where, what stands there, what could be done."""

    rule: str
    severity: str
    """`error`, `warning` or `note`: only errors stand between a revision and its approval."""
    weight: str
    heading: str
    place: str
    shown: str
    suggestion: str
    url: str = ""

    @property
    def is_error(self) -> bool:
        """Whether whoever approves has to say why all the same."""
        return self.severity == "error"


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What a room above shows beside a thing on that thing's page: its own rows about it, and an act."""

    label: Any
    rows: Sequence[tuple[str, str, Any]]
    """Of each row its code, its address and its state."""
    links: Sequence[tuple[Any, str]]
    """Where more of it is, and what may be done from there."""


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


@dataclass
class Registry:
    """Everything the rooms have brought in."""

    things: dict[str, Thing] = field(default_factory=dict)
    rights: dict[str, Right] = field(default_factory=dict)
    rooms: dict[str, RoomEntry] = field(default_factory=dict)
    awaiting: list[Callable[[Any, date], Iterable[Awaiting]]] = field(default_factory=list)
    appointments: list[Callable[[Any, date], Iterable[Awaiting]]] = field(default_factory=list)
    """`(person, day)`: days of a person's own calendar on which nothing waits for an act of theirs."""
    ahead: list[Callable[[Any, date], Iterable[Awaiting]]] = field(default_factory=list)
    """`(person, day)`: what will await a person, and is too far off for the desk: their calendars hold it."""
    deadlines: list[Callable[[Any, date, date], Iterable[Deadline]]] = field(default_factory=list)
    """`(person, first, last)`: what is due in a stretch of days, as far as the person may see it."""
    kept_duties: dict[str, KeptDuty] = field(default_factory=dict)
    """By name, the duties rooms keep themselves and that climb the ladders of improvement."""
    climbers: list[Callable[[str], int]] = field(default_factory=list)
    """`(name)`: walks the ladder of a kept duty; at most one."""
    figures: list[Callable[[Any, date], Counted]] = field(default_factory=list)
    """`(unit, day)`: a figure of *what I answer for*."""
    discretions: list[Callable[[Any], Any]] = field(default_factory=list)
    """`(person)`: the condition that this person may read an entry of the journal; None where they may read all."""
    rounds: dict[str, Round] = field(default_factory=dict)
    other_names: dict[str, Callable[[Iterable[int]], dict[int, list[str]]]] = field(default_factory=dict)
    """By kind of thing: the names that things known by number bore before, so that the search says how it found one."""
    handovers: list[Callable[..., Any]] = field(default_factory=list)
    workflows: dict[str, Any] = field(default_factory=dict)
    block_kinds: dict[str, Any] = field(default_factory=dict)
    editors: dict[str, str] = field(default_factory=dict)
    """The endpoint that edits the drafts of a kind of document, called with `number` and `revision`, instead of the
    plain editor for text sections."""
    word_texts: dict[str, WordText] = field(default_factory=dict)
    """How Word files are written and read, by kind of document."""
    checks: dict[str, Callable[[Any], Sequence[Mismatch]]] = field(default_factory=dict)
    """`(revision)`: what in it does not agree, by kind of document; asked while it is written, reviewed, approved."""
    intakes: list[tuple[str, Any, str]] = field(default_factory=list)
    """Other ways a document comes in, offered beside the master list: endpoint, label, right."""
    lists: list[tuple[str, Any, str]] = field(default_factory=list)
    """Other lists of what is controlled, linked from the master list: endpoint, label, right."""
    readers: dict[str, str] = field(default_factory=dict)
    """The endpoint that shows a document of a kind to those who work by it, called with `number`."""
    public_lists: list[tuple[str, Any, Callable[[], Any]]] = field(default_factory=list)
    """Other pages that anybody may read, linked from the pages for citizens: endpoint, label, whether it is shown."""
    public_pages: dict[str, Callable[[Iterable[Any]], dict[int, str]]] = field(default_factory=dict)
    """By kind of document, `(documents)`: the addresses of their pages for citizens, by the number of the document."""
    layouts: dict[str, Any] = field(default_factory=dict)
    """The papers an agency may lay out itself, each a `LayoutKind`, by name."""
    word_guards: list[Callable[[bytes], str]] = field(default_factory=list)
    """Each answers why a Word file may not come in, in a sentence, or nothing."""
    sources: dict[str, Any] = field(default_factory=dict)
    beside: list[Callable[[str, int, Any], Beside]] = field(default_factory=list)
    """`(kind, id, person)`: what is shown beside a thing on its page to that person."""
    action_kinds: dict[str, ActionKind] = field(default_factory=dict)
    """The kinds of corrective actions that complete themselves, by name."""
    texts_settled: list[Callable[[Any], Any]] = field(default_factory=list)
    """`(revision)`: called when a revision is approved and when it takes effect, so that a room above renews what it
    reads out of texts."""
    review_evidence: dict[str, ReviewEvidence] = field(default_factory=dict)
    """What brings the periodic review of a document forward, by kind of thing, in the order it is told."""
    unit_evidence: dict[str, UnitEvidence] = field(default_factory=dict)
    """What brings the next inspection of a unit forward, by kind of evidence, in the order it is told."""
    measures: dict[str, Measure] = field(default_factory=dict)
    """By kind, what the effect of an action may be measured by, in the order it is offered."""
    reinspections: list[Reinspection] = field(default_factory=list)
    """The room that looks again where no measure fits; at most one."""
    similar: list[Callable[[Any, Any, date], Iterable[Similar]]] = field(default_factory=list)
    """`(nonconformity, person, since)`: what a room above knows elsewhere that resembles it, seen since a day."""
    file_openings: dict[str, Callable[[Any, Any], None]] = field(default_factory=dict)
    """By kind of thing, `(thing, person)`: called when somebody opens a file of it, where that must leave a trace."""
    signs: dict[str, Sign] = field(default_factory=dict)
    """By name, the signs of formalism that the quality team alone reads, in the order they are told."""
    kept_from_others: dict[str, str] = field(default_factory=dict)
    """Kinds of things whose acts the journal shows only to those who hold a right."""
    marks: dict[str, Callable[[Any, date], dict[int, Mark]]] = field(default_factory=dict)
    """By kind of thing, `(things, day)`: what is said beside each where it is found, by its number."""
    wordings: list[Callable[[], Iterable[Wording]]] = field(default_factory=list)
    """Everything outside documents whose words may cite a legal text, as it stands now."""
    reworded: list[Callable[..., Any]] = field(default_factory=list)
    """`(requests, wording, by)`: settles open change requests about words that cite a legal text, after those words
    were changed (the wording as it stands now) or are gone (None)."""
    annexed: list[Callable[[Any], Iterable[tuple[Any, Any]]]] = field(default_factory=list)
    """`(revision)`: the blocks of a revision that are forms, each with the attached file that is this form."""
    calendar_moves: list[Callable[..., Any]] = field(default_factory=list)
    """`(agency, by)`: moves every open due date after the calendar changed; answers (person or people, sentence)."""
    calendar_corrected: list[Callable[..., Any]] = field(default_factory=list)
    """`(agency, days, by)`: told of each day that was corrected, with what was said of it before and after."""
    calendar_told: list[Callable[..., Any]] = field(default_factory=list)
    """`(rows of calendar_moves, by)`: tells those concerned; the outbox is here."""

    def empty(self) -> None:
        """Forget everything, before the rooms move in again: a second app in one process must find nothing twice."""
        for one in fields(self):
            getattr(self, one.name).clear()

    def thing(self, kind: str, label: Any, model: Any, url: Callable[[Any], str]) -> None:
        """A kind of thing that may be referred to, searched, opened and given attachments."""
        self.things[kind] = Thing(kind, label, model, url)

    def right(self, name: str, label: Any, *roles: str) -> None:
        """A right `room.verb` and the roles that hold it from the start."""
        self.rights[name] = Right(name, label, roles)

    def room(self, endpoint: str, label: Any, right: str, *, order: int = 50) -> None:
        """An entry of the rooms line, shown to those who hold the right; a lower order stands further left."""
        self.rooms[endpoint] = RoomEntry(endpoint, label, right, order)

    def round(self, name: str, label: Any, walk: Callable[[], int], **every: Any) -> None:
        """A round of the timetable; `every` are APScheduler's cron fields, in the agency's zone.

        `walk` opens its own units (`in_each_agency`, `each_due`) and answers how many things it did. Walked twice, or
        again after it was killed, it does nothing twice.
        """
        self.rounds[name] = Round(name, every, walk, label)

    def keep_duty(self, name: str, duty: KeptDuty) -> None:
        """A kind of dated duty whose reminders climb; its round is called after it."""
        self.kept_duties[name] = duty
        self.round(
            f"climb_{name}",
            _l("Reminders: %(what)s", what=duty.label),
            partial(self._climb, name),
            hour="7",
            minute="25",
        )

    def _climb(self, name: str) -> int:
        return sum(walk(name) for walk in self.climbers)

    def url_of(self, kind: str, thing_id: int, *, seen_by: Any = None) -> str | None:
        """The address of a thing known as (kind, id); None when it is gone, unknown, or hidden from that person."""
        from iso_qms.db import db

        known = self.things.get(kind)
        if known is None:
            return None
        query = known.model.visible_to(seen_by).where(known.model.id == thing_id) if seen_by else None
        thing = db.session.get(known.model, thing_id) if query is None else db.session.scalars(query).unique().first()
        return known.url(thing) if thing is not None else None


registry = Registry()
