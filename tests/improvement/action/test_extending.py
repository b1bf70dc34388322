from datetime import date

import pytest

from iso_qms.improvement.action import acting, extending
from iso_qms.improvement.action.ladder import CARRY_OUT
from iso_qms.improvement.buttons import buttons_of
from iso_qms.organisation import operations as organisation
from iso_qms.outbox import letters_of
from iso_qms.workflow import Forbidden, Incomplete, WrongState


def test_the_owner_asks_and_the_head_decides(case):
    wish = case.asked()
    assert wish.deciders(date(2026, 3, 2)) == [case.person("head_centre")]
    assert "Chờ ký" in letters_of(case.person("head_centre"))[0].body
    extending.grant(wish, by=case.person("head_centre"))
    assert (wish.state, wish.action.due_on, wish.action.first_due_on) == (
        "granted", date(2026, 3, 23), date(2026, 3, 16),
    )  # fmt: skip
    assert wish.action.verify_on == date(2026, 4, 22)
    assert letters_of(case.person("staff"))[0].subject.endswith("23/03/2026")


@pytest.mark.parametrize("login", ["staff", "staff2", "head_economy", "quality"])
def test_nobody_below_or_beside_decides(case, login):
    with pytest.raises(Forbidden):
        extending.grant(case.asked(), by=case.person(login))


def test_a_head_does_not_decide_on_the_own_wish_leadership_does(case):
    action = case.accepted(owner="head_centre")
    wish = extending.ask(action, by=case.person("head_centre"), to_day=date(2026, 3, 23), reason="Chờ ký")
    assert {one.id for one in wish.deciders(date(2026, 3, 2))} == {
        case.person("leader").id, case.person("deputy").id,
    }  # fmt: skip
    with pytest.raises(Forbidden):
        extending.grant(wish, by=case.person("head_centre"))
    extending.grant(wish, by=case.person("deputy"))
    assert wish.state == "granted"


@pytest.mark.parametrize("decide", [extending.grant, extending.refuse])
def test_more_time_is_asked_for_once_whatever_was_decided_and_the_way_out_is_named(case, decide):
    wish = case.asked()
    decide(wish, by=case.person("head_centre"), note="Đã xem")
    with pytest.raises(WrongState, match=r"đã xin ngày 02/03/2026.*nhóm chất lượng") as refused:
        extending.ask(wish.action, by=case.person("staff"), to_day=date(2026, 3, 30), reason="Vẫn chờ")
    assert "lập hành động khác" in str(refused.value)
    labels = [one.move.name for one in buttons_of(wish.action, case.person("staff"))]
    assert "moves/carry_out" in labels and "extend" not in labels


def test_whoever_stands_in_for_the_asker_is_no_one_above(case):
    """Deputy and principal are one hand; a head who deputises for the asker cannot grant the wish."""
    wish = case.asked()
    organisation.delegate(case.post("staff"), to=case.person("head_centre"), by=case.person("admin"),
                          since=date(2026, 3, 2), until=date(2026, 3, 20))  # fmt: skip
    with pytest.raises(Forbidden):
        extending.grant(wish, by=case.person("head_centre"))
    assert {one.id for one in wish.deciders(date(2026, 3, 2))} & {case.person("leader").id}


def test_a_refusal_has_a_reason_and_leaves_the_day_and_its_reminders(case):
    wish = case.asked()
    before = [one.due_on for one in wish.action.follow_ups]
    with pytest.raises(Incomplete):
        extending.refuse(wish, by=case.person("head_centre"))
    extending.refuse(wish, by=case.person("head_centre"), note="Đã đủ thời gian")
    assert wish.action.due_on == date(2026, 3, 16)
    assert [one.due_on for one in wish.action.follow_ups if one.is_pending] == before


@pytest.mark.parametrize(
    ("to_day", "reason"),
    [(date(2026, 3, 21), "Chờ"), (date(2026, 3, 16), "Chờ"), (date(2026, 3, 23), "  ")],
    ids=["a Saturday", "no later", "no reason"],
)
def test_a_wish_names_a_later_working_day_and_a_reason(case, to_day, reason):
    action = case.accepted()
    with pytest.raises(Incomplete):
        extending.ask(action, by=case.person("staff"), to_day=to_day, reason=reason)


def test_one_wish_at_a_time_and_only_by_the_owner_while_it_is_being_carried_out(case):
    wish = case.asked()
    with pytest.raises(WrongState):
        extending.ask(wish.action, by=case.person("staff"), to_day=date(2026, 3, 24), reason="Nữa")
    with pytest.raises(Forbidden):
        extending.ask(case.accepted(), by=case.person("head_centre"), to_day=date(2026, 3, 24), reason="Nữa")
    with pytest.raises(WrongState):
        extending.ask(case.planned(), by=case.person("staff"), to_day=date(2026, 3, 24), reason="Nữa")


def test_a_wish_ends_unanswered_with_the_action_itself(case):
    wish = case.asked()
    acting.carry_out(wish.action, by=case.person("staff"), result="Đã xong")
    assert wish.state == "refused"


def test_the_ladder_moves_along_and_what_was_set_before_falls_away(case):
    wish = case.asked()
    extending.grant(wish, by=case.person("head_centre"))
    left = [(one.offset, one.due_on) for one in wish.action.follow_ups if one.duty == CARRY_OUT and one.is_pending]
    assert left == [
        (-5, date(2026, 3, 16)), (-1, date(2026, 3, 20)), (0, date(2026, 3, 23)), (1, date(2026, 3, 24)),
        (3, date(2026, 3, 26)), (5, date(2026, 3, 30)),
    ]  # fmt: skip
