import pytest

from tests.audits.scenes import said

pytestmark = pytest.mark.one_database


def test_the_summary_sets_this_year_beside_the_last_and_names_what_it_does_not_know(morning, queries):
    page = morning.get("leader", "/figures/2026")
    assert page.status_code == 200 and "……" not in page.text and "Không đeo thẻ" not in page.text
    queries.clear()
    morning.get("leader", "/figures/2026")
    assert len(queries) <= 15, "\n".join(queries)
    text = said(morning.get("leader", "/figures/2026.docx").data)
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Tổng hợp kiểm tra năm 2026", "……", "0 / 1", "Nơi nhận:"):
        assert words in text, words


def test_the_summary_is_for_those_who_oversee(morning):
    for name in ("head_centre", "staff"):
        assert morning.visitor(name).get("/an-khe/audits/figures/2026").status_code in (403, 404)
