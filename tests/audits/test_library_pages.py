import pytest

pytestmark = pytest.mark.one_database


def test_a_new_version_of_a_checklist_is_made_row_by_row(morning):
    page = morning.get("quality", "/checklists/conduct")
    rows = page.text.count('name="questions-')
    fields = {"questions-0-vi": "Câu hỏi mới?", "questions-0-en": "New question?"}
    done = morning.send("quality", "/checklists/conduct", **fields)
    assert "Câu hỏi mới?" in done.text and "bản 2" in done.text and rows


def test_rows_are_added_without_scripts(morning):
    before = morning.get("quality", "/checklists/conduct").text.count('-vi"')
    after = morning.send("quality", "/checklists/conduct", row_action="add").text.count('-vi"')
    assert after > before


def test_the_rules_are_set_by_quality_control(morning):
    assert "5 ngày làm việc" in morning.send("quality", "/rules", reply_days="5").text
    assert morning.get("leader", "/rules").status_code == 403
    assert morning.send("quality", "/rules", reply_days="40").status_code == 422


def test_a_question_that_asks_for_a_number_is_written_and_answered_on_its_pages(morning):
    path, asks = "/checklists/posting", {"questions-0-vi": "Số bảng cũ?", "questions-0-answer_kind": "number"}
    wrong = morning.send("quality", path, **asks, **{"questions-0-clause": "99"})
    assert wrong.status_code == 422
    assert "Không có điều khoản này" in wrong.text
    refused = morning.send("quality", path, **asks, **{"questions-0-least": "5", "questions-0-most": "2"})
    assert "giới hạn dưới cao hơn" in refused.text
    assert 'value="5"' in refused.text, "what was typed stays"
    unit = {"questions-0-most": "1,5", "questions-0-unit_of_measure": "bảng | boards"}
    made = morning.send("quality", path, **asks, **unit)
    assert "Một con số (bảng), phù hợp đến 1,5 bảng" in made.text

    morning.planned(planned_on="2026-11-23")
    number = morning.inspection + 1
    for name in ("inspector2", "inspector"):
        fields = {"person": str(morning.place.people[name])} | ({"is_lead": "1"} if name == "inspector2" else {})
        morning.send("quality", f"/inspections/{number}", "/team", **fields)
    morning.send("inspector2", f"/inspections/{number}", "/moves/start")
    path = f"/inspections/{number}/units/{morning.place.units['centre']}/checklist"
    field = morning.get("inspector2", path).text.split('name="value-')[1].split('"')[0]
    typed = morning.send("inspector2", path, **{f"value-{field}": "1.000", f"note-{field}": "Ở quầy 1"})
    assert typed.status_code == 422
    assert "không phải là số" in typed.text
    assert "1.000" in typed.text
    assert "Ở quầy 1" in typed.text
    kept = morning.send("inspector2", path, **{f"value-{field}": "2"})
    assert '<p class="tone-late">Chưa phù hợp</p>' in kept.text
    assert "evidence=S%E1%BB%91" in kept.text, "the finding begins with what was seen"
