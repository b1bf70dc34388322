"""What the phone fetches, and who may."""

from __future__ import annotations

import json
from datetime import date

import pytest

from iso_qms.db import transaction
from tests.audits.phones import Phone
from tests.audits.scenes import Scene

pytestmark = pytest.mark.one_database


def test_the_phone_takes_along_what_is_needed_and_names_of_nobody_elses_visit(morning):
    phone = Phone(morning.visitor("inspector"), morning.inspection, morning.place.people["inspector"])
    answer = phone.pocket()
    found = answer.json
    day = found["units"][0]["days"][found["day"]]
    assert day["hours"][0][0] == "07:30"
    assert {one["name"] for one in day["roster"]} >= {"Đặng Văn Viên", "Cao Thị Nhận"}
    assert found["checklists"] and found["findings"] and found["facts"]
    assert not found["leads"] and not found["before"]
    seen = [one for item, one in found["items"].items() if item.startswith("seen:")]
    assert {one["value"]["status"] for one in seen} == {"late", "present"}
    assert answer.headers["X-Pocket-Person"] == str(morning.place.people["inspector"])
    again = phone.pocket(**{"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["X-Pocket-Token"], "a token for sending comes also when nothing changed"


def test_the_page_is_for_the_team_and_tells_whose_phone_it_is(morning):
    page = morning.get("inspector2", f"/inspections/{morning.inspection}/pocket")
    assert "media-src blob:" in page.headers["Content-Security-Policy"]
    assert "microphone=(self)" in page.headers["Permissions-Policy"]
    visitor = morning.visitor("inspector2")
    assert visitor.get_cookie("iso_qms_pocket").value == str(morning.place.people["inspector2"])
    assert "KT-2026-01" in morning.get("inspector2", "/pocket").text
    assert morning.get("head_centre", "/pocket").status_code == 403
    assert morning.get("quality", f"/inspections/{morning.inspection}/pocket").status_code == 404
    assert "sắp hoặc đang diễn ra" in morning.get("quality", "/pocket").text
    visitor.post_form("/an-khe/audits/", "/sign-out")
    assert visitor.get_cookie("iso_qms_pocket") is None


def test_the_worker_and_the_manifest_make_an_app_of_it(morning):
    visitor = morning.visitor("inspector")
    worker = visitor.get("/an-khe/audits/sw.js")
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Cache-Control"] == "no-cache"
    said = json.loads(visitor.get("/an-khe/audits/pocket.webmanifest").data)
    assert said["start_url"] == "/an-khe/audits/pocket"
    assert all(visitor.get(one["src"]).status_code == 200 for one in said["icons"])


def test_the_day_of_the_visit_goes_along_the_evening_before_and_the_house_tells_its_time(morning):
    with morning.app.test_request_context(), transaction():
        number = Scene(morning.place).planned(planned_on=date(2026, 11, 27)).id
    answer = Phone(morning.visitor("inspector"), number, morning.place.people["inspector"]).pocket()
    assert answer.json["day"] == "2026-11-27"
    known = answer.json["units"][0]["days"]
    assert sorted(known) == ["2026-11-27", "2026-11-28", "2026-11-30"], "the next day, and the next that is worked"
    assert known["2026-11-27"]["hours"] and not known["2026-11-28"]["hours"]
    assert answer.headers["X-Pocket-Now"].startswith("2026-11-23T00:44")


def test_only_the_house_itself_takes_a_visit_from_a_phone(morning):
    refused = Phone(morning.visitor("quality"), morning.inspection, 0).pocket()
    assert (refused.status_code, refused.headers["X-Pocket-Person"]) == (404, str(morning.place.people["quality"]))
