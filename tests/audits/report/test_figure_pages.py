from io import BytesIO

import openpyxl
import pytest

pytestmark = pytest.mark.one_database


def test_overseers_see_the_whole_and_heads_their_own_units_and_others_nothing(morning, queries):
    page = morning.get("leader", "/figures?all=1").text
    assert page.count("<svg") >= 3 and "Quy chế" not in page
    assert "Không đeo thẻ" not in page and "chưa" in page
    queries.clear()
    morning.get("leader", "/figures?all=1")
    assert len(queries) <= 15, "\n".join(queries)
    assert "Trung tâm" in morning.get("head_centre", "/figures?all=1").text
    assert morning.get("head_economy", "/figures?all=1").text.count('class="chart"') == 0
    assert morning.visitor("staff").get("/an-khe/audits/figures").status_code == 404


def test_filters_are_kept_and_each_figure_leads_to_its_rows(morning):
    unit = morning.place.units["centre"]
    narrowed = f"/figures?year=2026&period=q4&unit={unit}&kind=reception"
    assert morning.get("leader", narrowed).text.count('class="chart"') >= 3
    assert "period=q4" in morning.get("leader", "/figures").request.query_string.decode()
    rows = f"/findings?only=counted&since=2026-11-01&until=2026-11-30&unit={unit}&alone=1"
    listed = morning.get("leader", rows).text
    assert "Quầy số 2" in listed and "Không đeo thẻ" not in listed and "thiếu phí" not in listed
    assert "Quầy số 2" not in morning.get("leader", rows.replace("2026-11-01", "2026-11-24")).text
    assert morning.get("leader", "/figures?all=1&year=1&period=x&kind=y").status_code == 200


def test_each_table_is_an_excel_file_and_no_other_is(morning):
    for name in ("topics", "units", "months", "pareto", "visits", "answers"):
        book = openpyxl.load_workbook(BytesIO(morning.get("leader", f"/figures?as={name}").data))
        assert book.active["A1"].value
    assert morning.get("leader", "/figures?as=secrets").status_code == 404
