from datetime import date
from pathlib import Path

import pytest

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.improvement.action import acting
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.duties import awaiting
from iso_qms.improvement.effect import measuring
from iso_qms.improvement.effect.measuring import Choice
from iso_qms.improvement.effect.reckoning import effects_round
from iso_qms.journal import history_of, write
from iso_qms.outbox import letters_of
from iso_qms.registry import registry
from iso_qms.workflow import Forbidden, Incomplete, WrongState

CHECK = Choice(kind="check", question="Trả đúng hẹn?", sample_size=2, target=90, window_days=30)


def looked(case, action, *answers, by="inspector"):
    for number, is_right in enumerate(answers):
        measuring.look_at(
            action, by=case.person(by), which=f"HS-{number}", is_right=is_right, evidence="Sổ theo dõi trang 3"
        )


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (Choice(kind="late ratio"), "cách đo"),
        (Choice(kind="check", target=90), "câu hỏi"),
        (Choice(kind="check", question="Đúng?", sample_size=2, target=101), "0 và 100"),
        (Choice(kind="check", question="Đúng?", sample_size=2, target=90, window_days=0), "366 ngày"),
        (Choice(kind="reinspection"), "vì sao"),
        (Choice(kind="findings", parameters={"grade": "any"}), "được đếm"),
    ],
)
def test_a_measure_that_cannot_be_reckoned_is_refused(case, choice, said):
    with pytest.raises(Incomplete, match=said):
        case.planned(measure=choice)


def test_a_check_is_counted_on_its_day_and_confirmed_by_somebody_else(case, clock):
    with transaction():
        action = case.planned(measure=CHECK)
        assert action.verify_on == date(2026, 4, 16)
        looked(case, action, True, False, by="inspector")
        acting.accept(action, by=case.person("quality"))
        assert (action.measure.baseline["numerator"], action.measure.baseline["denominator"]) == (1, 2)
        acting.carry_out(action, by=case.person("staff"), result="Đã sửa")
        assert action.verify_on == date(2026, 4, 2)
        with pytest.raises(Forbidden):
            looked(case, action, True, by="staff")
        looked(case, action, True)
        with pytest.raises(Incomplete, match="đã được kiểm"):
            looked(case, action, True)
        number = action.id
    clock.move_to("2026-04-02T07:05+07:00")
    assert effects_round() == 0, "a case is still missing"
    with transaction():
        action = db.session.get_one(CorrectiveAction, number)
        with pytest.raises(WrongState, match="không nhập con số"):
            acting.verify(action, by=case.person("inspector"), assessment="Hiệu quả 100 %")
        measuring.look_at(action, by=case.person("inspector"), which="HS-9", is_right=True, evidence="Sổ")
    assert (effects_round(), effects_round()) == (1, 0)
    action = db.session.get_one(CorrectiveAction, number)
    assert action.measure.reached and action.state == "carried_out"
    assert any("đã đạt mục tiêu" in one.subject for one in letters_of(case.person("inspector")))
    with pytest.raises(Forbidden):
        acting.verify(action, by=case.person("staff"))
    acting.verify(action, by=case.person("quality"))
    assert action.state == "effective" and "100" in action.assessment


def test_what_misses_its_target_climbs_by_itself_and_those_concerned_are_told(case, clock):
    with transaction():
        action = case.accepted(measure=CHECK)
        acting.carry_out(action, by=case.person("staff"), result="Đã sửa")
        looked(case, action, True, False)
        number = action.id
    clock.move_to("2026-04-02T07:05+07:00")
    assert (effects_round(), effects_round()) == (1, 0)
    action = db.session.get_one(CorrectiveAction, number)
    assert action.state == "not_effective" and action.verified_by.is_clock
    parent = action.nonconformity
    assert (parent.state, parent.reopened, parent.level) == ("open", 1, 1)
    assert "50" in letters_of(case.person("head_centre"))[0].body


def test_a_target_that_is_met_already_is_refused(case):
    action = case.planned(measure=CHECK)
    looked(case, action, True, True)
    with pytest.raises(Incomplete, match="đã đạt sẵn"):
        acting.accept(action, by=case.person("quality"))


def test_an_action_without_a_measure_is_still_verified_with_words(case):
    action = case.carried_out()
    acting.verify(action, by=case.person("inspector"), assessment="Đã xem", early="Đủ số liệu")
    assert action.state == "effective" and action.measure is None


def test_only_the_result_says_that_it_does_not_work_but_what_was_not_done_as_planned_goes_on(case, clock):
    action = case.planned(measure=CHECK)
    looked(case, action, False, False, by="inspector")
    acting.accept(action, by=case.person("quality"))
    acting.carry_out(action, by=case.person("staff"), result="Đã sửa")
    looked(case, action, True, True)
    with pytest.raises(WrongState, match="02/04/2026"):
        acting.reject(action, by=case.person("quality"), assessment="Tôi thấy chưa được", early="Đủ rồi")
    with pytest.raises(Forbidden):
        acting.redo(action, by=case.person("staff"), note="Thiếu bước 4")
    with pytest.raises(Incomplete):
        acting.redo(action, by=case.person("quality"))
    acting.redo(action, by=case.person("quality"), due_on=date(2026, 3, 20), note="Thiếu bước 4")
    assert (action.state, action.due_on, action.first_due_on) == ("accepted", date(2026, 3, 20), date(2026, 3, 16))
    assert action.nonconformity.reopened == 0 and action.result == "" and action.verify_on > date(2026, 4, 19)
    assert {one.duty for one in action.follow_ups if one.is_pending} == {"carry_out"}
    assert "Thiếu bước 4" in letters_of(case.person("staff"))[0].body
    clock.move_to("2026-03-20T09:00+07:00")
    acting.carry_out(action, by=case.person("staff"), result="Đã sửa cả bước 4")
    assert measuring.count_after(action.measure, date(2026, 3, 20), date(2026, 4, 19)) is None, "looked at before"
    told = [entry.verb for entry in history_of(action)]
    assert {"effect_measure.chosen", "effect_measure.frozen", "check_item.looked_at", "corrective_action.redo"} <= {
        *told
    }


def test_a_visit_that_looks_again_awaits_whoever_plans_visits(case):
    looks = Choice(kind="reinspection", why_none="Phải nhìn tận nơi")
    action = case.accepted(measure=looks)
    rows = list(awaiting(case.person("quality"), today()))
    assert [(row.kind, row.code) for row in rows] == [("visit", action.code)]
    assert not [row for row in awaiting(case.person("staff"), today()) if row.kind == "visit"]
    action.measure.visit_id = 1
    write(action.measure, "effect_measure.visit_named", by=case.person("quality"))
    assert not list(awaiting(case.person("quality"), today()))


def test_the_style_sheet_shows_what_each_measure_asks_for(context):
    sheet = (Path(context.static_folder) / "rooms.css").read_text(encoding="utf-8")
    asking = {kind for kind, one in registry.measures.items() if one.parameters}
    assert {"late_dossiers", "findings", "acknowledged"} <= asking
    for kind in asking:
        assert f'[data-measure="{kind}"]' in sheet, f"{kind} could not be chosen: its fields stay hidden"
