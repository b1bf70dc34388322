"""The formula of an interval: evidence never lengthens it, it keeps to the floor, and it is told whole."""

from hypothesis import given
from hypothesis import strategies as st

from iso_qms.documents.review.interval import Interval, interval_of

EACH = {"finding": 3, "law": 6, "objection": 2, "request": 1}
months = st.integers(1, 84)
happened = st.lists(st.sampled_from(list(EACH)), max_size=20)


@given(months, months, happened, happened)
def test_more_evidence_never_lengthens_it(usual, floor, some, more):
    fewer = interval_of(usual, floor, some, each=EACH)
    all_of_it = interval_of(usual, floor, [*some, *more], each=EACH)
    assert all_of_it.months <= fewer.months <= usual


@given(months, months, happened)
def test_it_never_falls_under_the_floor_nor_exceeds_the_usual_months(usual, floor, names):
    found = interval_of(usual, floor, names, each=EACH)
    assert min(usual, floor) <= found.months <= usual
    assert interval_of(usual, floor, [], each=EACH).months == usual


@given(months, months, happened)
def test_the_order_of_what_happened_does_not_matter_and_the_kept_formula_is_the_same(usual, floor, names):
    found = interval_of(usual, floor, names, each=EACH)
    assert interval_of(usual, floor, reversed(names), each=EACH) == found
    assert Interval.of_kept(found.as_kept()) == found


def test_the_numbers_are_there_to_be_told():
    found = interval_of(24, 6, ["law", "finding", "finding"], each=EACH)
    assert [(one.name, one.count, one.each, one.months) for one in found.evidence] == [
        ("finding", 2, 3, 6),
        ("law", 1, 6, 6),
    ]
    assert (found.months, found.stands_at_floor) == (12, False)
    assert interval_of(12, 6, ["law", "law"], each=EACH).stands_at_floor
