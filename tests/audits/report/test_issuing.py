from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from iso_qms.audits import operations
from iso_qms.audits.conduct import privacy
from iso_qms.audits.finding import replying
from iso_qms.audits.report import issuing
from iso_qms.audits.report.conclusion_word import outcome_of
from iso_qms.audits.report.issued_papers import notices_of
from iso_qms.audits.visit import minutes
from iso_qms.blobs import files_of, read
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.journal import history_of
from iso_qms.outbox import letters_of
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.audits.scenes import said
from tests.fixtures.places import PASSWORD


@pytest.fixture
def ended(scene):
    """A visit with its report: a finding on work, one on a person, and a restricted one, all concluded."""
    inspection, lead, staff = scene.begun(), scene.person("inspector2"), scene.person("staff")
    found = [scene.notified(inspection), *(scene.notified(inspection, kind="conduct", person=staff) for _n in "12")]
    for one in found:
        replying.reply(one, text="Đúng", by=staff if one.person else scene.person("head_centre"))
        replying.confirm(one, by=lead, note="Giữ")
    asked = privacy.ask_restriction(found[2], by=staff, words="Đang khiếu nại")
    privacy.decide_restriction(asked, by=scene.person("quality"), granted=True, reason="Đúng")
    minutes.sign(inspection, by=lead)
    minutes.sign(inspection, by=scene.person("head_centre"), unit=inspection.units[0])
    operations.agree_minutes(inspection, by=lead)
    operations.conclude(inspection, conclusion="Giờ trực chưa đủ.", recommendation="Treo lịch trực.", by=lead)
    db.session.flush()
    return inspection, found


def issue(scene, inspection, number="15/TB-UBND", by="leader", on=None, reason=""):
    return issuing.issue_conclusion(inspection, by=scene.person(by), number=number, on=on or today(), reason=reason)


def test_a_notice_is_issued_and_told_and_stays_and_is_replaced_when_something_is_corrected(scene, ended):
    inspection, found = ended
    first = issue(scene, inspection)
    db.session.flush()
    data = read(first.sha256)
    assert [one.sha256 for one in files_of(first)] == [first.sha256] and first.files_stay
    for words in ("15/TB-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Giờ trực chưa đủ.", first.signer_name):
        assert words in said(data), words
    assert found[0].title in said(data) and "PH-2026-" not in said(data), "a gap would tell of a finding on a person"
    assert found[1].code not in said(data), "in a unit of one person, that there is one would be a name"
    assert found[2].code not in said(data)
    assert scene.person("staff").name not in said(data)
    told = [one.subject for one in letters_of(scene.person("head_centre"))]
    assert any("15/TB-UBND" in one for one in told)
    assert "issued_paper.issued" in [one.verb for one in history_of(inspection)]
    assert not issuing.is_outdated(first, inspection)
    with pytest.raises(Incomplete, match="15/TB-UBND"):
        issue(scene, inspection, "16/TB-UBND")
    words = {"title": "Quầy vắng 5 phút", "evidence": "x", "grade": "observation", "note": "Đúng vậy."}
    replying.correct(found[0], by=scene.person("inspector2"), **words)
    db.session.flush()
    assert issuing.is_outdated(first, inspection) and read(first.sha256) == data
    with pytest.raises(Incomplete):
        issue(scene, inspection, reason="Cùng số")
    second = issue(scene, inspection, "16/TB-UBND", reason="Sửa một phát hiện")
    db.session.flush()
    assert notices_of(inspection) == [second, first] and second.replaces_id == first.id
    assert "thay thế văn bản số 15/TB-UBND" in said(read(second.sha256)) and not issuing.is_outdated(second, inspection)
    assert not scene.person("staff").may("audits.issue") and outcome_of(inspection)["findings"]


def test_an_issued_paper_can_neither_be_changed_nor_removed(scene, ended):
    issue(scene, ended[0])
    db.session.flush()
    for statement in ("UPDATE issued_paper SET number = 'x'", "DELETE FROM issued_paper"):
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(text(statement))


def test_only_what_is_concluded_is_issued_by_a_leader_on_a_day_that_was(scene, ended):
    inspection, (finding, *_others) = ended
    for who, wrong, why in (
        ("quality", {}, Forbidden),
        ("leader", {"number": " "}, Incomplete),
        ("leader", {"on": today() + timedelta(days=1)}, Incomplete),
        ("leader", {"on": date(2026, 11, 1)}, Incomplete),
    ):
        with pytest.raises(why):
            issue(scene, inspection, by=who, **wrong)
    inspection.conclusion = ""
    with pytest.raises(Incomplete):
        issue(scene, inspection)
    inspection.conclusion, finding.state = "Xong", "notified"
    with pytest.raises(WrongState):
        issue(scene, inspection)
    with pytest.raises(WrongState):
        issue(scene, scene.begun())
    db.session.rollback()


@pytest.mark.one_database
def test_the_summary_of_a_year_keeps_its_figures(morning, queries):
    leader, look = "leader", morning.get
    assert "Ban hành" in look(leader, "/figures/2026").text
    fields = {"number": "90/BC-UBND", "on": "2026-11-23"}
    wrong = morning.send(leader, "/figures/2026/issue", own_password="x", **fields)
    assert wrong.status_code == 422 and "90/BC-UBND" not in look(leader, "/figures/2026").text
    morning.send(leader, "/figures/2026/issue", own_password=PASSWORD, **fields)
    page = look(leader, "/figures/2026").text
    assert "90/BC-UBND" in page and "Số liệu hôm nay không khác." in page
    morning.planned()
    changed = look(leader, "/figures/2026").text
    assert "đã ban hành: " in changed and "Ban hành bản thay thế" in changed
    queries.clear()
    look(leader, "/figures/2026")
    assert len(queries) <= 15, "\n".join(queries)
    number = changed.split("/audits/papers/")[1].split(".docx")[0]
    words = said(look(leader, f"/papers/{number}.docx").data)
    assert "90/BC-UBND" in words and "Tổng hợp kiểm tra năm 2026" in words
    assert morning.get("quality", f"/papers/{number}.docx").status_code == 200
    assert morning.visitor("head_centre").get(f"/an-khe/audits/papers/{number}.docx").status_code == 404
    assert morning.visitor("quality").get("/an-khe/audits/figures/2026/issue").status_code in (403, 404)
