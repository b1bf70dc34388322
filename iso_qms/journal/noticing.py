"""The listeners that make entries unforgettable: what changed in a unit, and whether it was told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import event, inspect
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, SessionTransaction

from iso_qms.db import Base

ONE_BY_ONE = "journal_one_row"
"""The execution option under which `lifecycle` sets one row's state by a compare-and-set, its entry following."""


class Unjournaled(RuntimeError):
    """A change was about to be committed with no entry in the journal: a mistake in the code, not of the person."""


class Journaled:
    """A model whose every change stands in the journal.

    A part without a history of its own names the thing it belongs to in `journal_root`.
    """

    journal_kind: ClassVar[str]
    journal_ignored: ClassVar[frozenset[str]] = frozenset()
    journal_private: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        """What the journal calls it: a thing without a name of its own, such as an agency's rules, by its kind."""
        return self.journal_kind

    def journal_root(self) -> Any:
        """The thing in whose history a change of this one is told."""
        return self

    def journal_over(self) -> Any:
        """The larger thing whose history also tells this one, such as a revision's document."""
        return None

    def journal_hides(self, by: Any) -> bool:
        """Whether an act of this person on it is kept without saying whose, because their name in it is to end."""
        return False


@dataclass
class _Note:
    """Something that happened to a thing in this unit, and the savepoint it happened in."""

    thing: Any
    savepoint: SessionTransaction | None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def tell_of(session: Session, thing: Any) -> dict[str, tuple[Any, Any]]:
    """Note that a thing is told now; answers its fields that changed since it was last told, as (old, new)."""
    session.info.setdefault("told", []).append(_Note(thing, session.get_nested_transaction()))
    found: dict[str, tuple[Any, Any]] = {}
    for note in session.info.get("touched", ()):
        if note.thing is thing:
            for name, (old, new) in note.changes.items():
                found[name] = (found[name][0] if name in found else old, new)
            note.changes = {}
    return found


@event.listens_for(Session, "after_flush")
def _notice_changes(session: Session, _context: Any) -> None:
    # Noticed at each flush and not when the entry is written: a query in between may have flushed already, and after
    # the flush nobody knows the old values any more.
    touched, savepoint = session.info.setdefault("touched", []), session.get_nested_transaction()
    for thing in (*session.new, *session.dirty, *session.deleted):
        if isinstance(thing, Journaled):
            changes = _changes(thing)
            if thing not in session.dirty or set(changes) - thing.journal_ignored:
                touched.append(_Note(thing, savepoint, changes))


@event.listens_for(Session, "before_commit")
def _demand_entries(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    told = {id(note.thing) for note in session.info.get("told", ())}
    for note in session.info.get("touched", ()):
        if id(note.thing) not in told and id(note.thing.journal_root()) not in told:
            name = type(note.thing).__name__
            raise Unjournaled(f"{name} was changed with no entry in the journal: call journal.write().")


@event.listens_for(Session, "after_soft_rollback")
def _forget_undone(session: Session, undone: SessionTransaction) -> None:
    for name in ("told", "touched"):
        notes = session.info.get(name, [])
        notes[:] = [note for note in notes if not _stood_in(note.savepoint, undone)]


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("told", None)
        session.info.pop("touched", None)


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete) or state.execution_options.get(ONE_BY_ONE):
        return
    table = getattr(state.statement, "table", None)
    for mapper in journaled_mappers():
        if table in mapper.tables:
            name = mapper.class_.__name__
            raise Unjournaled(f"{name} is journaled: change its rows one by one, with an entry for each.")


def journaled_mappers() -> list[Mapper[Any]]:
    """The mappers of every journaled model."""
    return [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Journaled)]


def _changes(thing: Any) -> dict[str, tuple[Any, Any]]:
    state: Any = inspect(thing)
    found = {}
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if history.has_changes():
            old, new = (values[0] if values else None for values in (history.deleted, history.added))
            found[column.key] = (old, new)
    return found


def _stood_in(savepoint: SessionTransaction | None, undone: SessionTransaction) -> bool:
    while savepoint is not None:
        if savepoint is undone:
            return True
        savepoint = savepoint.parent
    return False
