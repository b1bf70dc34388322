"""A decree is replaced, through its pages: cited, asked for, answered by a draft, in force, burnt down to nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from iso_qms.clock import today
from iso_qms.documents.jobs import take_effect_round
from tests.stories.test_life_of_a_procedure import ROOM, Story, words

LAWS = "/an-khe/laws"
CHECKLIST = "/an-khe/audits/checklists/reception/version"
OLD = {"kind": "Nghị định", "number": "61/2018/NĐ-CP", "issuer": "Chính phủ", "issued_on": "2018-04-23"}
NEW = {"kind": "Nghị định", "number": "118/2025/NĐ-CP", "issuer": "Chính phủ", "issued_on": "2025-06-09"}


@pytest.fixture
def story(app, place):
    return Story(app, place)


def approved(story, address, words_of_it, day, number=1):
    story.write(words_of_it, number)
    story.route(address, "head_culture")
    story.come("author").post_form(f"{address}/moves/submit")
    story.come("head_culture").post_form(f"{address}/opinion", opinion="agree")
    page = story.approve(address, day)
    assert page.status_code == 200, words(page)


def test_a_decree_is_replaced(story):
    quality = story.come("quality")
    quality.post_form(f"{LAWS}/new", title="về cơ chế một cửa", **OLD)
    first = story.register("QT-07", "Cấp giấy xác nhận")
    cites = "Theo Nghị định 61/2018/NÐ - CP ngày 23 tháng 4 năm 2018 và Thông tư 03/2025/TT-VPCP."
    approved(story, first, cites, today())
    assert "QT-07" in story.sees("staff", f"{LAWS}/1")
    assert "03/2025/TT-VPCP" in story.sees("staff", f"{LAWS}/unknown")
    assert "điền phần còn thiếu" in quality.post_form(f"{LAWS}/unknown", "/add").text

    asks = {"questions-0-vi": "Có phiếu hẹn trả?", "questions-0-en": "Is there a slip?"}
    quality.post_form(CHECKLIST, **asks, **{"questions-0-basis": "Nghị định 61/2018/NĐ-CP"})
    assert "Câu hỏi kiểm tra" in story.sees("staff", f"{LAWS}/1")

    quality.post_form(f"{LAWS}/new", title="về thực hiện một cửa", **NEW)
    page = quality.post_form(f"{LAWS}/1/change", newer="2", on="2025-07-01")
    assert page.request.path == f"{LAWS}/1/progress", words(page)
    assert "2 phiếu đang mở, 2 phiếu trễ hạn" in words(page)
    assert "01/10/2025" in words(page)
    page = quality.post_form(f"{LAWS}/1/change", newer="2", on="2025-07-01")
    assert "2 phiếu đang mở" in words(page), "said twice, it asks nothing twice"
    assert "Có phiếu hẹn trả?" in story.sees("quality", f"{ROOM}/changes/2")
    quality.post_form(CHECKLIST, **asks, **{"questions-0-basis": "Nghị định 118/2025/NĐ-CP"})
    assert "Đã thực hiện" in story.sees("staff", f"{ROOM}/changes/2")
    assert "Bị thay thế" in story.sees("staff", f"{LAWS}/1")

    request = f"{ROOM}/changes/1"
    assert request in story.come("head_economy").get("/an-khe/").text
    story.come("head_economy").post_form(f"{request}/moves/accept")
    story.come("author").post_form(f"{ROOM}/1/start", change_summary="Theo nghị định mới.")
    second = first.replace("revisions/1", "revisions/2")
    story.come("author").post_form(second, "/answers", answers="1")
    day = today() + timedelta(days=1)
    approved(story, second, "Theo Nghị định số 118/2025/NĐ-CP ngày 09/6/2025.", day, 2)
    assert "1 phiếu đang mở" in story.sees("staff", f"{LAWS}/1/progress")

    with time_machine.travel(f"{day}T08:00+07:00"):
        with story.app.app_context():
            assert take_effect_round() == 1
        story.visitors.clear()
        assert "Đã thực hiện" in story.sees("staff", request)
        assert "Đã thực hiện xong" in story.sees("staff", f"{LAWS}/1/progress")
        assert "QT-07" in story.sees("staff", f"{LAWS}/2")
        assert "QT-07" not in story.sees("staff", f"{LAWS}/1")
        assert request not in story.come("head_economy").get("/an-khe/").text
