import pytest

from tests.audits.conftest import path_of

pytestmark = pytest.mark.one_database


def test_a_new_version_of_a_checklist_is_made_row_by_row(morning):
    page = morning.get("quality", "/checklists/conduct/version")
    rows = page.text.count('name="questions-')
    fields = {"questions-0-vi": "Câu hỏi mới?", "questions-0-en": "New question?"}
    done = morning.send("quality", "/checklists/conduct/version", **fields)
    assert "Câu hỏi mới?" in done.text and "bản 2" in done.text and rows


def test_rows_are_added_without_scripts(morning):
    before = morning.get("quality", "/checklists/conduct/version").text.count('-vi"')
    after = morning.send("quality", "/checklists/conduct/version", row_action="add").text.count('-vi"')
    assert after > before


def test_the_rules_are_set_by_quality_control(morning):
    assert "5 ngày làm việc" in morning.send("quality", "/rules", reply_days="5").text
    assert morning.get("leader", "/rules").status_code == 403
    assert morning.send("quality", "/rules", reply_days="40").status_code == 422


def test_a_question_that_asks_for_a_number_is_written_and_answered_on_its_pages(morning):
    path, asks = "/checklists/posting/version", {"questions-0-vi": "Số bảng cũ?", "questions-0-answer_kind": "number"}
    wrong = morning.send("quality", path, **asks, **{"questions-0-clause": "99"})
    assert wrong.status_code == 422
    assert "Không có điều khoản này" in wrong.text
    refused = morning.send("quality", path, **asks, **{"questions-0-least": "5", "questions-0-most": "2"})
    assert "giới hạn dưới cao hơn" in refused.text
    assert 'value="5"' in refused.text, "what was typed stays"
    unit = {"questions-0-most": "1,5", "questions-0-unit_of_measure": "bảng | boards"}
    made = morning.send("quality", path, **asks, **unit)
    assert "Một con số (bảng), phù hợp khi không quá 1,5 bảng" in made.text

    morning.planned(planned_on="2026-11-23")
    number = morning.inspection + 1
    for name in ("inspector2", "inspector"):
        fields = {"person": str(morning.place.people[name])} | ({"is_lead": "1"} if name == "inspector2" else {})
        morning.send("quality", f"/inspections/{number}/team", "/team", **fields)
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


def test_lists_are_brought_in_chosen_for_a_visit_and_taken_out_of_use(morning):
    index = morning.get("quality", "/checklists")
    assert "Kiểm tra ISO từ bên ngoài" in index.text
    brought = morning.send("quality", "/checklists", "/checklists/external/bring")
    assert brought.text.count("Thông tư 26/2014/TT-BKHCN") == 13
    assert 'Đưa vào thư viện<span class="unseen">: Kiểm tra ISO' not in morning.get("quality", "/checklists").text
    assert morning.get("inspector", "/checklists/external").status_code == 200
    planned = morning.planned(checklists=["external"])
    assert "Kiểm tra ISO từ bên ngoài" in planned.text
    changed = morning.send("quality", path_of(planned) + "/change", title="Khác")
    assert "Kiểm tra ISO từ bên ngoài" in changed.text, "the form knows what was chosen"

    begun = morning.send("quality", "/checklists/new", name_vi="Kiểm tra cuối năm", copied="external")
    assert begun.request.path.endswith("/version")
    mine = begun.request.path.removeprefix("/an-khe/audits").removesuffix("/version")
    retired = morning.send("quality", mine, "/retire")
    assert "Dùng lại" in retired.text
    assert "Kiểm tra cuối năm" not in morning.get("quality", "/inspections/new").text
    morning.send("quality", mine, "/revive")
    assert "Kiểm tra cuối năm" in morning.get("quality", "/inspections/new").text
    assert morning.send("quality", "/checklists/new", name_vi="Không câu hỏi nào").status_code == 422
    assert "phiên bản" in morning.get("quality", "/checklists/posting?version=1").text
    assert morning.get("quality", "/checklists/posting?version=9").status_code == 404
    assert morning.get("quality", "/checklists/nothing").status_code == 404
