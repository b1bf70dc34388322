"""Putting a revision in force with 2,000 readers to ask, and noting a finding, against the same rows written bare.

Bare means: one transaction that inserts exactly the rows the act has written, into twins of the same tables.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import Column, Index, MetaData, Table, func, insert, select

from benchmarks.figures import Figure
from benchmarks.pages import choose_agency
from iso_qms.clock import now, today
from iso_qms.db import Base, db, transaction
from iso_qms.documents.models import Distribution, Document, Revision
from iso_qms.documents.releasing import take_effect
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.people import Holding, Person, Post
from tests.fixtures.places import SINCE, Place

ROUNDS = 5
Act = Callable[[], None]


def measure(app: Flask, place: Place, wanted: Any) -> Iterator[Figure]:
    """Each act beside one bare transaction that writes the same rows."""
    with app.app_context():
        with transaction():
            posts = _readers(place, wanted.readers)
        what = f"put in force, {wanted.readers} readers asked"
        yield _compared(what, lambda: _ready_revision(place, posts))


def _compared(what: str, prepare: Callable[[], Act]) -> Figure:
    tables = [table for table in Base.metadata.sorted_tables if "id" in table.c]
    house, bare, rows = [], [], 0
    for _round in range(ROUNDS):
        act, before = prepare(), _newest(tables)
        house.append(_timed(act))
        written = _written(tables, before)
        rows = sum(len(found) for found in written.values())
        bare.append(_timed_bare(written))
    return Figure(what, median(house), median(bare), f"{rows} rows")


def _timed(act: Act) -> float:
    start = time.perf_counter()
    with transaction():
        act()
    return time.perf_counter() - start


def _timed_bare(written: dict[Table, list[dict[str, Any]]]) -> float:
    twins = MetaData()
    pairs = [(_twin(table, twins), rows) for table, rows in written.items()]
    twins.create_all(db.engine)
    start = time.perf_counter()
    with db.engine.execution_options(writes=True).begin() as connection:
        for twin, rows in pairs:
            connection.execute(insert(twin), rows)
    taken = time.perf_counter() - start
    twins.drop_all(db.engine)
    return taken


def _twin(table: Table, twins: MetaData) -> Table:
    """A table of the same columns and indexes that refers to nothing."""
    columns = [Column(one.name, one.type, primary_key=one.primary_key) for one in table.columns]
    indexes = [
        Index(f"bare_{one.name}", *(column.name for column in one.columns), unique=one.unique) for one in table.indexes
    ]
    return Table(f"bare_{table.name}", twins, *columns, *indexes)


def _newest(tables: list[Table]) -> dict[Table, int]:
    with db.engine.connect() as connection:
        return {table: connection.scalar(select(func.max(table.c.id))) or 0 for table in tables}


def _written(tables: list[Table], before: dict[Table, int]) -> dict[Table, list[dict[str, Any]]]:
    with db.engine.connect() as connection:
        found = {
            table: [dict(row) for row in connection.execute(select(table).where(table.c.id > before[table])).mappings()]
            for table in tables
        }
    return {table: rows for table, rows in found.items() if rows}


def _readers(place: Place, number: int) -> list[int]:
    """That many people, each in a post of their own; answers the posts."""
    choose_agency(place)
    own, unit = {"agency_id": place.agency_id}, place.units["office"]
    names = [f"Người Đọc {n}" for n in range(number)]
    people = db.session.scalars(
        insert(Person).returning(Person.id), [own | {"name": name, "sort": name, "is_clock": False} for name in names]
    ).all()
    posts = db.session.scalars(
        insert(Post).returning(Post.id),
        [own | {"unit_id": unit, "title": name, "sort": name, "is_head": False, "valid_from": SINCE} for name in names],
    ).all()
    held = [
        own | {"post_id": post, "person_id": person, "kind": "holder", "valid_from": SINCE}
        for post, person in zip(posts, people, strict=True)
    ]
    db.session.execute(insert(Holding), held)
    return list(posts)


def _ready_revision(place: Place, posts: list[int]) -> Act:
    """An approved revision of a new document given to those posts, whose day is today."""
    own, moment = {"agency_id": place.agency_id}, now()
    with transaction():
        choose_agency(place)
        document = db.session.scalars(
            insert(Document).returning(Document),
            [
                own
                | {
                    "kind": "procedure",
                    "code": f"QT {moment:%H%M%S%f}",
                    "title": "Thủ tục",
                    "unit_id": place.units["office"],
                }
            ],
        ).one()
        values = {
            "document_id": document.id,
            "number": 1,
            "title": "Thủ tục",
            "state": "approved",
            "valid_from": today(),
        }
        revision_id = db.session.scalar(
            insert(Revision).returning(Revision.id), [own | values | {"created_at": moment, "edited_at": moment}]
        )
        given = [own | {"document_id": document.id, "post_id": post, "why": ""} for post in posts]
        db.session.execute(insert(Distribution), given)

    def act() -> None:
        choose_agency(place)
        take_effect(db.session.get_one(Revision, revision_id), by=clock_of(place.agency_id))

    return act
