from io import BytesIO

import lxml.html
import pytest

pytestmark = pytest.mark.one_database


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


def wrong_at(page, field):
    found = lxml.html.fromstring(page.text).get_element_by_id(f"{field}-wrong", None)
    return found.text_content().strip() if found is not None else ""


def test_everything_missing_from_a_finding_is_said_at_once_and_at_its_field(morning):
    path = f"/inspections/{morning.inspection}/findings/new"
    page = morning.send("inspector2", path, title="Quầy vắng", evidence="Lúc 07:42 không có ai.", grade="minor")
    assert page.status_code == 422
    assert "tiêu chí" in wrong_at(page, "document") and "vì sao" in wrong_at(page, "grade_reason")


def test_an_observation_needs_a_criterion_and_no_reason(morning):
    path = f"/inspections/{morning.inspection}/findings/new"
    page = morning.send("inspector2", path, title="Quầy vắng", evidence="Lúc 07:42.", grade="observation")
    assert wrong_at(page, "document") and not wrong_at(page, "grade_reason")


def test_a_correction_to_a_nonconformity_asks_for_its_reason_at_the_field(morning):
    morning.send("head_centre", f"/findings/{morning.finding}/reply", text="Đổi ca.")
    page = morning.send("inspector2", f"/findings/{morning.finding}/correct", grade="major", grade_reason="", note="Ừ")
    assert page.status_code == 422 and wrong_at(page, "grade_reason")
