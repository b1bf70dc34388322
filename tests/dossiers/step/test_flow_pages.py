"""What really happens beside the procedure, and the revision that is proposed because of it."""

import pytest

from tests.dossiers.event.test_event_intake import bring_events
from tests.dossiers.event.test_event_intake import dossiers as brought

pytestmark = pytest.mark.one_database
dossiers = brought


def test_what_happens_is_drawn_told_and_becomes_the_grounds_of_a_change(app, place, steps, dossiers, client, tmp_path):
    client.sign_in("quality")
    page = f"/an-khe/dossiers/flows/{steps}"
    assert "không hồ sơ nào có diễn biến" in client.get(page).text
    assert "Chưa có bước để đối chiếu" in client.get(f"{page}?until=2026-07-01").text
    assert client.get(f"{page}/revision").status_code == 404
    bring_events(
        app, place, tmp_path / "e.csv", "A,Nhận,2026-08-14 09:30,,VP,,", "A,Gọi,2026-08-14 10:30,,,,",
        "A,Trả,2026-08-20 09:00,,VP,,", "B,Nhận,2026-08-17 09:10,,,,", "B,Thẩm định,2026-08-18 09:10,,KT,,",
    )  # fmt: skip
    told = " ".join(client.get(f"{page}?since=2026-08-01&until=2026-09-08").text.split())
    assert "từ 03/08/2026" in told, "the issue holds from then on"
    assert 'role="img"' in told and "2 trong 2 hồ sơ" in told and "chưa xảy ra" not in told
    assert "Mũi tên trên sơ đồ" not in told, "so few need no choice"
    assert "Gọi (không phải bước)" in told and "Kinh tế" in told and "1 giờ" in told
    assert "Thực tế thực hiện" in client.get("/an-khe/dossiers/1").text
    asked = client.get(f"{page}/revision?since=2026-08-01&until=2026-09-08")
    assert "Bỏ qua ở 1 hồ sơ: 2. Thẩm định" in asked.text
    request = client.post_form(f"{page}/revision", what="Bỏ bước Thẩm định").text
    assert "Bỏ bước Thẩm định" in request and "Bỏ qua ở 1 hồ sơ: 2. Thẩm định" in request
    assert client.get("/an-khe/dossiers/flows/99").status_code == 404
    strange = [f"B,Việc {n},2026-08-19 10:{n:02d},,,," for n in range(12)]
    bring_events(app, place, tmp_path / "more.csv", *strange)
    told = " ".join(client.get(f"{page}?since=2026-08-01&until=2026-09-08&arrows=12").text.split())
    assert "Mũi tên trên sơ đồ" in told and "Vẽ 12 trong 17 mũi tên" in told and "không quá 48" in told
