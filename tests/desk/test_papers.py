"""The paper of a decision goes with the act: a deputy named, a post given or ended, an absence, a hand-over."""

import re
from datetime import timedelta
from io import BytesIO

import pytest

from iso_qms.clock import today

pytestmark = pytest.mark.one_database


def later() -> str:
    return (today() + timedelta(days=6)).isoformat()


def paper(name="quyết định.pdf"):
    return BytesIO(b"%PDF-1.7 a scan"), name


def file_on(page):
    [address] = set(re.findall(r'href="([^"]*/files/\d+)"', page.text))
    return address


def absent(as_, people, place):
    address = f"{people}/{place.people['staff']}/absences/new"
    return as_("staff").post_form(address, last_on=later(), reason="Khám bệnh", files=paper("giấy viện.pdf"))


def test_the_decision_on_a_deputy_stands_with_the_delegation(as_, people, place):
    page = as_("head").post_form(
        f"{people}/posts/{place.posts['head']}/deputy", to=str(place.people["staff"]), last_day=later(), files=paper()
    )
    assert "quyết định.pdf" in page.text and "Vũ Thị Chánh" in page.text
    assert as_("staff").get(file_on(page)).status_code == 200
    assert "quyết định.pdf" in as_("staff").get(f"{people}/{place.people['staff']}").text


def test_the_paper_of_an_absence_is_read_by_those_who_may_know_of_it(as_, people, place):
    address = file_on(absent(as_, people, place))
    for login, status in [("staff", 200), ("head_centre", 200), ("admin", 200), ("head_economy", 404), ("staff2", 404)]:
        assert as_(login).get(address).status_code == status, login
    assert "giấy viện.pdf" in as_("head_centre").get(f"{people}/{place.people['staff']}").text
    assert "giấy viện" not in as_("quality").get(f"/{place.agency}/journal").text


def test_with_a_cancelled_absence_its_paper_goes_out_of_sight(as_, people, place):
    address = file_on(absent(as_, people, place))
    as_("staff").post_form(f"{people}/absences", "/remove")
    assert as_("staff").get(address).status_code == 404
    again = as_("staff").post_form(f"{people}/{place.people['staff']}/absences/new", last_on=later())
    assert "giấy viện.pdf" not in again.text


def test_a_post_is_given_and_ended_with_its_decision(as_, people, place):
    admin, staff = as_("admin"), place.people["staff"]
    page = admin.get(f"{people}/{staff}")
    ending = re.search(r'href="([^"]*/holdings/\d+/end)"', page.text)[1]
    yesterday = (today() - timedelta(days=1)).isoformat()
    page = admin.post_form(ending, last_day=yesterday, reason="Chuyển việc", files=paper("thôi giữ.pdf"))
    assert "thôi giữ.pdf" in page.text
    page = admin.post_form(
        f"{people}/{staff}/posts/new",
        post=str(place.posts["staff"]),
        since=today().isoformat(),
        files=paper("bổ nhiệm.pdf"),
    )
    assert "bổ nhiệm.pdf" in page.text


def test_the_paper_of_a_hand_over_is_asked_for_when_it_is_confirmed_and_read_by_administrators(as_, people, place):
    admin, leaver = as_("admin"), place.people["head"]
    url = f"{people}/{leaver}/hand-over"
    assert 'name="files"' not in admin.get(url).text
    page = admin.post_form(url, to=str(place.people["author"]), reason="Nghỉ hưu")
    assert 'name="files"' in page.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    sent = {"to": str(place.people["author"]), "on": today().isoformat(), "reason": "Nghỉ hưu", "csrf_token": token}
    page = admin.post(url, data=sent | {"confirmed": "1", "files": paper("nghỉ hưu.pdf")}, follow_redirects=True)
    assert "nghỉ hưu.pdf" in page.text
    address = file_on(page)
    assert as_("admin").get(address).status_code == 200
    assert as_("staff2").get(address).status_code == 404
    assert "nghỉ hưu.pdf" not in as_("staff2").get(f"{people}/{leaver}").text
