"""The board shows what the list of actions shows: what waits for me, of my grade, and what ended not long ago."""

from datetime import date

from iso_qms.clock import today
from iso_qms.improvement.action import acting
from iso_qms.improvement.action.action_register import WantedActions, action_counts
from iso_qms.improvement.action.board import board_of
from iso_qms.improvement.obligation.kept_duties import reached
from iso_qms.improvement.register import Wanted, counts


def test_a_case_whose_last_action_was_dropped_is_asked_for_another_plan_and_climbs(case, clock, app):
    mine = case.accepted()
    case.planned(mine.nonconformity, owner="staff2", what="Giao người trực")
    quality, head = case.person("quality"), case.person("head_centre")
    clock.move_to("2026-03-30T09:00+07:00")
    for action in mine.nonconformity.actions:
        assert counts(Wanted(), person=head, day=today())["mine"] == 0, "while an action is open nothing more is asked"
        acting.drop(action, by=quality, note="Trùng với việc khác")
    assert counts(Wanted(), person=head, day=today())["mine"] == 1
    assert mine.nonconformity.analyse_by > today(), "in the usual time, counted anew"
    found = {number: one.offset for number, one in reached("cause", date(2026, 4, 13), agency_id=head.agency_id)}
    assert found == {mine.nonconformity_id: 5}


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
