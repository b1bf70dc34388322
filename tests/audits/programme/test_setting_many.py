import pytest

from iso_qms.audits import operations
from iso_qms.audits.checklist.checklists import checklists_of
from iso_qms.audits.programme.setting_many import Assignment, assign_many
from iso_qms.workflow import Forbidden, Incomplete


def team_of(one):
    return [member.person.name for member in one.team]


def test_teams_and_checklists_of_several_visits_are_set_at_once(scene):
    visits = [scene.planned(units=[scene.unit(name)]) for name in ("centre", "economy")]
    inspector, by = scene.person("inspector"), scene.person("quality")
    given = Assignment(team=[inspector], replaces=True, topics=["posting"])
    found = assign_many(visits, given, by=by)
    assert found.done == visits and not found.refused
    assert [team_of(one) for one in visits] == [["Phan Văn Soát"]] * 2 and all(one.lead is inspector for one in visits)
    assert [[str(each.topic) for each in checklists_of(one)] for one in visits] == [["posting"]] * 2
    assign_many(visits, Assignment(team=[scene.person("inspector2")]), by=by)
    assert {name for one in visits for name in team_of(one)} == {"Phan Văn Soát", "Hồ Thị Tra"}
    assert all(one.lead is scene.person("inspector2") and one.topics == ["posting"] for one in visits)


def test_a_visit_that_is_refused_stays_as_it_was_with_its_reason(scene):
    fits, begun = scene.planned(units=[scene.unit("economy")]), scene.begun()
    own = operations.plan_inspection(
        "Văn hóa",
        by=scene.person("quality"),
        kind="announced",
        units=[scene.unit("culture")],
        topics=["posting"],
        planned_on=fits.planned_on,
        criteria="Quy chế",
    )
    given = Assignment(team=[scene.person("inspector")], replaces=True, topics=["reception"])
    found = assign_many([own, fits, begun], given, by=scene.person("quality"))
    assert found.done == [fits] and [one for one, _why in found.refused] == [own, begun]
    assert "Phan Văn Soát" in found.refused[0][1] and own.topics == ["posting"] and not own.team
    assert len(begun.team) == 2


def test_only_quality_control_sets_them_and_something_must_be_set(scene):
    with pytest.raises(Forbidden):
        assign_many([scene.planned()], Assignment(topics=["posting"]), by=scene.person("leader"))
    with pytest.raises(Incomplete):
        assign_many([scene.planned()], Assignment(replaces=True), by=scene.person("quality"))


@pytest.mark.one_database
def test_on_the_page_nothing_is_set_until_the_refused_are_left_out(morning):
    morning.planned(title="Trung tâm")
    morning.planned(title="Văn hóa", units=[str(morning.place.units["culture"])])
    page = morning.get("quality", "/programmes/2026")
    numbers = [part.split('"')[0] for part in page.text.split('name="visit" value="')[1:]]
    assert len(numbers) == 2
    opened = morning.get("quality", f"/programmes/2026/assign?visit={numbers[0]}&visit={numbers[1]}")
    assert opened.text.count("checked") == 2 and "chưa có đoàn" in opened.text
    fields = {"visits": numbers, "lead": str(morning.place.people["inspector"])}
    refused = morning.send("quality", "/programmes/2026/assign", **fields)
    assert refused.status_code == 422 and "Phan Văn Soát" in refused.text
    assert morning.get("quality", "/programmes/2026/assign").text.count("chưa có đoàn") == 2
    done = morning.send("quality", "/programmes/2026/assign", **(fields | {"leave_out": "y"}))
    assert "Đã đặt cho 1 cuộc." in done.text
    assert morning.get("quality", "/programmes/2026/assign").text.count("chưa có đoàn") == 1
    assert morning.visitor("leader").get("/an-khe/audits/programmes/2026/assign").status_code in (403, 404)
    assert "Chưa có cuộc nào để đặt" in morning.get("quality", "/programmes/2030/assign").text
