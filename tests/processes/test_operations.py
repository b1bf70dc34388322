"""Bringing a procedure in from Word, and writing its rows."""

import pytest

from iso_qms.blobs import files_of
from iso_qms.db import db, transaction
from iso_qms.documents.comparison.alignment import Value
from iso_qms.documents.models import Document
from iso_qms.documents.operations import discard
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.processes import reading
from iso_qms.processes.operations import (
    Row,
    UnreadableFile,
    import_file,
    object_in,
    read_file,
    rows_of,
    save_part,
    save_texts,
    save_wording,
)
from iso_qms.processes.paper import paper_of
from iso_qms.processes.procedure import object_of
from iso_qms.processes.reading import read
from iso_qms.processes.step_forms import step_values
from iso_qms.processes.word import write
from iso_qms.workflow import Incomplete, WrongState
from tests.processes.files import word_file


@pytest.fixture
def author(context, place):
    with transaction():
        choose(db.session.get(Agency, place.agency_id))
        yield db.session.get(Person, place.people["author"])


@pytest.fixture
def unit(author, place):
    return db.session.get(Unit, place.units["economy"])


@pytest.fixture
def draft(author, unit):
    revision = import_file(word_file(), "qt-07.docx", by=author, unit=unit)
    db.session.flush()
    return revision


def test_a_file_becomes_a_draft_and_stays_with_it(draft):
    assert (draft.state, draft.document.code, draft.issue_number) == ("draft", "QT 07/VH-Đ", 2)
    assert [one.name for one in files_of(draft)] == ["qt-07.docx"]
    assert len(rows_of(draft, "steps")) == 3


def test_in_and_out_again_says_the_same_but_for_the_effective_day_that_nobody_has_set(draft):
    found, again = read(word_file(), name="x"), read(write(paper_of(draft)), name="x")
    assert again["footer"] == found["footer"] | {"effective_on": None}
    known = set(found) - {"warnings", "footer", "footers"}
    assert {name: again[name] for name in known} == {name: found[name] for name in known}


def test_the_next_issue_is_read_into_the_same_document(draft, author, unit):
    discard(draft, by=author, note="Chọn nhầm")
    again = import_file(word_file(extra_step=True), "b.docx", by=author, unit=unit, document=draft.document)
    assert (again.document_id, again.number, len(rows_of(again, "steps"))) == (draft.document_id, 2, 4)
    assert again.read_from["warnings"] == [] and again.read_from["areas"] == {}


def test_identity_survives_a_new_file(author, unit, draft):
    from iso_qms.documents.writing import set_blocks
    from iso_qms.processes.procedure import values_of

    before = {one.content["action"]: one.block_id for one in rows_of(draft, "steps")}
    set_blocks(draft, values_of(read(word_file(extra_step=True), name="x")))
    after = {one.content["action"]: one.block_id for one in rows_of(draft, "steps")}
    assert {action: after[action] for action in before} == before
    assert len(after) == len(before) + 1


def test_a_code_in_use_is_warned_of(draft, author, unit):
    second = import_file(word_file(), "b.docx", by=author, unit=unit)
    assert [one["code"] for one in second.read_from["warnings"]] == ["code_in_use"]


def test_a_file_that_is_no_procedure_is_refused_in_a_sentence(author, unit):
    with pytest.raises(UnreadableFile) as refused:
        import_file(b"plain text", "a.txt", by=author, unit=unit)
    assert refused.value.code == "not_word"
    with pytest.raises(Incomplete, match=r"a\.docx"):
        import_file(word_file(code=""), "a.docx", by=author, unit=unit)


def test_a_list_that_is_too_long_is_read_and_checked_but_becomes_no_draft(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert len(read(word_file(), name="a.docx")["steps"]) == 3
    with pytest.raises(UnreadableFile, match=r"3 dòng.*nhiều nhất 2") as refused:
        read_file(word_file(), "a.docx")
    assert refused.value.code == "too_many_rows"


def test_rows_keep_their_identity_when_they_move(draft, author):
    steps = rows_of(draft, "steps")
    rows = [Row(one.block_id, Value("step", one.content)) for one in (steps[2], steps[0], steps[1])]
    save_part(draft, "steps", rows, by=author, edits=draft.edits)
    assert [one.block_id for one in rows_of(draft, "steps")] == [row.block_id for row in rows]
    assert [one.position for one in draft.blocks] == list(range(len(draft.blocks)))


def test_the_wording_follows_the_rows(draft, author):
    save_part(draft, "fees", [Row(None, Value("fee", _fee("30.000 đồng", 30000)))], by=author, edits=draft.edits)
    assert _text(draft, "fees") == "- 30.000 đồng"


def test_the_rows_follow_the_wording(draft, author):
    kept = rows_of(draft, "legal_basis")[0].block_id
    text = (
        f"{_text(draft, 'legal_basis')}\n- Thông tư số 01/2022/TT-BTP ngày 04/01/2022 của Bộ trưởng Bộ Tư pháp về sổ;"
    )
    save_wording(draft, "legal_basis", text, by=author, edits=draft.edits)
    rows = rows_of(draft, "legal_basis")
    assert [one.content["number"] for one in rows][-1] == "01/2022/TT-BTP"
    assert rows[0].block_id == kept


def test_somebody_elses_edit_is_never_overwritten(draft, author):
    seen = draft.edits
    save_texts(draft, {"scope": ("PHẠM VI", "Cả xã.")}, by=author, edits=seen)
    with pytest.raises(WrongState):
        save_texts(draft, {"scope": ("PHẠM VI", "Một thôn.")}, by=author, edits=seen)
    assert _text(draft, "scope") == "Cả xã."


def test_a_new_section_stands_where_the_layout_has_it(author, unit):
    draft = import_file(word_file(sections=("purpose", "steps")), "a.docx", by=author, unit=unit)
    save_part(draft, "fees", [Row(None, Value("fee", _fee("Không", 0)))], by=author, edits=draft.edits)
    keys = [one.content["key"] for one in draft.blocks if one.kind == "section"]
    assert keys == ["purpose", "fees", "steps"]


def test_sixty_steps_are_saved_and_a_thousand_refused(draft, author):
    typed = [
        {"number": str(n), "action": f"Việc {n}", "responsible": "", "output": "", "time_0": "½ ngày"}
        for n in range(60)
    ]
    rows = [Row(None, value) for value in step_values(typed, [""])]
    save_part(draft, "steps", rows, by=author, edits=draft.edits)
    assert len(rows_of(draft, "steps")) == 60
    with pytest.raises(Incomplete):
        save_part(draft, "steps", rows * 17, by=author, edits=draft.edits)


def test_a_sum_that_differs_from_the_limit_is_said_and_not_corrected(draft, author):
    steps = [Row(one.block_id, Value("step", one.content)) for one in rows_of(draft, "steps")[:2]]
    save_part(draft, "steps", steps, by=author, edits=draft.edits)
    assert [one.code for one in object_in(draft)["warnings"]] == ["step_sum_differs"]
    assert len(rows_of(draft, "steps")) == 2


def test_others_agencies_documents_are_not_known(draft, place):
    choose(db.session.get(Agency, db.session.query(Agency).filter_by(slug=place.other_agency).one().id))
    assert db.session.query(Document).count() == 0


def test_the_object_of_a_draft_has_no_footers_of_its_own(draft):
    assert object_of({}, draft.blocks)["footers"] == []


def _fee(raw, amount):
    return {"raw": raw, "amount": amount, "channel": None, "area": None}


def _text(revision, key):
    return next(one.content["text"] for one in revision.blocks if one.kind == "section" and one.content["key"] == key)
