"""A file comes in through the browser: looked at, confirmed, taken in behind one's back, corrected."""

import io
import os
import signal
import subprocess
import sys
from datetime import timedelta

import openpyxl
import pytest
import time_machine

from iso_qms.clock import now
from iso_qms.db import db, unit
from iso_qms.dossiers import jobs
from iso_qms.dossiers.incoming import kept_files
from iso_qms.dossiers.models import Dossier, DossierImport, DossierSource
from iso_qms.organisation.agencies import across
from iso_qms.timetable import walk
from tests.dossiers.conftest import COLUMNS, row

HEAD = ";".join([*COLUMNS.values(), "Người nộp"])


def sent(client, data, name="a.csv"):
    """Bring a file; answers the page of its columns, or why it is refused."""
    return client.post_form("/an-khe/dossiers/imports/new", file=(io.BytesIO(data), name))


def confirmed(client, page, **choices):
    """Confirm what is proposed; answers the page of the run."""
    return client.post_form(page.request.path, act="start", source="igate", **choices)


def lines(*rows):
    return "\n".join([HEAD, *(f"{one};Nguyễn Thị Dân" for one in rows)]).encode()


def test_a_file_is_looked_at_confirmed_taken_in_and_corrected(app, place, procedure, september, client):
    client.sign_in("quality")
    data = lines(row("A", "14/08/2026 09:00"), row("B", "17/08/2026 09:00", state="Đã phát hành"), row("", "soon"))
    shown = sent(client, data).text
    assert "Mã hồ sơ" in shown and "Đã phát hành" in shown and "Nguyễn Thị Dân" in shown and "bỏ qua" in shown
    page = confirmed(client, sent(client, data), **{"state:Đã phát hành": "withdrawn"})
    run = page.request.path
    assert page.headers["Refresh"] == "5" and "<progress" in page.text
    assert "Refresh" not in client.get(f"{run}?still=1").headers
    with app.app_context():
        kept = [one.name for one in kept_files.place_of("x").parent.iterdir()]
        assert len(kept) == 2, "the file that was only looked at waits too"
        assert walk("dossier_files") == 1
        assert len(list(kept_files.place_of("x").parent.iterdir())) == 1
    page = client.get(run)
    assert "Refresh" not in page.headers and "<progress" not in page.text
    assert "Dòng 4 · Không có mã hồ sơ. (Mã hồ sơ)" in page.text
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{run}/refused.xlsx").data))
    sheet = book.active
    heads = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, heads.index("Ngày tiếp nhận") + 1).value == "soon" and "Người nộp" not in heads
    sheet.cell(2, heads.index("Mã hồ sơ") + 1).value = "C"
    sheet.cell(2, heads.index("Ngày tiếp nhận") + 1).value = "18/08/2026 09:00"
    stream = io.BytesIO()
    book.save(stream)
    confirmed(client, sent(client, stream.getvalue(), name="sua.xlsx"))
    with app.app_context():
        walk("dossier_files")
        with unit(writes=False), across():
            assert {one.code: one.state for one in db.session.query(Dossier)} == {
                "A": "open", "B": "withdrawn", "C": "open",
            }  # fmt: skip
            assert db.session.query(DossierSource).one().mapping["states"] == {"Đã phát hành": "withdrawn"}
            last = db.session.query(DossierImport).order_by(DossierImport.id.desc()).first()
            assert (last.added, last.refused, last.done) == (1, 0, 1)
    other = sent(client, lines(row("D", "18/08/2026 09:00", state="Đã phát hành")))
    asked = client.post_form(other.request.path, act="start", source="của huyện")
    assert asked.status_code == 422 and "state:Đã phát hành" not in other.text
    assert 'name="state:Đã phát hành"' in asked.text and "chưa nêu nghĩa" in asked.text, (
        "another source says nothing yet"
    )


