"""The page behind the code on a print, as a citizen's phone shows it: narrow, without signing in, in both languages."""

import pytest

from iso_qms.db import transaction
from tests.documents.conftest import Shelf


@pytest.mark.parametrize("state", ["superseded", "in_force"])
def test_whoever_scans_reads_at_a_glance_whether_the_sheet_holds(page, live_house, axe, state):
    with live_house.app.app_context(), transaction():
        token = Shelf(live_house.told["place"]).at(state).token
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/v/{token}")
    vietnamese = {"superseded": "Đã thay bằng lần ban hành 02", "in_force": "Đang hiệu lực"}
    english = {"superseded": "Superseded by issue 02", "in_force": "In force"}
    assert vietnamese[state] in page.inner_text("main")
    axe(page)
    page.get_by_role("button", name="English").click()
    page.get_by_text(english[state], exact=True).wait_for()
    assert page.url.endswith(f"/v/{token}")
    assert page.locator("h1").count() == 1
    axe(page)
