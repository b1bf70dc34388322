"""Papers that go with an act: every act with a page takes them, and they stand where it is told, for its readers."""

from io import BytesIO

import lxml.html
import pytest

from tests.audits.conftest import path_of
from tests.fixtures.places import PASSWORD

pytestmark = pytest.mark.one_database


def paper(name="bien-ban.pdf"):
    return BytesIO(b"%PDF-1.7 a scan"), name


def files_on(page):
    return [" ".join(one.text_content().split()) for one in lxml.html.fromstring(page.text).find_class("file")]


def explained(morning, number):
    morning.send("head_centre", f"/findings/{number}/reply", text="Đổi ca, đã ghi sổ.")


FINDING_ACTS = [
    ("inspector2", "/moves/confirm", {"note": "Giữ nguyên."}),
    ("inspector2", "/moves/withdraw", {"note": "Nhìn nhầm quầy."}),
    ("inspector2", "/correct", {"title": "Quầy vắng 5 phút", "grade": "observation", "note": "Đúng vậy."}),
]


@pytest.mark.parametrize(("login", "act", "fields"), FINDING_ACTS)
@pytest.mark.parametrize("which", ["finding", "named"])
def test_every_conclusion_takes_papers(login, act, fields, which, morning):
    number = getattr(morning, which)
    explained(morning, number)
    morning.send(login, f"/findings/{number}{act}", files=paper(), **fields)
    (shown,) = files_on(morning.get("head_centre", f"/findings/{number}"))
    assert "bien-ban.pdf" in shown and "Hồ Thị Tra" in shown and "23/11/2026" in shown


def test_sending_back_and_naming_the_right_unit_take_papers(morning):
    path = f"/findings/{morning.finding}"
    morning.send("head_centre", f"{path}/moves/not_ours", note="Quầy của Phòng Kinh tế", files=paper("phan-cong.pdf"))
    morning.send(
        "inspector2", f"{path}/reassign", unit=str(morning.place.units["economy"]), note="Đúng", files=paper("qd.pdf")
    )
    shown = " ".join(files_on(morning.get("head_economy", path)))
    assert "phan-cong.pdf" in shown and "qd.pdf" in shown


def test_a_paper_on_a_person_is_for_few_and_its_name_stays_out_of_the_journal(morning):
    explained(morning, morning.named)
    path = f"/findings/{morning.named}"
    morning.send("inspector2", f"{path}/moves/confirm", note="Giữ.", files=paper("don-cua-vien.pdf"))
    link = lxml.html.fromstring(morning.get("staff", path).text).xpath("//*[@class='file']//a/@href")[0]
    assert morning.visitor("staff").get(link).data == b"%PDF-1.7 a scan"
    for name in ("quality", "leader", "staff2"):
        assert morning.visitor(name).get(link).status_code == 404
    assert "don-cua-vien" not in morning.visitor("admin").get("/an-khe/journal").text


def test_the_report_a_confirmation_and_the_end_of_an_inspection_take_papers(morning):
    path = f"/inspections/{morning.inspection}"
    morning.send("head_centre", f"{path}/minutes", own_password=PASSWORD, files=paper("y-kien.pdf"))
    morning.send("inspector2", f"{path}/report", conclusion="Nhìn chung tốt", files=paper("bao-cao.pdf"))
    shown = " ".join(one for page in (path, f"{path}/minutes") for one in files_on(morning.get("head_centre", page)))
    assert "y-kien.pdf" in shown and "bao-cao.pdf" in shown


def test_a_plan_and_its_cancelling_take_papers(morning):
    path = path_of(morning.planned(files=paper("quyet-dinh.pdf")))
    morning.send("quality", f"{path}/change", planned_on="2026-12-02", files=paper("dieu-chinh.pdf"))
    morning.send("quality", f"{path}/moves/cancel", note="Trùng lịch thanh tra tỉnh", files=paper("cong-van.pdf"))
    shown = " ".join(files_on(morning.get("quality", path)))
    assert all(name in shown for name in ("quyet-dinh.pdf", "dieu-chinh.pdf", "cong-van.pdf"))


def test_a_programme_takes_papers_at_every_step(morning):
    path = "/programmes/2026"
    morning.send(
        "quality", "/programmes/new", year="2026", objectives="Giảm hồ sơ quá hạn", files=paper("to-trinh.pdf")
    )
    morning.send("quality", f"{path}/change", objectives="Giảm quá hạn", files=paper("du-thao.pdf"))
    programme = morning.get("quality", path).text.split("/inspections/new?programme=")[1].split('"')[0]
    morning.planned(f"?programme={programme}", title="Đánh giá nội bộ")
    morning.send("leader", f"{path}/moves/approve", files=paper("da-ky.pdf"))
    morning.send("quality", f"{path}/moves/revise", note="Thêm một cuộc", files=paper("bo-sung.pdf"))
    shown = " ".join(files_on(morning.get("leader", path)))
    assert all(name in shown for name in ("to-trinh.pdf", "du-thao.pdf", "da-ky.pdf", "bo-sung.pdf"))


def test_the_team_adds_papers_to_its_inspection_while_it_runs(morning):
    path = f"/inspections/{morning.inspection}"
    morning.send("inspector", path, "/papers", files=paper("anh-quay.pdf"))
    assert "anh-quay.pdf" in files_on(morning.get("head_centre", path))[0]
    assert morning.send("inspector", path, "/papers").status_code == 422
    assert "/papers" not in morning.get("head_centre", path).text


def test_nothing_is_kept_of_an_act_that_was_refused(morning):
    path = f"/inspections/{morning.inspection}"
    morning.send("head_centre", f"{path}/minutes", own_password="wrong", files=paper())
    assert not files_on(morning.get("head_centre", path))


@pytest.mark.parametrize("act", ["confirm", "withdraw"])
def test_what_a_concluded_finding_rests_on_is_taken_out_of_sight_by_nobody(act, morning):
    path = f"/findings/{morning.finding}"
    morning.send("head_centre", f"{path}/reply", text="Đổi ca.", files=paper("phan-cong.pdf"))
    aside = lxml.html.fromstring(morning.get("head_centre", path).text).xpath(
        "//a[contains(@href, '/set-aside')]/@href"
    )
    morning.send("inspector2", f"{path}/moves/{act}", note="Đã xem.", files=paper("so.pdf"))
    refused = morning.visitor("head_centre").post_form(aside[0], reason="Nhầm tệp")
    assert refused.status_code == 422 and "căn cứ" in refused.text
    assert "phan-cong.pdf" in morning.get("head_centre", path).text
