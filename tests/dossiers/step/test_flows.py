"""The flow of a procedure from its own steps, and the events of a dossier held against it."""

from iso_qms.dossiers.step.flows import Words, flow_of_steps
from iso_qms.dossiers.step.judging import judged

STEPS = (
    ("1", "Tiếp nhận hồ sơ; nếu chưa đủ thì hướng dẫn bổ sung"),
    ("2.", "Thẩm định hồ sơ"),
    ("2a", "Trường hợp cần thiết, xin ý kiến đơn vị khác"),
    ("", "Yêu cầu bổ sung hồ sơ"),
    ("2", "Trình ký"),
    ("3", "Trả kết quả"),
)
FLOW = flow_of_steps("QT-07", [{"number": number, "action": action} for number, action in STEPS])


def verdict(*names, state="finished"):
    found = judged(FLOW, names, state=state)
    return found and (found.conforms, found.deviations.missing, found.deviations.order, found.deviations.repeated)


def test_steps_follow_each_other_and_conditional_ones_need_not_happen():
    assert [(one.id, one.after, one.required, one.repeatable) for one in FLOW.steps] == [
        ("1", (), True, False),
        ("2", ("1",), True, False),
        ("2a", ("2",), False, False),
        ("#4", ("2", "2a"), False, True),
        ("#5", ("2", "2a", "#4"), True, False),
        ("3", ("#5",), True, False),
    ]
    assert flow_of_steps("QT-08", []) is None
    twice = flow_of_steps("QT-09", [{"number": "1", "action": "Ký"}, {"number": "2", "action": "Ký"}])
    assert [one.name for one in twice.steps] == ["Ký", "Ký (2)"]


def test_a_step_may_say_after_which_it_comes_and_that_it_happens_again():
    told = (
        ("1", "Nhận"), ("2", "Kiểm tra, có thể nhiều lần"), ("2a", "Sau bước 1, nếu cần thì hỏi"),
        ("3", "Sau các bước 2 và 2a: ký"),
        ("4", "After step 1, ask for advice repeatedly"), ("5", "Sau bước 9, trả"), ("6", "Sau khi ký, lưu"),
    )  # fmt: skip
    flow = flow_of_steps("QT-09", [{"number": number, "action": action} for number, action in told])
    assert [(one.id, one.after, one.required, one.repeatable) for one in flow.steps] == [
        ("1", (), True, False), ("2", ("1",), True, True), ("2a", ("1",), False, False),
        ("3", ("2", "2a"), True, False),
        ("4", ("1",), True, True), ("5", ("4",), True, False), ("6", ("5",), True, False),
    ]  # fmt: skip


def test_an_event_is_known_by_the_name_or_the_number_of_its_step():
    words = Words(FLOW)
    for name in ("Thẩm định hồ sơ", "THẨM ĐỊNH HỒ SƠ", "tham dinh ho so", "Bước 2", "B2", "2.", "step 2"):
        assert words.step(name).id == "2"
    assert words.step("Bước 2a").id == "2a"
    assert words.step("Mở hồ sơ") is None and words.step("Bước 9") is None


def test_what_is_missing_counts_only_when_the_result_was_given():
    assert verdict("1", "2", "Trình ký", "3") == (True, (), (), ())
    assert verdict("1", "2", "Trình ký") == (False, ("3",), (), ())
    assert verdict("1", "2", "Trình ký", state="open") == (True, (), (), ())
    assert verdict("2", "1", state="stopped") == (False, (), (("2", "1"),), ())
    assert verdict("1", "2", "2", "Mở hồ sơ", "Trình ký", "3") == (False, (), (), ("2",))
    assert verdict("Mở hồ sơ") is None


def test_the_applicant_is_asked_for_supplements_twice_at_most():
    asked = ["Yêu cầu bổ sung hồ sơ"]
    assert verdict("1", "2", *asked * 2, "Trình ký", "3")[0]
    assert not verdict("1", "2", *asked * 3, "Trình ký", "3")[0]
