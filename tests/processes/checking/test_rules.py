from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from iso_qms.i18n import speaking
from iso_qms.processes.checking import ERROR, RULES, Finding, Knowledge, check
from iso_qms.processes.checking.finding import EndedUnit, Entry, Known
from iso_qms.processes.checking.laws import FewLaws
from iso_qms.processes.checking.words import ABOUT
from iso_qms.processes.reading import read
from iso_qms.text import sort_key
from tests.processes.reading.build import docx, p, procedure, steps

TODAY = Knowledge(date(2026, 11, 1))
SAMPLES = Path(__file__).parents[4] / "shared" / "data" / "procedures"


class Complete(FewLaws):
    """A register that means to hold every text."""

    def is_unknown(self, number: str) -> bool:
        return number not in self.texts


def checked(blocks: list[str], knowledge: Knowledge = TODAY, **more: Any) -> list[Finding]:
    return check(read(docx(blocks), name="a.docx"), knowledge=knowledge, **more)


def rules_of(findings: list[Finding]) -> list[str]:
    return [one.rule for one in findings]


def with_abbreviations(listed: str, used: str) -> list[str]:
    blocks = procedure(papers=(used,))
    at = next(i for i, block in enumerate(blocks) if "5. NỘI DUNG" in block)
    explaining = [p("3. TÀI LIỆU VIỆN DẪN", bold=True), p("4. ĐỊNH NGHĨA VÀ VIẾT TẮT", bold=True), p(listed)]
    return [*blocks[:at], *explaining, *blocks[at:]]


def without(heading: str) -> list[str]:
    return [block for block in procedure() if heading not in block]


TWO = ["1", "Nhận", "Văn thư", "½ ngày"]
DEFECTIVE = {
    "step_sum_differs": procedure(limit="09 ngày làm việc."),
    "step_without_role": procedure(steps_table=steps(TWO, ["2", "Xử lý", "", "1,5 ngày"])),
    "step_number_twice": procedure(steps_table=steps(TWO, ["1", "Xử lý", "Phòng", "1,5 ngày"])),
    "role_variants": procedure(
        steps_table=steps(["1", "Nhận", "Văn  THƯ", "½ ngày"], ["2", "Xử lý", "Văn thư", "1,5 ngày"])
    ),
    "law_not_in_force": procedure(legal=("- Nghị định số 112/2020/NĐ-CP ngày 18/9/2020 của Chính phủ;",)),
    "law_twice": procedure(legal=("- Nghị định số 1/2020/NĐ-CP;", "- Nghị định số 1/2020/NĐ-CP;")),
    "spelling_mixed": procedure(papers=("- Đơn gửi Uỷ ban;", "- Bản sao của Ủy ban;")),
    "section_missing": without("2. PHẠM VI"),
    "abbreviation_undefined": with_abbreviations("- VB : Văn bản", "- Bản sao do HĐND cấp;"),
    "abbreviation_twice": with_abbreviations("- VB : Văn bản\n- VB : Văn bản", "- Đơn;"),
    "record_without_retention": [block.replace("Vĩnh viễn", "") for block in procedure()],
}


def test_a_sound_procedure_gives_no_finding() -> None:
    assert checked(procedure()) == []


@pytest.mark.parametrize("rule", DEFECTIVE)
def test_each_defect_is_found_and_nothing_else(rule: str) -> None:
    found = checked(DEFECTIVE[rule])
    assert rules_of(found) == [rule]
    assert found[0].values and found[0].suggestion and found[0].place.words


def test_an_agency_may_leave_a_rule_out() -> None:
    assert checked(DEFECTIVE["law_twice"], without={"law_twice"}) == []


def test_a_text_still_in_force_on_the_day_is_no_finding() -> None:
    assert checked(DEFECTIVE["law_not_in_force"], Knowledge(date(2026, 6, 30))) == []


def test_only_a_complete_register_calls_a_text_unknown() -> None:
    cited = procedure(legal=("- Nghị định số 1/2020/NĐ-CP;",))
    assert checked(cited) == []
    assert rules_of(checked(cited, Knowledge(TODAY.on, laws=Complete({})))) == ["law_unknown"]


def test_roles_are_asked_about_only_where_they_are_known() -> None:
    found = checked(procedure(), Knowledge(TODAY.on, roles=["Một cửa"]))
    assert [(one.rule, one.place.row, one.values) for one in found] == [
        ("role_unknown", 2, {"role": "Phòng", "rows": [2]})
    ]


