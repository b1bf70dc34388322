"""A file comes in: each dossier held against the revision of its own day, once, with wrong rows set aside."""

from __future__ import annotations

from datetime import date

import pytest

from iso_qms.db import db, unit
from iso_qms.dossiers import evidence
from iso_qms.dossiers.deadlines import due_day
from iso_qms.dossiers.incoming.reading import open_table
from iso_qms.dossiers.incoming.refused_rows import refused_of
from iso_qms.dossiers.jobs import import_table
from iso_qms.dossiers.models import Dossier, DossierImport
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.workflow import Forbidden
from tests.dossiers.conftest import MAPPING, row, write_file


def bring_in(app, place, path, by="quality"):
    with app.app_context():
        number = import_table(open_table(path), MAPPING, agency_id=place.agency_id, by_id=place.people[by])
        with unit(writes=False), across():
            run = db.session.get_one(DossierImport, number)
            found = {one.code: one for one in db.session.query(Dossier).all()}
            aside = [[one.number, one.reason, one.field] for one in refused_of(run)]
            return (run.id, run.added, run.changed, run.same, run.refused, aside), {
                code: (one.basis, one.first_due_at and due_day(one.first_due_at), one.verdict, len(one.former))
                for code, one in found.items()
            }


def test_each_dossier_is_held_against_the_revision_of_its_own_day(app, place, procedure, september, tmp_path):
    path = write_file(
        tmp_path / "a.csv",
        row("A", "Fri 14/08/2026"[4:], "21/08/2026 16:00"),
        row("B", "17/08/2026 08:00", "21/08/2026 16:00"),
        row("C", "17/08/2026 08:00", "19/08/2026 16:00", paused_from="18/08/2026 09:00", paused_to="19/08/2026 09:00"),
        row("D", "01/08/2026 08:00", due_at="05/08/2026 17:00"),
        row("E", "17/08/2026 08:00", "01/08/2026"),
        row("F", "04/09/2026 08:00", state="Rút hồ sơ", procedure="QT-99"),
    )
    run, found = bring_in(app, place, path)
    assert run[1:] == (5, 0, 0, 1, [[6, "end_before_start", "finished_at"]])
    assert found == {
        "A": ("procedure", date(2026, 8, 21), "on_time", 0),
        "B": ("procedure", date(2026, 8, 20), "late", 0),
        "C": ("procedure", date(2026, 8, 21), "early", 0),
        "D": ("source", date(2026, 8, 5), "", 0),
        "F": ("", None, "not_judged", 0),
    }
    with app.app_context(), unit(writes=False):
        choose(db.session.get_one(Agency, place.agency_id))
        ratio = evidence.late_ratio(since=date(2026, 8, 1), until=date(2026, 9, 1), unit_id=place.units["economy"])
        assert ratio == (1, 3)
        assert [one.unit_id for one in db.session.execute(evidence.late_dossiers())] == [place.units["economy"]]


def test_the_same_file_changes_nothing_and_a_changed_row_keeps_its_trace(app, place, procedure, september, tmp_path):
    rows = [row("A", "14/08/2026 09:00"), row("B", "17/08/2026 09:00")]
    path = write_file(tmp_path / "a.csv", *rows)
    first, before = bring_in(app, place, path)
    second, found = bring_in(app, place, path)
    assert first[1:5] == (2, 0, 0, 0) and second[1:5] == (0, 0, 2, 0), "the report has figures of its own"
    assert second[0] != first[0] and found == before
    again, found = bring_in(
        app, place, write_file(tmp_path / "b.csv", row("A", "14/08/2026 09:00", "01/09/2026"), rows[1])
    )
    assert again[1:4] == (0, 1, 1)
    assert found["A"] == ("procedure", date(2026, 8, 21), "late", 1) and found["B"] == before["B"]


def test_a_file_that_was_here_before_takes_no_dossier_back(app, place, procedure, september, tmp_path):
    open_, closed = row("A", "14/08/2026 09:00"), row("A", "14/08/2026 09:00", "20/08/2026 16:00")
    first = write_file(tmp_path / "a.csv", open_, row("", "14/08/2026 09:00"))
    bring_in(app, place, first)
    _run, found = bring_in(app, place, write_file(tmp_path / "b.csv", closed))
    again, still = bring_in(app, place, first)
    assert again[1:5] == (0, 0, 0, 1) and still == found, "it was gone through once more, for its row set aside"
    with app.app_context(), unit(writes=False), across():
        assert db.session.get_one(DossierImport, again[0]).older == 1
    news, found = bring_in(app, place, write_file(tmp_path / "c.csv", open_))
    assert news[2] == 1 and found["A"][2:] == ("", 2), "another file says that it was opened again"


def test_nobody_else_brings_dossiers_in(app, place, tmp_path):
    with pytest.raises(Forbidden):
        bring_in(app, place, write_file(tmp_path / "a.csv", row("A", "14/08/2026 09:00")), by="staff")
