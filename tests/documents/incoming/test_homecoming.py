"""The Word file of a plain document, edited by somebody else and brought back; procedures have their own tests."""

from copy import deepcopy
from io import BytesIO

import pytest
from docx import Document as Word
from docx.oxml.ns import qn
from docx.shared import Mm

from iso_qms.blobs import files_of
from iso_qms.db import db
from iso_qms.documents.incoming.homecoming import (
    WrongFile,
    blocks_in,
    head_changes,
    keep_copy,
    look_at,
    outcome_of,
    said_by,
    take_over,
)
from iso_qms.documents.operations import register_document, start_revision
from iso_qms.documents.paper import word_of
from iso_qms.documents.writing import write_text
from tests.documents.files import PIXEL, manual, saved

SECTIONS = (
    ("1. Giới thiệu", "Xã nằm bên sông.\n- Diện tích 30 km²;"),
    ("2. Mục tiêu", "Mục tiêu\tChỉ tiêu\nĐúng hạn\t95 %"),
    ("3. Cam kết", "Lãnh đạo cam kết bảo đảm nguồn lực."),
)


@pytest.fixture
def author(shelf):
    return shelf.person("author")


@pytest.fixture
def draft(shelf, author):
    document = register_document("manual", code="STCL-01", title="Sổ tay", unit=shelf.unit("economy"), by=author)
    revision = start_revision(document, by=author)
    write(revision, author, SECTIONS)
    return revision


def write(draft, author, sections):
    known = [one.block_id for one in draft.blocks] + [0] * len(sections)
    rows = [{"block": known[at], "heading": one[0], "text": one[1]} for at, one in enumerate(sections)]
    write_text(draft, rows, by=author, edits=draft.edits, title=draft.title)
    db.session.flush()


def taken(draft):
    keep_copy(draft, draft.edits, said_by(draft))
    return word_of(draft)


def edited(data, act):
    word = Word(BytesIO(data))
    act(word)
    return saved(word)


def line(word, words):
    return next(one for one in word.paragraphs if words in one.text and "_iso" not in words and one.runs[-1].text)


def heading(word, words):
    return next(one for one in word.paragraphs if one.text == words and one.style.name.startswith("Heading"))


def without_marks(word):
    for mark in [*word.element.iter(qn("w:bookmarkStart")), *word.element.iter(qn("w:bookmarkEnd"))]:
        mark.getparent().remove(mark)


def bring_back(draft, data, by, **choices):
    back = look_at(draft, data, "ve.docx")
    take_over(draft, back, data=data, name="ve.docx", by=by, edits=draft.edits, **choices)
    db.session.flush()


def sections(draft):
    return [(one.content["heading"], one.content["text"]) for one in draft.blocks]


def test_an_untouched_file_changes_nothing(draft):
    assert outcome_of(draft, look_at(draft, taken(draft), "ve.docx")).blocks == blocks_in(draft)


@pytest.mark.parametrize("stripped", [False, True], ids=["marked", "stripped"])
def test_sections_keep_their_identity_whatever_is_put_between_or_written_anew(draft, author, stripped):
    before = [one.block_id for one in draft.blocks]

    def act(word):
        last = heading(word, "3. Cam kết")
        new = deepcopy(last._p)
        last._p.addprevious(new)
        for mark in [*new.iter(qn("w:bookmarkStart")), *new.iter(qn("w:bookmarkEnd"))]:
            new.remove(mark)
        word.paragraphs[[one._p for one in word.paragraphs].index(new)].runs[0].text = "3. Hỗ trợ"
        last.runs[0].text = "4. Cam kết"
        line(word, "Lãnh đạo cam kết").runs[0].text = "Hoàn toàn viết lại từ đầu, không còn chữ nào cũ."
        word.tables[-1].rows[1].cells[1].paragraphs[0].runs[0].text = "98 %"
        if stripped:
            without_marks(word)

    bring_back(draft, edited(taken(draft), act), author)
    assert sections(draft) == [
        SECTIONS[0],
        ("2. Mục tiêu", "Mục tiêu\tChỉ tiêu\nĐúng hạn\t98 %"),
        ("3. Hỗ trợ", ""),
        ("4. Cam kết", "Hoàn toàn viết lại từ đầu, không còn chữ nào cũ."),
    ]
    assert [one.block_id for one in draft.blocks if one.block_id in before] == before
    assert [one.name for one in files_of(draft)] == ["ve.docx"]


def test_a_section_is_known_by_its_bookmark_whatever_its_heading_looks_like(draft, author):
    before = [one.block_id for one in draft.blocks]

    def act(word):
        place = heading(word, "1. Giới thiệu")
        place.runs[0].text, place.runs[0].bold, place.style = "Đôi nét về xã", False, word.styles["Normal"]

    bring_back(draft, edited(taken(draft), act), author)
    assert sections(draft)[0] == ("Đôi nét về xã", SECTIONS[0][1])
    assert [one.block_id for one in draft.blocks] == before


def test_what_others_wrote_meanwhile_stays_and_what_both_changed_is_decided(draft, author):
    data = edited(taken(draft), lambda word: setattr(line(word, "Xã nằm bên sông").runs[0], "text", "Xã ở ven biển."))
    write(draft, author, [("1. Giới thiệu", "Xã trên núi."), *SECTIONS[1:2], ("3. Cam kết", "Cam kết mới.")])
    back = look_at(draft, data, "ve.docx")
    (conflict,) = outcome_of(draft, back).conflicts
    bring_back(draft, data, author, choices={conflict.block_id: "file"})
    assert sections(draft)[0][1] == "Xã ở ven biển.\n- Diện tích 30 km²;"
    assert sections(draft)[2][1] == "Cam kết mới."


def test_what_the_draft_cannot_hold_is_told_and_stays_in_the_file(draft):
    def act(word):
        word.paragraphs[-1].add_run().add_picture(BytesIO(PIXEL), width=Mm(5))
        word.sections[0].header.paragraphs[0].add_run(" – bản góp ý")
        grid = word.add_table(2, 2)
        grid.rows[0].cells[0].merge(grid.rows[0].cells[1]).text = "Ô gộp"
        line(word, "Xã nằm bên sông").runs[0].italic = True
        line(word, "2.").runs[0].text = "2. Chính sách mới"

    def turned(word):
        numbered = [one for one in word.sections[-1].footer._element.iter() if one.text and one.text.strip().isdigit()]
        for one in numbered:
            one.text = "17"

    same = look_at(draft, edited(taken(draft), turned), "ve.docx").inventory
    assert (same.counts["stressed"], same.lines) == (0, [])
    found = look_at(draft, edited(taken(draft), act), "ve.docx").inventory
    assert (found.counts["pictures"], found.counts["merged"], found.counts["stressed"]) == (1, 1, 1)
    assert any("bản góp ý" in one for one in found.lines)


def test_the_cover_may_name_it_anew(draft):
    def act(word):
        word.tables[0].rows[0].cells[1].paragraphs[1].runs[0].text = "Sổ tay chất lượng"

    assert head_changes(draft, look_at(draft, edited(taken(draft), act), "ve.docx")) == {"title": "Sổ tay chất lượng"}


def test_a_file_of_another_document_is_refused_and_one_without_a_code_is_compared(draft):
    with pytest.raises(WrongFile):
        look_at(draft, manual(code="STCL-02"), "x.docx")
    back = look_at(draft, manual(code="STCL-01"), "x.docx")
    assert not back.is_known
    assert outcome_of(draft, back).blocks[0].block_id == draft.blocks[0].block_id
