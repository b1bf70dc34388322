"""What the words of a source mean is said in the browser: kept, used by the next file, and for what is in already."""

import io
from datetime import date

import pytest

from iso_qms.db import db, transaction, unit
from iso_qms.dossiers.evidence import late_ratio
from iso_qms.dossiers.figure.counts import recount
from iso_qms.dossiers.models import Dossier, DossierImport, DossierSource
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.timetable import beat, walk
from tests.dossiers.conftest import row, write_file
from tests.dossiers.test_jobs import bring_in

ODD = {"procedure": "qt 07", "deciding_unit": "P. KINH TẾ (CŨ)", "channel": "Zalo"}
WORDS = "/an-khe/dossiers/sources/1/words"


def dossiers(app):
    with app.app_context(), unit(writes=False), across():
        return {
            one.code: (one.document_id, one.deciding_unit_id, one.channel, one.left_out, one.verdict, one.basis)
            for one in db.session.query(Dossier).all()
        }


def differing(app, place):
    with app.app_context(), unit(writes=False), across():
        return recount(agency_id=place.agency_id, corrects=False)[1]


@pytest.fixture
def strange(app, place, procedure, september, tmp_path):
    """Two dossiers in words nobody knows, one of another agency, one of a state nobody knows."""
    path = write_file(
        tmp_path / "a.csv",
        row("A", "17/08/2026 09:00", "28/08/2026 16:00", **ODD),
        row("B", "17/08/2026 09:00", "18/08/2026 16:00", **ODD),
        row("C", "17/08/2026 09:00", "28/08/2026 16:00", deciding_unit="Sở Nội vụ"),
        row("D", "17/08/2026 09:00", "18/08/2026 16:00", state="Đã phát hành", **ODD),
    )
    bring_in(app, place, path)
    return path


def test_strange_words_are_said_kept_and_used_for_what_is_in_already(app, place, procedure, strange, client):
    client.sign_in("quality")
    page = client.get("/an-khe/dossiers/imports/1").text
    assert WORDS in page and "Sở Nội vụ" in page
    page = client.get(WORDS).text
    assert "P. KINH TẾ (CŨ)" in page and "(2 dòng)" in page and "Zalo" in page and "Đã phát hành" in page
    assert '<option value="QT-07" selected' in page, "what differs in spelling alone is chosen beforehand"
    refused = client.post_form(WORDS, **{"unit:Sở Nội vụ": "SNV"})
    assert refused.status_code == 422 and "SNV" in refused.text and dossiers(app)["C"][1] is None
    said = {
        "procedure:qt 07": "QT-07", "unit:P. KINH TẾ (CŨ)": "KT", "unit:Sở Nội vụ": "-", "channel:Zalo": "online",
        "state:Đã phát hành": "finished",
    }  # fmt: skip
    run = client.post_form(WORDS, **said).request.path
    assert run.endswith("/imports/2"), "the row that was set aside is taken in as a file of its own"
    assert dossiers(app)["A"][0] is None, "the rest waits for the timetable"
    waits = client.get(WORDS).text
    assert (
        "đang chờ gán lại: qt 07" in waits
        and "iso-qms timetable" in waits
        and "iso-qms timetable" in client.get(run).text
    )
    with app.app_context():
        beat()
    waits = client.get(WORDS).text
    assert "đang chờ gán lại" in waits and "iso-qms timetable" not in waits
    with app.app_context():
        assert walk("dossier_reckonings") and walk("dossier_files") and walk("dossier_reckonings") == 0
    found = dossiers(app)
    economy = place.units["economy"]
    assert found["A"] == (procedure, economy, "online", False, "late", "procedure")
    assert found["B"] == (procedure, economy, "online", False, "early", "procedure")
    assert (
        found["C"][1] is None
        and found["C"][3]
        and found["D"] == (procedure, economy, "online", False, "early", "procedure")
    )
    assert differing(app, place) == []
    assert "Mọi từ" in client.get(WORDS).text


