"""The page of layouts in a real browser: in both languages, wide and narrow."""

import pytest

from tests.layouts.test_operations import GOOD, template

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(("locale", "width"), [("vi-VN", 1440), ("en-GB", 390)])
def test_a_layout_is_tried_and_used(visit, axe, locale, width):
    page = visit("quality", locale=locale, width=width)
    for content, is_right in ((template("{{ titel }}"), False), (GOOD, True)):
        page.goto("/an-khe/layouts")
        axe(page)
        page.goto("/an-khe/layouts/minutes")
        axe(page)
        page.locator("[name=file]").set_input_files({"name": "mau.docx", "mimeType": WORD, "buffer": content})
        page.locator("form[enctype] [data-primary]").click()
        page.wait_for_url("**/layouts/minutes/try")
        page.locator("main .sheet").first.wait_for()
        assert page.locator("form[action$='/layouts/use'] [data-primary]").count() == is_right
        axe(page)
    page.locator("form[action$='/layouts/use'] [data-primary]").click()
    page.locator(".toast").wait_for()
    axe(page)
