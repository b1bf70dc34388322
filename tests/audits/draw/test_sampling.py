"""Samples of files: the seed is bound before the list, the list is drawn from once, and anybody can redo it."""

from io import BytesIO

import pytest
from sqlalchemy import select, update

from iso_qms.audits.draw import drawing
from iso_qms.audits.draw.draw_seeds import new_seed, unsealed
from iso_qms.audits.draw.redoing import proof_of_sample, record_of_sample
from iso_qms.audits.draw.samples import FileSample
from iso_qms.audits.draw.sampling import bind_sample, draw_sample, note_looked
from iso_qms.db import db
from iso_qms.journal import JournalEntry
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.audits.conftest import path_of

CODES = [f"CT-{n:03}" for n in range(1, 41)]


def bound(scene, inspection, **values):
    usual = {"unit": scene.unit("centre"), "what": "Hồ sơ chứng thực tháng 10", "by": scene.person("inspector2")}
    return bind_sample(inspection, **usual | values)


def test_a_sample_is_bound_drawn_once_looked_at_and_redone(scene):
    inspection, lead, other = scene.begun(), scene.person("inspector2"), scene.person("inspector")
    sample = bound(scene, inspection)
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.verb == "file_sample.bound")).one()
    assert entry.changes["commitment"] == [None, sample.commitment] and entry.over_id == inspection.id
    seed = unsealed(sample.sealed)
    assert proof_of_sample(sample).ok and proof_of_sample(sample).sealed
    for size in (0, 41):
        with pytest.raises(Incomplete, match="40"):
            draw_sample(sample, CODES, size=size, by=lead)
    with pytest.raises(Forbidden):
        draw_sample(sample, CODES, size=5, by=scene.person("quality"))
    draw_sample(sample, CODES, size=5, by=lead)
    drawn = [one.code for one in drawing.draw([drawing.candidate(one) for one in CODES], 5, seed=seed)]
    assert [one.code for one in sample.files] == drawn and sample.seed == seed
    with pytest.raises(WrongState):
        draw_sample(sample, CODES[:20], size=5, by=lead)
    with pytest.raises(Incomplete, match="bốc thêm"):
        bound(scene, inspection)
    assert bound(scene, inspection, why_another="Mất 3 hồ sơ").place == 2

    assert note_looked(sample, {1: (True, ""), 2: (False, "Thiếu giấy hẹn"), 3: (False, "")}, by=lead) == 2
    assert note_looked(sample, {1: (False, ""), 2: (True, "Đủ"), 3: (True, "Đủ")}, by=other) == 1
    assert [(one.looked_by, one.note) for one in sample.files[:4]] == [
        (lead, ""), (lead, "Thiếu giấy hẹn"), (other, "Đủ"), (None, ""),
    ]  # fmt: skip
    assert note_looked(sample, {3: (False, "")}, by=other) == 1 and sample.looked_at == 2
    proof = proof_of_sample(sample)
    assert (proof.ok, proof.sealed, proof.drawn) == (True, False, drawn)
    verdict = drawing.check(record_of_sample(sample))
    assert verdict.ok and verdict.drawn == drawn
    assert not drawing.check(record_of_sample(sample) | {"seed": new_seed()}).ok


def test_whatever_is_changed_in_a_sample_is_found(scene):
    inspection = scene.begun()
    sample = bound(scene, inspection)
    draw_sample(sample, CODES, size=5, by=scene.person("inspector2"))
    seed = new_seed()
    for values in (
        {"codes": CODES[1:]},
        {"codes": [*CODES, "CT-001"]},
        {"size": 4},
        {"seed": seed},
        {"seed": seed, "commitment": drawing.seed_commitment(seed)},
    ):
        with db.session.begin_nested() as undone:
            table = FileSample.__table__
            db.session.connection().execute(update(table).where(table.c.id == sample.id).values(**values))
            db.session.refresh(sample)
            assert not proof_of_sample(sample).ok, values
            undone.rollback()
        db.session.refresh(sample)
    assert proof_of_sample(sample).ok


def test_a_sample_needs_a_running_visit_of_that_unit(scene):
    planned = scene.planned()
    with pytest.raises(WrongState):
        bound(scene, planned)
    begun = scene.begun()
    with pytest.raises(Incomplete):
        bound(scene, begun, unit=scene.unit("land"))
    with pytest.raises(Incomplete):
        bound(scene, begun, what=" ")


@pytest.mark.one_database
def test_the_team_draws_and_ticks_on_the_page_and_the_unit_reads_along(morning, queries):
    path = f"/inspections/{morning.inspection}/units/{morning.place.units['centre']}/samples"
    assert "Bốc mẫu hồ sơ" in morning.get("inspector2", f"/inspections/{morning.inspection}").text
    page = morning.send("inspector2", path, what="Hồ sơ tháng 10")
    assert "trước khi biết danh sách" in page.text
    sample = path_of(page)
    assert morning.send("inspector2", sample, codes="", size="2").status_code == 422
    sheet = (BytesIO("Mã hồ sơ\n".encode() + "\n".join([*CODES, "CT-001"]).encode()), "so.csv")
    page = morning.send("inspector2", sample, file=sheet, size="3")
    assert "3 trên 40" in page.text and "1 mã có mặt hơn một lần" in page.text
    page = morning.send("inspector2", sample, **{"looked-2": "on", "note-3": "Thiếu giấy hẹn"})
    assert "Đã xem 2 trên 3" in page.text and "Hồ Thị Tra" in page.text
    queries.clear()
    morning.get("inspector2", sample)
    assert len(queries) <= 15, "\n".join(queries)
    seen = morning.get("head_centre", sample).text
    assert "khớp nhau" in seen and "Thiếu giấy hẹn" in seen and 'name="looked-1"' not in seen
    assert "đã xem 2" in morning.get("head_centre", path).text
    assert morning.get("head_economy", sample).status_code == 404
