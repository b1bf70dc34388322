from datetime import date, datetime
from functools import partial

import pytest
from sqlalchemy import select

from iso_qms.clock import HO_CHI_MINH, today
from iso_qms.db import db, transaction
from iso_qms.improvement import operations
from iso_qms.improvement.action import acting, ladder_rules
from iso_qms.improvement.action.ladder import CORRECT, Steps
from iso_qms.improvement.correction import correcting
from iso_qms.improvement.correction.correction_jobs import corrections_round, deadlines
from iso_qms.improvement.duties import awaiting
from iso_qms.improvement.register import Wanted, counts
from iso_qms.improvement.word import request_values
from iso_qms.organisation import operations as organisation
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.outbox import Letter, letters_of
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.improvement.conftest import Case


def asked(case, one=None, **values):
    usual = {"what": "Thu tờ khai cũ", "owner_post": case.post("staff"), "hours": 8, "by": case.person("head_centre")}
    return correcting.ask_for(one or case.opened(), **(usual | values))


def told(name="correction_reminder"):
    with across():
        return [one.person.login for one in db.session.scalars(select(Letter).where(Letter.name == name)) if one.person]


def test_its_hours_run_only_while_the_office_is_open(case, clock):
    # Monday from nine: two and a half hours until half past eleven, then from one o'clock on.
    assert asked(case, hours=2).due_at == datetime(2026, 3, 2, 11, 0, tzinfo=HO_CHI_MINH)
    assert asked(case, hours=4).due_at == datetime(2026, 3, 2, 14, 30, tzinfo=HO_CHI_MINH)
    clock.move_to("2026-03-06T16:00+07:00")
    over_the_weekend = asked(case)
    assert over_the_weekend.due_at == datetime(2026, 3, 9, 16, 0, tzinfo=HO_CHI_MINH)
    assert [one.counted for one in over_the_weekend.reckoned.explanation] == [False, False, True]
    assert "16:00" in letters_of(case.person("staff"))[0].subject


@pytest.mark.parametrize(
    ("values", "refused"),
    [({"what": " "}, Incomplete), ({"owner_post": None}, Incomplete), ({"hours": 0}, Incomplete),
     ({"hours": 81}, Incomplete), ({"by": "staff"}, Forbidden)],
)  # fmt: skip
def test_what_nobody_could_put_right_in_time_is_not_asked_for(case, values, refused):
    if "by" in values:
        values = {"by": case.person(values["by"])}
    with pytest.raises(refused):
        asked(case, **values)


def test_whoever_holds_the_post_reports_it_and_the_cause_stays_to_be_cured(case, clock):
    one = asked(case)
    with pytest.raises(Forbidden):
        correcting.put_right(one, by=case.person("head_centre"), result="Xong")
    with pytest.raises(Incomplete):
        correcting.put_right(one, by=case.person("staff"), result=" ")
    with pytest.raises(WrongState, match="Thu tờ khai"):
        operations.dismiss(one.nonconformity, by=case.person("quality"), note="Đã thay")
    clock.move_to("2026-03-03T10:30+07:00")
    correcting.put_right(one, by=case.person("staff"), result="Đã thu 40 tờ")
    assert one.state == "done" and one.is_late
    assert one.nonconformity.state == "open" and one.nonconformity.put_right_on == date(2026, 3, 3)
    assert "Đã thu 40 tờ" in letters_of(case.person("head_centre"))[0].body
    assert not any(rung.is_pending for rung in one.follow_ups)
    with pytest.raises(WrongState):
        correcting.call_off(one, by=case.person("quality"), note="Thôi")


def test_it_holds_the_end_back_until_it_is_done_or_called_off(case):
    action = case.carried_out()
    one = asked(case, action.nonconformity)
    acting.verify(action, by=case.person("quality"), assessment="Đạt", early="Đủ số liệu")
    assert action.nonconformity.state == "acting"
    form = request_values(action, agency=db.session.get(Agency, one.agency_id))["happened"]
    assert any("Thu tờ khai cũ" in text and "……" in text for text in [row["text"] for row in form])
    with pytest.raises(Forbidden):
        correcting.call_off(one, by=case.person("staff"), note="Thôi")
    with pytest.raises(Incomplete):
        correcting.call_off(one, by=case.person("head_centre"))
    correcting.call_off(one, by=case.person("head_centre"), note="Không cần nữa")
    assert action.nonconformity.state == "closed"


