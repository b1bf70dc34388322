"""What makes a sign, to the edge: no application and no database."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from iso_qms.improvement.sign.sign_rules import Ending, Words, bare, copied, fresh, in_bulk, key_of

DAY = date(2026, 3, 2)
SAID = "Quy trình chưa có bước kiểm tra chéo"


def words(owner, text=SAID, days=0):
    return Words(owner, text, DAY + timedelta(days=days))


def test_case_marks_spaces_and_signs_do_not_hide_a_copy():
    others = ["QUY TRÌNH CHƯA CÓ BƯỚC KIỂM TRA CHÉO.", "Quy  trinh chua co\nbuoc kiem tra cheo", f" “{SAID}” !"]
    assert len({bare(text) for text in (SAID, *others)}) == 1
    assert bare(SAID) != bare(f"{SAID} hai")
    assert bare(" …?") == ""


def test_a_copy_is_counted_by_nonconformity_and_short_ones_are_left_out():
    assert not copied([words(1), words(1), words(2)], at_least=3, letters=5)
    (found,) = copied([words(2, days=1), words(1), words(1, days=3), words(3)], at_least=3, letters=5).values()
    assert [(one.owner, one.on) for one in found] == [(1, DAY), (3, DAY), (2, DAY + timedelta(days=1))]
    short = [words(n, "Thiếu ghế") for n in range(5)]
    assert not copied(short, at_least=3, letters=9) and copied(short, at_least=3, letters=8)


@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["abcde", "ABC de", "xyzuv", "à b c d e"]))))
def test_nothing_is_copied_that_fewer_said_than_asked_for(rows):
    found = copied([words(owner, text) for owner, text in rows], at_least=2, letters=5)
    for said, alike in found.items():
        owners = {owner for owner, text in rows if bare(text) == said}
        assert {one.owner for one in alike} == owners and len(alike) == len(owners) >= 2


def test_actions_in_bulk_are_those_of_one_unit_on_one_day():
    rows = [
        Ending(n, unit, on) for n, (unit, on) in enumerate([(1, DAY)] * 3 + [(2, DAY)] * 2 + [(1, DAY.replace(day=3))])
    ]
    assert {key: len(found) for key, found in in_bulk(rows, at_least=3).items()} == {(1, DAY): 3}
    assert len(in_bulk(rows, at_least=1)) == 3


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.lists(st.integers(0, 9))))
def test_fresh_is_what_no_talk_was_about(rows, talks):
    left = fresh(rows, talks)
    assert left == [row for row in rows if all(row not in then for then in talks)]
    assert fresh(rows, [*talks, rows]) == []


def test_a_key_stays_the_same_and_differs_between_cases():
    assert key_of(1, DAY) == key_of(1, DAY) != key_of(2, DAY)
