"""The Word file of a draft, edited by somebody else and brought back: identities, fields, and nobody overwritten."""

from copy import deepcopy
from io import BytesIO

import pytest
from docx import Document as Word
from docx.oxml.ns import qn

from iso_qms.blobs import files_of
from iso_qms.db import db, transaction
from iso_qms.documents.comparison.alignment import Value
from iso_qms.documents.incoming import office
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
from iso_qms.journal import history_of
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.processes.operations import Row, UnreadableFile, import_file, rows_of, save_part, save_texts
from iso_qms.processes.paper import paper_of
from iso_qms.processes.word import write
from iso_qms.workflow import Incomplete, WrongState
from tests.processes.files import TEXTS, word_file


@pytest.fixture
def author(context, place):
    with transaction():
        choose(db.session.get(Agency, place.agency_id))
        yield db.session.get(Person, place.people["author"])


@pytest.fixture
def draft(author, place):
    revision = import_file(word_file(), "qt-07.docx", by=author, unit=db.session.get(Unit, place.units["economy"]))
    db.session.flush()
    return revision


def taken(draft):
    """The draft's Word file as it leaves the house."""
    keep_copy(draft, draft.edits, said_by(draft))
    return write(paper_of(draft))


def edited(data, act):
    """The file after somebody has done something to it."""
    word = Word(BytesIO(data))
    act(word)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def bring_back(draft, data, by, **choices):
    back = look_at(draft, data, "ve.docx")
    take_over(draft, back, data=data, name="ve.docx", by=by, edits=draft.edits, **choices)
    db.session.flush()


def steps_of(word):
    return next(one for one in word.tables if "Trình tự" in one.rows[0].cells[1].text)


def say(cell, text):
    """Type over the words of a cell, as Word does: the paragraph and its bookmark stay."""
    first, *others = cell.paragraphs[0].runs
    first.text = text
    for run in others:
        run.text = ""


def retype(word, old, new):
    """Replace words somewhere in the text."""
    for paragraph in word.paragraphs:
        for run in paragraph.runs:
            if old in run.text:
                run.text = run.text.replace(old, new)


def add_row(word, place, *cells):
    """Insert a row below another, as Word does: a new one, without a bookmark."""
    table = steps_of(word)
    row = deepcopy(table.rows[place]._tr)
    for mark in [*row.iter(qn("w:bookmarkStart")), *row.iter(qn("w:bookmarkEnd"))]:
        mark.getparent().remove(mark)
    table.rows[place]._tr.addnext(row)
    for cell, text in zip(table.rows[place + 1].cells, cells, strict=False):
        say(cell, text)


def without_marks(word):
    for mark in [*word.element.iter(qn("w:bookmarkStart")), *word.element.iter(qn("w:bookmarkEnd"))]:
        mark.getparent().remove(mark)


def actions(draft):
    return {one.block_id: one.content["action"] for one in rows_of(draft, "steps")}


def test_an_untouched_file_changes_nothing(draft, author):
    data = taken(draft)
    assert outcome_of(draft, look_at(draft, data, "ve.docx")).blocks == blocks_in(draft)
    with pytest.raises(Incomplete):
        bring_back(draft, data, author)


@pytest.mark.parametrize("stripped", [False, True], ids=["marked", "stripped"])
def test_a_row_put_between_is_new_and_the_others_stay_themselves(draft, author, stripped):
    before = actions(draft)

    def act(word):
        add_row(word, 1, "2", "Niêm yết tại nhà văn hóa", "Văn phòng", "01 ngày")
        if stripped:
            without_marks(word)

    bring_back(draft, edited(taken(draft), act), author)
    after = actions(draft)
    assert list(after.values()) == [
        "Tiếp nhận hồ sơ", "Niêm yết tại nhà văn hóa", "Thẩm tra hồ sơ", "Ký giấy, trả kết quả",
    ]  # fmt: skip
    assert before.items() <= after.items()
    assert rows_of(draft, "steps")[1].content["durations"][0]["amount"] == 1


@pytest.mark.parametrize("stripped", [False, True], ids=["marked", "stripped"])
def test_a_row_taken_out_is_gone(draft, author, stripped):
    first, _second, third = actions(draft)

    def act(word):
        row = steps_of(word).rows[2]._tr
        row.getparent().remove(row)
        if stripped:
            without_marks(word)

    bring_back(draft, edited(taken(draft), act), author)
    assert list(actions(draft)) == [first, third]


@pytest.mark.parametrize("stripped", [False, True], ids=["marked", "stripped"])
def test_rows_swapped_are_moved(draft, author, stripped):
    first, second, third = actions(draft)

    def act(word):
        rows = steps_of(word).rows
        rows[2]._tr.addnext(rows[1]._tr)
        if stripped:
            without_marks(word)

    bring_back(draft, edited(taken(draft), act), author)
    assert list(actions(draft)) == [second, first, third]


