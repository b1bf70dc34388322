"""The master list of 20,000 documents at 50 a page, and search among them, against a bare Flask page.

The bare page is what anybody would write with Flask, SQLAlchemy and Jinja and nothing of the house: it sends the same
queries about documents and writes what they answer, a line with the same cells, a title that is a link. It asks nobody
who they are and what they may, keeps to no agency, and has no frame. The raw page is barer than anybody would write:
the same statements through the driver, every column of every row poured into a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import Engine, create_engine, event, insert, text
from sqlalchemy.orm import ORMExecuteState, Session

from benchmarks.figures import Figure, alternating
from iso_qms.db import db, learn_sizes, transaction
from iso_qms.documents.models import Document, Revision
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.search import SearchEntry
from iso_qms.text import exact_key, fold, sort_key
from tests.fixtures.places import PASSWORD, Place
from tests.fixtures.visitors import Visitor

BARE = {
    "list": """<!doctype html><title>Documents</title>
<p>{% for name, number in counts %}{{ name }} {{ number }} {% endfor %}</p>
<table>{% for one in documents %}{% set shown = revisions[one.id] %}<tr><td>{{ one.code }}</td>
<td><a href="{{ url_for('document', number=one.id) }}">{{ one.title }}</a></td><td>{{ one.kind }}</td>
<td>{{ shown.issue_label }}</td><td>{{ shown.state }}</td><td>{{ shown.valid_from.strftime("%d/%m/%Y") }}</td>
<td>{{ one.unit.name }}</td><td>{{ readers[shown.id] }}</td></tr>{% endfor %}</table>""",
    "search": """<!doctype html><title>Search</title><ol>{% for hit in hits %}{% set one = documents[hit.thing_id] %}
<li>{{ hit.kind }} <a href="{{ url_for('document', number=one.id) }}">{{ hit.code }} {{ hit.title }}</a></li>
{% endfor %}</ol>""",
    "raw": """<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table>""",
}
WORDS = [
    "đăng ký",
    "chứng thực",
    "xác nhận",
    "hộ tịch",
    "đất đai",
    "khai sinh",
    "hộ kinh doanh",
    "trợ cấp",
    "tiếp công dân",
]
SHOWN = 50


def measure(app: Flask, place: Place, wanted: Any) -> Iterator[Figure]:
    """The list and the search, each beside its bare and its raw twin."""
    fill(app, place, wanted.documents)
    app.test_client_class = Visitor
    visitor = app.test_client()
    visitor.sign_in("quality", PASSWORD)
    for what, path, name in (
        ("master list, 50 a page", f"/{place.agency}/documents/?page=7", "list"),
        ("search, 3 hits", f"/{place.agency}/search?q=dang+ky+ho+tich+77", "search"),
        ("search, 50 hits shown", f"/{place.agency}/search?q=dang+ky+ho+tich", "search"),
    ):
        house = partial(asked, visitor, path)
        queries, statements = _queries(house), statements_of(app, house)
        twins = _bare_app(app, name, queries, [one for one in statements if _is_the_question(one[0])]).test_client()
        times = alternating(house, partial(asked, twins, "/"), partial(asked, twins, "/raw"), seconds=wanted.seconds)
        yield Figure(f"{what} of {wanted.documents}", times[0], times[1], f"{len(statements)} statements")
        yield Figure(f"{what} of {wanted.documents}, against raw", times[0], times[2])


def fill(app: Flask, place: Place, number: int) -> None:
    """That many documents with a revision in force each, written in bulk."""
    moment, day = datetime(2026, 1, 5, tzinfo=UTC), date(2026, 1, 5)
    with app.app_context(), db.engine.begin() as connection:
        rows = [_document(place, n) for n in range(1, number + 1)]
        connection.execute(insert(Document), rows)
        connection.execute(
            insert(Revision),
            [_revision(place, n, row, day - timedelta(days=n % 300), moment) for n, row in enumerate(rows, start=1)],
        )
        connection.execute(insert(SearchEntry), [_entry(place, n, row) for n, row in enumerate(rows, start=1)])
    with app.app_context():
        tend()


def tend() -> None:
    """Count the rows, as the nightly round does on SQLite, and as PostgreSQL does by itself where nobody forbids it."""
    if db.engine.dialect.name == "sqlite":
        with transaction():
            learn_sizes()
    else:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _document(place: Place, n: int) -> dict[str, Any]:
    code, title = f"QT {n:05d}/HC", f"Thủ tục {WORDS[n % len(WORDS)]} {WORDS[n // 7 % len(WORDS)]} số {n}"
    unit = list(place.units.values())[n % len(place.units)]
    return {"id": n, "agency_id": place.agency_id, "kind": "procedure", "code": code, "code_sort": sort_key(code),
            "title": title, "title_sort": sort_key(title), "unit_id": unit, "issuer": ""}  # fmt: skip


def _revision(place: Place, n: int, row: dict[str, Any], day: date, moment: datetime) -> dict[str, Any]:
    return {"id": n, "agency_id": place.agency_id, "document_id": n, "number": 1, "issue_number": 1,
            "revision_number": "", "title": row["title"], "change_summary": "", "change_basis": "", "valid_from": day,
            "issued_on": day, "review_round": 1, "content_hash": "", "withdrawal_reason": "", "read_from": {},
            "created_at": moment, "edited_at": moment, "edits": 0, "state": "in_force"}  # fmt: skip


def _entry(place: Place, n: int, row: dict[str, Any]) -> dict[str, Any]:
    words = f"{row['code']} {row['title']}"
    return {"agency_id": place.agency_id, "kind": "document", "thing_id": n, "title": row["title"],
            "code": row["code"], "folded": fold(words).replace("/", " "), "exact": exact_key(words)}  # fmt: skip


def _queries(ask: Callable[[], object]) -> list[Any]:
    """The queries about documents that a page of the house makes of SQLAlchemy, each with its values."""
    seen: list[Any] = []

    def note(state: ORMExecuteState) -> None:
        if _is_the_question(str(state.statement)):
            seen.append((state.statement, state.parameters or {}))

    event.listen(Session, "do_orm_execute", note)
    ask()
    event.remove(Session, "do_orm_execute", note)
    return seen


def statements_of(app: Flask, ask: Callable[[], object]) -> list[tuple[str, Any]]:
    """The statements of a page about documents and duties that reach the driver, each with its values."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        seen.append((statement, parameters))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    ask()
    event.remove(engine, "before_cursor_execute", note)
    return [one for one in seen if one[0].lstrip().upper().startswith(("SELECT", "WITH"))]


