"""The master list as questions: what is counted is what is listed, whoever asks and however it is narrowed."""

from datetime import timedelta
from itertools import product

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


def test_each_state_counts_what_it_leads_to(shelved):
    units = [shelved.place.units[one] for one in ("economy", "office")]
    narrowed = [{}, {"typed": "QT-0"}, {"typed": "qt-04"}, {"kind": "form"}, *({"unit_id": one} for one in units)]
    asked = product(("quality", "author", "head_culture", "staff"), narrowed, (today(), today() + timedelta(days=9)))
    for login, narrow, day in asked:
        person = shelved.person(login)
        counts = {state: listed(Wanted(day, state=state, **narrow), person) for state in ("", *STATES)}
        assert counts_of(Wanted(day, **narrow), person) == counts, (login, narrow, day)


def test_whoever_oversees_counts_more_than_a_reader(shelved):
    assert counts_of(Wanted(today()), shelved.person("quality"))[""] == 6
    assert counts_of(Wanted(today()), shelved.person("staff"))[""] == 3
