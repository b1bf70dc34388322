from io import BytesIO


def test_a_finding_is_noted_with_files_and_only_the_team_sees_it(morning):
    page = morning.send(
        "inspector",
        f"/inspections/{morning.inspection}/findings/new",
        title="Thiếu lịch tiếp dân",
        kind="reception",
        evidence="Bảng trống.",
        grade="minor",
        grade_reason="Dân không biết giờ",
        clause="8.2.1",
        files=(BytesIO(b"\xff\xd8\xff\xe0 picture"), "bảng.jpg"),
    )
    assert "PH-2026-004" in page.text and "bảng.jpg" in page.text
    path = page.request.path.removeprefix("/an-khe/audits")
    assert morning.get("head_centre", path).status_code == 404


def test_without_a_criterion_it_comes_back_with_what_was_typed(morning):
    page = morning.send(
        "inspector",
        f"/inspections/{morning.inspection}/findings/new",
        title="Không có tiêu chí",
        evidence="Đã thấy",
        grade="ofi",
    )
    assert page.status_code == 422 and "Nêu tiêu chí" in page.text and "Không có tiêu chí" in page.text


def test_a_note_is_changed_before_the_unit_is_told(morning):
    page = morning.send("inspector", f"/findings/{morning.noted}/change", title="Bảng thiếu ba mức phí")
    assert "Bảng thiếu ba mức phí" in page.text
