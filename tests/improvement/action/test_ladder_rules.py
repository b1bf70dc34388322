from datetime import date

import pytest
from sqlalchemy import select

from iso_qms.db import db
from iso_qms.improvement.action import ladder, ladder_rules
from iso_qms.improvement.action.ladder import Steps
from iso_qms.journal import JournalEntry
from iso_qms.organisation.agencies import across
from iso_qms.workflow import Forbidden, Incomplete

SOONER = Steps((-10, -2, 0, 2, 4), head_from=-2, leaders_from=2, every=3)


def pending(action):
    return [one.offset for one in action.follow_ups if one.is_pending]


def test_a_change_moves_the_rungs_to_come_and_repeats_nothing(case, clock):
    from tests.improvement.action.test_follow_ups import reminded, walked

    action = case.accepted()
    walked(case, clock, date(2026, 3, 3), date(2026, 3, 9))
    assert reminded(case) == {"staff": 1}, "five working days before"
    with pytest.raises(Forbidden):
        ladder_rules.set_steps(ladder.CARRY_OUT, "minor", SOONER, by=case.person("staff"))
    with pytest.raises(Incomplete):
        ladder_rules.set_steps(ladder.CARRY_OUT, "minor", Steps((1, 3), 0, 5), by=case.person("quality"))
    ladder_rules.set_steps(ladder.CARRY_OUT, "major", SOONER, by=case.person("quality"))
    assert pending(action) == [-1, 0, 1, 3, 5], "another grade"
    ladder_rules.set_steps(ladder.CARRY_OUT, "minor", SOONER, by=case.person("quality"))
    assert sorted(pending(action)) == [-2, 0, 2, 4]
    ladder_rules.set_steps(ladder.CARRY_OUT, "minor", ladder.USUAL[ladder.CARRY_OUT], by=case.person("quality"))
    assert sorted(pending(action)) == [-1, 0, 1, 3, 5], "a rung that is wanted again stands again"
    verbs = db.session.scalars(select(JournalEntry.verb).where(JournalEntry.verb.like("ladder.%"))).all()
    assert sorted(verbs) == ["ladder.changed"] * 3 + ["ladder.moved"] * 2
    told = walked(case, clock, date(2026, 3, 9), date(2026, 3, 16))
    assert told == {date(2026, 3, 13): 1, date(2026, 3, 16): 2}


@pytest.mark.one_database
def test_the_page_tries_a_ladder_before_it_is_set(app, as_, clock, place):
    address = "/an-khe/improvement/ladders/carry_out/minor"
    typed = {"before": "10, 2", "after": "2, 4", "head_from": "2", "leaders_from": "2", "every": "3"}
    typed |= {"head_side": "before", "leaders_side": "after"}
    tried = as_("quality").post_form(address, **typed, **{"sample": "2026-03-16", "try": "1"})
    assert "10 working days before: the owner" in tried.text
    with app.app_context(), across():
        assert db.session.scalars(select(ladder_rules.LadderRule)).all() == []
    assert "2 working days before: the owner, the head" in tried.text
    assert "2 working days before" in as_("quality").post_form(address, **typed).text
    assert "Working days after" in as_("staff").get("/an-khe/improvement/ladders").text
    assert as_("staff").get(address).status_code == 403
