"""Codes in a real browser: patterns typed and tried, and the next free code that follows what is chosen."""

import pytest

from tests.fixtures.browsers import press

SIZES = [("vi-VN", 1440, "HD-{số:02}/{đơn vị}"), ("en-GB", 390, "HD-{number:02}/{unit}")]


@pytest.mark.parametrize(("locale", "width", "typed"), SIZES)
def test_the_next_code_follows_the_kind_and_the_unit_until_somebody_types_one(visit, axe, place, locale, width, typed):
    from playwright.sync_api import expect

    room = f"/{place.agency}/documents"
    keeper = visit("quality", locale=locale, width=width)
    keeper.goto(f"{room}/codes/units")
    axe(keeper)
    press(keeper.locator("main [data-primary]"))
    keeper.fill("#pattern-procedure", "QT{")
    press(keeper.locator("[name=try]"))
    axe(keeper)
    keeper.fill("#pattern-procedure", "QT-{number:02}")
    keeper.fill("#pattern-work_instruction", typed)
    press(keeper.locator("main [data-primary]"))
    axe(keeper)

    keeper.goto(f"{room}/register")
    code = keeper.locator("#code")
    expect(code).to_have_value("QT-01")
    keeper.select_option("#kind", "work_instruction")
    expect(code).to_have_value("HD-01/VP")
    keeper.select_option("#unit", str(place.units["land"]))
    expect(code).to_have_value("HD-01/ĐĐ")
    keeper.fill("#code", "HD cũ")
    keeper.select_option("#kind", "procedure")
    expect(code).to_have_value("HD cũ")
    keeper.fill("#title", "Một việc")
    press(keeper.locator("main [data-primary]"))
    axe(keeper)
    assert keeper.input_value("#title") == "Một việc"
