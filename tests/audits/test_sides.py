from datetime import date

import pytest

from iso_qms.audits import operations
from iso_qms.audits.sides import units_concerning, why_not_independent
from iso_qms.documents import operations as writing
from iso_qms.organisation.heads import answered_units, heads_for
from iso_qms.organisation.operations import delegate
from iso_qms.workflow import Forbidden

DAY = date(2026, 11, 23)


def why(scene, name, unit, documents=()):
    return why_not_independent(scene.person(name), units=[scene.unit(unit)], documents=documents, day=DAY)


def test_nobody_inspects_their_own_unit(scene):
    reason = why(scene, "staff", "centre")
    assert "Đặng Văn Viên" in reason and "Trung tâm" in reason


def test_somebody_of_a_unit_below_is_of_the_inspected_side(scene):
    assert why(scene, "clerk", "economy")


def test_whoever_answers_for_a_unit_without_a_head_does_not_inspect_it(scene):
    assert why(scene, "head_economy", "land")
    assert not why(scene, "author", "land"), "a colleague of the unit above neither belongs to it nor answers for it"


def test_a_deputy_belongs_to_the_unit_of_the_deputised_post(scene):
    assert not why(scene, "inspector2", "centre")
    delegate(
        scene.post("head_centre"),
        to=scene.person("inspector2"),
        by=scene.person("admin"),
        since=DAY,
        until=date(2026, 12, 1),
    )
    assert why(scene, "inspector2", "centre")


def test_nobody_inspects_a_procedure_they_wrote(scene):
    document = writing.register_document(
        "procedure", code="QT-07", title="Cấp bản sao", unit=scene.unit("economy"), by=scene.person("author")
    )
    writing.start_revision(document, by=scene.person("author"))
    reason = why(scene, "author", "centre", [document])
    assert "QT-07" in reason
    assert not why(scene, "inspector", "centre", [document])


def test_the_team_is_checked_when_it_is_named_and_again_when_it_starts(scene):
    inspection = scene.planned()
    with pytest.raises(Forbidden, match="Đặng Văn Viên"):
        operations.name_member(inspection, scene.person("staff"), by=scene.person("quality"))
    delegate(
        scene.post("head_centre"),
        to=scene.person("inspector"),
        by=scene.person("admin"),
        since=DAY,
        until=date(2026, 12, 1),
    )
    with pytest.raises(Forbidden, match="Phan Văn Soát"):
        operations.start(inspection, by=scene.person("inspector2"))
    assert inspection.state == "planned"


def test_the_nearest_head_answers_for_a_unit_without_one(scene):
    assert heads_for(scene.place.units["land"], DAY) == [scene.person("head_economy")]
    assert scene.place.units["land"] in answered_units(scene.person("head_economy"), DAY)
    assert answered_units(scene.person("leader"), DAY) == {scene.place.units["council"]}


def test_an_inspection_of_a_unit_concerns_those_below_it(scene):
    assert scene.place.units["economy"] in units_concerning(scene.person("clerk"), DAY)
