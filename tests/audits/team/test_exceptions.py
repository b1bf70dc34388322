"""Exceptions, declared interests and qualifications, from the question to the minutes."""

from datetime import date

import pytest

from iso_qms.audits import operations
from iso_qms.audits.standing import hand_over
from iso_qms.audits.team import exceptions
from iso_qms.audits.team.assigning import standings
from iso_qms.audits.team.interests import declare
from iso_qms.audits.team.qualifications import note_qualification, strike_qualification
from iso_qms.audits.team.team_rules import set_team_rules
from iso_qms.audits.visit.minutes_text import facts_of
from iso_qms.workflow import Forbidden, Incomplete

DAY = date(2026, 11, 23)


def stands(scene, name, inspection):
    return standings([scene.person(name)], inspection, day=DAY)[scene.person(name).id]


def set_rules(scene, **values):
    rules = {"past_months": 12, "lead_kinds": (), "member_kinds": (), "years": 3} | values
    set_team_rules(by=scene.person("quality"), **rules)


def test_a_declared_tie_bars_until_somebody_else_approves_an_exception(scene):
    inspection = scene.planned(kind="announced")
    quality, other = scene.person("quality"), scene.person("inspector")
    operations.release_member(inspection, inspection.team[1], by=quality)
    declare("relative_person", by=other, other=scene.person("staff"), note="Em rể")
    (tie,) = stands(scene, "inspector", inspection).ties
    assert "Em rể" not in tie.text and "Đặng Văn Viên" in tie.text
    with pytest.raises(Forbidden, match="kê khai"):
        operations.name_member(inspection, other, by=quality)
    with pytest.raises(Forbidden):
        exceptions.ask_exception(inspection, other, tie, by=quality, measure="Không xem phần của người thân")
    set_rules(scene, allows_exceptions=True, why_exceptions="Cơ quan nhỏ")
    asked = exceptions.ask_exception(inspection, other, tie, by=quality, measure="Trưởng đoàn xem thay")
    with pytest.raises(Forbidden):
        operations.name_member(inspection, other, by=quality)
    with pytest.raises(Forbidden):
        exceptions.approve_exception(asked, by=quality)
    exceptions.approve_exception(asked, by=scene.person("leader"))
    operations.name_member(inspection, other, by=quality)
    assert "Trưởng đoàn xem thay" in dict(facts_of(inspection))["Ngoại lệ của đoàn"]


def test_who_is_not_qualified_is_neither_named_nor_given_the_place_of_a_leaver(scene):
    inspection, quality = scene.planned(), scene.person("quality")
    set_rules(scene, member_kinds=("qms_audit",), lead_kinds=("qms_audit",))
    with pytest.raises(Forbidden, match="chưa có hồ sơ"):
        operations.name_member(inspection, quality, by=quality)
    noted = note_qualification(quality, "qms_audit", by=quality, issued_on=date(2025, 1, 1))
    assert not stands(scene, "quality", inspection).lacks
    strike_qualification(noted, by=quality, reason="Ghi nhầm người")
    assert stands(scene, "quality", inspection).lacks
    hand_over(scene.person("inspector2"), quality, scene.person("admin"))
    assert not inspection.has_member(quality)


def test_rules_and_qualifications_must_be_whole(scene):
    with pytest.raises(Incomplete):
        set_rules(scene, allows_exceptions=True)
    with pytest.raises(Incomplete):
        set_rules(scene, past_months=61)
    with pytest.raises(Incomplete):
        declare("relative_unit", by=scene.person("staff"))