def test_a_role_spelt_otherwise_is_proposed_and_nobody_in_particular_is_asked_about() -> None:
    table = steps(
        ["1", "Nhận", "TTHCC", "½ ngày"], ["2", "Xử lý", "Lãnh đạo", "½ ngày"], ["3", "Trả", "Văn thơ", "1 ngày"]
    )
    blocks = procedure(steps_table=table)
    at = next(i for i, block in enumerate(blocks) if "5. NỘI DUNG" in block)
    blocks[at:at] = [p("4. ĐỊNH NGHĨA VÀ VIẾT TẮT", bold=True), p("- TTHCC: Trung tâm Hành chính công")]
    found = checked(blocks, Knowledge(TODAY.on, roles=["Trung tâm Hành chính công", "Văn thư"]))
    assert [(one.place.row, one.values) for one in found if one.rule == "role_unknown"] == [
        (3, {"role": "Văn thơ", "rows": [3], "like": ["Văn thư"]})
    ]


def test_the_cover_is_held_against_the_register() -> None:
    found = read(docx(procedure()), name="a.docx") | {"issue_number": 2}
    entry = Entry(found["code"] + ".1", f"Quy trình {found['title']}", 2)
    assert rules_of(check(found, knowledge=Knowledge(TODAY.on, entry=entry))) == ["code_differs", "issue_not_next"]
    renamed = Entry(found["code"], "Tên khác hẳn", 1)
    assert rules_of(check(found, knowledge=Knowledge(TODAY.on, entry=renamed))) == ["title_differs"]


def test_documents_named_are_looked_up_by_their_code() -> None:
    found = read(docx(procedure()), name="a.docx") | {"code": "QT-07"}
    purpose = next(one for one in found["sections"] if one["key"] == "purpose")
    purpose["text"] = "Theo QT-08, QT-33 và QT-11; thay thế QT-06. Xem QT-99, TCVN ISO 9001:2015."
    documents = {
        sort_key(code): Known(code, "", state, by)
        for code, state, by in (
            ("QT-08", "gone", "QT-02"), ("QT-33", "not_yet", ""), ("QT-11", "in_force", ""), ("QT-06", "gone", ""),
        )
    }  # fmt: skip
    told = check(found, knowledge=Knowledge(TODAY.on, documents=documents))
    assert [(one.rule, one.place.key, one.values) for one in told] == [
        ("reference_withdrawn", "purpose", {"document": "QT-08", "replaced_by": "QT-02"}),
        ("reference_not_yet", "purpose", {"document": "QT-33"}),
        ("reference_unknown", "purpose", {"code": "QT-99"}),
    ]


def test_forms_are_held_against_what_is_attached() -> None:
    found = read(docx(procedure()), name="a.docx")
    found["forms"] = [
        {"title": "Tờ khai đăng ký vườn (bản giấy)", "code": None, "source": "forms_list"},
        {"title": "Phiếu kiểm tra hồ sơ", "code": "BM-07.01", "source": "forms"},
    ]
    found["annexes"] = ["TỜ KHAI ĐĂNG KÝ VƯỜN", "GIẤY CAM ĐOAN VỀ NGUỒN NƯỚC"]
    told = [(one.rule, one.place.key) for one in check(found, knowledge=TODAY)]
    assert told == [("form_not_attached", "forms"), ("form_not_named", "forms_list")]
    registered = {sort_key("BM-07.01"): Known("BM-07.01", "", "in_force")}
    assert rules_of(check(found, knowledge=Knowledge(TODAY.on, documents=registered))) == ["form_not_named"]
    assert rules_of(check(found | {"annexes": []}, knowledge=TODAY)) == []


def test_days_of_two_kinds_in_one_case_are_mixed() -> None:
    found = read(docx(procedure()), name="a.docx")
    found["steps"][1]["durations"][0]["unit"] = "calendar_day"
    assert rules_of(check(found, knowledge=TODAY)) == ["days_mixed"]


@pytest.mark.parametrize(
    ("limit", "mixed"),
    [
        ("02 ngày làm việc.", []),
        ("02 ngày theo lịch.", [("time_limit", 1)]),
        ("02 ngày làm việc; trường hợp phải xác minh: 05 ngày theo lịch.", []),
    ],
)
def test_a_limit_in_other_days_than_its_steps_is_told(limit: str, mixed: list[tuple[str, int]]) -> None:
    times = ["1", "Nhận", "Một cửa", "½ ngày làm việc"], ["2", "Xử lý", "Phòng", "1,5 ngày làm việc"]
    found = checked(procedure(limit=limit, steps_table=steps(*times)))
    assert [(one.place.key, one.place.row) for one in found if one.rule == "days_mixed"] == mixed


