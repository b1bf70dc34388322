"""An issue decision puts its whole set in force on one day, or nothing at all."""

from datetime import timedelta

import pytest

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.issue import issuing, releasing
from iso_qms.documents.models import Revision
from iso_qms.workflow import Forbidden, Incomplete, Refused


@pytest.fixture
def waiting(shelf):
    return [shelf.approved(shelf.document(code)) for code in ("QT-07", "QT-08")]


def test_all_its_documents_take_effect_together(shelf, waiting):
    decision = shelf.decision(*waiting)
    issuing.issue(decision, by=shelf.person("leader"))

    assert decision.state == "issued"
    assert {one.state for one in waiting} == {"in_force"}
    assert {(one.valid_from, one.issued_on) for one in waiting} == {(today(), today())}
    assert (decision.signer_name, decision.signer_post) == ("Nguyễn Văn Chủ", "Chủ tịch UBND")


def test_if_one_cannot_none_does(shelf, waiting):
    first, second = waiting
    decision = shelf.decision(first, second, on=today() + timedelta(days=3))
    releasing.set_effective(second, today() + timedelta(days=5), by=shelf.person("leader"))
    db.session.flush()

    with pytest.raises(Refused), db.session.begin_nested():
        issuing.issue(decision, by=shelf.person("leader"))
    assert db.session.get(Revision, first.id, populate_existing=True).valid_from is None


def test_nobody_issues_what_they_prepared(shelf, waiting):
    decision = shelf.decision(*waiting)
    decision.prepared_by = shelf.person("leader")
    with pytest.raises(Forbidden):
        issuing.issue(decision, by=shelf.person("leader"))


def test_it_is_signed_by_its_signer(shelf, waiting):
    decision = shelf.decision(*waiting)
    with pytest.raises(Forbidden):
        issuing.issue(decision, by=shelf.person("deputy"))


def test_a_revision_waits_for_one_decision_only(shelf, waiting):
    shelf.decision(waiting[0])
    with pytest.raises(Incomplete):
        shelf.decision(waiting[0], number="119/QĐ-UBND")
    other = shelf.decision(waiting[1], number="120/QĐ-UBND")
    with pytest.raises(Incomplete):
        issuing.choose_revisions(other, waiting, by=shelf.person("author"))


def test_a_revision_not_yet_approved_is_not_taken(shelf):
    with pytest.raises(Incomplete):
        shelf.decision(shelf.in_review())


def test_giving_it_up_frees_its_revisions(shelf, waiting):
    issuing.abandon(shelf.decision(*waiting), by=shelf.person("author"), note="Gộp.")
    issuing.issue(shelf.decision(*waiting, number="119/QĐ-UBND"), by=shelf.person("leader"))
    assert {one.state for one in waiting} == {"in_force"}


@pytest.mark.parametrize("wrong", [{"number": " "}, {"title": ""}, {"revisions": []}, "from yesterday"])
def test_a_decision_says_what_from_when_and_for_what(wrong, shelf, waiting):
    if wrong == "from yesterday":
        wrong = {"effective_on": today() - timedelta(days=1)}
    right = {
        "number": "1/QĐ-UBND",
        "title": "Ban hành",
        "decided_on": today(),
        "effective_on": today(),
        "revisions": waiting,
    }
    with pytest.raises(Incomplete):
        issuing.prepare_decision(**right | wrong, signer=shelf.post("leader"), by=shelf.person("author"))


def test_a_number_is_used_once_a_day(shelf, waiting):
    shelf.decision(waiting[0])
    with pytest.raises(Incomplete):
        shelf.decision(waiting[1])


def test_what_takes_effect_in_the_past_is_not_issued(shelf, waiting):
    decision = shelf.decision(*waiting)
    decision.effective_on = today() - timedelta(days=1)
    with pytest.raises(Incomplete):
        issuing.issue(decision, by=shelf.person("leader"))
