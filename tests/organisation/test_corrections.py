"""What was typed wrong about units, posts, holders, hours and years is put right by a verb, with its reason."""

from datetime import date, time

import pytest

from iso_qms.db import db
from iso_qms.journal import history_of
from iso_qms.organisation import operations
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person, Post, holders_of, holdings_of
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import calendar_of, hours_of, years_of
from iso_qms.workflow import Incomplete, Refused
from iso_qms.worktime import OFFICE_WEEK, Interval
from tests.fixtures.places import SINCE

DAY = date(2026, 3, 2)


@pytest.fixture
def admin(context, place):
    choose(db.session.get(Agency, place.agency_id))
    return db.session.get_one(Person, place.people["admin"])


@pytest.fixture
def held(admin, place):
    """The holding of the officer at the counter."""
    return holdings_of(db.session.get_one(Person, place.people["staff"]), DAY)[0]


def correct(held, admin, **values):
    known = {"since": held.valid_from, "until": held.valid_to, "capacity": held.capacity, "reason": "Gõ nhầm"}
    operations.correct_holding(held, by=admin, **(known | values))


def test_the_days_and_the_capacity_of_a_holding_are_corrected_with_the_reason(held, admin):
    correct(held, admin, since=date(2025, 9, 1), until=date(2027, 1, 1), capacity="TL.")
    assert (held.valid_from, held.valid_to, held.capacity) == (date(2025, 9, 1), date(2027, 1, 1), "TL.")
    told = history_of(held)[0]
    assert (told.verb, told.reason) == ("holding.corrected", "Gõ nhầm")
    assert told.changes["valid_from"] == ["2025-07-01", "2025-09-01"]


def test_a_correction_says_why(held, admin):
    with pytest.raises(Incomplete):
        correct(held, admin, since=date(2025, 9, 1), reason=" ")


def test_corrected_days_do_not_run_into_another_holders(held, admin, place):
    operations.end_holding(held, by=admin, on=DAY)
    other = db.session.get_one(Person, place.people["author"])
    operations.hold_post(other, held.post, by=admin, since=DAY)
    with pytest.raises(Refused, match="Ngô Văn Thảo"):
        correct(held, admin, until=None)
    assert holders_of(held.post, DAY) == [other]


def test_a_holding_does_not_begin_before_its_post(held, admin):
    with pytest.raises(Incomplete):
        correct(held, admin, since=date(2024, 1, 1))


def test_a_deputy_does_not_act_longer_than_the_holder(held, admin, place):
    deputy = operations.delegate(
        held.post, to=db.session.get_one(Person, place.people["staff2"]), by=admin, since=DAY, until=date(2026, 4, 1)
    )
    correct(held, admin, until=date(2026, 3, 16))
    assert deputy.valid_to == date(2026, 3, 16)
    with pytest.raises(Incomplete):
        correct(deputy, admin, until=None)


def test_the_last_administrator_is_not_corrected_away(admin):
    with pytest.raises(Refused):
        correct(holdings_of(admin, DAY)[0], admin, until=DAY)


def test_code_and_first_day_of_a_unit_are_corrected(admin, place):
    unit = db.session.get_one(Unit, place.units["land"])
    values = {"name": unit.name, "parent": unit.parent, "by": admin}
    operations.change_unit(unit, code="TĐĐ", since=date(2025, 1, 1), reason="Sai mã", **values)
    assert (unit.code, unit.valid_from, history_of(unit)[0].reason) == ("TĐĐ", date(2025, 1, 1), "Sai mã")
    with pytest.raises(Incomplete, match="VP"):
        operations.change_unit(unit, code="VP", **values)
    with pytest.raises(Refused, match="Công chức địa chính"):
        operations.change_unit(unit, since=date(2025, 8, 1), **values)


def test_the_first_day_of_a_post_lies_before_its_holders_and_after_its_units(admin, place):
    post = db.session.get_one(Post, place.posts["clerk"])
    values = {"title": post.title, "is_head": False, "by": admin}
    with pytest.raises(Refused, match="Tạ Văn Địa"):
        operations.change_post(post, since=date(2025, 8, 1), **values)
    with pytest.raises(Incomplete):
        operations.change_post(post, since=date(2025, 1, 1), **values)
    operations.change_post(post, since=SINCE, reason="Đúng rồi", **values)
    assert history_of(post)[0].reason == "Đúng rồi"


def test_hours_set_by_mistake_are_taken_away_and_those_before_hold_again(admin, place):
    early = tuple((Interval(time(6), time(14)),) if day < 5 else () for day in range(7))
    wrong = operations.set_hours(early, by=admin, since=date(2026, 6, 1))
    operations.remove_hours(wrong, by=admin, reason="Nhầm năm")
    assert calendar_of(place.agency_id).week_on(date(2026, 6, 2)) == OFFICE_WEEK
    assert [one.valid_to for one in hours_of(place.agency_id)] == [None]


def test_the_first_hours_of_the_agency_stay(admin, place):
    with pytest.raises(Refused):
        operations.remove_hours(hours_of(place.agency_id)[0], by=admin, reason="x")


def test_a_year_confirmed_too_early_is_open_again(admin, place):
    year = next(one for one in years_of(place.agency_id) if one.confirmed)
    operations.unconfirm_year(year, by=admin, reason="Còn chờ quyết định hoán đổi")
    assert not year.confirmed
    with pytest.raises(Refused):
        operations.unconfirm_year(year, by=admin, reason="x")
