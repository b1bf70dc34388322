"""What this software brings: whole, in both languages, and sound."""

from __future__ import annotations

import pytest

from iso_qms.audits.checklist import library
from iso_qms.audits.checklist.asking import sound
from iso_qms.audits.checklist.checklists import checklists_of
from iso_qms.audits.checklist.checklists import library as in_library
from iso_qms.audits.checklist.clauses import CLAUSES, STANDARD
from iso_qms.audits.checklist.seeds import SEEDS
from iso_qms.audits.topics import TOPICS
from iso_qms.workflow import Forbidden, WrongState


def test_every_question_is_sound_and_stands_in_both_languages():
    for key, seed in SEEDS.items():
        assert seed.topic or (seed.vi and seed.en), key
        for one in seed.questions:
            kept = sound(one)
            assert one.vi
            assert one.en
            assert kept.basis
            assert bool(kept.guidance_vi) == bool(kept.guidance_en)
            assert all(each["vi"] and each["en"] for each in kept.choices)
            assert not kept.clause or kept.clause in CLAUSES[STANDARD]


def test_there_is_a_list_for_each_topic_for_the_external_inspection_and_for_every_clause():
    assert set(TOPICS) <= set(SEEDS)
    assert len(SEEDS["external"].questions) == 13
    numbers = CLAUSES[STANDARD]
    asked = {one.clause for key, seed in SEEDS.items() if key.startswith("clause-") for one in seed.questions}
    leaves = {one for one in numbers if not any(other.startswith(f"{one}.") for other in numbers)}
    assert leaves == asked


def test_a_list_is_brought_in_once_by_whoever_keeps_the_library(scene):
    with pytest.raises(Forbidden):
        library.bring_in("clause-8", by=scene.person("inspector2"))
    made = library.bring_in("clause-8", by=scene.person("quality"))
    assert made.title == "ISO 9001:2015, 8: Thực hiện"
    assert all(one.clause.startswith("8") and one.edition == "2015" for one in made.questions)
    with pytest.raises(WrongState):
        library.bring_in("clause-8", by=scene.person("quality"))
    assert "clause-8" in in_library()
    assert not any(one.topic for one in in_library().values()), "topics come with the first inspection"
    plan = {"topics": ["hours"], "checklists": ["clause-8", "clause-9", "posting"]}
    inspection = scene.planned(**plan)
    assert [one.key for one in checklists_of(inspection)] == ["hours", "clause-8"], "only what is in the library"
