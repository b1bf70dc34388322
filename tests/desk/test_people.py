"""People, their accounts and posts, through the pages."""

import io
import re

import openpyxl
import pytest

from iso_qms.clock import today
from tests.fixtures.places import PASSWORD


@pytest.fixture
def admin(client, place):
    client.sign_in("admin")
    return client


def test_everybody_of_the_agency_is_listed_and_nobody_of_another(admin, people):
    page = admin.get(people).text
    assert "Vũ Thị Chánh" in page
    assert "Hà Thị Lạ" not in page
    assert "ISO-QMS</a>" not in page


@pytest.mark.parametrize("typed", ["chanh", "CHÁNH", "thị chánh", "head@an-khe"])
def test_a_name_is_found_with_and_without_marks(admin, people, typed):
    page = admin.get(people, query_string={"q": typed}).text
    assert "Vũ Thị Chánh" in page
    assert "Đặng Văn Viên" not in page


def test_a_unit_counts_with_all_under_it(admin, people, place):
    page = admin.get(people, query_string={"unit": place.units["economy"]}).text
    assert "Tạ Văn Địa" in page
    assert "Vũ Thị Chánh" not in page


def test_filters_are_kept_and_leave_as_excel(admin, people):
    admin.get(people, query_string={"q": "chánh"})
    page = admin.get(people, follow_redirects=True).text
    assert "Đặng Văn Viên" not in page
    answer = admin.get(people, query_string={"q": "chánh", "as": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["Vũ Thị Chánh"]
    assert "as=xlsx" not in admin.get(people).headers.get("Location", "")


def test_a_list_costs_few_queries_however_many_people(admin, people, app, place):
    from sqlalchemy import event

    from iso_qms.db import db

    asked = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    admin.get(people)
    assert len(asked) <= 15, "\n".join(asked)


def test_only_an_administrator_manages(client, people, place):
    client.sign_in("leader")
    assert client.get(people).status_code == 200
    assert client.get(f"{people}/new").status_code == 403
    assert "Khóa tài khoản" not in client.get(f"{people}/{place.people['head']}").text


def test_devices_and_history_are_for_oneself_and_administrators(client, people, place):
    client.sign_in("staff")
    assert "Lịch sử" not in client.get(f"{people}/{place.people['head']}").text
    assert "Lịch sử" in client.get(f"{people}/{place.people['staff']}").text
    assert client.get(f"/{place.agency}/history/person/{place.people['head']}").status_code == 404


@pytest.mark.parametrize("path", ["", "/change", "/lock", "/hand-over", "/posts/new", "/roles/new"])
def test_somebody_of_another_agency_is_not_found(admin, people, place, path):
    assert admin.get(f"{people}/{place.stranger_id}{path}").status_code == 404


def test_a_person_is_entered_given_a_post_and_sets_their_own_password(admin, app, people, place):
    unit = f"{people}/units/{place.units['office']}"
    admin.post_form(f"{unit}/posts/new", title="Văn thư")
    page = admin.post_form(f"{people}/new", name="Trần Thị Mới", login="moi", salutation="bà")
    number = int(page.request.path.rsplit("/", 1)[1])
    give = admin.get(f"{people}/{number}/posts/new").text
    post = re.search(r'value="(\d+)">Văn thư', give)[1]
    assert "Văn thư" in admin.post_form(f"{people}/{number}/posts/new", post=post).text
    page = admin.post_form(f"{people}/{number}", "/link")
    link = re.search(r'value="http://[^"]*(/welcome/[^"]+)"', page.text)[1]
    newcomer = app.test_client()
    newcomer.post_form(link, password="của riêng tôi thôi", again="của riêng tôi thôi")
    entered = newcomer.post_form("/sign-in", login="moi", password="của riêng tôi thôi")
    assert entered.request.path == f"/{place.agency}/"
    assert newcomer.get(link).status_code == 410


def test_a_taken_sign_in_name_is_said_and_what_was_typed_stays(admin, people):
    page = admin.post_form(f"{people}/new", name="Trần Thị Mới", login="head", salutation="")
    assert page.status_code == 422
    assert "Vũ Thị Chánh" in page.text
    assert "Trần Thị Mới" in page.text


def test_a_locked_account_is_out_at_once_until_it_is_unlocked(admin, app, people, place):
    clerk = app.test_client()
    clerk.sign_in("clerk")
    url = f"{people}/{place.people['clerk']}"
    assert "Nghỉ hưu" in admin.post_form(f"{url}/lock", reason="Nghỉ hưu").text
    assert clerk.get(f"/{place.agency}/").status_code == 303
    assert clerk.post_form("/sign-in", login="clerk", password=PASSWORD).status_code == 422
    admin.post_form(f"{url}/unlock", reason="Trở lại làm việc")
    assert clerk.post_form("/sign-in", login="clerk", password=PASSWORD).status_code == 200


def test_the_last_administrator_cannot_be_locked(admin, app, people, place):
    admin.post_form(f"{people}/{place.people['quality']}/roles/new", role="administrator")
    quality = app.test_client()
    quality.sign_in("quality")
    quality.post_form(f"{people}/{place.people['admin']}/lock", reason="thử")
    answer = quality.post_form(f"{people}/{place.people['quality']}/lock", reason="thử")
    assert answer.status_code == 422


def test_an_administrator_signs_a_device_out(admin, app, people, place):
    head = app.test_client()
    head.sign_in("head")
    page = admin.get(f"{people}/{place.people['head']}").text
    action = re.search(r'action="[^"]*(/sessions/\d+/end)"', page)[1]
    admin.post_form(f"{people}/{place.people['head']}", action)
    assert head.get(f"/{place.agency}/").status_code == 303


def test_a_post_is_ended_and_stands_among_the_earlier_ones(admin, people, place):
    url = f"{people}/{place.people['clerk']}"
    action = re.search(r'href="[^"]*(/holdings/\d+/end)"', admin.get(url).text)[1]
    page = admin.post_form(f"{people}{action}", last_day="2026-01-31", reason="Chuyển công tác").text
    assert "1 chức vụ trước đây" in page
    assert "31/01/2026" in page


def test_a_role_says_where_it_comes_from(admin, people, place):
    page = admin.post_form(
        f"{people}/{place.people['staff']}/roles/new", role="inspector", unit=str(place.units["economy"])
    ).text
    assert "giao cho cá nhân" in page
    assert "trong Phòng Kinh tế" in page
    assert "theo chức vụ Công chức một cửa" in page


def test_a_last_day_before_the_first_is_refused(admin, people, place):
    answer = admin.post_form(
        f"{people}/{place.people['staff']}/roles/new",
        role="inspector",
        since=today().isoformat(),
        last_day="2026-01-01",
    )
    assert answer.status_code == 422
    assert "Ngày cuối ở trước ngày đầu." in answer.text
