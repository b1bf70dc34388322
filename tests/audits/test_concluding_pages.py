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
