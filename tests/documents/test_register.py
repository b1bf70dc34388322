"""The master list as questions: what is counted is what is listed, whoever asks and however it is narrowed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.register import STATES, Wanted, counts_of, documents_wanted


@pytest.fixture
def shelved(shelf):
    for n, state in enumerate(("draft", "in_review", "approved", "in_force", "withdrawn"), start=1):
        document = shelf.document(f"QT-{n:02d}")
        if state == "withdrawn":
            shelf.in_force(document)
        elif state == "approved":
            shelf.approved(document, on=today() + timedelta(days=9))
        else:
            {"draft": shelf.draft, "in_review": shelf.in_review, "in_force": shelf.in_force}[state](document)
    shelf.document("QT-06")
    return shelf


def listed(wanted, person):
    return db.session.scalar(select(func.count()).select_from(documents_wanted(wanted, person).subquery()))


@pytest.mark.parametrize("login", ["quality", "author", "head_culture", "staff"])
@pytest.mark.parametrize(
    "asked", [{}, {"typed": "QT-0"}, {"typed": "qt-04"}, {"kind": "form"}, {"unit": "economy"}, {"unit": "office"}]
)
def test_each_state_counts_what_it_leads_to(asked, login, shelved):
    unit_id = shelved.place.units[asked["unit"]] if "unit" in asked else 0
    narrow = {"typed": asked.get("typed", ""), "kind": asked.get("kind", ""), "unit_id": unit_id}
    for day in (today(), today() + timedelta(days=9)):
        counts = counts_of(Wanted(day, **narrow), shelved.person(login))
        assert counts == {
            state: listed(Wanted(day, state=state, **narrow), shelved.person(login)) for state in ("", *STATES)
        }


def test_whoever_oversees_counts_more_than_a_reader(shelved):
    assert counts_of(Wanted(today()), shelved.person("quality"))[""] == 6
    assert counts_of(Wanted(today()), shelved.person("staff"))[""] == 3
