"""What a file would become before anything of it is taken in: its columns, what each is proposed as, its first rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Values
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice
from typing import Any

from sqlalchemy import select

from iso_qms.clock import as_local, now
from iso_qms.db import db
from iso_qms.dossiers.deadlines import due_day
from iso_qms.dossiers.due.promises import promises
from iso_qms.dossiers.event.event_rows import EventReader
from iso_qms.dossiers.event.events import moment_of
from iso_qms.dossiers.incoming.mapping import BadMapping, Mapping, kind_of, propose
from iso_qms.dossiers.incoming.reading import Table
from iso_qms.dossiers.incoming.rows import Refusal, RowReader, unusual_channel
from iso_qms.dossiers.incoming.source_words import FIELDS, Word, choices_for, is_step, steps_known, strange_in
from iso_qms.dossiers.incoming.understanding import Understanding
from iso_qms.dossiers.models import DossierSource
from iso_qms.dossiers.operations import units_by_words

LOOKED_AT, SHOWN, MOST_SHOWN = 200, 10, 20
"""Rows from which columns are proposed; rows that are shown; the most with those of the others that cannot come in."""
NAMED = ("procedure", "receiving_unit", "deciding_unit")
NAMELESS = "–"
"""What stands for the source as long as nobody has named one."""


@dataclass(frozen=True)
class Column:
    """A column of the file: its heading, the first things in it, and the field it is read as, empty when dropped."""

    place: int
    heading: str
    examples: Sequence[str]
    field: str
    fate: str
    """What becomes of it: `kept`, `hashed` or `dropped`."""


@dataclass(frozen=True)
class Shown:
    """A file as it would be read."""

    kind: str
    source: str
    columns: Sequence[Column]
    rows: Sequence[tuple[int, Sequence[tuple[str, Any]], Refusal | None]]
    """The first rows, and some of the next that would be set aside; each with its number and what would be kept of it
    by field, or why it would not come in."""
    strange: Sequence[Word]
    """Words in the first rows that mean nothing here."""


def proposed(table: Table) -> Mapping | None:
    """How to read a file nobody has chosen for: as the source that fits its headings, else by headings and contents."""
    known = _fitting_source(table)
    if known is not None:
        return known
    rows = table.sample(LOOKED_AT)
    kind = kind_of(table.headings, rows)
    columns = {name: one.heading for name, one in propose(table.headings, rows, kind=kind).items()}
    try:
        return Mapping(NAMELESS, columns, kind=kind)
    except BadMapping:
        return None


def chosen(
    table: Table, *, kind: str, source: str, fields: Values[int, str], words: Values[str, Values[str, str]]
) -> Mapping:
    """The mapping of what was chosen for each column and word; known words of the source stay. Raises BadMapping."""
    columns, before = _columns_of(table, fields), _source(source, kind)
    kept = before.mapping if before is not None else {}
    parts = {part: {**kept.get(part, {}), **words.get(field, {})} for field, part in FIELDS.items()}
    return Mapping(source, columns, kind=kind, **parts)


def shown(table: Table, mapping: Mapping | None, *, before: Mapping | None = None) -> Shown:
    """What the file would become by a mapping; without one only its columns.

    What means nothing by the mapping of before, which lacks what was just said of words, is asked for still.
    """
    if mapping is None:
        rows = table.sample(LOOKED_AT)
        kind = kind_of(table.headings, rows)
        columns = {name: one.heading for name, one in propose(table.headings, rows, kind=kind).items()}
        return Shown(kind, "", _columns(table, columns), (), ())
    name = "" if mapping.source == NAMELESS else mapping.source
    known = before or mapping
    strange = strange_in(_met(table, known), known, choices_for(mapping.kind), said=mapping)
    return Shown(mapping.kind, name, _columns(table, mapping.columns), _read(table, mapping), strange)


def columns_chosen(table: Table, fields: Values[int, str], *, kind: str) -> Shown:
    """The columns as somebody chose them, where they make no mapping yet."""
    return Shown(kind, "", _columns(table, _columns_of(table, fields)), (), ())


def _columns_of(table: Table, fields: Values[int, str]) -> dict[str, str]:
    chosen = sorted(fields.items(), reverse=True)
    return {field: table.headings[place] for place, field in chosen if 0 <= place < len(table.headings)}


def _columns(table: Table, columns: Values[str, str]) -> list[Column]:
    rows, by_heading = table.sample(SHOWN), {heading: name for name, heading in columns.items()}
    return [
        Column(place, heading, _examples(rows, place), field, _fate(field))
        for place, heading in enumerate(table.headings)
        for field in (by_heading.get(heading, ""),)
    ]


def _read(table: Table, mapping: Mapping) -> list[tuple[int, list[tuple[str, Any]], Refusal | None]]:
    found: list[tuple[int, list[tuple[str, Any]], Refusal | None]] = []
    for place, one in enumerate(_rows(table, mapping, LOOKED_AT)):
        if isinstance(one, Refusal) and len(found) < MOST_SHOWN:
            found.append((one.number, list(one.cells), one))
        elif place < SHOWN:
            found.append((one.number, [(name, _told(one, name)) for name in mapping.fields.fields], None))
    return found


def _rows(table: Table, mapping: Mapping, many: int) -> Iterator[Any]:
    rows = islice(table.rows(), many)
    reader: Any
    if mapping.kind == "events":
        reader = EventReader(mapping, table.headings, at=now(), hashed=lambda name: "#")
    else:
        reader = RowReader(mapping, table.headings, at=now())
    found: Iterator[Any] = reader.read(rows)
    return found


def _met(table: Table, mapping: Mapping) -> dict[str, Counter[str]]:
    """The words in the first rows that mean nothing here, by their kind, with how many rows bear each."""
    met: dict[str, Counter[str]] = defaultdict(Counter)
    units = units_by_words(mapping.units)
    means = Understanding(mapping, promises(), units, met=lambda field, words: met[field].update([words]))
    steps = steps_known() if mapping.kind == "events" else frozenset()
    for one in _rows(table, mapping, LOOKED_AT):
        if isinstance(one, Refusal):
            if one.reason == "unknown_state":  # Once its state is said the row comes in, with all its other words.
                cells = dict(one.cells)
                met["state"][cells["state"]] += 1
                _understand(means, [cells.get(name, "") for name in NAMED], unusual_channel(cells.get("channel", "")))
        elif mapping.kind == "events":
            means.unit(one.unit)
            if not is_step(one.activity, steps):
                met["activity"][one.activity] += 1
        else:
            _understand(means, [getattr(one, name) for name in NAMED], one.channel_name)
    return met


def _understand(means: Understanding, named: Sequence[str], channel: str) -> None:
    procedure, *units = named
    if procedure:
        means.document(procedure)
    for unit in dict.fromkeys(units):
        means.unit(unit)
    if channel:
        means.channel(channel)


def _told(one: Any, name: str) -> Any:
    if name == "moment":
        return moment_of(one.instant)
    if name in _DEADLINES:
        ends_at = getattr(one, name)
        return due_day(ends_at) if ends_at and as_local(ends_at).time() == time() else ends_at
    if name not in _OF_PAUSES:
        return getattr(one, name)
    values = [getattr(pause, _OF_PAUSES[name]) for pause in one.pauses]
    return values[0] if len(values) == 1 else "; ".join(_plainly(value) for value in values)


_DEADLINES = ("due_at", "rescheduled_to")
_OF_PAUSES = {"paused_from": "start", "paused_to": "end", "pause_reason": "reason", "pause_document": "document"}


def _plainly(value: Any) -> str:
    return f"{as_local(value):%d/%m/%Y %H:%M}" if isinstance(value, datetime) else str(value or "")


def _fate(field: str) -> str:
    return "dropped" if not field else "hashed" if field == "person" else "kept"


def _examples(rows: Sequence[Sequence[Any]], place: int) -> list[str]:
    cells = [row[place] for row in rows if place < len(row) and row[place] not in ("", None)]
    texts = dict.fromkeys(one.isoformat(" ") if isinstance(one, datetime) else str(one) for one in cells[:50])
    return [text if len(text) <= 40 else f"{text[:40]}…" for text in list(texts)[:3]]


def _fitting_source(table: Table) -> Mapping | None:
    """The source whose mapping names most of the headings, all of which are there."""
    best: Mapping | None = None
    for one in db.session.scalars(select(DossierSource).order_by(DossierSource.id)):
        try:
            mapping = Mapping.of_json(one.mapping)
            mapping.places(table.headings)
        except BadMapping:
            continue
        if best is None or len(mapping.columns) > len(best.columns):
            best = mapping
    return best


def _source(name: str, kind: str) -> DossierSource | None:
    return db.session.scalar(select(DossierSource).where(DossierSource.name == name[:60], DossierSource.kind == kind))
