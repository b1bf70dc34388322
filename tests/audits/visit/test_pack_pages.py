import pytest

from tests.audits.conftest import path_of

pytestmark = pytest.mark.one_database


def test_the_print_pack_is_for_the_team_and_says_that_a_surprise_is_one(morning, queries):
    path = path_of(morning.planned(kind="unannounced", title="Giờ làm việc"))
    team = morning.place.people["inspector2"]
    assert morning.get("inspector2", f"{path}/pack").status_code == 404
    morning.send("quality", f"{path}/team", "/team", person=str(team), is_lead="y")
    morning.send("quality", f"{path}/timetable/new", starts="08:00", ends="09:00", title="Họp mở đầu")
    shown = morning.get("inspector2", f"{path}/pack")
    assert shown.status_code == 200 and len(queries) > 0
    for words in ("Đột xuất", "giữ kín", "Hồ Thị Tra", "08:00–09:00", "07:30–11:30", "Đặng Văn Viên", "Phù hợp"):
        assert words in shown.text
    queries.clear()
    assert morning.get("inspector2", f"{path}/pack.pdf").data.startswith(b"%PDF")
    assert len(queries) <= 15
    for name in ("quality", "staff", "head_centre"):
        assert morning.get(name, f"{path}/pack").status_code in (403, 404)
