"""Word-level differences: both texts come back exactly, and the pieces read well."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso_qms.documents.comparison.words import common_pairs, compare_texts, longest_rising, new_text, old_text

SENTENCES = st.lists(
    st.sampled_from(["hồ sơ", "ngày", "3", "0,25", "1.250.000", ",", ".", " ", "\n", "  ", "½", "hồ", "(", ")", "3a"])
).map(" ".join)
TEXTS = st.one_of(SENTENCES, st.text())


def shown(old: str, new: str) -> str:
    marks = {"same": "{}", "del": "[-{}-]", "ins": "[+{}+]"}
    return "".join(marks[op].format(text) for op, text in compare_texts(old, new))


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts_back_exactly(old, new):
    words = compare_texts(old, new)
    assert (old_text(words), new_text(words)) == (old, new)


@given(TEXTS, TEXTS)
def test_no_piece_is_empty_and_a_deletion_comes_before_its_insertion(old, new):
    operations = [piece.op for piece in compare_texts(old, new)]
    assert all(piece.text for piece in compare_texts(old, new))
    assert all((one, two) in {("same", "del"), ("same", "ins"), ("del", "ins"), ("del", "same"), ("ins", "same")}
               for one, two in pairwise(operations))  # fmt: skip


@given(TEXTS)
def test_equal_texts_are_one_same_piece(text):
    assert compare_texts(text, text) == ((("same", text),) if text else ())


@given(SENTENCES, SENTENCES)
def test_an_addition_at_the_end_leaves_the_text_before_it_alone(text, addition):
    longer = f"{text.strip()} {addition}"
    assert "del" not in {piece.op for piece in compare_texts(text.strip(), longer)}
    assert "ins" not in {piece.op for piece in compare_texts(longer, text.strip())}


@pytest.mark.parametrize(
    ("old", "new", "reads"),
    [
        ("trong 3 ngày làm việc", "trong 5 ngày làm việc", "trong [-3 -][+5 +]ngày làm việc"),
        ("lệ phí 1.250.000 đồng", "lệ phí 1.250.500 đồng", "lệ phí [-1.250.000 -][+1.250.500 +]đồng"),
        ("0,25 ngày.", "0,5 ngày.", "[-0,25 -][+0,5 +]ngày."),
        ("gửi phòng Tư pháp.", "gửi phòng Tư pháp, Văn phòng.", "gửi phòng Tư pháp[+, Văn phòng+]."),
        ("hạn ba ngày, kể từ", "hạn năm giờ, kể từ", "hạn [-ba ngày-][+năm giờ+], kể từ"),
        ("một, hai", "ba, bốn", "[-một, hai-][+ba, bốn+]"),
        ("hồ  sơ", "hồ sơ", "hồ[-  -][+ +]sơ"),
        ("Chủ tịch", "Phó Chủ tịch Ủy ban nhân dân xã Vân Khê", "[+Phó +]Chủ tịch[+ Ủy ban nhân dân xã Vân Khê+]"),
        ("hoà", "hoa\u0300", "[-hoà-][+hoa\u0300+]"),
        ("", "mới", "[+mới+]"),
        ("cũ", "", "[-cũ-]"),
    ],
)
def test_changes_read_as_words_and_phrases(old, new, reads):
    assert shown(old, new) == reads


def test_a_rewritten_text_is_one_deletion_and_one_insertion():
    old = "Công chức tiếp nhận kiểm tra giấy tờ của người nộp rồi hẹn ngày"
    new = "Bộ phận văn thư đóng dấu, vào sổ của cơ quan trước lúc phát hành"
    assert shown(old, new) == f"[-{old}-][+{new}+]"


@given(st.lists(st.integers(0, 6)), st.lists(st.integers(0, 6)))
def test_common_pairs_rise_on_both_sides_and_pair_equals(old, new):
    pairs = common_pairs(old, new)
    assert all(old[x] == new[y] for x, y in pairs)
    assert all(x < next_x and y < next_y for (x, y), (next_x, next_y) in pairwise(pairs))


def test_long_sequences_are_matched_by_what_occurs_once():
    old = random.Random(5).sample(range(1000), 1000)
    new = [number for place, number in enumerate(old) for number in ([-1, -2, number] if place % 3 else [-1])]
    assert [old[x] for x, _ in common_pairs(old, new)] == [number for number in new if number >= 0]


@given(st.permutations(range(7)))
def test_the_longest_rise_is_rising_and_none_is_longer(numbers):
    rise = [numbers[place] for place in longest_rising(numbers)]
    every = [[n for bit, n in enumerate(numbers) if mask >> bit & 1] for mask in range(2 ** len(numbers))]
    assert rise == sorted(rise)
    assert len(rise) == max(len(some) for some in every if some == sorted(some))


def test_nothing_rises_in_nothing():
    assert longest_rising([]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 20_000, "a b " * 15_000),
        (" ".join(map(str, range(20_000))), " ".join(map(str, range(20_000, 0, -1)))),
        (" " * 500_000 + "a", " " * 499_999 + "b"),
        ("1." * 200_000 + "a", "1," * 200_000 + "b"),
        (
            " ".join(random.Random(1).choices("abcdefgh", k=20_000)),
            " ".join(random.Random(2).choices("abcdefgh", k=20_000)),
        ),
    ],
    ids=["one word", "reversed", "blanks", "digits", "few words"],
)
def test_huge_paragraphs_that_would_take_hours_pair_by_pair_are_compared_exactly(old, new):
    words = compare_texts(old, new)
    assert (old_text(words), new_text(words)) == (old, new)
