from datetime import date

import pytest

from iso_qms.audits.models import Inspection
from iso_qms.audits.programme.planning import Visits, chosen_team, plan_many, working_days
from iso_qms.db import db
from iso_qms.workflow import Forbidden, Incomplete

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def visits(scene, *team, **values):
    usual = {"title": "Đánh giá nội bộ", "kind": "announced", "method": "on_site", "topics": ["process"]}
    usual |= {"criteria": "ISO 9001:2015", "first_on": FIRST, "last_on": LAST}
    return Visits(**usual | {"team": [scene.person(one) for one in team]} | values)


def test_each_unit_gets_its_own_inspection_on_a_working_day_of_an_even_row(scene):
    units = [scene.unit(one) for one in ("centre", "economy")]
    outcome = plan_many(units, visits(scene, "inspector2", "inspector"), by=scene.person("quality"))
    assert [one.title for one in outcome.made] == [f"Đánh giá nội bộ: {unit.name}" for unit in units]
    assert [one.lead.id for one in outcome.made] == [scene.person("inspector2").id] * 2
    days = [one.planned_on for one in outcome.made]
    assert FIRST < days[0] < date(2026, 12, 15) < days[1] < LAST
    assert not outcome.refused


def test_a_unit_that_is_refused_keeps_its_reason_and_leaves_nothing_behind(scene):
    units = [scene.unit(one) for one in ("culture", "economy", "office")]
    surprise = visits(scene, "inspector", kind="unannounced")
    outcome = plan_many(units, surprise, by=scene.person("quality"))
    assert [one.units for one in outcome.made] == [[units[1]]]
    reasons = {unit.name: why for unit, why in outcome.refused}
    assert "Phan Văn Soát" in reasons[units[0].name], "nobody inspects their own unit"
    assert set(reasons) == {units[0].name, units[2].name}, "nobody plans a surprise for their own unit"
    assert db.session.query(Inspection).count() == 1


def test_only_quality_control_plans_and_days_must_make_sense(scene):
    with pytest.raises(Forbidden):
        plan_many([scene.unit("centre")], visits(scene), by=scene.person("leader"))
    for first, last in ((LAST, FIRST), (date(2026, 11, 28), date(2026, 11, 29)), (FIRST, date(2028, 1, 1))):
        with pytest.raises(Incomplete):
            working_days(first, last, agency_id=scene.place.agency_id)


def test_a_team_has_a_lead(scene):
    people = [scene.person("inspector"), scene.person("inspector2")]
    assert chosen_team(people, lead_id=people[1].id, member_ids=[one.id for one in people]) == people[::-1]
    assert chosen_team(people, lead_id=0, member_ids=[]) == []
    with pytest.raises(Incomplete):
        chosen_team(people, lead_id=0, member_ids=[people[0].id])
