from datetime import date
from io import BytesIO

import openpyxl
import pytest

from iso_qms.audits import operations
from iso_qms.audits.checklist import checklists, library
from iso_qms.audits.checklist.asking import Asked
from iso_qms.audits.checklist.clauses import STANDARD, Clause
from iso_qms.audits.programme.coverage import groups_of, processes_looked_at
from iso_qms.audits.programme.pivot import Counts
from iso_qms.audits.visit import minutes
from iso_qms.db import transaction
from iso_qms.documents import operations as documents
from tests.audits.scenes import Scene

DAY = date(2026, 11, 23)
TOPICS = ["hours", "conduct", "posting"]
BADGE, POSTED, BOARD, OVERDUE = "Đeo thẻ", "Thủ tục niêm yết", "Niêm yết đủ", "Bảng niêm yết"


def procedure(scene):
    """A procedure nobody has written yet: enough for a visit to look at."""
    owner = {"unit": scene.unit("economy"), "owner_post": scene.post("head_economy"), "by": scene.person("author")}
    return documents.register_document("procedure", code="QT-01", title="Chứng thực", **owner)


def answered(scene, *looked_at, **said):
    """A visit of the centre under way, whose questions that begin with these words were answered so."""
    inspection = scene.begun(topics=TOPICS, documents=list(looked_at))
    answer(scene, inspection, said)
    return inspection


def answer(scene, inspection, said):
    words = {"badge": BADGE, "posted": POSTED, "board": BOARD, "overdue": OVERDUE}
    given = [
        (question, verdict, "")
        for one in checklists.checklists_of(inspection)
        for question in one.questions
        for name, verdict in said.items()
        if question.vi.startswith(words[name])
    ]
    assert len(given) == len(said)
    checklists.answer(inspection, given, unit=inspection.units[0], by=scene.person("inspector2"))


def ended(scene, inspection):
    minutes.sign(inspection, by=scene.person("inspector2"))
    minutes.sign(inspection, by=scene.person("head_centre"), unit=inspection.units[0])
    operations.agree_minutes(inspection, by=scene.person("inspector2"))
    return inspection


def counted(scene, name, dimension="clause", **how):
    groups = groups_of(scene.person(name), range(2026, 2027), **how)
    return {group.keys[dimension][0]: group.counts for group in groups}


def test_answers_count_once_their_visit_has_ended_and_for_those_who_may_see_it(scene):
    inspection = answered(scene, posted="not", board="not_seen", overdue="conform", badge="not")
    assert counted(scene, "leader") == {}
    ended(scene, inspection)
    seen = {
        Clause(STANDARD, "7.5.3"): Counts(1, 1, 0, DAY),
        Clause(STANDARD, "8.2.1"): Counts(1, 0, 1, DAY),
        None: Counts(1, 0, 0, DAY),
    }
    assert counted(scene, "leader") == counted(scene, "head_centre") == counted(scene, "inspector2") == seen
    assert counted(scene, "head_economy") == counted(scene, "author2") == {}
    assert groups_of(scene.person("leader"), range(2024, 2026)) == []
    for start in (2025, 2026, 2027):
        together = groups_of(scene.person("leader"), range(2022, 2029), together_from=start)
        assert {one.keys["clause"][0]: one.counts for one in together} == seen
        assert {one.keys["year"] for one in together} == {(2026,)}


def test_work_is_counted_for_each_procedure_its_visit_looked_at_and_conduct_for_none(scene):
    one = procedure(scene)
    inspection = ended(scene, answered(scene, one, posted="conform", badge="conform"))
    groups = groups_of(scene.person("leader"), range(2026, 2027), processes=True, visits=True)
    found = {(group.keys["clause"][0], group.keys["process"][0], group.keys["visit"][0]) for group in groups}
    assert found == {(Clause(STANDARD, "7.5.3"), one.id, inspection.id), (None, None, inspection.id)}
    assert processes_looked_at(scene.person("leader"), range(2026, 2027)) == {one.id}
    assert processes_looked_at(scene.person("head_economy"), range(2026, 2027)) == set()


