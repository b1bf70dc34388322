import pytest

from iso_qms.audits import minutes, operations
from iso_qms.audits.models import missing_signatures
from iso_qms.workflow import Forbidden, Incomplete, WrongState


def test_both_sides_stand_by_the_minutes_before_the_visit_ends(scene):
    inspection, lead = scene.begun(), scene.person("inspector2")
    with pytest.raises(Incomplete, match="Hồ Thị Tra"):
        operations.agree_minutes(inspection, by=lead)
    minutes.sign(inspection, by=lead)
    assert missing_signatures(inspection) == ["Trung tâm Phục vụ hành chính công"]
    minutes.sign(inspection, by=scene.person("head_centre"), unit=inspection.units[0], remark="Đề nghị xem lại")
    operations.agree_minutes(inspection, by=lead)
    assert inspection.state == "reporting"


def test_a_refusal_to_sign_needs_a_witness_and_then_counts(scene):
    inspection, lead = scene.begun(), scene.person("inspector2")
    unit = inspection.units[0]
    with pytest.raises(Incomplete):
        minutes.note_signing(inspection, by=lead, unit=unit, name="Bùi Văn Giám", how="refused")
    minutes.note_signing(inspection, by=lead, unit=unit, name="Bùi Văn Giám", how="refused", witness="Cao Thị Nhận")
    minutes.sign(inspection, by=lead)
    assert missing_signatures(inspection) == []


def test_only_the_lead_and_whoever_answers_for_the_unit_sign(scene):
    inspection = scene.begun()
    with pytest.raises(Forbidden):
        minutes.sign(inspection, by=scene.person("inspector"))
    with pytest.raises(Forbidden):
        minutes.sign(inspection, by=scene.person("staff"), unit=inspection.units[0])
    with pytest.raises(Forbidden):
        minutes.note_signing(inspection, by=scene.person("quality"), unit=inspection.units[0], name="A", how="on_paper")


def test_a_side_signs_once_and_during_the_visit(scene):
    inspection, lead = scene.begun(), scene.person("inspector2")
    minutes.sign(inspection, by=lead)
    with pytest.raises(WrongState):
        minutes.sign(inspection, by=lead)
    with pytest.raises(WrongState):
        minutes.sign(scene.planned(), by=lead)


def test_the_head_is_asked_for_the_units_not_signed_for_yet(scene):
    inspection, head = scene.begun(), scene.person("head_centre")
    assert minutes.units_to_sign_for(inspection, head) == inspection.units
    minutes.sign(inspection, by=head, unit=inspection.units[0])
    assert minutes.units_to_sign_for(inspection, head) == []
