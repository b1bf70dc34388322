"""A suspended text is not applied on exactly the days its dates say, whenever the timetable comes by."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import g
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents import jobs, operations
from iso_qms.documents.acknowledgement import acknowledging
from iso_qms.documents.copy import copying
from iso_qms.documents.issue import releasing, suspending
from iso_qms.documents.marking import marks_on
from iso_qms.documents.models import Revision, Suspension, in_force_on, stands_on
from iso_qms.documents.register import Wanted, counts_of, documents_wanted, holds_on, lines_of
from iso_qms.organisation.agencies import Agency
from iso_qms.outbox import letters_of
from iso_qms.workflow import Forbidden, Incomplete, WrongState

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
MONDAY = NOON.date()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def later(days):
    return MONDAY + timedelta(days=days)


def suspend(shelf, revision, **how):
    suspending.suspend(revision, by=shelf.person("leader"), note="Căn cứ đang thay đổi.", **how)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8, unique=True), st.integers(0, 70), st.booleans())
def test_on_any_day_it_is_applied_or_suspended_and_never_both(days, asked, is_open):
    days.sort()
    pairs = list(zip(days[::2], [*days[1::2]], strict=False))
    revision = Revision(state="in_force", valid_from=later(0), valid_to=None)
    revision.suspensions = [Suspension(valid_from=later(a), valid_to=later(b), reason="x") for a, b in pairs]
    if is_open:
        revision.suspensions[-1].valid_to = None
    inside = [one for one in revision.suspensions if one.valid_from <= later(asked) < (one.valid_to or date.max)]
    assert (revision.suspension_on(later(asked)) is not None) == bool(inside)
    assert holds_on(revision, later(asked)) == (not inside)
    assert revision.stands_on(later(asked))


def test_the_database_and_the_object_agree_on_every_day(shelf):
    revision = shelf.in_force()
    suspend(shelf, revision, on=later(3), until=later(6))
    for day in map(later, range(-1, 9)):
        db.session.flush()
        applied = db.session.scalar(select(Revision).where(Revision.id == revision.id, in_force_on(day)))
        stands = db.session.scalar(select(Revision).where(Revision.id == revision.id, stands_on(day)))
        assert (applied is revision) == holds_on(revision, day) == (later(0) <= day and not later(3) <= day < later(6))
        assert (stands is revision) == revision.stands_on(day) == (day >= later(0))


def test_it_begins_and_ends_by_its_dates_although_no_round_was_walked(shelf, clock):
    revision = shelf.in_force(shelf.document(readers=("staff",)))
    suspend(shelf, revision, on=later(1), until=later(4))
    assert revision.state == "in_force" and revision.document.revision_on(today()) is revision

    clock.move_to(NOON + timedelta(days=2))
    assert revision.document.revision_on(today()) is None
    duty, owed = acknowledging.standing(revision, shelf.person("staff"))
    assert duty is not None and not owed
    with pytest.raises(WrongState, match="tạm ngưng"):
        acknowledging.acknowledge(duty, by=shelf.person("staff"))
    clock.move_to(NOON + timedelta(days=4))
    assert revision.document.revision_on(today()) is revision
    assert jobs.suspensions_round() == 0  # it was over before anybody looked


def test_the_round_follows_the_days_and_readers_are_told_both_times(shelf, clock):
    reader = shelf.person("staff")
    revision = shelf.in_force(shelf.document(readers=("staff",)))
    suspend(shelf, revision, on=later(1), until=later(9), decision="215/QĐ-UBND")
    clock.move_to(NOON + timedelta(days=1))
    assert (jobs.suspensions_round(), jobs.suspensions_round()) == (1, 0)
    assert revision.state == "suspended"
    assert jobs.remind_round() == 0

    clock.move_to(NOON + timedelta(days=10))
    assert (jobs.suspensions_round(), jobs.suspensions_round()) == (1, 0)
    assert revision.state == "in_force"
    subjects = [one.subject for one in letters_of(reader)]
    assert subjects[0] == "QT-07, lần 01 được áp dụng lại"
    assert [one for one in subjects if "tạm ngưng áp dụng" in one] == [
        "QT-07, lần 01 tạm ngưng áp dụng",
        "QT-07, lần 01 sẽ tạm ngưng áp dụng từ 24/11/2026",
    ]
    duty, owed = acknowledging.standing(revision, reader)
    assert owed and duty.due_on > today()  # the usual time begins anew


def test_resumed_by_an_act_it_applies_from_that_day_and_one_called_off_has_no_day(shelf):
    leader, revision = shelf.person("leader"), shelf.in_force()
    suspend(shelf, revision)
    assert revision.state == "suspended" and not holds_on(revision, today())
    suspending.resume(revision, by=leader, note="Đã có hướng dẫn.")
    assert revision.state == "in_force" and holds_on(revision, today())

    suspend(shelf, revision, on=later(5))
    suspending.call_off(revision, by=leader, note="Không cần nữa.")
    assert holds_on(revision, later(5)) and revision.suspension_to_come(today()) is None
    suspend(shelf, revision, on=later(4))
    with pytest.raises(WrongState):
        suspend(shelf, revision, on=later(6))


def test_a_day_to_come_may_be_set_for_its_end(shelf, clock):
    revision = shelf.in_force()
    suspend(shelf, revision)
    suspending.resume(revision, by=shelf.person("leader"), note="Có hiệu lực lại.", on=later(3))
    assert revision.state == "suspended" and holds_on(revision, later(3)) and not holds_on(revision, later(2))
    clock.move_to(NOON + timedelta(days=3))
    assert jobs.suspensions_round() == 1 and revision.state == "in_force"


def test_days_that_make_no_sense_and_hands_that_wrote_it_are_refused(shelf):
    revision = shelf.in_force()
    for how in ({"on": later(-1)}, {"on": later(2), "until": later(2)}):
        with pytest.raises(Incomplete):
            suspend(shelf, revision, **how)
    with pytest.raises(Incomplete):
        suspending.suspend(revision, by=shelf.person("leader"), note=" ")
    for login in ("author", "staff"):
        with pytest.raises(Forbidden):
            suspending.suspend(revision, by=shelf.person(login), note="Vì.")
    assert revision.suspensions == []


def test_a_new_issue_takes_over_from_a_suspended_one_and_withdrawing_ends_it(shelf, clock):
    first = shelf.at("suspended")
    second = shelf.approved(first.document, text="Làm hai lần.", on=later(2))
    clock.move_to(NOON + timedelta(days=2))
    jobs.take_effect_round()
    assert (first.state, second.state, first.valid_to) == ("superseded", "in_force", today())
    assert second.document.revision_on(today()) is second

    other = shelf.in_force(shelf.document("QT-08"))
    suspend(shelf, other)
    releasing.withdraw(other, by=shelf.person("leader"), note="Không dùng nữa.")
    assert other.state == "withdrawn" and not releasing.is_at_its_end(first.document)


def test_no_copies_are_given_of_it_and_it_can_be_changed(shelf):
    revision = shelf.at("suspended")
    assert not copying.can_be_given(revision)
    assert operations.start_revision(revision.document, by=shelf.person("author")).state == "draft"


def test_the_master_list_counts_it_apart_on_its_days_only(shelf):
    revision, person = shelf.in_force(), shelf.person("quality")
    shelf.in_force(shelf.document("QT-08"))
    suspend(shelf, revision, on=later(1), until=later(3))
    db.session.flush()
    for day, applied, stopped in ((later(0), 2, 0), (later(2), 1, 1), (later(3), 2, 0), (later(-1), 0, 0)):
        counts = counts_of(Wanted(day), person)
        assert (counts["in_force"], counts["suspended"], counts["none"]) == (applied, stopped, 2 - applied - stopped)
        found = [
            len(db.session.scalars(documents_wanted(Wanted(day, state=state), person)).unique().all())
            for state in ("in_force", "suspended", "none")
        ]
        assert found == [applied, stopped, 2 - applied - stopped]
    line = lines_of([revision.document], person, later(2))[0]
    assert line.suspension is revision.suspensions[0] and not line.is_in_force


@pytest.mark.one_database
def test_search_says_how_it_stood_on_the_day(shelf, app):
    revision = shelf.at("suspended")
    db.session.flush()
    with app.test_request_context():
        g.agency = db.session.get(Agency, shelf.place.agency_id)
        assert marks_on([revision.document], today())[revision.document_id].state.name == "suspended"
        assert marks_on([revision.document], later(-3))[revision.document_id].state is None
