from io import BytesIO

import openpyxl


def test_the_list_filters_and_keeps_its_filters(morning):
    assert "KT-2026-01" in morning.get("quality", "/?q=giờ").text
    assert "Không có mục nào khớp" in morning.get("quality", "/?q=khác").text
    assert "Không có mục nào khớp" in morning.get("quality", "/").text, "it comes back as it was left"
    assert "KT-2026-01" in morning.get("quality", "/?all=1").text


def test_every_filter_and_chip_can_be_used_together(morning):
    unit = morning.place.units["centre"]
    for only in ("open", "mine", "unannounced"):
        page = morning.get("inspector2", f"/?unit={unit}&topic=hours&year=2026&only={only}&q=KT-2026-01")
        assert "Giờ làm việc và tiếp công dân" in page.text, only


def test_it_leaves_as_excel_without_names_of_those_concerned(morning):
    sheet = openpyxl.load_workbook(BytesIO(morning.get("quality", "/?as=xlsx").data)).active
    cells = [str(cell.value) for row in sheet for cell in row]
    assert "KT-2026-01" in cells and not any("Đặng Văn Viên" in one for one in cells)


def test_staff_elsewhere_see_nothing_and_are_told_so(morning):
    assert "Chưa có cuộc kiểm tra nào" in morning.get("author", "/?all=1").text


def test_a_page_of_many_needs_few_queries(morning, queries):
    morning.get("quality", "/?all=1")
    queries.clear()
    morning.get("quality", "/?all=1")
    assert len(queries) <= 15, "\n".join(queries)


def test_digits_that_make_no_number_find_nothing_instead_of_breaking(morning):
    for typed in ("²", "9" * 5000):
        assert morning.get("inspector2", "/" + f"?all=1&q={typed}").status_code == 200
