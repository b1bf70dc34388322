"""Somebody new comes to the agency, is given a post, sets a password, is represented and leaves: in a real browser."""

from datetime import timedelta

import pytest

from iso_qms.clock import today
from tests.fixtures.browsers import press
from tests.organisation.test_roster import PEOPLE, UNITS, book

SIZES = [("vi-VN", 1440), ("en-GB", 390)]
WORDS = {
    "vi-VN": {"give": "Giao chức vụ", "link": "Tạo liên kết một lần", "lock": "Khóa tài khoản…"},
    "en-GB": {"give": "Give the post", "link": "Make a one-time link", "lock": "Lock the account…"},
}


@pytest.mark.parametrize(("locale", "width"), SIZES)
def test_a_newcomer_is_entered_and_lets_themselves_in(visit, axe, place, locale, width):
    words, people = WORDS[locale], f"/{place.agency}/people"
    admin = visit("admin", locale=locale, width=width)
    admin.goto(f"{people}/units/{place.units['office']}/posts/new")
    admin.fill("[name=title]", "Văn thư")
    press(admin.locator("[data-primary]"))
    axe(admin)
    admin.goto(f"{people}/new")
    admin.fill("[name=name]", "Trần Thị Mới")
    admin.fill("[name=login]", "moi")
    axe(admin)
    press(admin.locator("[data-primary]"))
    press(admin.locator("a[href$='/posts/new']"))
    admin.select_option("[name=post]", label="Văn thư · Văn phòng HĐND và UBND")
    press(admin.get_by_role("button", name=words["give"]))
    axe(admin)
    press(admin.get_by_role("button", name=words["link"]))
    axe(admin)
    address = admin.input_value("#link")
    newcomer = visit(locale=locale, width=width)
    newcomer.goto(address)
    axe(newcomer)
    newcomer.fill("[name=password]", "một mật khẩu riêng")
    newcomer.fill("[name=again]", "một mật khẩu riêng")
    press(newcomer.locator("button.primary"))
    newcomer.fill("[name=login]", "moi")
    newcomer.fill("[name=password]", "một mật khẩu riêng")
    press(newcomer.locator("button.primary"))
    assert newcomer.url.endswith(f"/{place.agency}/")
    newcomer.goto(address)
    assert not newcomer.locator("[name=password]").count(), "the link serves once"
    axe(newcomer)


@pytest.mark.parametrize(("locale", "width"), SIZES)
def test_a_deputy_is_named_and_a_leaver_hands_over(visit, axe, place, locale, width):
    people = f"/{place.agency}/people"
    head = visit("head", locale=locale, width=width)
    head.goto(f"{people}/delegations")
    press(head.locator("a[href$='/deputy']"))
    head.select_option("[name=to]", str(place.people["staff"]))
    head.fill("[name=last_day]", (today() + timedelta(days=5)).isoformat())
    axe(head)
    press(head.locator("[data-primary]"))
    assert head.locator("main", has_text="Đặng Văn Viên").is_visible()
    axe(head)
    admin = visit("admin", locale=locale, width=width)
    admin.goto(f"{people}/{place.people['head']}/hand-over")
    admin.select_option("[name=to]", str(place.people["author"]))
    admin.fill("[name=reason]", "Nghỉ hưu")
    press(admin.locator("[data-primary]"))
    axe(admin)
    press(admin.locator("[name=confirmed]"))
    admin.goto(f"{people}/posts/{place.posts['head']}")
    assert admin.locator("main", has_text="Ngô Văn Thảo").is_visible()
    axe(admin)


@pytest.mark.parametrize(("locale", "width"), SIZES)
def test_a_roster_is_looked_at_and_entered(visit, axe, place, locale, width):
    people = f"/{place.agency}/people"
    rows = [["Lê Văn An", "an", "", "ông", "Tổ trưởng", "TH", "x", "staff"], ["Ai Đó", "", "", "", "Văn thư", "XX"]]
    content = book(Units=[UNITS, ["TH", "Tổ tổng hợp", "VP"]], People=[PEOPLE, *rows])
    admin = visit("admin", locale=locale, width=width)
    admin.goto(f"{people}/import")
    axe(admin)
    admin.set_input_files("[name=file]", {"name": "nhân sự.xlsx", "mimeType": "application/x", "buffer": content})
    press(admin.locator("[data-primary]"))
    assert admin.locator("main", has_text="Tổ tổng hợp").is_visible()
    axe(admin)
    press(admin.locator("[data-primary]"))
    admin.goto(f"{people}?all=1")
    assert admin.locator("main", has_text="Lê Văn An").is_visible()


def test_every_page_of_the_organisation_is_in_order_on_a_dark_telephone(visit, axe, place):
    people = f"/{place.agency}/people"
    person, unit, post = place.people["clerk"], place.units["office"], place.posts["head"]
    pages = ["", "/units", "/delegations", "/absences", "/roles", f"/{person}", f"/units/{unit}", f"/posts/{post}"]
    forms = [f"/{person}/{act}" for act in ("change", "lock", "roles/new", "absences/new", "posts/new")]
    forms += [f"/units/{unit}/{act}" for act in ("change", "close")] + [f"/posts/{post}/change", f"/posts/{post}/end"]
    admin = visit("admin", locale="en-GB", width=390)
    admin.emulate_media(color_scheme="dark")
    for page in [*(people + path for path in [*pages, *forms, "/units/new"]), "/me", "/me/password"]:
        assert admin.goto(page).status == 200, page
        axe(admin)
    guest = visit(width=390)
    guest.goto("/sign-in")
    guest.fill("[name=login]", "nobody")
    guest.fill("[name=password]", "wrong")
    press(guest.locator("button.primary"))
    axe(guest)
