"""The pages of draws: what each may know when, the envelope on its lead's phone, and the record that can be redone."""

import json
from concurrent.futures import ThreadPoolExecutor

import lxml.html
import pytest
import time_machine

from iso_qms.audits.draw.drawing import check
from iso_qms.audits.draw.draws import Draw
from iso_qms.db import db, transaction
from iso_qms.organisation.agencies import Agency, choose
from tests.audits.conftest import Morning, path_of
from tests.audits.lots import HOUR, UNITS, begun, drawn
from tests.audits.scenes import MORNING, Scene

pytestmark = pytest.mark.one_database


class House(Morning):
    """An agency with no inspection yet, and visitors signed in."""

    def __init__(self, app, place):
        self.app, self.place, self.visitors = app, place, {}

    def scene(self, act):
        with self.app.test_request_context(), transaction():
            choose(db.session.get(Agency, self.place.agency_id))
            return act(Scene(self.place))


@pytest.fixture
def house(app, place):
    with time_machine.travel(MORNING, tick=False):
        yield House(app, place)


def at_hour():
    return time_machine.travel(HOUR, tick=False)


def test_a_draw_goes_through_the_pages_from_commitment_to_the_unit_at_its_door(house, queries):
    assert "Chưa có lần bốc thăm nào" in house.get("quality", "/draws").text
    form = house.get("quality", "/draws/new").text
    assert form.count(" checked") >= len(UNITS)
    fields = {
        "title": "Đột xuất tháng 11",
        "visits": "2",
        "first_on": "2026-11-23",
        "last_on": "2026-11-25",
        "units": [str(house.place.units[one]) for one in UNITS],
        "left_out_why": "Đơn vị của đoàn",
        "topics": ["hours"],
        "criteria": "Nội quy",
    }
    refused = house.send("quality", "/draws/new", **fields | {"left_out_why": ""})
    assert refused.status_code == 422 and "Đột xuất tháng 11" in refused.text
    page = house.send("quality", "/draws/new", **fields)
    assert "BT-2026-01" in page.text and "khớp với mã cam kết" in page.text
    path = path_of(page)
    out = house.get("quality", f"{path}/moves/draw").text
    assert "2026-11-25T08:00" in out and "Vũ Thị Chánh" not in out
    inspector2, inspector = (str(house.place.people[one]) for one in ("inspector2", "inspector"))
    hours = {"rows-0-planned_at": "2026-11-25T07:44", "rows-1-planned_at": "2026-11-25T09:00"}
    wrong = house.send("quality", f"{path}/moves/draw", **hours | {"rows-0-lead": inspector2})
    assert wrong.status_code == 422
    leads = {"rows-0-lead": inspector2, "rows-1-lead": inspector}
    page = house.send("quality", f"{path}/moves/draw", **hours | leads, public_part="07 31")
    assert page.text.count("còn kín") == 2 and "07 31" in page.text
    assert "HMAC-SHA-256" in page.text and "mã gốc ⏎ mã băm của danh sách ⏎ số phải rút ⏎" in page.text
    queries.clear()
    house.get("quality", path)
    assert len(queries) <= 15, "\n".join(queries)

    assert "Mở phong bì: Đột xuất tháng 11" in house.visitor("inspector2").get("/an-khe/").text
    early = house.get("inspector2", "/envelopes/1")
    assert "07:44" in early.text and "Mở phong bì<" not in early.text
    house.visitors.clear()  # two days later everybody signs in again
    with at_hour():
        opened = house.send("inspector2", "/envelopes/1")
        assert "Rút trúng:" in opened.text and "BT-2026-01" in opened.text and path_of(opened) == "/inspections/1"
        assert path_of(house.get("inspector2", "/envelopes/1")) == "/inspections/1"
        moved = house.send(
            "quality", "/envelopes/2/hand-on", lead=inspector2, planned_at="2026-11-25T15:00", note="Soát bận họp"
        )
        assert "Hồ Thị Tra" in moved.text and "Soát bận họp" in moved.text
        blocked = house.get("quality", f"{path}/moves/abandon")
        assert blocked.status_code == 422


