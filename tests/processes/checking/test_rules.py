from collections import Counter
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from iso_qms.i18n import speaking
from iso_qms.processes.checking import ERROR, RULES, Finding, Knowledge, check
from iso_qms.processes.checking.laws import FewLaws
from iso_qms.processes.reading import read
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
    return [*blocks[:at], p("4. ĐỊNH NGHĨA VÀ VIẾT TẮT", bold=True), p(listed), *blocks[at:]]


def without(heading: str) -> list[str]:
    return [block for block in procedure() if heading not in block]


TWO = ["1", "Nhận", "Văn thư", "½ ngày"]
DEFECTIVE = {
    "step_sum_differs": procedure(limit="09 ngày làm việc."),
    "step_without_role": procedure(steps_table=steps(TWO, ["2", "Xử lý", "", "1,5 ngày"])),
    "step_number_twice": procedure(steps_table=steps(TWO, ["1", "Xử lý", "Phòng", "1,5 ngày"])),
    "role_variants": procedure(
        steps_table=steps(["1", "Nhận", "Uỷ ban", "½ ngày"], ["2", "Xử lý", "Ủy ban", "1,5 ngày"])
    ),
    "law_not_in_force": procedure(legal=("- Nghị định số 112/2020/NĐ-CP ngày 18/9/2020 của Chính phủ;",)),
    "law_twice": procedure(legal=("- Nghị định số 1/2020/NĐ-CP;", "- Nghị định số 1/2020/NĐ-CP;")),
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
    assert [(one.rule, one.place.row, one.values) for one in found] == [("role_unknown", 2, {"role": "Phòng"})]


def test_days_of_two_kinds_in_one_case_are_mixed() -> None:
    found = read(docx(procedure()), name="a.docx")
    found["steps"][1]["durations"][0]["unit"] = "calendar_day"
    assert rules_of(check(found, knowledge=TODAY)) == ["days_mixed"]


def test_characters_nobody_sees_are_named() -> None:
    found = deepcopy(read(docx(procedure()), name="a.docx"))
    found["steps"][0]["action"] += "\u200e"
    (one,) = check(found, knowledge=TODAY)
    assert (one.rule, one.values["characters"]) == ("invisible_characters", {"U+200E": "LEFT-TO-RIGHT MARK"})


def test_sections_out_of_order_are_told_once() -> None:
    found = read(docx(procedure()), name="a.docx")
    found["sections"].reverse()
    assert rules_of(check(found, knowledge=TODAY)) == ["section_order"]


def test_what_reading_warns_of_is_told_as_a_finding_with_its_weight() -> None:
    values = {"cover": 1, "footer": 2, "section": 1, "kind": "default"}
    found = read(docx(procedure()), name="a.docx")
    found["warnings"] = [{"code": "issue_number_mismatch", "message": "", "values": values}]
    (one,) = check(found, knowledge=TODAY)
    assert (one.severity, one.place.key, one.values) == (ERROR, "footer", values)


def test_suggestions_are_told_in_the_language_spoken() -> None:
    with speaking("vi"):
        (vietnamese,) = checked(DEFECTIVE["law_twice"])
    with speaking("en"):
        (english,) = checked(DEFECTIVE["law_twice"])
    assert (vietnamese.suggestion, english.suggestion) == (
        "Mỗi văn bản chỉ viện dẫn một lần.",
        "Cite each text once.",
    )


FOOTERS = {"issue_number_mismatch": 1, "effective_date_mismatch": 1, "empty_amendment_table": 1, "not_nfc": 1}
TRUTH: dict[str, dict[str, int]] = {
    "cap-ho-tich-cap-xa-005.docx": {**FOOTERS, "abbreviation_undefined": 3},
    "cap-ho-tich-cap-xa-021.docx": {**FOOTERS, "abbreviation_undefined": 2},
    "chung-thuc-001.docx": {"not_nfc": 1},
    "chung-thuc-010.docx": {"not_nfc": 1, "abbreviation_undefined": 1},
    "nuoi-con-nuoi-002.docx": {"effective_date_mismatch": 1, "not_nfc": 1, "abbreviation_twice": 1},
}
"""What was found in real files, each looked up in the file by eye."""


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample procedures (../shared/data/procedures) are not here")
@pytest.mark.parametrize("name", TRUTH)
def test_real_procedures_give_the_findings_that_are_true(name: str) -> None:
    found = check(read((SAMPLES / name).read_bytes(), name=name), knowledge=TODAY)
    assert Counter(rules_of(found)) == TRUTH[name]


def test_every_rule_has_a_label_in_both_languages() -> None:
    for rule in RULES.values():
        with speaking("vi"):
            vietnamese = str(rule.label)
        with speaking("en"):
            assert str(rule.label) != vietnamese
