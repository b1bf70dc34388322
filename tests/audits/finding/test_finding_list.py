from io import BytesIO

import openpyxl


def test_each_sees_the_findings_that_are_theirs_to_see(morning):
    assert "Không đeo thẻ" in morning.get("staff", "/findings?all=1").text
    leader = morning.get("leader", "/findings?all=1").text
    assert "Quầy số 2" in leader and "Không đeo thẻ" not in leader and "thiếu phí" not in leader


def test_the_excel_file_leaves_out_who_is_named_whoever_asks(morning):
    sheet = openpyxl.load_workbook(BytesIO(morning.get("inspector2", "/findings?as=xlsx").data)).active
    cells = " ".join(str(cell.value) for row in sheet for cell in row)
    assert "Quầy số 2" in cells and "Không đeo thẻ" not in cells and "Đặng Văn Viên" not in cells


def test_filters_and_chips_narrow_the_list(morning):
    unit = morning.place.units["centre"]
    for only in ("open", "explain", "nc"):
        page = morning.get("inspector2", f"/findings?unit={unit}&kind=reception&grade=minor&only={only}&q=PH-2026-002")
        assert "Quầy số 2" in page.text and "thiếu phí" not in page.text


def test_a_list_of_findings_needs_few_queries(morning, queries):
    morning.get("inspector2", "/findings?all=1")
    queries.clear()
    morning.get("inspector2", "/findings?all=1")
    assert len(queries) <= 15, "\n".join(queries)


def test_digits_that_make_no_number_find_nothing_instead_of_breaking(morning):
    for typed in ("²", "9" * 5000):
        assert morning.get("inspector2", "/findings" + f"?all=1&q={typed}").status_code == 200
