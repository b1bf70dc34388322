"""The pages of the working calendar."""

import pytest


@pytest.fixture
def address(place):
    return f"/{place.agency}/people/calendar"


def test_everybody_reads_the_calendar_and_only_who_manages_changes_it(client, address):
    client.sign_in("staff")
    page = client.get(f"{address}?year=2026")
    assert page.status_code == 200
    assert "2026-09-02" in page.text or "02/09/2026" in page.text
    assert f"{address}/2026-11-20" not in page.text
    assert client.get(f"{address}/2026-11-20").status_code == 403


def test_a_day_is_changed_and_made_ordinary_again(client, address):
    client.sign_in("admin")
    day = f"{address}/2026-11-20"
    page = client.post_form(day, kind="holiday", name_vi="Ngày truyền thống", reason="QĐ 12")
    assert page.request.path == address
    assert "Ngày truyền thống" in page.text
    page = client.post_form(day, kind="ordinary")
    assert "Ngày truyền thống" not in page.text


def test_a_day_that_makes_no_sense_comes_back_with_what_was_typed(client, address):
    client.sign_in("admin")
    page = client.post_form(f"{address}/2026-11-20", kind="makeup", name_vi="Làm bù đợt hai")
    assert page.status_code == 422
    assert "Làm bù đợt hai" in page.text


def test_a_year_is_confirmed_and_the_next_one_opened(client, address):
    client.sign_in("admin")
    page = client.post_form(f"{address}?year=2027", "/confirm")
    assert "/confirm" not in page.text
    page = client.post_form(f"{address}?year=2027", "/years")
    assert page.request.args["year"] == "2028"
    assert "/confirm" in page.text


def test_office_hours_are_typed_as_people_write_them(client, address, place):
    client.sign_in("admin")
    lines = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "7h30-11h30; 13:30–17")
    unit = place.units["centre"]
    page = client.post_form(f"{address}/hours", unit=unit, since="2026-06-01", **lines, sat="8-11h30", sun="")
    assert "07:30–11:30, 13:30–17:00" in page.text
    assert "08:00–11:30" in page.text


def test_hours_that_cannot_be_read_are_said_at_their_line(client, address):
    client.sign_in("admin")
    page = client.post_form(f"{address}/hours", mon="all day")
    assert page.status_code == 422
    assert "all day" in page.text


def test_a_day_that_is_none_is_not_found(client, address):
    client.sign_in("admin")
    assert client.get(f"{address}/2026-02-30").status_code == 404


def test_months_are_named_in_the_language_of_the_reader(client, address):
    client.sign_in("staff")
    for language, name in (("vi", "Tháng 3"), ("en", "March")):
        page = client.get(f"{address}?year=2026", headers={"Accept-Language": language})
        assert f"<caption>{name}</caption>" in page.text
