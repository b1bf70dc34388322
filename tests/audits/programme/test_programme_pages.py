import pytest

pytestmark = pytest.mark.one_database


def test_a_programme_is_drawn_up_filled_and_approved(morning):
    morning.send("quality", "/programmes/new", year="2026", objectives="Giảm hồ sơ quá hạn")
    page = morning.get("quality", "/programmes/2026")
    assert "Giảm hồ sơ quá hạn" in page.text and "Chưa có cuộc kiểm tra nào." not in page.text
    programme = page.text.split("/inspections/new?programme=")[1].split('"')[0]
    morning.planned(f"?programme={programme}", title="Đánh giá nội bộ")
    approved = morning.send("leader", "/programmes/2026/moves/approve")
    assert "Đã duyệt" in approved.text and "Đánh giá nội bộ" in approved.text
    revised = morning.send("quality", "/programmes/2026/moves/revise", note="Thêm một cuộc")
    assert "Dự thảo" in revised.text


def test_a_draft_is_not_for_everybody(morning):
    morning.send("quality", "/programmes/new", year="2026", objectives="Giảm hồ sơ quá hạn")
    assert "Giảm hồ sơ quá hạn" not in morning.get("head_economy", "/programmes/2026").text


def test_coverage_shows_units_nobody_visited(morning):
    page = morning.get("leader", "/programmes/2026")
    assert "KT-2026-01" in page.text and 'class="gap"><th scope="row">Phòng Kinh tế</th>' in page.text


def test_the_page_of_a_year_needs_few_queries(morning, queries):
    morning.get("leader", "/programmes/2026")
    queries.clear()
    morning.get("leader", "/programmes/2026")
    assert len(queries) <= 15, "\n".join(queries)