def test_characters_nobody_sees_are_named() -> None:
    found = deepcopy(read(docx(procedure()), name="a.docx"))
    found["steps"][0]["action"] += "\u200e"
    (one,) = check(found, knowledge=TODAY)
    assert (one.rule, one.values["characters"]) == ("invisible_characters", {"U+200E": "LEFT-TO-RIGHT MARK"})


@pytest.mark.parametrize("number", ["61/2018/NĐ-CP", "13/2023/NĐ-CP", "144/2006/QĐ-TTg"])
def test_texts_everybody_meets_are_known_to_be_replaced(number: str) -> None:
    found = deepcopy(read(docx(procedure()), name="a.docx"))
    found["legal_basis"][0]["number"] = number
    assert "law_not_in_force" in rules_of(check(found, knowledge=TODAY))
    assert "law_not_in_force" not in rules_of(check(found, knowledge=replace(TODAY, on=date(2006, 1, 1))))


def test_characters_that_reading_leaves_out_are_told_of_a_file() -> None:
    found = read(docx(procedure(papers=("\u200eMột dòng\uf0b7",))), name="a.docx")
    assert found["unseen"] == {"U+200E": 1, "U+F0B7": 1}
    (one,) = (one for one in check(found, knowledge=TODAY) if one.rule == "invisible_characters")
    assert one.values["count"] == 2


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("Uỷ ban và UỶ BAN; Ủy ban. Xoá, xóa; hoá.", {"uỷ": 2, "ủy": 1, "xoá": 1, "xóa": 1}),
        ("Quý, quỳ, hoàn, toàn, mùa, của; thuỷ và thuỷ", None),
    ],
)
def test_one_word_in_two_spellings_is_told_with_how_often(text: str, spellings: dict[str, int] | None) -> None:
    found = deepcopy(read(docx(procedure()), name="a.docx"))
    found["sections"][0]["text"] = text
    told = [one.values["spellings"] for one in check(found, knowledge=TODAY) if one.rule == "spelling_mixed"]
    assert told == ([spellings] if spellings else [])


DETAIL = "Kết quả thực hiện thủ tục hành chính"


@pytest.mark.parametrize(
    ("blocks", "missing"),
    [
        ([one for one in procedure() if DETAIL not in one], ["result"]),
        ([one for one in procedure() if DETAIL not in one and "h. Yêu cầu" not in one], []),
        ([one for one in procedure() if "6. BIỂU MẪU" not in one], ["forms"]),
        ([one for one in procedure() if "1. MỤC ĐÍCH" not in one and "2. PHẠM VI" not in one], []),
        (
            [
                one.replace("1. MỤC ĐÍCH", "1. MỤC ĐÍCH VÀ PHẠM VI ÁP DỤNG")
                for one in without("2. PHẠM VI")
                if "Mọi tổ chức" not in one
            ],
            [],
        ),
        (
            [one.replace("6. BIỂU MẪU", "6. PHỤ LỤC").replace("7. HỒ SƠ LƯU", "7. TỆP") for one in procedure()],
            ["records"],
        ),
    ],
)
def test_one_section_missing_from_those_that_belong_together_is_named(blocks: list[str], missing: list[str]) -> None:
    found = check(read(docx(blocks), name="a.docx"), knowledge=TODAY)
    assert [one.place.key for one in found if one.rule == "section_missing"] == missing


