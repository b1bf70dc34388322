"""Keeping the register: each text once, and what a changed law asks of documents."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select

from iso_qms.blobs import attach_bytes
from iso_qms.db import db
from iso_qms.documents import operations
from iso_qms.documents.blocks import add_block
from iso_qms.documents.models import ChangeRequest
from iso_qms.journal import write
from iso_qms.laws import keeping
from iso_qms.laws.citing import citing_now, read_citations, unknown_now
from iso_qms.laws.models import LegalCitation
from iso_qms.press import Edges, pdf_of
from iso_qms.workflow import Forbidden, Incomplete, Refused
from iso_qms.worktime import months_after
from tests.laws.conftest import NEW, OLD

CITES = "Theo Nghị định 61/2018/NÐ - CP ngày 23 tháng 4 năm 2018 của Chính phủ và Luật Hộ tịch."


def requests():
    return db.session.scalars(select(ChangeRequest).order_by(ChangeRequest.id)).unique().all()


def test_a_text_stands_in_the_register_once(library):
    library.enter(OLD)
    with pytest.raises(Refused):
        library.enter(OLD, number="61 / 2018 / NÐ-CP")
    with pytest.raises(Incomplete):
        library.enter(NEW, issuer=" ")
    with pytest.raises(Forbidden):
        keeping.enter_text(by=library.shelf.person("staff"), **NEW, title="x")


def test_citations_are_read_when_a_revision_is_approved_and_linked_when_the_text_is_entered(library):
    library.shelf.in_force(text=CITES)
    cited = db.session.scalars(select(LegalCitation).order_by(LegalCitation.id)).all()
    assert [(one.key, one.legal_text_id, one.place) for one in cited] == [
        ("61/2018/nd-cp", None, "Mục 1"),
        ("luat ho tich", None, "Mục 1"),
    ]
    text = library.enter(OLD)
    law = library.enter(OLD, kind="Luật", number="60/2014/QH13", issuer="Quốc hội", title="Luật Hộ tịch")
    db.session.expire_all()
    assert [one.legal_text_id for one in cited] == [text.id, law.id]
    assert unknown_now(library.keeper) == []
    keeping.change_text(text, by=library.keeper, **(OLD | {"number": "62/2018/NĐ-CP", "title": "khác"}))
    db.session.expire_all()
    assert cited[0].legal_text_id is None


def test_two_laws_of_one_name_are_told_apart_by_the_year_or_left_open(library):
    for number, year in (("45/2013/QH13", 2013), ("31/2024/QH15", 2024)):
        library.enter(
            OLD, kind="Luật", number=number, issuer="Quốc hội", issued_on=date(year, 1, 18), title="Luật Đất đai"
        )
    library.shelf.in_force(text="Luật Đất đai năm 2024; theo Luật Đất đai.")
    cited = db.session.scalars(select(LegalCitation).order_by(LegalCitation.id)).all()
    assert [one.legal_text_id is not None for one in cited] == [True, False]


def test_a_replaced_law_asks_each_document_in_force_and_each_draft_once(library):
    older, newer = library.enter(OLD), library.enter(NEW)
    in_force = library.shelf.in_force(library.shelf.document("QT-01"), text=CITES)
    library.shelf.draft(library.shelf.document("QT-02"), text=CITES)
    library.shelf.draft(in_force.document, text=CITES)
    library.shelf.in_force(library.shelf.document("QT-03"), text="Không dẫn gì.")
    change, asked = library.replaced(older, newer, date(2026, 11, 30))
    assert asked == 2
    assert {one.document.code for one in requests()} == {"QT-01", "QT-02"}
    assert {one.due_on for one in requests()} == {date(2027, 2, 28)}
    assert (requests()[0].source_kind, requests()[0].source_id) == ("legal_change", change.id)
    assert library.replaced(older, newer, date(2026, 11, 30)) == (change, 0)
    with pytest.raises(Refused):
        library.replaced(older, newer, date(2026, 12, 1))


def test_a_document_that_cites_it_since_is_asked_when_one_asks_again(library):
    older, newer = library.enter(OLD), library.enter(NEW)
    change, asked = library.replaced(older, newer, date(2026, 7, 1))
    library.shelf.in_force(text=CITES)
    assert (asked, keeping.ask_documents(change, by=library.keeper)) == (0, 1)


def test_a_change_entered_by_mistake_is_taken_back_with_its_requests(library):
    older, newer = library.enter(OLD), library.enter(NEW)
    library.shelf.in_force(text=CITES)
    change, _asked = library.replaced(older, newer, date(2026, 7, 1))
    assert keeping.take_back(change, by=library.keeper) == 1
    assert [one.state for one in requests()] == ["withdrawn"]
    db.session.expire_all()
    assert older.state_on(date(2026, 8, 1)) == "in_force"
    assert library.replaced(older, newer, date(2026, 8, 1))[1] == 1


def test_the_months_are_a_rule_of_the_agency(library):
    keeping.set_rules(by=library.keeper, months=2, basis="Quy chế, điều 5")
    library.shelf.in_force(text=CITES)
    library.replaced(library.enter(OLD), library.enter(NEW), date(2026, 12, 31))
    assert requests()[0].due_on == date(2027, 2, 28)
    assert "Quy chế, điều 5" in requests()[0].why
    with pytest.raises(Incomplete):
        keeping.set_rules(by=library.keeper, months=0, basis="")


def test_citations_read_twice_are_there_once(library):
    revision, text = library.shelf.in_force(text=CITES), library.enter(OLD)
    assert read_citations(revision) == read_citations(revision) == 2
    assert len(db.session.scalars(citing_now(text)).unique().all()) == 1


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 1), 12, date(2027, 1, 1)),
    ],
)
def test_months_are_calendar_months(day, months, then):
    assert months_after(day, months) == then


def test_a_form_within_a_procedure_that_cites_it_is_asked_on_its_own(library):
    older, newer = library.enter(OLD), library.enter(NEW)
    revision = library.shelf.draft(text=CITES)
    for code, title in (("BM-01", "Mẫu số 01 ban hành kèm theo Nghị định 61/2018/NĐ-CP"), ("BM-02", "Phiếu hẹn")):
        add_block(revision, "form", {"title": title, "code": code, "source": "forms"})
    write(revision, "revision.written", by=library.shelf.person("author"))
    change, asked = library.replaced(older, newer, date(2026, 10, 1))
    assert asked == 2
    whole, form = sorted(requests(), key=lambda one: one.thing_kind)
    assert (whole.about_code, whole.about_kind) == ("QT-07", "Quy trình")
    assert (form.about_code, form.about_kind, form.document) == ("BM-01", "Biểu mẫu", whole.document)
    assert form.block_id and form.about_title.startswith("Mẫu số 01")
    assert keeping.ask_documents(change, by=library.keeper) == 0
    assert keeping.take_back(change, by=library.keeper) == 2


def as_word(text):
    word, file = Document(), BytesIO()
    word.add_table(1, 1).cell(0, 0).text = text
    word.save(file)
    return "Mẫu tờ khai đăng ký thường trú.docx", file.getvalue()


def as_pdf(text):
    return "Mẫu tờ khai đăng ký thường trú.pdf", pdf_of(f"<p>{text}</p>", Edges(title="x", left="", middle="", page=""))


@pytest.mark.parametrize("made", [as_word, as_pdf])
def test_a_form_attached_as_a_file_that_cites_it_is_asked_too(library, made):
    older, newer = library.enter(OLD), library.enter(NEW)
    revision = library.shelf.draft(text="Làm đúng bước.")
    add_block(revision, "form", {"title": "Tờ khai đăng ký thường trú", "code": "BM-01", "source": "forms"})
    write(revision, "revision.written", by=library.shelf.person("author"))
    name, data = made("Ban hành kèm theo Nghị định số 61/2018/NĐ-CP ngày 23/4/2018")
    for called, held in ((name, data), ("Mẫu khác.docx", b"PK\x03\x04 cut")):
        attach_bytes(revision, held, name=called, by=library.shelf.person("author"))
    _change, asked = library.replaced(older, newer, date(2026, 10, 1))
    assert asked == 1
    form = requests()[0]
    assert (form.about_code, form.about_kind) == ("BM-01", "Biểu mẫu")
    assert name in form.what


def test_a_document_that_is_itself_a_form_is_read_in_its_file_too(library):
    older, newer = library.enter(OLD), library.enter(NEW)
    author, title = library.shelf.person("author"), "Tờ khai đăng ký thường trú"
    form = operations.register_document(
        "form", code="BM-01", title=title, unit=library.shelf.unit("economy"), by=author
    )
    revision = library.shelf.draft(form, text="In hai mặt.")
    name, data = as_word("Ban hành kèm theo Nghị định số 61/2018/NĐ-CP ngày 23/4/2018")
    for called, held in ((name, data), ("Phiếu trình.docx", data)):
        attach_bytes(revision, held, name=called, by=author)
    _change, asked = library.replaced(older, newer, date(2026, 10, 1))
    assert asked == 1 and requests()[0].document is form
    assert name in requests()[0].what and "Phiếu trình" not in requests()[0].what
