import pytest

from iso_qms.audits import operations
from iso_qms.audits.finding import replying
from iso_qms.audits.programme.frequency_rules import frequency_rules, set_frequency
from iso_qms.audits.programme.needs import year_for
from iso_qms.clock import today
from iso_qms.improvement.operations import open_nonconformity
from iso_qms.workflow import Forbidden, Incomplete


def needs(scene, reader="quality"):
    return {one.unit.id: one for one in year_for(scene.person(reader), 2026, today()).needs}


def test_what_happened_at_a_unit_brings_its_next_visit_forward(scene):
    before = needs(scene)[scene.unit("centre").id]
    assert before.last is None and before.missing and before.next_on is None
    inspection = scene.begun()
    lead = scene.person("inspector2")
    found = scene.notified(inspection)
    replying.reply(found, text="Đúng như vậy.", by=scene.person("head_centre"))
    replying.confirm(found, by=lead, note="Đúng như đã ghi")
    named = scene.notified(inspection, kind="conduct", person=scene.person("staff"), title="Không đeo thẻ")
    replying.reply(named, text="Tôi để quên.", by=scene.person("staff"))
    replying.confirm(named, by=lead, note="Đúng như đã ghi")
    after = needs(scene)[scene.unit("centre").id]
    assert after.last == today() and [visit.id for visit in after.planned] == [inspection.id]
    assert [(one.name, one.count) for one in after.frequency.evidence] == [("minor_finding", 1)]
    assert "1 × 3 = 3" in after.explanation[0] and "12 − 3 ÷ 3" in after.explanation[-1]
    set_frequency(by=scene.person("quality"), points={"minor_finding": 9}, usual=12, fewest=3, step=1, looks_back=6)
    heavier = needs(scene)[scene.unit("centre").id]
    assert heavier.frequency.months == 3 and heavier.frequency.visits == 4 and heavier.missing == 3


def test_a_complaint_counts_once_and_as_what_it_is(scene):
    told = {"unit": scene.unit("centre"), "criterion": "Quy chế", "grade": "minor", "found_on": today()}
    for source in ("complaint", "own"):
        open_nonconformity("Trả hồ sơ muộn", by=scene.person("quality"), source_kind=source, **told)
    evidence = needs(scene)[scene.unit("centre").id].frequency.evidence
    told = {one.name: one.count for one in evidence}
    assert (told["complaint"], told["nonconformity"]) == (1, 1)


def test_no_figure_tells_a_leader_of_a_surprise_that_awaits_their_own_unit(scene):
    plan = {"kind": "unannounced", "topics": ["hours"], "planned_on": today(), "criteria": "Nội quy, điều 4"}
    office = [scene.unit("office")]
    operations.plan_inspection("Sáng thứ hai", by=scene.person("inspector"), units=office, **plan)
    number = office[0].id
    assert needs(scene, "leader")[number].planned and not needs(scene, "quality")[number].planned


def test_the_law_wants_every_unit_and_a_third_on_site(scene):
    scene.planned(method="remote")
    year = year_for(scene.person("leader"), 2026, today())
    assert len(year.unvisited) == len(year.needs) - 1 and year.on_site == 0
    assert year.on_site_floor == 2 and not year.rules.oversees_others
    assert year.procedures_total == len(year.procedures) == 0


def test_weights_are_quality_controls_and_within_reason(scene):
    rules = frequency_rules(scene.place.agency_id)
    assert {"major_finding", "overdue_action", "legal_change", "waiting"} <= set(rules.points)
    numbers = {"usual": 12, "fewest": 2, "step": 3, "looks_back": 12}
    with pytest.raises(Forbidden):
        set_frequency(by=scene.person("leader"), points={}, **numbers)
    for wrong in ({"usual": 13}, {"step": 0}, {"usual": 2, "fewest": 3}):
        with pytest.raises(Incomplete):
            set_frequency(by=scene.person("quality"), points={}, **(numbers | wrong))
    with pytest.raises(Incomplete):
        set_frequency(by=scene.person("quality"), points={"waiting": 21}, **numbers)
