from datetime import datetime
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage

from iso_qms.audits.finding import replying
from iso_qms.blobs import files_of
from iso_qms.clock import HO_CHI_MINH
from iso_qms.organisation.operations import delegate
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.audits.scenes import standing_at

AFTER = datetime(2026, 11, 28, 9, 0, tzinfo=HO_CHI_MINH)


def test_the_head_explains_with_files(scene):
    finding = scene.notified(scene.begun())
    paper = FileStorage(BytesIO(b"%PDF-1.4 on duty"), filename="sổ trực.pdf")
    said = replying.reply(finding, text="Đổi ca, đã ghi sổ.", by=scene.person("head_centre"), files=[paper])
    assert finding.state == "replied" and [one.name for one in files_of(said)] == ["sổ trực.pdf"]
    assert said.post == "Giám đốc Trung tâm, Trung tâm Phục vụ hành chính công"


def test_the_person_concerned_explains_too_and_nobody_else(scene):
    finding = scene.notified(scene.begun(), kind="conduct", person=scene.person("staff"))
    with pytest.raises(Forbidden):
        replying.reply(finding, text="Tôi thấy khác", by=scene.person("staff2"))
    replying.reply(finding, text="Tôi được cử đi", by=scene.person("staff"))
    replying.reply(finding, text="Đúng vậy", by=scene.person("head_centre"))
    assert [one.name for one in finding.replies] == ["Đặng Văn Viên", "Bùi Văn Giám"]


def test_a_deputy_explains_for_the_head(scene):
    from datetime import date

    finding = scene.notified(scene.begun())
    delegate(
        scene.post("head_centre"),
        to=scene.person("staff2"),
        by=scene.person("admin"),
        since=date(2026, 11, 23),
        until=date(2026, 12, 1),
    )
    replying.reply(finding, text="Thay mặt giám đốc", by=scene.person("staff2"))
    assert finding.state == "replied"


def test_an_explanation_has_words(scene):
    finding = scene.notified(scene.begun())
    with pytest.raises(Incomplete):
        replying.reply(finding, text="  ", by=scene.person("head_centre"))


def test_nothing_is_final_before_an_explanation_or_the_end_of_the_window(scene):
    finding, lead = scene.notified(scene.begun()), scene.person("inspector2")
    for conclude in (
        lambda: replying.confirm(finding, by=lead, note="Giữ"),
        lambda: replying.correct(finding, by=lead, title="a", evidence="b", grade="ofi", note="Giữ"),
    ):
        with pytest.raises(Incomplete, match="27/11/2026"):
            conclude()
    with standing_at(AFTER):
        replying.confirm(finding, by=lead, note="Không ai giải trình")
    assert finding.state == "confirmed"


def test_nobody_of_the_inspected_side_concludes(scene):
    finding = scene.notified(scene.begun())
    replying.reply(finding, text="Đúng vậy", by=scene.person("head_centre"))
    for name in ("head_centre", "staff", "leader"):
        with pytest.raises(Forbidden):
            replying.confirm(finding, by=scene.person(name), note="Giữ")


def test_the_lead_or_quality_control_concludes_and_not_just_any_member(scene):
    finding = scene.notified(scene.begun(units=[scene.unit("centre")]))
    replying.reply(finding, text="Đúng vậy", by=scene.person("head_centre"))
    assert "confirm" in {one.name for one in finding.open_moves(scene.person("quality"))}
    replying.confirm(finding, by=scene.person("inspector2"), note="Giữ")


def test_a_conclusion_answers_the_explanation(scene):
    finding = scene.notified(scene.begun())
    replying.reply(finding, text="Đúng vậy", by=scene.person("head_centre"))
    with pytest.raises(Incomplete):
        replying.confirm(finding, by=scene.person("inspector2"))


def test_a_corrected_finding_keeps_what_it_said_before(scene):
    finding, lead = scene.notified(scene.begun()), scene.person("inspector2")
    replying.reply(finding, text="Chỉ vắng 5 phút", by=scene.person("head_centre"))
    replying.correct(
        finding, by=lead, title="Quầy vắng 5 phút", evidence="Từ 07:42 đến 07:47", grade="observation", note="Đúng"
    )
    assert finding.state == "corrected" and finding.grade == "observation"
    assert [(one.title, one.grade) for one in finding.wordings] == [("Quầy số 2 không có người trực", "minor")]


def test_a_withdrawn_finding_leaves_its_trace_and_ends(scene):
    finding, lead = scene.notified(scene.begun()), scene.person("inspector2")
    replying.withdraw(finding, by=lead, note="Nhầm quầy")
    assert finding.state == "withdrawn" and finding.conclusion == "Nhầm quầy"
    with pytest.raises(WrongState):
        replying.reply(finding, text="Cảm ơn", by=scene.person("head_centre"))


def test_a_confirmed_finding_may_still_be_corrected(scene):
    finding, lead = scene.notified(scene.begun()), scene.person("inspector2")
    replying.reply(finding, text="Đúng vậy", by=scene.person("head_centre"))
    replying.confirm(finding, by=lead, note="Giữ")
    replying.correct(finding, by=lead, title="Khác", evidence="Khác", grade="ofi", note="Có thêm bằng chứng")
    assert finding.state == "corrected"
