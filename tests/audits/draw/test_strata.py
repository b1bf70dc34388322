"""The size of a sample by its rule, and what each part gives."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iso_qms.audits.draw.strata import PARTS, shares, size_for


@pytest.mark.parametrize("population", [1, 2, 5, 10, 20, 59, 176, 1000])
@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_the_size_is_the_smallest_that_would_show_so_many_faults(population, part):
    number, wrong = size_for(population, part), -(-population * part.numerator // part.denominator)

    def unseen(drawn):
        return Fraction(comb(population - wrong, drawn), comb(population, drawn))

    assert unseen(number) < Fraction(1, 20) and (number == 0 or unseen(number - 1) >= Fraction(1, 20))


def test_of_many_the_size_hardly_grows_and_of_none_nothing_is_drawn():
    assert [size_for(20_000, part) for part in PARTS.values()] == [59, 29, 14]
    assert size_for(0, PARTS["tenth"]) == 0


@given(
    st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 300), min_size=1, max_size=8), st.integers(1, 60)
)
@settings(max_examples=80, deadline=None)
def test_each_part_gives_one_at_least_and_none_more_than_it_has(sizes, number):
    if total := sum(sizes.values()):
        found = shares(sizes, number)
        assert all(1 <= found[name] <= sizes[name] for name in found) and set(found) == {
            n for n, s in sizes.items() if s
        }
        assert sum(found.values()) == min(max(number, len(found)), total)


def test_what_is_left_over_goes_to_whom_it_is_owed_most():
    assert shares({"late": 10, "in time": 90}, 10) == {"late": 1, "in time": 9}
    assert shares({"a": 1, "b": 1, "c": 100}, 2) == {"a": 1, "b": 1, "c": 1}
    assert shares({"a": 50, "b": 50}, 3) == {"a": 2, "b": 1}
