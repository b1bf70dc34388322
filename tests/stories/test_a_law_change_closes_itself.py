"""A law change becomes eleven documents and forty acknowledgements; the actions complete themselves, people verify."""

from datetime import date

import time_machine

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.documents import operations
from iso_qms.documents.acknowledgement import acknowledging
from iso_qms.documents.acknowledgement.acknowledging import duty_of
from iso_qms.documents.approval import reviewing
from iso_qms.documents.models import Document
from iso_qms.documents.request import change_requests
from iso_qms.improvement.action import acting, completing
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.action.awaited import awaited_of
from iso_qms.improvement.effect.measuring import Choice
from iso_qms.improvement.effect.reckoning import effects_round
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.operations import analyse, open_nonconformity
from tests.documents.conftest import Shelf

MONDAY = "2026-03-02T09:00+07:00"
READERS = ("staff", "staff2", "head_centre", "clerk")
SHELF = [(f"QT-{number:02}", READERS[: 4 if number <= 7 else 3]) for number in range(1, 12)]


def test_a_law_change_closes_itself(context, place):
    with time_machine.travel(MONDAY, tick=False) as clock:
        with transaction():
            shelf = Shelf(place)
            case, actions = planned_against_eleven_documents(shelf)
        assert completing.completing_round() == 0
        with transaction():
            eleven_documents_take_effect(Shelf(place))
        assert completing.completing_round() == 1
        assert states(actions) == ["carried_out", "accepted"]
        with transaction():
            assert forty_acknowledgements(Shelf(place)) == 40
        assert completing.completing_round() == 1
        assert completing.completing_round() == 0, "walked twice it does nothing twice"
        assert states(actions) == ["carried_out", "carried_out"]
        clock.move_to("2026-03-17T09:00+07:00")
        assert effects_round() == 2, "what was read is counted, not said"
        with transaction():
            shelf = Shelf(place)
            for number in actions:
                action = db.session.get_one(CorrectiveAction, number)
                assert action.performed_by.is_clock
                assert all(one.proof_kind == "revision" for one in awaited_of(action))
                assert "verify" not in {one.move.name for one in action.open_moves(shelf.person("head_economy"))}
                acting.verify(action, by=shelf.person("quality"), assessment="Đã xem cả mười một quy trình.")
                assert "100" in action.assessment
            assert db.session.get_one(Nonconformity, case).state == "closed"
            requests = change_requests.requests_from("nonconformity", case)
            assert [one.state for one in requests] == ["done"] * 11


def planned_against_eleven_documents(shelf):
    quality, head = shelf.person("quality"), shelf.person("head_economy")
    one = open_nonconformity("Quy trình dẫn nghị định đã hết hiệu lực", by=quality, unit=shelf.unit("economy"))
    documents = [shelf.document(code, readers=readers) for code, readers in SHELF]
    for document in documents:
        request = change_requests.request_change(
            document, by=quality, what="Sửa căn cứ pháp lý", source=("nonconformity", one.id)
        )
        change_requests.accept(request, by=head)
    analyse(one, by=head, whys=["Không ai theo dõi văn bản mới"], statement="Chưa phân công người theo dõi")
    read = Choice(kind="acknowledged", parameters={"document": str(documents[0].id)}, target=100, window_days=1)
    plan = {"by": head, "owner_post": shelf.post("author"), "expected": "Không còn căn cứ cũ", "measure": read}
    plan |= {"due_on": date(2026, 3, 16)}
    actions = [acting.plan(one, what=what, **plan) for what in ("Ban hành lại", "Mọi người đọc")]
    for action, kind in zip(actions, ("effective_document", "read_document"), strict=True):
        completing.tie(action, kind, [each.id for each in documents], by=head)
        acting.accept(action, by=quality)
    return one.id, [action.id for action in actions]


def eleven_documents_take_effect(shelf):
    for code, _readers in SHELF:
        document = db.session.query(Document).filter_by(code=code).one()
        revision = shelf.draft(document)
        change_requests.answer(revision, change_requests.to_answer(revision), by=shelf.person("author"))
        operations.submit(revision, by=shelf.person("author"))
        shelf.opinion(revision, "agree")
        reviewing.approve(revision, by=shelf.person("leader"), effective_on=today())


def forty_acknowledgements(shelf):
    done = 0
    for code, readers in SHELF:
        revision = db.session.query(Document).filter_by(code=code).one().revision_on(today())
        for login in readers:
            acknowledging.acknowledge(duty_of(revision, shelf.person(login)), by=shelf.person(login))
            done += 1
    return done


def states(actions):
    db.session.expire_all()
    return [db.session.get_one(CorrectiveAction, number).state for number in actions]
