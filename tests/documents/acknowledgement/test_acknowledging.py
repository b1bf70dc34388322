"""Acknowledgement: by each person for one revision, once, for ever."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents import jobs
from iso_qms.documents.acknowledgement import acknowledging
from iso_qms.documents.acknowledgement.acknowledging import acknowledge, duty_of, is_owed, last_acknowledged
from iso_qms.documents.models import Acknowledgement
from iso_qms.journal import history_of
from iso_qms.organisation.operations import delegate, end_holding, enter_person, hold_post, lock_person, note_absence
from iso_qms.organisation.people import Holding
from iso_qms.outbox import Letter
from iso_qms.rounds import troubles_of
from iso_qms.workflow import Forbidden, WrongState

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def in_force(shelf):
    return shelf.in_force(shelf.document(readers=("staff", "staff2")))


def asked():
    return db.session.scalar(select(func.count()).select_from(Acknowledgement))


def letters(name):
    return [one.person_id for one in db.session.scalars(select(Letter).where(Letter.name == name).order_by(Letter.id))]


def successor(shelf, login):
    """A new person in somebody's post from today on."""
    held = db.session.scalars(select(Holding).where(Holding.person_id == shelf.place.people[login])).first()
    end_holding(held, by=shelf.person("admin"), on=today())
    heir = enter_person("Phùng Thị Mới", by=shelf.person("admin"), login="heir")
    hold_post(heir, shelf.post(login), by=shelf.person("admin"), since=today())
    return heir


def test_every_holder_of_a_post_it_is_given_to_is_asked_when_it_takes_effect(shelf, in_force):
    due = duty_of(in_force, shelf.person("staff")).due_on
    assert asked() == 2
    assert sorted(letters("acknowledge")) == sorted(shelf.place.people[who] for who in ("staff", "staff2"))
    assert due > today()
    assert len([one for one in history_of(in_force) if one.verb == "revision.readers_asked"]) == 1


def test_a_reader_says_so_as_whom_they_were_that_day(shelf, in_force):
    acknowledge(duty_of(in_force, shelf.person("staff")), by=shelf.person("staff"), remark="Thiếu mẫu.")

    duty = duty_of(in_force, shelf.person("staff"))
    assert (duty.name, duty.post_title) == ("Đặng Văn Viên", "Công chức một cửa")
    assert duty.content_hash == in_force.content_hash
    assert letters("acknowledged_with_remark") == [shelf.place.people["head_economy"]]
    with pytest.raises(WrongState):
        acknowledge(duty, by=shelf.person("staff"))


def test_nobody_acknowledges_for_another_not_even_a_deputy(shelf, in_force):
    delegate(
        shelf.post("staff"),
        to=shelf.person("clerk"),
        by=shelf.person("admin"),
        since=today(),
        until=today() + timedelta(days=5),
    )
    with pytest.raises(Forbidden):
        acknowledge(duty_of(in_force, shelf.person("staff")), by=shelf.person("clerk"))
    jobs.new_readers_round()
    assert duty_of(in_force, shelf.person("clerk")) is None


def test_a_new_revision_that_arrives_meanwhile_is_asked_for_anew(shelf, in_force):
    staff = shelf.person("staff")
    first_duty = duty_of(in_force, staff)
    tuesday = MONDAY + timedelta(days=1)
    with time_machine.travel(tuesday, tick=False):
        second = shelf.in_force(in_force.document, text="Làm hai lần.")
        with pytest.raises(WrongState):
            acknowledge(first_duty, by=staff)
        assert duty_of(in_force, staff).acknowledged_at is None
        acknowledge(duty_of(second, staff), by=staff)
        assert last_acknowledged(second.document, staff) is second


def test_the_changes_shown_begin_where_this_person_stopped_reading(shelf, in_force, clock):
    staff, other = shelf.person("staff"), shelf.person("staff2")
    acknowledge(duty_of(in_force, staff), by=staff)
    clock.move_to(MONDAY + timedelta(days=1))
    second = shelf.in_force(in_force.document, text="Hai.")

    assert last_acknowledged(second.document, staff) is in_force
    assert last_acknowledged(second.document, other) is None


def test_a_new_holder_gets_the_duty_once_and_the_one_who_left_owes_nothing(shelf, in_force):
    old = duty_of(in_force, shelf.person("staff"))
    heir = successor(shelf, "staff")

    assert jobs.new_readers_round() == 1
    assert jobs.new_readers_round() == 0
    assert is_owed(duty_of(in_force, heir))
    assert not is_owed(old)
    assert asked() == 3


