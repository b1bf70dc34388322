from concurrent.futures import ThreadPoolExecutor

import lxml.html
import pytest

pytestmark = pytest.mark.one_database


def explained(morning, number):
    return morning.send("head_centre", f"/findings/{number}", "/reply", text="Đổi ca, đã ghi sổ.")


def test_an_explanation_is_kept_word_for_word(morning):
    assert "Đổi ca, đã ghi sổ." in explained(morning, morning.finding).text


def test_an_empty_explanation_comes_back(morning):
    page = morning.send("head_centre", f"/findings/{morning.finding}", "/reply", text="")
    assert page.status_code == 422


def test_the_lead_confirms_and_opens_a_nonconformity(morning):
    explained(morning, morning.finding)
    page = morning.send("inspector2", f"/findings/{morning.finding}/moves/confirm", note="Sổ không ghi ca này.")
    assert "Sổ không ghi ca này." in page.text and "Lập sự không phù hợp" in page.text
    opened = morning.send("inspector2", f"/findings/{morning.finding}", "/nonconformity")
    assert "/improvement/" in opened.request.path and "Quầy số 2 không có người trực" in opened.text
    again = morning.visitor("inspector2").get(f"/an-khe/audits/findings/{morning.finding}")
    assert "/nonconformity" not in again.text, "it is opened once"


def test_a_nonconformity_from_a_finding_on_a_person_carries_no_word_of_it(morning):
    explained(morning, morning.named)
    morning.send("inspector2", f"/findings/{morning.named}/moves/confirm", note="Giữ nguyên.")
    opened = morning.send("inspector2", f"/findings/{morning.named}", "/nonconformity")
    assert "Không đeo thẻ" not in opened.text and "Đặng Văn Viên" not in opened.text


def test_before_the_window_ends_the_button_says_why_not(morning):
    page = morning.get("inspector2", f"/findings/{morning.finding}")
    assert "Đơn vị được giải trình đến hết ngày 27/11/2026." in page.text


def test_not_ours_travels_to_the_right_unit(morning):
    path = f"/findings/{morning.finding}"
    morning.send("head_centre", f"{path}/moves/not_ours", note="Quầy của Phòng Kinh tế")
    page = morning.send("inspector2", f"{path}/reassign", unit=str(morning.place.units["economy"]), note="Đúng vậy")
    assert "Phòng Kinh tế" in page.text
    assert morning.get("head_economy", path).status_code == 200
    assert morning.get("head_centre", path).status_code == 404


def test_a_correction_shows_what_was_said_before(morning):
    explained(morning, morning.finding)
    page = morning.send(
        "inspector2", f"/findings/{morning.finding}/correct", title="Quầy vắng 5 phút", grade="observation", note="Đúng"
    )
    assert "Quầy vắng 5 phút" in page.text and "Quầy số 2 không có người trực" in page.text


def opened(morning, name, path, **fields):
    """Open the page of an act, to send it later: what somebody has before their eyes while others act."""
    page = lxml.html.fromstring(morning.get(name, path).text)
    data = fields | {"csrf_token": page.xpath("//input[@name='csrf_token']/@value")[0]}
    return lambda: morning.visitor(name).post(f"/an-khe/audits{path}", data=data)


def at_once(*sends):
    with ThreadPoolExecutor(len(sends)) as pool:
        return list(pool.map(lambda send: send(), sends))


def test_two_who_confirm_at_once_make_one_conclusion(morning):
    explained(morning, morning.finding)
    path = f"/findings/{morning.finding}/moves/confirm"
    answers = at_once(
        opened(morning, "inspector2", path, note="Trả lời một."), opened(morning, "quality", path, note="Trả lời hai.")
    )
    assert sorted(one.status_code for one in answers) == [303, 422]
    lost = next(one for one in answers if one.status_code == 422)
    kept = "Trả lời hai." if lost is answers[1] else "Trả lời một."
    assert "Đã có người làm trước" in lost.text and "kết luận phát hiện" in lost.text and kept in lost.text
    page = morning.get("head_centre", f"/findings/{morning.finding}").text
    assert ("Trả lời một." in page) != ("Trả lời hai." in page)


def test_who_confirms_what_was_withdrawn_meanwhile_is_told_and_keeps_the_words(morning):
    explained(morning, morning.finding)
    path = f"/findings/{morning.finding}/moves"
    confirm = opened(morning, "quality", f"{path}/confirm", note="Sổ không ghi ca này.")
    morning.send("inspector2", f"{path}/withdraw", note="Nhìn nhầm quầy.")
    told = confirm()
    assert told.status_code == 422 and "Sổ không ghi ca này." in told.text
    assert "Đã có người làm trước: Hồ Thị Tra rút phát hiện lúc 07:44, nay là “Đã rút”." in told.text


def test_who_explains_what_was_withdrawn_meanwhile_is_told_and_keeps_the_words(morning):
    path = f"/findings/{morning.finding}"
    reply = opened(morning, "head_centre", f"{path}/reply", text="Đổi ca, đã ghi sổ.")
    morning.send("inspector2", f"{path}/moves/withdraw", note="Nhìn nhầm quầy.")
    told = reply()
    assert told.status_code == 422 and "Đổi ca, đã ghi sổ." in told.text
    assert "Đã có người làm trước: Hồ Thị Tra rút phát hiện" in told.text


def test_a_head_who_explains_while_the_team_withdraws_loses_no_word(morning):
    path = f"/findings/{morning.finding}"
    reply, withdrawal = at_once(
        opened(morning, "head_centre", f"{path}/reply", text="Đổi ca, đã ghi sổ."),
        opened(morning, "inspector2", f"{path}/moves/withdraw", note="Nhìn nhầm quầy."),
    )
    assert withdrawal.status_code == 303
    page = morning.get("head_centre", path).text
    assert "Nhìn nhầm quầy." in page and "Đã rút" in page
    assert reply.status_code in (303, 422), "it came first and goes with the finding, or comes back to the head"
    assert "Đổi ca, đã ghi sổ." in (page if reply.status_code == 303 else reply.text)
