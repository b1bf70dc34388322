"""Entries, and the listeners that make them unforgettable."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Protocol

from sqlalchemy import BigInteger, Index, Integer, String, Text, event, inspect, or_, select
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from iso_qms.clock import now
from iso_qms.db import Base, append_only, db


class Unjournaled(RuntimeError):
    """A change was about to be committed with no entry in the journal: a mistake in the code, not of the person."""


@dataclass(frozen=True)
class Acting:
    """As whom a person acts, frozen as of then: post, unit, signing capacity (KT., TL., TUQ., TM., Q.)."""

    post: str = ""
    unit: str = ""
    capacity: str = ""


class Actor(Protocol):
    """Whoever acts: a person, or the clock."""

    @property
    def id(self) -> Any: ...
    @property
    def name(self) -> Any: ...
    @property
    def agency_id(self) -> Any: ...
    def acting(self) -> Acting: ...


class Journaled:
    """A model whose every change stands in the journal.

    A part without a history of its own names the thing it belongs to in `journal_root`.
    """

    journal_kind: ClassVar[str]
    journal_ignored: ClassVar[frozenset[str]] = frozenset()
    journal_private: ClassVar[frozenset[str]] = frozenset()

    def journal_root(self) -> Any:
        """The thing in whose history a change of this one is told."""
        return self

    def journal_over(self) -> Any:
        """The larger thing whose history also tells this one, such as a revision's document."""
        return None


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
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)


append_only(JournalEntry.__table__)  # type: ignore[arg-type]


def write(
    thing: Any, verb: str, *, by: Actor, reason: str = "", acting: Acting | None = None, private: bool = False
) -> JournalEntry:
    """Record an act on a thing. Field changes are taken from the session; private ones only as a salted hash."""
    session = db.session()
    changes = _changes(thing, private=private)
    session.flush()
    over, acted = thing.journal_over(), acting or by.acting()
    entry = JournalEntry(
        agency_id=getattr(thing, "agency_id", None) or by.agency_id,
        at=now(),
        person_id=by.id,
        name=by.name,
        post=acted.post,
        unit=acted.unit,
        capacity=acted.capacity,
        verb=verb,
        kind=thing.journal_kind,
        thing_id=thing.id,
        over_kind=over.journal_kind if over is not None else None,
        over_id=over.id if over is not None else None,
        label="" if private else str(thing)[:300],
        reason=_hashed(reason) if private and reason else reason,
        changes=changes,
    )
    session.add(entry)
    session.info.setdefault("told", []).append(thing)
    return entry


def history_of(thing: Any, *, limit: int = 200) -> Sequence[JournalEntry]:
    """What happened to a thing and to its parts, newest first."""
    mine = (JournalEntry.kind == thing.journal_kind) & (JournalEntry.thing_id == thing.id)
    parts = (JournalEntry.over_kind == thing.journal_kind) & (JournalEntry.over_id == thing.id)
    query = select(JournalEntry).where(or_(mine, parts)).order_by(JournalEntry.id.desc()).limit(limit)
    return db.session.scalars(query).all()


def _changes(thing: Any, *, private: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    state: Any = inspect(thing)
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if not history.has_changes() or column.key in thing.journal_ignored | {"id", "agency_id"}:
            continue
        old, new = (_plain(values[0]) if values else None for values in (history.deleted, history.added))
        if private or column.key in thing.journal_private:
            found[column.key] = _hashed(repr(new))
        elif old is not None or new not in (None, "", {}, []):
            found[column.key] = [old, new]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool, dict, list, type(None))) else str(value)


def _hashed(text: str) -> str:
    # The salt is thrown away with the value's guessability: the hash only shows that something stood there.
    salt = secrets.token_hex(8)
    return f"{salt}:{hashlib.sha256((salt + text).encode()).hexdigest()[:32]}"


@event.listens_for(Session, "before_flush")
def _notice_changes(session: Session, _context: Any, _instances: Any) -> None:
    touched = session.info.setdefault("touched", [])
    for thing in (*session.new, *session.dirty, *session.deleted):
        if isinstance(thing, Journaled) and (thing not in session.dirty or _really_changed(thing)):
            touched.append(thing)


@event.listens_for(Session, "before_commit")
def _demand_entries(session: Session) -> None:
    session.flush()
    told = {id(thing) for thing in session.info.get("told", ())}
    for thing in session.info.get("touched", ()):
        if id(thing) not in told and id(thing.journal_root()) not in told:
            raise Unjournaled(f"{type(thing).__name__} was changed with no entry in the journal: call journal.write().")


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("told", None)
    session.info.pop("touched", None)


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    if (state.is_update or state.is_delete) and state.bind_mapper is not None:
        target = state.bind_mapper.class_
        if issubclass(target, Journaled):
            raise Unjournaled(f"{target.__name__} is journaled: change its rows one by one, with an entry for each.")


def _really_changed(thing: Any) -> bool:
    state: Any = inspect(thing)
    return any(
        state.attrs[column.key].history.has_changes()
        for column in state.mapper.column_attrs
        if column.key not in thing.journal_ignored
    )
