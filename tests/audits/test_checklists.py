import pytest

from iso_qms.audits import checklists
from iso_qms.audits.models import TOPICS
from iso_qms.audits.questions import QUESTIONS
from iso_qms.i18n import speaking
from iso_qms.workflow import Forbidden, WrongState


def test_there_are_questions_in_both_languages_for_every_topic():
    assert set(QUESTIONS) == set(TOPICS)
    assert all(vi and en and basis for rows in QUESTIONS.values() for vi, en, basis in rows)


def test_an_inspection_asks_the_checklists_of_its_topics(scene):
    asked = checklists.checklists_of(scene.planned())
    assert [one.topic for one in asked] == ["hours", "reception", "conduct"]
    with speaking("en"):
        assert str(asked[0].questions[0]).startswith("Everybody")


def test_a_new_version_leaves_running_inspections_theirs(scene):
    inspection = scene.planned()
    made = checklists.change_checklist("hours", [("Mới?", "New?", "")], by=scene.person("quality"))
    assert made.version == 2
    assert checklists.checklists_of(inspection)[0].version == 1
    assert checklists.checklists_of(scene.planned(topics=["hours"]))[0].version == 2


def test_only_quality_control_keeps_the_library(scene):
    with pytest.raises(Forbidden):
        checklists.change_checklist("hours", [("Mới?", "New?", "")], by=scene.person("inspector2"))


def test_an_answer_given_again_replaces_the_first(scene):
    inspection, by = scene.begun(), scene.person("inspector")
    unit, question = inspection.units[0], checklists.checklists_of(inspection)[0].questions[0]
    assert checklists.answer(inspection, [(question, "not", "Ba người")], unit=unit, by=by) == 1
    assert checklists.answer(inspection, [(question, "not", "Ba người")], unit=unit, by=by) == 0
    assert checklists.answer(inspection, [(question, "conform", "")], unit=unit, by=by) == 1
    assert [one.answer for one in checklists.answers_of(inspection)] == ["conform"]


def test_only_the_team_answers_and_only_during_the_visit(scene):
    inspection = scene.planned()
    question = checklists.checklists_of(inspection)[0].questions[0]
    given = [(question, "conform", "")]
    with pytest.raises(WrongState):
        checklists.answer(inspection, given, unit=inspection.units[0], by=scene.person("inspector"))
    begun = scene.begun()
    with pytest.raises(Forbidden):
        checklists.answer(begun, given, unit=begun.units[0], by=scene.person("quality"))