def test_conditions_that_lost_their_heading_are_no_forms() -> None:
    found = read(docx(procedure()), name="a.docx")
    found["forms"] = [{"title": "Hơn con nuôi từ 20 tuổi trở lên", "code": None, "source": "forms_list"}]
    found["annexes"] = ["ĐƠN XIN NHẬN CON NUÔI"]
    assert "form_not_attached" in rules_of(check(found, knowledge=TODAY))
    found["sections"] = [one for one in found["sections"] if one["key"] != "conditions"]
    assert rules_of(check(found, knowledge=TODAY)) == ["section_missing", "form_not_named"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nộp tại UBND huyện Lập Thạch hoặc cấp huyện; cấp huyện.", ["UBND huyện Lập Thạch", "cấp huyện"]),
        ("Phòng Tư pháp huyện xác nhận tại thị trấn", ["Phòng Tư pháp huyện", "thị trấn"]),
        ("PHÒNG TƯ PHÁP CẤP HUYỆN", ["PHÒNG TƯ PHÁP CẤP HUYỆN"]),
        ("Lệ phí 8.000/bản nộp tại quận Ninh Kiều", ["quận Ninh Kiều"]),
        ("Người cư trú tại tỉnh Vĩnh Phúc, tỉnh Phú Thọ", ["tỉnh Vĩnh Phúc"]),
        ("Nghị quyết số 04/2023/NQ-HĐND của HĐND tỉnh Hậu Giang về phí ở cấp huyện", []),
        ("Hồ sơ của huyện Lập Thạch cũ; trước ngày 01/7/2025 do cấp huyện giữ; (tỉnh Sóc Trăng cũ)", []),
        ("Phát triển đô thị xã hội; chuyển quân; phường, xã, đặc khu; Trung tâm Y tế khu vực", []),
    ],
)
def test_places_that_ended_are_told_unless_the_text_quotes_or_says_so(text: str, words: list[str]) -> None:
    found = read(docx(procedure()), name="a.docx")
    found["sections"][1]["text"] = text
    told = check(found, knowledge=TODAY)
    assert [one.values["words"] for one in told] == words
    assert {(one.rule, one.severity, one.place.key) for one in told} <= {("place_ended", "note", "scope")}
    found["sections"][1] |= {"key": "legal_basis"}
    assert "place_ended" not in rules_of(check(found, knowledge=TODAY))


def test_a_place_that_ended_is_counted_and_the_province_of_today_named() -> None:
    found = read(docx(procedure()), name="a.docx")
    found["steps"][0]["responsible"] = "Sở Tư pháp tỉnh Hậu Giang, tỉnh Hậu Giang"
    (one,) = check(found, knowledge=TODAY)
    assert (one.place.key, one.place.row, one.values["count"], one.values["replaced_by"]) == ("steps", 1, 2, "Cần Thơ")
    assert check(found, knowledge=replace(TODAY, on=date(2025, 6, 30))) == []


def test_units_the_agency_has_closed_are_told_with_who_does_their_work() -> None:
    found = read(docx(procedure()), name="a.docx")
    found["steps"][0] |= {"action": "Chuyển phòng Nội vụ", "responsible": "Phòng Nội vụ"}
    found["steps"][1]["action"] = "Phòng Nội vụ và Lao động ký"
    closed = [EndedUnit("Phòng Nội vụ", date(2025, 7, 1), ("Văn phòng",)), EndedUnit("Phòng Khác", date(2025, 7, 1))]
    roles = ["Phòng Nội vụ và Lao động", "Một cửa", "Phòng"]
    told = check(found, knowledge=replace(TODAY, ended_units=closed[:1], roles=roles), without={"role_unknown"})
    assert [(one.rule, one.place.row, one.values["count"]) for one in told] == [("unit_ended", 1, 1)]
    assert "Văn phòng" in told[0].suggestion


def test_a_fee_that_holds_in_an_annex_of_communes_is_held_against_its_list() -> None:
    fee = "e. Phí: 8.000 đồng (áp dụng tại 3 xã, phường tại Phụ lục 1 kèm theo)."
    annex = [p("PHỤ LỤC", bold=True), p("Phụ lục 1"), p("- Phường: Một; Hai."), p("- Xã: Ba.")]
    assert checked([*procedure(fees=(fee,)), *annex]) == []
    (absent,) = checked(procedure(fees=(fee,)))
    assert (absent.rule, absent.place.key, absent.values) == ("area_differs", "fees", {"annex": ["Phụ lục 1"]})
    assert checked(procedure(fees=(fee,)), replace(TODAY, attached=["Phụ lục 1 - danh sách xã.docx"])) == []
    (other,) = checked([*procedure(fees=(fee,)), *annex[:3]])
    assert other.values == {"annex": "Phụ lục 1", "text": 3, "listed": 2}


def test_sections_out_of_order_are_told_once() -> None:
    found = read(docx(procedure()), name="a.docx")
    found["sections"].reverse()
    assert rules_of(check(found, knowledge=TODAY)) == ["section_order"]


def test_what_reading_warns_of_is_told_as_a_finding_with_its_weight() -> None:
    values = {"cover": 1, "footer": 2, "section": 1, "kind": "default"}
    found = read(docx(procedure()), name="a.docx")
    found["warnings"] = [{"code": "issue_number_mismatch", "message": "", "values": values}]
    with speaking("vi"):
        (one,) = check(found, knowledge=TODAY)
    assert (one.severity, one.place.key, one.values) == (ERROR, "footer", values)
    assert one.place.words == "Chân trang (các trang thường) của phần 1 trong tệp Word"


