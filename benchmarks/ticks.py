"""A tick of a working morning over 100,000 open items: every round is walked, without and with a morning's share due.

Open are 80,000 corrective actions with a rung to come, of which 20,000 wait for a document, and 20,000 obligations.
Bare means: the same index asked for what is due, and one transaction that writes the same rows into the same tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from time import perf_counter, process_time
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy import Table, bindparam, delete, func, insert, select, update

from benchmarks.acts import add_readers
from benchmarks.figures import Figure, usual
from benchmarks.pages import tend
from iso_qms.clock import now, today
from iso_qms.db import Base, db, transaction, unit
from iso_qms.documents.models import Document
from iso_qms.improvement.action.actions import CorrectiveAction, FollowUp
from iso_qms.improvement.action.awaited import AwaitedThing
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.obligation.obligations import Obligation, ObligationDue, ObligationFollowUp
from iso_qms.organisation.people import Person
from iso_qms.outbox import Letter
from iso_qms.outbox.letters import DigestDay
from iso_qms.timetable import tick
from iso_qms.timetable.leases import RoundLease
from tests.fixtures.places import Place

ACTIONS, OBLIGATIONS, WAITING, DOCUMENTS, PEOPLE = 80_000, 20_000, 20_000, 200, 1_000
MORNING = {FollowUp: 200, ObligationFollowUp: 50}
"""How many rungs of each kind have their day on the morning that is measured."""

MONDAY = "2026-11-30T09:30+07:00"
TIMES = 5
OPEN = f"{ACTIONS + OBLIGATIONS:,} open"


@dataclass
class Morning:
    """What a tick wrote, row by row, so that it can be taken back and written bare."""

    new: dict[Table, list[dict[str, Any]]]
    told: dict[Table, list[dict[str, Any]]]

    @property
    def rows(self) -> int:
        """How many rows were written."""
        return sum(map(len, (*self.new.values(), *self.told.values())))


def measure(app: Flask, place: Place, _wanted: Any) -> Iterator[Figure]:
    """Seconds of a whole tick; the promise is 2 s. On a Monday morning, because nothing leaves on a day off.

    Beside the clock's seconds stand those of the processor in this process, not lengthened by what else runs;
    what a server of the database works is not in them.
    """
    with time_machine.travel(MONDAY):
        with app.app_context():
            with transaction():
                _fill(place, add_readers(place, PEOPLE))
            tend()
        tick(app)  # The first walk of a new install does what was never done.
        yield _nothing_due(app)
        yield _a_morning(app)


def _nothing_due(app: Flask) -> Figure:
    house, bare, own = list[float](), list[float](), list[float]()
    for _time in range(TIMES):
        house.append(_ticked(app, own))
        with app.app_context():
            bare.append(_timed(_ask_what_is_due))
    return Figure(f"a tick, {OPEN}, nothing due", usual(house), usual(bare), f"every round walked, {_worked(own)}")


def _a_morning(app: Flask) -> Figure:
    house, bare, own, written = list[float](), list[float](), list[float](), 0
    for _time in range(TIMES):
        with app.app_context():
            before = _make_due()
        house.append(_ticked(app, own))
        with app.app_context():
            morning = _learnt(before)
            _take_back(morning, before)
            bare.append(_timed(lambda morning=morning: _write_bare(morning)))  # type: ignore[misc]
            _take_back(morning, before, due_on=today() + timedelta(days=90))
        written = morning.rows
    due = sum(MORNING.values())
    return Figure(f"a tick, {OPEN}, {due} reminded", usual(house), usual(bare), f"{written} rows, {_worked(own)}")


def _ticked(app: Flask, own: list[float]) -> float:
    with app.app_context(), transaction() as session:
        session.execute(update(RoundLease).values(walked_at=None))
    began = process_time()
    took = _timed(lambda: tick(app))
    own.append(process_time() - began)
    return took


def _worked(own: list[float]) -> str:
    return f"{usual(own) * 1000:.0f} ms of this process"


def _timed(work: Any) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _ask_what_is_due() -> int:
    """The one question of a bare timetable, for both kinds of rungs."""
    with db.engine.connect() as connection:
        return sum(len(connection.execute(_due(model.__table__)).all()) for model in MORNING)


def _due(rungs: Table) -> Any:
    pending = rungs.c.told_at.is_(None), rungs.c.void_at.is_(None), rungs.c.due_on <= today()
    agencies = select(rungs.c.agency_id).distinct().scalar_subquery()
    return select(rungs.c.id).where(rungs.c.agency_id.in_(agencies), *pending)


def _make_due() -> dict[Table, int]:
    """Let the day of that many rungs be today; answers the last row of each table that a tick adds to."""
    with transaction() as session:
        for model, share in MORNING.items():
            session.execute(update(model.__table__).where(model.__table__.c.id <= share).values(due_on=today()))
        tables = [Letter.__table__, *(model.__table__ for model in MORNING)]
        return {table: session.scalar(select(func.max(table.c.id))) or 0 for table in tables}


def _learnt(before: dict[Table, int]) -> Morning:
    with unit(writes=False) as session:
        found = {table: session.execute(select(table).where(table.c.id > last)) for table, last in before.items()}
        new = {table: [dict(row) for row in result.mappings()] for table, result in found.items()}
        told = {}
        for model, share in MORNING.items():
            table = model.__table__
            rows = session.execute(select(table.c.id, table.c.told_at, table.c.told_to).where(table.c.id <= share))
            told[table] = [{"row": row.id, "at": row.told_at, "whom": row.told_to} for row in rows]
            assert all(one["at"] for one in told[table]), "somebody was not reminded"
    return Morning(new, told)


def _take_back(morning: Morning, before: dict[Table, int], *, due_on: date | None = None) -> None:
    with db.engine.execution_options(writes=True).begin() as connection:
        for table, last in before.items():
            connection.execute(delete(table).where(table.c.id > last))
        for table, rows in morning.told.items():
            mine = table.c.id.in_([one["row"] for one in rows])
            day = {"due_on": due_on} if due_on else {}
            connection.execute(update(table).where(mine).values(told_at=None, told_to=[], **day))


def _write_bare(morning: Morning) -> None:
    _ask_what_is_due()
    with db.engine.execution_options(writes=True).begin() as connection:
        for table, rows in morning.new.items():
            if rows:
                connection.execute(insert(table), rows)
        for table, rows in morning.told.items():
            told = update(table).where(table.c.id == bindparam("row"))
            connection.execute(told.values(told_at=bindparam("at"), told_to=bindparam("whom")), rows)


def _fill(place: Place, posts: list[int]) -> None:
    own, later = {"agency_id": place.agency_id}, today() + timedelta(days=90)
    person, unit_id, day = place.people["quality"], place.units["centre"], date(today().year, 1, 2)
    rung = own | {"series": 0, "offset": 0, "due_on": later, "told_to": []}
    _write(Nonconformity, ACTIONS, own | {
        "year": day.year, "title": "Trễ", "grade": "minor", "source_kind": "own", "unit_id": unit_id, "found_on": day,
        "analyse_by": day, "opened_at": now(), "opened_by_id": person, "state": "acting", "description": "",
        "criterion": "", "correction": "", "restricted": False, "reopened": 0, "level": 0,
    }, number=lambda one: one)  # fmt: skip
    _write(CorrectiveAction, ACTIONS, own | {
        "year": day.year, "what": "Sửa quy trình", "expected": "Hết trễ", "planned_by_id": person, "planned_on": day,
        "first_due_on": later, "due_on": later, "verify_on": later, "state": "accepted", "round": 0, "how": "",
        "result": "", "assessment": "",
    }, number=lambda one: one, nonconformity_id=lambda one: one, owner_post_id=lambda one: posts[one % PEOPLE],
    )  # fmt: skip
    _write(FollowUp, ACTIONS, rung | {"duty": "carry_out"}, action_id=lambda one: one)
    _write(Document, DOCUMENTS, own | {"kind": "procedure", "title": "Quy trình", "unit_id": unit_id},
           code=lambda one: f"QT {one}", code_sort=lambda one: f"QT {one:09}")  # fmt: skip
    _write(AwaitedThing, WAITING, own | {"kind": "effective_document", "words": "", "proof_kind": ""},
           action_id=lambda one: one, thing_id=lambda one: one % DOCUMENTS + 1)  # fmt: skip
    _write(Obligation, PEOPLE, own | {
        "seed": "", "title_vi": "Báo cáo", "title_en": "", "source": "Quyết định", "rule": "yearly", "month": 12,
        "day": 31, "amount": 1, "unit": "months",
    }, owner_post_id=lambda one: posts[one % PEOPLE])  # fmt: skip
    _write(ObligationDue, OBLIGATIONS, own | {
        "start_on": day, "first_due_on": later, "due_on": later, "evidence": "", "state": "waiting",
    }, about=str, obligation_id=lambda one: one % PEOPLE + 1)  # fmt: skip
    _write(ObligationFollowUp, OBLIGATIONS, rung | {"duty": "obligation"}, due_id=lambda one: one)
    # Everybody's letter of the day has left at their own hour: what is measured here is the timetable.
    people = select(Person.__table__.c.id, bindparam("day", today()))
    db.session.execute(insert(DigestDay.__table__).from_select(["person_id", "on"], people))


def _write(model: type[Base], amount: int, values: dict[str, Any], **each: Any) -> None:
    # The tables are empty: the database numbers the rows from 1, and goes on numbering behind them.
    rows = [values | {name: reckon(one) for name, reckon in each.items()} for one in range(1, amount + 1)]
    db.session.execute(insert(model.__table__), rows)  # type: ignore[arg-type]
