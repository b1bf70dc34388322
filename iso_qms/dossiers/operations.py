"""What people do with dossiers: begin to take a file in, take in its rows batch by batch, and end it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from iso_qms.clock import as_local, now
from iso_qms.db import db
from iso_qms.dossiers.deadlines import Pause, Reckoner, moves, verdict
from iso_qms.dossiers.mapping import Mapping as ColumnMapping
from iso_qms.dossiers.models import UNJUDGED, Dossier, DossierImport, DossierSource
from iso_qms.dossiers.promises import Promises, promises
from iso_qms.dossiers.rows import Entry, Refusal
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import calendar_of
from iso_qms.text import fold
from iso_qms.workflow import Forbidden
from iso_qms.worktime import UnknownYear, Week

say(
    {
        "dossier_import.begun": _l("began to take dossiers in from a file"),
        "dossier_import.ended": _l("took dossiers in from a file"),
        "dossier_source.mapped": _l("said which column of a source is what"),
    }
)

MOST_KEPT = 10_000
"""Refused rows whose numbers are kept; a file with more is the wrong file or has the wrong mapping."""
_TABLE: Any = Dossier.__table__
TRACED = ("received_at", "first_due_at", "rescheduled_to", "finished_at", "state")


def begin_import(mapping: ColumnMapping, *, name: str, sha256: str, by: Person) -> DossierImport:
    """Begin to take a file in; its mapping is kept for the next file of that source."""
    if not by.may("dossiers.import"):
        raise Forbidden(_("Only administrators and the quality control team bring dossiers in."))
    _keep_mapping(mapping, by=by)
    run = DossierImport(
        agency_id=by.agency_id,
        source=mapping.source[:60],
        name=name[:255],
        sha256=sha256,
        mapping=mapping.as_json(),
        by_id=by.id,
        started_at=now(),
    )
    db.session.add(run)
    write(run, "dossier_import.begun", by=by)
    return run


def taken_in_before(mapping: ColumnMapping, *, sha256: str) -> DossierImport | None:
    """The run that took this very file in to its end, by the same mapping."""
    query = select(DossierImport).where(DossierImport.sha256 == sha256, DossierImport.finished_at.is_not(None))
    found = db.session.scalars(query.order_by(DossierImport.id.desc()))
    return next((one for one in found if one.mapping == mapping.as_json()), None)


def end_import(run: DossierImport, *, by: Person) -> None:
    """Say that a file was taken in whole; the one entry of the journal tells how much came of it."""
    run.finished_at = now()
    counts = {name: getattr(run, name) for name in ("added", "changed", "same", "refused")}
    write(run, "dossier_import.ended", by=by, details=counts)


class Intake:
    """Takes rows in, batch by batch; what it knows of procedures, units and calendars is read once for a file."""

    def __init__(self, mapping: ColumnMapping, *, agency_id: int) -> None:
        self.mapping, self.agency_id = mapping, agency_id
        self._promises: Promises = promises()
        self._units = _units_by_words(mapping.units)
        self._documents: dict[str, int | None] = {}
        self._by_week: dict[Week, Reckoner] = {}
        self._reckoners: dict[int | None, Reckoner] = {}

    def take(self, batch: Sequence[Entry | Refusal], *, run: DossierImport) -> None:
        """Take a batch in, in the unit that is open: new rows are added, changed ones keep a trace, the same stay."""
        refusals = [one for one in batch if isinstance(one, Refusal)]
        entries = {one.code: one for one in batch if isinstance(one, Entry)}
        run.refused += len(refusals)
        room = MOST_KEPT - len(run.set_aside)
        run.set_aside = [*run.set_aside, *([one.number, one.reason, one.field] for one in refusals[:room])]
        there = self._there(run.source, entries)
        new, changed = [], []
        for code, entry in entries.items():
            digest = _digest(entry)
            if code not in there:
                new.append(self._row(entry, digest, run))
            elif there[code].digest != digest:
                changed.append(self._changed(there[code], self._row(entry, digest, run)))
        _insert(new)
        _update(changed)
        run.added, run.changed = run.added + len(new), run.changed + len(changed)
        run.same += len(entries) - len(new) - len(changed)

    def _there(self, source: str, entries: Mapping[str, Entry]) -> dict[str, Any]:
        columns = [getattr(Dossier, name) for name in ("id", "code", "digest", "former", "run_id", *TRACED)]
        query = select(*columns).where(Dossier.source == source, Dossier.code.in_(list(entries)))
        return {row.code: row for row in db.session.execute(query)}

    def _row(self, entry: Entry, digest: str, run: DossierImport) -> dict[str, Any]:
        deciding = self._units.get(fold(entry.deciding_unit)) if entry.deciding_unit else None
        pauses = _pauses(entry)
        document_id = self._document(entry.procedure)
        ends_at, basis = self._first_due(entry, document_id, deciding, pauses)
        waiting = bool(pauses) and pauses[0].end is None and entry.state == "open"
        return {
            "agency_id": self.agency_id, "source": run.source, "code": entry.code, "procedure": entry.procedure,
            "document_id": document_id, "case": entry.case, "received_at": entry.received_at, "first_due_at": ends_at,
            "basis": basis, "given_due_at": entry.due_at, "rescheduled_to": entry.rescheduled_to,
            "finished_at": entry.finished_at, "state": entry.state, "verdict": _verdict(entry, ends_at),
            "channel": entry.channel, "deciding_unit_id": deciding,
            "receiving_unit_id": self._units.get(fold(entry.receiving_unit)) if entry.receiving_unit else None,
            "pauses": [_written(one) for one in pauses], "waiting": waiting, "digest": digest, "former": [],
            "run_id": run.id,
        }  # fmt: skip

    def _first_due(
        self, entry: Entry, document_id: int | None, unit_id: int | None, pauses: list[Pause]
    ) -> tuple[datetime | None, str]:
        day = as_local(entry.received_at).date()
        promise = self._promises.promise(document_id, day, entry.case) if document_id else None
        if promise is not None:
            reckoner = self._reckoner(unit_id)
            try:
                ends_at = reckoner.ends_at(entry.received_at, promise.term, cutoff=promise.cutoff)
                moved = moves(ends_at, term=promise.term, calendar=reckoner.calendar, pauses=pauses) if pauses else ()
                return (moved[-1].ends_at if moved else ends_at), "procedure"
            except UnknownYear:
                pass  # What the receipt printed is all that is known of a year without a calendar.
        return entry.due_at, "source" if entry.due_at else ""

    def _document(self, words: str) -> int | None:
        if words not in self._documents:
            self._documents[words] = self._promises.document_of(self.mapping.procedures.get(words, words))
        return self._documents[words]

    def _reckoner(self, unit_id: int | None) -> Reckoner:
        if unit_id not in self._reckoners:
            calendar = calendar_of(self.agency_id, unit=unit_id)
            self._reckoners[unit_id] = self._by_week.setdefault(calendar.week, Reckoner(calendar))
        return self._reckoners[unit_id]

    @staticmethod
    def _changed(before: Any, row: dict[str, Any]) -> dict[str, Any]:
        trace = {name: _plain(getattr(before, name)) for name in TRACED} | {"run": before.run_id}
        return row | {"former": [*before.former, trace], "which": before.id}


def _keep_mapping(mapping: ColumnMapping, *, by: Person) -> None:
    query = select(DossierSource).where(DossierSource.name == mapping.source[:60])
    source = db.session.scalar(query)
    if source is not None and source.mapping == mapping.as_json():
        return
    if source is None:
        source = DossierSource(agency_id=by.agency_id, name=mapping.source[:60], mapping=mapping.as_json())
        db.session.add(source)
    source.mapping = mapping.as_json()
    write(source, "dossier_source.mapped", by=by)


def _units_by_words(own: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, code, name in db.session.execute(select(Unit.id, Unit.code, Unit.name).order_by(Unit.id)):
        found[fold(name)] = found[fold(code)] = number
    return found | {fold(word): found[fold(code)] for word, code in own.items() if fold(code) in found}


def _pauses(entry: Entry) -> list[Pause]:
    if entry.paused_from is None:
        return []
    return [Pause(entry.paused_from, entry.paused_to, entry.pause_reason, entry.pause_document)]


def _written(pause: Pause) -> dict[str, Any]:
    end = pause.end.isoformat() if pause.end else None
    return {"from": pause.start.isoformat(), "to": end, "reason": pause.reason, "document": pause.document}


def _verdict(entry: Entry, ends_at: datetime | None) -> str:
    judged = entry.state not in UNJUDGED
    if judged and entry.finished_at is None:
        return ""
    at = entry.finished_at or entry.received_at
    return str(verdict(ends_at=ends_at, finished_at=entry.finished_at, at=at, judged=judged).value)


def _digest(entry: Entry) -> str:
    said = tuple(getattr(entry, name) for name in Entry.__slots__ if name != "number")
    return hashlib.blake2b(repr(said).encode(), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _insert(rows: Iterable[dict[str, Any]]) -> None:
    if many := list(rows):
        db.session.connection().execute(insert(_TABLE), many)


def _update(rows: Iterable[dict[str, Any]]) -> None:
    if many := list(rows):
        statement = update(_TABLE).where(_TABLE.c.id == bindparam("which"))
        db.session.connection().execute(statement, many)
