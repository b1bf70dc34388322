"""What a Word file changes, laid over a draft: nothing untouched changes, nothing anybody wrote is overwritten."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from iso_qms.documents.comparison.alignment import Value
from iso_qms.documents.comparison.merging import Known, continued, merged
from iso_qms.documents.incoming.homecoming import known_in
from iso_qms.documents.word.marks import Origin
from iso_qms.processes.paper import found_in
from iso_qms.processes.procedure import object_of, values_of
from iso_qms.processes.reading import read
from iso_qms.processes.word import write
from iso_qms.processes.word.marks import RowMarks
from tests.processes.procedures import procedures
from tests.processes.test_homecoming import edited, without_marks
from tests.processes.test_word import paper

ORIGIN = Origin(7, 2, 3)


def blocks(found):
    return [Known(at, one.kind, one.content) for at, one in enumerate(values_of(found), start=1)]


def there_and_back(found, act=lambda word: None):
    """The blocks of a procedure after its file was written, handled and read."""
    base = blocks(found)
    own = write(paper(found, blocks=base, origin=ORIGIN))
    echo = known_in(found_in(own), base)
    back = known_in(found_in(edited(own, act)), echo)
    return base, merged(base, base, echo, back)


@given(procedures())
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.generate])
def test_a_file_nobody_has_edited_changes_nothing_with_or_without_its_bookmarks(found):
    for act in (lambda word: None, without_marks):
        base, outcome = there_and_back(found, act)
        assert outcome.blocks == base
        assert outcome.conflicts == []


@pytest.mark.parametrize("number", range(0, 10, 3))
def test_real_procedures_come_back_as_they_left(samples, number):
    files = sorted((samples / "procedures").glob("*.docx"))
    if number >= len(files):
        pytest.skip("fewer sample files than that")
    found = read(files[number].read_bytes(), name="a.docx")
    base, outcome = there_and_back(object_of(found, values_of(found)))
    assert outcome.blocks == base


BASE = [Known(1, "record", {"name": "Sổ", "place": "A"}), Known(2, "record", {"name": "Phiếu", "place": "B"})]


def test_two_people_may_change_different_fields_of_one_row():
    page = [BASE[0]._replace(content={"name": "Sổ", "place": "Z"}), BASE[1]]
    read_ = [BASE[0]._replace(content={"name": "Sổ mới", "place": "A"}), BASE[1]]
    outcome = merged(BASE, page, BASE, read_)
    assert outcome.conflicts == []
    assert outcome.blocks[0].content == {"name": "Sổ mới", "place": "Z"}


def test_what_reading_cannot_see_is_not_taken_out():
    outcome = merged(BASE, BASE, [BASE[0]], [BASE[0]._replace(content={"name": "Sổ mới", "place": "A"})])
    assert [one.block_id for one in outcome.blocks] == [1, 2]


def test_a_row_only_reading_sees_is_not_put_in():
    ghost = Known(-3, "record", {"name": "Ma", "place": ""})
    assert merged(BASE, BASE, [*BASE, ghost], [*BASE, ghost]).blocks == BASE


def test_the_same_row_put_in_on_both_sides_is_put_in_once():
    new = {"name": "Biên bản", "place": "C"}
    outcome = merged(BASE, [*BASE, Known(9, "record", new)], BASE, [*BASE, Known(-1, "record", new)])
    assert [one.block_id for one in outcome.blocks] == [1, 2, 9]


def test_a_row_put_in_on_the_page_keeps_its_place_when_the_file_moves_others():
    page = [BASE[0], Known(9, "record", {"name": "Biên bản", "place": "C"}), BASE[1]]
    outcome = merged(BASE, page, BASE, [BASE[1], BASE[0]])
    assert [one.block_id for one in outcome.blocks] == [2, 1, 9]


def test_a_copied_row_takes_no_identity_from_the_one_it_was_copied_from():
    values = [Value("record", BASE[0].content), Value("record", BASE[0].content)]
    assert [one.block_id for one in continued(values, [1, None], BASE)] == [1, -2]


def test_marks_are_written_only_of_a_draft_that_is_named():
    assert RowMarks(BASE).origin is None
    assert ORIGIN.mark == "_iso_of_7_2_3"
