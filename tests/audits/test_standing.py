from datetime import date, datetime

import pytest
from flask import g

from iso_qms.audits import operations, standing
from iso_qms.audits.finding import notifying, replying
from iso_qms.audits.programme import programmes
from iso_qms.audits.report import issuing
from iso_qms.audits.visit import minutes
from iso_qms.clock import HO_CHI_MINH
from iso_qms.db import db, transaction
from iso_qms.desk.figures import count_together
from iso_qms.organisation.agencies import Agency
from tests.audits.scenes import Scene, standing_at

DAY = date(2026, 11, 23)


@pytest.fixture
def desk(app, place):
    with app.test_request_context(), standing_at(), transaction():
        scene = Scene(place)
        g.agency = db.session.get(Agency, place.agency_id)
        yield scene


def awaits(scene, name, day=DAY):
    return [(one.what, one.due_on) for one in standing.awaiting(scene.person(name), day)]


def test_an_inspection_awaits_its_team_and_its_report_the_lead(desk):
    desk.planned()
    assert awaits(desk, "inspector") == [("Giờ làm việc và tiếp công dân", DAY)]
    assert awaits(desk, "head_centre") == []


def test_a_finding_awaits_the_head_and_the_person_concerned_by_its_last_day(desk):
    desk.notified(desk.begun(), kind="conduct", person=desk.person("staff"), title="Cộc lốc")
    expected = [("Giải trình: Cộc lốc", date(2026, 11, 27))]
    assert awaits(desk, "head_centre") == expected and awaits(desk, "staff") == expected
    assert awaits(desk, "staff2") == []


def test_a_finding_awaits_the_lead_when_it_was_explained_sent_back_or_its_window_is_over(desk):
    inspection = desk.begun()
    waiting, explained, returned = (desk.notified(inspection, title=title) for title in ("Một", "Hai", "Ba"))
    replying.reply(explained, text="Đúng", by=desk.person("head_centre"))
    notifying.not_ours(returned, by=desk.person("head_centre"), note="Không phải")
    db.session.flush()
    assert {what for what, _due in awaits(desk, "inspector2")} == {
        "Giờ làm việc và tiếp công dân",
        "Kết luận: Hai",
        "Nêu đúng đơn vị: Ba",
    }
    with standing_at(datetime(2026, 11, 28, 9, tzinfo=HO_CHI_MINH)):
        assert ("Kết luận: Một", date(2026, 12, 2)) in awaits(desk, "inspector2", date(2026, 11, 28))
    assert waiting.state == "notified"


def test_a_programme_awaits_the_leadership(desk):
    programme = programmes.draw_up_programme(2026, objectives="Giảm trễ", by=desk.person("quality"))
    desk.planned(programme=programme)
    db.session.flush()
    db.session.expire(programme)
    assert [what for what, _due in awaits(desk, "deputy")] == ["Phê duyệt: Chương trình kiểm tra năm 2026"]


def test_a_head_answers_for_counts_alone(desk):
    inspection = desk.begun()
    explained = desk.notified(inspection)
    desk.notified(inspection, kind="conduct", person=desk.person("staff"))
    replying.reply(explained, text="Đúng", by=desk.person("head_centre"))
    replying.confirm(explained, by=desk.person("inspector2"), note="Giữ")
    (figure,) = count_together([standing.figures(desk.unit("centre"), DAY)])
    assert (figure.value, figure.total) == (1, 2)


def test_a_successor_takes_the_place_in_a_team_only_where_independent(desk):
    first = desk.planned()
    assert standing.hand_over(desk.person("inspector"), desk.person("quality"), desk.person("admin")) == 1
    assert first.has_member(desk.person("quality"))
    second = desk.planned()
    standing.hand_over(desk.person("inspector"), desk.person("staff"), desk.person("admin"))
    db.session.flush()
    db.session.expire(second)
    assert not second.has_member(desk.person("staff")) and len(second.team) == 1


def test_the_work_of_the_lead_is_due_on_a_day_so_that_it_stands_among_the_rest(desk):
    inspection, lead = desk.begun(), desk.person("inspector2")
    explained = desk.notified(inspection, title="Hai")
    replying.reply(explained, text="Đúng", by=desk.person("head_centre"))
    assert awaits(desk, "inspector2") == [
        ("Giờ làm việc và tiếp công dân", date(2026, 11, 26)),
        ("Kết luận: Hai", date(2026, 11, 27)),
    ]
    minutes.sign(inspection, by=lead)
    minutes.sign(inspection, by=desk.person("head_centre"), unit=inspection.units[0])
    operations.agree_minutes(inspection, by=lead)
    assert awaits(desk, "inspector2")[0] == ("Giờ làm việc và tiếp công dân", date(2026, 12, 1))
    assert awaits(desk, "inspector") == []


def test_minutes_await_whoever_answers_for_the_unit_once_the_team_stands_by_them(desk):
    inspection = desk.begun()
    assert awaits(desk, "head_centre") == []
    minutes.sign(inspection, by=desk.person("inspector2"))
    row = ("Xác nhận biên bản: Giờ làm việc và tiếp công dân", date(2026, 11, 26))
    assert awaits(desk, "head_centre") == [row] and awaits(desk, "staff") == []
    minutes.sign(inspection, by=desk.person("head_centre"), unit=inspection.units[0])
    assert awaits(desk, "head_centre") == []
    desk.noted(inspection)
    assert awaits(desk, "head_centre") == [row], "the text has changed, and is confirmed again"


def test_the_leadership_is_asked_for_the_notice_of_a_closed_inspection_until_it_is_issued(desk):
    inspection, lead = desk.begun(), desk.person("inspector2")
    minutes.sign(inspection, by=lead)
    minutes.sign(inspection, by=desk.person("head_centre"), unit=inspection.units[0])
    operations.agree_minutes(inspection, by=lead)
    operations.conclude(inspection, conclusion="Tốt.", recommendation="", by=lead)
    operations.close(inspection, by=lead)
    db.session.flush()
    assert ("Ban hành thông báo: Giờ làm việc và tiếp công dân", None) in awaits(desk, "leader")
    assert awaits(desk, "quality") == []
    issuing.issue_conclusion(inspection, by=desk.person("leader"), number="1/TB-UBND", on=DAY)
    db.session.flush()
    assert awaits(desk, "leader") == []
