"""Putting a revision in force with 2,000 readers to ask, and noting a finding, against the same rows written bare.

Bare means: one transaction that inserts exactly the rows such an act writes, into the same tables with their indexes,
references and triggers, and asks nothing. The rows are learnt from an act that is taken back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask
from sqlalchemy import Table, func, insert, select

from benchmarks.figures import Figure, usual
from benchmarks.pages import choose_agency, tend
from iso_qms.audits.models import Inspection
from iso_qms.clock import now, today
from iso_qms.db import Base, db, transaction, unit
from iso_qms.documents.issue.releasing import take_effect
from iso_qms.documents.models import Distribution, Document, Revision
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.people import Holding, Person, Post
from iso_qms.text import sort_key
from tests.audits.scenes import Scene
from tests.fixtures.places import SINCE, Place

RELEASES = 9
FINDINGS = 60
Act = Callable[[], object]
Rows = dict[Table, list[dict[str, Any]]]


def measure(app: Flask, place: Place, wanted: Any) -> Iterator[Figure]:
    """Each act beside one bare transaction that writes the same rows."""
    with app.app_context():
        with transaction():
            posts = add_readers(place, wanted.readers)
            inspection_id = _inspection(place)
        tend()
        what = f"put in force, {wanted.readers} readers asked"
        yield _compared(what, lambda: _ready_revision(place, posts), rounds=RELEASES)
        yield _compared("a finding noted", lambda: _ready_finding(place, inspection_id), rounds=FINDINGS)


def _compared(what: str, prepare: Callable[[], Act], *, rounds: int) -> Figure:
    house, bare, written = list[float](), list[float](), 0
    for _round in range(rounds):
        rows = _learnt(prepare())
        bare.append(_timed(lambda rows=rows: _write_bare(rows)))  # type: ignore[misc]
        act = prepare()
        house.append(_timed(lambda act=act: _do(act)))  # type: ignore[misc]
        written = sum(map(len, rows.values()))
    return Figure(what, usual(house), usual(bare), f"{written} rows")


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _do(act: Act) -> None:
    with transaction():
        act()


def _write_bare(rows: Rows) -> None:
    with db.engine.execution_options(writes=True).begin() as connection:
        for table, values in rows.items():
            connection.execute(insert(table), values)


def _learnt(act: Act) -> Rows:
    """The rows an act writes, table by table, each after those it refers to; the act is taken back."""
    tables = [table for table in Base.metadata.sorted_tables if "id" in table.c]
    with unit(writes=True) as session:
        before = {table: session.scalar(select(func.max(table.c.id))) or 0 for table in tables}
        act()
        session.flush()
        found = {table: session.execute(select(table).where(table.c.id > before[table])) for table in tables}
        rows = {table: [dict(row) for row in result.mappings()] for table, result in found.items()}
    return {table: values for table, values in rows.items() if values}


def add_readers(place: Place, number: int) -> list[int]:
    """That many people, each in a post of their own; answers the posts."""
    choose_agency(place)
    own, unit_id = {"agency_id": place.agency_id}, place.units["office"]
    names = [f"Người Đọc {n}" for n in range(number)]
    people = db.session.scalars(
        insert(Person).returning(Person.id), [own | {"name": name, "sort": name, "is_clock": False} for name in names]
    ).all()
    posts = db.session.scalars(
        insert(Post).returning(Post.id),
        [
            own | {"unit_id": unit_id, "title": name, "sort": name, "is_head": False, "valid_from": SINCE}
            for name in names
        ],
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
        code = f"QT {moment:%H%M%S%f}"
        document = {"kind": "procedure", "code": code, "code_sort": sort_key(code), "title": "Thủ tục"}
        document_id = db.session.scalar(
            insert(Document).returning(Document.id), [own | document | {"unit_id": place.units["office"]}]
        )
        values = {"document_id": document_id, "number": 1, "title": "Thủ tục", "state": "approved"}
        values |= {"valid_from": today(), "created_at": moment, "edited_at": moment}
        revision_id = db.session.scalar(insert(Revision).returning(Revision.id), [own | values])
        given = [own | {"document_id": document_id, "post_id": post, "why": ""} for post in posts]
        db.session.execute(insert(Distribution), given)

    def act() -> None:
        choose_agency(place)
        take_effect(db.session.get_one(Revision, revision_id), by=clock_of(place.agency_id))

    return act


def _inspection(place: Place) -> int:
    """An inspection under way."""
    inspection = Scene(place).begun(planned_on=today())
    db.session.flush()
    return inspection.id


def _ready_finding(place: Place, inspection_id: int) -> Act:
    """A finding by a member of the team; everything about the inspection is read anew, as for a page."""

    def act() -> None:
        scene = Scene(place)
        scene.noted(db.session.get_one(Inspection, inspection_id))

    return act
