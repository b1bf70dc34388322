"""Somebody new comes to the agency, is given a post, sets a password, is represented and leaves: in a real browser."""

from datetime import timedelta

import pytest

from iso_qms.clock import today
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
    admin.click("[data-primary]")
    axe(admin)
    admin.goto(f"{people}/new")
    admin.fill("[name=name]", "Trần Thị Mới")
    admin.fill("[name=login]", "moi")
    axe(admin)
    admin.click("[data-primary]")
    admin.click("a[href$='/posts/new']")
    admin.select_option("[name=post]", label="Văn thư · Văn phòng HĐND và UBND")
    admin.get_by_role("button", name=words["give"]).click()
    axe(admin)
    admin.get_by_role("button", name=words["link"]).click()
    axe(admin)
    address = admin.input_value("#link")
    newcomer = visit(locale=locale, width=width)
    newcomer.goto(address)
    axe(newcomer)
    newcomer.fill("[name=password]", "một mật khẩu riêng")
    newcomer.fill("[name=again]", "một mật khẩu riêng")
    newcomer.click("button.primary")
    newcomer.fill("[name=login]", "moi")
    newcomer.fill("[name=password]", "một mật khẩu riêng")
    newcomer.click("button.primary")
    newcomer.wait_for_url(f"**/{place.agency}/")
    newcomer.goto(address)
    axe(newcomer)


@pytest.mark.parametrize(("locale", "width"), SIZES)
def test_a_deputy_is_named_and_a_leaver_hands_over(visit, axe, place, locale, width):
    people = f"/{place.agency}/people"
    head = visit("head", locale=locale, width=width)
    head.goto(f"{people}/delegations")
    head.click("a[href$='/deputy']")
    head.select_option("[name=to]", str(place.people["staff"]))
    head.fill("[name=last_day]", (today() + timedelta(days=5)).isoformat())
    axe(head)
    head.click("[data-primary]")
    head.get_by_text("Đặng Văn Viên").first.wait_for()
    axe(head)
    admin = visit("admin", locale=locale, width=width)
    admin.goto(f"{people}/{place.people['head']}/hand-over")
    admin.select_option("[name=to]", str(place.people["author"]))
    admin.fill("[name=reason]", "Nghỉ hưu")
    admin.click("[data-primary]")
    axe(admin)
    admin.click("[name=confirmed]")
    admin.goto(f"{people}/posts/{place.posts['head']}")
    admin.get_by_text("Ngô Văn Thảo").first.wait_for()
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
    admin.click("[data-primary]")
    admin.get_by_text("Tổ tổng hợp").first.wait_for()
    axe(admin)
    admin.click("[data-primary]")
    admin.goto(f"{people}?all=1")
    admin.get_by_text("Lê Văn An").first.wait_for()


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
    guest.click("button.primary")
    axe(guest)
