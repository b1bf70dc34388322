from datetime import date, timedelta

import pytest
from sqlalchemy import select

from iso_qms.audits import operations
from iso_qms.audits.finding import replying
from iso_qms.audits.models import Inspection
from iso_qms.audits.visit import minutes
from iso_qms.db import db
from iso_qms.journal import history_of
from iso_qms.outbox import Letter
from iso_qms.search import search
from iso_qms.workflow import Forbidden, Incomplete, Refused, WrongState

DAY = date(2026, 11, 23)


def letters(name):
    return list(db.session.scalars(select(Letter).where(Letter.name == name)))


def test_the_units_of_an_unannounced_inspection_see_it_only_when_it_begins(scene):
    inspection = scene.planned()

    def seen_by(name):
        return inspection in db.session.scalars(Inspection.visible_to(scene.person(name))).unique().all()

    assert seen_by("quality") and seen_by("leader") and seen_by("inspector2")
    assert not any(map(seen_by, ("head_centre", "staff", "head", "admin")))
    operations.start(inspection, by=scene.person("inspector2"))
    assert seen_by("head_centre") and seen_by("staff")
    assert not seen_by("head")


def test_overseers_of_an_inspected_unit_are_kept_in_the_dark_like_it(scene):
    inspection = scene.planned(units=[scene.unit("centre")])
    inspection.units.append(scene.unit("council"))
    assert inspection not in db.session.scalars(Inspection.visible_to(scene.person("leader"))).unique().all()


def test_nobody_plans_a_surprise_for_their_own_unit(scene):
    with pytest.raises(Forbidden):
        scene.planned(units=[scene.unit("office")])


def test_a_cancelled_surprise_stays_unknown_to_its_unit(scene):
    inspection = scene.planned()
    operations.cancel(inspection, by=scene.person("quality"), note="Bão")
    assert scene.place.people["head_centre"] not in {one.person_id for one in letters("inspection_cancelled")}
    assert inspection not in db.session.scalars(Inspection.visible_to(scene.person("staff"))).unique().all()


def test_an_announced_inspection_does_not_begin_before_its_day(scene):
    inspection = scene.planned(kind="announced", planned_on=DAY + timedelta(days=3))
    with pytest.raises(Incomplete, match="26/11/2026"):
        operations.start(inspection, by=scene.person("inspector2"))


def test_only_the_team_starts_and_only_the_lead_ends(scene):
    inspection = scene.planned()
    with pytest.raises(Forbidden):
        operations.start(inspection, by=scene.person("quality"))
    operations.start(inspection, by=scene.person("inspector"))
    assert [one.name for one in inspection.open_moves(scene.person("inspector"))] == ["cancel"]
    assert {one.name for one in inspection.open_moves(scene.person("inspector2"))} == {"agree_minutes"}


def test_a_plan_without_criteria_or_units_is_refused(scene):
    for missing in ({"criteria": " "}, {"units": []}, {"topics": []}):
        with pytest.raises(Incomplete):
            scene.planned(**missing)


def test_a_changed_plan_checks_the_team_again(scene):
    inspection = scene.planned()
    kept = {"title": "Khác", "kind": "announced", "topics": ["hours"], "planned_on": DAY, "criteria": "Nội quy"}
    with pytest.raises(Forbidden, match="Phan Văn Soát"):
        operations.change_inspection(inspection, by=scene.person("quality"), units=[scene.unit("culture")], **kept)
    operations.change_inspection(inspection, by=scene.person("quality"), units=[scene.unit("centre")], **kept)
    assert inspection.title == "Khác"


def test_the_plan_and_the_team_stand_once_it_has_begun(scene):
    inspection = scene.begun()
    with pytest.raises(WrongState):
        operations.release_member(inspection, inspection.team[1], by=scene.person("quality"))


def test_a_new_lead_takes_the_place_of_the_old_one(scene):
    inspection = scene.planned()
    operations.name_member(inspection, scene.person("inspector"), by=scene.person("quality"), is_lead=True)
    assert [one.person.name for one in inspection.team if one.is_lead] == ["Phan Văn Soát"]


def test_an_inspection_with_findings_is_not_cancelled(scene):
    inspection = scene.begun()
    scene.noted(inspection)
    with pytest.raises(Refused):
        operations.cancel(inspection, by=scene.person("quality"), note="Nhầm")


def test_it_closes_when_the_report_is_written_and_every_finding_concluded(scene):
    inspection, lead = scene.begun(), scene.person("inspector2")
    finding = scene.notified(inspection)
    minutes.sign(inspection, by=lead)
    minutes.sign(inspection, by=scene.person("head_centre"), unit=inspection.units[0])
    operations.agree_minutes(inspection, by=lead)
    with pytest.raises(Incomplete):
        operations.close(inspection, by=lead)
    operations.conclude(inspection, conclusion="Tốt", recommendation="", by=lead)
    with pytest.raises(Incomplete, match=finding.code):
        operations.close(inspection, by=lead)
    replying.reply(finding, text="Đúng vậy", by=scene.person("head_centre"))
    replying.confirm(finding, by=lead, note="Giữ nguyên")
    operations.close(inspection, by=lead)
    assert inspection.state == "closed"
    assert {one.verb for one in history_of(inspection)} >= {"inspection.close", "inspection.signed", "finding.confirm"}
    assert scene.place.people["leader"] in {one.person_id for one in letters("inspection_closed")}


def test_a_surprise_gets_its_number_when_it_begins_so_that_no_gap_tells_of_it(scene):
    first = scene.planned(kind="announced")
    surprise = scene.planned()
    after = scene.planned(kind="announced")
    assert (first.code, after.code) == ("KT-2026-01", "KT-2026-02")
    assert surprise.sequence is None and surprise.code == "KT-2026 (chưa có số)"
    operations.start(surprise, by=scene.person("inspector2"))
    assert surprise.code == "KT-2026-03"
    assert [hit.thing for hit in search("KT-2026-03", person=scene.person("inspector2"))] == [surprise]


def test_a_surprise_that_was_cancelled_never_takes_a_number(scene):
    surprise = scene.planned()
    operations.cancel(surprise, by=scene.person("quality"), note="Lộ kế hoạch")
    assert surprise.sequence is None and scene.planned(kind="announced").code == "KT-2026-01"


def test_a_surprise_that_is_announced_after_all_gets_its_number_at_once(scene):
    surprise = scene.planned()
    plan = {name: getattr(surprise, name) for name in ("title", "units", "topics", "planned_on", "criteria")}
    operations.change_inspection(surprise, by=scene.person("quality"), kind="announced", **plan)
    assert surprise.code == "KT-2026-01"


def test_letters_to_the_team_and_to_the_person_concerned_address_nobody_by_guess(scene):
    scene.notified(scene.begun(), kind="conduct", person=scene.person("staff"))
    for letter in (*letters("inspection_named"), *letters("finding_to_answer")):
        assert "anh/chị" not in f"{letter.subject} {letter.body}".lower()
    assert letters("inspection_named")[0].subject == "Tham gia đoàn kiểm tra “Giờ làm việc và tiếp công dân”"
