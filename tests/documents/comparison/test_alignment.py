"""Which block of an earlier revision a newly read one continues."""

from iso_qms.documents.comparison.alignment import Value, align


def step(action, number="1"):
    content = {"number": number, "action": action, "responsible": "Văn thư", "durations": [], "output": None}
    return Value("step", content)


def section(key, text):
    return Value("section", {"key": key, "heading": key.upper(), "text": text})


RECEIVE, CHECK, SIGN = step("Tiếp nhận hồ sơ"), step("Thẩm tra hồ sơ và báo cáo", "2"), step("Ký văn bản", "3")


def test_the_same_rows_stay_the_same():
    assert align([RECEIVE, CHECK, SIGN], [RECEIVE, CHECK, SIGN]) == [0, 1, 2]


def test_a_new_row_between_takes_no_identity():
    assert align([RECEIVE, SIGN], [RECEIVE, step("Niêm yết công khai tại trụ sở", "2"), SIGN]) == [0, None, 1]


def test_a_reworded_row_stays_the_same():
    assert align([RECEIVE, CHECK], [RECEIVE, step("Thẩm tra hồ sơ và làm báo cáo", "2")]) == [0, 1]


def test_a_moved_row_stays_the_same():
    assert align([RECEIVE, CHECK, SIGN], [SIGN, RECEIVE, CHECK]) == [2, 0, 1]


def test_a_section_is_known_by_its_key_whatever_it_says():
    assert align(
        [section("scope", "A"), section("purpose", "B")], [section("purpose", "x"), section("scope", "y")]
    ) == [1, 0]


def test_no_row_is_continued_twice():
    found = align([RECEIVE], [RECEIVE, RECEIVE])
    assert sorted(found, key=str) == [0, None]


def test_kinds_do_not_mix():
    assert align([section("steps", "Tiếp nhận hồ sơ")], [RECEIVE]) == [None]
