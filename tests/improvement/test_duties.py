from datetime import date

import pytest

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.desk.figures import count_together
from iso_qms.improvement import duties, operations
from iso_qms.improvement.action import acting
from iso_qms.organisation import operations as organisation
from iso_qms.organisation.agencies import Agency, choose
from tests.improvement.conftest import MEASURE, MONDAY


def awaits(case, login):
    return [(row.kind, row.code, row.due_on) for row in duties.awaiting(case.person(login), today())]


@pytest.fixture(autouse=True)
def in_a_page(case, app):
    with app.test_request_context("/an-khe/"):
        choose(db.session.get(Agency, case.place.agency_id))
        yield


def test_each_step_awaits_exactly_those_who_can_take_it(case):
    one = case.opened()
    assert awaits(case, "head_centre") == [("nonconformity", "KPH-2026-001", date(2026, 3, 9))]
    operations.analyse(one, by=case.person("head_centre"), whys=["Chờ"], statement="Quy trình cũ")
    assert [kind for kind, _code, _due in awaits(case, "head_centre")] == ["nonconformity"]
    action = case.planned(one)
    assert awaits(case, "head_centre") == []
    assert awaits(case, "quality") == awaits(case, "inspector") == [("accept", "HĐ-2026-001", date(2026, 3, 5))]
    assert awaits(case, "leader") == []
    acting.accept(action, by=case.person("quality"), verifier=case.person("inspector2"))
    assert awaits(case, "staff") == [("carry_out", "HĐ-2026-001", date(2026, 3, 16))]
    acting.carry_out(action, by=case.person("staff"), result="Đã sửa")
    assert awaits(case, "staff") == awaits(case, "quality") == []
    assert awaits(case, "inspector2") == [("verify", "HĐ-2026-001", date(2026, 4, 1))]


def test_a_returned_plan_awaits_its_planner(case):
    acting.return_plan(case.planned(), by=case.person("quality"), note="Chưa có số đo")
    assert [kind for kind, _code, _due in awaits(case, "head_centre")] == ["replan"]


def test_a_wish_for_more_time_awaits_whoever_decides(case):
    case.asked()
    assert [kind for kind, _code, _due in awaits(case, "head_centre")] == ["extension"]
    assert awaits(case, "leader") == []


def test_five_working_days_late_it_lies_on_leaderships_desk(case, clock):
    case.accepted()
    clock.move_to("2026-03-20T09:00+07:00")
    assert awaits(case, "leader") == []
    clock.move_to("2026-03-23T09:00+07:00")
    assert awaits(case, "leader") == [("escalated", "HĐ-2026-001", date(2026, 3, 16))]


def test_a_reopened_plan_awaits_leadership(case):
    action = case.carried_out()
    acting.reject(action, by=case.person("quality"), assessment="Vẫn quá hạn", early="Đủ số liệu")
    operations.analyse(action.nonconformity, by=case.person("head_centre"), whys=["Chờ"], statement="Quy trình cũ")
    case.planned(action.nonconformity)
    assert [kind for kind, _code, _due in awaits(case, "leader")] == ["accept"]
    assert awaits(case, "quality") == []


def test_a_deputy_has_the_rows_of_the_post_represented(case):
    case.accepted()
    organisation.delegate(case.post("staff"), to=case.person("staff2"), by=case.person("admin"),
                          since=date(2026, 3, 1), until=date(2026, 4, 1))  # fmt: skip
    assert awaits(case, "staff2") == awaits(case, "staff") != []


def test_the_head_answers_for_actions_on_time(case, clock):
    case.accepted()
    case.accepted(due_on=date(2026, 3, 31))
    clock.move_to("2026-03-17T09:00+07:00")
    (figure,) = count_together([duties.figures(case.unit("centre"), today())])
    assert (figure.value, figure.total, figure.late, figure.missing) == (1, 2, True, "1 quá hạn")


def test_what_a_leaver_was_named_to_verify_goes_to_the_successor(case):
    action = case.planned()
    acting.accept(action, by=case.person("quality"), verifier=case.person("inspector2"))
    organisation.hand_over(case.person("inspector2"), to=case.person("author2"), by=case.person("admin"))
    assert action.verifier == case.person("author2")


def test_a_successor_with_a_hand_in_it_is_not_named(case):
    action = case.planned()
    acting.accept(action, by=case.person("quality"), verifier=case.person("inspector2"))
    organisation.hand_over(case.person("inspector2"), to=case.person("head_centre"), by=case.person("admin"))
    assert action.verifier is None


def test_a_plan_is_to_be_accepted_within_three_working_days_of_its_last_change(case, clock):
    action = case.planned()
    assert awaits(case, "quality") == [("accept", "HĐ-2026-001", date(2026, 3, 5))]
    clock.move_to("2026-03-06T09:00+07:00")
    assert [row.late for row in duties.awaiting(case.person("quality"), today())] == [True]
    owner = case.post("staff")
    days = {"due_on": date(2026, 3, 16)}
    acting.replan(action, by=case.person("head_centre"), what="Sửa", expected="Đạt", owner_post=owner, **days)
    assert awaits(case, "quality") == [("accept", "HĐ-2026-001", date(2026, 3, 11))]


@pytest.mark.parametrize("login", ["leader", "head_centre"])
def test_the_desk_asks_the_database_no_more_however_much_there_is_to_decide(case, clock, queries, login):
    asked = []
    for _time in range(2):
        for _more in range(3):
            case.asked()
            case.accepted(due_on=date(2026, 3, 3), measure=MEASURE)
        clock.move_to("2026-03-20T09:00+07:00")
        db.session.commit()
        db.session.expunge_all()
        choose(db.session.get_one(Agency, case.place.agency_id))
        person = case.person(login)
        queries.clear()
        assert {row.kind for row in duties.awaiting(person, today())} & {"extension", "escalated"}
        asked.append(len(queries))
        clock.move_to(MONDAY)
    assert asked[1] <= asked[0]


def test_a_deputy_reads_for_whom_an_action_is_theirs(case):
    case.accepted()
    organisation.delegate(
        case.post("staff"), to=case.person("author"), by=case.person("staff"),
        since=date(2026, 3, 2), until=date(2026, 3, 9),
    )  # fmt: skip
    [row] = duties.awaiting(case.person("author"), today())
    assert "thay Đặng Văn Viên" in row.why
