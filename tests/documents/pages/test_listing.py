"""The master list answers what was in force on a day, quickly, on paper and in Excel."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from docx import Document as WordFile
from sqlalchemy import event

from iso_qms.clock import today
from iso_qms.db import db, transaction
from tests.documents.conftest import Shelf

pytestmark = pytest.mark.one_database

LIST = "/an-khe/documents/"
MOST_QUERIES = 15


@pytest.fixture
def full(house, place):
    def fill():
        with house.app.app_context(), transaction():
            shelf = Shelf(place)
            shelf.in_force(shelf.document("QT-01", readers=("staff",)))
            shelf.in_review(shelf.document("QT-02"))
            shelf.draft(shelf.document("QT-03"))
            shelf.approved(shelf.document("QT-04"), on=today() + timedelta(days=9))

    house.stand(f"a full list on {today()}", fill)


def test_an_author_sees_what_they_work_on_and_others_only_what_is_published(full, visitor, words):
    assert all(code in words(visitor("author").get(LIST)) for code in ("QT-01", "QT-02", "QT-03", "QT-04"))
    seen = words(visitor("staff").get(LIST))
    assert "QT-01" in seen and "QT-04" in seen
    assert "QT-02" not in seen and "QT-03" not in seen


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("q=quy+trinh+qt-01", {"QT-01"}),
        ("q=khong+co", set()),
        ("state=in_force", {"QT-01"}),
        ("state=in_review", {"QT-02"}),
        ("state=draft", {"QT-03"}),
        ("state=approved", {"QT-04"}),
        ("state=none", {"QT-02", "QT-03", "QT-04"}),
        ("kind=form", set()),
        ("kind=procedure&sort=title", {"QT-01", "QT-02", "QT-03", "QT-04"}),
        ("on=2020-01-01&state=in_force", set()),
        ("on={soon}&state=in_force", {"QT-01", "QT-04"}),
        ("on=never&kind=nothing&unit=x&state=y", {"QT-01", "QT-02", "QT-03", "QT-04"}),
    ],
)
def test_it_narrows_by_text_kind_state_and_day(asked, codes, full, visitor, words):
    seen = words(visitor("author").get(f"{LIST}?{asked.format(soon=today() + timedelta(days=9))}"))
    assert {code for code in ("QT-01", "QT-02", "QT-03", "QT-04") if f"Quy trình {code}" in seen} == codes


def test_units_stand_for_all_under_them(full, place, visitor, words):
    assert "QT-01" in words(visitor("author").get(f"{LIST}?unit={place.units['economy']}"))
    assert "QT-01" not in words(visitor("author").get(f"{LIST}?unit={place.units['office']}"))


def test_the_chips_count_what_they_lead_to(full, visitor, words):
    seen = words(visitor("author").get(LIST))
    assert "Tất cả 4" in seen and "Đang hiệu lực 1" in seen and "Đang xem xét 1" in seen and "Không hiệu lực 3" in seen


def test_filters_stay_until_they_are_cleared(full, visitor):
    author = visitor("author")
    author.get(f"{LIST}?state=draft")
    assert author.get(LIST).location.endswith("?state=draft")
    assert author.get(f"{LIST}?all=1").status_code == 200
    assert author.get(LIST).status_code == 200


def test_it_leaves_as_excel_with_its_filters(full, visitor):
    book = openpyxl.load_workbook(BytesIO(visitor("author").get(f"{LIST}master-list.xlsx?state=in_force").data))
    rows = list(book.active.values)
    assert rows[0][:2] == ("Mã hiệu", "Tên") and [row[0] for row in rows[1:]] == ["QT-01"]


def test_however_many_documents_it_needs_few_queries(app, stock, visitor):
    def fill(shelf):
        documents = [shelf.document(f"QT-{n:02d}", readers=("staff", "clerk")) for n in range(8)]
        revisions = [shelf.in_force(document) for document in documents]
        return revisions[-1]

    stock(fill)
    staff = visitor("staff")
    assert len(_queries(app, lambda: staff.get(f"{LIST}?all=1"))) <= MOST_QUERIES


def test_the_page_of_a_document_needs_few_queries(app, stock, visitor):
    address = stock("in_force", "staff", "clerk").rpartition("/revisions")[0]
    leader = visitor("leader")
    leader.get(address)  # what seldom changes is remembered from the first page on
    assert len(_queries(app, lambda: leader.get(address))) <= MOST_QUERIES


def _queries(app, act):
    said = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert act().status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return said


def test_the_word_file_holds_what_the_page_was_narrowed_to(full, visitor):
    answer = visitor("author").get(f"{LIST}master-list.docx?state=in_force")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    table = WordFile(BytesIO(answer.data)).tables[1]
    assert [row.cells[1].text for row in table.rows[1:]] == ["QT-01"]


def test_its_head_keeps_to_three_buttons_and_leads_on_by_links(full, visitor):
    page = visitor("author").get(LIST).get_data(as_text=True)
    head = page.split("<h1", 1)[1].split('class="nearby"', 1)[0]
    assert head.count('class="button') == 3
    assert page.split('class="nearby"', 1)[1].split("</nav>", 1)[0].count("<li>") >= 6
