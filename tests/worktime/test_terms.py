"""Terms as people write them, in English and Vietnamese."""

import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso_qms.worktime import Term, Unit, UnreadableTerm, read_term

READ = {
    "3 working days": (3, Unit.WORKING_DAY),
    "1 working day": (1, Unit.WORKING_DAY),
    "3 ngày làm việc": (3, Unit.WORKING_DAY),
    "05 Ngày Làm Việc": (5, Unit.WORKING_DAY),
    "2 business days": (2, Unit.WORKING_DAY),
    "15 ngày": (15, Unit.CALENDAR_DAY),
    "15 days": (15, Unit.CALENDAR_DAY),
    "15 calendar days": (15, Unit.CALENDAR_DAY),
    "15 ngày lịch": (15, Unit.CALENDAR_DAY),
    "2 tuần": (14, Unit.CALENDAR_DAY),
    "1 week": (7, Unit.CALENDAR_DAY),
    "½ ngày": ("1/2", Unit.WORKING_DAY),
    "1/2 ngày": ("1/2", Unit.WORKING_DAY),
    "0,5 ngày": ("1/2", Unit.WORKING_DAY),
    "0,5 ngày làm việc": ("1/2", Unit.WORKING_DAY),
    "0.25 ngày": ("1/4", Unit.WORKING_DAY),
    "2.5 ngày": ("5/2", Unit.WORKING_DAY),
    "2½ ngày": ("5/2", Unit.WORKING_DAY),
    "1 1/2 working days": ("3/2", Unit.WORKING_DAY),
    "nửa ngày": ("1/2", Unit.WORKING_DAY),
    "Nửa ngày làm việc": ("1/2", Unit.WORKING_DAY),
    "half a day": ("1/2", Unit.WORKING_DAY),
    "half a working day": ("1/2", Unit.WORKING_DAY),
    "half-day": ("1/2", Unit.WORKING_DAY),
    "4 giờ làm việc": (4, Unit.WORKING_HOUR),
    "8 working hours": (8, Unit.WORKING_HOUR),
    "1 working hour": (1, Unit.WORKING_HOUR),
    "4 giờ": (4, Unit.WORKING_HOUR),
    "4h": (4, Unit.WORKING_HOUR),
    "8 giờ hành chính": (8, Unit.WORKING_HOUR),
    "nửa giờ": ("1/2", Unit.WORKING_HOUR),
    "30 phút": ("1/2", Unit.WORKING_HOUR),
    "20 working minutes": ("1/3", Unit.WORKING_HOUR),
    "2 tháng": (2, Unit.MONTH),
    "1 month": (1, Unit.MONTH),
    "1 năm": (12, Unit.MONTH),
    "nửa năm": (6, Unit.MONTH),
    "ngay trong ngày": (1, Unit.SAME_DAY),
    "same day": (1, Unit.SAME_DAY),
    "  3\u00a0working   days\u200e ": (3, Unit.WORKING_DAY),
    "11/2 ngày": ("11/2", Unit.WORKING_DAY),
}


@pytest.mark.parametrize(("text", "meant"), READ.items())
def test_a_term_is_read_as_written(text, meant):
    assert read_term(text) == Term(Fraction(meant[0]), meant[1])
    assert read_term(unicodedata.normalize("NFD", text)) == read_term(text)


@pytest.mark.parametrize(
    "text",
    ["", "3", "ngày", "working days", "soon", "-3 ngày", "0 ngày", "3 working weeks", "1.000 ngày", "1,5,2 ngày",
     "½ calendar day", "1.5 months", "nửa tháng", "1/0 ngày", "999999999 ngày", "3 ngày làm việc kể từ", "3 - 5 ngày"],
)  # fmt: skip
def test_what_is_no_term_is_refused_with_the_text_and_an_example(text):
    with pytest.raises(UnreadableTerm, match="3 working days") as refusal:
        read_term(text)
    assert f'"{text}"' in str(refusal.value)


def test_a_term_is_longer_than_nothing():
    with pytest.raises(ValueError, match="longer than nothing"):
        Term(Fraction(0), Unit.WORKING_DAY)


@pytest.mark.parametrize("unit", [Unit.CALENDAR_DAY, Unit.MONTH])
def test_calendar_days_and_months_have_no_parts(unit):
    with pytest.raises(ValueError, match="counted whole"):
        Term(Fraction(3, 2), unit)


@pytest.mark.parametrize(
    ("text", "written"),
    [("nửa ngày", "0.5 working days"), ("1 tuần", "7 calendar days"), ("01 ngày làm việc", "1 working day"),
     ("20 phút", "1/3 working hours"), ("trong ngày", "same day"), ("100 ngày", "100 calendar days")],
)  # fmt: skip
def test_a_term_is_written_plainly(text, written):
    assert str(read_term(text)) == written


@given(st.integers(1, 99_999), st.sampled_from([1, 2, 3, 4, 5, 8, 60]), st.sampled_from(Unit))
def test_a_written_term_reads_back_as_itself(number, part, unit):
    if unit is Unit.SAME_DAY:
        number = part = 1
    if part != 1:
        number %= 999
    if unit in (Unit.CALENDAR_DAY, Unit.MONTH):
        part = 1
    term = Term(Fraction(number or 1, part), unit)
    assert read_term(str(term)) == term
