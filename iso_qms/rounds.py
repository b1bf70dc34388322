"""What every round leans on: doing each due thing wholly or not at all, and setting aside what cannot be done.

A round that is killed in the middle has done some things wholly and the others not at all; walked again, or by two
processes at once, it does nothing twice, because each thing is looked at again inside the unit that does it. What is
quick shares a unit with others; when anything in such a unit fails, all of them are done again, each in its own.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, delete, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.clock import now
from iso_qms.db import Base, db, transaction, unit
from iso_qms.organisation.agencies import Agency, NoAgency, chosen_id, inside
from iso_qms.organisation.operations import agencies, clock_of
from iso_qms.organisation.rights import people_with
from iso_qms.outbox import tell
from iso_qms.registry import registry

log = logging.getLogger("iso_qms")
Model = TypeVar("Model")

PAUSE = timedelta(hours=1)
"""How long something stays set aside before it is tried again."""

AT_ONCE = 20
"""How many due things are read at once, where what is done to one says nothing of the next."""

SHARED_SECONDS = 0.25
"""How long a unit goes on to take in more due things; whoever wants to write meanwhile waits no longer than that."""


def are_walked() -> bool:
    """Whether anything walks the rounds, so that what waits for one may be told when it comes or that it never does."""
    return all(ticks() for ticks in registry.ticking)


class RoundTrouble(Base):
    """Something a round could not do: set aside for an hour, tried again, and told to an administrator once."""

    __tablename__ = "round_trouble"
    __table_args__ = (UniqueConstraint("round", "agency_id", "thing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[str] = mapped_column(String(40))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="RESTRICT"), index=True)
    thing_id: Mapped[int]
    label: Mapped[str] = mapped_column(String(300), default="")
    what: Mapped[str] = mapped_column(String(500))
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)


def each_due(
    name: str,
    due: Callable[[], Select[Model]],
    act: Callable[..., Any],
    *,
    prepare: Callable[[Model], Any] | None = None,
    read: Callable[[Sequence[Model]], Any] | None = None,
) -> int:
    """Do something to each due thing of every agency, in the name of its clock; answers how many were done.

    `due()` selects what is due in the agency chosen. `act(thing, clock)` does it and leaves a mark by which the thing
    is due no more, in the same unit. What takes long, such as asking a server, is left to `prepare(thing)`: it is done
    before that unit begins, while others may write, and what it answers is handed to `act` last. Where what is done to
    one thing says nothing of the next, `read(things)` reads at once what `act` asks of each; they are then looked at
    again some at a time. A thing that fails
    is set aside and reported; the others go on. An agency whose due things cannot even be told holds up no other; its
    failure is raised at the end.
    """
    with _own_unit(writes=False):
        numbers = [agency.id for agency in agencies()]
    done, failures = 0, list[Exception]()
    for number in numbers:
        try:
            done += _each_in(number, name, due, act, prepare, read)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
    return done


def walked_agency_id() -> int:
    """The agency in which a round selects just now what is due."""
    agency_id = chosen_id()
    if agency_id is None:
        raise NoAgency("Only a round that is walked has an agency.")
    return agency_id


def troubles_of(agency_id: int) -> list[RoundTrouble]:
    """What the rounds could not do for an agency, newest first."""
    query = select(RoundTrouble).where(RoundTrouble.agency_id == agency_id)
    return list(db.session.scalars(query.order_by(RoundTrouble.last_at.desc())))


def wants_another_try(name: str) -> bool:
    """Whether something a round had set aside has rested long enough."""
    with _own_unit(writes=False):
        query = select(RoundTrouble.id).where(RoundTrouble.round == name, RoundTrouble.last_at <= now() - PAUSE)
        return db.session.scalar(query.limit(1)) is not None


@contextmanager
def _own_unit(*, writes: bool) -> Iterator[None]:
    """A unit of its own; where a writing unit is open already, a part of it that can be undone alone."""
    if not db.session().info.get("writes"):
        with transaction() if writes else unit(writes=False):
            yield
        return
    try:
        with db.session.begin_nested():
            yield
    except Exception:
        db.session.expire_all()  # A savepoint leaves states behind that were set past the session.
        raise


def _each_in(
    agency_id: int,
    name: str,
    due: Callable[[], Select[Any]],
    act: Callable[..., Any],
    prepare: Callable[..., Any] | None,
    read: Callable[..., Any] | None,
) -> int:
    with _own_unit(writes=False), inside(db.session.get_one(Agency, agency_id)):
        identity = _identity(due())
        resting = select(RoundTrouble.thing_id).where(
            RoundTrouble.round == name, RoundTrouble.agency_id == agency_id, RoundTrouble.last_at > now() - PAUSE
        )
        numbers = db.session.scalars(due().with_only_columns(identity).where(identity.not_in(resting))).unique().all()
    if prepare is None:
        done = _sharing_units(agency_id, name, deque(numbers), due, act, read)
    else:
        done = sum(_one(agency_id, name, number, due, act, prepare) for number in numbers)
    if wants_another_try(name):
        _forget_rested(agency_id, name)
    return done


def _sharing_units(
    agency_id: int,
    name: str,
    numbers: deque[int],
    due: Callable[[], Select[Any]],
    act: Callable[..., Any],
    read: Callable[..., Any] | None,
) -> int:
    done = 0
    while numbers:
        taken: list[int] = []
        try:
            done += _several(agency_id, name, numbers, taken, due, act, read)
        except Exception:
            done += sum(_one(agency_id, name, number, due, act, None) for number in taken)
    return done


def _several(
    agency_id: int,
    name: str,
    numbers: deque[int],
    taken: list[int],
    due: Callable[[], Select[Any]],
    act: Callable[..., Any],
    read: Callable[..., Any] | None,
) -> int:
    """Do as many as a unit takes in; they are moved from `numbers` to `taken`, and all are undone if one fails."""
    with _own_unit(writes=True), inside(db.session.get_one(Agency, agency_id)):
        until, query, clock, done = monotonic() + SHARED_SECONDS, due(), clock_of(agency_id), 0
        while numbers and (not taken or monotonic() < until):
            some = [numbers.popleft() for _one in range(min(len(numbers), AT_ONCE if read else 1))]
            taken += some
            things = _still_due(query, some, locked=True)
            if read is not None:
                read(things)
            for thing in things:
                act(thing, clock)
            done += len(things)
        mine = RoundTrouble.round == name, RoundTrouble.agency_id == agency_id, RoundTrouble.thing_id.in_(taken)
        db.session.execute(delete(RoundTrouble).where(*mine))
    return done


def _one(
    agency_id: int,
    name: str,
    number: int,
    due: Callable[[], Select[Any]],
    act: Callable[..., Any],
    prepare: Callable[..., Any] | None,
) -> int:
    try:
        prepared = [] if prepare is None else _prepared(agency_id, number, due, prepare)
        with _own_unit(writes=True), inside(db.session.get_one(Agency, agency_id)):
            thing = next(iter(_still_due(due(), [number], locked=True)), None)
            if thing is None:
                return 0
            act(thing, clock_of(agency_id), *prepared)
            _forget_trouble(agency_id, name, number)
            return 1
    except Exception as failure:
        log.exception("round %s: %s %s was set aside", name, agency_id, number)
        _set_aside(agency_id, name, number, failure, label=_label(agency_id, due, number))
        return 0


def _prepared(agency_id: int, number: int, due: Callable[[], Select[Any]], prepare: Callable[..., Any]) -> list[Any]:
    with _own_unit(writes=False), inside(db.session.get_one(Agency, agency_id)):
        things = _still_due(due(), [number], locked=False)
        # Somebody else may have done it a moment ago; the writing unit sees the same and does nothing.
        return [prepare(things[0]) if things else None]


def _still_due(query: Select[Any], numbers: Sequence[int], *, locked: bool) -> Sequence[Any]:
    again = query.where(_identity(query).in_(numbers))
    if locked:
        again = again.with_for_update(skip_locked=True, of=query.column_descriptions[0]["entity"])
        again = again.execution_options(populate_existing=True)
    return db.session.scalars(again).unique().all()


def _identity(query: Select[Any]) -> Any:
    mapper: Any = inspect(query.column_descriptions[0]["entity"])
    return mapper.class_.id


def _trouble(agency_id: int, name: str, number: int) -> RoundTrouble | None:
    mine = RoundTrouble.round == name, RoundTrouble.agency_id == agency_id, RoundTrouble.thing_id == number
    return db.session.scalar(select(RoundTrouble).where(*mine))


def _forget_trouble(agency_id: int, name: str, number: int) -> None:
    trouble = _trouble(agency_id, name, number)
    if trouble is not None:
        db.session.delete(trouble)


def _forget_rested(agency_id: int, name: str) -> None:
    # What had rested was tried just now, or somebody put it right by hand and it is due no more.
    with _own_unit(writes=True):
        rested = RoundTrouble.last_at <= now() - PAUSE
        mine = RoundTrouble.round == name, RoundTrouble.agency_id == agency_id
        db.session.execute(delete(RoundTrouble).where(*mine, rested))


def _label(agency_id: int, due: Callable[[], Select[Any]], number: int) -> str:
    """What the thing is called, for whoever looks after it; a broken one may not be able to say."""
    with suppress(Exception), _own_unit(writes=False), inside(db.session.get_one(Agency, agency_id)):
        thing = db.session.get_one(due().column_descriptions[0]["entity"], number)
        return str(thing)[:300] if "__str__" in vars(type(thing)) else ""
    return ""


def _set_aside(agency_id: int, name: str, number: int, failure: Exception, *, label: str) -> None:
    with _own_unit(writes=True), inside(db.session.get_one(Agency, agency_id)):
        trouble = _trouble(agency_id, name, number)
        if trouble is None:
            trouble = RoundTrouble(round=name, agency_id=agency_id, thing_id=number, first_at=now(), times=0)
            db.session.add(trouble)
        trouble.label, trouble.what = label, f"{type(failure).__name__}: {failure}"[:500]
        trouble.last_at, trouble.times = now(), trouble.times + 1
        key = f"trouble:{agency_id}:{name}:{number}"
        by = clock_of(agency_id)
        round_label = registry.rounds[name].label if name in registry.rounds else name
        tell(people_with("organisation.manage"), "round_trouble", by=by, key=key, trouble=trouble, round=round_label)
