"""The board of actions in a real browser: with the mouse, by keyboard, on a phone, and without scripts."""

import pytest
import time_machine

from iso_qms.db import db, transaction
from iso_qms.improvement.action import acting
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.organisation.agencies import Agency, choose
from tests.fixtures.browsers import press
from tests.improvement.conftest import Case

BOARD = "/an-khe/improvement/board"


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02T09:00+07:00") as traveller:
        yield traveller


@pytest.fixture
def plans(clock, live_house, place):
    """Two plans that wait to be accepted, planned by the head."""
    with live_house.app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        case = Case(place)
        return [case.planned(what=what).id for what in ("Sửa quy trình", "Tập huấn")]


@pytest.fixture
def state_of(live_house, place):
    def state_of(number):
        with live_house.app.app_context(), transaction():
            choose(db.session.get(Agency, place.agency_id))
            return db.session.get_one(CorrectiveAction, number).state

    return state_of


def card(page, number):
    return page.locator(f"#action-{number}")


def column(page, state):
    return page.locator(f"[data-state={state}]")


def said(page):
    return page.locator("[data-board-said]")


def settled(page, number):
    """Wait until the page was read again and the card stands where it was moved to."""
    page.locator(f"[data-state=accepted] #action-{number}:not(.waiting)").wait_for()


def test_a_card_drawn_with_the_mouse_waits_for_a_word_asks_for_what_is_missing_or_springs_back(
    plans, visit, axe, state_of, live_house, place
):
    page = visit("quality", locale="en-GB")
    page.goto(BOARD)
    one, other = plans
    # A move nobody may make: back with the reason.
    card(page, one).drag_to(column(page, "effective"))
    assert "No move leads from “Planned, not yet accepted” to “Effective”." in said(page).inner_text()
    # A move that asks for nothing waits for a word, and can be undone as long as nobody was told.
    card(page, one).drag_to(column(page, "accepted"))
    assert column(page, "accepted").locator(f"#action-{one}").count() == 1
    assert "Nothing has been told yet." in said(page).inner_text()
    axe(page)
    page.get_by_role("button", name="Put it back").click()
    assert column(page, "planned").locator(f"#action-{one}").count() == 1 and state_of(one) == "planned"
    card(page, one).drag_to(column(page, "accepted"))
    said(page).get_by_role("button", name="Accept the plan").click()
    settled(page, one)
    assert state_of(one) == "accepted"
    # A move that asks for a reason asks for it on its page.
    with page.expect_navigation():
        card(page, other).drag_to(column(page, "returned"))
    assert page.url.endswith(f"/actions/{other}/moves/return_plan")
    # What somebody else did meanwhile is refused by the server, and the card springs back with its words.
    page.goto(BOARD)
    card(page, other).drag_to(column(page, "accepted"))
    with live_house.app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        case = Case(place)
        acting.return_plan(db.session.get_one(CorrectiveAction, other), by=case.person("quality"), note="Thiếu hạn")
    said(page).get_by_role("button", name="Accept the plan").click()
    said(page).filter(has_text="does not go to").wait_for()
    assert column(page, "planned").locator(f"#action-{other}").count() == 1 and state_of(other) == "returned"


def test_a_card_is_moved_by_keyboard_and_every_step_is_told(plans, visit, state_of):
    page = visit("quality", locale="en-GB")
    page.goto(BOARD)
    one, code = plans[0], card(page, plans[0]).locator(".code").inner_text()
    summary = card(page, one).locator("summary")
    assert said(page).get_attribute("role") == "status"
    summary.focus()
    page.keyboard.press("ArrowRight")
    assert said(page).inner_text() == f"{code}: “Plan returned”, column 2 of 7. Enter: Return the plan…."
    page.keyboard.press("ArrowRight")
    assert said(page).inner_text() == f"{code}: “Being carried out”, column 3 of 7. Enter: Accept the plan."
    page.keyboard.press("Escape")
    assert said(page).inner_text() == "The card stays where it is."
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert "“Not effective”, column 6 of 7, is not open to it. No move leads" in said(page).inner_text()
    page.keyboard.press("Enter")
    assert f"{code} does not go to “Not effective”." in said(page).inner_text()
    for _n in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    for _n in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert "Accept the plan" in page.evaluate("document.activeElement.textContent") and state_of(one) == "planned"
    page.keyboard.press("Escape")
    assert f"{code} is back in “Planned, not yet accepted”. Nobody was told." in said(page).inner_text()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    settled(page, one)
    assert state_of(one) == "accepted"


def test_on_a_phone_a_card_is_moved_by_tapping(plans, browser, live, state_of, axe):
    from tests.fixtures.browsers import sign_in

    size = {"width": 390, "height": 844}
    context = browser.new_context(base_url=live, locale="vi-VN", viewport=size, has_touch=True, is_mobile=True)
    page = context.new_page()
    sign_in(page, "quality", "")
    page.goto(BOARD)
    one = card(page, plans[0])
    drawn_with_a_finger(context.new_cdp_session(page), page, one, column(page, "accepted"))
    assert column(page, "accepted").locator(f"#action-{plans[0]}").count() == 1 and state_of(plans[0]) == "planned"
    page.get_by_role("button", name="Trả thẻ về chỗ cũ").tap()
    one.locator("summary").tap()
    axe(page)
    button = one.get_by_role("button", name="Duyệt kế hoạch")
    assert button.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with page.expect_navigation():
        button.tap()
    context.close()
    assert state_of(plans[0]) == "accepted"


def drawn_with_a_finger(fingers, page, one, target):
    """By its corner, to the lower edge of the screen, until the page has brought the column under the finger."""
    one.locator("[data-grip]").scroll_into_view_if_needed()
    grip = one.locator("[data-grip]").bounding_box()
    x, y = grip["x"] + 20, grip["y"] + 20

    def touch(kind, *points):
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    touch("touchStart", (x, y))
    touch("touchMove", (x, 800))
    page.wait_for_function("(one) => one.getBoundingClientRect().top < 600", arg=target.element_handle())
    touch("touchMove", (x, 400))  # away from the edge, where the page stands still
    touch("touchMove", (x, target.bounding_box()["y"] + 20))
    page.locator(".board-column.under[data-state=accepted]").wait_for()
    touch("touchEnd")


def test_without_scripts_the_buttons_do_the_same(plans, browser, live, state_of):
    from tests.fixtures.browsers import sign_in

    context = browser.new_context(base_url=live, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "quality", "")
    page.goto(BOARD)
    one = card(page, plans[0])
    one.locator("summary").click()
    press(one.get_by_role("button", name="Accept the plan"))
    assert state_of(plans[0]) == "accepted"
    context.close()
