"""The coverage page of one agency in a province of 227 agencies and 23,000 people, and of one agency as large as that.

Bare means: the statements of the page about duties, sent through the driver, and every cell they answer poured into a
table. It asks nobody who they are, and draws no frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import Connection, Table, create_engine, insert

from benchmarks.figures import Figure, alternating
from benchmarks.pages import BARE, asked, statements_of, tend
from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.models import Acknowledgement, Distribution, Document, Revision
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import Holding, Person, Post
from iso_qms.organisation.units import Unit
from tests.fixtures.places import PASSWORD, SINCE, Place
from tests.fixtures.visitors import Visitor

UNITS_EACH, DOCUMENTS_EACH = 12, 20
FIRST = 1_000_000
"""Above every number the place of the benchmark has given; what is written in bulk is counted from here."""


def measure(app: Flask, place: Place, wanted: Any) -> Iterator[Figure]:
    """The page of an agency among many, of one of its documents, and of an agency that holds everybody."""
    others = wanted.agencies - 1
    each = wanted.people // wanted.agencies
    with app.app_context(), db.engine.begin() as connection:
        _Agency(connection, place.agency_id, 0).fill(UNITS_EACH, each, DOCUMENTS_EACH)
        for number in range(1, others + 1):
            _Agency(connection, founded(connection, number), number).fill(UNITS_EACH, each, DOCUMENTS_EACH)
    with app.app_context():
        tend()
    name = f"{wanted.agencies} agencies, {wanted.people} people"
    yield from _compared(app, place, f"coverage, one of {name}", "", wanted.seconds)
    yield from _compared(app, place, "coverage of one document there", f"?document={FIRST}", wanted.seconds)
    with app.app_context(), db.engine.begin() as connection:
        _Agency(connection, place.agency_id, wanted.agencies).fill(wanted.agencies, wanted.people, 1)
    with app.app_context():
        tend()
    yield from _compared(app, place, f"coverage, all {wanted.people} in one agency", "", wanted.seconds)


class _Agency:
    """What one agency is filled with; each agency counts its rows from a number of its own."""

    def __init__(self, connection: Connection, agency_id: int, number: int) -> None:
        self.connection, self.own, self.first = connection, {"agency_id": agency_id}, FIRST + number * 10_000

    def fill(self, units: int, people: int, documents: int) -> None:
        """That many units, people in posts, and documents in force given to each post; every other one has answered."""
        named = [
            {"id": self.first + n, "name": f"Phòng {n}", "sort": f"{n:05d}", "code": f"P{self.first + n}"}
            for n in range(units)
        ]
        self._insert(Unit, [row | {"valid_from": SINCE} for row in named])
        numbers = range(self.first, self.first + people)
        names = {n: f"Người Đọc {n}" for n in numbers}
        self._insert(Person, [{"id": n, "name": names[n], "sort": names[n], "is_clock": False} for n in numbers])
        unit_of = {n: self.first + n % units for n in numbers}
        posts = [
            {"id": n, "unit_id": unit_of[n], "title": names[n], "sort": names[n], "is_head": False} for n in numbers
        ]
        self._insert(Post, [row | {"valid_from": SINCE} for row in posts])
        self._insert(Holding, [{"post_id": n, "person_id": n, "kind": "holder", "valid_from": SINCE} for n in numbers])
        for number in range(self.first, self.first + documents):
            self._give(number, unit_of)

    def _give(self, number: int, unit_of: dict[int, int]) -> None:
        moment, code = now(), f"QT {number}"
        document = {"id": number, "kind": "procedure", "code": code, "code_sort": code, "title": "Thủ tục"}
        self._insert(Document, [document | {"title_sort": "Thủ tục", "unit_id": next(iter(unit_of.values()))}])
        state = {"number": 1, "title": "Thủ tục", "state": "in_force", "valid_from": today() - timedelta(days=9)}
        times = {"created_at": moment, "edited_at": moment}
        self._insert(Revision, [{"id": number, "document_id": number} | state | times])
        self._insert(Distribution, [{"document_id": number, "post_id": n, "why": ""} for n in unit_of])
        self._insert(Acknowledgement, [_duty(number, n, unit) for n, unit in unit_of.items()])

    def _insert(self, model: Any, rows: list[dict[str, Any]]) -> None:
        table: Table = model.__table__
        self.connection.execute(insert(table), [self.own | row for row in rows])


def _duty(number: int, reader: int, unit_id: int) -> dict[str, Any]:
    moment = now()
    due: date = today() - timedelta(days=reader % 5)
    answered = moment if reader % 2 else None
    who = {"revision_id": number, "person_id": reader, "post_id": reader, "unit_id": unit_id}
    return who | {"why": "", "asked_at": moment, "due_on": due, "acknowledged_at": answered}


def founded(connection: Connection, number: int) -> int:
    """The number of another agency, made beside the one that is measured."""
    row = {"id": FIRST + number, "name": f"UBND xã {number}", "slug": f"xa-{number}", "edition": f"{number}"}
    connection.execute(insert(Agency), [row])
    return FIRST + number


def _compared(app: Flask, place: Place, what: str, query: str, seconds: float) -> Iterator[Figure]:
    app.test_client_class = Visitor
    visitor = app.test_client()
    visitor.sign_in("quality", PASSWORD)
    house = partial(asked, visitor, f"/{place.agency}/documents/acknowledgements{query}")
    statements = statements_of(app, house)
    twin = partial(asked, _bare_app(app, statements).test_client(), "/")
    times = alternating(house, twin, seconds=seconds)
    yield Figure(what, *times, f"{len(statements)} statements")


def _bare_app(app: Flask, statements: list[tuple[str, Any]]) -> Flask:
    bare = Flask("bare")
    bare.jinja_loader = DictLoader(BARE)  # type: ignore[assignment]
    with app.app_context():
        engine = create_engine(db.engine.url)

    @bare.route("/")
    def page() -> str:
        with engine.connect() as connection:
            found = [connection.exec_driver_sql(*one).fetchall() for one in statements]
        return render_template("raw", rows=[row for rows in found for row in rows])

    return bare
