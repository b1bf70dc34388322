from iso_qms.audits import operations, word
from iso_qms.audits.layouts import MINUTES, NOTICE, REPORT
from iso_qms.audits.visit import minutes
from iso_qms.audits.word import minutes_values, notice_values, report_values
from iso_qms.db import db
from iso_qms.i18n import speaking
from iso_qms.layouts import names_in
from iso_qms.organisation.agencies import Agency
from tests.audits.scenes import said


def written(scene, inspection):
    agency = db.session.get(Agency, scene.place.agency_id)
    with speaking("en"):
        return said(word.minutes_docx(inspection, agency=agency))


def test_the_minutes_have_the_head_of_decree_30_in_vietnamese_whoever_reads(scene):
    text = written(scene, scene.begun())
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "UBND XÃ AN KHÊ",
        "UBND TỈNH",
        "Số: 01/BB-ĐKT",
        "An Khê, ngày 23 tháng 11 năm 2026",
        "BIÊN BẢN",
        "TRƯỞNG ĐOÀN",
    ):
        assert words in text, words


def test_the_minutes_tell_what_was_seen_and_name_nobody_it_concerns(scene):
    inspection = scene.begun()
    scene.counted(inspection, staff="late")
    scene.notified(inspection)
    named = scene.notified(inspection, kind="conduct", person=scene.person("staff"), title="Nói năng cộc lốc")
    text = written(scene, inspection)
    assert "Quầy số 2 không có người trực" in text and named.code in text
    assert "cộc lốc" not in text and "Đặng Văn Viên" not in text


def test_a_refusal_and_a_remark_stand_in_the_minutes(scene):
    inspection = scene.begun()
    minutes.note_signing(
        inspection,
        by=scene.person("inspector2"),
        unit=inspection.units[0],
        name="Bùi Văn Giám",
        how="refused",
        witness="Cao Thị Nhận",
        remark="Không đồng ý với giờ ghi.",
    )
    text = written(scene, inspection)
    assert "không ký; người chứng kiến: Cao Thị Nhận" in text and "Không đồng ý với giờ ghi." in text


def test_the_report_holds_conclusion_and_recommendations(scene):
    inspection = scene.begun()
    operations.conclude(
        inspection, conclusion="Nhìn chung tốt.", recommendation="Treo lịch trực.", by=scene.person("inspector2")
    )
    agency = db.session.get(Agency, scene.place.agency_id)
    text = said(word.report_docx(inspection, agency=agency, with_remarks=True))
    assert "BÁO CÁO" in text and "Nhìn chung tốt." in text and "Treo lịch trực." in text


def test_what_fills_a_layout_has_the_shape_of_what_it_was_tried_with(scene):
    inspection = scene.begun()
    scene.counted(inspection, staff="late")
    scene.notified(inspection)
    agency = db.session.get(Agency, scene.place.agency_id)
    found = minutes_values(inspection, agency=agency)
    empty = {name for name, value in found.items() if value == []}
    assert set(found) == set(MINUTES.sample())
    known = [one for one in names_in(MINUTES.sample()) if one.partition("[")[0] not in empty]
    assert [one for one in names_in(found) if one.partition("[")[0] not in empty] == known
    assert set(report_values(inspection, agency=agency)) == set(REPORT.sample())
    assert set(notice_values(inspection, agency=agency)) == set(NOTICE.sample())


def test_the_notice_says_who_is_visited_when_and_by_whom(scene):
    inspection = scene.planned(kind="announced")
    agency = db.session.get(Agency, scene.place.agency_id)
    text = said(word.notice_docx(inspection, agency=agency))
    assert "THÔNG BÁO" in text and inspection.title in text and f"{inspection.planned_on:%d/%m/%Y}" in text


def test_the_report_says_what_it_rests_on_who_went_results_by_topic_and_to_whom_it_goes(scene):
    inspection = scene.begun(decision="Quyết định 12/QĐ-UBND")
    scene.notified(inspection)
    scene.notified(inspection, grade="conform", title="Hướng dẫn tận tình", kind="reception")
    scene.notified(inspection, kind="conduct", person=scene.person("staff"), title="Nói năng cộc lốc")
    with speaking("vi"):
        values = report_values(inspection, agency=db.session.get(Agency, scene.place.agency_id))
    assert values["bases"][0] == "Quyết định 12/QĐ-UBND" and "điều 4" in values["bases"][-1]
    assert [one["part"] for one in values["team"]] == ["Trưởng đoàn", "Thành viên"]
    reception = next(one for one in values["topics"] if one["topic"] == "Tiếp công dân")
    assert [reception[name] for name in ("good", "remarks", "minor", "major")] == ["1", "0", "1", "0"]
    assert len(values["topics"]) == 2 and values["demands"] == []
    text = said(word.report_docx(inspection, agency=db.session.get(Agency, scene.place.agency_id), with_remarks=True))
    for words in ("Căn cứ Quyết định 12/QĐ-UBND;", "Nơi nhận:", "Lưu: VT", "Thành phần đoàn kiểm tra", "TRƯỞNG ĐOÀN"):
        assert words in text, words
    assert "cộc lốc" not in text and "Đặng Văn Viên" not in text
