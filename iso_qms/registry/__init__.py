"""What rooms bring to others, in one list.

A lower room never imports a higher one: it knows a thing above it as `(kind, id)` and asks here.
Each room fills this in its `move_in()`, which `create_app` calls once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import partial
from typing import Any

from iso_qms.i18n import _l
from iso_qms.registry.acting import (
    ActionKind,
    Happened,
    Limit,
    Measure,
    Measured,
    MeasuredRow,
    Parameter,
    Reinspection,
    Sign,
    SignCase,
    SignRow,
    Similar,
)
from iso_qms.registry.kinds import (
    Awaiting,
    Counted,
    Deadline,
    DutyTold,
    Figure,
    KeptDuty,
    Mark,
    ReviewEvidence,
    Right,
    RoomEntry,
    Round,
    Thing,
    UnitEvidence,
)
from iso_qms.registry.wording import Beside, Mismatch, Wording, WordText

__all__ = [
    "ActionKind",
    "Awaiting",
    "Beside",
    "Counted",
    "Deadline",
    "DutyTold",
    "Figure",
    "Happened",
    "KeptDuty",
    "Limit",
    "Mark",
    "Measure",
    "Measured",
    "MeasuredRow",
    "Mismatch",
    "Parameter",
    "Registry",
    "Reinspection",
    "ReviewEvidence",
    "Right",
    "RoomEntry",
    "Round",
    "Sign",
    "SignCase",
    "SignRow",
    "Similar",
    "Thing",
    "UnitEvidence",
    "WordText",
    "Wording",
    "registry",
]


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
    ticking: list[Callable[[], bool]] = field(default_factory=list)
    """Each says whether something walks the rounds at all; at most one, the timetable."""
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
    refusal_pages: list[Callable[[Any], Any]] = field(default_factory=list)
    """`(refusal)`: the page of a refusal for a reader whom the ways of the house lead nowhere, or None."""
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
    """`(agency, corrected, by)`: told of days that were corrected, with what was said of them before and after."""
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
        thing = self.thing_of(kind, thing_id, seen_by=seen_by)
        return self.things[kind].url(thing) if thing is not None else None

    def thing_of(self, kind: str, thing_id: int, *, seen_by: Any = None) -> Any:
        """A thing known as (kind, id); None when it is gone, unknown, or hidden from that person."""
        from iso_qms.db import db

        known = self.things.get(kind)
        if known is None:
            return None
        query = known.model.visible_to(seen_by).where(known.model.id == thing_id) if seen_by else None
        return db.session.get(known.model, thing_id) if query is None else db.session.scalars(query).unique().first()


registry = Registry()