@pytest.mark.one_database
def test_a_broken_file_is_refused_with_its_sentence_and_nothing_is_kept(app, place, client):
    client.sign_in("quality")
    answer = sent(client, lines(row("A", "14/08/2026")) + b'\n"B;')
    assert answer.status_code == 422 and "thiếu dấu ngoặc kép đóng" in answer.text
    assert sent(client, b"").status_code == 422
    assert "không có gì để nhập" in sent(client, lines()).text
    with app.app_context():
        assert list(kept_files.place_of("x").parent.iterdir()) == []
        with unit(writes=False), across():
            assert db.session.query(DossierImport).count() == 0


@pytest.mark.one_database
def test_what_was_said_of_words_stays_when_one_looks_again(app, place, procedure, september, client):
    client.sign_in("quality")
    odd = row("A", "14/08/2026", due_at="20/08/2026", deciding_unit="Phòng Lạ")
    where = sent(client, lines(odd, *(row(f"H{n}", "14/08/2026") for n in range(30)), row("Z", "bậy"))).request.path
    said = '<option value="KT" selected'
    for act, source, more in (("look", "igate", {}), ("start", "", {})):
        page = client.post_form(where, act=act, source=source, **{"unit:Phòng Lạ": "KT"}, **more).text
        assert said in page and "20/08/2026" in page and "21/08/2026" not in page
        assert "bậy" in page, "what would be set aside further down is shown"
    page = client.post_form(where, act="start", source="igate", **{"unit:Phòng Lạ": "KT", "field-1": ""})
    assert page.status_code == 422 and '<input type="hidden" name="unit:Phòng Lạ" value="KT">' in page.text
    assert "imports/1/columns" not in confirmed(client, client.get(where), **{"unit:Phòng Lạ": "KT"}).request.path
    with app.app_context(), unit(writes=False), across():
        assert db.session.query(DossierSource).one().mapping["units"] == {"Phòng Lạ": "KT"}


@pytest.mark.one_database
def test_columns_that_make_no_sense_are_told_and_a_file_can_be_dropped(app, place, client):
    client.sign_in("quality")
    where = sent(client, lines(row("A", "14/08/2026"))).request.path
    wrong = client.post_form(where, act="start", source="x", **{"field-1": ""})
    assert wrong.status_code == 422 and "Chưa có cột nào được chọn" in wrong.text
    run = where.removesuffix("/columns")
    assert "Đã bỏ" in client.post_form(where, f"{run}/drop").text
    assert client.get(where).location.endswith(run)
    with app.app_context():
        assert list(kept_files.place_of("x").parent.iterdir()) == []
    staff = app.test_client()
    staff.sign_in("staff")
    assert staff.get("/an-khe/dossiers/imports/new").status_code == 403


def test_a_run_that_is_killed_goes_on_behind_what_it_has_taken(app, place, procedure, client, environment):
    client.sign_in("quality")
    confirmed(client, sent(client, lines(*(row(f"H-{number}", "14/08/2026 09:00") for number in range(25_000)))))
    walker = [sys.executable, "-c", "from iso_qms.cli import main; main()", "round", "dossier_files"]
    process = subprocess.Popen(walker, env=environment, stdout=subprocess.DEVNULL)
    while process.poll() is None and not _state(app)[0]:
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    done, rows, finished = _state(app)
    assert 0 < done < 25_000 and rows == done and finished is None
    run = "/an-khe/dossiers/imports/1"
    with time_machine.travel(now() + timedelta(minutes=10), tick=False):
        assert "Dừng giữa chừng" in client.get(run).text
        with app.app_context():
            assert walk("dossier_files") == 1
            assert jobs.import_round() == 0
    done, rows, finished = _state(app)
    assert (done, rows) == (25_000, 25_000) and finished is not None


def _state(app):
    with app.app_context(), unit(writes=False), across():
        run = db.session.get_one(DossierImport, 1)
        return run.done, db.session.query(Dossier).count(), run.finished_at
