import re

import lxml.html

from tests.fixtures.places import PASSWORD


def test_each_opening_of_a_finding_on_a_person_is_kept_and_the_person_sees_them(morning):
    path = f"/findings/{morning.named}"
    for name in ("inspector2", "head_centre", "staff"):
        assert morning.get(name, path).status_code == 200
    page = morning.get("staff", f"{path}/readers")
    assert all(name in page.text for name in ("Hồ Thị Tra", "Bùi Văn Giám", "Đặng Văn Viên"))


def test_the_openings_of_a_finding_about_work_are_nobodys_business(morning):
    morning.get("leader", f"/findings/{morning.finding}")
    assert morning.get("leader", f"/findings/{morning.finding}/readers").status_code == 404


def test_nobody_else_opens_a_finding_on_a_person(morning):
    for name in ("admin", "quality", "leader", "staff2", "head"):
        assert morning.get(name, f"/findings/{morning.named}").status_code == 404, name


def test_the_page_says_why_the_window_ends_that_day(morning):
    page = morning.get("head_centre", f"/findings/{morning.finding}")
    assert "27/11/2026" in page.text and "Ngày Văn hóa" in page.text and "ngày 3" in page.text


def test_the_history_of_a_finding_on_a_person_names_nobody(morning):
    page = morning.get("staff", f"/findings/{morning.named}").text
    assert "Hồ Thị Tra" not in page.split('class="history"')[1].split("</ol>")[0]


def test_the_page_of_a_finding_needs_few_queries(morning, queries):
    morning.get("head_centre", f"/findings/{morning.finding}")
    queries.clear()
    morning.get("head_centre", f"/findings/{morning.finding}")
    assert len(queries) <= 15, "\n".join(queries)


def test_the_page_of_a_finding_has_one_primary_button(morning):
    for name in ("head_centre", "inspector2", "staff"):
        for number in (morning.finding, morning.named, morning.noted):
            page = morning.get(name, f"/findings/{number}")
            wide = re.sub(r'<nav class="thumb".*?</nav>', "", page.text, flags=re.S)
            assert len(re.findall(r'class="button[^"]* primary"', wide)) <= 1, (name, number)


def test_on_a_phone_the_next_act_is_in_reach_of_the_thumb(morning):
    def thumb(name, path):
        found = lxml.html.fromstring(morning.get(name, path).text).find_class("thumb")
        return " ".join(found[0].text_content().split()) if found else ""

    assert thumb("inspector2", f"/findings/{morning.noted}") == "Thông báo cho đơn vị"
    assert thumb("head_centre", f"/findings/{morning.finding}") == "Viết giải trình"
    assert thumb("leader", f"/findings/{morning.finding}") == ""
    assert thumb("inspector2", f"/inspections/{morning.inspection}") == "Ghi phát hiện"
    morning.send("inspector2", f"/inspections/{morning.inspection}/minutes", own_password=PASSWORD)
    assert thumb("head_centre", f"/inspections/{morning.inspection}") == "Ký biên bản"
