"""Taking events in, batch by batch: each is put to its dossier in its place by time, and the dossier is judged anew.

An event is known by its dossier, its moment, its activity and its life-cycle mark; one that is there already changes
nothing, so the same file twice, or a longer one later, does nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, cast

from sqlalchemy import delete, select

from iso_qms.clock import as_local
from iso_qms.db import db
from iso_qms.dossiers.due.promises import promises
from iso_qms.dossiers.due.reckoners import Reckoners
from iso_qms.dossiers.event.event_rows import Event
from iso_qms.dossiers.event.event_sequences import Course, happened_to
from iso_qms.dossiers.event.events import DossierActivity, DossierEvent, DossierHand, moment_of
from iso_qms.dossiers.incoming.loading import among, learned, load, mark_courses
from iso_qms.dossiers.incoming.mapping import Mapping as ColumnMapping
from iso_qms.dossiers.incoming.refused_rows import note_refusals
from iso_qms.dossiers.incoming.rows import Refusal
from iso_qms.dossiers.incoming.strange_words import Strange
from iso_qms.dossiers.models import Dossier, DossierImport
from iso_qms.dossiers.operations import hold_source, unit_names, units_by_words
from iso_qms.dossiers.step.judging_many import Facts, Judge, facts_of
from iso_qms.text import fold

_ACTIVITY, _HAND = itemgetter(slice(3, 5)), itemgetter(slice(5, 8))
_EVENTS: Any = DossierEvent.__table__
_OF_HANDS = ("agency_id", "unit_words", "role", "person")
COLUMNS = ("dossier_id", "year", "place", "instant", "activity_id", "hand_id")
MOST_EVENTS = 10_000
"""Events of one dossier; one with more is no dossier but a code that many share."""


class _Course(NamedTuple):
    """All events of a dossier in order of time, the first place that is to be written, and what is new."""

    dossier: Any
    whole: Course
    first: int
    fresh: Course


class EventIntake:
    """Takes events in; what it knows of procedures, units, activities and hands is read once for a file."""

    def __init__(self, mapping: ColumnMapping, *, agency_id: int) -> None:
        self.agency_id = agency_id
        self._units = units_by_words(mapping.units)
        activities = select(DossierActivity.name, DossierActivity.lifecycle, DossierActivity.id)
        self._activities = {(row.name, row.lifecycle): row.id for row in db.session.execute(activities)}
        hands = select(
            DossierHand.unit_words, DossierHand.role, DossierHand.person, DossierHand.id, DossierHand.unit_id
        )
        found = db.session.execute(hands).all()
        self._hands = {(row.unit_words, row.role, row.person): row.id for row in found}
        self._strange = Strange()
        self._said = set(mapping.activities)
        self._units_said = {fold(words) for words in mapping.units}
        self._unit_words = {
            row.id: row.unit_words for row in found if row.unit_id is None and self._asks(row.unit_words)
        }
        self._judge = Judge(promises(), Reckoners(agency_id), units=unit_names())

    def take(self, batch: Sequence[Event | Refusal], *, run: DossierImport) -> None:
        """Take a batch in, in the unit that is open."""
        hold_source(run.source)
        refusals = [one for one in batch if isinstance(one, Refusal)]
        events_of = [one for one in batch if isinstance(one, Event)] if refusals else cast(Sequence[Event], batch)
        self._learn(events_of)
        by_code: dict[str, list[Event]] = {}
        for code, together in groupby(events_of, key=itemgetter(1)):
            by_code[code] = [*by_code.get(code, ()), *together]
        there = _dossiers(run.source, by_code)
        before = happened_to([one.id for one in there.values() if one.events])
        courses, added, same = list[_Course](), 0, 0
        for code, events in by_code.items():
            dossier = there.get(code)
            if dossier is None:
                refusals += [_refused(one, "no_dossier") for one in events]
                continue
            known = before.get(dossier.id, [])
            fresh = self._fresh(events, known)
            if len(known) + len(fresh) > MOST_EVENTS:
                refusals += [_refused(one, "too_many_events") for one in events]
                continue
            added, same = added + len(fresh), same + len(events) - len(fresh)
            if fresh:
                courses.append(_Course(dossier, *_in_order(known, fresh), fresh))
        run.added, run.same = run.added + added, run.same + same
        note_refusals(run, sorted(refusals, key=lambda one: one.number))
        self._write(courses)
        self._strange.tell(run)

    def _write(self, courses: Sequence[_Course]) -> None:
        """Put what is new in its places, and judge each dossier by the whole."""
        if anew := [one.dossier.id for one in courses if one.first == 0 and one.dossier.events]:
            db.session.connection().execute(delete(_EVENTS).where(among(_EVENTS.c.dossier_id, anew)))
        rows: list[tuple[int, ...]] = []
        judged = []
        self._judge.meet(one.whole for one in courses)
        for dossier, whole, first, fresh in courses:
            number, year, facts = dossier.id, dossier.year, facts_of(dossier)
            rows += [(number, year, place, *whole[place]) for place in range(first, len(whole))]
            judged.append((number, year, len(whole), self._judge.kinds(facts, whole)))
            self._met_strange(facts, fresh)
        load(_EVENTS, COLUMNS, rows)
        mark_courses(judged)

    def _met_strange(self, facts: Facts, fresh: Course) -> None:
        """Note what is no step of the procedure of the dossier, and units that nobody knows."""
        for words in self._judge.no_steps(facts, [activity for _instant, activity, _hand in fresh]):
            if words not in self._said:
                self._strange.met("activity", words)
        if self._unit_words:
            for _instant, _activity, hand in fresh:
                if words := self._unit_words.get(hand, ""):
                    self._strange.met("unit", words)

    def _fresh(self, events: Sequence[Event], known: Course) -> Course:
        """Of these events those that are not there yet: moment, activity and hand."""
        seen = {one[:2] for one in known}
        activities, hands = self._activities, self._hands
        fresh: dict[tuple[int, int], int] = {}
        for one in events:
            fresh.setdefault((one[2], activities[one[3:5]]), hands[one[5:]])
        return [(*key, hand) for key, hand in fresh.items() if key not in seen]

    def _learn(self, events: Sequence[Event]) -> None:
        """Give activities and hands that were never met a number."""
        activities = dict.fromkeys(map(_ACTIVITY, events)).keys() - self._activities.keys()
        hands = dict.fromkeys(map(_HAND, events)).keys() - self._hands.keys()
        for name, mark in sorted(activities):
            row = {"agency_id": self.agency_id, "name": name, "lifecycle": mark}
            self._activities[name, mark] = learned(DossierActivity, row, key=("agency_id", "name", "lifecycle"))
        for unit, role, person in sorted(hands):
            row = {"agency_id": self.agency_id, "unit_words": unit, "role": role, "person": person}
            row["unit_id"] = self._units.get(fold(unit)) if unit else None
            number = self._hands[unit, role, person] = learned(DossierHand, row, key=_OF_HANDS)
            if row["unit_id"] is None and self._asks(unit):
                self._unit_words[number] = unit

    def _asks(self, unit: str) -> bool:
        return bool(unit) and fold(unit) not in self._units_said


def _refused(event: Event, why: str) -> Refusal:
    words = ("code", "activity", "lifecycle", "unit", "role")
    told = [(name, getattr(event, name)) for name in words if getattr(event, name)]
    moment = as_local(moment_of(event.instant)).isoformat(" ")
    return Refusal(event.number, why, "code", (*told, ("moment", moment)))


def _dossiers(source: str, codes: Iterable[str]) -> dict[str, Any]:
    names = "id", "year", "code", "events", "document_id", "received_at", "state", "case", "deciding_unit_id", "pauses"
    query = select(*(getattr(Dossier, name) for name in names))
    query = query.where(Dossier.source == source, among(Dossier.code, codes))
    return {row.code: row for row in db.session.execute(query)}


def _in_order(known: Course, fresh: Course) -> tuple[Course, int]:
    """All events of a dossier in order of time, and the first place that is to be written.

    Events of one moment stay as they came, those that are there first. What is new only at the end leaves the others
    where they are.
    """
    fresh.sort(key=itemgetter(0))
    if not known or known[-1][0] <= fresh[0][0]:
        return known + fresh, len(known)
    return sorted(known + fresh, key=itemgetter(0)), 0
