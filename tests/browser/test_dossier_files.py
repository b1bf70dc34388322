"""A file of dossiers is brought in and looked at in a real browser; a token is made."""

import pytest

from tests.fixtures.browsers import press

LINES = (
    "Mã hồ sơ;Mã TTHC;Chủ hồ sơ;Ngày tiếp nhận;Trạng thái\n"
    "H1;QT-07;Nguyễn Thị Dân;05/08/2026 09:00;Đang xử lý\nH2;QT-07;Nguyễn Thị Dân;32/08/2026;Đã phát hành\n"
)


@pytest.mark.parametrize(("locale", "width"), [("vi-VN", 1440), ("en-GB", 390)])
def test_a_file_is_brought_in_and_its_columns_confirmed(visit, axe, place, locale, width):
    files = f"/{place.agency}/dossiers/imports"
    quality = visit("quality", locale=locale, width=width)
    quality.goto(f"{files}/new")
    quality.set_input_files("[name=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": LINES.encode()})
    quality.locator("details summary").last.click()
    axe(quality)
    press(quality.locator("form [data-primary]"))
    quality.fill("[name=source]", "igate")
    press(quality.locator("[value=look]"))
    axe(quality)
    press(quality.locator("[value=start]"))
    quality.goto(f"{quality.url}?still=1")
    assert quality.locator("progress").count() == 1
    axe(quality)
    quality.goto(files)
    axe(quality)
    quality.goto(f"/{place.agency}/dossiers/sources/1/words")
    axe(quality)


def test_a_token_is_shown_once(visit, axe, place):
    admin = visit("admin", locale="en-GB", width=390)
    admin.goto(f"/{place.agency}/dossiers/tokens")
    admin.fill("[name=source]", "igate")
    press(admin.locator("form [data-primary]"))
    assert "dsr_" in admin.locator("code").first.inner_text()
    axe(admin)