def test_a_step_written_anew_is_the_same_step_by_its_bookmark(draft, author):
    numbers = list(actions(draft))
    bring_back(
        draft, edited(taken(draft), lambda word: say(steps_of(word).rows[2].cells[1], "Xem đất tại chỗ")), author
    )
    assert list(actions(draft)) == numbers
    assert rows_of(draft, "steps")[1].content["action"] == "Xem đất tại chỗ"
    assert rows_of(draft, "steps")[1].content["responsible"] == "Phòng Kinh tế"


def test_a_time_comes_back_into_its_field(draft, author):
    bring_back(draft, edited(taken(draft), lambda word: say(steps_of(word).rows[2].cells[3], "03 ngày")), author)
    assert [one["amount"] for one in rows_of(draft, "steps")[1].content["durations"]] == [3]


def test_papers_limits_laws_and_records_come_back_into_their_fields(draft, author):
    known = {part: [one.block_id for one in rows_of(draft, part)] for part in ("papers", "time_limit", "records")}

    def act(word):
        retype(word, "Bản vẽ vườn", "Ảnh chụp khu vườn từ phía đường (02 bản)")
        retype(word, "03 ngày làm việc", "05 ngày làm việc")
        retype(word, "12/2021/NĐ-CP", "12/2025/NĐ-CP")
        records = next(one for one in word.tables if "Nơi lưu" in one.rows[0].cells[2].text)
        say(records.rows[1].cells[3], "10 năm")

    bring_back(draft, edited(taken(draft), act), author)
    assert {part: [one.block_id for one in rows_of(draft, part)] for part in known} == known
    assert rows_of(draft, "papers")[1].content["text"].startswith("Ảnh chụp")
    assert rows_of(draft, "papers")[1].content["copies"] == 2
    assert rows_of(draft, "time_limit")[0].content["amount"] == 5
    assert rows_of(draft, "legal_basis")[0].content["number"] == "12/2025/NĐ-CP"
    assert rows_of(draft, "records")[0].content["retention"] == "10 năm"


def test_a_section_is_known_by_its_bookmark_whatever_its_heading_says(draft, author):
    def act(word):
        retype(word, "PHẠM VI", "AI LÀM THEO BẢN NÀY")
        retype(word, TEXTS["scope"], "Áp dụng cho mọi thôn và tổ dân phố.")

    bring_back(draft, edited(taken(draft), act), author)
    scope = next(one for one in draft.blocks if one.content.get("key") == "scope")
    assert scope.content == {
        "key": "scope", "heading": "AI LÀM THEO BẢN NÀY", "text": "Áp dụng cho mọi thôn và tổ dân phố.",
    }  # fmt: skip


def test_a_table_in_the_words_of_a_section_survives(draft, author):
    table = "Mỗi mùa một loại:\nMùa\tHoa\nXuân\tĐào, mai\nHạ\tSen"
    save_texts(draft, {"scope": ("PHẠM VI", table)}, by=author, edits=draft.edits)
    db.session.flush()

    def act(word):
        grid = next(one for one in word.tables if one.rows[0].cells[0].text == "Mùa")
        say(grid.rows[2].cells[1], "Sen, súng")

    bring_back(draft, edited(taken(draft), act), author)
    scope = next(one for one in draft.blocks if one.content.get("key") == "scope")
    assert scope.content["text"] == table.replace("Sen", "Sen, súng")


def test_the_cover_may_name_it_anew(draft, author):
    def act(word):
        name = word.tables[0].rows[0].cells[1].paragraphs[1]
        name.runs[0].text = "Đăng ký vườn hoa và cây cảnh"

    data = edited(taken(draft), act)
    assert head_changes(draft, look_at(draft, data, "ve.docx")) == {"title": "Đăng ký vườn hoa và cây cảnh"}
    bring_back(draft, data, author)
    assert draft.title == "Đăng ký vườn hoa và cây cảnh"


def test_the_file_stays_with_the_draft_and_the_journal_tells(draft, author):
    bring_back(draft, edited(taken(draft), lambda word: retype(word, TEXTS["scope"], "Mọi tổ.")), author)
    assert [one.name for one in files_of(draft)] == ["qt-07.docx", "ve.docx"]
    assert "revision.came_back" in [one.verb for one in history_of(draft, limit=5)]


