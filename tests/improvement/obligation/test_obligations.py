from datetime import date

import pytest
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.improvement.obligation import obligation_acts as acts
from iso_qms.improvement.obligation.external_reports import reported_in, reports_on
from iso_qms.improvement.obligation.obligation_jobs import awaiting, calendar_moves, tell_due
from iso_qms.improvement.obligation.obligation_seeds import EXTERNAL, SEEDS
from iso_qms.organisation import operations as organisation
from iso_qms.organisation.agencies import Agency, across
from iso_qms.outbox import Letter
from iso_qms.workflow import Forbidden, Incomplete, WrongState


def letters(name: str = "obligation_reminder") -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.name == name)))


def set_up(case, **values):
    usual = {"title_vi": "Báo cáo quý", "source": "Quy chế, Điều 6", "rule": "rolling", "amount": 3, "unit": "months"}
    return acts.set_up(by=case.person("quality"), owner_post=case.post("staff"), **(usual | values))


def test_the_usual_list_is_taken_over_once_and_what_recurs_is_set_at_once(case):
    taken = acts.take_usual(case.post("quality"), by=case.person("quality"))
    assert [one.seed for one in taken] == [one.seed for one in SEEDS]
    assert acts.take_usual(case.post("quality"), by=case.person("quality")) == []
    waiting = {one.seed: one.waiting[0].due_on for one in taken if one.waiting}
    assert waiting == dict.fromkeys(("internal_audit", "management_review", "december_report"), date(2026, 12, 31))
    with pytest.raises(Forbidden):
        acts.take_usual(case.post("staff"), by=case.person("staff"))


def test_done_with_evidence_by_its_post_the_next_one_is_set_by_itself(case, clock):
    one = set_up(case)
    due = one.waiting[0]
    assert due.due_on == date(2026, 6, 2)
    with pytest.raises(Incomplete):
        acts.fulfil(due, by=case.person("staff"), evidence="  ")
    with pytest.raises(Forbidden):
        acts.fulfil(due, by=case.person("staff2"), evidence="Đã gửi")
    clock.move_to("2026-06-08T09:00+07:00")
    acts.fulfil(due, by=case.person("staff"), evidence="Báo cáo số 12")
    db.session.expire_all()
    assert [(each.state, each.due_on) for each in one.dues] == [
        ("waiting", date(2026, 9, 8)), ("done", date(2026, 6, 2)),
    ]  # fmt: skip
    assert not any(each.is_pending for each in due.follow_ups)
    with pytest.raises(WrongState):
        acts.fulfil(due, by=case.person("staff"), evidence="Báo cáo số 12")
    acts.retire(one, by=case.person("quality"), reason="Thay bằng báo cáo tháng")
    assert [each.state for each in one.dues] == ["called_off", "done"]


def test_no_order_of_acts_loses_what_recurs_or_asks_for_it_twice(case):
    one = set_up(case, rule="after_event")
    for act in EVERY_PAIR:
        if act in "YR":
            rule = "yearly" if act == "Y" else "rolling"
            acts.change(one, by=case.person("quality"), reason="Quy chế mới", rule=rule)
        elif act == "D":
            acts.fulfil(one.waiting[0], by=case.person("staff"), evidence="Báo cáo số 12")
        else:
            acts.call_off(one.waiting[0], by=case.person("quality"), note="Không tổ chức")
        db.session.flush()
        db.session.expire_all()
        assert len(one.waiting) == 1, f"after {act}"
        pending = [each for due in one.dues for each in due.follow_ups if each.is_pending]
        assert pending and {each.due for each in pending} == set(one.waiting)


EVERY_PAIR = "YYDYCYRDDCDRCCRRY"
"""Done, called off, yearly from now on, rolling from now on: each of the four after each other one, on one day."""


def test_an_event_begins_a_term_that_a_calendar_moves_and_the_ladder_tells_once(case, clock):
    one = set_up(case, rule="after_event", amount=5, unit="working_days")
    assert one.waiting == []
    due = acts.happened(one, by=case.person("staff"), on=today(), about="Biên bản số 3")
    with pytest.raises(WrongState):
        acts.happened(one, by=case.person("staff"), on=today(), about="Biên bản số 3")
    assert due.due_on == date(2026, 3, 9)
    clock.move_to("2026-03-09T07:20+07:00")
    assert [row.late for row in awaiting(case.person("staff"), today())] == [False]
    assert tell_due(due, today(), by=organisation.clock_of(case.place.agency_id)) == 2
    assert len(letters()) == 2
    assert not any(each.is_pending and each.due_on <= today() for each in due.follow_ups)
    organisation.set_day(date(2026, 3, 6), kind="holiday", name_vi="Nghỉ", name_en="Off", by=case.person("admin"))
    assert (due.due_on, due.first_due_on) == (date(2026, 3, 10), date(2026, 3, 9))
    assert list(calendar_moves(db.session.get(Agency, case.place.agency_id), case.person("admin"))) == []
    assert 0 not in [each.offset for each in due.follow_ups if each.is_pending], "what was told is not told again"


@pytest.mark.one_database
def test_the_pages_lead_from_the_list_to_the_evidence(app, as_, clock, place):
    quality, root = as_("quality"), "/an-khe/improvement/obligations"
    typed = {"owner_post": str(place.posts["staff"])}
    assert "6 obligations were taken over" in quality.post_form(f"{root}/usual", **typed).text
    with app.app_context(), across():
        query = select(acts.Obligation).where(acts.Obligation.seed == "external_report")
        number = db.session.scalars(query).one().id
    term = {"on": "2026-02-27", "about": "Biên bản"}
    page = quality.post_form(f"{root}/{number}/happened", **term).text
    assert "How the day came" in page
    with app.app_context(), across():
        due = db.session.scalars(select(acts.ObligationDue).where(acts.ObligationDue.obligation_id == number)).one().id
    as_("staff").post_form(f"{root}/dues/{due}/fulfil", evidence="Báo cáo số 7")
    assert "Báo cáo số 7" in as_("staff").get(f"{root}/{number}").text
    month = as_("staff").get("/an-khe/due/2026/12?whose=all").text
    assert "Internal audit at least once a year" in month


def test_an_external_inspection_begins_its_report_once_and_both_lead_to_each_other(case):
    from_it = {"source_kind": "external_inspection", "source_on": date(2026, 2, 27)}
    case.opened(**from_it)
    quality = case.person("quality")
    kept = {one.seed: one for one in acts.take_usual(case.post("quality"), by=quality)}[EXTERNAL]
    case.opened(source_kind="external_inspection")
    assert kept.waiting == [], "without the day of the minutes nothing can be counted"
    first = case.opened(source_reference="Biên bản 14", **from_it)
    second = case.opened("economy", **from_it)
    db.session.expire(kept)
    assert [(due.about, due.due_on) for due in kept.waiting] == [("Biên bản 14", date(2026, 4, 28))], "the 27th is off"
    assert reports_on(first.source_on) == kept.waiting
    assert {first, second} < {*reported_in(kept.waiting[0], quality)}
    assert {one.unit_id for one in reported_in(kept.waiting[0], case.person("head_centre"))} == {first.unit_id}
