"""The register through its pages: what heads see, what a dossier says of its dates, and what was brought in."""

import io

import openpyxl
import pytest

from tests.dossiers.conftest import row, write_file
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
