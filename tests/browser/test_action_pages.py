"""An action from the first word to its verification, in a real browser: both languages, desktop and phone."""

import pytest
import time_machine

from iso_qms.db import db, transaction
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.effect import measuring
from iso_qms.improvement.effect.reckoning import measure_effect
from iso_qms.improvement.jobs import follow_ups_round
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.people import Person
from tests.fixtures.browsers import press

SIZES = [("vi-VN", 1440), ("en-GB", 390)]
WORDS = {
    "vi-VN": {"chain": "Từ sự việc đến nguyên nhân", "later": "Lên bàn lãnh đạo", "ended": "Đã đóng"},
    "en-GB": {"chain": "From what happened to its cause", "later": "Up to leadership", "ended": "Closed"},
}
ROOM = "/an-khe/improvement"
EVIDENCE = {"name": "quyết định.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 x"}


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02T09:00+07:00") as traveller:
        yield traveller


@pytest.mark.parametrize(("locale", "width"), SIZES)
def test_an_action_is_planned_extended_carried_out_and_verified(clock, live_house, visit, axe, place, locale, width):
    def come(login):
        return visit(login, locale=locale, width=width)

    quality = come("quality")
    one = opened(quality, place, axe)
    action = planned(come("head_centre"), one, place, axe, WORDS[locale])
    accepted(quality, action, axe, WORDS[locale])
    # Whoever was signed in is signed out by then: eleven days go by.
    clock.move_to("2026-03-13T07:15+07:00")
    with live_house.app.app_context():
        assert follow_ups_round() == 1
    owner = come("staff")
    extended(owner, come("head_centre"), action, axe)
    carried_out(owner, action, axe)
    measured(live_house, place, action)
    verified(come("quality"), action, one, axe, WORDS[locale])


def opened(page, place, axe):
    page.goto(f"{ROOM}/")
    axe(page)
    page.goto(f"{ROOM}/nonconformities/new")
    page.click("[data-primary]")
    page.locator(".errors").wait_for()
    axe(page)
    page.fill("[name=title]", "31 trên 250 hồ sơ trả quá hạn")
    page.select_option("[name=unit]", str(place.units["centre"]))
    page.fill("[name=criterion]", "QT-12, bước 4")
    page.click("[data-primary]")
    page.wait_for_url(f"**{ROOM}/nonconformities/*")
    axe(page)
    return page.url


def planned(page, one, place, axe, words):
    page.goto(f"{one}/moves/analyse")
    axe(page)
    page.fill("[name=whys-0]", "Hồ sơ chờ ký")
    page.fill("[name=whys-1]", "Chỉ một người có quyền ký")
    page.fill("[name=statement]", "Quy trình ghi tên người, không ghi chức vụ")
    page.click("[data-primary]")
    page.get_by_role("list", name=words["chain"]).wait_for()
    page.goto(f"{one}/plan")
    axe(page)
    page.fill("[name=what]", "Phân công ký thay theo chức vụ")
    page.select_option("[name=owner_post]", str(place.posts["staff"]))
    page.fill("[name=due_on]", "2026-03-16")
    page.fill("[name=expected]", "Không quá 3 % trong 60 ngày")
    page.check("[name=measure][value=check]")
    page.fill("[name=question]", "Hồ sơ trả đúng hẹn?")
    page.fill("[name=sample_size]", "2")
    page.fill("[name=target]", "95")
    page.click("[data-primary]")
    page.wait_for_url(f"**{ROOM}/actions/*")
    axe(page)
    return page.url


def accepted(page, action, axe, words):
    page.goto(f"{action}/moves/accept")
    axe(page)
    page.select_option("[name=verifier]", index=1)
    page.click("[data-primary]")
    page.get_by_text(words["later"]).wait_for()
    axe(page)


def extended(owner, head, action, axe):
    owner.goto(f"{action}/extend")
    owner.fill("[name=to_day]", "2026-03-23")
    owner.fill("[name=reason]", "Chờ quyết định phân công")
    axe(owner)
    press(owner.locator("[data-primary]"))
    head.goto(action)
    axe(head)
    press(head.locator(".side a[href$='moves/grant']"))
    axe(head)
    head.click("[data-primary]")
    head.locator("td .badge.done").wait_for()
    axe(head)


def carried_out(page, action, axe):
    page.goto(f"{action}/moves/carry_out")
    page.fill("[name=result]", "Đã ký quyết định phân công")
    page.set_input_files("[name=files]", EVIDENCE)
    axe(page)
    page.click("[data-primary]")
    page.get_by_role("link", name="quyết định.pdf", exact=True).wait_for()


def measured(live_house, place, action):
    with live_house.app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        one = db.session.get_one(CorrectiveAction, int(action.rsplit("/", 1)[1]))
        by = db.session.get_one(Person, place.people["inspector"])
        for which in ("HS-1", "HS-2"):
            measuring.look_at(one, by=by, which=which, is_right=True, evidence="Sổ theo dõi")
        assert measure_effect(one, by=clock_of(place.agency_id)) == 1


def verified(page, action, one, axe, words):
    page.goto(f"{action}/moves/verify")
    axe(page)
    page.fill("[name=assessment]", "Tháng 4 còn 2 %")
    page.fill("[name=early]", "Đã đủ số liệu")
    page.click("[data-primary]")
    page.wait_for_url(action)
    axe(page)
    page.goto(one)
    page.locator("h1 + .under-title").get_by_text(words["ended"]).wait_for()
    axe(page)
