"""What is in force on a day follows from dates alone, whenever the timetable comes by."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents import jobs, operations
from iso_qms.documents.issue import releasing
from iso_qms.rounds import troubles_of
from iso_qms.search import search
from iso_qms.workflow import Forbidden, Incomplete, Refused, WrongState

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
MONDAY = NOON.date()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def later(days):
    return MONDAY + timedelta(days=days)


def test_the_new_revision_holds_from_its_day_and_the_old_one_until_then(shelf, clock):
    first = shelf.in_force()
    second = shelf.approved(first.document, on=later(7), text="Làm hai lần.")
    document = first.document

    assert document.revision_on(later(6)) is first
    assert document.revision_on(later(7)) is second

    clock.move_to(NOON + timedelta(days=10))
    assert document.revision_on(today()) is second  # although no round has been walked
    jobs.take_effect_round()
    assert (first.state, second.state) == ("superseded", "in_force")
    assert (second.valid_from, first.valid_to) == (later(7), later(7))


def test_a_late_timetable_takes_two_revisions_in_their_order(shelf, clock):
    first = shelf.in_force()
    second = shelf.approved(first.document, on=later(1), text="Hai.")
    clock.move_to(NOON + timedelta(days=3))
    third = shelf.in_force(first.document, text="Ba.")

    assert [one.state for one in (first, second, third)] == ["superseded", "superseded", "in_force"]
    assert jobs.take_effect_round() == 0
    assert third.document.revision_on(today()) is third


def test_walked_twice_the_round_does_nothing_the_second_time(shelf, clock):
    shelf.approved(on=later(1))
    clock.move_to(NOON + timedelta(days=1))
    assert jobs.take_effect_round() == 1
    assert jobs.take_effect_round() == 0


def test_one_revision_that_cannot_take_effect_holds_up_no_other(shelf, clock):
    with_readers = shelf.approved(shelf.document(readers=("staff",)), on=later(1))
    without = shelf.approved(shelf.document("QT-08"), on=later(1))
    clock.move_to(NOON.replace(year=2101))  # a year for which nobody has made a calendar: no day to acknowledge by

    assert jobs.take_effect_round() == 1
    assert jobs.take_effect_round() == 0
    assert (with_readers.state, without.state) == ("approved", "in_force")
    assert [one.thing_id for one in troubles_of(shelf.place.agency_id)] == [with_readers.id]


def test_no_revision_takes_effect_in_the_past_or_before_a_later_one(shelf):
    revision = shelf.approved()
    with pytest.raises(Incomplete):
        releasing.set_effective(revision, later(-1), by=shelf.person("leader"))
    releasing.set_effective(revision, later(5), by=shelf.person("leader"))
    second = shelf.approved(revision.document, text="Khác.")
    with pytest.raises(Refused):
        releasing.set_effective(second, later(3), by=shelf.person("leader"))


def test_only_who_may_approve_names_the_day(shelf):
    with pytest.raises(Forbidden):
        releasing.set_effective(shelf.approved(), later(1), by=shelf.person("author"))


def test_an_approved_revision_waits_for_its_day(shelf):
    revision = shelf.approved(on=later(2))
    with pytest.raises(WrongState):
        releasing.take_effect(revision, by=shelf.clock)


def test_a_withdrawn_document_names_its_reason_and_what_replaces_it(shelf):
    revision, other = shelf.in_force(), shelf.document("QT-08")
    releasing.withdraw(revision, by=shelf.person("leader"), note="Gộp lại.", replacement=other)

    assert (revision.state, revision.withdrawal_reason, revision.valid_to) == ("withdrawn", "Gộp lại.", MONDAY)
    assert revision.document.replaced_by is other
    assert revision.document.revision_on(MONDAY) is None


def test_withdrawal_asks_a_reason_and_a_day_that_has_not_passed(shelf):
    revision = shelf.in_force()
    with pytest.raises(Incomplete):
        releasing.withdraw(revision, by=shelf.person("leader"), note="Cũ.", on=later(-2))
    with pytest.raises(Incomplete):
        releasing.withdraw(revision, by=shelf.person("leader"), note="Cũ.", replacement=revision.document)
    with pytest.raises(Incomplete):
        releasing.withdraw(revision, by=shelf.person("leader"), note=" ")


def test_an_approval_taken_back_before_its_day_lets_the_old_revision_go_on(shelf):
    first = shelf.in_force()
    second = shelf.approved(first.document, on=later(7), text="Sai.")
    releasing.withdraw(second, by=shelf.person("leader"), note="Sai mẫu.")

    assert first.valid_to is None
    assert first.document.revision_on(later(30)) is first
    assert operations.start_revision(first.document, by=shelf.person("author")).number == 3


def test_the_text_in_force_is_found_and_a_draft_is_not(shelf):
    first = shelf.in_force(text="Phiếu xin lỗi")
    shelf.draft(first.document, text="Bí mật của bản thảo")

    staff = shelf.person("staff")
    assert [hit.thing for hit in search("phieu xin loi", person=staff)] == [first.document]
    assert search("bi mat cua ban thao", person=shelf.person("author")) == []


def test_the_database_itself_refuses_two_revisions_of_one_day(shelf):
    first = shelf.in_force()
    shelf.approved(first.document, on=later(7), text="Hai.")
    db.session.flush()
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(text("UPDATE revision SET valid_to = NULL WHERE number = 1"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE block_version SET content = '{}'",
        "DELETE FROM block_version",
        "UPDATE block_version SET revision_id = revision_id + 1",
        "INSERT INTO block_version (revision_id, block_id, kind, position, content, hash) "
        "VALUES (1, 1, 'text', 9, '{}', '')",
        "UPDATE revision SET title = 'x'",
        "UPDATE revision SET content_hash = 'x'",
    ],
)
def test_what_has_left_draft_is_frozen_in_the_database(statement, shelf):
    shelf.in_review()
    db.session.flush()
    with pytest.raises(DBAPIError, match=r"draft|stays"), db.session.begin_nested():
        db.session.execute(text(statement))
