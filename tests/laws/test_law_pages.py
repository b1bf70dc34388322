"""The pages of the legal register, as those who read it and those who keep it see them."""

from datetime import date
from io import BytesIO

import lxml.html
import openpyxl
import pytest

from iso_qms.citizens.operations import publish
from iso_qms.db import db, transaction
from iso_qms.documents.models import Document
from iso_qms.laws import keeping
from iso_qms.laws.models import LegalText
from tests.documents.conftest import Shelf, words_of
from tests.laws.conftest import NEW, OLD, Library

ROOM = "/an-khe/laws"
CITES = (
    "Theo Nghị định 61/2018/NĐ-CP ngày 24/4/2018 và Nghị định số 20/2008/NĐ-CP ngày 14/02/2008 của Chính phủ "
    "về tiếp nhận phản ánh, kiến nghị."
)


@pytest.fixture
def visitors(app, place):
    """A register of two texts and a document that cites one; answers a way to come in as somebody."""
    with app.app_context(), transaction():
        shelf = Shelf(place)
        library = Library(shelf)
        library.enter(OLD)
        library.enter(NEW, title="về thực hiện một cửa")
        shelf.in_force(text=CITES)

    def come(login):
        visitor = app.test_client()
        visitor.sign_in(login)
        return visitor

    return come


@pytest.mark.one_database
def test_the_list_is_narrowed_and_given_as_excel(visitors):
    staff = visitors("staff")
    assert "61/2018/NĐ-CP" in words_of(staff.get(f"{ROOM}/"))
    assert "61/2018/NĐ-CP" not in words_of(staff.get(f"{ROOM}/?q=thuc hien mot cua"))
    assert "61/2018/NĐ-CP" not in words_of(staff.get(f"{ROOM}/?state=replaced"))
    assert staff.get(f"{ROOM}/register.xlsx?kind=Nghị định").data.startswith(b"PK")


@pytest.mark.one_database
def test_both_lists_are_shown_as_on_any_day(visitors, app, place):
    with app.app_context(), transaction():
        library = Library(Shelf(place))
        library.replaced(db.session.get(LegalText, 1), db.session.get(LegalText, 2), date(2026, 7, 1))
    staff = visitors("staff")
    for page, holds in (("", "state=in_force"), ("external", "standing=holds")):
        assert "61/2018/NĐ-CP" not in words_of(staff.get(f"{ROOM}/{page}?{holds}"))
        then = staff.get(f"{ROOM}/{page}?{holds}&on=2026-06-30")
        assert "61/2018/NĐ-CP" in words_of(then) and 'value="2026-06-30"' in then.text
        assert "Tại ngày 30/06/2026" in words_of(then)
    rows = openpyxl.load_workbook(BytesIO(staff.get(f"{ROOM}/register.xlsx?on=2026-06-30").data)).active
    assert "Bị thay thế" not in {cell.value for row in rows for cell in row}


@pytest.mark.one_database
def test_the_page_of_a_text_tells_who_cites_it_and_with_which_day(visitors):
    said = words_of(visitors("staff").get(f"{ROOM}/1"))
    assert "QT-07" in said
    assert "viện dẫn với ngày khác: 24/04/2018" in said


@pytest.mark.one_database
def test_a_document_tells_which_texts_it_cites_where_and_whether_they_hold(visitors, app, place):
    with app.app_context(), transaction():
        library = Library(Shelf(place))
        older, newer = db.session.get(LegalText, 1), db.session.get(LegalText, 2)
        library.replaced(older, newer, date(2026, 7, 1))
    staff = visitors("staff")
    document = staff.get("/an-khe/documents/1")
    assert f'href="{ROOM}/of/1"' in document.text
    page = staff.get(f"{ROOM}/of/1")
    said = words_of(page)
    assert "Bị thay thế" in said and "118/2025/NĐ-CP" in said and "chưa có trong sổ" in said
    place_in_text = next(url for url in hrefs(page) if "#b" in url)
    target = staff.get(place_in_text)
    assert f'id="{place_in_text.partition("#")[2]}"' in target.text and place_in_text in hrefs(staff.get(f"{ROOM}/1"))
    assert "Ngày đó chưa có bản nào" in words_of(staff.get(f"{ROOM}/of/1?on=2020-01-01"))


def hrefs(page):
    return [str(one) for one in lxml.html.fromstring(page.text).xpath("//main//a/@href")]


@pytest.mark.one_database
def test_what_is_cited_and_unknown_is_entered_with_one_press(visitors):
    quality = visitors("quality")
    assert "20/2008/NĐ-CP" in words_of(quality.get(f"{ROOM}/unknown"))
    page = quality.post_form(f"{ROOM}/unknown", "/add")
    assert "Mọi văn bản được viện dẫn đều có trong sổ" in words_of(page)
    assert "QT-07" in words_of(quality.get(f"{ROOM}/3"))


@pytest.mark.one_database
def test_who_does_not_keep_the_register_changes_nothing(visitors):
    staff = visitors("staff")
    for path in ("new", "1/edit", "1/change", "rules"):
        assert staff.get(f"{ROOM}/{path}").status_code == 403


@pytest.mark.one_database
def test_a_text_twice_is_refused_and_nothing_typed_is_lost(visitors):
    page = visitors("quality").post_form(f"{ROOM}/new", **(OLD | {"issued_on": "2018-04-23", "title": "Một cửa cũ"}))
    assert page.status_code == 422 or "đã có trong sổ" in page.text
    assert "Một cửa cũ" in page.text


@pytest.mark.one_database
def test_an_entry_is_corrected_a_change_taken_back_and_the_rules_set(app, place, visitors):
    quality = visitors("quality")
    assert "về một cửa" in words_of(quality.post_form(f"{ROOM}/1/edit", title="về một cửa"))
    quality.post_form(f"{ROOM}/rules", months="2", basis="Quy chế")
    page = quality.post_form(f"{ROOM}/1/change", newer="2", on="2026-10-01")
    assert "01/12/2026" in words_of(page)
    assert "Trang công khai" not in words_of(page)
    with app.app_context(), transaction():
        shelf = Shelf(place)
        publish(db.session.query(Document).one(), by=shelf.person("quality"))
    assert "Trang công khai Quy trình QT-07Tự động theo tài liệu" in words_of(quality.get(f"{ROOM}/1/progress"))
    assert "đều đã được yêu cầu" in quality.post_form(f"{ROOM}/1/progress", "/ask").text
    page = quality.post_form(f"{ROOM}/1", "/take-back")
    assert "1 phiếu yêu cầu đang mở kết thúc theo" in page.text
    assert "Bị thay thế từ" not in words_of(page)


@pytest.mark.one_database
def test_no_page_asks_the_database_more_than_fifteen_times(app, visitors, place, queries):
    with app.app_context(), transaction():
        library = Library(Shelf(place))
        older, newer = (library.enter(one, number=f"{n}/2019/NĐ-CP") for n, one in enumerate((OLD, NEW), 70))
        keeping.change_law(older, newer, by=library.keeper, kind="replaces", on=OLD["issued_on"])
    quality = visitors("quality")
    for path in ("", "1", "3", "3/progress", "1/change", "unknown", "rules", "new"):
        queries.clear()
        assert quality.get(f"{ROOM}/{path}").status_code == 200
        assert len(queries) <= 15, path
