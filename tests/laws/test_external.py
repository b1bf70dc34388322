"""The list of external documents: both sorts in one list, how they stand, where they are used, on paper too."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from docx import Document as WordFile

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.documents import operations
from iso_qms.documents.acknowledgement import acknowledging
from iso_qms.laws.external import Wanted, counts, externals_of, externals_wanted
from tests.documents.conftest import Shelf, words_of
from tests.laws.conftest import NEW, OLD, Library

LIST = "/an-khe/laws/external"
CITES = "Theo Nghị định 61/2018/NĐ-CP và Nghị định số 118/2025/NĐ-CP của Chính phủ."


def filled(shelf):
    """Two texts, one replaced, a procedure that cites both, and the map of a district."""
    library = Library(shelf)
    older = library.enter(OLD, effect_from=date(2018, 6, 21), keeper_unit_id=shelf.place.units["office"])
    library.replaced(older, library.enter(NEW, effect_from=date(2025, 7, 1)), date(2025, 7, 1))
    shelf.in_force(shelf.document(readers=("staff",)), text=CITES)
    return operations.register_document(
        "external", code="BĐ-01", title="Bản đồ địa giới", unit=shelf.unit("economy"), owner_post=None,
        issuer="Sở Nội vụ", by=shelf.person("author"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("narrowed", "numbers"),
    [
        ({}, ["118/2025/NĐ-CP", "61/2018/NĐ-CP", "BĐ-01"]),
        ({"origin": "document"}, ["BĐ-01"]),
        ({"standing": "holds"}, ["118/2025/NĐ-CP"]),
        ({"standing": "not"}, ["61/2018/NĐ-CP", "BĐ-01"]),
        ({"q": "ban do"}, ["BĐ-01"]),
        ({"q": "mot cua", "origin": "law", "standing": "not"}, ["61/2018/NĐ-CP"]),
    ],
)
def test_both_sorts_stand_in_one_list_that_is_narrowed(library, narrowed, numbers):
    filled(library.shelf)
    wanted, keeper = Wanted(today(), **narrowed), library.keeper
    rows = db.session.execute(externals_wanted(wanted, keeper)).all()
    assert [one.number for one in externals_of(rows, keeper, today())] == numbers
    assert counts(wanted, keeper)[wanted.origin] == len(numbers)


def test_a_line_says_how_it_stands_where_it_is_used_and_who_keeps_it(library):
    filled(library.shelf)
    rows = db.session.execute(externals_wanted(Wanted(today()), library.keeper)).all()
    _newer, older, drawn = externals_of(rows, library.keeper, today())
    assert (older.standing.name, older.valid_to, older.note) == (
        "replaced",
        date(2025, 7, 1),
        "Nghị định số 118/2025/NĐ-CP",
    )
    assert older.used == ["QT-07"] and older.keeper == library.shelf.unit("office").name
    assert (drawn.standing.name, drawn.issuer, drawn.keeper) == (
        "none",
        "Sở Nội vụ",
        library.shelf.unit("economy").name,
    )


def test_a_legal_text_that_is_a_document_too_stands_there_once_with_all_its_places(library):
    filled(library.shelf)
    shelf = library.shelf
    same = operations.register_document(
        "external", code="61/2018/NĐ-CP", title="Một cửa", unit=shelf.unit("office"), by=shelf.person("author")
    )
    acknowledging.distribute(same, [(shelf.post("staff"), "")], by=shelf.person("quality"))
    rows = db.session.execute(externals_wanted(Wanted(today()), library.keeper)).all()
    lines = externals_of(rows, library.keeper, today())
    assert [one.number for one in lines] == ["118/2025/NĐ-CP", "61/2018/NĐ-CP", "BĐ-01"]
    assert lines[1].used == ["QT-07", shelf.post("staff").unit.name]


@pytest.mark.one_database
def test_it_leaves_as_page_word_and_excel_with_the_same_filters(app, place, queries):
    with app.app_context(), transaction():
        filled(Shelf(place))
    visitor = app.test_client()
    visitor.sign_in("author")
    queries.clear()
    said = words_of(visitor.get(LIST))
    assert len(queries) <= 15
    assert all(one in said for one in ("61/2018/NĐ-CP", "QT-07", "BĐ-01", "Sở Nội vụ"))
    assert visitor.get(f"{LIST}.docx?q=%00").status_code == 200, "what no paper can hold is left out"
    table = WordFile(BytesIO(visitor.get(f"{LIST}.docx?origin=law&standing=not").data)).tables[1]
    assert [[cell.text for cell in row.cells][1] for row in table.rows[1:]] == ["61/2018/NĐ-CP"]
    sheet = openpyxl.load_workbook(BytesIO(visitor.get(f"{LIST}.xlsx?origin=document").data)).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["BĐ-01"]
    assert "Tài liệu bên ngoài" in words_of(visitor.get("/an-khe/documents/"))