def test_it_is_told_in_the_hour_its_term_ends_then_to_the_head_then_to_leadership(case, clock):
    with transaction():
        asked(case, hours=4)
    assert corrections_round() == 0
    clock.move_to("2026-03-02T14:35+07:00")
    assert corrections_round() == 1 and corrections_round() == 0
    assert sorted(told()) == ["head_centre", "staff"]
    clock.move_to("2026-03-05T07:25+07:00")
    corrections_round()
    assert "leader" in told()
    clock.move_to("2026-03-08T07:25+07:00")
    assert corrections_round() == 0, "nothing on a Sunday"
    clock.move_to("2026-03-13T07:25+07:00")
    assert corrections_round() == 1, "the ladder never runs out"


def test_it_lies_on_the_desks_of_owner_and_head_and_climbs_when_nobody_acts(case, clock):
    asked(case, hours=4)

    def rows(login):
        return list(awaiting(case.person(login), today()))

    assert [row.late for row in rows("staff")] == [False] and "14:30" in rows("staff")[0].why
    assert rows("head_centre")[0].url == rows("staff")[0].url
    assert not rows("staff2") and not rows("leader") and not rows("head_economy")
    assert [day.on for day in deadlines(case.person("quality"), today(), today())] == [today()]
    assert counts(Wanted(), person=case.person("staff"), day=today())["mine"] == 1
    clock.move_to("2026-03-02T15:00+07:00")
    assert rows("staff")[0].late and counts(Wanted(), person=case.person("quality"), day=today())["overdue"] == 1
    clock.move_to("2026-03-05T09:00+07:00")
    assert len(rows("leader")) == 1


def test_a_change_of_the_calendar_moves_the_term_once_and_says_so(case, clock):
    clock.move_to("2026-03-06T16:00+07:00")
    one = asked(case)
    organisation.set_day(date(2026, 3, 9), kind="holiday", name_vi="Nghỉ bù", by=case.person("admin"))
    assert one.due_at == datetime(2026, 3, 10, 16, 0, tzinfo=HO_CHI_MINH) and one.first_due_at < one.due_at
    assert [rung.due_on for rung in one.follow_ups if rung.offset == 0] == [date(2026, 3, 10)]
    assert "16:00 10/03/2026" in letters_of(case.person("staff"))[0].body
    assert not list(correcting.calendar_moves(db.session.get(Agency, one.agency_id), case.person("admin")))


def test_another_ladder_moves_the_reminders_to_come(case):
    one = asked(case)
    ladder_rules.set_steps(CORRECT, "minor", Steps((0, 2), 0, 2), by=case.person("quality"))
    assert sorted(rung.offset for rung in one.follow_ups if rung.is_pending) == [0, 2]


def test_who_was_asked_sees_the_case_and_a_restricted_one_is_told_without_its_words(case):
    one = asked(case, case.opened("culture", restricted=True), by=case.person("quality"))
    visible = operations.Nonconformity.visible_to(case.person("staff"))
    assert one.nonconformity in db.session.scalars(visible).unique()
    assert str(one) == one.nonconformity.code


@pytest.mark.one_database
def test_the_head_asks_on_a_page_and_the_owner_reports_it_there(clock, place, house, as_):
    number = house.stand("asked", partial(_opened, house.app, place))["one"]
    page = f"/an-khe/improvement/nonconformities/{number}"
    head, staff = as_("head_centre"), as_("staff")
    typed = {"what": "Thu tờ khai cũ", "hours": "4", "owner_post": str(place.posts["staff"])}
    assert "Choose a post." in head.post_form(f"{page}/ask", what="Thu", hours="4", owner_post="0").text
    assert "14:30" in head.post_form(f"{page}/ask", **typed).text
    shown = staff.get(page).text
    assert "4 working hours from 2 Mar 2026 09:00" in shown and "Report it put right" in shown
    assert "Thu tờ khai cũ" in staff.get("/an-khe/").text
    done = f"/an-khe/improvement/corrections/{number}/moves/put_right"
    assert "Say what was put right." in staff.post_form(done).text
    assert "Was put right" in staff.post_form(done, result="Đã thu").text
    assert as_("head_economy").get(done).status_code == 404


def _opened(app, place):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        return {"one": Case(place).opened().id}
