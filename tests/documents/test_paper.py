"""The Word file of a revision in the agency's own layout: its front is the agency's, its text comes back."""

from io import BytesIO

import pytest
from docx import Document as Word

from iso_qms.db import db
from iso_qms.documents.incoming.homecoming import blocks_in, look_at, outcome_of
from iso_qms.documents.paper import word_of
from iso_qms.layouts.operations import BadLayout, add_layout, ours, try_layout
from iso_qms.processes.operations import import_file
from tests.documents.files import saved
from tests.documents.incoming.test_homecoming import author, draft, edited, line, sections, taken  # noqa: F401  (fixtures)
from tests.processes.files import word_file


def own_layout(kind, shelf):
    """The agency changes a word of our template and uses it."""
    word = Word(BytesIO(ours(kind)))
    word.tables[0].rows[0].cells[1].add_paragraph("Bản của xã An Khê")
    add_layout(kind, saved(word), name="mau.docx", by=shelf.person("quality"))
    db.session.flush()


def words_in(data):
    return [cell.text for table in Word(BytesIO(data)).tables for row in table.rows for cell in row.cells]


def test_a_document_leaves_in_the_layout_of_the_agency_and_comes_back(shelf, draft):  # noqa: F811
    own_layout("document", shelf)
    data = taken(draft)
    assert any("Bản của xã An Khê" in one for one in words_in(data))
    assert [one.text for one in Word(BytesIO(data)).paragraphs if one.style.name == "Heading 1"] == [
        heading for heading, _text in sections(draft)
    ]
    back = look_at(draft, data, "ve.docx")
    assert back.is_known
    assert outcome_of(draft, back).blocks == blocks_in(draft)
    changed = edited(data, lambda word: setattr(line(word, "Xã nằm").runs[0], "text", "Ở ven biển."))
    found = outcome_of(draft, look_at(draft, changed, "ve.docx")).blocks
    assert [one.block_id for one in found] == [one.block_id for one in draft.blocks]
    assert found[0].content["text"].startswith("Ở ven biển.")


def test_a_procedure_leaves_in_the_layout_of_the_agency_and_comes_back(shelf):
    own_layout("procedure", shelf)
    procedure = import_file(word_file(), "qt-07.docx", by=shelf.person("author"), unit=shelf.unit("economy"))
    db.session.flush()
    data = word_of(procedure)
    assert any("Bản của xã An Khê" in one for one in words_in(data))
    assert outcome_of(procedure, look_at(procedure, data, "ve.docx")).blocks == blocks_in(procedure)


@pytest.mark.one_database
def test_a_layout_without_a_place_for_the_text_is_not_usable(shelf):
    word = Word(BytesIO(ours("document")))
    place = next(one for one in word.paragraphs if "body" in one.text)
    place.runs[-1].text = "Nội dung ở đây."
    assert try_layout("document", saved(word)).missing == ["body"]
    with pytest.raises(BadLayout):
        try_layout("document", b"khong phai Word")
