import pytest

from iso_qms.audits.suppressing import suppressed


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({}, {}),
        ({"a": 0, "b": 5}, {"a": 0, "b": 5}),
        ({"a": 4, "b": 4}, {"a": None, "b": None}),
        ({"a": 1, "b": 9, "c": 6}, {"a": None, "b": 9, "c": None}),
        ({"a": 2}, {"a": None}),
        ({"a": 2, "b": 0}, {"a": None, "b": 0}),
    ],
)
def test_a_small_count_is_not_told_and_cannot_be_reckoned_from_the_sum(counts, told):
    assert suppressed(counts) == told


def test_the_threshold_can_be_another():
    assert suppressed({"a": 2, "b": 3}, threshold=3) == {"a": None, "b": None}
    assert suppressed({"a": 3, "b": 3}, threshold=3) == {"a": 3, "b": 3}
