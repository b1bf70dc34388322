"""Opinions and approval: nobody judges their own work, one disagreement returns the draft, four eyes see one text."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.attributes import set_committed_value

from iso_qms import clock
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents import operations
from iso_qms.documents.approval import reviewing, routing
from iso_qms.documents.models import Approval, Review
from iso_qms.journal import history_of
from iso_qms.organisation.operations import delegate
from iso_qms.outbox import Letter
from iso_qms.workflow import Forbidden, Incomplete, WrongState

SIDE_BY_SIDE = (("head_culture", 1), ("quality", 1))
IN_ORDER = (("head_culture", 1), ("quality", 2))


def letters(name):
    found = db.session.scalars(select(Letter).where(Letter.name == name).order_by(Letter.id))
    return [one.person_id for one in found]


def stand_in(shelf, login, principal):
    delegate(
        shelf.post(principal),
        to=shelf.person(login),
        by=shelf.person("admin"),
        since=today(),
        until=today() + timedelta(days=9),
    )


def test_one_disagreement_returns_the_draft_and_tells_those_who_had_agreed(shelf):
    revision = shelf.in_review(reviewers=SIDE_BY_SIDE)
    shelf.opinion(revision, "agree", shelf.place.posts["quality"])
    shelf.opinion(revision, "disagree", remark="Thiếu thời hạn.")

    assert revision.state == "draft"
    assert letters("sent_back") == [shelf.place.people["author"]]
    assert letters("sent_back_after_you_agreed") == [shelf.place.people["quality"]]
    assert "Thiếu thời hạn." in {entry.reason for entry in history_of(revision)}


def test_after_a_return_the_same_route_stands_ready_and_the_old_round_stays(shelf):
    revision = shelf.in_review(reviewers=IN_ORDER)
    shelf.opinion(revision, "disagree", remark="Thiếu thời hạn.")
    operations.submit(revision, by=shelf.person("author"))

    assert [one.post_id for one in revision.reviews_of_round()] == [shelf.place.posts[who] for who, _turn in IN_ORDER]
    assert [(one.round, one.opinion) for one in revision.reviews] == [(1, "disagree"), (1, ""), (2, ""), (2, "")]


def test_reviewers_in_order_are_asked_one_after_the_other(shelf):
    revision = shelf.in_review(reviewers=IN_ORDER)
    first, second = revision.reviews_of_round()
    assert letters("review_wanted") == [shelf.place.people["head_culture"]]
    with pytest.raises(WrongState):
        reviewing.give_opinion(second, "agree", by=shelf.person("quality"))

    reviewing.give_opinion(first, "agree", by=shelf.person("head_culture"))
    assert letters("review_wanted")[1:] == [shelf.place.people["quality"]]


def test_the_approver_is_asked_when_all_have_agreed_and_not_before(shelf):
    revision = shelf.in_review(reviewers=SIDE_BY_SIDE)
    shelf.opinion(revision, "agree")
    assert letters("approval_wanted") == []
    with pytest.raises(Incomplete):
        reviewing.approve(revision, by=shelf.person("leader"))

    shelf.opinion(revision, "agree")
    assert letters("approval_wanted") == [shelf.place.people["leader"]]


def test_who_does_not_agree_says_what_must_change(shelf):
    revision = shelf.in_review()
    with pytest.raises(Incomplete):
        shelf.opinion(revision, "disagree")


def test_an_opinion_is_given_once_and_by_its_post(shelf):
    revision = shelf.in_review(reviewers=SIDE_BY_SIDE)
    review = revision.reviews_of_round()[0]
    with pytest.raises(Forbidden):
        reviewing.give_opinion(review, "agree", by=shelf.person("head_economy"))
    reviewing.give_opinion(review, "agree", by=shelf.person("head_culture"))
    with pytest.raises(WrongState):
        reviewing.give_opinion(review, "agree", by=shelf.person("head_culture"))


def test_nobody_approves_their_own_work(shelf):
    document = shelf.document()
    revision = shelf.draft(document)
    revision.contributors.append(shelf.person("leader"))
    operations.submit(revision, by=shelf.person("author"))
    shelf.opinion(revision, "agree")

    with pytest.raises(Forbidden):
        reviewing.approve(revision, by=shelf.person("leader"))
    assert "approve" not in {one.name for one in revision.open_moves(shelf.person("leader"))}


def test_the_deputy_of_a_contributor_does_not_approve_either(shelf):
    revision = shelf.agreed()
    stand_in(shelf, "leader", "author")
    with pytest.raises(Forbidden):
        reviewing.approve(revision, by=shelf.person("leader"))


def test_whoever_was_represented_by_a_contributor_while_it_was_written_shares_their_hand_later_too(shelf):
    revision = shelf.agreed()
    stand_in(shelf, "author", "leader")
    with clock.at(clock.now() + timedelta(days=12)), pytest.raises(Forbidden):
        reviewing.approve(revision, by=shelf.person("leader"))


def test_a_deputy_approves_for_the_approver_and_signs_so(shelf):
    revision = shelf.agreed()
    stand_in(shelf, "deputy", "leader")
    reviewing.approve(revision, by=shelf.person("deputy"))

    approval = revision.approval
    assert (approval.name, approval.capacity, approval.post) == ("Trần Thị Phó", "KT.", "Chủ tịch UBND")


def test_who_is_not_on_the_route_neither_approves_nor_sends_back(shelf):
    revision = shelf.agreed()
    for act in (reviewing.approve, reviewing.send_back):
        with pytest.raises(Forbidden):
            act(revision, by=shelf.person("deputy"), note="Không rõ.")


def test_an_approval_is_bound_to_exactly_the_text_that_was_reviewed(shelf):
    revision = shelf.agreed()
    assert revision.content_hash == revision.reviews_of_round()[0].content_hash
    # The database lets nobody change what was submitted; so it is changed here without telling it.
    set_committed_value(revision, "title", "Quy trình khác")

    with pytest.raises(WrongState):
        reviewing.approve(revision, by=shelf.person("leader"))


def test_of_two_approvers_one_wins_and_the_other_is_told(shelf):
    revision = shelf.agreed()
    stand_in(shelf, "deputy", "leader")
    reviewing.approve(revision, by=shelf.person("leader"))
    with pytest.raises(WrongState, match="Nguyễn Văn Chủ"):
        reviewing.approve(revision, by=shelf.person("deputy"))
    assert len(db.session.scalars(select(Approval)).all()) == 1


def test_a_route_names_only_posts_that_can_act(shelf):
    revision = shelf.draft()
    author, leader = shelf.person("author"), shelf.post("leader")
    for post in ("clerk", "author"):
        with pytest.raises(Incomplete):
            routing.name_reviewers(revision, [(shelf.post(post), 1)], approver=leader, by=author)
    with pytest.raises(Incomplete):
        routing.name_reviewers(revision, [(shelf.post("quality"), 1)], approver=shelf.post("head"), by=author)
    with pytest.raises(Incomplete):
        routing.name_reviewers(revision, [], approver=leader, by=author)


@pytest.mark.parametrize("statement", ["UPDATE review SET remark = 'x'", "DELETE FROM review"])
def test_an_opinion_once_given_stays(statement, shelf):
    shelf.agreed()
    _refused(statement)


@pytest.mark.parametrize("statement", ["UPDATE approval SET name = 'x'", "DELETE FROM approval"])
def test_an_approval_stays(statement, shelf):
    shelf.approved()
    _refused(statement)


def _refused(statement):
    db.session.flush()
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(text(statement))
    assert db.session.scalars(select(Review)).all()
