"""An unannounced morning at the service centre, from the plan to the last word, through the pages.

23 November 2026 is a Monday; the office opens at 07:30.
"""

from datetime import datetime

import pytest
import time_machine

from iso_qms.clock import HO_CHI_MINH

HOME = "/an-khe/audits"
MORNING = datetime(2026, 11, 23, 7, 44, tzinfo=HO_CHI_MINH)


@pytest.fixture
def visitor(app, place):
    """Somebody signed in, each with a browser of their own, at a moment of the story."""

    def visitor(name):
        client = app.test_client()
        client.sign_in(name)
        return client

    return visitor


def at(day, hour, minute=0):
    return time_machine.travel(datetime(2026, 11, day, hour, minute, tzinfo=HO_CHI_MINH), tick=False)


def plan(visitor, place):
    quality = visitor("quality")
    shown = quality.post_form(
        f"{HOME}/inspections/new",
        title="Giờ làm việc và tiếp công dân",
        kind="unannounced",
        planned_on="2026-11-23",
        units=[str(place.units["centre"])],
        topics=["hours", "reception"],
        criteria="Nội quy cơ quan, điều 4: giờ làm việc",
    )
    assert "chưa có số" in shown.text
    return quality, shown.request.path


def name_team(quality, url, place):
    quality.post_form(f"{url}/team", "/team", person=str(place.people["inspector2"]), is_lead="y")
    return quality.post_form(f"{url}/team", "/team", person=str(place.people["inspector"]))


def test_an_unannounced_morning(visitor, place):
    with at(20, 15):
        quality, url = plan(visitor, place)
        team = name_team(quality, url, place)
        assert "Hồ Thị Tra" in team.text and "Phan Văn Soát" in team.text
        assert visitor("head_centre").get(url).status_code == 404

    with at(23, 7, 44):
        lead = visitor("inspector2")
        lead.post_form(url, "/moves/start")
        assert visitor("head_centre").get(url).status_code == 200
        counting = lead.post_form(url, "/headcount")
        check = counting.request.path
        staff, staff2 = place.people["staff"], place.people["staff2"]
        lead.post_form(check, **{f"seen-{staff}": "late", f"seen-{staff2}": "present", "keep": "1"})
        result = lead.post_form(check, **{f"seen-{place.people['head_centre']}": "present", "done": "1"})
        assert "14 phút" in result.text or "14 minutes" in result.text
        noted = lead.post_form(result.request.path, f"/people/{staff}/finding")
        finding = noted.request.path
        assert "PH-2026-001" in noted.text and "Đặng Văn Viên" in noted.text
        assert visitor("head_centre").get(finding).status_code == 404

        lead.post_form(finding, "/moves/notify")
        assert visitor("leader").get(finding).status_code == 404
        assert visitor("quality").get(finding).status_code == 404
        assert visitor("admin").get(finding).status_code in (403, 404)
        assert visitor("staff2").get(finding).status_code == 404
        assert finding.encode() in visitor("staff").get("/an-khe/").data

    with at(24, 9):
        head = visitor("head_centre")
        told = head.post_form(finding, "/reply", text="Ông Viên được cử đưa hồ sơ lên tỉnh từ 07:15.")
        assert "Ông Viên được cử đưa hồ sơ" in told.text
        lead = visitor("inspector2")
        assert "Ông Viên được cử" in lead.get(finding).text
        final = lead.post_form(f"{finding}/moves/confirm", note="Đã đối chiếu sổ công văn đi: không có chuyến nào.")
        assert "Đã đối chiếu sổ công văn" in final.text

        signed = head.post_form(
            f"{url}/minutes", remark="Đề nghị ghi việc đưa hồ sơ.", own_password="only in these tests"
        )
        assert "Đề nghị ghi việc đưa hồ sơ" in signed.text
        lead.post_form(f"{url}/minutes", own_password="only in these tests")
        lead.post_form(url, "/moves/agree_minutes")
        lead.post_form(f"{url}/report", conclusion="Quầy mở đúng giờ; một người đến muộn.")
        closed = lead.post_form(f"{url}/moves/close")
        assert closed.status_code == 200
        paper = lead.get(f"{url}/minutes.docx")
        assert paper.data[:2] == b"PK"
        opened = visitor("staff").get(f"{finding}/readers")
        assert opened.text.count("Hồ Thị Tra") >= 2 and "Bùi Văn Giám" in opened.text
