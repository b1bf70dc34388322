"""The procedures room in a real browser: in both languages, wide and narrow, by keyboard, and without scripts."""

import re
from pathlib import Path

import pytest

from tests.fixtures.browsers import press
from tests.processes.files import word_file
from tests.processes.test_homecoming import edited
from tests.processes.visits import revision_at
from tests.stories.test_a_word_round_trip import what_a_stranger_does

ROOM = "/an-khe/processes"
SIZES = [("vi-VN", 1440), ("en-GB", 390)]
FILE = {
    "name": "qt-07.docx",
    "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "buffer": word_file(),
}
PARTS = (
    "head",
    "texts",
    "papers",
    "time_limit",
    "conditions",
    "fees",
    "legal_basis",
    "steps",
    "records",
    "fees/wording",
)


def bring_in(page, look=lambda page: None):
    """Choose the file, see what was read, make the draft, open its editor."""
    page.goto(f"{ROOM}/read-word-files")
    look(page)
    page.locator("[name=files]").set_input_files(FILE)
    page.locator("form[enctype] [data-primary]").click()
    page.locator(".fates").wait_for()
    look(page)
    page.locator("main [data-primary]").click()
    page.locator("tbody a.button").wait_for()
    look(page)
    page.locator("tbody a.button").click()
    page.wait_for_url(re.compile("/edit$"))
    look(page)
    return page.url


def actions(page):
    return page.locator("[data-rows=rows] > ol > li textarea[name$=action]").evaluate_all(
        "all => all.map(a => a.value)"
    )


@pytest.mark.parametrize(("locale", "width"), SIZES)
def test_a_file_is_read_and_every_part_can_be_written(visit, axe, locale, width):
    page = visit("author", locale=locale, width=width)
    edit = bring_in(page, axe)
    for part in PARTS:
        assert page.goto(f"{edit}/{part}").ok
        assert page.locator("main [data-primary]").is_visible(), f"{part} can be saved"
        axe(page)
    assert page.goto(f"{ROOM}/?all=1").ok
    axe(page)


@pytest.mark.parametrize(("locale", "width"), SIZES)
def test_a_word_file_comes_back_and_is_looked_at_before_it_is_taken_over(visit, axe, locale, width):
    page = visit("author", locale=locale, width=width)
    edit = bring_in(page)
    with page.expect_download() as leaving:
        page.locator("a[href$='/word']").first.click()
    data = edited(Path(leaving.value.path()).read_bytes(), what_a_stranger_does)
    page.goto(f"{edit}/texts")
    page.locator("[name=text_scope]").fill("Mọi nhà.")
    page.locator("main [data-primary]").click()
    page.locator(".toast").wait_for()
    page.goto(revision_at(edit) + "/word-back")
    axe(page)
    page.locator("[name=file]").set_input_files(FILE | {"buffer": data})
    page.locator("form[enctype] [data-primary]").click()
    page.locator("#take").wait_for()
    axe(page)
    page.locator("input[value=file]").first.check()
    page.locator("#take [data-primary]").click()
    page.locator(".toast").wait_for()
    assert "Niêm yết tại nhà văn hóa" in page.locator("main").inner_text()


def test_steps_are_moved_by_keyboard_and_saved(visit):
    page = visit("author")
    page.goto(f"{bring_in(page)}/steps")
    before = actions(page)
    page.locator("[name=rows-2-action]").focus()
    page.keyboard.press("Alt+ArrowUp")
    moved = [before[0], before[2], before[1]]
    assert actions(page) == moved
    page.keyboard.press("Control+Enter")
    page.locator(".toast").wait_for()
    assert actions(page) == moved


def test_rows_are_added_without_scripts(browser, live, visit):
    page = visit("author")
    edit = bring_in(page)
    bare = browser.new_context(
        base_url=live, locale="vi-VN", java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = bare.new_page()
    plain.goto(f"{edit}/papers")
    press(plain.locator("[name=row_action][value=add]"))
    plain.locator("[name=rows-2-text]").fill("Ảnh vườn")
    press(plain.locator("[name=row_action][value='up:2']"))
    press(plain.locator("[data-primary]"))
    assert plain.locator("[name=rows-1-text]").input_value() == "Ảnh vườn"
    bare.close()
