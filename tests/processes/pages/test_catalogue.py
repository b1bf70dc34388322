"""The pages of the national catalogue: taken in, matched by a person, held beside ours, asked for, taken in again."""

import json
import re
from io import BytesIO

import lxml.html
import openpyxl
import pytest

from tests.documents.conftest import words_of
from tests.processes.pages.test_reading import in_force  # noqa: F401  (a procedure in force)
from tests.processes.visits import bring_in

pytestmark = pytest.mark.one_database

ROOM = "/an-khe/processes/catalogue"
RECORD = {
    "ma_thu_tuc": "9.000001",
    "ten_thu_tuc": "Thủ tục đăng ký vườn hoa",
    "so_quyet_dinh": "5/QĐ-MẪU",
    "linh_vuc": "Cây xanh",
    "detail_url": "https://example.invalid/9",
    "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn đăng ký1 bản chínhẢnh chụp vườn1 bản chính",
    "cach_thuc_thuc_hien": "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp5 Ngày làm việcMiễn phí",
    "can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnVườn hoa12/2021/NĐ-CP",
}
OTHER = {"ma_thu_tuc": "9.000002", "ten_thu_tuc": "Cấp phép thả diều", "linh_vuc": "Bầu trời"}


def upload(visitor, *files):
    token = lxml.html.fromstring(visitor.get(f"{ROOM}/read").text).xpath("//input[@name='csrf_token']/@value")[0]
    given = [(BytesIO(data), name) for name, data in files]
    return visitor.post(f"{ROOM}/read", data={"csrf_token": token, "files": given}, content_type="multipart/form-data")


def take_in(visitor, *records):
    page = upload(visitor, ("danh-muc.json", json.dumps(records).encode()), ("hong.json", b"{"))
    assert "hong.json: Tệp JSON không trọn vẹn" in words_of(page)
    form = next(one for one in lxml.html.fromstring(page.text).forms if "token" in one.fields)
    return visitor.post(form.get("action"), data=dict(form.form_values()), follow_redirects=True)


def test_a_record_is_taken_in_matched_compared_asked_for_and_taken_in_again(client, in_force, queries):  # noqa: F811
    assert "2 mới, 0 có thay đổi, 0 không đổi" in take_in(client, RECORD, OTHER).text
    said = words_of(client.get(f"{ROOM}?view=unmatched"))
    assert "có thể là QT 07/VH-Đ" in said and "chưa ghép" in said, "proposed, and matched by nobody"
    page = client.post_form(f"{ROOM}/1", "/match", document_id=str(in_force))
    assert "Đã ghép với QT 07/VH-Đ" in page.text
    for path in ("?all=1", "/1", "/2", "/read"):
        queries.clear()
        said = words_of(client.get(f"{ROOM}{path}"))
        assert len(queries) <= 15, path
    said = words_of(client.get(f"{ROOM}/1"))
    assert all(
        one in said for one in ("Ảnh chụp vườn", "Chỉ có ở bản công bố", "Bản vẽ vườn", "Chỉ có trong quy trình")
    )
    assert "5 ngày làm việc" in said and "3 ngày làm việc" in said

    page = client.post_form(f"{ROOM}/1", "/ask")
    assert "Ảnh chụp vườn" in words_of(page) and "Thủ tục đã công bố" in words_of(page)
    assert "Yêu cầu sửa theo bản công bố" not in words_of(client.get(f"{ROOM}/1")), "one open request at a time"

    changed = RECORD | {"ten_thu_tuc": "Thủ tục đăng ký vườn hoa, cây cảnh"}
    assert "0 mới, 1 có thay đổi, 1 không đổi" in take_in(client, changed, OTHER).text
    said = words_of(client.get(f"{ROOM}/1"))
    assert "Bản công bố thay đổi ngày" in said and "cây cảnh" in said
    sheet = openpyxl.load_workbook(BytesIO(client.get(f"{ROOM}.xlsx?view=changed").data)).active
    ((code, *_more, differences, _taken, day),) = sheet.iter_rows(min_row=2, values_only=True)
    assert (code, differences > 3, day is not None) == ("9.000001", True, True)
    client.post_form(f"{ROOM}/1", "/unmatch")
    assert "Đây là quy trình nào" in words_of(client.get(f"{ROOM}/1"))


def test_who_writes_no_procedures_looks_and_changes_nothing(app, client, in_force):  # noqa: F811
    take_in(client, RECORD)
    staff = app.test_client()
    staff.sign_in("staff")
    assert "9.000001" in words_of(staff.get(ROOM))
    assert staff.get(f"{ROOM}/read").status_code == 403
    assert client.get(f"{ROOM}/7").status_code == 404
    refused = client.post_form(f"{ROOM}/1", "/match", code="QT 99")
    assert "Không có tài liệu nào mang mã" in refused.text or refused.status_code == 422
    token = lxml.html.fromstring(client.get(f"{ROOM}/read").text).xpath("//input[@name='csrf_token']/@value")[0]
    forged = client.post(f"{ROOM}/take-in", data={"csrf_token": token, "token": "x"})
    assert "Hãy chọn lại tệp" in forged.text


def test_a_procedure_still_in_draft_is_not_named_to_those_who_may_not_see_it(app, client, place):
    client.sign_in("author")
    number = re.search(r"processes/(\d+)", bring_in(client))[1]
    take_in(client, RECORD)
    client.post_form(f"{ROOM}/1", "/match", document_id=number)
    staff = app.test_client()
    staff.sign_in("staff")
    for visitor, sees in ((client, True), (staff, False)):
        sheet = openpyxl.load_workbook(BytesIO(visitor.get(f"{ROOM}.xlsx").data)).active
        cells = [str(one) for one in next(sheet.iter_rows(min_row=2, values_only=True))]
        assert ("QT 07/VH-Đ" in " ".join(cells)) == sees
        for path in ("?all=1", "/1"):
            assert ("QT 07/VH-Đ" in words_of(visitor.get(f"{ROOM}{path}"))) == sees, path
    assert "đang soạn thảo" in words_of(staff.get(f"{ROOM}?all=1"))