def test_until_its_visit_begins_nobody_else_can_tell_which_unit_was_drawn(house):
    number = house.scene(lambda scene: drawn(scene).id)
    with at_hour():
        # Who is told what before anything is opened, and after: those concerned see no difference at all.
        before = {one: told(house, one, number) for one in ("head_centre", "head_economy", "clerk")}
        assert house.send("inspector2", "/envelopes/1").status_code == 200
        unit = house.scene(lambda scene: db.session.get(Draw, number).envelopes[0].inspection.units[0].code)
        sides = {"TTPVHCC": ("head_centre",), "KT": ("head_economy",), "ĐĐ": ("clerk", "head_economy")}[unit]
        for one in sides:
            assert told(house, one, number) == before[one], f"{one} of {unit} sees that something was opened"
        assert house.get("head_economy", f"/draws/{number}").status_code == 404
        assert house.get("quality", f"/draws/{number}").text.count("còn kín") == 1
        assert house.get("inspector", f"/draws/{number}").text.count("còn kín") == 1
        assert house.get("inspector", "/envelopes/1").status_code in (200, 404)
        house.scene(lambda scene: begun(scene, db.session.get(Draw, number)))
        house.send("quality", f"/draws/{number}/moves/reveal")
        page = house.get("staff", f"/draws/{number}")
        assert "khớp nhau" in page.text and "Đã công bố mã gốc" in page.text
        record = json.loads(house.visitor("staff").get(f"/an-khe/audits/draws/{number}/record.json").data)
        assert check(record).ok
        assert "BT-2026-01" in house.get("staff", "/draws").text


def told(house, login, number):
    """What somebody can read anywhere about a draw and what came out of it."""
    visitor = house.visitor(login)
    paths = ("audits/", "audits/draws", f"audits/draws/{number}", "audits/envelopes/1", "audits/inspections/1")
    paths += ("", "journal?all=1", "search?q=đột+xuất", "letters", "history/draw/1", "history/inspection/1")
    answers = [visitor.get(f"/an-khe/{path}", follow_redirects=True) for path in paths]
    return [(one.status_code, " ".join(lxml.html.fromstring(one.text).text_content().split())) for one in answers]


def test_somebody_of_a_unit_in_it_neither_steers_nor_reads_the_hours(house):
    """Quality control gets a second post in the centre after the draw: from then on she is one of the surprised."""
    number = house.scene(lambda scene: drawn(scene).id)
    house.scene(lambda scene: into_the_centre(scene))
    page = house.get("quality", f"/draws/{number}").text
    assert "còn kín" not in page and "Hồ Thị Tra" not in page.partition("<main")[2].partition("Lịch sử")[0]
    assert "Hủy lần bốc thăm" not in page
    assert house.get("quality", f"/draws/{number}/moves/abandon").status_code == 403
    assert house.get("quality", "/envelopes/1").status_code == 404
    with at_hour():
        before = carried(house)
        assert house.send("inspector2", "/envelopes/1").status_code == 200
        assert carried(house) == before, "what a lead carries tells that an envelope was opened"


def carried(house):
    """What the page of inspectors says to quality control."""
    return " ".join(lxml.html.fromstring(house.get("quality", "/inspectors").text).text_content().split())


def into_the_centre(scene):
    from iso_qms.organisation import operations

    post = operations.open_post(
        "Phụ trách quầy", unit=scene.unit("centre"), by=scene.person("admin"), since=MORNING.date()
    )
    operations.hold_post(scene.person("quality"), post, by=scene.person("admin"), since=MORNING.date())


def test_of_two_taps_at_once_both_lead_to_the_same_visit(house):
    number = house.scene(lambda scene: drawn(scene).id)
    with at_hour():
        url = "/an-khe/audits/envelopes/1"
        tabs = [house.app.test_client() for _tab in range(2)]
        sent = []
        for tab in tabs:
            tab.sign_in("inspector2")
            form = lxml.html.fromstring(tab.get(url).text).xpath("//main//form")[0]
            sent.append((tab, dict(form.form_values())))
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda one: one[0].post(url, data=one[1]), sent))
        assert [(one.status_code, one.location) for one in answers] == [(303, "/an-khe/audits/inspections/1")] * 2
        assert house.scene(lambda scene: len(db.session.get(Draw, number).envelopes[0].inspection.units)) == 1
        # Who reads the journal and may not see the visit learns of it when it begins.
        assert "Kiểm tra đột xuất tuần 48:" not in house.visitor("admin").get("/an-khe/journal?all=1").text
        assert "Kiểm tra đột xuất tuần 48" in house.visitor("admin").get("/an-khe/journal?all=1").text
