from datetime import date, timedelta

import pytest
from sqlalchemy import text

from iso_qms.audits.finding import notifying, noting
from iso_qms.audits.visit import attendance
from iso_qms.db import db
from iso_qms.documents import operations as writing
from iso_qms.documents.issue import suspending
from iso_qms.journal import history_of
from iso_qms.search import search
from iso_qms.workflow import Forbidden, Incomplete, Refused, WrongState
from tests.audits.scenes import MORNING


def document_in_force(scene, code="QT-07", since=date(2026, 1, 1)):
    """A procedure whose dates say that it holds; how it came into force is another room's matter."""
    document = writing.register_document(
        "procedure", code=code, title="Cấp bản sao", unit=scene.unit("centre"), by=scene.person("author")
    )
    revision = writing.start_revision(document, by=scene.person("author"))
    revision.valid_from = since
    db.session.flush()
    db.session.execute(text("UPDATE revision SET state = 'in_force' WHERE id = :id"), {"id": revision.id})
    db.session.expire(revision)
    return document


def test_a_finding_rests_on_a_clause_a_step_or_an_article(scene):
    inspection = scene.begun()
    with pytest.raises(Incomplete, match="điều khoản"):
        scene.noted(inspection, clause="")
    assert scene.noted(inspection, clause="", article="Nghị định, điều 5").article
    with pytest.raises(Incomplete, match="11"):
        scene.noted(inspection, clause="11.1")


def test_the_revision_in_force_on_the_day_is_pinned(scene):
    inspection, document = scene.begun(), document_in_force(scene)
    finding = scene.noted(inspection, clause="", document=document, step="Bước 3")
    assert finding.revision is document.revision_on(date(2026, 11, 23))


def test_a_document_that_was_not_in_force_that_day_is_no_criterion(scene):
    inspection, document = scene.begun(), document_in_force(scene, since=date(2026, 11, 24))
    with pytest.raises(Incomplete, match="23/11/2026"):
        scene.noted(inspection, clause="", document=document)


def test_nobody_had_to_keep_to_a_document_that_was_suspended_that_day(scene):
    inspection, document = scene.begun(), document_in_force(scene)
    revision = document.revision_on(date(2026, 11, 23))
    suspending.suspend(revision, by=scene.person("leader"), note="Căn cứ đang thay đổi.")
    with pytest.raises(Incomplete, match="tạm ngưng áp dụng vào ngày 23/11/2026"):
        scene.noted(inspection, clause="", document=document)


def test_nobody_notes_a_finding_on_a_procedure_they_wrote(scene):
    inspection, document = scene.begun(), document_in_force(scene)
    document.revision_on(date(2026, 11, 23)).contributors.append(scene.person("inspector2"))
    with pytest.raises(Forbidden, match="QT-07"):
        scene.noted(inspection, clause="", document=document)


def test_a_nonconformity_says_why_it_weighs_that_much(scene):
    inspection = scene.begun()
    with pytest.raises(Incomplete):
        scene.noted(inspection, grade_reason="")
    assert scene.noted(inspection, grade="observation", grade_reason="").grade == "observation"


def test_only_hours_and_conduct_name_a_person(scene):
    inspection = scene.begun()
    with pytest.raises(Incomplete):
        scene.noted(inspection, kind="posting", person=scene.person("staff"))


def test_nothing_is_seen_in_the_future_or_outside_the_visit(scene):
    inspection = scene.begun()
    with pytest.raises(Incomplete):
        scene.noted(inspection, observed_at=MORNING + timedelta(minutes=1))
    with pytest.raises(WrongState):
        scene.noted(scene.planned())
    with pytest.raises(Incomplete):
        scene.noted(inspection, unit=scene.unit("economy"))
    with pytest.raises(Forbidden):
        noting.note_finding(
            inspection,
            by=scene.person("quality"),
            unit=inspection.units[0],
            kind="posting",
            title="x",
            evidence="y",
            grade="ofi",
            clause="8.1",
        )


def test_a_note_may_be_edited_until_the_unit_was_told(scene):
    finding = scene.noted(scene.begun())
    same = {
        "unit": finding.unit,
        "observed_at": finding.observed_at,
        "kind": "posting",
        "evidence": "Khác",
        "grade": "ofi",
        "clause": "8.1",
        "title": "Khác",
    }
    noting.edit_note(finding, by=scene.person("inspector"), **same)
    assert finding.title == "Khác"
    notifying.notify(finding, by=scene.person("inspector"))
    with pytest.raises(WrongState):
        noting.edit_note(finding, by=scene.person("inspector"), **same)


def test_a_late_arrival_becomes_a_finding_in_one_act_and_only_once(scene):
    inspection = scene.begun()
    check = scene.counted(inspection, staff="late", staff2="present")
    rows = {row.person.login: row for row in attendance.roster_of(check)}
    finding = noting.finding_from_count(check, rows["staff"], by=scene.person("inspector2"))
    assert finding.person is scene.person("staff") and "14" in finding.title and "Viên" not in finding.title
    assert "07:30" in finding.evidence and finding.article == inspection.criteria
    with pytest.raises(Refused):
        noting.finding_from_count(check, rows["staff"], by=scene.person("inspector2"))
    with pytest.raises(Refused):
        noting.finding_from_count(check, rows["staff2"], by=scene.person("inspector2"))


def test_the_journal_keeps_no_word_of_a_finding_on_a_person(scene):
    inspection = scene.begun()
    finding = scene.notified(inspection, kind="conduct", person=scene.person("staff"), title="Nói năng cộc lốc")
    entries = history_of(finding)
    told = " ".join(f"{one.label} {one.reason} {one.changes}" for one in entries)
    assert [one.verb for one in entries] == ["finding.notify", "finding.noted"]
    assert "cộc lốc" not in told and "ba người dân" not in told and "Viên" not in told


def test_a_finding_is_found_by_its_words_unless_it_names_somebody(scene):
    inspection = scene.begun()
    open_one = scene.notified(inspection)
    named = scene.notified(inspection, kind="conduct", person=scene.person("staff"), title="Nói năng cộc lốc")
    head = scene.person("head_centre")
    assert [hit.thing for hit in search("quay so 2", person=head)] == [open_one]
    assert search("cộc lốc", person=head) == []
    assert [hit.thing for hit in search(named.code, person=head)][:1] == [named]
    assert named not in [hit.thing for hit in search(named.code, person=scene.person("leader"))]