def test_suggestions_are_told_in_the_language_spoken() -> None:
    with speaking("vi"):
        (vietnamese,) = checked(DEFECTIVE["law_twice"])
    with speaking("en"):
        (english,) = checked(DEFECTIVE["law_twice"])
    assert (vietnamese.suggestion, english.suggestion) == (
        "Mỗi văn bản chỉ viện dẫn một lần.",
        "Cite each text once.",
    )


ISSUE, DAY, EMPTY = (
    "issue_number_mismatch footer 1",
    "effective_date_mismatch footer 2",
    "empty_amendment_table amendments",
)
LOOSE, FORM = "not_nfc text", "form_not_attached forms 1"
LETTERS = [LOOSE, "invisible_characters text", "spelling_mixed text"]
"""Also the left-to-right marks in front of days and the words like “tuỳ” and “tùy” beside each other."""
PAPERS = ["abbreviation_undefined papers"] * 2
COUNCIL, COUNCIL_IN_STEPS = "abbreviation_undefined legal_basis", "abbreviation_undefined steps"
TWICE = "abbreviation_twice definitions"
AREAS = "area_differs fees"
USUAL = [ISSUE, DAY, EMPTY, *LETTERS, *PAPERS]
THREE_PARTS = [ISSUE, "effective_date_mismatch footer 3", EMPTY, *LETTERS, *PAPERS, COUNCIL, FORM]
TRUTH: dict[str, list[str]] = {
    "cap-ho-tich-cap-xa-001.doc": [*USUAL, COUNCIL, FORM, AREAS],
    "cap-ho-tich-cap-xa-004.docx": [*THREE_PARTS, AREAS],
    "cap-ho-tich-cap-xa-005.docx": [*USUAL, COUNCIL, FORM, AREAS],
    "cap-ho-tich-cap-xa-009.doc": ["effective_date_mismatch footer 1", *LETTERS, *PAPERS, COUNCIL, FORM, AREAS],
    "cap-ho-tich-cap-xa-013.docx": [ISSUE, EMPTY, *LETTERS, *PAPERS, COUNCIL, FORM, AREAS],
    "cap-ho-tich-cap-xa-021.docx": [*USUAL, FORM],
    "cap-ho-tich-cap-xa-025.docx": [*USUAL, COUNCIL, FORM, AREAS],
    "cap-ho-tich-cap-xa-029.docx": THREE_PARTS,
    "cap-ho-tich-cap-xa-033.doc": [*USUAL, COUNCIL, COUNCIL_IN_STEPS, FORM],
    "chung-thuc-001.docx": [LOOSE],
    "chung-thuc-002.doc": [LOOSE],
    "chung-thuc-006.docx": [LOOSE, COUNCIL_IN_STEPS],
    "chung-thuc-010.docx": [LOOSE, COUNCIL_IN_STEPS],
    "nuoi-con-nuoi-001.doc": [*LETTERS, "step_number_twice steps 5", TWICE, FORM],
    "nuoi-con-nuoi-002.docx": [DAY, *LETTERS, TWICE, FORM],
}
"""What is found in real files, rule and place, each looked up in the file by eye: cover and footers, the words the list
of abbreviations does not have, the register of files named among the forms and annexed nowhere, the lists of communes
for whom a fee holds, which only one file (029) has with it."""
OLD = [pytest.param(name, marks=pytest.mark.office) if name.endswith(".doc") else name for name in TRUTH]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample procedures (../shared/data/procedures) are not here")
@pytest.mark.parametrize("name", OLD)
def test_real_procedures_give_the_findings_that_are_true(name: str) -> None:
    found = check(read((SAMPLES / name).read_bytes(), name=name), knowledge=TODAY)
    places = [f"{one.rule} {one.place.key}" + (f" {one.place.row}" if one.place.row else "") for one in found]
    assert places == TRUTH[name]


def test_the_page_of_rules_explains_every_rule_and_no_other() -> None:
    assert set(ABOUT) == set(RULES)


def test_every_rule_has_a_label_in_both_languages() -> None:
    for rule in RULES.values():
        with speaking("vi"):
            vietnamese = str(rule.label)
        with speaking("en"):
            assert str(rule.label) != vietnamese
