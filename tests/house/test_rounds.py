"""Every round of the house: walked twice, it does nothing the second time; and the list cannot grow unseen."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import func, select

from iso_qms.db import db
from iso_qms.journal import JournalEntry
from iso_qms.organisation.agencies import across
from iso_qms.outbox import Letter
from iso_qms.registry import registry
from iso_qms.timetable import walk

EVENING = datetime(2026, 8, 28, 18, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
"""A Friday on which every round of the day has had its time."""

ROUNDS = [
    "acknowledge",
    "citations",
    "climb_cause",
    "climb_law_update",
    "climb_periodic_review",
    "climb_qualification",
    "climb_recall",
    "completing",
    "corrections",
    "digest",
    "dossier_files",
    "dossier_reckonings",
    "dossier_warnings",
    "draws",
    "effect",
    "feedback",
    "findings",
    "follow_ups",
    "journal_root",
    "late_months",
    "measures",
    "names",
    "obligations",
    "post",
    "posted",
    "readers",
    "recurrence",
    "reviews",
    "seal",
    "sign",
    "suspensions",
    "tidy",
]


def test_no_round_was_forgotten_here(app):
    assert sorted(registry.rounds) == ROUNDS, "name the new round in ROUNDS, so that it is walked twice below"


@pytest.mark.parametrize("name", ROUNDS)
def test_walked_twice_it_does_nothing_the_second_time(context, place, name):
    with time_machine.travel(EVENING, tick=False):
        walk(name)
        before = left_by_rounds()
        assert walk(name) == 0, (
            f"{name} did again what it had done: let its act leave a mark by which it is due no more"
        )
        assert left_by_rounds() == before


def left_by_rounds():
    with across():
        return [db.session.scalar(select(func.count()).select_from(one)) for one in (JournalEntry, Letter)]
