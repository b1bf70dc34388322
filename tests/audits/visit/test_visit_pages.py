import pytest

pytestmark = pytest.mark.one_database


def test_the_head_count_works_without_scripts(morning):
    page = morning.send("inspector2", f"/inspections/{morning.inspection}", "/headcount")
    path = page.request.path.removeprefix("/an-khe/audits")
    staff = morning.place.people["staff"]
    kept = morning.send("inspector2", path, **{f"seen-{staff}": "late", "keep": "1"})
    assert "muộn 14 phút" in kept.text and "07:44" in kept.text
    corrected = morning.send("inspector2", path, **{f"seen-{staff}": "late", f"time-{staff}": "07:40", "keep": "1"})
    assert "muộn 10 phút" in corrected.text
    ended = morning.send("inspector2", path, done="1")
    assert ended.request.path.endswith("/result")


def test_a_tap_sends_its_own_moment(morning):
    page = morning.send("inspector2", f"/inspections/{morning.inspection}", "/headcount")
    path = page.request.path.removeprefix("/an-khe/audits")
    staff = morning.place.people["staff"]
    taps = {f"seen-{staff}": "late", f"moment-{staff}": "2026-11-23T00:35:00.000Z", "keep": "1"}
    assert "muộn 5 phút" in morning.send("inspector2", path, **taps).text


def test_a_late_arrival_becomes_a_finding_with_one_button(morning):
    staff = morning.place.people["staff"]
    page = morning.send("inspector2", f"/headcounts/{morning.check}/result", f"/people/{staff}/finding")
    assert "PH-2026-004" in page.text and "Muộn 14 phút" in page.text and "Đặng Văn Viên" in page.text


def test_the_result_is_for_the_team_and_the_head(morning):
    path = f"/headcounts/{morning.check}/result"
    assert "Đặng Văn Viên" in morning.get("head_centre", path).text
    assert morning.get("leader", path).status_code == 404


def test_the_checklist_keeps_answers_and_offers_a_finding(morning):
    path = f"/inspections/{morning.inspection}/units/{morning.place.units['centre']}/checklist"
    page = morning.get("inspector2", path)
    first = page.text.split('name="answer-')[1].split('"')[0]
    kept = morning.send("inspector2", path, **{f"answer-{first}": "not", f"note-{first}": "Ba người chưa đến"})
    assert "Ba người chưa đến" in kept.text and "Ghi thành phát hiện" in kept.text
    assert morning.get("quality", path).status_code == 404, "only the team answers"


def test_the_pages_of_a_visit_need_few_queries(morning, queries):
    centre = morning.place.units["centre"]
    for path in (f"/headcounts/{morning.check}/result", f"/inspections/{morning.inspection}/units/{centre}/checklist"):
        morning.get("inspector2", path)
        queries.clear()
        morning.get("inspector2", path)
        assert len(queries) <= 15, "\n".join(queries)
