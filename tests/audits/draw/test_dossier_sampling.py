"""A sample from the register of dossiers: its parts, its proof, its papers, and what becomes of what is wrong."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from iso_qms.audits.draw import drawing
from iso_qms.audits.draw.dossier_sampling import Wanted, draw_dossiers, finding_from_papers, note_papers, revision_for
from iso_qms.audits.draw.redoing import proof_of_sample, record_of_sample
from iso_qms.audits.draw.samples import FileSample
from iso_qms.audits.draw.sampling import bind_sample
from iso_qms.audits.finding.noting import edit_note
from iso_qms.clock import HO_CHI_MINH
from iso_qms.db import db, transaction
from iso_qms.dossiers.incoming.intake import Intake
from iso_qms.dossiers.incoming.mapping import Mapping
from iso_qms.dossiers.incoming.rows import Entry
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.operations import begin_import, end_import
from iso_qms.workflow import Incomplete, Refused, WrongState
from tests.audits.conftest import path_of
from tests.audits.scenes import Scene
from tests.documents.conftest import Shelf
from tests.dossiers.conftest import COLUMNS, limited

PAPERS = (("Tờ khai", "submit"), ("Căn cước", "present"), ("Không thu bản gốc", "note"))
NOVEMBER = Wanted(date(2026, 11, 1), date(2026, 11, 22), None, "fifth")


def entry(number, took=1, *, deciding="TTPVHCC"):
    received = datetime(2026, 11, 2, 8, tzinfo=HO_CHI_MINH) + timedelta(minutes=number)
    return Entry(
        number=number, code=f"H-{number:02}", procedure="QT-07", case="", received_at=received, due_at=None,
        rescheduled_to=None, finished_at=received + timedelta(days=took), state="finished", channel="direct",
        receiving_unit="", deciding_unit=deciding, pauses=(),
    )  # fmt: skip


def bring_dossiers(scene):
    """Forty of the centre, each eighth late, and one of another unit; the procedure asks for two papers."""
    by, shelf = scene.person("quality"), Shelf(scene.place)
    limited(shelf, shelf.document(), 3, on=date(2026, 11, 2), papers=PAPERS)
    mapping = Mapping("igate", COLUMNS)
    run = begin_import(mapping, name="a.csv", sha256="0" * 64, by=by)
    rows = [*(entry(number, 1 if number % 8 else 9) for number in range(40)), entry(90, deciding="KT")]
    Intake(mapping, agency_id=scene.place.agency_id).take(rows, run=run)
    end_import(run, by=by)


@pytest.fixture
def drawn(context, place):
    with time_machine.travel("2026-11-02T07:00+07:00", tick=False) as clock:
        scene = Scene(place)
        bring_dossiers(scene)
        clock.move_to("2026-11-23T07:44+07:00")
        inspection, lead = scene.begun(), scene.person("inspector2")
        sample = bind_sample(inspection, unit=scene.unit("centre"), what="Hồ sơ tháng 11", by=lead)
        draw_dossiers(sample, NOVEMBER, by=lead)
        yield scene, sample, lead


def test_it_is_drawn_in_parts_by_rule_from_the_dossiers_of_the_unit_and_can_be_redone(drawn):
    _scene, sample, lead = drawn
    assert [(name.rpartition(": ")[2], held, part) for name, held, part in sample.strata] == [
        ("in_time", 35, 11), ("late", 5, 1),
    ]  # fmt: skip
    assert sample.size == 12 == len(sample.files) and len(sample.codes) == 40 and "H-90" not in sample.codes
    late = [one.code for one in sample.files[11:]]
    assert all(int(code[2:]) % 8 == 0 for code in late)
    assert proof_of_sample(sample).ok and drawing.check(record_of_sample(sample)).ok
    told = record_of_sample(sample)
    for wrong in ({"parts": [[*told["parts"][0][:1], 1], told["parts"][1]]}, {"parts": []}, {"seed": "0" * 64}):
        assert not drawing.check(told | wrong).ok, wrong
    with pytest.raises(WrongState):
        draw_dossiers(sample, NOVEMBER, by=lead)
    table = FileSample.__table__
    with db.session.begin_nested() as undone:
        strata = [[name, held, 1] for name, held, _part in sample.strata]
        for changed in ({"strata": strata}, {"basis": sample.basis | {"rule": "tenth"}}):
            db.session.connection().execute(update(table).where(table.c.id == sample.id).values(**changed))
            db.session.refresh(sample)
            assert not proof_of_sample(sample).ok
        undone.rollback()
    assert told["basis"] == {"since": "2026-11-01", "until": "2026-11-22", "procedure": "", "rule": "fifth"}


def test_a_sample_of_nothing_is_refused(drawn):
    scene, sample, lead = drawn
    again = bind_sample(sample.inspection, unit=sample.unit, what="Hồ sơ tháng 10", why_another="Sai tháng", by=lead)
    for until in (date(2026, 10, 2), date(2026, 9, 30)):
        with pytest.raises(Incomplete):
            draw_dossiers(again, Wanted(date(2026, 10, 1), until, None, "tenth"), by=lead)
    assert again.drawn_at is None and scene


def test_papers_are_checked_by_the_revision_of_the_day_and_what_is_wrong_becomes_a_finding(drawn):
    scene, sample, lead = drawn
    one, two, other = sample.files[0], sample.files[1], scene.person("inspector")
    revision = revision_for(db.session.get(Dossier, one.dossier_id))
    for answers in ([("there", "")], [("there", ""), ("lost", "")]):
        with pytest.raises(Incomplete):
            note_papers(one, revision, answers, note="", by=lead)
    note_papers(one, revision, [("there", ""), ("missing", "chỉ có bản chụp")], note="Hồ sơ giấy", by=lead)
    assert [each["text"] for each in one.faults] == ["Căn cước"] and one.looked_by == lead
    with pytest.raises(WrongState):
        note_papers(one, revision, [("there", ""), ("there", "")], note="", by=other)
    note_papers(two, revision, [("there", ""), ("not_needed", "")], note="", by=other)
    with pytest.raises(Refused):
        finding_from_papers(two, grade="minor", by=lead)
    limited(Shelf(scene.place), revision.document, 3, on=date(2026, 11, 23))
    made = finding_from_papers(one, grade="minor", by=lead)
    said = {"title": made.title, "evidence": made.evidence, "grade": "minor", "grade_reason": "Thiếu bản chính."}
    edit_note(
        made, by=lead, unit=made.unit, observed_at=made.observed_at, kind="process", document=made.document, **said
    )
    assert revision.document.revision_on(made.observed_on) is not revision and made.held_on == date(2026, 11, 2)
    assert one.code in made.title and "Căn cước: Thiếu (chỉ có bản chụp)" in made.evidence
    assert (made.revision, made.document, made.kind) == (revision, revision.document, "process")
    for refused in (
        lambda: finding_from_papers(one, grade="minor", by=lead),
        lambda: note_papers(one, revision, [("there", ""), ("there", "")], note="", by=lead),
    ):
        with pytest.raises(Refused):
            refused()


@pytest.mark.one_database
def test_the_team_draws_and_checks_on_the_pages_and_the_unit_reads_along(morning, queries):
    with morning.app.app_context(), transaction(), time_machine.travel("2026-11-02T07:00+07:00", tick=False):
        bring_dossiers(Scene(morning.place))
    sample = path_of(
        morning.send(
            "inspector2", f"/inspections/{morning.inspection}/units/{morning.place.units['centre']}/samples", what="Mẫu"
        )
    )
    assert f"{sample}/register" in morning.get("inspector2", sample).text
    assert morning.get("head_centre", f"{sample}/register").status_code in (403, 404)
    fields = {"since": "2026-11-01", "until": "2026-11-22", "procedure": "0", "part": "tenth"}
    page = morning.send("inspector2", f"{sample}/register", **fields)
    assert "trên 40" in page.text and "khớp nhau" in page.text and "quá hạn" in page.text
    file = f"{sample}/files/1"
    queries.clear()
    assert "Căn cước" in morning.get("inspector2", file).text and "gốc" not in morning.get("inspector2", file).text
    assert len(queries) <= 30, "\n".join(queries)
    refused = morning.send(
        "inspector2", file, **{"found-0": "there", "said-0": "bản giấy", "found-1": "", "note": "kho"}
    )
    assert refused.status_code == 422 and "từng giấy tờ" in refused.text
    assert 'value="bản giấy"' in refused.text and 'value="kho"' in refused.text
    kept = morning.send("inspector2", file, **{"found-0": "there", "found-1": "faulty", "said-1": "mờ"})
    assert "Ghi thành phát hiện" in kept.text
    assert "mờ" in morning.get("head_centre", file).text and "1 giấy tờ sai" in morning.get("head_centre", sample).text
    minutes = morning.get("head_centre", f"/inspections/{morning.inspection}/minutes").text
    assert "đã xem 1, 1 hồ sơ có giấy tờ sai" in minutes
    made = morning.send("inspector2", file, "/finding", grade="minor")
    assert "Căn cước" in made.text and "mờ" in made.text
    assert morning.get("head_centre", file).text.count("/findings/") == 0, "nothing of it shows before it is notified"
    assert morning.get("inspector2", f"{sample}/files/99").status_code == 404
