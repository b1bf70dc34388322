import pytest

from iso_qms.audits.rules import REPLY_DAYS, rules_of, set_rules
from iso_qms.workflow import Forbidden, Incomplete


def test_the_usual_rules_hold_until_the_agency_sets_its_own(scene):
    assert rules_of(scene.place.agency_id).reply_days == REPLY_DAYS
    set_rules(reply_days=5, hours_basis="Quyết định 12", by=scene.person("quality"))
    set_rules(reply_days=4, hours_basis="Quyết định 12", by=scene.person("quality"))
    assert rules_of(scene.place.agency_id).reply_days == 4


def test_the_time_to_explain_is_neither_nothing_nor_endless(scene):
    for days in (0, 11):
        with pytest.raises(Incomplete):
            set_rules(reply_days=days, hours_basis="", by=scene.person("quality"))
    with pytest.raises(Forbidden):
        set_rules(reply_days=3, hours_basis="", by=scene.person("leader"))
