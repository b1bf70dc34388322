import re

import lxml.html
import pytest
from sqlalchemy import select

from iso_qms.audits.finding import replying
from iso_qms.audits.finding.findings import Finding, FindingReading
from iso_qms.audits.models import Inspection
from iso_qms.blobs import Attachment, attach_bytes
from iso_qms.db import db, transaction
from tests.audits.scenes import Scene
from tests.fixtures.places import PASSWORD

pytestmark = pytest.mark.one_database


def test_each_opening_of_a_finding_on_a_person_is_kept_and_the_person_sees_them(morning):
    path = f"/findings/{morning.named}"
    for name in ("inspector2", "head_centre", "staff"):
        assert morning.get(name, path).status_code == 200
    page = morning.get("staff", f"{path}/readers")
    assert all(name in page.text for name in ("Hồ Thị Tra", "Bùi Văn Giám", "Đặng Văn Viên"))


def test_its_words_are_not_read_past_the_trace_by_a_form_or_a_file(morning):
    with morning.app.test_request_context(), transaction():
        scene = Scene(morning.place)
        named = db.session.get_one(Finding, morning.named)
        attach_bytes(named, b"a paper", name="a.txt", by=scene.person("inspector2"), private=True)
        said = replying.reply(named, text="Tôi để quên thẻ.", by=scene.person("staff"))
        attach_bytes(said, b"a paper", name="b.txt", by=scene.person("staff"), private=True)
        about = {"kind": "conduct", "person": scene.person("staff")}
        fresh = scene.noted(db.session.get_one(Inspection, morning.inspection), **about).id
        files = db.session.scalars(select(Attachment.id).order_by(Attachment.id)).all()

    def read():
        with morning.app.test_request_context():
            return db.session.query(FindingReading).count()

    paths = [f"/audits/findings/{morning.named}/correct", f"/audits/findings/{fresh}/change"]
    paths += [f"/files/{number}" for number in files]
    for n, path in enumerate(paths, 1):
        assert morning.visitor("inspector2").get(f"/an-khe{path}").status_code == 200
        assert read() == n, path
    assert morning.visitor("leader").get(f"/an-khe/files/{files[0]}").status_code == 404
    assert read() == len(paths), "who was not let in opened nothing"


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
