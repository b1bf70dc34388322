"""Two units are merged: what the posts of the closed one owe passes to the head who takes over, then to a post.

An action, a correction, an obligation, a risk and a finding each stand on the right desk on every day, and nobody loses
one of them.
"""

from datetime import date

import time_machine
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.improvement.action import acting
from iso_qms.improvement.action.actions import CorrectiveAction, FollowUp
from iso_qms.improvement.correction import correcting
from iso_qms.improvement.correction.corrections import Correction
from iso_qms.improvement.jobs import follow_ups_round
from iso_qms.improvement.obligation import obligation_acts
from iso_qms.improvement.obligation.obligations import ObligationDue
from iso_qms.improvement.risk import risk_acts
from iso_qms.improvement.risk.risks import Risk
from iso_qms.organisation import operations
from iso_qms.organisation.people import holdings_of
from iso_qms.registry import registry
from tests.audits.scenes import Scene
from tests.improvement.conftest import MONDAY, Case

OPEN = {"carry_out", "correction", "obligation", "risk"}
LEFT = date(2026, 3, 14)


def test_what_a_merged_unit_left_open_is_lost_by_nobody(app, place):
    with app.test_request_context("/an-khe/"):
        with time_machine.travel(MONDAY, tick=False), transaction():
            what_the_counter_owes(Case(place), Scene(place))
        with time_machine.travel("2026-03-13T16:00+07:00", tick=False), transaction():
            assert desk(Case(place), "staff") >= OPEN
            merged_into_culture(Case(place))
            assert desk(Case(place), "staff") >= OPEN, "until its last day is over"
        with time_machine.travel("2026-03-16T07:15+07:00", tick=False):
            follow_ups_round()
            with transaction():
                case = Scene(place) and Case(place)
                assert desk(case, "staff") & OPEN == set()
                assert OPEN | {"finding"} <= desk(case, "head_culture")
                assert reminded(case) == ["Mai Văn Hóa"]
                passed_to_the_clerk(case)
                assert desk(case, "staff2") >= OPEN, "the post it was passed to has everything"
                assert desk(case, "head_culture") & {"carry_out", "risk"} == set()
                assert "finding" in desk(case, "head_culture"), "a finding is answered by whoever answers for the unit"
        with time_machine.travel("2026-03-17T09:00+07:00", tick=False), transaction():
            done_by_the_new_post(Scene(place) and Case(place))
        with time_machine.travel("2026-03-18T09:00+07:00", tick=False), transaction():
            case = Scene(place) and Case(place)
            operations.end_holding(
                holdings_of(case.person("staff2"), today())[-1], by=case.person("admin"), on=today(), reason="Nghỉ"
            )
            operations.end_post(
                case.post("clerk"), by=case.person("admin"), last_day=date(2026, 3, 17), reason="Tinh giản",
                heir=case.post("author"),
            )  # fmt: skip
            assert "risk" in desk(case, "author"), "an heir that ends passes on what it was given"


def what_the_counter_owes(case, scene):
    acting.accept(case.planned(due_on=date(2026, 3, 16)), by=case.person("quality"))
    yours = {"by": case.person("quality"), "owner_post": case.post("staff")}
    correcting.ask_for(case.opened(), what="Niêm yết lại", hours=80, **yours)
    known = {"title_vi": "Báo cáo quý", "source": "Quy chế", "rule": "rolling", "amount": 1, "unit": "months"}
    obligation_acts.set_up(**yours, **known)
    words = {"kind": "risk", "title": "Mất hồ sơ", "response": "Sao lưu", "likelihood": 1, "impact": 2}
    risk_acts.write_down(**yours, **words, review_on=date(2026, 3, 10))
    inspection = scene.begun(planned_on=today())
    scene.notified(inspection)


def merged_into_culture(case):
    """Everybody leaves the centre, and its work passes to the other unit."""
    for login in ("staff", "staff2", "head_centre", "clerk"):
        for held in holdings_of(case.person(login), today()):
            operations.end_holding(held, by=case.person("admin"), on=LEFT, reason="Sáp nhập")
    operations.close_unit(
        case.unit("centre"), by=case.person("admin"), last_day=date(2026, 3, 13), reason="Sáp nhập",
        successors=[case.unit("culture")],
    )  # fmt: skip
    operations.hold_post(case.person("staff2"), case.post("clerk"), by=case.person("admin"), since=LEFT)


def passed_to_the_clerk(case):
    operations.pass_on(case.post("staff"), to=case.post("clerk"), by=case.person("admin"), reason="Nhận việc ở quầy")


def done_by_the_new_post(case):
    by = case.person("staff2")
    acting.carry_out(db.session.scalars(select(CorrectiveAction)).unique().one(), by=by, result="Đã sửa")
    correcting.put_right(db.session.scalars(select(Correction)).unique().one(), by=by, result="Đã niêm yết")
    obligation_acts.fulfil(db.session.scalars(select(ObligationDue)).unique().one(), by=by, evidence="Báo cáo số 1")
    risk_acts.review(
        db.session.scalars(select(Risk)).unique().one(), by=by, note="Xem lại", likelihood=1, impact=1,
        review_on=date(2026, 3, 20),
    )  # fmt: skip


def desk(case, login):
    person = case.person(login)
    return {row.kind for offers in registry.awaiting for row in offers(person, today())}


def reminded(case):
    told = db.session.scalars(select(FollowUp).where(FollowUp.told_at.is_not(None)))
    return [name for one in told for name in one.told_to]
