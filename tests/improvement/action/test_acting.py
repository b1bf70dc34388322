from datetime import date

import pytest

from iso_qms.improvement.action import acting
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.action.ladder import CARRY_OUT, VERIFY
from iso_qms.journal import history_of
from iso_qms.organisation import operations as organisation
from iso_qms.outbox import letters_of
from iso_qms.workflow import Forbidden, Incomplete, WrongState


def pending(action: CorrectiveAction, duty: str) -> list[int]:
    return sorted(one.offset for one in action.follow_ups if one.duty == duty and one.is_pending)


def test_an_action_is_planned_against_a_cause(case):
    with pytest.raises(WrongState):
        case.planned(case.opened())
    assert case.planned().code == "HĐ-2026-001"


@pytest.mark.parametrize("login", ["staff", "head_economy", "leader"])
def test_the_head_of_the_unit_or_the_quality_team_plans(case, login):
    with pytest.raises(Forbidden):
        case.planned(by=login)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"what": " "}, None),
        ({"expected": " "}, None),
        ({"due_on": date(2026, 2, 27)}, None),
        ({"due_on": date(2026, 3, 14)}, "16/03/2026"),
        ({"measure": None}, "kiểm tra lại"),
        ({"due_on": date(2028, 3, 14)}, "2028"),
    ],
    ids=["nothing", "no mark", "passed", "a Saturday", "nothing shows its effect", "no calendar"],
)
def test_a_plan_that_cannot_be_judged_or_reminded_of_is_refused(case, values, said):
    with pytest.raises(Incomplete, match=said):
        case.planned(**values)


def test_nobody_accepts_their_own_plan(case):
    action = case.planned(by="quality")
    with pytest.raises(Forbidden):
        acting.accept(action, by=case.person("quality"))
    acting.accept(action, by=case.person("inspector"))
    assert action.state == "accepted"


def test_a_deputy_of_the_planner_is_the_same_hand(case):
    action = case.planned(by="quality")
    organisation.delegate(case.post("quality"), to=case.person("inspector"), by=case.person("admin"),
                          since=date(2026, 3, 1), until=date(2026, 4, 1))  # fmt: skip
    with pytest.raises(Forbidden):
        acting.accept(action, by=case.person("inspector"))


def test_with_the_first_accepted_plan_the_nonconformity_is_being_acted_on(case):
    action = case.planned()
    assert action.nonconformity.state == "analysed"
    acting.accept(action, by=case.person("quality"))
    assert action.nonconformity.state == "acting"
    assert pending(action, CARRY_OUT) == [-5, -1, 0, 1, 3, 5]
    assert letters_of(case.person("staff"))


def test_a_returned_plan_is_changed_by_its_planner_and_waits_again(case):
    action = case.planned()
    acting.return_plan(action, by=case.person("quality"), note="Chưa có số đo")
    assert "Chưa có số đo" in letters_of(case.person("head_centre"))[0].body
    acting.replan(
        action, by=case.person("head_centre"), what="Sửa quy trình", expected="Không quá 3 %",
        owner_post=case.post("staff2"), due_on=date(2026, 3, 20),
    )  # fmt: skip
    assert (action.state, action.due_on, action.first_due_on) == ("planned", date(2026, 3, 20), date(2026, 3, 20))
    assert action.measure.kind == "check" and action.verify_on == date(2026, 4, 20), "what was chosen already stands"


def test_only_whoever_holds_the_post_reports_it_carried_out(case):
    action = case.accepted()
    for login in ("staff2", "head_centre", "quality"):
        with pytest.raises(Forbidden, match="Công chức một cửa"):
            acting.carry_out(action, by=case.person(login), result="Đã sửa")
    acting.carry_out(action, by=case.person("staff"), result="Đã sửa")
    assert (action.performed_by, action.performed_on) == (case.person("staff"), date(2026, 3, 2))
    assert pending(action, CARRY_OUT) == [] and pending(action, VERIFY) == [0, 3, 5]


def test_a_deputy_of_the_post_may_report_it_too(case):
    action = case.accepted()
    organisation.delegate(case.post("staff"), to=case.person("staff2"), by=case.person("admin"),
                          since=date(2026, 3, 1), until=date(2026, 4, 1))  # fmt: skip
    acting.carry_out(action, by=case.person("staff2"), result="Đã sửa")
    assert action.performed_by == case.person("staff2")


@pytest.mark.parametrize(
    ("result", "done_on"), [(" ", None), ("Đã sửa", date(2026, 3, 3)), ("Đã sửa", date(2026, 3, 1))]
)
def test_a_report_says_what_was_done_and_when(case, result, done_on):
    action = case.accepted()
    with pytest.raises(Incomplete):
        acting.carry_out(action, by=case.person("staff"), result=result, done_on=done_on)


