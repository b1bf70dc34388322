"""The Word file of a procedure: read again it says the same, and it looks as Decree 30 wants it."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from hypothesis import HealthCheck, Phase, given, settings

from iso_qms.processes.procedure import object_of, values_of
from iso_qms.processes.reading import read
from iso_qms.processes.word import Amendment, Paper, Signer, write
from iso_qms.processes.word.steps import cell_text, groups_of
from tests.processes.procedures import HEAD, procedures

DAY = date(2026, 3, 2)
OLD_FILE = {
    "issue_number_mismatch",
    "effective_date_mismatch",
    "not_nfc",
    "legacy_font",
    "empty_amendment_table",
    "code_in_use",
}
"""Warnings that speak of the old file's cover, footers and typing, which the new file puts right."""


def paper(found, **more):
    signers = [Signer(one["role"], one["name"] or "", one["position"] or "") for one in found["signatures"]]
    issued = date.fromisoformat(found["issued_on"]) if found["issued_on"] else None
    known = {
        "agency": "UBND xã An Khê", "code": found["code"], "title": found["title"], "signers": signers,
        "issue": f"{found['issue_number']:02d}", "issued_on": issued, "effective_on": issued, "procedure": found,
    }  # fmt: skip
    return Paper(**known | more)


@given(procedures())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.generate])
def test_what_is_written_is_read_again(found):
    again = read(write(paper(found, amendments=[Amendment("Bỏ bước", "Luật", "02")])), name="a.docx")
    for name, value in found.items():
        assert again[name] == value, name


@pytest.mark.parametrize("number", range(10))
def test_real_procedures_come_out_as_they_came_in(samples, number):
    files = sorted((samples / "procedures").glob("*.docx"))
    if number >= len(files):
        pytest.skip("fewer sample files than that")
    found = read(files[number].read_bytes(), name="a.docx")
    again = read(write(paper(object_of(found, values_of(found)))), name="a.docx")
    for name in set(found) - {"warnings", "unseen", "footer", "footers", "annexes", "areas"}:
        assert again[name] == found[name], name
    assert _lasting(again) == _lasting(found)


def test_every_sheet_says_what_it_belongs_to():
    found = object_of(HEAD | {"footers": [], "signatures": []}, [])
    data = write(paper(found, amendments=[Amendment("a", "b", "02")]))
    again = read(data, name="a.docx")
    assert [(one["issue_number"], one["effective_on"]) for one in again["footers"]] == [(2, "2026-03-02")]
    assert again["warnings"] == []
    (section,) = Document(BytesIO(data)).sections
    assert not section.different_first_page_header_footer
    foot = [cell.text for cell in section.footer.tables[0].rows[0].cells]
    assert foot == [f"Mã hiệu: {found['code']}", "Lần ban hành: 02", "Ngày hiệu lực: 02/03/2026", "Trang 1/1"]


def test_the_page_is_as_decree_30_wants_it():
    document = Document(BytesIO(write(paper(object_of(HEAD, [])))))
    section = document.sections[0]
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert (round(section.page_width.mm), round(section.left_margin.mm)) == (210, 30)
    assert 15 <= round(section.right_margin.mm) <= 20
    assert 20 <= round(section.top_margin.mm) <= 25
    assert "Tên quy trình: Đăng ký vườn hoa" in section.header.paragraphs[0].text


def test_points_are_lettered_without_f_j_and_w():
    keys = ("papers", "time_limit", "applicants", "authority", "result", "fees", "forms_list", "conditions")
    found = object_of(HEAD, []) | {"sections": [{"key": key, "heading": key, "text": ""} for key in keys]}
    texts = [one.text for one in Document(BytesIO(write(paper(found)))).paragraphs]
    letters = [text.partition(".")[0] for text in texts if text.rstrip(":").partition(". ")[2] in keys]
    assert letters == list("abcdđegh")


def test_groups_of_steps_are_told_from_columns():
    assert groups_of([_step("I", 1), _step("I", 2), _step("II", 3)]) == {0: "I", 2: "II"}
    assert groups_of([_step("I", 1), _step("II", 2), _step("I", 3)]) == {}


def test_times_of_one_cell_are_read_apart_again():
    assert cell_text(["- 30 ngày, kể từ ngày A", "- 15 ngày, kể từ ngày B"]).count("\n") == 1


def _step(case, place):
    return {"durations": [{"case": case, "from_step": place, "to_step": place}]}


def _lasting(found):
    return [(one["code"], one["values"]) for one in found["warnings"] if one["code"] not in OLD_FILE]
