from io import BytesIO

from docx import Document

from tests.fixtures.places import PASSWORD


def test_a_signature_asks_for_the_password(morning):
    path = f"/inspections/{morning.inspection}/minutes"
    wrong = morning.send("head_centre", path, own_password="not mine")
    assert wrong.status_code == 422 and "Chưa ai ký." in wrong.text
    right = morning.send("head_centre", path, own_password=PASSWORD, remark="Xin xem lại giờ ghi.")
    assert "Xin xem lại giờ ghi." in right.text


def test_a_refusal_is_noted_with_its_witness_and_a_paper_with_its_scan(morning):
    path = f"/inspections/{morning.inspection}/minutes/paper"
    refused = morning.send("inspector2", path, how="refused", name="Bùi Văn Giám", witness="Cao Thị Nhận")
    assert "người chứng kiến: Cao Thị Nhận" in refused.text


def test_the_scan_of_the_signed_pages_is_kept_with_the_inspection(morning):
    path = f"/inspections/{morning.inspection}/minutes/paper"
    morning.send(
        "inspector2", path, how="on_paper", name="Bùi Văn Giám", scans=(BytesIO(b"%PDF-1.4 signed"), "biên bản.pdf")
    )
    assert "biên bản.pdf" in morning.get("head_centre", f"/inspections/{morning.inspection}").text


def test_minutes_and_report_leave_as_word(morning):
    for name in ("minutes", "report"):
        answer = morning.get("inspector2", f"/inspections/{morning.inspection}/{name}.docx")
        assert Document(BytesIO(answer.data)).tables
