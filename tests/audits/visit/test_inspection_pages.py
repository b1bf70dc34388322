from datetime import UTC, date, datetime

import lxml.html
import pytest
from flask import g

from iso_qms.db import db
from iso_qms.organisation.agencies import Agency
from tests.audits.conftest import path_of
from tests.audits.finding.test_noting import document_in_force
from tests.fixtures.places import PASSWORD

pytestmark = pytest.mark.one_database


def test_the_page_of_an_inspection_hides_findings_on_persons_from_others(morning):
    page = morning.get("leader", f"/inspections/{morning.inspection}")
    assert "Quầy số 2" in page.text and "Không đeo thẻ" not in page.text
    told = "Có hay không thì không nói với ai khác."
    assert told in page.text and "2 phát hiện" not in page.text, "in a unit of one person a number is a name"


def planned_at(morning, unit, *, documents=""):
    made = morning.send(
        "quality",
        "/inspections/new",
        title="Niêm yết",
        kind="announced",
        planned_on="2026-12-01",
        units=[str(morning.place.units[unit])],
        topics=["posting"],
        criteria="Quy chế",
        documents=documents,
    )
    return made.request.path.removeprefix("/an-khe/audits")


def test_who_is_not_independent_stands_in_the_list_disabled_with_the_reason(morning):
    path = planned_at(morning, "culture")
    page = lxml.html.fromstring(morning.get("quality", f"{path}/team").text)
    number = str(morning.place.people["inspector"])
    (option,) = page.xpath(f"//select[@name='person']/option[@value='{number}']")
    assert option.get("disabled") is not None and "không cử được" in option.text
    select = option.getparent()
    (reasons,) = page.xpath(f"//*[@id='{select.get('aria-describedby')}']")
    said = reasons.text_content()
    assert "Phan Văn Soát" in said and "không ai kiểm tra đơn vị của chính mình" in said
    free = page.xpath(f"//select[@name='person']/option[@value='{morning.place.people['inspector2']}']")
    assert free[0].get("disabled") is None


def test_a_person_who_is_not_independent_is_refused_with_the_reason(morning):
    path = planned_at(morning, "culture")
    refused = morning.send("quality", f"{path}/team", "/team", person=str(morning.place.people["inspector"]))
    assert refused.status_code == 403 and "không ai kiểm tra đơn vị của chính mình" in refused.text


def test_the_page_on_which_a_team_is_named_needs_few_queries(morning, queries):
    path = planned_at(morning, "culture")
    queries.clear()
    morning.get("quality", f"{path}/team")
    assert len(queries) <= 17, "\n".join(queries)


def test_the_plan_comes_back_with_what_was_typed_when_it_is_not_whole(morning):
    page = morning.send("quality", "/inspections/new", title="Chưa đủ", criteria="")
    assert page.status_code == 422 and "Chưa đủ" in page.text and "Chọn ít nhất một đơn vị." in page.text


def test_an_unknown_procedure_is_named(morning):
    page = morning.send(
        "quality",
        "/inspections/new",
        title="Quy trình",
        planned_on="2026-12-01",
        criteria="x",
        documents="QT-99",
        units=[str(morning.place.units["centre"])],
        topics=["process"],
    )
    assert "QT-99" in page.text and page.status_code == 422


def test_a_cancelled_inspection_keeps_its_reason(morning):
    path = path_of(morning.planned())
    page = morning.send("quality", f"{path}/moves/cancel", note="Trùng lịch thanh tra tỉnh")
    assert "Đã hủy" in page.text and "Trùng lịch thanh tra tỉnh" in page.text


def test_a_plan_is_changed_before_it_begins(morning):
    path = path_of(morning.planned())
    assert "02/12/2026" in morning.send("quality", f"{path}/change", planned_on="2026-12-02").text


def test_the_lead_closes_when_all_is_done(morning):
    path = f"/inspections/{morning.inspection}"
    morning.send("head_centre", f"{path}/minutes", own_password=PASSWORD)
    morning.send("inspector2", f"{path}/minutes", own_password=PASSWORD)
    morning.send("inspector2", path, "/moves/agree_minutes")
    morning.send("inspector2", f"{path}/report", conclusion="Nhìn chung tốt")
    page = morning.get("inspector2", path)
    assert "Nhìn chung tốt" in page.text and "chưa kết luận" in page.text


def test_what_is_not_ones_own_is_not_there(morning):
    path = f"/inspections/{morning.inspection}"
    assert morning.get("author", path).status_code == 404
    assert morning.get("stranger", path).status_code in (403, 404)


def test_the_page_of_an_inspection_needs_few_queries(morning, queries):
    path = f"/inspections/{morning.inspection}"
    morning.get("inspector2", path)
    queries.clear()
    morning.get("inspector2", path)
    assert len(queries) <= 17, "\n".join(queries)


def test_the_track_says_until_when_the_minutes_and_the_conclusion_are_due(morning):
    page = lxml.html.fromstring(morning.get("inspector2", f"/inspections/{morning.inspection}").text)
    assert "đến 26/11/2026" in page.find_class("track")[0].text_content()
    morning.send("head_centre", f"/findings/{morning.finding}/reply", text="Đổi ca.")
    page = lxml.html.fromstring(morning.get("inspector2", f"/findings/{morning.finding}").text)
    assert "đến 27/11/2026" in page.find_class("track")[0].text_content()


def test_a_procedure_is_named_with_the_issue_of_the_day_it_is_inspected(scene, app):
    from iso_qms.audits.visit.inspection_pages import documents_then

    inspection, document = scene.begun(), document_in_force(scene, since=date(2026, 11, 20))
    inspection.documents = [document]
    with app.test_request_context():
        g.agency = db.session.get(Agency, document.agency_id)
        assert documents_then(inspection) == ["QT-07 (lần 01)"]
        inspection.started_at = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)
        assert documents_then(inspection) == ["QT-07 (không có hiệu lực vào ngày đó)"]
        db.session.expire(inspection)
