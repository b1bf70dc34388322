"""The door: who is there is asked once, and what they may is remembered."""

from __future__ import annotations

from collections import Counter

from flask import Flask
from sqlalchemy import event

from iso_qms.db import db
from tests.fixtures.places import Place
from tests.fixtures.visitors import Visitor


def test_a_page_asks_who_is_there_and_remembers_what_they_may(app: Flask, client: Visitor, place: Place) -> None:
    client.sign_in("staff")
    client.get(f"/{place.agency}/search?q=x")
    asked = Counter[str]()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.update(
            table for table in ("user_session", "agency", "role_grant", "holding") if f"FROM {table}" in statement
        )

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    assert client.get(f"/{place.agency}/search?q=x").status_code == 200
    assert asked == {"user_session": 1}
