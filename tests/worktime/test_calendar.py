"""The working calendar as a value: what a day is, which hours it has, and what is refused."""

import json
from datetime import date, time

import pytest

from iso_qms.worktime import OFFICE_WEEK, BadCalendar, Calendar, Interval, Kind, SpecialDay, UnknownYear

HOLIDAY = SpecialDay(date(2026, 9, 2), Kind.HOLIDAY, "Quốc khánh", "National Day")
OFF = SpecialDay(date(2026, 8, 31), Kind.COMP_OFF)
MAKEUP = SpecialDay(date(2026, 8, 22), Kind.MAKEUP, confirmed=False)
SMALL = Calendar.of_rows([HOLIDAY, OFF, MAKEUP], years={2026: True, 2027: False})


@pytest.mark.parametrize(
    ("day", "kind", "worked"),
    [
        (date(2026, 8, 21), Kind.WORKING, True),
        (date(2026, 8, 22), Kind.MAKEUP, True),
        (date(2026, 8, 23), Kind.WEEKEND, False),
        (date(2026, 8, 31), Kind.COMP_OFF, False),
        (date(2026, 9, 2), Kind.HOLIDAY, False),
    ],
)
def test_a_day_is_what_is_written_about_it_else_what_its_weekday_is(day, kind, worked):
    assert SMALL.kind(day) is kind
    assert SMALL.is_working_day(day) is worked
    assert bool(SMALL.hours(day)) is worked


def test_a_make_up_saturday_has_the_hours_of_the_first_working_day():
    assert SMALL.hours(date(2026, 8, 22)) == (Interval(time(7, 30), time(11, 30)), Interval(time(13), time(17)))


def test_a_make_up_day_within_the_week_keeps_its_own_hours():
    short = (Interval(time(8), time(12)),)
    friday = SpecialDay(date(2026, 8, 21), Kind.MAKEUP)
    calendar = Calendar.of_rows([friday], years={2026: True}, week=(*OFFICE_WEEK[:4], short, (), ()))
    assert calendar.hours(friday.on) == short


def test_other_hours_leave_the_days_as_they_are():
    counter = SMALL.with_week((*OFFICE_WEEK[:5], (Interval(time(8), time(11)),), ()))
    assert counter.is_working_day(date(2026, 8, 29)) and not SMALL.is_working_day(date(2026, 8, 29))
    assert counter.hours(date(2026, 8, 22)) == (Interval(time(8), time(11)),)
    assert counter.days == SMALL.days and counter.years == SMALL.years


def test_weeks_take_over_from_their_day_on(tmp_path):
    short = ((Interval(time(8), time(12)),),) * 4 + ((),) * 3
    calendar = SMALL.with_week(OFFICE_WEEK, later=((date(2026, 8, 24), short), (date(2026, 9, 7), OFFICE_WEEK)))
    worked = {day: calendar.is_working_day(date(2026, *day)) for day in ((8, 21), (8, 28), (9, 11))}
    assert worked == {(8, 21): True, (8, 28): False, (9, 11): True}
    assert [len(calendar.hours(date(2026, *day))) for day in ((8, 21), (8, 24), (9, 7))] == [2, 1, 2]
    assert Calendar.of_json(json.loads(json.dumps(calendar.as_json()))) == calendar
    with pytest.raises(BadCalendar, match="order of time"):
        SMALL.with_week(OFFICE_WEEK, later=(*reversed(calendar.later),))


def test_a_day_is_confirmed_when_its_year_is_and_it_carries_no_mark():
    assert SMALL.is_confirmed(date(2026, 8, 21))
    assert not SMALL.is_confirmed(date(2026, 8, 22))
    assert not SMALL.is_confirmed(date(2027, 8, 20))


@pytest.mark.parametrize("question", [SMALL.special, SMALL.kind, SMALL.is_working_day, SMALL.is_confirmed, SMALL.hours])
def test_an_unknown_year_is_refused_by_name(question):
    with pytest.raises(UnknownYear, match="2028") as refusal:
        question(date(2028, 1, 3))
    assert refusal.value.year == 2028


def test_a_calendar_does_not_change_when_its_rows_do():
    years = {2026: True}
    calendar = Calendar.of_rows([], years=years)
    years[2027] = True
    assert 2027 not in calendar.years
    with pytest.raises(TypeError):
        calendar.years[2027] = True


def test_json_and_back_is_the_same_calendar(tmp_path):
    path = tmp_path / "calendar.json"
    path.write_text(json.dumps(SMALL.as_json()), encoding="utf-8")
    assert Calendar.read(path) == SMALL


def test_a_file_needs_no_names_no_marks_and_no_week():
    calendar = Calendar.of_json({"years": {"2026": {"days": [{"date": "2026-09-02", "kind": "holiday"}]}}})
    assert calendar.week == OFFICE_WEEK
    assert not calendar.is_working_day(date(2026, 9, 2))
    assert not calendar.years[2026], "a year nobody confirmed is not confirmed"


def _file(**changes):
    return {"years": {"2026": {"confirmed": True, "days": []}}} | changes


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "not a working calendar"),
        ({}, "not a working calendar"),
        (_file(years={"next": {}}), "not a working calendar"),
        (_file(years={"2026": {"days": [{"date": "2/9/2026", "kind": "holiday"}]}}), "not a working calendar"),
        (_file(years={"2026": {"days": [{"date": "2026-09-02", "kind": "party"}]}}), "party"),
        (_file(years={"2026": {"days": [{"date": "2026-09-02", "kind": "weekend"}]}}), "marked weekend"),
        (_file(years={"2026": {"days": [{"date": "2027-09-02", "kind": "holiday"}]}}), "2027-09-02 belongs to a year"),
        (
            _file(years={"2026": {"days": [{"date": "2026-09-02", "kind": "holiday"}] * 2}}),
            "2026-09-02 stands .* twice",
        ),
        (_file(years={"2026": {"confirmed": "false"}}), "true or false"),
        (_file(week={"mo": [["07:30", "11:30"]]}), "not mo"),
        (_file(week={}), "hours on at least one"),
        (_file(week={"mon": [["11:30", "07:30"]]}), "mon overlap or run backwards"),
        (_file(week={"mon": [["07:30", "11:30"], ["11:00", "17:00"]]}), "mon overlap or run backwards"),
        (_file(week={"mon": [["07:30"]]}), "not a working calendar"),
    ],
)
def test_a_bad_calendar_is_refused_in_one_sentence(data, said):
    with pytest.raises(BadCalendar, match=said):
        Calendar.of_json(data)


def test_a_file_that_is_no_json_is_refused(tmp_path):
    path = tmp_path / "calendar.json"
    path.write_bytes(b"\xff\xfe 2026")
    with pytest.raises(BadCalendar, match="no JSON"):
        Calendar.read(path)
