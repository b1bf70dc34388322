"""An action is planned, followed up and carried out, does not work, and the second one, one level higher, does."""

import io
import re
from datetime import date

import time_machine

from iso_qms.improvement.effect.reckoning import effects_round
from iso_qms.improvement.jobs import follow_ups_round

MONDAY = "2026-03-02T09:00+07:00"
MEASURE = {
    "measure": "check",
    "question": "Hồ sơ trả đúng hẹn?",
    "sample_size": "2",
    "target": "95",
    "window_days": "20",
}


def test_an_action_that_did_not_work(app, place, client):
    with time_machine.travel(MONDAY, tick=False):
        one = opened_by_quality(app, place)
        corrected_and_analysed_by_the_head(app, one)
        action = planned_by_the_head(app, one, "Dán lịch trả kết quả ở quầy", due="2026-03-16")
        accepted_by_quality(app, action, verifier=place.people["inspector"])
    reminders_come_on_time(app)
    with time_machine.travel("2026-03-13T10:00+07:00", tick=False):
        more_time_is_asked_and_granted(app, action)
    with time_machine.travel("2026-03-20T10:00+07:00", tick=False):
        carried_out_with_evidence(app, action)
        page = as_(app, "head_centre").get(f"{action}")
        assert "moves/verify" not in page.text
    with time_machine.travel("2026-04-22T10:00+07:00", tick=False):
        found_not_effective(app, action)
        assert "one level higher" in as_(app, "leader").get(one).text
        second = a_second_plan_one_level_higher(app, one)
    with time_machine.travel("2026-05-05T10:00+07:00", tick=False):
        carried_out_with_evidence(app, second)
    with time_machine.travel("2026-06-02T10:00+07:00", tick=False):
        verified(app, second)
        page = as_(app, "head_centre").get(one)
        assert "Closed" in page.text and "reopened it one level higher" in page.text


def as_(app, login):
    visitor = app.test_client()
    visitor.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    visitor.sign_in(login)
    return visitor


def opened_by_quality(app, place):
    page = as_(app, "quality").post_form(
        "/an-khe/improvement/nonconformities/new",
        title="31 trên 250 hồ sơ chứng thực trả quá hạn",
        unit=str(place.units["centre"]),
        found_on="2026-02-27",
        grade="major",
        criterion="Bước 4 của QT-12",
    )
    assert "KPH-2026-001" in page.text
    return page.request.path


def corrected_and_analysed_by_the_head(app, one):
    head = as_(app, "head_centre")
    page = head.post_form(f"{one}/correct", text="Trả đủ 31 hồ sơ, gửi phiếu xin lỗi", done_on="2026-03-02")
    assert "Trả đủ 31 hồ sơ" in page.text
    page = head.post_form(f"{one}/moves/analyse", statement="", **{"whys-0": "Hồ sơ chờ ký lâu"})
    assert page.status_code == 422 and "State the cause" in page.text and "Hồ sơ chờ ký lâu" in page.text
    careless = {"whys-0": "Công chức bất cẩn"}
    page = head.post_form(f"{one}/moves/analyse", statement="Công chức thiếu trách nhiệm", **careless)
    assert page.status_code == 422 and "speaks of a person only" in page.text and "Công chức bất cẩn" in page.text
    page = head.post_form(f"{one}/moves/analyse", statement="Phần mềm không nhắc hạn", **careless)
    assert "Phần mềm không nhắc hạn" in page.text


def planned_by_the_head(app, one, what, *, due):
    posts = as_(app, "head_centre").get(f"{one}/plan").text
    post = re.search(r'<option value="(\d+)">[^<]*Công chức một cửa', posts)[1]
    page = as_(app, "head_centre").post_form(
        f"{one}/plan", what=what, owner_post=post, due_on=due, expected="Không quá 3 % trong 60 ngày", **MEASURE
    )
    assert "HĐ-2026-00" in page.text, page.text
    return page.request.path


def accepted_by_quality(app, action, *, verifier):
    page = as_(app, "head_centre").get(f"{action}/moves/accept", follow_redirects=True)
    assert page.request.path == action
    page = as_(app, "quality").post_form(f"{action}/moves/accept", verifier=str(verifier))
    assert "Being carried out" in page.text and "Up to leadership" in page.text


def reminders_come_on_time(app):
    told = {}
    for day in range(3, 14):
        with time_machine.travel(f"2026-03-{day:02d}T07:15+07:00", tick=False), app.app_context():
            told[day] = follow_ups_round(), follow_ups_round()
    assert {day: counts for day, counts in told.items() if any(counts)} == {9: (1, 0), 13: (1, 0)}


def more_time_is_asked_and_granted(app, action):
    page = as_(app, "staff").post_form(f"{action}/extend", to_day="2026-03-21", reason="Chờ in bảng")
    assert page.status_code == 422 and "23/03/2026" in page.text
    page = as_(app, "staff").post_form(f"{action}/extend", to_day="2026-03-23", reason="Chờ in bảng")
    wish = re.search(r"extensions/\d+", as_(app, "head_centre").get(action).text)[0]
    assert wish not in page.text
    page = as_(app, "head_centre").post_form(f"/an-khe/improvement/{wish}/moves/grant")
    assert page.request.path == action and "Granted" in page.text


def carried_out_with_evidence(app, action):
    page = as_(app, "staff").post_form(
        f"{action}/moves/carry_out", result="Đã dán ở hai quầy", files=(io.BytesIO(b"%PDF-1.4 anh"), "ảnh quầy.pdf")
    )
    assert "ảnh quầy.pdf" in page.text and "Carried out, not yet verified" in page.text


def found_not_effective(app, action):
    """Nobody types a figure: cases are looked at, the system counts them, and what missed its mark climbs by itself."""
    assert measured(app, action, "yes", "no") == (1, 0)
    page = as_(app, "inspector").get(action)
    assert "Not effective" in page.text and "The target was not reached" in page.text


def a_second_plan_one_level_higher(app, one):
    head = as_(app, "head_centre")
    head.post_form(
        f"{one}/moves/analyse",
        statement="QT-12 ghi tên người, không ghi chức vụ",
        **{"whys-0": "Hồ sơ chờ ký", "whys-1": "Chỉ một người có quyền ký"},
    )
    action = planned_by_the_head(app, one, "Sửa QT-12: phân công theo chức vụ", due="2026-05-05")
    page = as_(app, "quality").get(action)
    assert "moves/accept" not in page.text
    page = as_(app, "leader").post_form(f"{action}/moves/accept")
    assert "Being carried out" in page.text
    return action


def measured(app, action, *answers):
    for number, answer in enumerate(answers):
        case = {"which": f"HS-{number}", "is_right": answer, "evidence": "Sổ theo dõi"}
        as_(app, "inspector").post_form(f"{action}/check", **case)
    with app.app_context():
        return effects_round(), effects_round()


def verified(app, action):
    assert measured(app, action, "yes", "yes") == (1, 0)
    page = as_(app, "quality").post_form(f"{action}/moves/verify", assessment="Tháng 5 còn 2,1 %")
    assert "Effective" in page.text
    assert date(2026, 6, 2).isoformat() in page.text
