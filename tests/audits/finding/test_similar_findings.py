from datetime import date

from iso_qms.audits import operations
from iso_qms.audits.checklist import checklists
from iso_qms.audits.finding.opening import open_from
from iso_qms.audits.finding.similar_findings import similar_findings
from iso_qms.audits.visit import minutes
from iso_qms.db import db
from iso_qms.improvement.elsewhere.similar import proposals


def visited(scene, unit, **values):
    """A visit of a unit at which the first question failed; ended."""
    inspection = scene.begun(units=[scene.unit(unit)], **values)
    question = checklists.checklists_of(inspection)[0].questions[0]
    lead = scene.person("inspector2")
    checklists.answer(inspection, [(question, "not", "Không thấy")], unit=inspection.units[0], by=lead)
    return inspection, question


def test_findings_and_questions_that_failed_in_other_units_are_proposed(scene):
    first, question = visited(scene, "centre")
    finding = scene.notified(first, evidence=f"{question.vi} Không thấy")
    second, _same = visited(scene, "economy")
    other = scene.notified(second, title="Cũng không có người trực")
    scene.notified(second, title="Nói năng", kind="conduct", person=scene.person("staff2"))
    minutes.sign(second, by=scene.person("inspector2"))
    minutes.sign(second, by=scene.person("head_economy"), unit=second.units[0])
    operations.agree_minutes(second, by=scene.person("inspector2"))
    one = open_from(finding, by=scene.person("quality"))
    found = list(similar_findings(one, scene.person("quality"), date(2026, 1, 1)))
    assert [(each.kind, each.thing_id, each.why) for each in found] == [
        ("finding", other.id, "clause"), ("checklist_answer", found[1].thing_id, "question"),
    ]  # fmt: skip
    assert found[1].unit == scene.unit("economy").name and str(question) in found[1].words
    assert [each.kind for each in proposals(one, scene.person("quality"))] == ["finding", "checklist_answer"]
    open_from(other, by=scene.person("quality"))
    db.session.flush()
    assert [each.kind for each in proposals(one, scene.person("quality"))] == ["nonconformity", "checklist_answer"]
    assert not list(similar_findings(one, scene.person("quality"), date(2026, 11, 24)))
    assert not list(similar_findings(one, scene.person("staff"), date(2026, 1, 1)))
