import re
from io import BytesIO

import pytest
from docx import Document

from tests.audits.scenes import said
from tests.fixtures.places import PASSWORD

pytestmark = pytest.mark.one_database


def test_a_signature_asks_for_the_password(morning):
    path = f"/inspections/{morning.inspection}/minutes"
    wrong = morning.send("head_centre", path, own_password="not mine")
    assert wrong.status_code == 422 and "Chưa ai ký." in wrong.text
    right = morning.send("head_centre", path, own_password=PASSWORD, remark="Xin xem lại giờ ghi.")
    assert "Xin xem lại giờ ghi." in right.text


def test_a_refusal_is_noted_with_its_witness_and_a_paper_with_its_scan(morning):
    path = f"/inspections/{morning.inspection}/minutes/paper"
    nobody = morning.send("inspector2", path, how="refused", name="Bùi Văn Giám")
    assert nobody.status_code == 422 and 'id="witness-wrong"' in nobody.text
    refused = morning.send("inspector2", path, how="refused", name="Bùi Văn Giám", witness="Cao Thị Nhận")
    assert "người chứng kiến: Cao Thị Nhận" in refused.text
    page = f"/inspections/{morning.inspection}/minutes"
    assert "own_password" in morning.get("head_centre", page).text, "whoever answers for the unit may still sign"
    still = morning.send("head_centre", page, own_password=PASSWORD, remark="Lúc ấy tôi đi vắng.")
    assert "Lúc ấy tôi đi vắng." in still.text and "người chứng kiến: Cao Thị Nhận" in still.text


def test_the_scan_of_the_signed_pages_is_kept_with_the_inspection(morning):
    path = f"/inspections/{morning.inspection}/minutes/paper"
    morning.send(
        "inspector2", path, how="on_paper", name="Bùi Văn Giám", scans=(BytesIO(b"%PDF-1.4 signed"), "biên bản.pdf")
    )
    kept = re.search(r"/files/\d+", morning.get("head_centre", f"/inspections/{morning.inspection}/minutes").text)[0]
    assert "biên bản.pdf" not in morning.get("staff2", f"/inspections/{morning.inspection}").text
    opened = {name: morning.visitor(name).get(f"/an-khe{kept}").status_code for name in ("head_centre", "staff2")}
    assert opened == {"head_centre": 200, "staff2": 404}, "it holds the whole text, so both sides alone read it"


def test_minutes_and_report_leave_as_word(morning):
    for name in ("minutes", "report"):
        answer = morning.get("inspector2", f"/inspections/{morning.inspection}/{name}.docx")
        assert Document(BytesIO(answer.data)).tables


def test_of_a_surprise_there_is_no_notice(morning):
    assert morning.get("inspector2", f"/inspections/{morning.inspection}/notice.docx").status_code == 404


def test_minutes_that_changed_are_confirmed_again_and_show_what_was_given_before(morning):
    path = f"/inspections/{morning.inspection}/minutes"
    morning.send("head_centre", path, own_password=PASSWORD)
    morning.send("inspector2", f"/findings/{morning.noted}/moves/withdraw", note="Nhìn nhầm bảng.")
    page = morning.get("head_centre", path).text
    assert "Xác nhận cho nội dung trước khi biên bản thay đổi." in page and "own_password" in page
    assert "Biên bản còn chờ: Hồ Thị Tra, Trung tâm Phục vụ hành chính công." in page
    again = morning.send("head_centre", path, own_password=PASSWORD)
    assert "own_password" not in again.text
    shown = morning.get("head_centre", f"/inspections/{morning.inspection}").text
    assert "xác nhận lại biên bản, vì nội dung đã đổi" in shown


def test_the_word_file_of_an_ended_visit_holds_what_both_sides_confirmed(morning):
    path = f"/inspections/{morning.inspection}"
    for name in ("head_centre", "inspector2"):
        morning.send(name, f"{path}/minutes", own_password=PASSWORD)
    morning.send("inspector2", path, "/moves/agree_minutes")
    morning.send("inspector2", f"/findings/{morning.noted}/moves/withdraw", note="Nhìn nhầm bảng.")
    assert "Bảng niêm yết thiếu phí" in said(morning.get("inspector2", f"{path}/minutes.docx").data)
    assert "Tệp Word giữ nguyên nội dung hai bên đã xác nhận." in morning.get("head_centre", f"{path}/minutes").text


def test_the_page_of_minutes_half_signed_needs_few_queries(morning, queries):
    path = f"/inspections/{morning.inspection}"
    morning.send("inspector2", f"{path}/minutes", own_password=PASSWORD)
    for page, most in ((path, 26), (f"{path}/minutes", 15)):
        for _again in range(2):
            queries.clear()
            morning.get("inspector2", page)
        assert len(queries) <= most, "\n".join(queries)


def test_a_colleague_reads_the_same_whether_there_is_a_finding_on_a_person_or_not(morning):
    path = f"/inspections/{morning.inspection}"
    morning.send("head_centre", f"{path}/minutes", own_password=PASSWORD, remark="Viên ốm hôm ấy.")
    named = re.search(r"PH-2026-\d+", morning.get("head_centre", f"/findings/{morning.named}").text)[0]
    assert named in morning.get("head_centre", f"{path}/minutes").text
    assert named in said(morning.get("inspector2", f"{path}/minutes.docx").data)
    before = read_by_colleague(morning, path)
    assert "Bảng niêm yết thiếu phí" in before[0] and not re.search("PH-2026-|Viên ốm", "".join(before))
    assert "Viên ốm" in said(morning.get("leader", f"{path}/report.docx").data)
    morning.send("inspector2", f"/findings/{morning.named}/moves/withdraw", note="Nhìn nhầm người.")
    assert read_by_colleague(morning, path) == before, "not even that the text changed after it was signed"
    lost = "Xác nhận cho nội dung trước khi biên bản thay đổi."
    assert lost in morning.get("head_centre", f"{path}/minutes").text


def read_by_colleague(morning, path):
    page = morning.get("staff2", f"{path}/minutes").text
    words = [said(morning.get("staff2", f"{path}/{name}.docx").data) for name in ("minutes", "report")]
    return [re.sub(r'name="(?:csrf_token|sheet)"[^>]*|nonce="[^"]*"', "", page), *words]
