"""The pages of periodic reviews: the list, its Excel, a document's own page, and recording what came out."""

from io import BytesIO

import openpyxl
import pytest

ROOM = "/an-khe/documents"


@pytest.fixture
def document(stock):
    return stock("in_force").rpartition("/revisions")[0]


def test_the_formula_is_shown_and_what_came_out_is_kept_with_it(document, visitor, words):
    seen = words(visitor("head_economy").get(f"{document}/reviews"))
    assert "24 tháng, chưa có gì rút ngắn kỳ hạn" in seen and "không ít hơn 6 tháng" in seen
    assert "Ghi kết quả rà soát" in seen

    page = visitor("head_economy").post_form(f"{document}/reviews/record", outcome="change", remark="Thêm mẫu phiếu.")
    seen = words(page)
    assert "Phải sửa đổi: lập phiếu yêu cầu sửa đổi" in seen and "Thêm mẫu phiếu." in seen and "YC-" in seen
    assert "lần rà soát gần nhất" in seen
    again = visitor("quality").post_form(f"{document}/reviews/record", outcome="suits")
    assert again.status_code == 422 and "hôm nay" in words(again)
    assert visitor("staff").get(f"{document}/reviews/record").status_code == 403
    assert "24 tháng" in words(visitor("staff").get(document))


@pytest.mark.one_database
def test_the_list_narrows_and_its_excel_holds_the_same_rows(document, visitor, words):
    assert "Không có tài liệu nào đến hạn" in words(visitor("staff").get(f"{ROOM}/reviews"))
    assert "QT-07" in words(visitor("staff").get(f"{ROOM}/reviews?view=all"))
    assert "QT-07" not in words(visitor("staff").get(f"{ROOM}/reviews?view=all&q=zzz"))
    sheet = openpyxl.load_workbook(BytesIO(visitor("staff").get(f"{ROOM}/reviews.xlsx?view=all").data)).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["QT-07"]


@pytest.mark.one_database
def test_quality_control_sets_the_months(document, visitor, words):
    page = visitor("quality").post_form(f"{ROOM}/reviews/intervals", months_procedure="12", floor="3")
    assert page.status_code == 200
    assert "12 tháng, chưa có gì" in words(visitor("staff").get(f"{document}/reviews"))
    wrong = visitor("quality").post_form(f"{ROOM}/reviews/intervals", months_procedure="0")
    assert "Từ 1 đến 84 tháng" in words(wrong)
    assert visitor("leader").get(f"{ROOM}/reviews/intervals").status_code in (403, 404)
