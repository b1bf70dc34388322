"""What changes seldom and is asked on every page: the tree of units, heads, powers, the calendar.

It is read once per process and remembered until the agency's organisation changes. Every such change gives the agency a
new *edition*, in the same transaction, and what is remembered belongs to an edition: a process that has not heard of a
change cannot answer from before it, for it reads the agency anew in every unit of work.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, ClassVar, TypeVar

from flask import current_app
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from iso_qms.db import db, kept
from iso_qms.organisation.agencies import Agency, at_home, chosen_id, new_edition

Fact = TypeVar("Fact")

AT_MOST = 20_000
"""Facts one process remembers; those not asked for longest go first."""


class Remembered:
    """A model whose rows others remember: to add, change or remove one gives its agency a new edition."""

    remembered_fields: ClassVar[frozenset[str] | None] = None
    """The fields whose change counts; None: every one."""


def remembered(name: Hashable, read: Callable[[], Fact], *, agency_id: int | None = None) -> Fact:
    """What `read` answers for an agency (the one chosen), asked of the database only when its edition is new.

    It must be plain and left unchanged, for it outlives the session; with no agency it is kept for the unit of work.
    """
    agency_id = agency_id or chosen_id()
    cell = _cell_of(name, agency_id)
    if not cell:
        # Somebody at the door of another agency would else be remembered as holding nothing in their own.
        with at_home(agency_id):
            cell.append(read())
    fact: Fact = cell[0]
    return fact


def _cell_of(name: Hashable, agency_id: int | None) -> list[Any]:
    session: Any = db.session()
    _flush_changes(session)
    agency = session.get(Agency, agency_id) if agency_id else None
    if agency is None or agency_id in session.info.get("reorganised", ()):
        # What this unit has changed may still be rolled back: nobody else may hear of it.
        found: list[Any] = kept("remembered").setdefault((agency_id, name), [])
        return found
    return _cell(current_app.config["SQLALCHEMY_DATABASE_URI"], agency_id, agency.edition, name)


@lru_cache(maxsize=AT_MOST)
def _cell(_database: str, _agency_id: int, _edition: str, _name: Hashable) -> list[Any]:
    return []


def _flush_changes(session: Session) -> None:
    # As a query would: what was changed in this unit a moment ago counts already.
    if session.info.get("writes") and session.autoflush and any(_changed(session)):
        session.flush()


def _changed(session: Session) -> Iterator[Remembered]:
    for thing in chain(session.new, session.dirty, session.deleted):
        if isinstance(thing, Remembered) and _counts(thing):
            yield thing


def _counts(thing: Remembered) -> bool:
    fields, attributes = thing.remembered_fields, inspect(thing).attrs
    return fields is None or any(attributes[name].history.has_changes() for name in fields)


@event.listens_for(Session, "before_flush")
def _renew_edition(session: Session, *_context: Any) -> None:
    changed = {getattr(thing, "agency_id", None) or chosen_id() for thing in _changed(session)}
    reorganised = session.info.setdefault("reorganised", set())
    for agency_id in changed - reorganised - {None}:
        if agency := session.get(Agency, agency_id):
            agency.edition = new_edition()
            reorganised.add(agency_id)


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _forget_changes(session: Session, *_context: Any) -> None:
    session.info.pop("reorganised", None)
