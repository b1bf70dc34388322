"""Units and posts, through the pages."""

import pytest
from sqlalchemy import select

from iso_qms.db import db
from iso_qms.organisation.agencies import across
from iso_qms.outbox import Letter


@pytest.fixture
def admin(client, place):
    client.sign_in("admin")
    return client


@pytest.fixture
def units(place):
    return f"/{place.agency}/people/units"


def test_units_of_another_day_are_shown(admin, units):
    assert "Tổ Đất đai" in admin.get(units).text
    assert "Tổ Đất đai" not in admin.get(units, query_string={"on": "2025-06-30"}).text


def test_a_unit_is_opened_changed_and_closed(admin, units):
    page = admin.post_form(f"{units}/new", name="Tổ Văn thư", code="VT")
    url = page.request.path
    assert "Tổ Văn thư - Lưu trữ" in admin.post_form(f"{url}/change", name="Tổ Văn thư - Lưu trữ").text
    page = admin.post_form(f"{url}/close", reason="Sáp nhập vào Văn phòng")
    assert "Sáp nhập vào Văn phòng" in page.text


def test_a_unit_with_holders_does_not_close_and_says_why(admin, units, place):
    answer = admin.post_form(f"{units}/{place.units['land']}/close", reason="Sáp nhập")
    assert answer.status_code == 422
    assert "Tạ Văn Địa" in answer.text
    assert "Sáp nhập" in answer.text


def test_a_post_is_set_up_changed_and_ended(admin, units, place):
    page = admin.post_form(f"{units}/{place.units['office']}/posts/new", title="Văn thư")
    url = page.request.path
    assert "Đang khuyết" in page.text
    assert "Văn thư - Lưu trữ" in admin.post_form(f"{url}/change", title="Văn thư - Lưu trữ").text
    assert "Tinh giản" in admin.post_form(f"{url}/end", reason="Tinh giản", last_day="2025-12-31").text


def test_the_duties_of_a_post_that_ended_are_passed_on_and_its_heir_is_told(admin, units, place, app):
    page = admin.post_form(f"{units}/{place.units['office']}/posts/new", title="Văn thư", since="2025-07-01")
    url, heir = page.request.path, str(place.posts["staff"])
    ended = admin.post_form(f"{url}/end", reason="Tinh giản", last_day="2025-12-31", heir="0")
    assert "do người phụ trách đơn vị đảm nhiệm" in ended.text
    refused = admin.post_form(f"{url}/pass-on", reason="Nhận việc", heir="0")
    assert refused.status_code == 422
    assert "Công chức một cửa" in admin.post_form(f"{url}/pass-on", reason="Nhận việc", heir=heir).text
    with app.app_context(), across():
        told = db.session.scalars(select(Letter).where(Letter.name == "duties_passed_on")).one()
        assert told.person_id == place.people["staff"] and "Văn thư" in told.subject


def test_a_role_is_given_to_a_post(admin, place):
    url = f"/{place.agency}/people/posts/{place.posts['staff']}"
    assert "Kiểm soát viên" in admin.post_form(f"{url}/roles/new", role="inspector").text


@pytest.mark.parametrize("as_whom", ["staff", "leader"])
def test_others_read_and_change_nothing(client, units, place, as_whom):
    client.sign_in(as_whom)
    assert client.get(f"{units}/{place.units['office']}").status_code == 200
    assert client.get(f"{units}/new").status_code == 403
    assert client.get(f"{units}/{place.units['office']}/close").status_code == 403


def test_a_unit_of_another_agency_is_not_found(client, place):
    client.sign_in("stranger")
    assert client.get(f"/{place.other_agency}/people/units/{place.units['office']}").status_code == 404


def test_rights_stand_on_a_page(client, place):
    client.sign_in("staff")
    assert "Quản lý đơn vị, chức vụ, người và quyền" in client.get(f"/{place.agency}/people/roles").text
