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
