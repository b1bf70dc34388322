"""The register through its pages: what heads see, what a dossier says of its dates, and what was brought in."""

import io
import re
from datetime import date

import openpyxl
import pytest
import time_machine

from iso_qms.db import transaction
from tests.documents.conftest import Shelf
from tests.dossiers.conftest import limited, row, write_file
from tests.dossiers.test_jobs import bring_in

pytestmark = pytest.mark.one_database


def test_the_register_shows_each_dossier_to_those_it_concerns(app, place, procedure, september, tmp_path):
    pause = {"paused_from": "18/08/2026 09:00", "paused_to": "19/08/2026 09:00", "pause_document": "12/PYC"}
    path = write_file(
        tmp_path / "a.csv",
        row("H-1", "17/08/2026 08:00", "25/08/2026 16:00", **pause),
        row("H-2", "07/09/2026 08:00", deciding_unit="VHXH", channel="Trực tiếp"),
        row("=H-3", "32/09/2026 08:00"),
    )
    bring_in(app, place, path)
    quality, economy, staff = (app.test_client() for _ in range(3))
    for visitor, login in ((quality, "quality"), (economy, "head_economy"), (staff, "staff")):
        visitor.sign_in(login)
    page = quality.get("/an-khe/dossiers/")
    assert "H-1" in page.text and "H-2" in page.text and "Trả quá hạn" in page.text
    assert "H-2" not in quality.get("/an-khe/dossiers/?verdict=late&month=2026-08&channel=online").text
    seen = economy.get("/an-khe/dossiers/?all=1").text
    assert "H-1" in seen and "H-2" not in seen
    assert staff.get("/an-khe/dossiers/").status_code == 403
    assert economy.get("/an-khe/dossiers/2").status_code == 404
    told = economy.get("/an-khe/dossiers/1").text
    assert "12/PYC" in told and "QT-07" in told and "21/08/2026" in told and "Lần tạm dừng" in told
    assert "quá hạn" in quality.get("/an-khe/dossiers/2").text or "trong hạn" in quality.get("/an-khe/dossiers/2").text
    book = openpyxl.load_workbook(io.BytesIO(quality.get("/an-khe/dossiers/register.xlsx").data))
    assert [cell.value for cell in book.active["A"]][1:] == ["H-2", "H-1"]
    assert "a.csv" in quality.get("/an-khe/dossiers/imports").text
    assert "Không có ngày đọc được" in quality.get("/an-khe/dossiers/imports/1").text
    assert quality.get("/an-khe/dossiers/imports/1/refused.xlsx").status_code == 200
    assert "Chưa có hồ sơ" not in page.text


def test_each_verdict_is_found_counted_and_explained(app, place, procedure, september, client, tmp_path):
    waits = {"paused_from": "18/08/2026 09:00", "pause_document": "12/PYC"}
    told = {
        "early": row("EARLY", "17/08/2026 08:00", "19/08/2026 16:00"),
        "on_time": row("ON-TIME", "17/08/2026 08:00", "20/08/2026 16:00"),
        "late": row("LATE", "17/08/2026 08:00", "21/08/2026", due_at="25/08/2026"),
        "open_in_time": "\n".join([row("OPEN", "07/09/2026 08:00"), row("WAITS", "17/08/2026 08:00", **waits)]),
        "open_late": row("OPEN-LATE", "17/08/2026 08:00"),
        "not_judged": "\n".join(
            row(code, "17/08/2026 08:00", state=state)
            for code, state in (("STOPPED", "Dừng xử lý"), ("TAKEN-BACK", "Rút hồ sơ"), ("PASSED-ON", "Đã chuyển"))
        ),
    }
    bring_in(app, place, write_file(tmp_path / "a.csv", *told.values()))
    client.sign_in("quality")
    for verdict, lines in told.items():
        page = client.get(f"/an-khe/dossiers/?all=1&verdict={verdict}").text
        mine = [line.partition(";")[0] for line in lines.split("\n")]
        codes = re.findall(r'dossiers/\d+">([A-Z-]+)</a>', page)
        assert sorted(codes) == sorted(mine)
        assert re.search(rf"<b[^>]*>{len(mine)}</b>|\b{len(mine)}\b", page)
    seen = {code: client.get(f"/an-khe/dossiers/{number}").text for number, code in enumerate(_codes(told), start=1)}
    assert "Biên nhận hẹn ngày khác" in seen["LATE"] and "20/08/2026" in seen["LATE"] and "25/08/2026" in seen["LATE"]
    assert "12/PYC" in seen["WAITS"] and "Đồng hồ tạm dừng" in seen["WAITS"]
    assert all("nên không xét hạn" in seen[code] for code in ("STOPPED", "TAKEN-BACK", "PASSED-ON"))
    assert "nên không xét hạn" not in seen["EARLY"]


def test_where_each_case_has_its_limit_a_dossier_without_one_says_so(app, place, september, client, tmp_path):
    with app.app_context(), time_machine.travel("2026-08-03T07:00+07:00", tick=False), transaction():
        shelf = Shelf(place)
        limited(shelf, shelf.document(), 0.5, on=date(2026, 8, 3), cases=("không xác minh", "có xác minh"))
    cases = {"A": "có xác minh", "B": "", "C": "khác", "D": "không xác minh"}
    rows = [row(code, "17/08/2026 08:00", case=case) for code, case in cases.items()]
    bring_in(app, place, write_file(tmp_path / "a.csv", *rows))
    client.sign_in("quality")
    named, unnamed, unknown, at_once = (client.get(f"/an-khe/dossiers/{number}").text for number in (1, 2, 3, 4))
    same_day = "Hạn là ngày nhận hồ sơ"
    assert same_day in at_once and same_day not in named
    assert "18/08/2026" in named and "theo từng trường hợp" not in named
    assert "theo từng trường hợp" in unnamed
    assert "không có trường hợp này: khác" in unknown


def _codes(told):
    return [line.partition(";")[0] for lines in told.values() for line in lines.split("\n")]
