import pytest

from iso_qms.audits.checklist import checklists, library
from iso_qms.audits.checklist.questions import QUESTIONS
from iso_qms.audits.topics import TOPICS
from iso_qms.audits.visit.minutes_text import answers_in
from iso_qms.i18n import speaking
from iso_qms.workflow import Forbidden, Incomplete, WrongState


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
    made = library.change_checklist("hours", [("Mới?", "New?", "")], by=scene.person("quality"))
    assert made.version == 2
    assert checklists.checklists_of(inspection)[0].version == 1
    assert checklists.checklists_of(scene.planned(topics=["hours"]))[0].version == 2


def test_only_quality_control_keeps_the_library(scene):
    with pytest.raises(Forbidden):
        library.change_checklist("hours", [("Mới?", "New?", "")], by=scene.person("inspector2"))


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


def test_a_value_is_kept_with_its_verdict_and_stands_in_the_minutes(scene):
    rows = [("Số người vắng?", "People away?", "", "away", "", "", "number", (), "người | people", "", "0")]
    library.change_checklist("hours", rows, by=scene.person("quality"), scored=True)
    inspection, by = scene.begun(topics=["hours"]), scene.person("inspector")
    unit, asked = inspection.units[0], checklists.checklists_of(inspection)
    question = asked[0].questions[0]
    assert checklists.answer(inspection, [(question, "", "Hỏi lãnh đạo", "2")], unit=unit, by=by) == 1
    assert answers_in(inspection) == [[unit.name, "Số người vắng?", "Chưa phù hợp. 2 người. Hỏi lãnh đạo"]]
    kept = checklists.answers_of(inspection)[0]
    assert (kept.answer, kept.value, kept.seen) == ("not", "2", "Số người vắng? 2 người. Hỏi lãnh đạo")
    assert question.limits == "phù hợp khi không quá 0 người"
    with speaking("en"):
        assert kept.words == "Does not conform. 2 people. Hỏi lãnh đạo"
    assert checklists.scores_of(asked, {question.id: kept}) == {asked[0].id: 0}
    with pytest.raises(Incomplete):
        checklists.answer(inspection, [(question, "", "", "")], unit=unit, by=by)
    assert checklists.answer(inspection, [(question, "not_seen", "", "")], unit=unit, by=by) == 1


def test_a_question_keeps_its_key_from_version_to_version(scene):
    by = scene.person("quality")
    scene.planned()
    before = checklists.library()["hours"].questions
    reworded = before[1].asked._replace(vi="Lịch trực?", en="Roster?")
    made = library.change_checklist("hours", [reworded, before[0].asked._replace(key=""), ("Mới?",)], by=by)
    assert [one.key for one in made.questions[:2]] == [before[1].key, before[0].key]
    assert made.questions[2].key not in {one.key for one in before}
    assert checklists.newest_of("hours") == made
    assert [one.version for one in checklists.versions_of("hours")] == [2, 1]
