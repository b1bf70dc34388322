"""Delegation, absences and hand-over, through the pages."""

import re
from datetime import timedelta

from iso_qms.clock import today


def later() -> str:
    return (today() + timedelta(days=6)).isoformat()


def name_deputy(client, people, place, post="head", to="staff"):
    return client.post_form(
        f"{people}/posts/{place.posts[post]}/deputy", to=str(place.people[to]), last_day=later(), reason="Nghỉ phép"
    )


def test_a_holder_names_a_deputy_who_sees_it_and_takes_it_back(client, app, people, place):
    client.sign_in("head")
    assert "Đặng Văn Viên" in name_deputy(client, people, place).text
    deputy = app.test_client()
    deputy.sign_in("staff")
    assert "thay Vũ Thị Chánh" in deputy.get(f"{people}/delegations").text
    page = client.post_form(f"{people}/delegations", "/end").text
    assert "thay Vũ Thị Chánh" not in page


def test_only_holder_and_administrator_name_a_deputy(client, people, place):
    client.sign_in("author")
    assert client.get(f"{people}/posts/{place.posts['head']}/deputy").status_code == 403


def test_only_they_take_it_back(client, app, people, place):
    client.sign_in("head")
    name_deputy(client, people, place)
    page = client.get(f"{people}/delegations").text
    action = re.search(r'action="([^"]*/delegations/\d+/end)"', page)[1]
    deputy = app.test_client()
    deputy.sign_in("staff")
    token = re.search(r'name="csrf_token" value="([^"]+)"', deputy.get(f"{people}/delegations").text)[1]
    assert deputy.post(action, data={"csrf_token": token}).status_code == 403


def test_a_person_notes_and_cancels_their_absence(client, people, place):
    client.sign_in("staff")
    page = client.post_form(
        f"{people}/{place.people['staff']}/absences/new", kind="duty", last_on=later(), reason="Tập huấn"
    )
    assert "Tập huấn" in page.text
    assert "Tập huấn" in client.get("/me").text
    assert "Tập huấn" not in client.post_form(f"{people}/absences", "/remove").text


def test_a_head_sees_the_absences_of_their_unit_only(client, app, people, place):
    staff = app.test_client()
    staff.sign_in("staff")
    staff.post_form(f"{people}/{place.people['staff']}/absences/new", reason="Khám bệnh")
    client.sign_in("head_centre")
    assert "Khám bệnh" in client.get(f"{people}/absences").text
    other = app.test_client()
    other.sign_in("head_economy")
    assert "Khám bệnh" not in other.get(f"{people}/absences").text
    assert other.get(f"{people}/{place.people['staff']}/absences/new").status_code == 403


def test_days_gone_by_are_not_noted_by_oneself(client, people, place):
    client.sign_in("staff")
    answer = client.post_form(
        f"{people}/{place.people['staff']}/absences/new", first_on=(today() - timedelta(days=1)).isoformat()
    )
    assert answer.status_code == 422


def hand_over(client, people, place, **more):
    url = f"{people}/{place.people['head']}/hand-over"
    return client.post_form(url, to=str(place.people["author"]), reason="Nghỉ hưu", **more)


def test_a_hand_over_is_shown_before_it_is_done(client, people, place):
    client.sign_in("admin")
    page = hand_over(client, people, place)
    assert page.status_code == 200
    assert "1 mục sẽ sang người kế nhiệm" in page.text
    assert "Chánh Văn phòng" in client.get(f"{people}/{place.people['head']}").text
    assert "Ngô Văn Thảo" not in client.get(f"{people}/posts/{place.posts['head']}").text


def test_a_confirmed_hand_over_moves_everything_and_locks(client, people, place):
    client.sign_in("admin")
    url = f"{people}/{place.people['head']}/hand-over"
    page = hand_over(client, people, place)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    sent = {"to": str(place.people["author"]), "on": today().isoformat(), "reason": "Nghỉ hưu", "lock": "y"}
    page = client.post(url, data=sent | {"csrf_token": token, "confirmed": "1"}, follow_redirects=True)
    assert "Đã khóa" in page.text
    assert "Ngô Văn Thảo" in client.get(f"{people}/posts/{place.posts['head']}").text


def test_the_last_administrator_hands_over_and_the_successor_manages(client, app, people, place):
    client.sign_in("admin")
    url = f"{people}/{place.people['admin']}/hand-over"
    page = client.get(url)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    sent = {"to": str(place.people["quality"]), "on": today().isoformat(), "reason": "Nghỉ hưu", "confirmed": "1"}
    client.post(url, data=sent | {"csrf_token": token})
    successor = app.test_client()
    successor.sign_in("quality")
    assert successor.get(f"{people}/new").status_code == 200


def letters(app, login):
    visitor = app.test_client()
    visitor.sign_in(login)
    return visitor.get("/an-khe/letters").text


def test_a_deputy_is_told_from_when_to_when_and_when_it_is_taken_back(client, app, people, place):
    client.sign_in("head")
    name_deputy(client, people, place)
    assert "Được ủy quyền xử lý thay Vũ Thị Chánh" in letters(app, "staff")
    client.post_form(f"{people}/delegations", "/end")
    assert "Thôi xử lý thay Vũ Thị Chánh" in letters(app, "staff")


def test_the_holder_is_told_when_an_administrator_names_their_deputy(client, app, people, place):
    client.sign_in("admin")
    name_deputy(client, people, place)
    assert "Đặng Văn Viên xử lý thay" in letters(app, "head")


def test_a_successor_is_told_what_came_over(client, app, people, place):
    client.sign_in("admin")
    url = f"{people}/{place.people['head']}/hand-over"
    token = re.search(r'name="csrf_token" value="([^"]+)"', hand_over(client, people, place).text)[1]
    sent = {"to": str(place.people["author"]), "on": today().isoformat(), "reason": "Nghỉ hưu", "csrf_token": token}
    assert "Nhận bàn giao" not in letters(app, "author")
    client.post(url, data=sent | {"confirmed": "1"})
    assert "Nhận bàn giao từ Vũ Thị Chánh" in letters(app, "author")
