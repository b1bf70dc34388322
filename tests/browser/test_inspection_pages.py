"""The pages of inspections in a real browser: a head-count with one thumb, and what axe finds, in both languages."""

from __future__ import annotations

import re

import pytest

from iso_qms.clock import now, today
from iso_qms.db import transaction
from tests.audits.scenes import Scene


@pytest.fixture
def visited(live_house, place):
    """An inspection under way today, with findings; the numbers of its pages."""
    with live_house.app.test_request_context(), transaction():
        scene = Scene(place)
        inspection = scene.begun(planned_on=today())
        finding = scene.notified(inspection)
        named = scene.notified(inspection, kind="conduct", person=scene.person("staff"), title="Không đeo thẻ")
        noted = scene.noted(inspection, title="Bảng niêm yết thiếu phí", kind="posting")
        found = {"inspection": inspection.id, "finding": finding.id, "named": named.id, "noted": noted.id}
    return found | {"centre": place.units["centre"], "year": now().year, **place.people}


PAGES = [
    ("quality", "/audits/?all=1"),
    ("quality", "/audits/inspections/new"),
    ("inspector2", "/audits/inspections/{inspection}"),
    ("inspector2", "/audits/inspections/{inspection}/findings/new"),
    ("inspector2", "/audits/inspections/{inspection}/units/{centre}/checklist"),
    ("inspector2", "/audits/findings?all=1"),
    ("inspector2", "/audits/findings/{noted}"),
    ("head_centre", "/audits/findings/{finding}"),
    ("head_centre", "/audits/inspections/{inspection}/minutes"),
    ("staff", "/audits/findings/{named}"),
    ("staff", "/audits/findings/{named}/readers"),
    ("leader", "/audits/programmes/{year}"),
    ("quality", "/audits/checklists"),
    ("quality", "/audits/checklists/hours"),
    ("quality", "/audits/checklists/hours/version"),
    ("quality", "/audits/checklists/new"),
]


def test_every_page_of_a_visit_is_legible_on_a_telephone(visit, visited, axe):
    people = {}
    for who, path in PAGES:
        page = people.setdefault(who, None) or visit(who, width=390)
        people[who] = page
        assert page.goto("/an-khe" + path.format(**visited)).ok, path
        axe(page)


@pytest.mark.parametrize(("locale", "late"), [("vi-VN", "Muộn"), ("en-GB", "Late")])
def test_heads_are_counted_with_one_thumb_on_a_telephone(visit, visited, axe, locale, late):
    page = visit("inspector2", locale=locale, width=390)
    page.goto(f"/an-khe/audits/inspections/{visited['inspection']}")
    page.locator("form[action$='/headcount'] button").first.click()
    page.wait_for_url("**/headcounts/*")
    axe(page)
    row = page.locator(".roster > li", has_text="Đặng Văn Viên")
    row.get_by_text(late, exact=True).click()
    assert re.fullmatch(r"\d\d:\d\d", row.locator("[data-tapped]").inner_text()), "the tap gives the time at once"
    assert page.locator("[data-counted]").inner_text() == "1 / 3"
    for box in row.locator(".tally-buttons label").all():
        assert box.bounding_box()["height"] >= 48 and box.bounding_box()["width"] >= 48
    page.locator("button[name=done]").click()
    page.wait_for_url("**/result")
    axe(page)
    assert page.get_by_text("Đặng Văn Viên").count()


def test_the_head_explains_from_a_telephone(visit, visited):
    page = visit("head_centre", width=390)
    page.goto(f"/an-khe/audits/findings/{visited['finding']}")
    page.locator("textarea[name=text]").fill("Đổi ca lúc 07:30, đã ghi sổ trực.")
    page.get_by_role("button", name="Gửi giải trình").click()
    page.get_by_text("Đổi ca lúc 07:30, đã ghi sổ trực.").wait_for()
    assert page.get_by_text("Đã giải trình").count()
