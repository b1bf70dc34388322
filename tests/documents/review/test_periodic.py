"""Periodic reviews: due by days and evidence, asked for once, reminded of, recorded with the formula of the day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from iso_qms.audits.finding.findings import Finding
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents import jobs
from iso_qms.documents.acknowledgement import acknowledging, objecting
from iso_qms.documents.duties import awaiting
from iso_qms.documents.issue import releasing
from iso_qms.documents.models import ChangeRequest, PeriodicReview
from iso_qms.documents.request import change_requests
from iso_qms.documents.review import periodic
from iso_qms.documents.review.schedule import formula, planned_for, schedule
from iso_qms.i18n import speaking
from iso_qms.improvement.obligation.kept_duties import climb_round
from iso_qms.outbox import letters_of
from iso_qms.workflow import Forbidden, Incomplete, WrongState

START = datetime(2025, 11, 24, 12, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DAY = START.date()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def test_counted_from_the_effective_day_and_then_from_the_last_review(shelf, clock):
    document = shelf.in_force().document
    assert planned_for(document, today()).due_on == DAY.replace(year=2027)
    clock.move_to(START + timedelta(days=100))
    periodic.record_review(document, "suits", by=shelf.person("head_economy"))
    planned = planned_for(document, today())
    assert (planned.since, planned.is_reviewed, planned.due_on.year) == (today(), True, 2028)
    with pytest.raises(WrongState):
        periodic.record_review(document, "suits", by=shelf.person("quality"))


def test_evidence_from_every_room_brings_it_forward_and_is_told(shelf, clock):
    document = shelf.in_force(shelf.document(readers=("staff",))).document
    clock.move_to(START + timedelta(days=1))
    reader = shelf.person("staff")
    duty = acknowledging.duty_of(document.revision_on(today()), reader)
    objecting.object_to(duty, by=reader, because="Chưa có mẫu.")
    change_requests.request_change(document, by=reader, what="Thêm mẫu.")
    clock.move_to(START + timedelta(days=2))
    planned = planned_for(document, today())
    assert planned.interval.months == 24 - 1 - 2
    with speaking("en"):
        said = formula(planned.interval)
    assert said.startswith("24 months − 1 (change requests from daily work: 1, each 1) − 2 (") and "= 21 months" in said
    quality = shelf.person("quality")
    periodic.set_intervals(by=quality, months={}, floor=6, evidence={"change_request": 0, "objection": 5})
    own = planned_for(document, today()).interval
    assert (own.months, [one.name for one in own.evidence]) == (
        24 - 5,
        ["objection"],
    )  # what takes nothing off is not told
    periodic.record_review(document, "suits", by=shelf.person("quality"))
    assert planned_for(document, today()).interval.months == 24  # what was looked at does not count again


@pytest.mark.one_database
def test_a_finding_on_somebodys_conduct_tells_nothing(shelf):
    from iso_qms.audits.finding.findings import found_about_documents

    text = str(found_about_documents())
    assert "person_id IS NULL" in text and Finding.__tablename__ in text


def test_asked_for_a_month_ahead_on_the_desk_by_letter_and_once(shelf, clock):
    document, owner = shelf.in_force().document, shelf.person("head_economy")
    periodic.set_intervals(by=shelf.person("quality"), months={"procedure": 6}, floor=3)
    clock.move_to(START + timedelta(days=120))
    assert jobs.reviews_round() == 0
    clock.move_to(START + timedelta(days=155))
    assert (jobs.reviews_round(), jobs.reviews_round()) == (1, 0)
    review = periodic.open_review(document)
    assert review.due_on == planned_for(document, today()).due_on == DAY.replace(year=2026, month=5)
    assert "Rà soát lại QT-07" in letters_of(owner)[0].subject

    clock.move_to(START + timedelta(days=178))
    assert (climb_round("periodic_review"), climb_round("periodic_review")) == (1, 0)
    assert letters_of(owner)[0].subject.startswith("Còn ")
    clock.move_to(START + timedelta(days=200))
    assert (climb_round("periodic_review"), climb_round("periodic_review")) == (1, 0)
    assert letters_of(owner)[0].subject.startswith("Trễ ")


def test_on_the_desk_of_the_post_that_keeps_it_until_it_is_recorded(shelf, clock, app):
    document, owner = _asked(shelf, clock)
    with app.test_request_context():
        _stand_in(shelf)
        rows = [one for one in awaiting(owner, today()) if one.kind == "periodic_review"]
        assert [one.code for one in rows] == ["QT-07"] and rows[0].due_on == periodic.open_review(document).due_on
        assert not [one for one in awaiting(shelf.person("staff"), today()) if one.kind == "periodic_review"]
        periodic.record_review(document, "correction", by=owner, remark="Sửa số điện thoại.")
        assert not [one for one in awaiting(owner, today()) if one.kind == "periodic_review"]


def test_evidence_moves_the_day_but_leaves_time_to_do_it(shelf, clock):
    document, _owner = _asked(shelf, clock)
    before = periodic.open_review(document).due_on
    for what in ("Một.", "Hai.", "Ba."):
        change_requests.request_change(document, by=shelf.person("staff"), what=what)
    clock.move_to(START + timedelta(days=156))
    assert (jobs.reviews_round(), jobs.reviews_round()) == (1, 0)
    review = periodic.open_review(document)
    assert review.due_on < before and review.due_on > today()
    assert review.interval.months == 3


def test_a_new_issue_or_a_withdrawal_overtakes_it(shelf, clock):
    document, owner = _asked(shelf, clock)
    releasing.withdraw(document.revision_on(today()), by=shelf.person("leader"), note="Không dùng.")
    clock.move_to(START + timedelta(days=156))
    assert (jobs.reviews_round(), jobs.reviews_round()) == (1, 0)
    assert periodic.open_review(document) is None and schedule(shelf.place.agency_id, today()) == {}
    with pytest.raises(WrongState):
        periodic.record_review(document, "suits", by=owner)


def test_what_comes_out_goes_on_by_itself(shelf):
    owner, leader = shelf.person("head_economy"), shelf.person("leader")
    document = shelf.in_force().document
    made = periodic.record_review(document, "change", by=owner, remark="Rút ngắn bước 2.")
    request = db.session.get(ChangeRequest, made.change_request_id)
    assert (request.what, request.source_kind, request.source_id) == ("Rút ngắn bước 2.", "periodic_review", made.id)
    assert made.interval.months == 24 and made.name == owner.name

    other = shelf.in_force(shelf.document("QT-08")).document
    periodic.record_review(other, "withdraw", by=owner, remark="Không còn thủ tục này.")
    assert letters_of(leader)[0].subject == "Kết quả rà soát: nên bãi bỏ QT-08"


def test_who_may_record_and_what_must_be_said(shelf):
    document = shelf.in_force().document
    with pytest.raises(Forbidden):
        periodic.record_review(document, "suits", by=shelf.person("staff"))
    for outcome, remark in (("", ""), ("change", " "), ("withdraw", "")):
        with pytest.raises(Incomplete):
            periodic.record_review(document, outcome, by=shelf.person("quality"), remark=remark)
    with pytest.raises(Forbidden):
        periodic.set_intervals(by=shelf.person("leader"), months={}, floor=6)
    with pytest.raises(Incomplete):
        periodic.set_intervals(by=shelf.person("quality"), months={"policy": 0}, floor=6)
    with pytest.raises(Incomplete):
        periodic.set_intervals(by=shelf.person("quality"), months={}, floor=6, evidence={"finding": -1})
    assert db.session.query(PeriodicReview).count() == 0


def _asked(shelf, clock):
    document = shelf.in_force().document
    periodic.set_intervals(by=shelf.person("quality"), months={"procedure": 6}, floor=3)
    clock.move_to(START + timedelta(days=155))
    jobs.reviews_round()
    return document, shelf.person("head_economy")


def _stand_in(shelf):
    from flask import g

    from iso_qms.organisation.agencies import Agency

    g.agency = db.session.get(Agency, shelf.place.agency_id)
