"""A manual read from Word in a real browser: in both languages, wide and narrow."""

import pytest

from iso_qms.blobs import WORD
from tests.documents.files import manual


@pytest.mark.parametrize(("locale", "width"), [("vi-VN", 1440), ("en-GB", 390)])
def test_a_manual_is_read_and_becomes_a_draft(visit, axe, locale, width):
    page = visit("author", locale=locale, width=width)
    page.goto("/an-khe/documents/read-word-file")
    axe(page)
    file = {"name": "so-tay.docx", "mimeType": WORD, "buffer": manual(picture=True)}
    page.locator("[name=file]").set_input_files(file)
    page.locator("form[enctype] [data-primary]").click()
    page.locator("[name=code]").wait_for()
    axe(page)
    page.locator("main form [data-primary]").click()
    page.locator(".toast").wait_for()
    axe(page)
    assert "Hồ sơ loại 2" in page.locator("main").inner_text()