def _is_the_question(statement: str) -> bool:
    # What the page is about; who is signed in and what they may is what the house adds.
    return any(f" {table}" in statement for table in ("document", "revision", "acknowledgement", "search_"))


def _bare_app(app: Flask, name: str, queries: list[Any], statements: list[tuple[str, Any]]) -> Flask:
    bare = Flask("bare")
    bare.jinja_loader = DictLoader(BARE)  # type: ignore[assignment]
    bare.add_url_rule("/documents/<int:number>", "document", str)
    with app.app_context():
        engine = create_engine(db.engine.url)
    put = _list_of if name == "list" else _hits_of

    @bare.route("/")
    def page() -> str:
        # The queries hold the agency already; the house's own listener is to leave them alone.
        with Session(engine, info={"across": True}) as session:
            return render_template(name, **put([session.execute(*one).unique().all() for one in queries]))

    @bare.route("/raw")
    def raw() -> str:
        return render_template("raw", rows=_raw_rows(engine, statements))

    return bare


def _list_of(answers: list[Any]) -> dict[str, Any]:
    total, working, in_force, documents, revisions, readers = answers
    return {
        "counts": [("", total[0][0]), *working, ("in force", in_force[0][0])],
        "documents": [row[0] for row in documents],
        "revisions": {row[0].document_id: row[0] for row in revisions},
        "readers": {row[0]: f"{row[1]}/{row[2]}" for row in readers},
    }


def _hits_of(answers: list[Any]) -> dict[str, Any]:
    found, entries, documents, *_marks = answers
    by_id = {row.id: row for row in entries}
    return {
        "hits": [by_id[row.id] for row in found if row.id in by_id],
        "documents": {row[0].id: row[0] for row in documents},
    }


def _raw_rows(engine: Engine, statements: list[tuple[str, Any]]) -> list[Any]:
    with engine.connect() as connection:
        found = [connection.exec_driver_sql(statement, values).fetchall() for statement, values in statements]
    return list(max(found, key=len)[:SHOWN])


def asked(visitor: Any, path: str) -> None:
    """Ask for a page that must be answered."""
    answer = visitor.get(path)
    assert answer.status_code == 200, answer.status


def choose_agency(place: Place) -> Agency:
    """See the agency of the benchmark."""
    agency = db.session.get_one(Agency, place.agency_id)
    choose(agency)
    return agency
