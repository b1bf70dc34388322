"""The board shows what the list of actions shows: what waits for me, of my grade, and what ended not long ago."""

from iso_qms.clock import today
from iso_qms.improvement import acting
from iso_qms.improvement.action_register import WantedActions, action_counts
from iso_qms.improvement.board import board_of


def test_my_view_holds_my_actions_alone_and_its_chip_counts_them(case):
    mine = case.accepted()
    other = case.planned(mine.nonconformity, owner="staff2", what="Giao người trực")
    for login, view, shown in (
        ("staff", "mine", [mine]),
        ("staff", "open", [mine, other]),
        ("quality", "to_accept", [other]),
        ("quality", "ended", []),
    ):
        person = case.person(login)
        wanted = WantedActions(view)
        board = board_of(wanted, person=person, day=today())
        assert [card.action for column in board.columns for card in column.cards] == sorted(shown, key=_column)
        assert action_counts(wanted, person=person, day=today())[view] == len(shown)
    grade = "minor" if mine.nonconformity.grade == "major" else "major"
    assert board_of(WantedActions(grade=grade), person=case.person("quality"), day=today()).count == 0
    acting.drop(mine, by=case.person("quality"), note="Trùng với việc khác")
    assert board_of(WantedActions(), person=case.person("quality"), day=today()).count == 2, "what ended lately stays"
    assert board_of(WantedActions(view="mine"), person=case.person("staff"), day=today()).count == 0


def _column(action):
    return ["planned", "returned", "accepted"].index(action.state)
