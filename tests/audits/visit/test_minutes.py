import pytest
from sqlalchemy import select

from iso_qms.audits import operations
from iso_qms.audits.finding import noting, replying
from iso_qms.audits.visit import attendance, minutes
from iso_qms.audits.visit.minutes_text import missing_signatures, standing_signatures
from iso_qms.audits.word import minutes_docx
from iso_qms.blobs import files_of, set_aside
from iso_qms.db import db
from iso_qms.journal import history_of
from iso_qms.organisation.agencies import Agency
from iso_qms.outbox.letters import Letter
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.audits.scenes import said


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


def test_who_was_noted_as_not_signing_is_told_and_may_still_sign(scene):
    inspection, lead, head = scene.begun(), scene.person("inspector2"), scene.person("head_centre")
    unit = inspection.units[0]
    seen = {"unit": unit, "name": "Bùi Văn Giám", "how": "refused", "witness": "Cao Thị Nhận"}
    minutes.note_signing(inspection, by=lead, **seen)
    told = {one.person_id: one for one in db.session.scalars(select(Letter)) if "KT-2026-01" in one.subject}
    assert "không ký biên bản" in told[head.id].subject and "Cao Thị Nhận" in told[head.id].body
    assert told.keys() >= {head.id, lead.id}, "a copy goes to both sides at once"
    assert "NGƯỜI CHỨNG KIẾN VIỆC KHÔNG KÝ" in said(minutes_docx(inspection, agency=agency_of(inspection)))
    assert minutes.refused_units(inspection, scene.person("staff"), inspection.signatures) == []
    assert minutes.refused_units(inspection, head, inspection.signatures) == [unit]
    minutes.sign(inspection, by=head, unit=unit, remark="Lúc ấy tôi đi vắng.")
    with pytest.raises(WrongState):
        minutes.note_signing(inspection, by=lead, **seen)
    text = said(minutes_docx(inspection, agency=agency_of(inspection)))
    assert "Cao Thị Nhận" in text and "NGƯỜI CHỨNG KIẾN" not in text, "what was noted stays; nobody needs to witness it"
    assert "lập thành 02 bản" in text


def agency_of(inspection):
    return db.session.get_one(Agency, inspection.agency_id)


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


def both_sign(scene, inspection):
    minutes.sign(inspection, by=scene.person("inspector2"))
    minutes.sign(inspection, by=scene.person("head_centre"), unit=inspection.units[0])


@pytest.mark.parametrize("change", ["note", "edit", "withdraw", "count"])
def test_a_confirmation_is_given_to_the_text_of_that_moment_and_must_be_given_again(scene, change):
    inspection, lead = scene.begun(), scene.person("inspector2")
    finding = scene.noted(inspection)
    both_sign(scene, inspection)
    assert missing_signatures(inspection) == []
    if change == "note":
        scene.noted(inspection, title="Bảng niêm yết thiếu phí")
    elif change == "edit":
        finding.evidence = "Lúc 07:44 quầy số 2 vẫn không có người."
        noting.edit_note(finding, by=lead, **as_noted(finding))
    elif change == "withdraw":
        replying.withdraw(finding, by=lead, note="Nhìn nhầm quầy.")
    else:
        scene.counted(inspection, staff="late")
    assert missing_signatures(inspection) == ["Hồ Thị Tra", "Trung tâm Phục vụ hành chính công"]
    with pytest.raises(Incomplete, match="Hồ Thị Tra"):
        operations.agree_minutes(inspection, by=lead)
    both_sign(scene, inspection)
    operations.agree_minutes(inspection, by=lead)
    assert len(inspection.signatures) == 4, "the earlier confirmations stay readable"
    verbs = [one.verb for one in history_of(inspection) if one.kind == "inspection"]
    assert verbs[1:3] == ["inspection.signed_again", "inspection.signed_again"]


def as_noted(finding):
    names = ("unit", "observed_at", "kind", "title", "evidence", "grade", "grade_reason", "clause", "place")
    return {name: getattr(finding, name) for name in names}


def test_a_head_count_that_goes_on_leaves_the_confirmation_alone(scene):
    inspection = scene.begun()
    both_sign(scene, inspection)
    attendance.begin_count(inspection, unit=inspection.units[0], by=scene.person("inspector"))
    assert len(standing_signatures(inspection)) == 2


def test_the_journal_binds_a_confirmation_to_what_was_confirmed(scene):
    inspection = scene.begun()
    signature = minutes.sign(inspection, by=scene.person("inspector2"))
    assert history_of(inspection)[0].changes["text_hash"] == signature.text_hash


def test_nothing_is_added_to_minutes_that_ended_the_visit(scene):
    inspection, lead = scene.begun(), scene.person("inspector2")
    finding = scene.noted(inspection)
    both_sign(scene, inspection)
    operations.agree_minutes(inspection, by=lead)
    with pytest.raises(WrongState, match="biên bản"):
        scene.noted(inspection, title="Thêm sau")
    with pytest.raises(WrongState, match="biên bản"):
        noting.edit_note(finding, by=lead, **as_noted(finding))


def test_the_minutes_as_confirmed_are_kept_whatever_becomes_of_a_finding(scene):
    inspection, lead = scene.begun(), scene.person("inspector2")
    finding = scene.notified(inspection)
    both_sign(scene, inspection)
    operations.agree_minutes(inspection, by=lead)
    replying.reply(finding, text="Đổi ca.", by=scene.person("head_centre"))
    replying.correct(finding, by=lead, title="Quầy vắng 5 phút", evidence="x", grade="observation", note="Đúng vậy.")
    text = said(minutes.kept_minutes(inspection))
    assert "Quầy số 2 không có người trực" in text and "Quầy vắng 5 phút" not in text


def test_the_record_of_an_ended_visit_is_taken_out_of_sight_by_nobody(scene):
    inspection, lead = scene.begun(), scene.person("inspector2")
    both_sign(scene, inspection)
    operations.agree_minutes(inspection, by=lead)
    for kept in minutes.papers_of(inspection):
        with pytest.raises(WrongState, match="căn cứ"):
            set_aside(kept, by=lead, reason="Nhầm tệp")


def test_what_was_signed_is_kept_as_the_text_of_which_each_signature_tells_the_hash(scene):
    inspection, lead = scene.begun(), scene.person("inspector2")
    scene.notified(inspection, kind="conduct", person=scene.person("staff"), title="Không đeo thẻ")
    both_sign(scene, inspection)
    operations.agree_minutes(inspection, by=lead)
    assert files_of(inspection) == [], "a file of the visit would be read by every colleague of the unit"
    word, text = minutes.papers_of(inspection)
    assert [one.text_hash for one in inspection.signatures] == [text.sha256] * 2 and word.is_shown is False
