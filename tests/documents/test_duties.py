"""What documents put on a desk, what a head answers for, what a leaver hands over, and what a calendar moves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import g
from sqlalchemy import select

from iso_qms import clock
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.desk.figures import count_together
from iso_qms.documents import deadlines, duties
from iso_qms.documents.acknowledgement.acknowledging import LADDER, acknowledge, duty_of
from iso_qms.documents.acknowledgement.objecting import answer_objection, object_to
from iso_qms.documents.approval import reviewing, routing
from iso_qms.documents.models import Objection, PeriodicReview
from iso_qms.documents.request.change_requests import deciders, request_change
from iso_qms.documents.review.periodic import record_review, reviewers
from iso_qms.journal import write
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.operations import delegate, end_holding, end_post
from iso_qms.organisation.people import holdings_of
from iso_qms.outbox import Letter


@pytest.fixture
def awaits(app, shelf):
    """The kinds of rows that await somebody."""

    def awaits(login):
        with app.test_request_context("/an-khe/"):
            g.agency = _agency(shelf)
            return [(one.kind, one.code) for one in duties.awaiting(shelf.person(login), today())]

    return awaits


def test_each_station_awaits_exactly_those_whose_turn_it_is(shelf, awaits):
    revision = shelf.in_review(reviewers=(("head_culture", 1), ("quality", 2)))
    assert awaits("head_culture") == [("review", "QT-07")]
    assert awaits("quality") == awaits("leader") == awaits("author") == []

    shelf.opinion(revision, "agree", shelf.place.posts["head_culture"])
    assert (awaits("head_culture"), awaits("quality")) == ([], [("review", "QT-07")])
    shelf.opinion(revision, "agree")
    assert awaits("leader") == [("approve", "QT-07")]


def test_an_approval_is_due_three_working_days_after_the_last_opinion(app, shelf):
    with clock.at(datetime(2026, 11, 12, 15, 0, tzinfo=UTC)):  # a Thursday, so that a weekend lies between
        shelf.agreed()
    for day, late in ((date(2026, 11, 17), False), (date(2026, 11, 18), True)):
        with app.test_request_context("/an-khe/"):
            g.agency = _agency(shelf)
            (row,) = duties.awaiting(shelf.person("leader"), day)
        assert (row.due_on, row.late) == (date(2026, 11, 17), late)
    (told,) = db.session.scalars(select(Letter).where(Letter.name == "approval_wanted"))
    assert "17/11/2026" in told.subject
    assert routing.approval_due(shelf.in_review(shelf.document("QT-08"))) is None


def test_what_no_reminder_helped_awaits_the_leaders_in_one_row_per_document(app, shelf):
    document = shelf.document("QT-07", readers=("staff", "staff2", "head_culture"))
    revision = shelf.in_force(document)
    for login in ("staff", "staff2"):
        duty_of(revision, shelf.person(login)).rung = len(LADDER)
    db.session.flush()
    with app.test_request_context("/an-khe/"):
        g.agency = _agency(shelf)

        def rows(login):
            return [one for one in duties.awaiting(shelf.person(login), today()) if one.kind == "unread"]

        (row,) = rows("leader")
        assert "2 " in row.what and "open=1" in row.url
        assert rows("head_culture") == rows("staff") == []
        acknowledge(duty_of(revision, shelf.person("staff")), by=shelf.person("staff"))
        (row,) = rows("deputy")
        assert "1 " in row.what
        acknowledge(duty_of(revision, shelf.person("staff2")), by=shelf.person("staff2"))
        assert rows("leader") == []


def test_what_was_sent_back_awaits_its_authors(shelf, awaits):
    shelf.opinion(shelf.in_review(), "disagree", remark="Thiếu.")
    assert awaits("author") == [("write", "QT-07")]


def test_a_deputy_finds_what_awaits_the_post_but_not_its_acknowledgements(shelf, awaits):
    shelf.in_force(shelf.document("QT-01", readers=("leader",)))
    shelf.agreed(shelf.document("QT-02"))
    delegate(
        shelf.post("leader"),
        to=shelf.person("deputy"),
        by=shelf.person("admin"),
        since=today(),
        until=today() + timedelta(days=3),
    )
    assert awaits("leader") == [("acknowledge", "QT-01"), ("approve", "QT-02")]
    assert awaits("deputy") == [("approve", "QT-02")]


def test_a_head_answers_for_the_acknowledgements_of_the_unit(app, shelf):
    revision = shelf.in_force(shelf.document(readers=("staff", "staff2", "clerk")))
    acknowledge(duty_of(revision, shelf.person("staff")), by=shelf.person("staff"))
    with app.test_request_context("/an-khe/"):
        g.agency = _agency(shelf)
        (figure,) = count_together([duties.figures(shelf.unit("centre"), today())])
    assert (figure.value, figure.total, figure.late) == (1, 2, False)


def test_a_successor_goes_on_writing_the_drafts_of_a_leaver(shelf):
    revision = shelf.draft()
    assert duties.hand_over(shelf.person("author"), shelf.person("author2"), shelf.person("admin")) == 1
    assert shelf.person("author2") in revision.contributors


def test_due_days_move_with_the_calendar_once(shelf):
    asked = shelf.in_review(shelf.document("QT-01"))
    revision = shelf.in_force(shelf.document("QT-02", readers=("staff",)))
    review, duty = asked.reviews_of_round()[0], duty_of(revision, shelf.person("staff"))
    right = (review.due_on, duty.due_on)
    review.due_on, duty.due_on = today(), today()

    moved = list(deadlines.calendar_moves(_agency(shelf), shelf.clock))
    assert (review.due_on, duty.due_on) == right
    assert [[one.id for one in people] for people, _said in moved] == [
        [shelf.place.people["head_culture"]],
        [shelf.place.people["staff"]],
    ]
    assert list(deadlines.calendar_moves(_agency(shelf), shelf.clock)) == []


def test_what_is_asked_of_documents_follows_the_heir_of_the_post_that_kept_them(shelf, awaits):
    held = shelf.in_force(shelf.document("QT-07", readers=("staff",)))
    asked = shelf.in_review(shelf.document("QT-08"), reviewers=(("head_economy", 1),))
    held.document.unit = shelf.unit("culture")  # whose head is not asked: the post that keeps it is
    write(held.document, "document.distributed", by=shelf.clock)
    object_to(duty_of(held, shelf.person("staff")), by=shelf.person("staff"), because="Chưa có biểu mẫu.")
    wish = request_change(held.document, by=shelf.person("staff"), what="Thêm biểu mẫu.")
    review = PeriodicReview(
        agency_id=held.agency_id, document=held.document, revision=held, due_on=today(), since=today(), asked_on=today()
    )
    db.session.add(review)
    write(review, "periodic_review.asked", by=shelf.clock)
    _ended(shelf, "head_economy", heir="head_centre")

    mine = {("objection", "QT-07"), ("change_request", wish.code), ("periodic_review", "QT-07"), ("review", "QT-08")}
    assert mine <= set(awaits("head_centre"))
    assert not {kind for kind, _code in awaits("quality")} & {"change_request", "periodic_review"}, "somebody keeps it"
    assert not awaits("head_economy")
    for told in (deciders(wish), reviewers(held.document), routing.reviewers_of(asked)):
        assert shelf.person("head_centre") in told
    record_review(held.document, "suits", by=shelf.person("head_centre"))
    answer_objection(
        db.session.scalars(select(Objection)).one(), by=shelf.person("head_centre"), text="Biểu mẫu ở Phụ lục."
    )
    reviewing.give_opinion(asked.reviews_of_round()[0], "agree", by=shelf.person("head_centre"))


def _ended(shelf, login, *, heir):
    admin, yesterday = shelf.person("admin"), today() - timedelta(days=1)
    for held in holdings_of(shelf.person(login), today()):
        end_holding(held, by=admin, on=today(), reason="Sáp nhập")
    end_post(shelf.post(login), by=admin, last_day=yesterday, reason="Sáp nhập", heir=shelf.post(heir))


def _agency(shelf):
    return db.session.get(Agency, shelf.place.agency_id)
