from datetime import date

from iso_qms.clock import as_local, now
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.dossiers.effect_measures import LATE
from iso_qms.dossiers.figure.counts import recount
from iso_qms.dossiers.incoming.loading import make_room_for
from iso_qms.dossiers.models import Dossier, DossierImport
from iso_qms.journal import write
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.registry import registry


def test_the_share_of_late_dossiers_of_a_procedure_measures_an_effect(context, place, september):
    choose(db.session.get(Agency, place.agency_id))
    by = db.session.get_one(Person, place.people["quality"])
    named = {"kind": "procedure", "code": "QT-07", "title": "Hộ tịch"}
    paper = Document(agency_id=by.agency_id, unit_id=place.units["office"], **named)
    run = DossierImport(
        agency_id=by.agency_id, source="igate", name="a.csv", sha256="0" * 64, mapping={}, by_id=by.id, started_at=now()
    )
    db.session.add_all([paper, run])
    write(paper, "document.opened", by=by)
    write(run, "dossier_import.started", by=by)
    db.session.flush()
    make_room_for([now().year])
    days = {"1": (4, "late"), "2": (4, "on_time"), "3": (7, "late"), "4": (5, "not_judged"), "5": (7, "early")}
    for code, (day, verdict) in days.items():
        closed = as_local(now()).replace(day=day)
        db.session.add(Dossier(
            id=int(code), year=closed.year,
            agency_id=by.agency_id, source="igate", code=code, procedure="QT-07", document_id=paper.id,
            received_at=closed, finished_at=closed, state="finished", verdict=verdict, channel="direct", digest="0",
            run_id=run.id,
        ))  # fmt: skip
    db.session.flush()
    recount(agency_id=by.agency_id)
    chosen = {"procedure": str(paper.id)}
    whole = LATE.compute(chosen, date(2026, 9, 1), date(2026, 9, 7))
    assert (whole.numerator, whole.denominator) == (2, 4)
    assert [(one.kind, one.thing_id, one.day.day) for one in whole.rows] == [
        ("late_dossier", 3, 7), ("late_dossier", 1, 4)
    ], "the late ones stand behind it, the last first"  # fmt: skip
    first = LATE.compute(chosen, date(2026, 9, 1), date(2026, 9, 4))
    assert (first.numerator, first.denominator) == (1, 2)
    assert LATE.compute(chosen, date(2026, 9, 8), date(2026, 9, 30)) is None, "none closed says nothing"
    assert "QT-07" in LATE.about(chosen) and registry.measures["late_dossiers"] is LATE
