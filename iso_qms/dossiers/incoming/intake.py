"""Taking dossiers in, batch by batch: new ones are added, changed ones keep a trace of what was said before.

A file never takes a dossier back to what it was. Rows do not say when they were written, so they are as old as the day
on which their file, byte by byte, was first brought in: where a file that came here first after that day said last what
a dossier is, an older one changes nothing. What a program sends says how things stand when it is sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select, update

from iso_qms.clock import as_local
from iso_qms.db import db
from iso_qms.dossiers.deadlines import Pause
from iso_qms.dossiers.due.first_due import FirstDue, kept_as
from iso_qms.dossiers.due.promises import Promises, promises
from iso_qms.dossiers.due.reckoners import Reckoners
from iso_qms.dossiers.event.event_sequences import move_to_year
from iso_qms.dossiers.figure.counting import FACTS, Tally
from iso_qms.dossiers.figure.counts import keep
from iso_qms.dossiers.incoming.loading import among, learned, load, make_room_for, new_numbers, stored_as
from iso_qms.dossiers.incoming.mapping import Mapping as ColumnMapping
from iso_qms.dossiers.incoming.refused_rows import note_refusals
from iso_qms.dossiers.incoming.rows import Entry, Refusal
from iso_qms.dossiers.incoming.strange_words import Strange
from iso_qms.dossiers.incoming.understanding import Understanding
from iso_qms.dossiers.models import Dossier, DossierImport, DossierName
from iso_qms.dossiers.operations import first_brought, hold_source, units_by_words
from iso_qms.dossiers.promise.apologies import days_given, note_moved_again
from iso_qms.dossiers.step.judging_many import REMEMBERED, judged_anew

_TABLE: Any = Dossier.__table__
TRACED = ("received_at", "first_due_at", "rescheduled_to", "finished_at", "state")
WORDS = ("receiving_name_id", "deciding_name_id", "channel_name_id")
MOMENTS = ("received_at", "first_due_at", "given_due_at", "rescheduled_to", "finished_at")
Values = dict[str, Any]


class Intake:
    """Takes dossiers in; what it knows of procedures, units and calendars is read once for a file."""

    def __init__(self, mapping: ColumnMapping, *, agency_id: int) -> None:
        self.agency_id = agency_id
        self._promises: Promises = promises()
        self._reckoners = Reckoners(agency_id)
        self._first_due = FirstDue(self._promises, self._reckoners)
        self._strange = Strange()
        self._age = lru_cache(maxsize=REMEMBERED)(first_brought)
        self._means = Understanding(mapping, self._promises, units_by_words(mapping.units), met=self._strange.met)
        self._names = {row.name: row.id for row in db.session.execute(select(DossierName.name, DossierName.id))}

    def take(self, batch: Sequence[Entry | Refusal], *, run: DossierImport) -> None:
        """Take a batch in, in the unit that is open: new rows are added, changed ones keep a trace, the same stay."""
        hold_source(run.source)
        note_refusals(run, [one for one in batch if isinstance(one, Refusal)])
        entries = {one.code: one for one in batch if isinstance(one, Entry)}
        there, kept = self._there(run.source, entries), {"source": run.source, "run_id": run.id}
        new, changed, worded, older = [], [], [], 0
        for code, entry in entries.items():
            digest = _digest(entry)
            if code not in there:
                new.append(self._row(entry, digest) | kept)
            elif there[code].digest == digest:
                if _lacks_words(there[code], entry):
                    worded.append((there[code], self._row(entry, digest) | kept))
            elif self._age(run.id) < self._age(there[code].run_id):
                older += 1
            else:
                changed.append((there[code], self._row(entry, digest) | kept))
        make_room_for({row["year"] for row in new} | {row["year"] for _before, row in changed})
        self._count(new, [*changed, *worded])
        _insert(new)
        note_moved_again(changed, run=run)
        self._update(changed)
        self._update(worded, is_news=False)
        run.added, run.changed = run.added + len(new), run.changed + len(changed)
        run.same, run.older = run.same + len(entries) - len(new) - len(changed) - older, run.older + older
        self._strange.tell(run)

    def _there(self, source: str, entries: Mapping[str, Entry]) -> dict[str, Any]:
        names = ("id", "year", "code", "digest", "former", "run_id", "events", *WORDS, *TRACED, *FACTS)
        query = select(*(getattr(Dossier, name) for name in dict.fromkeys(names)))
        query = query.where(Dossier.source == source, among(Dossier.code, entries))
        return {row.code: row for row in db.session.execute(query)}

    def _count(self, new: Sequence[Values], changed: Sequence[tuple[Any, Values]]) -> None:
        tally = Tally()
        for before, row in changed:
            tally.add(before._mapping, by=-1)
            tally.add(row)
        for row in new:
            tally.add(row)
        keep(tally, agency_id=self.agency_id)

    def _row(self, entry: Entry, digest: str) -> Values:
        deciding = self._means.unit(entry.deciding_unit)
        pauses, received = entry.pauses, as_local(entry.received_at)
        document_id = self._means.document(entry.procedure)
        ends_at, basis = self._first_due.of(
            entry.received_at, document_id=document_id, case=entry.case, unit_id=deciding, pauses=pauses,
            given=entry.due_at,
        )  # fmt: skip
        verdict = kept_as(
            state=entry.state, received_at=entry.received_at, finished_at=entry.finished_at, ends_at=ends_at
        )
        return {
            "year": received.year, "agency_id": self.agency_id, "code": entry.code,
            "procedure": entry.procedure, "document_id": document_id, "case": entry.case,
            "received_at": entry.received_at, "first_due_at": ends_at, "basis": basis, "given_due_at": entry.due_at,
            "rescheduled_to": entry.rescheduled_to, "finished_at": entry.finished_at, "state": entry.state,
            "verdict": verdict,
            "channel": self._means.channel(entry.channel_name) if entry.channel_name else entry.channel,
            "receiving_unit_id": self._means.unit(entry.receiving_unit), "deciding_unit_id": deciding,
            "receiving_name_id": self._name(entry.receiving_unit), "deciding_name_id": self._name(entry.deciding_unit),
            "channel_name_id": self._name(entry.channel_name),
            "left_out": self._means.is_left_out(entry.procedure, entry.deciding_unit),
            "pauses": [_written(one) for one in pauses],
            "waiting": bool(pauses) and pauses[-1].end is None and entry.state == "open",
            "digest": digest, "former": [], "events": 0, "conforms": None, "differs": 0,
        }  # fmt: skip

    def _name(self, words: str) -> int | None:
        if not words:
            return None
        if words not in self._names:
            row = {"agency_id": self.agency_id, "name": words}
            self._names[words] = learned(DossierName, row, key=tuple(row))
        number: int = self._names[words]
        return number

    def _update(self, changed: Sequence[tuple[Any, Values]], *, is_news: bool = True) -> None:
        if not changed:
            return
        # A dossier that came to its end, or in on another day, is held against its steps again.
        anew = {before.id: row for before, row in changed if before.events}
        kinds = judged_anew(anew, self._promises, self._reckoners)
        given, many = days_given([before.id for before, _row in changed]), []
        for before, row in changed:
            row["rescheduled_to"] = row["rescheduled_to"] or given.get(before.id)
            trace = trace_of(before) | {"run": before.run_id}
            found = kinds.get(before.id)
            more: Values = {"conforms": None if found is None else not found, "differs": found or 0}
            is_kept = is_news or before.first_due_at != row["first_due_at"]
            more |= {"former": [*before.former, *([trace] if is_kept else ())], "events": before.events}
            many.append(row | more | {"which": before.id})
        statement = update(_TABLE).where(_TABLE.c.id == bindparam("which"))
        db.session.connection().execute(statement, many)
        move_to_year({before.id: row["year"] for before, row in changed if before.year != row["year"]})


def _lacks_words(before: Any, entry: Entry) -> bool:
    """Whether a dossier came in before it was kept what its source calls units and channels, which the row says."""
    return any(words and getattr(before, name) is None for name, words in _words_of(entry))


def _words_of(entry: Entry) -> Iterable[tuple[str, str]]:
    return zip(WORDS, (entry.receiving_unit, entry.deciding_unit, entry.channel_name), strict=True)


def trace_of(before: Any) -> dict[str, Any]:
    """What is kept of a dossier as it was before it changes."""
    return {name: _plain(getattr(before, name)) for name in TRACED}


def _written(pause: Pause) -> dict[str, Any]:
    end = pause.end.isoformat() if pause.end else None
    return {"from": pause.start.isoformat(), "to": end, "reason": pause.reason, "document": pause.document}


def _digest(entry: Entry) -> str:
    """What the row said, in short."""
    moments = entry.received_at, entry.due_at, entry.rescheduled_to, entry.finished_at
    # What was said of a word of the source changes no row: those that are in are mapped again when somebody asks.
    channel = "direct" if entry.channel_name else entry.channel
    said = (
        entry.code, entry.procedure, entry.case, entry.state, channel, entry.receiving_unit, entry.deciding_unit,
        *[_bare(moment) for moment in moments],
        *[(_bare(one.start), _bare(one.end), *one[2:]) for one in entry.pauses],
    )  # fmt: skip
    return hashlib.blake2b(repr(said).encode(), digest_size=16).hexdigest()


def _bare(moment: datetime | None) -> str:
    # All of them are in one zone, and asking each for its offset takes longer than all the rest; to put its day and
    # time together again takes half as long as to replace its zone.
    return "" if moment is None else str(datetime.combine(moment.date(), moment.time()))


def _plain(value: Any) -> Any:
    return as_local(value).isoformat() if isinstance(value, datetime) else value


def _insert(rows: Sequence[Values]) -> None:
    if not rows:
        return
    moment, as_json = stored_as()
    columns = tuple(rows[0])
    for row in rows:
        for name in MOMENTS:
            row[name] = moment(row[name])
        row["pauses"], row["former"] = as_json(row["pauses"]), as_json(row["former"])
    numbers = new_numbers(len(rows))
    load(_TABLE, ("id", *columns), [(number, *row.values()) for number, row in zip(numbers, rows, strict=True)])
