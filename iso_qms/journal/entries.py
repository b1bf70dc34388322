"""Entries, and the listeners that make them unforgettable."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import BigInteger, ColumnElement, Index, Integer, String, Text, or_, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from iso_qms.clock import now
from iso_qms.db import Base, append_only, db
from iso_qms.journal.noticing import Journaled, tell_of
from iso_qms.journal.words import sentence
from iso_qms.registry import registry


@dataclass(frozen=True)
class Acting:
    """As whom a person acts, frozen as of then: post, unit, signing capacity (KT., TL., TUQ., TM., Q.)."""

    post: str = ""
    unit: str = ""
    capacity: str = ""

    def __str__(self) -> str:
        return " · ".join(filter(None, [self.post, self.unit]))


class Actor(Protocol):
    """Whoever acts: a person, or the clock."""

    @property
    def id(self) -> Any: ...
    @property
    def name(self) -> Any: ...
    @property
    def agency_id(self) -> Any: ...
    def acting(self) -> Acting: ...


class CanonicalJson(TypeDecorator[dict[str, Any]]):
    """JSON as one text, byte for byte the same on both databases, so that a seal can bind the very bytes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str:
        return json.dumps(value or {}, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)

    def process_result_value(self, value: Any, dialect: Any) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(value)
        return read


class JournalEntry(Base):
    """One act: who, as whom, when, what, on what, why, and which fields changed."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index("ix_journal_entry_thing", "kind", "thing_id"),
        Index("ix_journal_entry_over", "over_kind", "over_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    agency_id: Mapped[int | None] = mapped_column(index=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(200))
    post: Mapped[str] = mapped_column(String(200), default="")
    unit: Mapped[str] = mapped_column(String(200), default="")
    capacity: Mapped[str] = mapped_column(String(10), default="")
    verb: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[int]
    over_kind: Mapped[str | None] = mapped_column(String(40))
    over_id: Mapped[int | None]
    label: Mapped[str] = mapped_column(String(300), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[dict[str, Any]] = mapped_column(CanonicalJson, default=dict)

    @property
    def who(self) -> JournalEntry:
        """Who acted: the entry itself holds their name, post, unit and capacity of that day."""
        return self

    @hybrid_property
    def is_private(self) -> bool:
        """Whether it tells of something said of a person: then no list shows who acted, for it may be that person."""
        return self.over_kind is not None and self.label == ""

    @is_private.inplace.expression
    @classmethod
    def _is_private(cls) -> ColumnElement[bool]:
        return cls.over_kind.is_not(None) & (cls.label == "")

    @property
    def sentence(self) -> str:
        """What was done, in the language spoken now; an act on a part of something larger names the part."""
        words = sentence(self.verb)
        return f"{words}: {self.label}" if self.over_kind and self.label else words


append_only(JournalEntry.__table__)  # type: ignore[arg-type]


def write(
    thing: Any,
    verb: str,
    *,
    by: Actor,
    reason: str = "",
    acting: Acting | None = None,
    private: bool = False,
    details: dict[str, Any] | None = None,
) -> JournalEntry:
    """Record an act on a thing. Field changes are taken from the session; private ones only as a salted hash.

    `details` are told beside the thing's own fields: what changed in a part, or what a file held.
    """
    told = _Told(thing, reason=reason, acting=acting, private=private, details=details or {}, by=by)
    entry = JournalEntry(at=now(), person_id=by.id, name=by.name, verb=verb, kind=thing.journal_kind)
    held_back: list[tuple[JournalEntry, _Told]] | None = db.session().info.get("held_back")
    if held_back is not None:
        held_back.append((entry, told))
        return entry
    db.session.flush()
    db.session.add(_filled(entry, told, told.acted))
    return entry


@contextmanager
def together() -> Iterator[None]:
    """Write down many acts at once: what is told inside is flushed in one go and entered at the end, in its order.

    Until then the things have no numbers, unless a query flushed them.
    """
    info, held_back = db.session().info, list[tuple[JournalEntry, _Told]]()
    info["held_back"] = held_back
    try:
        yield
    finally:
        del info["held_back"]
    db.session.flush()
    acting: dict[int, Acting] = {}
    for entry, told in held_back:
        if told.by.id not in acting:
            acting[told.by.id] = told.by.acting()
        _filled(entry, told, told.acting or acting[told.by.id])
    db.session.add_all(entry for entry, _told in held_back)


def history_of(thing: Any, *, limit: int = 200, seen_by: Any = None) -> Sequence[JournalEntry]:
    """What happened to a thing and to its parts, newest first; of it, where a person is named, what they may read."""
    mine = (JournalEntry.kind == thing.journal_kind) & (JournalEntry.thing_id == thing.id)
    parts = (JournalEntry.over_kind == thing.journal_kind) & (JournalEntry.over_id == thing.id)
    query = select(JournalEntry).where(or_(mine, parts), *(told_to(seen_by) if seen_by else ()))
    return db.session.scalars(query.order_by(JournalEntry.id.desc()).limit(limit)).all()


def told_to(person: Any) -> list[Any]:
    """The conditions of the rooms under which a person may read an entry."""
    return [condition for one in registry.discretions if (condition := one(person)) is not None]


@dataclass(frozen=True)
class _Told:
    thing: Any
    by: Actor
    reason: str
    acting: Acting | None
    private: bool
    details: dict[str, Any]

    @property
    def acted(self) -> Acting:
        return self.acting or self.by.acting()


def _filled(entry: JournalEntry, told: _Told, acted: Acting) -> JournalEntry:
    # Only once the thing is flushed does it have a number, and are the changes of its fields known.
    thing, private, over = told.thing, told.private, told.thing.journal_over()
    entry.agency_id = getattr(thing, "agency_id", None) or told.by.agency_id
    entry.post, entry.unit, entry.capacity = acted.post, acted.unit, acted.capacity
    if private and thing.journal_hides(told.by):
        entry.person_id, entry.name, entry.post, entry.unit, entry.capacity = None, "", "", "", ""
    entry.thing_id, entry.label = thing.id, "" if private else str(thing)[:300]
    entry.over_kind, entry.over_id = (over.journal_kind, over.id) if over is not None else (None, None)
    entry.reason = _hashed(told.reason) if private and told.reason else told.reason
    entry.changes = _changes_told(thing, tell_of(db.session(), thing), private=private) | told.details
    return entry


def _changes_told(thing: Journaled, changed: dict[str, tuple[Any, Any]], *, private: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, values in changed.items():
        old, new = map(_plain, values)
        if name in thing.journal_ignored | {"id", "agency_id"} or old == new:
            continue
        if private or name in thing.journal_private:
            found[name] = _hashed(repr(new))
        elif old is not None or new not in (None, "", {}, []):
            found[name] = [old, new]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool, dict, list, type(None))) else str(value)


def _hashed(text: str) -> str:
    # The salt is thrown away with the value's guessability: the hash only shows that something stood there.
    salt = secrets.token_hex(8)
    return f"{salt}:{hashlib.sha256((salt + text).encode()).hexdigest()[:32]}"
