from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import Date, literal, select, union_all

from iso_qms.audits.programme.frequency_rules import EXPECTED
from iso_qms.organisation.units import Unit
from iso_qms.registry import UnitEvidence, registry

pytestmark = pytest.mark.one_database


def many(morning, *units, **fields):
    usual = {
        "title": "Đánh giá nội bộ",
        "kind": "announced",
        "method": "on_site",
        "first_on": "2026-12-01",
        "last_on": "2026-12-31",
        "units": [str(morning.place.units[one]) for one in units],
        "topics": ["process"],
        "criteria": "ISO 9001:2015",
        "lead": str(morning.place.people["inspector"]),
    }
    return morning.send("quality", "/programmes/2026/many", **usual | fields)


def test_units_are_ticked_and_their_visits_planned_at_once(morning, queries):
    page = morning.get("quality", "/programmes/2026/needs")
    assert "12 − 12 ÷ 3" in page.text and "Trung tâm Phục vụ hành chính công" in page.text
    queries.clear()
    morning.get("quality", "/programmes/2026/needs")
    assert len(queries) <= 15, "\n".join(queries)
    economy = morning.place.units["economy"]
    form = morning.get("quality", f"/programmes/2026/many?unit={economy}&unit=x")
    assert form.text.count(" checked") >= 3 and f'value="{economy}"' in form.text
    refused = many(morning, "economy", "culture")
    assert refused.status_code == 422 and "Phan Văn Soát" in refused.text and "leave_out" in refused.text
    assert "Đánh giá nội bộ: Phòng Kinh tế" not in morning.get("quality", "/programmes/2026").text
    done = many(morning, "economy", "culture", leave_out="y")
    assert done.status_code == 200
    planned = morning.get("quality", "/programmes/2026").text
    assert "Đánh giá nội bộ: Phòng Kinh tế" in planned and "Đánh giá nội bộ: Phòng Văn hóa" not in planned


def test_the_weights_are_set_and_the_list_leaves_as_excel(morning):
    points = {"points_waiting": "0", "points_minor_finding": "5"}
    done = morning.send("quality", "/programmes/frequency", usual="6", oversees_others="y", **points)
    assert "một phần ba là 2" in done.text and "6 tháng, không có gì rút ngắn" in done.text
    assert morning.send("quality", "/programmes/frequency", usual="13").status_code == 422
    assert morning.get("leader", "/programmes/frequency").status_code == 403
    assert morning.get("head_centre", "/programmes/2026/needs").status_code == 403
    sheet = load_workbook(BytesIO(morning.get("leader", "/programmes/2026/needs?as=xlsx").data)).active
    assert sheet.max_row == 7
    assert morning.get("leader", "/programmes/9999/needs").status_code == 404


def test_evidence_that_nothing_keeps_is_said_to_be_missing_and_not_shown_as_none(morning):
    kept = dict(registry.unit_evidence)
    try:
        for name in EXPECTED:
            registry.unit_evidence.pop(name, None)
        page = morning.get("quality", "/programmes/2026/needs").text
        assert "chưa có nơi ghi nhận: hồ sơ quá hẹn, phản ánh" in page
        registry.unit_evidence["late_dossier"] = UnitEvidence("hồ sơ quá hẹn", 2, found_of_late_dossiers)
        page = morning.get("quality", "/programmes/2026/needs").text
        assert "chưa có nơi ghi nhận: phản ánh" in page and "hồ sơ quá hẹn: 2 × 2 = 4" in page
        assert "points_late_dossier" in morning.get("quality", "/programmes/frequency").text
    finally:
        registry.unit_evidence.clear()
        registry.unit_evidence.update(kept)


def found_of_late_dossiers():
    """Two for every unit, as a register of dossiers will bring them."""
    days = (select(Unit.id.label("unit_id"), literal(date(2026, 11, n), Date).label("day")) for n in (2, 3))
    return union_all(*days)
