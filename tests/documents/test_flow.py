"""Every state of a life against every move: what the table allows happens, everything else is refused."""

import pytest

from iso_qms.documents import operations
from iso_qms.documents.approval import reviewing
from iso_qms.documents.flow import ISSUE_DECISION, REVISION
from iso_qms.documents.issue import issuing, releasing, suspending
from iso_qms.workflow import WrongState

STATES = [state.name for state in REVISION.states]
OPEN = [(state, move) for state in STATES for move in REVISION.moves if state in move.start]
EVERY_DECISION = [(state.name, move) for state in ISSUE_DECISION.states for move in ISSUE_DECISION.moves]


def named(value):
    return getattr(value, "name", value)


def make(move, revision, shelf):
    if move == "approve":
        reviewing.approve(revision, by=shelf.person("leader"))
    elif move == "send_back":
        reviewing.send_back(revision, by=shelf.person("head_culture"), note="Chưa rõ.")
    elif move == "withdraw":
        releasing.withdraw(revision, by=shelf.person("leader"), note="Không dùng nữa.")
    elif move in ("suspend", "resume"):
        getattr(suspending, move)(revision, by=shelf.person("leader"), note="Căn cứ pháp lý đang thay đổi.")
    elif move in ("take_effect", "supersede"):
        revision.advance(move, by=shelf.clock)
    else:
        getattr(operations, move)(revision, by=shelf.person("author"), note="Viết lại.")


@pytest.mark.parametrize(("state", "move"), OPEN, ids=named)
def test_a_revision_makes_the_moves_of_its_state(state, move, shelf):
    revision = shelf.at(state)
    make(move.name, revision, shelf)
    assert revision.state == move.end


@pytest.mark.parametrize("state", STATES)
def test_a_revision_makes_no_move_of_another_state(state, shelf):
    revision = shelf.at(state)
    for move in REVISION.moves:
        if state not in move.start:
            with pytest.raises(WrongState):
                make(move.name, revision, shelf)
        assert revision.state == state


@pytest.mark.parametrize(("state", "move"), EVERY_DECISION, ids=named)
def test_a_decision_makes_only_the_moves_of_its_state(state, move, shelf):
    decision = shelf.decision(shelf.approved())
    if state == "issued":
        issuing.issue(decision, by=shelf.person("leader"))
    elif state == "abandoned":
        issuing.abandon(decision, by=shelf.person("author"), note="Gộp vào quyết định khác.")

    if state in move.start:
        _make(move.name, decision, shelf)
        assert decision.state == move.end
    else:
        with pytest.raises(WrongState):
            _make(move.name, decision, shelf)
        assert decision.state == state


def _make(move, decision, shelf):
    if move == "issue":
        issuing.issue(decision, by=shelf.person("leader"))
    else:
        issuing.abandon(decision, by=shelf.person("author"), note="Không cần nữa.")


def test_the_table_says_who_must_not_put_something_in_force():
    assert REVISION.move("approve").not_by == ("contributors",)
    assert ISSUE_DECISION.move("issue").not_by == ("preparers",)
    assert REVISION.move("approve").signs and ISSUE_DECISION.move("issue").signs
