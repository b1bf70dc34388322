"""How long records are kept, as procedures write it, and the day the term ends."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso_qms.records.terms import end_of_term, written_term


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("05 năm", (5, False)),
        ("Lưu 10 năm", (10, False)),
        ("05 (năm) năm", (5, False)),
        ("20 NĂM kể từ ngày kết thúc", (20, False)),
        ("5 years", (5, False)),
        ("Vĩnh viễn", (None, True)),
        ("vĩnh viễn", (None, True)),
        ("Theo quy định", (None, False)),
        ("", (None, False)),
        ("02 năm tại bộ phận, 10 năm tại kho", (None, False)),
        ("năm 2024", (None, False)),
        ("0 năm", (None, False)),
    ],
)
def test_a_term_is_read_as_it_is_written_or_not_at_all(text, term):
    assert written_term(text) == term


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(1, 100))
def test_a_term_ends_on_the_day_that_corresponds_to_its_first(closed_on, years):
    end = end_of_term(closed_on, years)
    assert (end.year, end.month) == (closed_on.year + years, closed_on.month)
    assert end.day == closed_on.day or (closed_on.month, closed_on.day, end.day) == (2, 29, 28)
