"""When a term ends and why: published calendars, the Civil Code's corners, and laws that hold for every receipt."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from iso_qms.clock import HO_CHI_MINH
from iso_qms.worktime import (
    Calendar,
    Kind,
    Reason,
    SpecialDay,
    Term,
    Unit,
    UnknownYear,
    due,
    due_after,
    months_after,
    read_term,
    working_days_between,
    working_minutes_between,
)
from iso_qms.worktime.seed import seeded_calendar

CALENDAR = seeded_calendar()


def _due(received: str, term: str, **more):
    return due(datetime.fromisoformat(received), term=read_term(term), calendar=CALENDAR, **more)


WHOLE_DAYS = [
    # Swapped days, holidays and make-up Saturdays of 2026
    ("2026-08-20T09:00", "2 working days", "2026-08-22"),
    ("2026-08-27T10:00", "3 working days", "2026-09-04"),
    ("2026-02-13T09:00", "5 working days", "2026-02-27"),
    ("2026-04-24T09:00", "3 working days", "2026-05-04"),
    ("2026-04-29T09:00", "1 working day", "2026-05-04"),
    ("2026-01-09T09:00", "1 working day", "2026-01-10"),
    ("2025-12-31T09:00", "1 working day", "2026-01-05"),
    ("2026-08-28T09:00", "3 calendar days", "2026-09-03"),
    ("2026-12-30T09:00", "2 working days", "2027-01-04"),
    ("2026-08-22T09:00", "1 working day", "2026-08-24"),
    # The lunar new years and the swaps of 2024 and 2025
    ("2024-02-07T09:00", "1 ngày làm việc", "2024-02-15"),
    ("2025-01-24T09:00", "1 ngày làm việc", "2025-02-03"),
    ("2026-02-13T09:00", "1 ngày làm việc", "2026-02-23"),
    ("2024-05-03T09:00", "1 ngày làm việc", "2024-05-04"),
    ("2024-04-26T09:00", "1 ngày làm việc", "2024-05-02"),
    ("2025-04-25T09:00", "1 ngày làm việc", "2025-04-26"),
    ("2025-04-29T09:00", "1 ngày làm việc", "2025-05-05"),
    ("2025-08-29T09:00", "1 ngày làm việc", "2025-09-03"),
    # Calendar days: the last one must be worked, and a make-up Saturday is
    ("2026-08-03T09:00", "15 ngày", "2026-08-18"),
    ("2026-08-20T09:00", "2 days", "2026-08-22"),
    ("2026-08-14T09:00", "15 ngày", "2026-09-03"),
    ("2026-08-13T09:00", "1 tuần", "2026-08-20"),
    # Months: the matching date, the last day where there is none, and never a day off
    ("2026-03-10T09:00", "2 tháng", "2026-05-11"),
    ("2026-01-30T09:00", "1 month", "2026-03-02"),
    ("2024-01-31T09:00", "1 month", "2024-02-29"),
    ("2024-02-29T09:00", "12 months", "2025-02-28"),
    ("2025-12-31T09:00", "2 months", "2026-03-02"),
    ("2026-03-31T09:00", "1 month", "2026-05-04"),
    ("2025-11-10T09:00", "3 tháng", "2026-02-10"),
    ("2024-12-16T09:00", "1 year", "2025-12-16"),
    # Receipts outside the hours count from the next opening, so that day is the one not counted
    ("2026-08-06T06:00", "1 working day", "2026-08-07"),
    ("2026-08-06T12:00", "1 working day", "2026-08-07"),
    ("2026-08-06T16:59", "1 working day", "2026-08-07"),
    ("2026-08-06T17:00", "1 working day", "2026-08-10"),
    ("2026-08-07T18:30", "1 working day", "2026-08-11"),
    ("2026-08-08T10:00", "1 working day", "2026-08-11"),
    ("2026-09-01T10:00", "1 working day", "2026-09-04"),
    ("2026-08-08T10:00", "3 calendar days", "2026-08-13"),
    ("2026-08-29T10:00", "1 month", "2026-10-05"),
    # The same day
    ("2026-08-06T15:30", "ngay trong ngày", "2026-08-06"),
    ("2026-08-07T17:30", "ngay trong ngày", "2026-08-10"),
]

MOMENTS = [
    ("2026-08-06T10:00", "½ ngày", "2026-08-06T15:30:00+07:00"),
    ("2026-08-06T15:00", "½ ngày", "2026-08-07T09:30:00+07:00"),
    ("2026-08-06T10:00", "0,5 ngày làm việc", "2026-08-06T15:30:00+07:00"),
    ("2026-08-06T10:00", "0,25 ngày", "2026-08-06T13:30:00+07:00"),
    ("2026-08-06T07:30", "4 working hours", "2026-08-06T11:30:00+07:00"),
    ("2026-08-06T07:30", "8 working hours", "2026-08-06T17:00:00+07:00"),
    ("2026-08-06T12:00", "4 giờ làm việc", "2026-08-06T17:00:00+07:00"),
    ("2026-08-07T18:00", "4 giờ làm việc", "2026-08-10T11:30:00+07:00"),
    ("2026-08-08T10:00", "½ ngày", "2026-08-10T11:30:00+07:00"),
    ("2026-08-28T16:00", "2 giờ làm việc", "2026-09-03T08:30:00+07:00"),
    ("2026-08-21T16:00", "8 giờ làm việc", "2026-08-22T16:00:00+07:00"),
    ("2026-08-06T10:00", "90 working minutes", "2026-08-06T11:30:00+07:00"),
    ("2026-08-06T10:00", "1,5 ngày", "2026-08-10T11:30:00+07:00"),
    ("2026-08-06T10:00", "2.5 ngày", "2026-08-11T11:30:00+07:00"),
]


@pytest.mark.parametrize(("received", "term", "end"), WHOLE_DAYS)
def test_days_and_months_end_with_a_date(received, term, end):
    assert _due(received, term).due == date.fromisoformat(end)


@pytest.mark.parametrize(("received", "term", "end"), MOMENTS)
def test_hours_and_parts_of_a_day_end_with_a_moment(received, term, end):
    assert _due(received, term).due.isoformat() == end


def test_a_day_is_late_from_the_midnight_that_ends_it_and_an_hour_from_itself():
    assert _due("2026-08-06T10:00", "1 working day").ends_at.isoformat() == "2026-08-08T00:00:00+07:00"
    half = _due("2026-08-06T10:00", "½ ngày")
    assert half.ends_at == half.due and half.day == date(2026, 8, 6)


def test_a_moment_without_a_zone_is_of_ho_chi_minh_and_another_is_turned_into_it():
    early = due(datetime(2026, 8, 6, 23, 30, tzinfo=UTC), term=read_term("1 working day"), calendar=CALENDAR)
    assert early.received.isoformat() == "2026-08-07T06:30:00+07:00"
    assert early.due == date(2026, 8, 10), "06:30 on Friday in Viet Nam is still Thursday in UTC"


def test_a_bare_date_is_a_receipt_before_opening():
    assert due(date(2026, 8, 6), term=read_term("1 working day"), calendar=CALENDAR).due == date(2026, 8, 7)
    assert due(date(2026, 8, 8), term=read_term("4 giờ"), calendar=CALENDAR).due.isoformat()[:16] == "2026-08-10T11:30"


@pytest.mark.parametrize(
    ("received", "end"),
    [("2026-08-06T15:00", "2026-08-06"), ("2026-08-06T15:01", "2026-08-07"), ("2026-08-28T16:00", "2026-09-03")],
)
def test_a_receipt_after_the_cut_off_counts_from_the_next_working_day(received, end):
    assert _due(received, "ngay trong ngày", cutoff=time(15)).due == date.fromisoformat(end)


def test_an_event_needs_no_open_office():
    signed = date(2026, 8, 8)
    assert due_after(signed, term=read_term("3 calendar days"), calendar=CALENDAR).due == date(2026, 8, 11)
    assert due_after(signed, term=read_term("1 working day"), calendar=CALENDAR).due == date(2026, 8, 10)
    assert due_after(signed, term=read_term("2 months"), calendar=CALENDAR).due == date(2026, 10, 8)
    assert due_after(signed, term=read_term("same day"), calendar=CALENDAR).due == date(2026, 8, 10)


def _marks(answer) -> str:
    """The explanation as one line: the day of the month, + when it counts, and the reason."""
    return " ".join(f"{d.date.day}{'+' if d.counted else '-'}{d.reason}" for d in answer.explanation)


@pytest.mark.parametrize(
    ("received", "term", "marks"),
    [
        ("2026-08-27T10:00", "3 working days",
         "28+working 29-weekend 30-weekend 31-comp_off 1-holiday 2-holiday 3+working 4+working"),
        ("2026-08-20T10:00", "2 working days", "21+working 22+makeup"),
        ("2026-08-28T10:00", "3 calendar days",
         "29+not_last 30+not_last 31-comp_off 1-holiday 2-holiday 3+working"),
        ("2026-08-20T10:00", "4 calendar days", "21+working 22+makeup 23+not_last 24+working"),
        ("2026-08-07T18:00", "1 working day", "8-weekend 9-weekend 10-working 11+working"),
        ("2026-08-08T10:00", "2 calendar days", "9-weekend 10-working 11+working 12+working"),
        ("2026-08-06T10:00", "½ ngày", ""),
        ("2026-08-07T15:00", "½ ngày", "8-weekend 9-weekend 10+working"),
        ("2026-08-07T18:00", "2 giờ", "8-weekend 9-weekend 10+working"),
        ("2026-08-06T10:00", "1,5 ngày", "7+working 8-weekend 9-weekend 10+working"),
        ("2026-08-07T18:00", "ngay trong ngày", "8-weekend 9-weekend 10+working"),
    ],
)  # fmt: skip
def test_every_day_is_explained(received, term, marks):
    assert _marks(_due(received, term)) == marks


def test_days_off_are_named_in_both_languages():
    named = {day.date.day: (day.name_vi, day.name_en) for day in _due("2026-08-27T10:00", "3 working days").explanation}
    assert named[2] == ("Quốc khánh", "National Day") and named[3] == ("", "")


def test_the_answer_in_json_holds_just_what_was_promised():
    assert _due("2026-08-20T10:00", "2 working days").as_json() == {
        "due": "2026-08-22",
        "provisional": False,
        "explanation": [
            {"date": "2026-08-21", "counted": True, "reason": "working"},
            {"date": "2026-08-22", "counted": True, "reason": "makeup"},
        ],
    }


@pytest.mark.parametrize(
    ("received", "term", "provisional"),
    [
        ("2026-12-30T09:00", "2 working days", True),
        ("2026-12-30T09:00", "1 working day", False),
        ("2027-03-01T09:00", "1 working hour", True),
        ("2026-12-20T09:00", "30 days", True),
        ("2026-11-23T09:00", "1 working day", True),
        ("2026-11-24T09:00", "1 working day", True),
        ("2026-11-20T09:00", "1 working day", False),
        ("2026-11-20T09:00", "15 ngày", False),
        ("2026-11-20T09:00", "4 ngày", True),
    ],
)
def test_what_rests_on_an_unconfirmed_year_or_day_is_provisional(received, term, provisional):
    assert _due(received, term).provisional is provisional


@pytest.mark.parametrize(
    ("received", "term", "year"),
    [
        ("2028-01-03T09:00", "1 working day", 2028),
        ("2023-12-29T09:00", "1 working day", 2023),
        ("2027-12-30T09:00", "5 working days", 2028),
        ("2027-12-30T09:00", "5 days", 2028),
        ("2027-12-30T09:00", "3 months", 2028),
        ("2027-12-31T16:00", "2 working hours", 2028),
        ("2027-12-31T18:00", "ngay trong ngày", 2028),
        ("2026-08-06T09:00", "99999 months", 10359),
        ("2026-08-06T09:00", "99999 days", 2300),
    ],
)
def test_a_year_without_a_calendar_is_refused_by_name(received, term, year):
    with pytest.raises(UnknownYear, match=str(year)):
        _due(received, term)


def test_a_gap_between_known_years_is_refused_too():
    gap = Calendar.of_rows([], years={2026: True, 2028: True})
    with pytest.raises(UnknownYear, match="2027"):
        due(date(2026, 12, 1), term=read_term("14 months"), calendar=gap)


def test_when_the_calendar_changes_the_same_receipt_is_due_on_another_day():
    with_storm = Calendar.of_rows(
        [*CALENDAR.days.values(), SpecialDay(date(2026, 8, 7), Kind.HOLIDAY, "Nghỉ bão", "Storm")], years=CALENDAR.years
    )
    received, term = datetime(2026, 8, 6, 9), read_term("1 working day")
    assert due(received, term=term, calendar=CALENDAR).due == date(2026, 8, 7)
    assert due(received, term=term, calendar=with_storm).due == date(2026, 8, 10)


RECEIPTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 6, 30))
TERMS = st.one_of(
    st.builds(Term, st.integers(1, 60).map(Fraction), st.just(Unit.WORKING_DAY)),
    st.builds(Term, st.integers(1, 120).map(lambda n: Fraction(n, 4)), st.just(Unit.WORKING_DAY)),
    st.builds(Term, st.integers(1, 200).map(lambda n: Fraction(n, 6)), st.just(Unit.WORKING_HOUR)),
    st.builds(Term, st.integers(1, 90).map(Fraction), st.just(Unit.CALENDAR_DAY)),
    st.builds(Term, st.integers(1, 5).map(Fraction), st.just(Unit.MONTH)),
    st.just(Term(Fraction(1), Unit.SAME_DAY)),
)


@given(RECEIPTS, TERMS)
def test_the_due_day_is_always_worked(received, term):
    assert CALENDAR.is_working_day(due(received, term=term, calendar=CALENDAR).day)


@given(RECEIPTS, TERMS)
def test_the_explanation_holds_every_day_up_to_the_due_day_and_ends_with_one_that_counts(received, term):
    answer = due(received, term=term, calendar=CALENDAR)
    first, days = received.date(), [day.date for day in answer.explanation]
    assert days == [first + timedelta(number) for number in range(1, (answer.day - first).days + 1)]
    assert not days or answer.explanation[-1].counted


@given(RECEIPTS, TERMS)
def test_a_reason_is_what_the_day_is_unless_it_is_a_day_off_that_counts(received, term):
    for day in due(received, term=term, calendar=CALENDAR).explanation:
        off_that_counts = day.counted and not CALENDAR.is_working_day(day.date)
        assert day.reason == (Reason.NOT_LAST if off_that_counts else CALENDAR.kind(day.date).value)


@given(RECEIPTS, st.integers(1, 90), st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]))
def test_the_days_that_count_are_as_many_as_the_term_has(received, days, unit):
    answer = due(received, term=Term(Fraction(days), unit), calendar=CALENDAR)
    assert sum(day.counted for day in answer.explanation) == days


@given(RECEIPTS, st.integers(1, 90))
def test_the_term_and_the_difference_agree_in_days(received, days):
    answer = due(received, term=Term(Fraction(days), Unit.WORKING_DAY), calendar=CALENDAR)
    assert working_days_between(answer.counts_from.date(), end=answer.day, calendar=CALENDAR) == days


@given(RECEIPTS, st.integers(1, 200 * 60))
def test_the_term_and_the_difference_agree_in_hours(received, minutes):
    term = Term(Fraction(minutes, 60), Unit.WORKING_HOUR)
    answer = due(received, term=term, calendar=CALENDAR)
    assert working_minutes_between(received, end=answer.due, calendar=CALENDAR) == minutes


@given(RECEIPTS, RECEIPTS, TERMS)
def test_who_comes_later_is_never_due_earlier(one, other, term):
    first, second = sorted((one, other))
    early, late = (due(received, term=term, calendar=CALENDAR).ends_at for received in (first, second))
    assert early <= late


@given(RECEIPTS, TERMS, TERMS)
def test_a_longer_term_never_ends_earlier(received, one, other):
    assume(one.unit is other.unit)
    shorter, longer = sorted((one, other), key=lambda term: term.amount)
    assert (
        due(received, term=shorter, calendar=CALENDAR).ends_at <= due(received, term=longer, calendar=CALENDAR).ends_at
    )


@given(RECEIPTS, TERMS)
def test_a_receipt_outside_the_hours_is_due_as_if_made_at_the_next_opening(received, term):
    answer = due(received, term=term, calendar=CALENDAR)
    assert answer.due == due(answer.counts_from, term=term, calendar=CALENDAR).due
    assert answer.counts_from.tzinfo is HO_CHI_MINH and answer.counts_from >= answer.received


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 12, date(2025, 1, 15)),
        (date(2026, 1, 1), 1, date(2025, 12, 1)),
    ],
)
def test_months_are_counted_back_to_the_same_day_or_the_last(day, months, before):
    assert months_after(day, -months) == before
