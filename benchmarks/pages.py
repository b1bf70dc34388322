"""The master list of 20,000 documents at 50 a page, and search among them, against a bare Flask page.

The bare page sends the same statements to the same database and writes the same rows into a plain table.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask, render_template_string
from sqlalchemy import create_engine, event, insert, text

from benchmarks.figures import Figure, alternating
from iso_qms.db import db
from iso_qms.documents.models import Document, Revision
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.search import SearchEntry
from iso_qms.text import exact_key, fold, sort_key
from tests.fixtures.places import PASSWORD, Place
from tests.fixtures.visitors import Visitor

TABLE = "<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
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


def measure(app: Flask, place: Place, wanted: Any) -> Iterator[Figure]:
    """The list and the search, each beside its bare twin."""
    fill(app, place, wanted.documents)
    app.test_client_class = Visitor
    visitor = app.test_client()
    visitor.sign_in("quality", PASSWORD)
    for what, path in (
        ("master list, 50 a page", f"/{place.agency}/documents/?page=7"),
        ("search", f"/{place.agency}/search?q=dang+ky+ho+tich+77"),
    ):
        statements = _statements(app, lambda path=path: visitor.get(path))
        bare = _bare_page(app, [one for one in statements if _is_the_question(one[0])]).test_client()
        house, plain = alternating(
            lambda path=path: _asked(visitor, path), lambda bare=bare: bare.get("/"), seconds=wanted.seconds
        )
        yield Figure(f"{what} of {wanted.documents}", house, plain, f"{len(statements)} statements")


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
        connection.execute(text("ANALYZE"))


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


def _statements(app: Flask, ask: Any) -> list[tuple[str, Any]]:
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
    return "document" in statement or "search_" in statement


def _bare_page(app: Flask, statements: list[tuple[str, Any]]) -> Flask:
    bare = Flask("bare")
    with app.app_context():
        engine = create_engine(db.engine.url)

    @bare.route("/")
    def page() -> str:
        with engine.connect() as connection:
            found = [connection.exec_driver_sql(statement, values).fetchall() for statement, values in statements]
        rows = max(found, key=len)[:50]
        return render_template_string(TABLE, rows=rows)

    return bare


def _asked(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 200, answer.status


def choose_agency(place: Place) -> Agency:
    """See the agency of the benchmark."""
    agency = db.session.get_one(Agency, place.agency_id)
    choose(agency)
    return agency
