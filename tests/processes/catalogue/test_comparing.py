"""A procedure beside its published record: what is one, however it is written, and what stands on one side only."""

from iso_qms.documents.comparison.words import new_text, old_text
from iso_qms.processes.catalogue.comparing import changed_facts, compare, differing, likeness

OURS = {
    "title": "Đăng ký vườn hoa",
    "sections": [{"key": "applicants", "text": "Công dân"}, {"key": "result", "text": "Giấy chứng nhận"}],
    "required_papers": [
        {"text": "Đơn đăng ký;", "copies": 1},
        {"text": "Bản vẽ vườn hoa tỷ lệ lớn", "copies": 2},
        {"text": "Sổ hộ khẩu", "copies": None},
    ],
    "sets": 1,
    "time_limits": [{"kind": "case", "amount": 7, "unit": "working_day"}],
    "fees": [{"raw": "10.000 đồng một giấy"}],
    "forms": [{"source": "forms_list", "title": "Đơn đăng ký"}, {"source": "forms", "title": "Sổ theo dõi"}],
    "legal_basis": [
        {"number": "12/2021/NĐ - CP", "raw": "Nghị định 12/2021/NĐ - CP"},
        {"number": None, "raw": "Luật Hoa"},
    ],
    "steps": [{"action": "Tiếp nhận"}, {"action": "Trả kết quả"}],
}
PAPER = {"group": "", "form": "", "originals": 1, "copies": 0}
FACTS = {
    "authority": "UBND cấp xã",
    "cooperating": "",
    "applicants": "công dân",
    "conditions": "",
    "papers": [PAPER | {"text": "Đơn đăng ký"}, PAPER | {"text": "Bản vẽ vườn hoa"}, PAPER | {"text": "Ảnh chụp"}],
    "sets": 1,
    "channels": [
        {"channel": "Trực tuyến", "time": "7 Ngày làm việc", "fee": "10,000 VNĐ", "note": ""},
        {"channel": "Trực tiếp", "time": "5 Ngày", "fee": "10,000 VNĐ", "note": ""},
    ],
    "laws": [{"number": "12/2021/NĐ-CP", "title": "về hoa"}, {"number": "9/2026/TT-BXD", "title": ""}],
    "results": ["Giấy chứng nhận", "Thông báo"],
    "steps": ["Tiếp nhận", "Trả kết quả"],
}


def states(parts):
    return {part.key: [one.state for one in part.items] for part in parts}


def test_each_part_says_what_is_equal_differs_or_stands_on_one_side():
    parts = compare(OURS, "Đăng ký vườn hoa", FACTS)
    assert states(parts) == {
        "title": ["equal"],
        "authority": ["theirs"],
        "applicants": ["equal"],
        "papers": ["equal", "differs", "ours", "theirs"],
        "sets": ["equal"],
        "time_limit": ["equal", "theirs"],
        "fees": ["equal"],
        "forms": ["ours"],
        "laws": ["equal", "ours", "theirs"],
        "results": ["differs"],
        "steps": ["equal"],
    }
    assert differing(parts) == 9


def test_the_words_lead_from_ours_to_theirs():
    papers = next(part for part in compare(OURS, "x", FACTS) if part.key == "papers")
    changed = papers.items[1]
    assert old_text(changed.words) == "Bản vẽ vườn hoa tỷ lệ lớn (×2)"
    assert new_text(changed.words) == "Bản vẽ vườn hoa"


def test_the_same_name_in_another_number_of_copies_differs():
    more = FACTS | {"papers": [PAPER | {"text": "Đơn đăng ký", "copies": 1}]}
    papers = next(part for part in compare(OURS, "x", more) if part.key == "papers")
    assert (papers.items[0].state, papers.items[0].theirs) == ("differs", "Đơn đăng ký (×2)")


def test_only_what_the_catalogue_changed_is_told_of_two_states():
    before = {"title": "A", "facts": FACTS}
    (part,) = changed_facts(before, before | {"facts": FACTS | {"sets": 2}})
    assert (part.key, part.items[0].ours, part.items[0].theirs) == ("sets", "1", "2")
    assert changed_facts(before, before) == []


def test_likeness_asks_for_words_without_marks():
    assert likeness("Đăng ký khai sinh", "dang ky khai sinh") == 1
    assert likeness("Đăng ký khai sinh", "") == 0
