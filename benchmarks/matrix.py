"""The coverage matrix: one agency of 227 that were visited for five years, and one agency of 227 units.

Bare means: the page's own statements about answers, sent through the driver, and what they answer laid out in the same
table by a dictionary of rows and columns. It asks nobody who they are, knows no clause and no gap, and draws no frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import Connection, Table, create_engine, insert

from benchmarks.coverage import FIRST, UNITS_EACH, founded
from benchmarks.figures import Figure, alternating
from benchmarks.pages import asked, statements_of, tend
from iso_qms.audits.checklist.checklists import Checklist, ChecklistAnswer, ChecklistQuestion
from iso_qms.audits.checklist.questions import QUESTIONS
from iso_qms.audits.models import Inspection, inspection_unit
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.organisation.units import Unit
from tests.fixtures.places import PASSWORD, SINCE, Place
from tests.fixtures.visitors import Visitor

YEARS = 5
BARE = """<!doctype html><title>Coverage</title><table>
<tr><th></th>{% for one in columns %}<th>{{ one }}</th>{% endfor %}</tr>
{% for name, line in rows %}<tr><th>{{ name }}</th>{% for one in columns %}{% set cell = line.get(one) %}
<td>{% if cell %}<a href="/visits?row={{ name|urlencode }}&column={{ one }}">{{ cell[0] }} {{ cell[1] }}
{{ cell[2] }}</a>{% endif %}</td>{% endfor %}</tr>{% endfor %}</table>"""


def measure(app: Flask, place: Place, wanted: Any) -> Iterator[Figure]:
    """The matrix of an agency among many, over a year and over five, and of an agency of as many units."""
    with app.app_context(), db.engine.begin() as connection:
        for number in range(wanted.agencies):
            agency = place.agency_id if number == 0 else founded(connection, number)
            _Visited(connection, place, agency, number).fill(UNITS_EACH)
    with app.app_context():
        tend()
    name = f"{wanted.agencies} agencies × {YEARS} years"
    yield from _compared(app, place, f"coverage matrix, one of {name}", "", wanted.seconds)
    yield from _compared(app, place, "clause × year of that agency", "?columns=year", wanted.seconds)
    with app.app_context(), db.engine.begin() as connection:
        _Visited(connection, place, place.agency_id, wanted.agencies).fill(wanted.agencies)
    with app.app_context():
        tend()
    yield from _compared(
        app, place, f"coverage matrix, {wanted.agencies} units × {YEARS} years", "?span=5", wanted.seconds
    )


class _Visited:
    """An agency whose units are visited once a year, each visit answering every question of the seed."""

    def __init__(self, connection: Connection, place: Place, agency_id: int, number: int) -> None:
        self.connection, self.agency_id, self.first = connection, agency_id, FIRST + number * 10_000
        self.by = place.people["quality"]

    def fill(self, units: int) -> None:
        """That many units, and a visit of each in each year."""
        numbers = range(self.first, self.first + units)
        self._insert(Unit.__table__, [self._unit(n) for n in numbers])
        questions = self._questions()
        visits = [(n, year) for year in range(today().year - YEARS + 1, today().year + 1) for n in numbers]
        rows = [self._visit(self.first + place, year) for place, (_unit, year) in enumerate(visits)]
        self._insert(Inspection.__table__, rows)
        pairs = [{"inspection_id": row["id"], "unit_id": unit} for row, (unit, _) in zip(rows, visits, strict=True)]
        self.connection.execute(insert(inspection_unit), pairs)
        for row, (unit, _year) in zip(rows, visits, strict=True):
            given = [self._answer(row, unit, question) for question in questions]
            self.connection.execute(insert(ChecklistAnswer), given)

    def _unit(self, n: int) -> dict[str, Any]:
        return {"id": n, "name": f"Phòng {n}", "sort": f"{n:05d}", "code": f"P{n}", "valid_from": SINCE}

    def _questions(self) -> list[int]:
        """The questions of the seed, adopted in bulk; their numbers."""
        asked, lists = [], []
        for place, (topic, questions) in enumerate(QUESTIONS.items()):
            checklist = self.first + place
            known = {"id": checklist, "key": topic, "topic": topic, "version": self.first}
            lists.append(known | {"adopted_at": _moment(2020)})
            asked += [(checklist, n, one) for n, one in enumerate(questions, start=1)]
        self._insert(Checklist.__table__, lists)
        rows = [
            {"id": self.first + n, "checklist_id": checklist, "position": position, "key": f"{position}"}
            | {"vi": one[0], "en": one[1], "basis": one[2]}
            for n, (checklist, position, one) in enumerate(asked)
        ]
        self.connection.execute(insert(ChecklistQuestion), rows)
        return [row["id"] for row in rows]

    def _visit(self, n: int, year: int) -> dict[str, Any]:
        day = today().replace(year=year, day=1)
        words = {"title": f"Kiểm tra {n}", "kind": "announced", "state": "closed", "planned_on": day}
        return words | {"id": n, "year": year, "planned_by_id": self.by, "ended_at": _moment(year)}

    def _answer(self, row: dict[str, Any], unit: int, question: int) -> dict[str, Any]:
        said = "not" if (question + unit) % 7 == 0 else "conform"
        who = {"answered_by_id": self.by, "at": row["ended_at"], "note": ""}
        return who | {"inspection_id": row["id"], "unit_id": unit, "question_id": question, "answer": said}

    def _insert(self, table: Table | Any, rows: list[dict[str, Any]]) -> None:
        self.connection.execute(insert(table), [{"agency_id": self.agency_id} | row for row in rows])


def _moment(year: int) -> datetime:
    return datetime(year, today().month, 1, tzinfo=UTC)


def _compared(app: Flask, place: Place, what: str, query: str, seconds: float) -> Iterator[Figure]:
    app.test_client_class = Visitor
    visitor = app.test_client()
    visitor.sign_in("quality", PASSWORD)
    house = partial(asked, visitor, f"/{place.agency}/audits/programmes/{today().year}/coverage{query}")
    statements = [one for one in statements_of(app, house) if "checklist_answer" in one[0]]
    twin = partial(asked, _bare_app(app, statements).test_client(), "/")
    times = alternating(house, twin, seconds=seconds)
    yield Figure(what, *times, f"{len(statements)} statements about answers")


def _bare_app(app: Flask, statements: list[tuple[str, Any]]) -> Flask:
    bare = Flask("bare")
    bare.jinja_loader = DictLoader({"matrix": BARE})  # type: ignore[assignment]
    with app.app_context():
        engine = create_engine(db.engine.url)

    @bare.route("/")
    def page() -> str:
        with engine.connect() as connection:
            found, *_others = [connection.exec_driver_sql(*one).fetchall() for one in statements]
        rows: dict[str, dict[int, list[Any]]] = {}
        for basis, _clause, _edition, unit, _year, _document, _visit, answers, wrong, _unseen, last in found:
            cell = rows.setdefault(basis, {}).setdefault(unit, [0, 0, last])
            cell[0], cell[1], cell[2] = cell[0] + answers, cell[1] + wrong, max(cell[2], last)
        columns = sorted({unit for line in rows.values() for unit in line})
        return render_template("matrix", rows=sorted(rows.items()), columns=columns)

    return bare
