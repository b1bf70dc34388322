from datetime import date

import pytest
from sqlalchemy import event

from iso_qms.db import db, transaction
from iso_qms.journal import history_of
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.operations import confirm_year, found_agency, open_year, remove_day, set_day, set_hours
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import (
    calendar_of,
    day_on,
    days_of,
    due_in_working_days,
    hours_of,
    is_worked,
    read_week,
    years_of,
)
from iso_qms.outbox import letters_of
from iso_qms.registry import registry
from iso_qms.workflow import Incomplete, Refused
from iso_qms.worktime import OFFICE_WEEK, Kind, UnknownYear
from iso_qms.worktime.seed import seeded_calendar

EIGHT_TO_FOUR = read_week(
    {day: [["08:00", "12:00"], ["13:00", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
)


@pytest.fixture
def admin(context, place):
    choose(db.session.get(Agency, place.agency_id))
    return db.session.get_one(Person, place.people["admin"])


@pytest.fixture
def agency_id(admin, place):
    return place.agency_id


def test_an_agency_begins_with_the_seeded_calendar(agency_id):
    assert calendar_of(agency_id) == seeded_calendar()
    assert calendar_of(agency_id).week == OFFICE_WEEK


def test_an_agency_founded_later_has_a_calendar_of_its_own(admin, agency_id):
    with transaction():
        other, _clock = found_agency("UBND xã Mới")
        number = other.id
    with transaction():
        set_day(date(2026, 11, 20), by=admin, kind="holiday", name_vi="Ngày truyền thống")
    assert not is_worked(date(2026, 11, 20), agency_id=agency_id)
    assert is_worked(date(2026, 11, 20), agency_id=number)


def test_the_calendar_is_read_once_until_it_changes(agency_id, admin):
    asked = []

    def note(*call):
        asked.append(call[2])

    event.listen(db.engine, "before_cursor_execute", note)
    for day in (date(2026, 8, 27), date(2026, 8, 28)):
        due_in_working_days(day, days=3, agency_id=agency_id)
    assert not [one for one in asked if "FROM calendar" in one or "FROM office_hours" in one], "it was read before"
    with transaction():
        set_day(date(2026, 8, 31), by=admin, kind="holiday", name_vi="Nghỉ thêm")
    asked.clear()
    due_in_working_days(date(2026, 8, 28), days=1, agency_id=agency_id)
    assert len([one for one in asked if "FROM calendar" in one or "FROM office_hours" in one]) == 2
    event.remove(db.engine, "before_cursor_execute", note)


def test_due_days_pass_over_the_days_off_of_the_agency(agency_id):
    assert due_in_working_days(date(2026, 8, 27), days=3, agency_id=agency_id) == date(2026, 9, 4)
    with pytest.raises(UnknownYear, match="2031"):
        due_in_working_days(date(2031, 1, 1), days=1, agency_id=agency_id)


def test_in_a_year_without_a_calendar_the_week_says_what_is_worked(agency_id):
    assert is_worked(date(2031, 1, 3), agency_id=agency_id)
    assert not is_worked(date(2031, 1, 4), agency_id=agency_id)


def test_a_day_is_set_changed_and_made_ordinary_again_and_all_of_it_is_told(admin, agency_id):
    day = date(2026, 11, 20)
    with transaction():
        set_day(day, by=admin, kind="holiday", name_vi="Ngày một", reason="QĐ 12")
    with transaction():
        set_day(day, by=admin, kind="comp_off", name_vi="Ngày hai", confirmed=False)
        assert calendar_of(agency_id).kind(day) is Kind.COMP_OFF
        assert not calendar_of(agency_id).is_confirmed(day)
    with transaction():
        remove_day(day_on(day), by=admin)
        assert calendar_of(agency_id).is_working_day(day)
    year = next(one for one in years_of(agency_id) if one.year == 2026)
    told = [(one.verb, one.changes, one.reason) for one in history_of(year)[:3]]
    assert told == [
        ("calendar_year.day_removed", {"2026-11-20": ["comp_off: Ngày hai (?)", None]}, ""),
        ("calendar_year.day_set", {"2026-11-20": ["holiday: Ngày một", "comp_off: Ngày hai (?)"]}, ""),
        ("calendar_year.day_set", {"2026-11-20": [None, "holiday: Ngày một"]}, "QĐ 12"),
    ]


@pytest.mark.parametrize(
    ("day", "kind", "name", "refusal"),
    [
        (date(2026, 11, 20), "makeup", "Làm bù", Refused),
        (date(2026, 11, 21), "comp_off", "Nghỉ bù", Refused),
        (date(2026, 11, 20), "carnival", "Hội", Incomplete),
        (date(2026, 11, 20), "holiday", " ", Incomplete),
        (date(2031, 1, 1), "holiday", "Tết", Refused),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(admin, day, kind, name, refusal):
    with pytest.raises(refusal):
        set_day(day, by=admin, kind=kind, name_vi=name)


def test_a_year_is_confirmed_once(admin, agency_id):
    year = years_of(agency_id)[-1]
    assert not calendar_of(agency_id).is_confirmed(date(2027, 3, 1))
    with transaction():
        confirm_year(year, by=admin)
        assert calendar_of(agency_id).is_confirmed(date(2027, 3, 1))
    with pytest.raises(Refused):
        confirm_year(year, by=admin)


def test_the_next_year_is_opened_with_the_days_the_law_fixes_and_no_other(admin, agency_id):
    with pytest.raises(Refused):
        open_year(2030, by=admin)
    with transaction():
        year = open_year(2028, by=admin)
    assert not year.confirmed
    assert {date(2028, 1, 1), date(2028, 5, 1), date(2028, 9, 2)} <= {one.on for one in days_of(year)}
    assert {one.on.year for one in days_of(year)} == {2028}


def test_a_unit_without_hours_of_its_own_has_those_of_the_unit_above(admin, agency_id, place):
    economy = db.session.get_one(Unit, place.units["economy"])
    with transaction():
        set_hours(EIGHT_TO_FOUR, by=admin, since=date(2026, 6, 1), unit=economy)
    monday = date(2026, 6, 1)
    weeks = {
        name: calendar_of(agency_id, unit=place.units[name]).week_on(monday) for name in ("economy", "land", "office")
    }
    assert weeks == {"economy": EIGHT_TO_FOUR, "land": EIGHT_TO_FOUR, "office": OFFICE_WEEK}
    assert calendar_of(agency_id, unit=economy).week_on(date(2026, 5, 31)) == OFFICE_WEEK
    assert calendar_of(agency_id).week_on(monday) == OFFICE_WEEK


def test_new_hours_end_the_old_ones_and_hours_of_the_same_day_replace_them(admin, agency_id):
    with transaction():
        set_hours(EIGHT_TO_FOUR, by=admin, since=date(2026, 6, 1))
        set_hours(OFFICE_WEEK, by=admin, since=date(2026, 9, 1))
        set_hours(EIGHT_TO_FOUR, by=admin, since=date(2026, 9, 1))
        set_hours(OFFICE_WEEK, by=admin, since=date(2026, 7, 1))
    spans = [(one.valid_from, one.valid_to) for one in hours_of(agency_id)]
    days = [date(2026, 9, 1), date(2026, 7, 1), date(2026, 6, 1), date(2024, 1, 1)]
    assert spans == [(days[0], None), (days[1], days[0]), (days[2], days[1]), (days[3], days[2])]
    assert calendar_of(agency_id).week_on(date(2026, 9, 1)) == EIGHT_TO_FOUR


def test_hours_that_cannot_be_are_refused(admin):
    backwards = (tuple(reversed(OFFICE_WEEK[0])), *OFFICE_WEEK[1:])
    for week in (backwards, ((),) * 7):
        with pytest.raises(Incomplete):
            set_hours(week, by=admin, since=date(2026, 6, 1))


def test_a_change_moves_what_is_open_once_and_tells_those_concerned_once(admin, place, monkeypatch):
    moved = []

    def move(agency, by):
        moved.append(agency.id)
        return [(by, "A moved."), ([by], "B moved.")]

    monkeypatch.setattr(registry, "calendar_moves", [move])
    with transaction():
        set_day(date(2026, 11, 20), by=admin, kind="holiday", name_vi="Ngày nghỉ")
    assert moved == [place.agency_id]
    assert [one.body for one in letters_of(admin)] == ["- A moved.\n\n- B moved."]


def test_a_change_that_moves_nothing_tells_nobody(admin):
    with transaction():
        set_day(date(2026, 11, 20), by=admin, kind="holiday", name_vi="Ngày nghỉ")
    assert letters_of(admin) == []
