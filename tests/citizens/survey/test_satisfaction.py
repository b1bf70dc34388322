"""Who is satisfied: what counts, what is too few to be shown, and what would give that away."""

from hypothesis import given
from hypothesis import strategies as st

from iso_qms.citizens.survey.satisfaction import FEWEST, Tally, hidden, tally


def test_four_and_five_are_satisfied_and_a_blank_is_no_answer():
    assert tally([5, 4, 3, None, 1]) == Tally(2, 4)
    assert tally([]).share is None


def test_a_small_one_is_hidden_with_another_so_that_nobody_takes_it_from_the_whole():
    counts = {"a": Tally(0, 30), "b": Tally(0, 8), "c": Tally(0, 2), "d": Tally()}
    assert hidden(counts) == {"c", "b"}, "the next smallest goes with it, what nobody answered does not"
    assert hidden({"a": Tally(0, 30), "b": Tally(0, 8)}) == set()
    assert hidden({"a": Tally(0, 3), "b": Tally(0, 3), "c": Tally(0, 9)}) == {"a", "b"}, "six together tell of nobody"


@given(st.dictionaries(st.integers(), st.integers(0, 12).map(lambda n: Tally(0, n))))
def test_what_can_be_told_from_the_whole_is_of_five_or_more(counts):
    unseen = hidden(counts)
    assert all(counts[key].is_shown or not counts[key].answered for key in counts if key not in unseen)
    rest = sum(counts[key].answered for key in unseen)
    told = {key for key in counts if counts[key].answered} - unseen
    assert not unseen or not told or (rest >= FEWEST and len(unseen) > 1)
