"""One tick of the timetable over 100,000 open actions: when nothing is due, and when a morning's share is."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, text

from benchmarks.figures import Figure
from iso_qms.clock import now, today
from iso_qms.db import transaction
from iso_qms.improvement.actions import CorrectiveAction, FollowUp
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.obligations import ObligationDue  # noqa: F401  (its tables are walked too)
from iso_qms.timetable import tick
from tests.fixtures.places import Place

OPEN = 100_000
A_MORNING = 50
"""How many of them have a rung whose day is today."""


def measure(app: Flask, place: Place, wanted: Namespace) -> Iterator[str | Figure]:
    """Seconds of a whole tick with every round due; the promise is 2 s."""
    with app.app_context():
        with transaction() as session:
            _fill(session, place)
        with transaction() as session:
            session.execute(text("ANALYZE"))
    tick(app)  # The first walk of a new install does what was never done.
    yield f"a tick, {OPEN:,} open, nothing due: {_timed(app):.2f} s"
    with app.app_context(), transaction() as session:
        session.execute(FollowUp.__table__.update().where(FollowUp.__table__.c.id <= A_MORNING).values(due_on=today()))
        session.execute(text("UPDATE round_lease SET walked_at = NULL WHERE name = 'follow_ups'"))
    yield f"a tick, {OPEN:,} open, {A_MORNING} reminded: {_timed(app):.2f} s"


def _timed(app: Flask) -> float:
    began = time.perf_counter()
    tick(app)
    return time.perf_counter() - began


def _fill(session: Any, place: Place) -> None:
    person, day = place.people["quality"], date(today().year, 1, 2)
    later = today() + timedelta(days=90)
    nonconformity = {
        "agency_id": place.agency_id, "year": day.year, "title": "Trễ", "grade": "minor", "source_kind": "own",
        "unit_id": place.units["centre"], "found_on": day, "analyse_by": day, "opened_at": now(),
        "opened_by_id": person, "state": "acting", "description": "", "criterion": "", "correction": "",
        "restricted": False, "reopened": 0, "level": 0,
    }  # fmt: skip
    action = {
        "agency_id": place.agency_id, "year": day.year, "what": "Sửa quy trình", "expected": "Hết trễ",
        "owner_post_id": place.posts["staff"], "planned_by_id": person, "planned_on": day, "first_due_on": later,
        "due_on": later, "verify_on": later, "state": "accepted", "round": 0, "how": "", "result": "", "assessment": "",
    }  # fmt: skip
    rung = {
        "agency_id": place.agency_id, "duty": "carry_out", "series": 0, "offset": 0, "due_on": later, "told_to": [],
    }  # fmt: skip
    numbers = range(1, OPEN + 1)
    for model, rows in (
        (Nonconformity, [nonconformity | {"id": one, "number": one} for one in numbers]),
        (CorrectiveAction, [action | {"id": one, "number": one, "nonconformity_id": one} for one in numbers]),
        (FollowUp, [rung | {"id": one, "action_id": one} for one in numbers]),
    ):
        session.execute(insert(model.__table__), rows)
