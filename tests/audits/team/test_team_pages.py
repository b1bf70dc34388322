import re

import pytest

from tests.audits.conftest import path_of

pytestmark = pytest.mark.one_database


def test_a_proposed_team_is_named_with_one_button(morning, queries):
    path = path_of(morning.planned())
    page = morning.get("quality", f"{path}/team/propose?size=2")
    assert "Khối lượng" in page.text
    shown = morning.send("quality", f"{path}/team/propose?size=2", "/propose")
    assert "Đã cử đoàn" in shown.text
    page = morning.get("quality", f"{path}/team")
    released = morning.send("quality", f"{path}/team", re.search(r"/team/\d+/release", page.text)[0])
    assert "thôi tham gia đoàn" in released.text
    assert "Không lập được đoàn" in morning.get("quality", f"{path}/team/propose?size=7").text


def test_interests_are_for_the_person_and_quality_control(morning):
    page = morning.send("staff", "/interests/new", kind="other", note="Góp vốn ở một công ty")
    assert "Góp vốn" in page.text
    assert "Góp vốn" in morning.get("quality", "/inspectors").text
    assert morning.get("leader", "/inspectors").status_code == 403
    assert morning.get("leader", "/interests/1/end").status_code == 404
    assert "Đã xác nhận" in morning.send("staff", "/interests", "").text
    morning.send("staff", "/interests/1/end", until="2026-11-22")


def test_rules_and_qualifications_are_kept_on_their_pages(morning):
    assert "Quy định" in morning.send("quality", "/inspectors/rules", allows_exceptions="y", why_exceptions="Nhỏ").text
    number = morning.place.people["inspector"]
    noted = morning.send(
        "quality", f"/inspectors/{number}/qualifications/new", kind="qms_audit", issued_on="2025-01-01"
    )
    assert "Đào tạo đánh giá" in noted.text
    struck = morning.send("quality", "/qualifications/1/strike", note="Ghi nhầm")
    assert "Chưa ghi năng lực nào" in struck.text


def test_an_exception_is_asked_for_and_decided_on_its_pages(morning):
    morning.send(
        "quality", "/inspectors/rules", allows_exceptions="y", why_exceptions="Nhỏ", lead_kinds=None, member_kinds=None
    )
    path = path_of(morning.planned(units=[str(morning.place.units["culture"])]))
    person = morning.place.people["inspector"]
    ask = f"{path}/exceptions/new?person={person}&tie=own:{morning.place.units['culture']}"
    asked = morning.send("quality", ask, measure="Người khác xem phần đó")
    assert "Chờ quyết định" in asked.text
    decided = morning.send("leader", "/exceptions/1/moves/approve_exception", note="Đồng ý")
    assert "Đã duyệt" in decided.text or "approved" in decided.text or "Nguyễn Văn Chủ" in decided.text
    assert "Người khác xem phần đó" in morning.get("quality", path).text
