"""Letters are read and the machine is looked after, in a real browser."""

import pytest
from sqlalchemy import select

from iso_qms.clock import now
from iso_qms.db import db, transaction
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.outbox import Letter, tell
from iso_qms.rounds import each_due
from iso_qms.timetable import tick
from tests.fixtures.browsers import press

SIZES = [("vi-VN", 1440), ("en-GB", 390)]
WORDS = {
    "vi-VN": {"menu": "Thư", "unread": "Chưa đọc", "again": "Thử lại"},
    "en-GB": {"menu": "Letters", "unread": "Unread", "again": "Try again"},
}
LONG = "https://qms.an-khe.test/an-khe/documents/1-quy-trinh-dang-ky-khai-sinh-luu-dong-tai-nha-nguoi-dan/revisions/2"


@pytest.fixture
def mail(live_house, place):
    """Letters to the head of office and to the administrator, one of them refused; a round with something set aside."""
    with live_house.app.app_context():
        with transaction():
            choose(db.session.get(Agency, place.agency_id))
            head, clerk, admin = (db.session.get_one(Person, place.people[one]) for one in ("head", "clerk", "admin"))
            for number in range(60):
                tell(head, "calendar_moved", about=clerk, by=admin, sentences=[f"Việc thứ {number}.", LONG])
            tell(head, "calendar_moved", about=clerk, by=admin, urgent=True, key="refused", sentences=["Một việc."])
            letter = db.session.scalars(select(Letter).where(Letter.key.startswith("refused"))).one()
            letter.next_try_at, letter.set_aside_at, letter.last_error = None, now(), "550 5.1.1 no such mailbox here"
        each_due("effect", lambda: select(Person).where(Person.login == "clerk"), _fail)


@pytest.mark.parametrize(("locale", "width"), SIZES)
def test_letters_are_found_read_and_lead_to_their_thing(visit, axe, place, mail, locale, width):
    words, head = WORDS[locale], visit("head", locale=locale, width=width)
    axe(head)
    head.click("details.me summary")
    axe(head)
    press(head.locator("details.me").get_by_role("link", name=words["menu"]))
    axe(head)
    press(head.get_by_role("link", name=words["unread"]).first)
    axe(head)
    press(head.locator("tbody a").first)
    axe(head)
    press(head.locator("a.button.primary"))
    head.get_by_role("heading", level=1, name="Tạ Văn Địa").wait_for()
    head.goto(f"/{place.agency}/letters?unread=1")
    press(head.locator("form[action$='/letters/read'] button"))
    axe(head)
    head.goto(f"/{place.agency}/letters?unread=1")
    axe(head)


@pytest.mark.parametrize(("locale", "width"), SIZES)
def test_an_administrator_looks_after_the_machine(visit, axe, live_house, place, mail, locale, width):
    words, admin = WORDS[locale], visit("admin", locale=locale, width=width)
    admin.emulate_media(color_scheme="dark" if width == 390 else "light")
    admin.goto(f"/{place.agency}/operating")
    admin.get_by_text("iso-qms timetable").wait_for()
    axe(admin)
    tick(live_house.app)
    admin.reload()
    axe(admin)
    press(admin.get_by_role("button", name=words["again"]))
    admin.get_by_text("550 5.1.1").wait_for(state="detached")
    axe(admin)


def _fail(person, clock):
    raise ValueError(f"{person.name} cannot be done")
