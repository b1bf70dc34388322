"""The numbers of a page of figures, added up from the counts of the months and days that make the span."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, func, literal, not_, select, union_all

from iso_qms.db import db
from iso_qms.dossiers.figure.counted import NO_FIELD, NONE, STILL_OPEN, Asked, fields, narrowed
from iso_qms.dossiers.figure.counting import CLOSED, COLUMNS, SET_APART, TIMED, TIMELY, Part, added, month_of, parts_of
from iso_qms.dossiers.figure.counts import DossierCount
from iso_qms.dossiers.models import Dossier, of_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import units_with

HEADS = {
    "procedure": "document_id",
    "field": "document_id",
    "unit": "deciding_unit_id",
    "receiving": "receiving_unit_id",
    "channel": "channel",
}
"""What figures are told by, with the column that says it."""
LEAST = 10
"""Whoever answered fewer dossiers than this has no rank: one more or less would decide on it."""
Numbers = Mapping[str, int]


@dataclass(frozen=True)
class Ranked:
    """A unit with its place; no place where it answered too few."""

    unit_id: int
    rank: int | None
    in_time: int
    judged: int


def tallied(asked: Asked, by: str, *, person: Person, at: datetime, with_open: bool = True) -> dict[Any, Numbers]:
    """The numbers of each procedure, field, unit or channel, as seen at a moment; 0 or `NO_FIELD` for none.

    Who does not look at the open ones spares asking how these stand now.
    """
    found = _of_counts(asked, HEADS[by], person)
    if asked.ends > at and with_open:  # How the open ones stand hangs on the hour.
        late = _late_now(asked, HEADS[by], person, at)
        found = {key: {**numbers, "open_late": late.get(key, 0)} for key, numbers in found.items()}
    if by == "field":
        named = fields()
        found = _merged(found, lambda key: named.get(key, NO_FIELD))
    return {key: _finished(numbers) for key, numbers in found.items() if any(numbers.values())}


def months_until(asked: Asked, *, person: Person, most: int) -> dict[int, Numbers]:
    """The numbers of the months up to the last of a span, at most so many, those without any left out."""
    one, until = DossierCount, asked.span.last
    columns = [func.sum(getattr(one, name)).label(name) for name in ("received", *CLOSED)]
    online = _sum(one.received, one.channel == "online").label("online")
    query = seen_by(person, asked, select(one.period.label("month"), *columns, online), one)
    query = query.where(one.period <= month_of(until.year, until.month))
    query = query.group_by(one.period).order_by(one.period.desc()).limit(most)
    found = {row["month"]: _finished(row) for row in db.session.execute(query).mappings()}
    return dict(sorted(found.items()))


def together(rows: Mapping[Any, Numbers]) -> Numbers:
    """The numbers of all."""
    found = _merged(rows, lambda _key: None)
    return found.get(None, defaultdict(int))


def seen_by(person: Person, asked: Asked, query: Any, model: Any) -> Any:
    """A query of dossiers, or of the counts of them, narrowed to what was asked and to what somebody may see."""
    units = units_with(person, "dossiers.read")
    return query.where(model.agency_id == person.agency_id, of_units(model, units), *narrowed(model, asked))


def ranking(rows: Mapping[Any, Numbers]) -> list[Ranked]:
    """Units by their share in time, those of equal share on one place; behind them those with too few. Pure."""
    told = [(key, one["in_time"], one["judged"]) for key, one in rows.items() if key != NONE and one["judged"]]
    shares = {key: Fraction(part, whole) for key, part, whole in told if whole >= LEAST}
    found = [
        Ranked(key, 1 + sum(share > shares[key] for share in shares.values()) if key in shares else None, part, whole)
        for key, part, whole in told
    ]
    return sorted(found, key=lambda one: (one.rank is None, one.rank or 0, -one.judged, one.unit_id))


def _of_counts(asked: Asked, head: str, person: Person) -> dict[Any, Numbers]:
    one, parts = DossierCount, parts_of(asked.span.first, asked.span.last)
    columns = [func.sum(getattr(one, name)).label(name) for name in COLUMNS]
    columns.append(_sum(one.received, one.channel == "online").label("online"))

    def part(place: int) -> Any:
        query = select(literal(place).label("part"), getattr(one, head).label("head"), *columns)
        within = one.period.between(parts[place].first, parts[place].last)
        return seen_by(person, asked, query, one).where(within).group_by(getattr(one, head))

    found: dict[Any, list[tuple[Part, Numbers]]] = defaultdict(list)
    for row in db.session.execute(union_all(*map(part, range(len(parts))))).mappings():
        found[row["head"]].append((parts[row["part"]], dict(row)))
    return {key: added(told) for key, told in found.items()}


def _late_now(asked: Asked, head: str, person: Person, at: datetime) -> dict[Any, int]:
    one = Dossier
    query = seen_by(person, asked, select(getattr(one, head), func.count()), one)
    query = query.where(
        STILL_OPEN, one.first_due_at < at, not_(one.waiting), not_(one.left_out), one.received_at < asked.ends
    )
    return {key or NONE: count for key, count in db.session.execute(query.group_by(getattr(one, head)))}


def _sum(what: Any, condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(what).filter(condition), 0)


def _merged(rows: Mapping[Any, Numbers], named: Callable[[Any], Any]) -> dict[Any, Numbers]:
    found: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, numbers in rows.items():
        for name, count in numbers.items():
            found[named(key)][name] += count
    return dict(found)


def _finished(numbers: Any) -> Numbers:
    """With what follows from the others."""
    found = {name: int(count) for name, count in numbers.items()}
    found["in_time"], found["judged"] = _of(found, TIMELY), _of(found, TIMED)
    found["apart"], found["desk"] = _of(found, SET_APART), found["received"] - found["online"]
    found["open_in_time"] = found.get("open", 0) - found.get("open_late", 0)
    return found


def _of(numbers: Numbers, names: Sequence[str]) -> int:
    return sum(numbers[name] for name in names)
