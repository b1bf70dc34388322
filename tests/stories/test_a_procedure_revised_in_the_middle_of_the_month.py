"""A procedure revised in the middle of the month: what went alike is held against the issue of the day it came in."""

from datetime import date

import pytest
import time_machine

from iso_qms.audits.draw.dossier_sampling import papers_of, revision_for
from iso_qms.db import db, transaction
from iso_qms.documents.models import Document
from iso_qms.dossiers.models import Dossier
from iso_qms.organisation.agencies import Agency, choose
from tests.documents.conftest import Shelf
from tests.dossiers.conftest import limited, row, write_file
from tests.dossiers.event.test_event_intake import bring_events
from tests.dossiers.test_jobs import bring_in

OLD, NEW = "14/08/2026 09:00", "17/08/2026 09:00"
DONE = ("Nhận", "Thẩm định", "Trả")
ASKED = (*DONE[:2], "Xác minh", DONE[2])


@pytest.mark.one_database
def test_a_procedure_revised_in_the_middle_of_the_month(app, place, client, tmp_path):
    with app.app_context():
        with time_machine.travel("2026-08-03T07:00+07:00", tick=False), transaction():
            shelf, papers = Shelf(place), [("Tờ khai", "submit")]
            procedure = limited(shelf, shelf.document(), 5, on=date(2026, 8, 3), steps=DONE, papers=papers)
        with time_machine.travel("2026-08-10T09:00+07:00", tick=False), transaction():
            shelf, papers = Shelf(place), [("Tờ khai", "submit"), ("Giấy cam đoan", "submit")]
            document = db.session.get_one(Document, procedure)
            limited(shelf, document, 3, on=date(2026, 8, 17), steps=ASKED, papers=papers)
    with time_machine.travel("2026-09-01T08:00+07:00", tick=False):
        rows = [row(code, came, "21/08/2026 15:00") for code, came in (("OLD", OLD), ("NEW", NEW))]
        _run, found = bring_in(app, place, write_file(tmp_path / "august.csv", *rows))
        assert found == {
            "OLD": ("procedure", date(2026, 8, 21), "on_time", 0),
            "NEW": ("procedure", date(2026, 8, 20), "late", 0),
        }
        happened = [f"{code},{step},2026-08-2{n},,,," for code in ("OLD", "NEW") for n, step in enumerate(DONE)]
        _came, told = bring_events(app, place, tmp_path / "log.csv", *happened)
        assert [told[code][1] for code in ("OLD", "NEW")] == [True, False], "only the new issue asks for a verification"
        with app.app_context(), transaction():
            choose(db.session.get(Agency, place.agency_id))
            asked = {one.code: (one.id, papers_of(revision_for(one))) for one in db.session.query(Dossier)}
        assert asked["OLD"][1] == ["Tờ khai"] and asked["NEW"][1] == ["Tờ khai", "Giấy cam đoan"]
        client.sign_in("quality")
        for code, issue in (("OLD", "01"), ("NEW", "02")):
            page = client.get(f"/an-khe/dossiers/{asked[code][0]}").text
            assert f"QT-07 · {issue}" in page and ("Xác minh" in page) == (code == "NEW")
