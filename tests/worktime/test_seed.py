"""The calendar an agency starts with, held against the decisions that were published."""

from datetime import date, timedelta

import pytest

from iso_qms.worktime import Kind
from iso_qms.worktime.seed import seeded_calendar

SEED = seeded_calendar()


def _days(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(number) for number in range((end - start).days + 1)]


def test_every_weekday_off_in_the_confirmed_years_is_one_that_was_decided():
    off = {
        day for day, row in SEED.days.items() if row.kind is not Kind.MAKEUP and day.weekday() < 5 and day.year < 2027
    }
    decided = [
        *_days("2024-01-01", "2024-01-01"), *_days("2024-02-08", "2024-02-09"), *_days("2024-02-12", "2024-02-14"),
        *_days("2024-04-18", "2024-04-18"), *_days("2024-04-29", "2024-05-01"), *_days("2024-09-02", "2024-09-03"),
        *_days("2025-01-01", "2025-01-01"), *_days("2025-01-27", "2025-01-31"), *_days("2025-04-07", "2025-04-07"),
        *_days("2025-04-30", "2025-05-02"), *_days("2025-09-01", "2025-09-02"),
        *_days("2026-01-01", "2026-01-02"), *_days("2026-02-16", "2026-02-20"), *_days("2026-04-27", "2026-04-27"),
        *_days("2026-04-30", "2026-05-01"), *_days("2026-08-31", "2026-09-02"), *_days("2026-11-24", "2026-11-24"),
    ]  # fmt: skip
    assert off == set(decided)


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        ("2024-04-29", "2024-05-04"),
        ("2025-05-02", "2025-04-26"),
        ("2026-01-02", "2026-01-10"),
        ("2026-08-31", "2026-08-22"),
    ],
)
def test_each_swapped_day_is_off_and_made_up_on_a_saturday(off, worked):
    off, worked = date.fromisoformat(off), date.fromisoformat(worked)
    assert SEED.kind(off) is Kind.COMP_OFF and SEED.kind(worked) is Kind.MAKEUP
    assert worked.weekday() == 5
    assert f"{worked:%d/%m/%Y}" in SEED.days[off].name_vi and f"{off:%d/%m/%Y}" in SEED.days[worked].name_vi


def test_no_other_day_is_made_up():
    assert sum(day.kind is Kind.MAKEUP for day in SEED.days.values()) == 4


def test_a_holiday_on_a_sunday_is_a_holiday_and_the_monday_a_compensatory_day():
    assert SEED.kind(date(2026, 4, 26)) is Kind.HOLIDAY
    assert SEED.kind(date(2026, 4, 27)) is Kind.COMP_OFF


@pytest.mark.parametrize("new_year", ["2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06"])
def test_the_lunar_new_year_falls_where_the_moon_says_at_seven_hours_east(new_year):
    assert SEED.days[date.fromisoformat(new_year)].name_vi == "Tết Nguyên Đán"


def test_2027_and_the_day_of_culture_are_not_confirmed():
    assert dict(SEED.years) == {2024: True, 2025: True, 2026: True, 2027: False}
    marked = [day for day, row in SEED.days.items() if not row.confirmed]
    assert marked == [date(2026, 11, 24), date(2027, 11, 24)]


def test_every_day_is_named_in_both_languages():
    assert all(day.name_vi and day.name_en and day.name_vi != day.name_en for day in SEED.days.values())