def test_the_next_file_is_read_so_and_the_same_file_changes_nothing(app, place, procedure, strange, client, tmp_path):
    client.sign_in("quality")
    client.post_form(WORDS, **{"unit:P. KINH TẾ (CŨ)": "KT", "unit:Sở Nội vụ": "-", "again": ""})
    with app.app_context():
        assert walk("dossier_reckonings") == 0, "nobody asked for it"
        with unit(writes=False), across():
            source, first = db.session.query(DossierSource).one(), db.session.get_one(DossierImport, 1)
            assert source.mapping["units"] == {"Một cửa": "TTPVHCC", "P. KINH TẾ (CŨ)": "KT", "Sở Nội vụ": "-"}
            assert first.mapping["units"] == {"Một cửa": "TTPVHCC"}, "a run says how it was read"
    more = row("N", "17/08/2026 09:00", "28/08/2026", **ODD), row("E", "17/08/2026 09:00", state="?", deciding_unit="X")
    data = strange.read_bytes() + "\n".join(["", *more]).encode()
    page = client.post_form("/an-khe/dossiers/imports/new", file=(io.BytesIO(data), "b.csv"))
    assert "P. KINH TẾ (CŨ)" in page.text and "unit:P. KINH" not in page.text and "channel:Zalo" in page.text
    assert "unit:X" in page.text, "the words of a row of an unknown state are asked for too"
    client.post_form(page.request.path, act="start", source="igate", **{"channel:Zalo": "-"})
    with app.app_context():
        walk("dossier_files")
        with unit(writes=False), across():
            run = db.session.query(DossierImport).order_by(DossierImport.id.desc()).first()
            assert (run.added, run.changed, run.same, run.strange) == (1, 0, 3, {})
    assert dossiers(app)["N"][:3] == (procedure, place.units["economy"], "direct")


@pytest.mark.one_database
def test_the_same_file_brought_again_fills_in_words_that_were_not_kept_yet(app, place, procedure, strange, client):
    """As dossiers stand that came in before the words of sources were kept, and whose file set nothing aside."""

    def nothing_was_set_aside(*, before_words):
        with app.app_context(), transaction(), across():
            if before_words:
                named = dict.fromkeys(("receiving_name_id", "deciding_name_id", "channel_name_id"))
                db.session.connection().execute(Dossier.__table__.update().values(**named))
            for one in db.session.query(DossierImport):
                one.refused = 0

    nothing_was_set_aside(before_words=True)
    run, found = bring_in(app, place, strange)
    assert run[1:5] == (0, 0, 3, 1) and {one[3] for one in found.values()} == {0}, "nothing was said anew of them"
    client.sign_in("quality")
    assert "P. KINH TẾ (CŨ)" in client.get(WORDS).text and differing(app, place) == []
    nothing_was_set_aside(before_words=False)
    assert bring_in(app, place, strange)[0][1:5] == (0, 0, 3, 0), "and then it is in, and not gone through again"


def test_what_is_left_out_counts_in_no_figure_and_stays_in_the_register(app, place, procedure, strange, client):
    def late():
        with app.app_context(), unit(writes=False):
            choose(db.session.get_one(Agency, place.agency_id))
            days = {"since": date(2026, 8, 1), "until": date(2026, 9, 1)}
            return late_ratio(**days, document_id=procedure)

    client.sign_in("quality")
    assert late() == (1, 1)
    client.post_form(WORDS, **{"unit:Sở Nội vụ": "-", "procedure:qt 07": ""})
    with app.app_context():
        assert walk("dossier_reckonings")
    assert late() == (0, 0) and differing(app, place) == []
    assert ">C<" in client.get("/an-khe/dossiers/").text
    client.post_form(WORDS, **{"unit:Sở Nội vụ": "", "procedure:qt 07": ""})
    with app.app_context():
        assert walk("dossier_reckonings")
    assert late() == (1, 1) and differing(app, place) == []
