"""Change requests: who asks, who decides, what a draft answers, and how they end by themselves."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents import operations
from iso_qms.documents.approval import reviewing
from iso_qms.documents.flow import CHANGE_REQUEST
from iso_qms.documents.issue import releasing
from iso_qms.documents.models import ChangeRequest
from iso_qms.documents.request import change_requests
from iso_qms.organisation.operations import calendar
from iso_qms.outbox import Letter
from iso_qms.workflow import CLOCK, Forbidden, Incomplete, WrongState

EVERY = [(state.name, move) for state in CHANGE_REQUEST.states for move in CHANGE_REQUEST.moves]


def asked(shelf, document=None, by="staff", **how):
    how = {"what": "Bước 3 ghi nhầm 5 ngày."} | how
    return change_requests.request_change(document or shelf.document(), by=shelf.person(by), **how)


def make(move, request, shelf):
    if move.needs == CLOCK:
        request.advance(move.name, by=shelf.clock)
    elif move.name == "withdraw":
        change_requests.withdraw(request, by=shelf.person("staff"), note="Đã rõ.")
    else:
        change_requests.MOVES[move.name](request, by=shelf.person("head_economy"), note="Đúng.")


def at(state, shelf):
    request = asked(shelf)
    way = {"accepted": ["accept"], "done": ["accept", "finish"], "declined": ["decline"], "withdrawn": ["withdraw"]}
    for name in way.get(state, []):
        make(CHANGE_REQUEST.move(name), request, shelf)
    return request


@pytest.mark.parametrize(("state", "move"), EVERY, ids=lambda one: getattr(one, "name", one))
def test_a_request_makes_only_the_moves_of_its_state(state, move, shelf):
    request = at(state, shelf)
    if state in move.start:
        make(move, request, shelf)
        assert request.state == move.end
    else:
        with pytest.raises(WrongState):
            make(move, request, shelf)
        assert request.state == state


def test_the_owner_is_told_and_decides_and_whoever_asked_hears_of_it(shelf):
    request = asked(shelf, why="Người dân thắc mắc.")
    assert [one.login for one in change_requests.deciders(request)] == ["head_economy"]
    change_requests.accept(request, by=shelf.person("head_economy"), due_on=today() + timedelta(days=20))
    told = {(one.name, one.person.login) for one in db.session.scalars(select(Letter))}
    assert told == {("change_requested", "head_economy"), ("change_accepted", "staff")}
    assert request.due_on == today() + timedelta(days=20)


@pytest.mark.parametrize("login", ["author2", "head_culture", "staff"])
def test_others_do_not_decide(shelf, login):
    request = asked(shelf, by="author")
    with pytest.raises(Forbidden):
        change_requests.accept(request, by=shelf.person(login))


def test_nobody_decides_on_their_own_request_so_quality_does(shelf):
    request = asked(shelf, by="head_economy")
    with pytest.raises(Forbidden):
        change_requests.accept(request, by=shelf.person("head_economy"))
    assert {one.login for one in change_requests.deciders(request)} == {"quality", "inspector"}
    change_requests.accept(request, by=shelf.person("quality"))


def test_a_draft_answers_what_its_author_ticks_off(shelf):
    document = shelf.in_force().document
    first, second = asked(shelf, document), asked(shelf, document, what="Thiếu phí.")
    for one in (first, second):
        change_requests.accept(one, by=shelf.person("head_economy"))
    draft = shelf.draft(document)
    assert change_requests.to_answer(draft) == [first, second]
    change_requests.answer(draft, [first], by=shelf.person("author"))
    operations.discard(draft, by=shelf.person("author"), note="Làm lại.")
    assert first.revision is None, "what was put aside answers nothing"

    draft = shelf.draft(document)
    change_requests.answer(draft, [first], by=shelf.person("author"))
    operations.submit(draft, by=shelf.person("author"))
    with pytest.raises(WrongState):
        change_requests.answer(draft, [], by=shelf.person("author"))
    shelf.opinion(draft, "agree")
    reviewing.approve(draft, by=shelf.person("leader"), effective_on=today() + timedelta(days=1))
    assert (first.state, second.state) == ("accepted", "accepted"), "it is not in force yet"


def test_a_request_ends_by_itself_with_the_revision_that_answers_it(shelf):
    document = shelf.document()
    request = asked(shelf, document)
    change_requests.accept(request, by=shelf.person("head_economy"))
    draft = shelf.draft(document)
    change_requests.answer(draft, [request], by=shelf.person("author"))
    operations.submit(draft, by=shelf.person("author"))
    shelf.opinion(draft, "agree")
    reviewing.approve(draft, by=shelf.person("leader"), effective_on=today())
    assert (request.state, request.ended_on) == ("done", today())


def test_requests_end_with_a_document_that_holds_no_longer(shelf):
    revision = shelf.in_force()
    request = asked(shelf, revision.document)
    releasing.withdraw(revision, by=shelf.person("leader"), note="Bãi bỏ.")
    assert request.state == "withdrawn"


def test_the_same_cause_asks_nothing_twice(shelf):
    document = shelf.document()
    how = {"by": shelf.person("quality"), "what": "Sửa.", "why": "", "due_on": today(), "source": ("document", 1)}
    assert change_requests.request_once("x", document, **how) is not None
    assert change_requests.request_once("x", document, **how) is None


def test_what_cannot_be_asked_is_refused(shelf):
    with pytest.raises(Incomplete):
        asked(shelf, what="  ")
    with pytest.raises(Incomplete):
        asked(shelf, due_on=date(2020, 1, 1))


def test_due_days_move_with_the_calendar(shelf):
    request = asked(shelf)
    before = request.decide_by
    calendar.set_day(before, kind="holiday", by=shelf.person("admin"), name_vi="Nghỉ")
    assert request.decide_by > before


def test_numbers_run_through_the_year(shelf):
    document = shelf.document()
    codes = [asked(shelf, document).code for _n in range(2)]
    assert codes == [f"YC-{today().year}-001", f"YC-{today().year}-002"]
    assert db.session.scalar(select(ChangeRequest.number).order_by(ChangeRequest.id.desc())) == 2
