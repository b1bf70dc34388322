from datetime import date, datetime

import pytest
from sqlalchemy import select

from iso_qms.audits.finding import notifying
from iso_qms.audits.rules import set_rules
from iso_qms.clock import HO_CHI_MINH
from iso_qms.db import db
from iso_qms.outbox import Letter
from iso_qms.workflow import Forbidden, Incomplete
from tests.audits.scenes import standing_at


def test_notifying_opens_a_window_in_working_days_and_says_why(scene):
    finding = scene.notified(scene.begun())
    due = notifying.window_of(finding)
    assert finding.reply_due_on == due.day == date(2026, 11, 27), "24 November is a holiday"
    assert [one.counted for one in due.explanation] == [False, True, True, True]


def test_the_agency_sets_how_long_the_window_is(scene):
    set_rules(reply_days=1, hours_basis="", by=scene.person("quality"))
    assert scene.notified(scene.begun()).reply_due_on == date(2026, 11, 25)


def test_the_head_and_the_person_concerned_are_told_without_the_words(scene):
    scene.notified(scene.begun(), kind="conduct", person=scene.person("staff"), title="Nói năng cộc lốc")
    letters = db.session.scalars(select(Letter).where(Letter.name == "finding_to_answer")).all()
    assert {one.person_id for one in letters} == {scene.place.people["head_centre"], scene.place.people["staff"]}
    assert not any("cộc lốc" in one.subject + one.body for one in letters)


def test_not_ours_goes_back_to_the_lead_who_names_the_right_unit(scene):
    finding = scene.notified(scene.begun())
    with pytest.raises(Incomplete):
        notifying.not_ours(finding, by=scene.person("head_centre"))
    with pytest.raises(Forbidden):
        notifying.not_ours(finding, by=scene.person("head"), note="Không phải")
    notifying.not_ours(finding, by=scene.person("head_centre"), note="Quầy này của Phòng Kinh tế.")
    assert finding.state == "returned"
    with pytest.raises(Forbidden):
        notifying.reassign(finding, unit=scene.unit("economy"), by=scene.person("inspector"), note="Đúng")
    with standing_at(datetime(2026, 11, 25, 9, 0, tzinfo=HO_CHI_MINH)):
        notifying.reassign(finding, unit=scene.unit("economy"), by=scene.person("inspector2"), note="Đúng")
    assert finding.state == "notified" and finding.reply_due_on == date(2026, 11, 30)


def test_a_finding_is_not_sent_to_the_unit_of_somebody_in_the_team(scene):
    finding = scene.notified(scene.begun())
    notifying.not_ours(finding, by=scene.person("head_centre"), note="Việc của phòng khác")
    with pytest.raises(Forbidden, match="Phan Văn Soát"):
        notifying.reassign(finding, unit=scene.unit("culture"), by=scene.person("inspector2"), note="Đúng")
