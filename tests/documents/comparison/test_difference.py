"""Differences between revisions: nothing is lost, nothing is marked in vain, and only moved blocks have moved."""

import time
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso_qms.documents.comparison.difference import compare, plain_fields


@dataclass(frozen=True)
class Value:
    block_id: int
    position: int
    content: dict[str, Any] = field(default_factory=dict)
    kind: str = "text"


def revision(*texts: tuple[int, str]) -> list[Value]:
    return [Value(key, place, {"text": text}) for place, (key, text) in enumerate(texts)]


CONTENTS = st.dictionaries(
    st.sampled_from(["action", "responsible", "output", "durations"]),
    st.one_of(st.text("ab ,", max_size=8), st.lists(st.text("ab ", max_size=4), max_size=3)),
)
REVISIONS = st.lists(
    st.tuples(st.integers(0, 8), CONTENTS, st.sampled_from(["step", "text"])), unique_by=lambda t: t[0]
).map(lambda rows: [Value(key, place, content, kind) for place, (key, content, kind) in enumerate(rows)])


def texts(block: Value) -> list[tuple[str, str]]:
    return [(name, text) for name, text in plain_fields(block.kind, block.content) if text]


def applied(change, *, side: str) -> list[tuple[str, str]]:
    """The texts of one side as the difference tells them; an unchanged block is taken from the other side."""
    if change.kind == "same" or (change.kind == "moved" and not change.is_reworded):
        return texts(change.old if side == "new" else change.new)
    return [(one.name, getattr(one, side)) for one in change.fields if getattr(one, side)]


@given(REVISIONS, REVISIONS)
def test_applying_the_difference_to_the_old_revision_gives_the_new_one(old, new):
    after = [change for change in compare(old, new=new) if change.kind != "removed"]
    assert [change.block.block_id for change in after] == [block.block_id for block in new]
    assert [applied(change, side="new") for change in after] == [texts(block) for block in new]


@given(REVISIONS, REVISIONS)
def test_reversing_the_difference_gives_the_old_revision(old, new):
    before = {change.block.block_id: change for change in compare(old, new=new) if change.kind != "added"}
    assert [applied(before[block.block_id], side="old") for block in old] == [texts(block) for block in old]
    assert len(before) == len(old)


@given(REVISIONS)
def test_a_revision_does_not_differ_from_itself(blocks):
    assert {change.kind for change in compare(blocks, new=[replace(block) for block in blocks])} <= {"same"}


@given(REVISIONS, REVISIONS)
def test_blocks_that_are_not_marked_moved_keep_their_order(old, new):
    kept = [change for change in compare(old, new=new) if change.kind in ("same", "changed")]
    assert [change.old.position for change in kept] == sorted(change.old.position for change in kept)


@given(REVISIONS, REVISIONS)
def test_the_way_back_has_the_same_changes_with_the_sides_exchanged(old, new):
    there, back = compare(old, new=new), compare(new, new=old)
    exchanged = {"added": "removed", "removed": "added"}
    for_all = {change.block.block_id: (change.kind in exchanged, change.is_reworded) for change in there}
    assert for_all == {change.block.block_id: (change.kind in exchanged, change.is_reworded) for change in back}
    assert sum(change.kind == "moved" for change in there) == sum(change.kind == "moved" for change in back)


def test_one_step_moved_up_is_the_only_one_marked():
    old, new = revision((1, "a"), (2, "b"), (3, "c"), (4, "d")), revision((4, "d"), (1, "a"), (2, "b"), (3, "c"))
    assert [(change.block.block_id, change.kind) for change in compare(old, new=new)] == [
        (4, "moved"), (1, "same"), (2, "same"), (3, "same"),
    ]  # fmt: skip


def test_a_moved_block_with_other_words_says_both():
    old, new = revision((1, "a"), (2, "ba ngày"), (3, "c")), revision((2, "hai ngày"), (1, "a"), (3, "c"))
    moved = compare(old, new=new)[0]
    assert (moved.kind, moved.is_reworded) == ("moved", True)
    assert [tuple(piece) for piece in moved.fields[0].words] == [("del", "ba "), ("ins", "hai "), ("same", "ngày")]


def test_a_removed_block_stands_where_a_reader_would_look_for_it():
    old, new = revision((1, "a"), (2, "b"), (3, "c"), (4, "d")), revision((2, "b"), (5, "e"), (4, "d"))
    assert [(change.block.block_id, change.kind) for change in compare(old, new=new)] == [
        (1, "removed"), (2, "same"), (3, "removed"), (5, "added"), (4, "same"),
    ]  # fmt: skip


def test_blocks_are_read_by_position_and_not_as_they_come():
    blocks = revision((1, "a"), (2, "b"))
    assert [change.block.block_id for change in compare(blocks[::-1], new=blocks)] == [1, 2]


def test_another_kind_is_a_change_even_with_the_same_words():
    old, new = [Value(1, 0, {"text": "a"}, "note")], [Value(1, 0, {"text": "a"}, "text")]
    (change,) = compare(old, new=new)
    assert (change.kind, change.is_reworded, change.fields[0].is_changed) == ("changed", True, False)


def test_a_change_that_no_text_shows_is_still_told():
    (change,) = compare([Value(1, 0, {"text": None})], new=[Value(1, 0, {"text": ""})])
    assert (change.kind, change.is_reworded, change.fields) == ("changed", True, ())


def test_unchanged_fields_stand_beside_the_changed_one():
    old, new = [Value(1, 0, {"action": "Ký", "output": "Giấy"})], [Value(1, 0, {"action": "Ký", "output": "Thẻ"})]
    (change,) = compare(old, new=new)
    assert [(one.name, one.is_changed) for one in change.fields] == [("action", False), ("output", True)]


def test_a_renderer_may_name_a_field_twice():
    def durations(kind, content):
        return [("duration", text) for text in content["durations"]]

    old, new = [Value(1, 0, {"durations": ["1 ngày", "3 ngày"]})], [Value(1, 0, {"durations": ["1 ngày"]})]
    (change,) = compare(old, new=new, render=durations)
    assert [(one.name, one.old, one.new) for one in change.fields] == [
        ("duration", "1 ngày", "1 ngày"), ("duration", "3 ngày", ""),
    ]  # fmt: skip


def test_nested_content_is_rendered_in_lines():
    content = {
        "durations": [{"case": "thường", "amount": 0.5, "note": None}, {"case": "gấp", "amount": 1}],
        "output": None,
    }
    assert plain_fields("step", content) == [
        ("durations", "case: thường, amount: 0.5\ncase: gấp, amount: 1"), ("output", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("sides", [("old", "new"), ("new", "old")])
def test_a_block_standing_twice_is_refused(sides):
    twice = [Value(1, 0), Value(1, 1)]
    given_sides = dict(zip(sides, (twice, []), strict=True))
    with pytest.raises(ValueError, match="stands twice"):
        compare(given_sides["old"], new=given_sides["new"])


def test_two_revisions_of_thirty_pages_are_compared_at_once():
    words = "công chức kiểm tra hồ sơ theo quy định và hẹn ngày trả kết quả cho người dân tại quầy"
    old = [Value(key, key, {"text": f"{words[key % 30 :]} {key} {words}"}) for key in range(600)]
    new = [replace(block, content={"text": block.content["text"].replace("kết quả", "thông báo")}) for block in old]
    started = time.process_time()
    assert {change.kind for change in compare(old, new=new)} == {"changed"}
    assert time.process_time() - started < 1
