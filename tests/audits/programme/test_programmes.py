import re
from datetime import date

import pytest
from sqlalchemy import select

from iso_qms.audits import operations
from iso_qms.audits.programme import programmes
from iso_qms.db import db
from iso_qms.outbox import Letter
from iso_qms.workflow import Forbidden, Incomplete, Refused

DAY = date(2026, 11, 23)


def programme(scene, **values):
    return programmes.draw_up_programme(2026, objectives="Giảm hồ sơ quá hạn", by=scene.person("quality"), **values)


def letters(name):
    return list(db.session.scalars(select(Letter).where(Letter.name == name)))


def test_a_year_has_one_programme(scene):
    programme(scene)
    with pytest.raises(Refused, match="2026"):
        programme(scene)


def test_whoever_draws_up_a_programme_does_not_approve_it(scene):
    drawn_up = programme(scene)
    scene.planned(programme=drawn_up)
    with pytest.raises(Forbidden):
        programmes.approve_programme(drawn_up, by=scene.person("quality"))
    programmes.approve_programme(drawn_up, by=scene.person("leader"))
    assert drawn_up.state == "approved"


def test_an_empty_programme_is_not_approved(scene):
    with pytest.raises(Incomplete):
        programmes.approve_programme(programme(scene), by=scene.person("leader"))


def test_approval_tells_the_heads_of_announced_inspections_and_of_no_other(scene):
    drawn_up = programme(scene)
    scene.planned(programme=drawn_up)
    scene.planned(programme=drawn_up, kind="announced", units=[scene.unit("economy")])
    programmes.approve_programme(drawn_up, by=scene.person("leader"))
    assert [one.person_id for one in letters("inspection_announced")] == [scene.place.people["head_economy"]]


def test_an_inspection_of_a_programme_waits_for_its_approval(scene):
    inspection = scene.planned(programme=programme(scene))
    with pytest.raises(Incomplete, match="2026"):
        operations.start(inspection, by=scene.person("inspector2"))


def test_a_programme_closes_when_its_inspections_have(scene):
    drawn_up = programme(scene)
    inspection = scene.planned(programme=drawn_up)
    programmes.approve_programme(drawn_up, by=scene.person("leader"))
    with pytest.raises(Incomplete, match=re.escape(inspection.code)):
        programmes.finish_programme(drawn_up, by=scene.person("quality"))
    operations.cancel(inspection, by=scene.person("quality"), note="Trùng lịch")
    programmes.finish_programme(drawn_up, by=scene.person("quality"))
    assert drawn_up.state == "closed"