@pytest.mark.parametrize("move", [acting.verify, acting.reject])
def test_neither_planner_nor_owner_nor_performer_verifies(case, move):
    action = case.planned(by="inspector", owner="quality")
    acting.accept(action, by=case.person("quality"))
    case.judged_with_words(action)
    acting.carry_out(action, by=case.person("quality"), result="Đã sửa")
    for login in ("quality", "inspector"):
        with pytest.raises(Forbidden):
            move(action, by=case.person(login), assessment="Tốt", early="Đủ số liệu")
    move(action, by=case.person("inspector2"), assessment="Đã xem 30 hồ sơ", early="Đủ số liệu")
    assert action.verified_by == case.person("inspector2")


def test_an_earlier_holder_of_the_post_does_not_verify_either(case, clock):
    action = case.planned(owner="quality")
    acting.accept(action, by=case.person("inspector"))
    case.judged_with_words(action)
    organisation.hand_over(case.person("quality"), to=case.person("author2"), by=case.person("admin"),
                           on=date(2026, 3, 10))  # fmt: skip
    clock.move_to("2026-03-11T09:00+07:00")
    acting.carry_out(action, by=case.person("author2"), result="Đã sửa")
    organisation.grant("quality", by=case.person("admin"), since=date(2026, 3, 10), person=case.person("quality"))
    with pytest.raises(Forbidden):
        acting.verify(action, by=case.person("quality"), assessment="Tốt", early="Đủ số liệu")


def test_only_somebody_without_a_hand_in_it_is_named_to_verify(case):
    action = case.planned(by="quality")
    with pytest.raises(Forbidden):
        acting.accept(action, by=case.person("inspector"), verifier=case.person("quality"))
    acting.accept(action, by=case.person("inspector"), verifier=case.person("inspector2"))
    assert action.verifier == case.person("inspector2")


def test_a_verdict_says_what_shows_it(case):
    action = case.carried_out()
    with pytest.raises(Incomplete):
        acting.verify(action, by=case.person("quality"), assessment=" ")


@pytest.mark.parametrize("verb", [acting.verify, acting.reject])
def test_judging_before_the_planned_day_needs_a_reason_which_stands_in_the_history(case, verb):
    action = case.carried_out()
    assert acting.days_early(action) == 32
    with pytest.raises(Incomplete, match="15/04/2026"):
        verb(action, by=case.person("quality"), assessment="Tốt")
    verb(action, by=case.person("quality"), assessment="Tốt", early="Đủ 60 hồ sơ để xem")
    told = next(one for one in history_of(action) if one.verb == "corrective_action.judged_early")
    assert told.reason == "Đủ 60 hồ sơ để xem"
    assert told.changes["verify_on"] == ["2026-04-15", "2026-03-02"]


def test_on_the_planned_day_nobody_asks_why(case, clock):
    action = case.carried_out()
    clock.move_to("2026-04-15T09:00+07:00")
    assert acting.days_early(action) == 0
    acting.verify(action, by=case.person("quality"), assessment="Tốt")
    assert action.state == "effective"


def test_with_the_last_action_that_worked_the_nonconformity_is_closed(case):
    first = case.carried_out()
    one = first.nonconformity
    second = case.planned(one)
    acting.verify(first, by=case.person("quality"), assessment="2 % quá hạn", early="Đã đủ số liệu")
    assert (first.state, one.state) == ("effective", "acting")
    acting.drop(second, by=case.person("quality"), note="Không cần nữa")
    assert (one.state, one.ended_on) == ("closed", date(2026, 3, 2))


def test_what_did_not_work_opens_it_one_level_higher_and_the_next_action_follows_it(case):
    action = case.carried_out()
    one = action.nonconformity
    acting.reject(action, by=case.person("quality"), assessment="Vẫn 9 % quá hạn", early="Đã đủ số liệu")
    assert (action.state, one.state, one.reopened, one.level) == ("not_effective", "open", 1, 1)
    for login in ("staff", "head_centre", "leader"):
        assert "Vẫn 9 % quá hạn" in letters_of(case.person(login))[0].body
    from iso_qms.improvement import operations

    operations.analyse(one, by=case.person("head_centre"), whys=["Chờ ký"], statement="Quy trình ghi tên người")
    second = case.planned(one)
    assert (second.follows_id, second.round) == (action.id, 1)
    with pytest.raises(Forbidden):
        acting.accept(second, by=case.person("quality"))
    acting.accept(second, by=case.person("leader"))
    assert one.state == "acting"


def test_a_dropped_action_ends_with_its_reason_and_its_reminders(case):
    action = case.accepted()
    with pytest.raises(Incomplete):
        acting.drop(action, by=case.person("quality"))
    acting.drop(action, by=case.person("quality"), note="Đã làm trong việc khác")
    assert action.state == "dropped" and pending(action, CARRY_OUT) == []


def test_what_a_deputy_planned_is_judged_by_neither_also_after_the_deputyship(case, clock):
    organisation.delegate(
        case.post("quality"), to=case.person("author2"), by=case.person("quality"),
        since=date(2026, 3, 2), until=date(2026, 3, 4),
    )  # fmt: skip
    action = case.planned(by="author2")
    clock.move_to("2026-03-05T09:00+07:00")
    with pytest.raises(Forbidden):
        acting.accept(action, by=case.person("quality"))
    acting.accept(action, by=case.person("inspector"))