def test_what_others_did_on_the_page_meanwhile_stays(draft, author):
    data = edited(taken(draft), lambda word: say(steps_of(word).rows[1].cells[1], "Nhận hồ sơ tại quầy"))
    rows = [Row(one.block_id, Value("step", dict(one.content))) for one in rows_of(draft, "steps")]
    rows[2].value.content["responsible"] = "Phó Chủ tịch UBND"
    save_part(draft, "steps", rows, by=author, edits=draft.edits)
    save_texts(draft, {"purpose": ("MỤC ĐÍCH", "Thống nhất.")}, by=author, edits=draft.edits)
    db.session.flush()
    assert outcome_of(draft, look_at(draft, data, "ve.docx")).conflicts == []
    bring_back(draft, data, author)
    assert next(iter(actions(draft).values())) == "Nhận hồ sơ tại quầy"
    assert rows_of(draft, "steps")[2].content["responsible"] == "Phó Chủ tịch UBND"
    assert draft.blocks[0].content["text"] == "Thống nhất."


@pytest.mark.parametrize(("choice", "said"), [("page", "Mọi nhà."), ("file", "Mọi tổ.")])
def test_what_both_changed_is_decided_and_never_overwritten(draft, author, choice, said):
    data = edited(taken(draft), lambda word: retype(word, TEXTS["scope"], "Mọi tổ."))
    save_texts(draft, {"scope": ("PHẠM VI", "Mọi nhà.")}, by=author, edits=draft.edits)
    retitled = edited(data, lambda word: retype(word, TEXTS["purpose"], "Cho rõ."))
    (conflict,) = outcome_of(draft, look_at(draft, retitled, "ve.docx")).conflicts
    assert (conflict.page["text"], conflict.file["text"]) == ("Mọi nhà.", "Mọi tổ.")
    bring_back(draft, retitled, author, choices={conflict.block_id: choice})
    scope = next(one for one in draft.blocks if one.content.get("key") == "scope")
    assert scope.content["text"] == said


def test_a_block_taken_out_on_the_page_and_changed_in_the_file_may_be_held_on_to(draft, author):
    gone = rows_of(draft, "steps")[1].block_id
    data = edited(taken(draft), lambda word: say(steps_of(word).rows[2].cells[1], "Thẩm tra tại chỗ"))
    rows = [Row(one.block_id, Value("step", dict(one.content))) for one in rows_of(draft, "steps")]
    save_part(draft, "steps", [rows[0], rows[2]], by=author, edits=draft.edits)
    db.session.flush()
    (conflict,) = outcome_of(draft, look_at(draft, data, "ve.docx")).conflicts
    assert (conflict.block_id, conflict.page) == (gone, None)
    bring_back(draft, data, author, choices={gone: "file"})
    assert list(actions(draft).values()) == ["Tiếp nhận hồ sơ", "Thẩm tra tại chỗ", "Ký giấy, trả kết quả"]


def test_who_was_faster_is_not_overwritten(draft, author):
    data = edited(taken(draft), lambda word: retype(word, TEXTS["scope"], "Mọi tổ."))
    back = look_at(draft, data, "ve.docx")
    with pytest.raises(WrongState):
        take_over(draft, back, data=data, name="ve.docx", by=author, edits=draft.edits - 1)


def test_the_file_of_another_document_or_revision_is_refused(draft, author, place):
    data = taken(draft)
    unit = db.session.get(Unit, place.units["economy"])
    other = register_document("procedure", code="QT 08", title="Khác", unit=unit, by=author)
    revision = start_revision(other, by=author)
    db.session.flush()
    with pytest.raises(WrongFile, match="QT 07/VH-Đ"):
        look_at(revision, data, "ve.docx")
    with pytest.raises(WrongFile, match="QT 07/VH-Đ"):
        look_at(revision, edited(data, without_marks), "ve.docx")
    draft.number += 1
    with pytest.raises(WrongFile):
        look_at(draft, data, "ve.docx")
    draft.number -= 1


def test_a_letter_or_no_word_file_at_all_is_refused_in_a_sentence(draft):
    letter = edited(taken(draft), lambda word: word.element.body.clear_content())
    with pytest.raises(WrongFile):
        look_at(draft, letter, "thu.docx")
    with pytest.raises(UnreadableFile):
        look_at(draft, b"khong phai Word", "a.docx")


def test_what_the_draft_cannot_hold_is_named(draft):
    def act(word):
        word.add_paragraph("Trang này do văn thư giữ.")
        word.sections[0].header.paragraphs[0].runs[0].text = "Bản nháp của tổ soạn thảo"

    lines = look_at(draft, edited(taken(draft), act), "ve.docx").inventory.lines
    assert "Bản nháp của tổ soạn thảo" in lines


@pytest.mark.office
def test_it_survives_being_saved_by_another_program(draft, author):
    numbers = list(actions(draft))
    data = edited(taken(draft), lambda word: say(steps_of(word).rows[2].cells[1], "Xem đất tại chỗ"))
    saved = office.convert(data, suffix=".docx", to="docx")
    bring_back(draft, saved, author)
    assert list(actions(draft)) == numbers
    assert rows_of(draft, "steps")[1].content["action"] == "Xem đất tại chỗ"
