import pytest

from tests.audits.conftest import path_of

pytestmark = pytest.mark.one_database


def test_a_timetable_is_drawn_up_on_its_pages_and_kept_from_the_inspected_side(morning, queries):
    visit = morning.planned(kind="unannounced")
    path = path_of(visit)
    new = f"{path}/timetable/new"
    assert "Bùi Văn Giám" in morning.get("quality", f"{path}/timetable").text
    first = {"starts": "08:00", "ends": "09:00", "about": "topic:posting", "title": "Quầy"}
    assert morning.get("quality", new).status_code == 200
    shown = morning.send("quality", new, **first, day="1", method="remote")
    assert "08:00–09:00" in shown.text and "Từ xa" in shown.text and "Chưa có thành viên đoàn nào" in shown.text
    assert "Giờ kết thúc" in morning.send("quality", new, **first | {"ends": "07:00"}).text
    assert "Quầy 2" in morning.send("quality", f"{path}/timetable/1", title="Quầy 2").text
    for address in (f"{path}/timetable", new, f"{path}/timetable/1"):
        assert morning.get("head_centre", address).status_code == 404
        assert morning.get("staff", address).status_code == 404
    assert "Quầy 2" in morning.get("quality", path).text
    assert morning.get("quality", "/inspections/999/timetable/1").status_code == 404
    queries.clear()
    morning.get("quality", path)
    assert len(queries) <= 15
    assert "Chưa có phiên" in morning.send("quality", f"{path}/timetable/1", "/drop").text
