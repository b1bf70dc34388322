"""Whatever was typed wrong is put right on a page, and the history says what it was and why it changed."""

import re
from datetime import timedelta
from io import BytesIO

from iso_qms.clock import today


def test_the_days_of_a_holding_are_corrected_from_the_page_of_the_person(as_, people, place):
    admin, person = as_("admin"), f"{people}/{place.people['staff']}"
    address = re.search(r'href="([^"]*/holdings/\d+/correct)"', admin.get(person).text)[1]
    page = admin.post_form(address, since="2025-09-01", capacity="TL.", reason="Gõ nhầm ngày")
    assert page.request.path == person
    assert "01/09/2025" in page.text and "Gõ nhầm ngày" in page.text
    assert as_("head_centre").get(address).status_code == 403


def test_code_and_first_day_of_a_unit_are_corrected(as_, people, place):
    page = as_("admin").post_form(
        f"{people}/units/{place.units['land']}/change", code="TĐĐ", since="2025-01-01", reason="Sai mã"
    )
    assert "TĐĐ" in page.text and "Sai mã" in page.text


def test_the_first_day_of_a_post_is_corrected(as_, people, place):
    admin = as_("admin")
    post = admin.post_form(f"{people}/units/{place.units['office']}/posts/new", title="Văn thư").request.path
    page = admin.post_form(f"{post}/change", since="2025-08-01", reason="Nhầm ngày")
    assert "01/08/2025" in page.text and "Nhầm ngày" in page.text


def test_a_record_is_corrected_with_a_reason(as_, people, place):
    person = f"{people}/{place.people['staff']}"
    page = as_("admin").post_form(f"{person}/change", name="Đặng Văn Viện", reason="Sai dấu")
    assert "Đặng Văn Viện" in page.text and "Sai dấu" in page.text


def test_hours_set_by_mistake_are_taken_away(as_, people, place):
    admin = as_("admin")
    lines = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "06:00–14:00")
    page = admin.post_form(f"{people}/calendar/hours", unit=place.units["centre"], since="2026-06-01", **lines)
    address = re.findall(r'href="([^"]*/hours/\d+/remove)"', page.text)[-1]
    page = admin.post_form(address, reason="Nhầm đơn vị")
    assert "06:00–14:00" not in page.text
    assert as_("staff").get(address).status_code == 403


def test_a_year_confirmed_too_early_is_open_again(as_, people):
    admin = as_("admin")
    page = admin.get(f"{people}/calendar?year=2026")
    found = re.search(r'href="([^"]*/years/\d+/unconfirm)"', page.text)
    if found is None:
        page = admin.post_form(f"{people}/calendar?year=2026", "/confirm")
        found = re.search(r'href="([^"]*/years/\d+/unconfirm)"', page.text)
    page = admin.post_form(found[1], reason="Còn chờ quyết định")
    assert "/confirm" in page.text


def test_a_wrong_file_is_set_aside_by_whoever_added_it(as_, people, place):
    staff, address = as_("staff"), f"{people}/{place.people['staff']}/absences/new"
    later = (today() + timedelta(days=3)).isoformat()
    page = staff.post_form(address, last_on=later, files=(BytesIO(b"%PDF-1.7 x"), "nhầm.pdf"))
    aside = re.search(r'href="([^"]*/files/\d+/set-aside)"', page.text)[1]
    assert as_("head_centre").get(aside).status_code == 403
    assert as_("staff2").get(aside).status_code == 404
    assert staff.post_form(aside, reason=" ").status_code == 422
    page = staff.post_form(aside, reason="Nhầm tệp")
    assert page.request.path == f"{people}/{place.people['staff']}"
    assert "nhầm.pdf" not in page.text
