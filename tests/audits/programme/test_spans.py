from datetime import date, timedelta

import pytest

from iso_qms.audits.programme.spans import SPANS, first_of, last_of, quarter_of, words_for
from iso_qms.i18n import speaking


@pytest.mark.parametrize(
    ("day", "span", "first", "last"),
    [
        (date(2027, 2, 11), "day", date(2027, 2, 11), date(2027, 2, 11)),
        (date(2027, 2, 1), "month", date(2027, 2, 1), date(2027, 2, 28)),
        (date(2028, 2, 29), "month", date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 12, 31), "month", date(2026, 12, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), "quarter", date(2027, 1, 1), date(2027, 3, 31)),
        (date(2027, 5, 20), "quarter", date(2027, 4, 1), date(2027, 6, 30)),
        (date(2026, 12, 31), "quarter", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_visit_without_a_day_is_due_by_the_end_of_its_month_or_quarter(day, span, first, last):
    assert (first_of(day, span), last_of(day, span)) == (first, last)


def test_every_day_of_a_year_lies_in_its_month_and_quarter_and_these_never_cross_the_year():
    for day in (date(2028, 1, 1) + timedelta(days=n) for n in range(366)):
        for span in SPANS:
            assert first_of(day, span) <= day <= last_of(day, span)
            assert first_of(day, span).year == last_of(day, span).year == day.year
            assert last_of(last_of(day, span), span) == last_of(day, span)
        assert quarter_of(day) == quarter_of(first_of(day, "quarter")) == quarter_of(last_of(day, "quarter"))


def test_a_quarter_is_written_as_it_is_in_either_language():
    day = date(2027, 5, 20)
    with speaking("vi"):
        assert words_for(day, "quarter") == "quý II/2027, chưa ấn định ngày"
        assert words_for(day, "month") == "05/2027, chưa ấn định ngày"
    with speaking("en"):
        assert words_for(day, "quarter") == "quarter II/2027, day not set"
        assert words_for(day, "day") == "20/05/2027"
