"""The master list on paper: the columns an auditor expects, the filters it was taken with, and how long it takes."""

from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.copy import copying
from iso_qms.documents.master_list import holders_of, master_list_file, places
from iso_qms.documents.register import Line, Wanted, lines_of
from iso_qms.organisation.agencies import Agency


def sheet_of(shelf, documents, wanted=None, **more):
    wanted = wanted or Wanted(today())
    lines = lines_of(documents, shelf.person("quality"), wanted.day)
    agency = db.session.get(Agency, shelf.place.agency_id)
    return Document(BytesIO(master_list_file(lines, wanted, agency, **more)))


def test_a_row_says_what_is_in_force_who_answers_and_who_holds_it(shelf):
    held = shelf.in_force(shelf.document("QT-01", readers=("staff", "head_culture")))
    copying.give_copy(held, by=shelf.person("quality"), form="paper", given_on=today(), outside="Bộ phận Một cửa")
    shelf.draft(held.document)
    empty = shelf.document("QT-02")
    book = sheet_of(shelf, [held.document, empty])
    table = book.tables[1]
    first, second = ([cell.text for cell in row.cells] for row in table.rows[1:])
    assert first[:5] == ["1", "QT-01", "Quy trình QT-01", "01", f"{today():%d/%m/%Y}"]
    assert shelf.unit("economy").name in first[5] and shelf.post("head_economy").title in first[5]
    assert shelf.post("staff").unit.name in first[6] and first[6].endswith("bản giấy 01: Bộ phận Một cửa")
    assert first[7] == "lần 02: bản thảo"
    assert second[3:5] == ["", ""] and second[7] == "chưa có nội dung"


def test_it_lies_across_with_a_head_on_every_page_and_places_to_sign(shelf):
    book = sheet_of(shelf, [shelf.document("QT-01")])
    section = book.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE and section.page_width > section.page_height
    assert book.tables[1].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text.split("\n")[0] for cell in book.tables[2].rows[0].cells] == ["Người lập", "Người phê duyệt"]


def test_it_says_how_it_was_narrowed(shelf):
    wanted = Wanted(today(), typed="ho tich", kind="form", state="none")
    said = [one.text for one in sheet_of(shelf, [], wanted, unit_name="Văn phòng").paragraphs]
    told = next(one for one in said if one.startswith("(Tính đến"))
    assert told == (
        f"(Tính đến ngày {today():%d/%m/%Y}; loại: biểu mẫu; đơn vị chủ trì: Văn phòng; "
        "trạng thái: chưa có hiệu lực; tìm theo: “ho tich”)"
    )


def test_many_places_are_counted_and_nobody_holds_what_is_given_to_nobody(shelf):
    assert places([str(n) for n in range(8)]) == "0; 1; 2; 3; 4; 5; và 2 nơi khác"
    document = shelf.document("QT-01")
    assert holders_of([document.id]) == {document.id: []}


def test_two_thousand_rows_are_written_row_by_row(shelf):
    document = shelf.document("QT-01")
    agency = db.session.get(Agency, shelf.place.agency_id)
    book = Document(BytesIO(master_list_file([Line(document)] * 2000, Wanted(today()), agency)))
    rows = book.tables[1]._tbl.findall(qn("w:tr"))
    assert len(rows) == 2001
    assert [one.text for one in rows[-1].iter(qn("w:t"))][:2] == ["2000", "QT-01"]