def test_each_answer_keeps_the_edition_its_question_named(scene):
    by = scene.person("quality")
    library.adopt_seed(by=by)
    named = Asked(POSTED, basis="ISO 9001:2026, 7.5.3; ISO 9001:2015, 7.5.3", clause="8.2.1", edition="2015")
    library.change_checklist("posting", [named], by=by)
    ended(scene, answered(scene, posted="conform"))
    (group,) = groups_of(scene.person("leader"), range(2026, 2027))
    edition_2026 = Clause("ISO 9001:2026", "7.5.3")
    assert group.keys["clause"] == (Clause(STANDARD, "8.2.1"), edition_2026, Clause(STANDARD, "7.5.3"))


@pytest.fixture
def pages(app, morning):
    """The morning, with a visit that has ended beside the one under way."""
    with app.test_request_context(), transaction():
        scene = Scene(morning.place)
        given = {"posted": "not", "overdue": "conform", "badge": "not"}
        morning.ended = ended(scene, answered(scene, procedure(scene), **given)).id
    return morning


def test_the_page_lays_two_dimensions_out_and_says_what_nobody_looked_at(pages, queries):
    page = pages.get("leader", "/programmes/2026/coverage")
    assert "1 KPH" in page.text and "23/11/26" in page.text and "Chưa ai xem đến" in page.text
    queries.clear()
    for rows, columns in (("unit", "clause"), ("process", "year"), ("year", "unit"), ("nonsense", "nonsense")):
        page = pages.get("leader", f"/programmes/2026/coverage?rows={rows}&columns={columns}&span=3&gap=1")
        assert page.text.count('class="data heat matrix"') == 1 and "KPH" in page.text
        assert len(queries) <= 15, "\n".join(queries)
        queries.clear()
    narrow = f"?unit={pages.place.units['economy']}"
    assert "Chưa xem gì" in pages.get("leader", f"/programmes/2026/coverage{narrow}").text
    assert "1 KPH" in pages.get("leader", "/programmes/2026/coverage?clause=7").text
    assert "1 KPH" not in pages.get("leader", "/programmes/2026/coverage?clause=8").text
    for name in ("inspector2", "head_centre", "clerk"):
        text = pages.get(name, "/programmes/2026/coverage?agency=x&endpoint=y").text
        assert "Chưa ai xem đến" not in text and ("1 KPH" in text) == (name != "clerk"), name
    assert "1 KPH" not in pages.get("head_economy", "/programmes/2026/coverage").text


@pytest.mark.one_database
def test_a_cell_leads_to_its_visits_and_the_matrix_is_an_excel_file(pages):
    row = "row=ISO+9001:2015+7.5.3"
    behind = f"/programmes/2026/coverage/visits?{row}&column={pages.place.units['centre']}"
    assert f"/inspections/{pages.ended}" in pages.get("leader", behind).text
    assert f"/inspections/{pages.inspection}" not in pages.get("leader", behind).text
    elsewhere = behind.replace(f"column={pages.place.units['centre']}", f"column={pages.place.units['economy']}")
    assert "Không có cuộc kiểm tra nào" in pages.get("leader", elsewhere).text
    assert "/inspections/" not in pages.get("head_economy", behind).text.split("<main")[1]
    for query in ("rows=year&columns=process&row=2026&column=none", "row=x&column=9999999999", "rows=process&row=5"):
        assert pages.get("leader", f"/programmes/2026/coverage/visits?{query}").status_code == 200
    book = openpyxl.load_workbook(BytesIO(pages.get("leader", "/programmes/2026/coverage?as=xlsx").data))
    lines = {row[0]: row for row in book.active.values}
    assert lines["7.5.3 Kiểm soát thông tin dạng văn bản"][-2] == 1
    assert sum(value or 0 for value in lines["7.5.3 Kiểm soát thông tin dạng văn bản"][1:-2]) == 2
    assert pages.visitor("leader").get("/an-khe/audits/programmes/0/coverage").status_code == 404
