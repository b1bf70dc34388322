"""Whoever asks for a page that is not theirs leaves a trace, which administrators read and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.journal import JournalEntry
from iso_qms.web import traces
from tests.fixtures.places import Place
from tests.fixtures.visitors import Visitor


def told(app: Flask) -> list[tuple[str, str, int]]:
    with app.app_context():
        query = select(JournalEntry).where(JournalEntry.kind == traces.KIND).order_by(JournalEntry.id)
        return [(one.name, one.label, one.agency_id) for one in db.session.scalars(query)]


def test_a_page_without_the_right_to_it_leaves_who_and_which_but_not_what_was_typed(
    app: Flask, client: Visitor, place: Place
) -> None:
    client.sign_in("staff")
    assert client.get(f"/{place.agency}/people/new?q=012345678901").status_code == 403
    assert told(app) == [("Đặng Văn Viên", f"/{place.agency}/people/new", place.agency_id)]


def test_another_agencys_page_is_told_to_ones_own_agency(app: Flask, client: Visitor, place: Place) -> None:
    client.sign_in("staff")
    assert client.get(f"/{place.other_agency}/people").status_code == 404
    assert told(app) == [("Đặng Văn Viên", f"/{place.other_agency}/people", place.agency_id)]


def test_a_thing_of_another_agency_under_ones_own_address_is_told(app: Flask, client: Visitor, place: Place) -> None:
    client.sign_in("staff")
    path = f"/{place.agency}/people/{place.stranger_id}"
    assert client.get(path).status_code == 404
    assert [path for _name, path, _agency in told(app)] == [path]


@pytest.mark.parametrize("path", ["people/99999", "nothing-here", "people"])
def test_what_is_not_there_or_is_shown_leaves_no_trace(app: Flask, client: Visitor, place: Place, path: str) -> None:
    client.sign_in("staff")
    client.get(f"/{place.agency}/{path}")
    assert told(app) == []


def test_what_is_hidden_costs_the_database_as_much_as_what_is_not_there(
    client: Visitor, place: Place, queries: list[str]
) -> None:
    client.sign_in("staff")
    sent = []
    for number in (place.stranger_id, 99999, place.stranger_id, 99999):
        queries.clear()
        assert client.get(f"/{place.agency}/people/{number}").status_code == 404
        sent.append([*queries])
    assert sent[2] == sent[3], "the time of an answer does not tell that something is there"


def test_asked_again_at_once_it_is_told_once_and_later_once_more(app: Flask, client: Visitor, place: Place) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        client.sign_in("staff")
        for _try in range(3):
            client.get(f"/{place.agency}/people/new")
        assert len(told(app)) == 1
        clock.shift(traces.AGAIN_AFTER + timedelta(seconds=1))
        client.get(f"/{place.agency}/people/new")
    assert len(told(app)) == 2


def test_somebody_who_tries_every_number_does_not_flood_the_journal(
    app: Flask, client: Visitor, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traces, "MOST", 3)
    client.sign_in("staff")
    for number in range(1, 7):
        client.get(f"/{place.agency}/people/units/{number}/change")
    assert len(told(app)) == 3


def test_a_trace_that_cannot_be_written_changes_no_answer(
    client: Visitor, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in("staff")

    def broken(*_given: Any, **_named: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(traces, "write", broken)
    assert client.get(f"/{place.agency}/people/new").status_code == 403


@pytest.mark.parametrize(("role", "sees"), [("admin", True), ("quality", False), ("leader", False)])
def test_only_administrators_read_of_refused_pages(
    app: Flask, client: Visitor, place: Place, role: str, sees: bool
) -> None:
    client.sign_in("staff")
    client.get(f"/{place.agency}/people/new")
    reader: Any = app.test_client()
    reader.sign_in(role)
    page = reader.get(f"/{place.agency}/journal").text
    assert ("bị từ chối mở trang" in page) == sees
    assert (f'value="{traces.KIND}"' in page) == sees
    page = reader.get(f"/{place.agency}/journal?kind={traces.KIND}").text
    assert (f"/{place.agency}/people/new" in page) == sees


def test_nobody_learns_from_their_own_history_that_something_exists(client: Visitor, place: Place) -> None:
    client.sign_in("staff")
    client.get(f"/{place.agency}/people/{place.stranger_id}")
    for page in (f"people/{place.people['staff']}", f"history/person/{place.people['staff']}"):
        assert f"people/{place.stranger_id}" not in client.get(f"/{place.agency}/{page}").text
