import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from iso_qms.audits.conduct import recurring
from iso_qms.audits.finding import findings, replying
from iso_qms.audits.finding.findings import Finding
from iso_qms.db import db


def readers(scene, finding):
    names = scene.place.people
    return {
        name for name in names if finding in db.session.scalars(Finding.visible_to(scene.person(name))).unique().all()
    }


def test_a_note_is_the_teams_alone(scene):
    assert readers(scene, scene.noted(scene.begun())) == {"inspector", "inspector2"}


def test_a_finding_about_work_is_read_by_the_unit_and_by_overseers(scene):
    finding = scene.notified(scene.begun())
    assert readers(scene, finding) == {"inspector", "inspector2", "head_centre", "quality", "leader", "deputy"}


def test_a_finding_on_a_person_is_read_by_team_head_and_person_and_by_no_administrator_or_leader(scene):
    finding = scene.notified(scene.begun(), kind="conduct", person=scene.person("staff"))
    assert readers(scene, finding) == {"inspector", "inspector2", "head_centre", "staff"}
    assert {one.login for one in findings.readers_of(finding)} == {"inspector", "inspector2", "head_centre", "staff"}


def test_the_head_of_the_unit_above_answers_where_there_is_no_nearer_one(scene):
    inspection = scene.begun(units=[scene.unit("land")])
    assert "head_economy" in readers(scene, scene.notified(inspection))


def test_a_finding_has_no_place_for_a_sanction():
    columns = {column.key for column in Finding.__table__.columns}
    assert not any(word in name for name in columns for word in ("sanction", "discipline", "penalty"))


def test_a_reading_can_neither_be_changed_nor_removed(scene):
    finding = scene.notified(scene.begun(), kind="conduct", person=scene.person("staff"))
    db.session.commit()
    replying.read_by(finding, scene.person("head_centre"))
    with pytest.raises(DatabaseError):
        db.session.execute(text("DELETE FROM finding_reading"))


def test_it_is_said_whether_it_happened_before(scene):
    inspection = scene.begun()
    first, _second = scene.notified(inspection), scene.notified(inspection)
    third = scene.notified(inspection)
    replying.withdraw(first, by=scene.person("inspector2"), note="Nhầm")
    db.session.flush()
    assert not recurring.standing_of(third).times, "one visit is one occasion"


def test_a_finding_on_a_person_is_called_by_its_number_alone(scene):
    finding = scene.noted(scene.begun(), kind="conduct", person=scene.person("staff"), title="Nói năng cộc lốc")
    assert str(finding) == finding.code
