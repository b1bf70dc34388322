"""Whether a text holds follows from its dates and from what changes it, in Python and in the database alike."""

from datetime import date

import pytest
from sqlalchemy import select

from iso_qms.db import db
from iso_qms.laws.models import LegalText
from iso_qms.laws.register import Wanted, counts, legal_status, texts_wanted
from iso_qms.laws.standing import Change, state_on
from tests.laws.conftest import NEW, OLD

D = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("on", "state"),
    [(date(2025, 1, 1), "not_yet"), (D, "in_force"), (date(2026, 6, 1), "amended"), (date(2026, 9, 1), "replaced")],
)
def test_a_text_goes_from_station_to_station(on, state):
    changes = [Change("amends", date(2026, 6, 1), "x"), Change("replaces", date(2026, 9, 1), "y")]
    assert state_on(on, effect_from=date(2026, 1, 1), effect_to=date(2030, 1, 1), changes=changes) == state


def test_its_own_end_is_half_open():
    assert state_on(D, effect_from=None, effect_to=D, changes=[]) == "expired"


def test_the_database_says_the_same_as_the_rule(library):
    older, newer = library.enter(OLD, effect_to=date(2027, 1, 1)), library.enter(NEW, effect_from=date(2025, 7, 1))
    third = library.enter(OLD, number="107/2021/NĐ-CP", effect_from=date(2022, 1, 1))
    library.replaced(older, newer, date(2026, 7, 1))
    library.replaced(older, third, date(2022, 1, 1), kind="amends")
    for day in (date(2020, 1, 1), date(2023, 1, 1), date(2025, 8, 1), D, date(2026, 8, 1), date(2028, 1, 1)):
        texts = db.session.scalars(select(LegalText)).all()
        for state in {one.state_on(day) for one in texts}:
            found = set(db.session.scalars(texts_wanted(Wanted(state=state), day)))
            assert found == {one for one in texts if one.state_on(day) == state}, (day, state)
        assert counts(Wanted(), day)[""] == 3


def test_a_checker_is_told_whether_a_number_holds(library):
    older, newer = library.enter(OLD), library.enter(NEW)
    library.replaced(older, newer, date(2025, 7, 1))
    before, after = legal_status("61/2018/NÐ - CP", date(2025, 6, 30)), legal_status("61/2018/nd-cp", D)
    assert (before.known, before.holds, before.replaced_by) == (True, True, "")
    assert (after.holds, after.state, after.replaced_by) == (False, "replaced", "Nghị định số 118/2025/NĐ-CP")
    assert not legal_status("1/2020/NĐ-CP", D).known
