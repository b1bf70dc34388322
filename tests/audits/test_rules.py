import pytest

from iso_qms.audits.rules import MOST, USUAL, rules_of, set_rules
from iso_qms.workflow import Forbidden, Incomplete


def test_the_usual_rules_hold_until_the_agency_sets_its_own(scene):
    assert rules_of(scene.place.agency_id).reply_days == USUAL["reply_days"]
    set_rules(reply_days=5, hours_basis="Quyết định 12", by=scene.person("quality"))
    set_rules(reply_days=4, hours_basis="Quyết định 12", by=scene.person("quality"))
    assert rules_of(scene.place.agency_id).reply_days == 4


def test_the_time_to_explain_is_neither_nothing_nor_endless(scene):
    for days in (0, 11):
        with pytest.raises(Incomplete):
            set_rules(reply_days=days, hours_basis="", by=scene.person("quality"))
    with pytest.raises(Forbidden):
        set_rules(reply_days=3, hours_basis="", by=scene.person("leader"))


@pytest.mark.parametrize("name", USUAL)
def test_every_term_of_the_leads_work_has_its_bounds(scene, name):
    set_rules(hours_basis="", by=scene.person("quality"), **{name: MOST[name]})
    assert getattr(rules_of(scene.place.agency_id), name) == MOST[name]
    for days in (0, MOST[name] + 1):
        with pytest.raises(Incomplete):
            set_rules(hours_basis="", by=scene.person("quality"), **{name: days})
