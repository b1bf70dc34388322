"""The life of a procedure in a real browser: both languages, desktop and phone, and once with its scripts blocked."""

from __future__ import annotations

import re

import pytest

from iso_qms.clock import today
from tests.fixtures.browsers import press
from tests.fixtures.places import PASSWORD

ROOM = "/an-khe/documents"
SIZES = [("vi-VN", 390), ("en-GB", 1440)]
SAID = {
    "vi-VN": {"force": "Đang hiệu lực", "done": "Đã xác nhận hiểu lần ban hành này"},
    "en-GB": {"force": "In force", "done": "You have understood this revision"},
}

# Without scripts an address keeps the place at which a form that is refused would have opened.
A_REVISION, THE_DOCUMENT = re.compile(r"/revisions/\d+(#errors)?$"), re.compile(r"/documents/1-qt-07(#errors)?$")


class Life:
    """One procedure and those who have a part in it."""

    def __init__(self, come, place, look) -> None:
        self.come, self.place, self.look, self.pages = come, place, look, {}

    def open(self, login, address, *, looked=True):
        page = self.pages.setdefault(login, None) or self.come(login)
        self.pages[login] = page
        page.goto(address)
        if looked:
            self.look(page)
        return page

    def written(self):
        page = self.open("author", f"{ROOM}/register")
        page.fill("[name=code]", "QT-07")
        page.fill("[name=title]", "Cấp giấy xác nhận")
        page.select_option("[name=unit]", str(self.place.units["economy"]))
        page.select_option("[name=owner]", str(self.place.posts["head_economy"]))
        press(page.locator("[data-primary]"))
        page.wait_for_url(re.compile("/edit$"))
        page.goto(f"{page.url}/texts")
        page.fill("[name=text_purpose]", "Thống nhất cách làm.")
        press(page.locator("[data-primary]"))
        self.look(page)
        page = self.open("quality", f"{ROOM}/1/distribution")
        page.check(f"[name=post-{self.place.posts['staff']}]")
        press(page.locator("[data-primary]"))
        self.look(page)

    def sent(self, address):
        page = self.open("author", f"{address}/route")
        page.select_option("[name=places-0-post]", str(self.place.posts["head_culture"]))
        page.select_option("[name=approver]", str(self.place.posts["leader"]))
        press(page.locator("[data-primary]"))
        press(page.locator("a[href$='moves/submit']"))
        self.look(page)
        press(page.locator("[data-primary]"))
        page.wait_for_url(A_REVISION)
        self.look(page)

    def judged(self, address):
        page = self.open("head_culture", f"{address}/opinion")
        page.check("[name=opinion][value=agree]")
        press(page.locator("[data-primary]"))
        page.wait_for_url(A_REVISION)
        self.look(page)
        page = self.open("leader", f"{address}/moves/approve")
        page.fill("[name=effective_on]", today().isoformat())
        page.fill("[name=own_password]", PASSWORD)
        press(page.locator("[data-primary]"))
        page.wait_for_url(A_REVISION)
        self.look(page)
        return page

    def acknowledged(self, address):
        page = self.open("staff", f"{address}/acknowledge")
        press(page.locator("[data-primary]"))
        page.wait_for_url(THE_DOCUMENT)
        self.look(page)
        return self.open("staff", f"{address}/acknowledge")


@pytest.mark.parametrize(("locale", "width"), SIZES)
def test_it_is_written_approved_and_acknowledged(visit, axe, place, locale, width):
    life = Life(lambda login: visit(login, locale=locale, width=width), place, axe)
    address = f"{ROOM}/1/revisions/1"
    life.written()
    life.sent(address)
    assert SAID[locale]["force"] in life.judged(address).inner_text("main")
    assert SAID[locale]["done"] in life.acknowledged(address).inner_text("main")
    for path in ("/?all=1", "/acknowledgements", "/decisions", "/1", "/1/differences", "/1/revisions/1/print"):
        life.open("staff", f"{ROOM}{path}")
    for path in ("/1/start", "/1/entry", "/decisions/new"):
        life.open("author", f"{ROOM}{path}")


def test_it_lives_with_scripts_blocked(visit, place):
    def come(login):
        page = visit(login)
        page.route("**/app.js*", lambda route: route.abort())
        return page

    life = Life(come, place, lambda page: None)
    address = f"{ROOM}/1/revisions/1"
    life.written()
    life.sent(address)
    life.judged(address)
    assert SAID["vi-VN"]["done"] in life.acknowledged(address).inner_text("main")


def test_sections_are_moved_by_keyboard(visit, place):
    page = visit("author")
    page.goto(f"{ROOM}/register")
    page.select_option("[name=kind]", "policy")
    page.fill("[name=code]", "CSCL-01")
    page.fill("[name=title]", "Chính sách chất lượng")
    page.select_option("[name=unit]", str(place.units["economy"]))
    press(page.locator("[data-primary]"))
    page.wait_for_url(re.compile("/edit$"))
    page.fill("[name=sections-0-heading]", "Một")
    page.fill("[name=sections-0-text]", "một")
    page.click("[data-rows] > button[value=add]")
    page.fill("[name=sections-1-heading]", "Hai")
    page.press("[name=sections-1-heading]", "Alt+ArrowUp")
    assert page.input_value("[name=sections-0-heading]") == "Hai"
    press(page.locator("[data-primary]"))
    page.wait_for_url(re.compile(r"/revisions/1$"))
    headings = page.locator("section[id^=b] > h2").all_inner_texts()
    assert headings == ["Hai", "Một"]