def test_a_leavers_past_stays(shelf, in_force):
    staff = shelf.person("staff")
    acknowledge(duty_of(in_force, staff), by=staff)
    successor(shelf, "staff")
    lock_person(staff, by=shelf.person("admin"), reason="Nghỉ hưu.")

    duty = duty_of(in_force, staff)
    assert (duty.name, duty.acknowledged_at is not None) == ("Đặng Văn Viên", True)


def test_each_rung_of_the_ladder_is_told_once(shelf, in_force, clock):
    due = duty_of(in_force, shelf.person("staff")).due_on
    acknowledge(duty_of(in_force, shelf.person("staff2")), by=shelf.person("staff2"))
    day = MONDAY
    while day.date() <= due + timedelta(days=10):
        clock.move_to(day)
        jobs.remind_round()
        jobs.remind_round()
        day += timedelta(days=1)

    staff, head, leader, deputy = (shelf.place.people[one] for one in ("staff", "head_centre", "leader", "deputy"))
    expected = [staff, staff, staff, staff, head, staff, head, leader, deputy]
    assert sorted(letters("acknowledge_reminder")) == sorted(expected)


def test_after_a_rest_of_the_timetable_only_the_highest_rung_is_sent(shelf, in_force, clock):
    clock.move_to(MONDAY + timedelta(days=40))
    assert jobs.remind_round() == 2
    assert letters("acknowledge_reminder").count(shelf.place.people["staff"]) == 1


def test_the_ladder_rests_while_a_reader_is_on_leave_and_goes_on_where_it_stood(shelf, in_force, clock):
    staff, staff2 = shelf.person("staff"), shelf.person("staff2")
    acknowledge(duty_of(in_force, staff2), by=staff2)
    due = duty_of(in_force, staff).due_on
    last = due + timedelta(days=13)
    note_absence(staff, by=shelf.person("admin"), kind="leave", first_on=due, last_on=last)
    clock.move_to(datetime(last.year, last.month, last.day, 9, tzinfo=MONDAY.tzinfo))
    assert jobs.remind_round() == 0
    clock.move_to(datetime(last.year, last.month, last.day, 9, tzinfo=MONDAY.tzinfo) + timedelta(days=1))
    jobs.remind_round()
    assert jobs.remind_round() == 0
    assert letters("acknowledge_reminder") == [staff.id]


def test_one_duty_that_cannot_be_told_holds_up_no_other(shelf, in_force, clock):
    broken = duty_of(in_force, shelf.person("staff"))
    broken.due_on = date(1999, 1, 4)  # no calendar reaches back so far
    clock.move_to(MONDAY + timedelta(days=40))

    assert jobs.remind_round() == 1
    assert jobs.remind_round() == 0
    assert shelf.place.people["staff2"] in letters("acknowledge_reminder")
    assert [one.thing_id for one in troubles_of(shelf.place.agency_id)] == [broken.id]


def test_whoever_has_left_is_reminded_of_nothing(shelf, in_force, clock):
    successor(shelf, "staff")
    clock.move_to(MONDAY + timedelta(days=40))
    jobs.remind_round()
    assert shelf.place.people["staff"] not in letters("acknowledge_reminder")


def test_taking_a_post_off_the_list_ends_the_duty_but_not_the_row(shelf, in_force):
    acknowledging.distribute(in_force.document, [(shelf.post("staff2"), "")], by=shelf.person("quality"))
    assert not is_owed(duty_of(in_force, shelf.person("staff")))
    assert asked() == 2


def test_only_who_may_distribute_says_who_gets_a_document(shelf, in_force):
    with pytest.raises(Forbidden):
        acknowledging.distribute(in_force.document, [], by=shelf.person("staff"))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM acknowledgement",
        "UPDATE acknowledgement SET revision_id = 2",
        "UPDATE acknowledgement SET person_id = 1",
        "UPDATE acknowledgement SET acknowledged_at = NULL",
    ],
)
def test_acknowledgements_are_never_deleted_or_moved(statement, shelf, in_force):
    acknowledge(duty_of(in_force, shelf.person("staff")), by=shelf.person("staff"))
    shelf.draft(shelf.document("QT-08"))
    db.session.flush()
    with pytest.raises(DBAPIError, match=r"never"), db.session.begin_nested():
        db.session.execute(text(statement))
