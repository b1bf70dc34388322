"""Events come in: each in its place by time, once, and each dossier is held against the steps of its own day."""

from __future__ import annotations

import pytest

from iso_qms.db import db, unit
from iso_qms.dossiers.event.event_sequences import told
from iso_qms.dossiers.event.events import DossierHand
from iso_qms.dossiers.incoming.mapping import Mapping, kind_of, propose
from iso_qms.dossiers.incoming.reading import OF_EVENTS, open_table
from iso_qms.dossiers.incoming.refused_rows import refused_of
from iso_qms.dossiers.jobs import import_table
from iso_qms.dossiers.models import Dossier, DossierImport
from iso_qms.organisation.agencies import across
from tests.dossiers.conftest import row, write_file
from tests.dossiers.test_jobs import bring_in

COLUMNS = dict(zip(("code", "activity", "moment", "lifecycle", "unit", "role", "person"), OF_EVENTS, strict=True))
LOG = Mapping("igate", COLUMNS, kind="events", units={"Kinh tế": "KT"}, activities={"Nhận": "1"})
HEADING = ",".join(OF_EVENTS)


def bring_events(app, place, path, *lines):
    """Answers what came of it, and of each dossier its events in order and whether they keep to the steps."""
    path.write_text("\n".join([HEADING, *lines]), encoding="utf-8")
    with app.app_context():
        number = import_table(open_table(path), LOG, agency_id=place.agency_id, by_id=place.people["quality"])
        with unit(writes=False), across():
            run = db.session.get_one(DossierImport, number)
            dossiers = db.session.query(Dossier).order_by(Dossier.code)
            aside = [[one.number, one.reason, one.field] for one in refused_of(run)]
            return (run.added, run.same, run.refused, aside), {
                one.code: ([each.activity for each in told(one.id)], one.conforms, one.events) for one in dossiers
            }


@pytest.fixture
def dossiers(app, place, steps, september, tmp_path):
    path = write_file(
        tmp_path / "a.csv",
        row("A", "14/08/2026 09:00", "20/08/2026 09:00"),
        row("B", "17/08/2026 09:00"),
        row("C", "04/01/2025 09:00", "05/01/2025 09:00"),
    )
    bring_in(app, place, path)
    return path


def test_events_come_to_their_dossiers_in_order_of_time_and_only_once(app, place, dossiers, tmp_path):
    first = [
        "A,Trả,2026-08-20 08:00,,VP,,Trần Thị B",
        "A,Nhận,2026-08-14 09:05,complete,Kinh tế,Chuyên viên,Nguyễn Văn A 0123456789",
        "B,Nhận,17/08/2026 09:10,,,,",
        "X,Nhận,2026-08-14 09:05,,,,",
        "A,,2026-08-14 09:05,,,,",
        "A,Ký,soon,,,,",
        "B,Ký,2029-01-01,,,,",
        "B,Ký,0029-01-01,,,,",
    ]
    came, found = bring_events(app, place, tmp_path / "e.csv", *first)
    assert came == (3, 0, 5, [
        [5, "no_dossier", "code"], [6, "no_activity", "activity"], [7, "no_date", "moment"],
        [8, "in_the_future", "moment"], [9, "no_date", "moment"],
    ])  # fmt: skip
    assert found == {"A": (["1", "Trả"], False, 2), "B": (["1"], True, 1), "C": ([], None, 0)}
    came, found = bring_events(
        app, place, tmp_path / "f.csv", *first, "A,Thẩm định,2026-08-15,,,,", "C,Nhận,2025-01-04,,,,"
    )
    assert came[:3] == (2, 3, 5)
    assert found["A"] == (["1", "Thẩm định", "Trả"], True, 3)
    assert found["C"] == (["1"], None, 1), "no procedure was in force on its day"
    with app.app_context(), unit(writes=False), across():
        hands = {(one.unit_words, one.role, one.unit_id, len(one.person)) for one in db.session.query(DossierHand)}
        people = [one.person for one in db.session.query(DossierHand) if one.person]
    economy, office = place.units["economy"], place.units["office"]
    assert hands == {("Kinh tế", "Chuyên viên", economy, 16), ("VP", "", office, 16), ("", "", None, 0)}
    assert len(set(people)) == 2 and not any("Nguy" in one for one in people)


@pytest.mark.one_database
def test_the_register_counts_them_and_a_dossier_says_what_it_differs_in(app, place, dossiers, client, tmp_path):
    bring_events(
        app, place, tmp_path / "e.csv", "A,Trả,2026-08-20,,VP,,", "A,Nhận,2026-08-14,,,,", "B,Nhận,2026-08-17,,,,"
    )
    client.sign_in("quality")
    page = client.get("/an-khe/dossiers/?steps=broken").text
    assert "Sai các bước" in page and "dossiers/1" in page and "dossiers/2" not in page
    assert "dossiers/2" in client.get("/an-khe/dossiers/?steps=kept").text
    told = client.get("/an-khe/dossiers/1").text
    assert "Bước 2 không được thực hiện: Thẩm định" in told and "14/08/2026" in told
    assert "Văn phòng HĐND và UBND" in told and "Bước 3 được làm mà trước đó chưa làm bước 2" in told


def test_a_dossier_that_comes_to_its_end_is_judged_again(app, place, dossiers, tmp_path):
    bring_events(app, place, tmp_path / "e.csv", "B,Nhận,2026-08-17 09:10,,,,")
    bring_in(app, place, write_file(tmp_path / "b.csv", row("B", "17/08/2026 09:00", "20/08/2026 09:00")))
    _came, found = bring_events(app, place, tmp_path / "f.csv", "B,Nhận,2026-08-17 09:10,,,,")
    assert found["B"] == (["1"], False, 1)
    bring_in(app, place, write_file(tmp_path / "c.csv", row("B", "17/12/2025 09:00", "20/08/2026 09:00")))
    _came, found = bring_events(app, place, tmp_path / "g.csv", "B,Trả,2026-08-20,,,,")
    assert found["B"] == (["1", "Trả"], None, 2), "its events follow it into the year in which it came in"


def test_columns_of_a_log_are_found_by_headings_and_contents():
    rows = [["H1", "Nhận", "05/08/2026 09:00", "Một cửa"]]
    headings = ["Mã hồ sơ", "Tên bước", "Thời gian thực hiện", "Phòng ban"]
    assert {name: one.heading for name, one in propose(headings, rows, kind="events").items()} == {
        "code": "Mã hồ sơ", "activity": "Tên bước", "moment": "Thời gian thực hiện", "unit": "Phòng ban",
    }  # fmt: skip
    assert kind_of(headings, rows) == "events"
    assert kind_of(["Mã hồ sơ", "Mã TTHC", "Ngày nhận"], [["H1", "1.1", "05/08/2026"]]) == "dossiers"
    assert set(propose(OF_EVENTS, [["H1", "Nhận", "2026-08-05", "", "", "", ""]], kind="events")) == set(COLUMNS)
