"""Dossiers of the register held against who does their steps and how long these may take."""

from datetime import date

import pytest
import time_machine

from iso_qms.db import transaction
from tests.documents.conftest import Shelf
from tests.dossiers.conftest import limited, row, write_file
from tests.dossiers.event.test_event_intake import bring_events
from tests.dossiers.test_jobs import bring_in

pytestmark = pytest.mark.one_database


def lasting(amount, unit="working_day", case=None, steps=1):
    return {"case": case, "amount": amount, "unit": unit, "raw": str(amount), "parse": "full", "starts_from": None,
            "steps": steps}  # fmt: skip


STEPS = (
    {"action": "Nhận", "responsible": "Một cửa", "durations": [lasting(4, "working_hour")]},
    {"action": "Thẩm định", "responsible": "KT", "durations": [lasting(1, case="dễ"), lasting(3, case="khó")]},
    {"action": "Yêu cầu bổ sung hồ sơ", "responsible": "KT"},
    {"action": "Trả", "responsible": "Một cửa", "durations": [lasting(None, "office_hours")]},
)


@pytest.fixture
def dossiers(app, place, september, tmp_path):
    with app.app_context(), time_machine.travel("2026-08-03T07:00+07:00", tick=False), transaction():
        limited(shelf := Shelf(place), shelf.document(), 5, on=date(2026, 8, 3), steps=STEPS)
    lines = [row(code, "17/08/2026 08:00", "20/08/2026 09:00", case=case) for code, case in (
        ("EASY", "dễ"), ("HARD", "khó"), ("HANDS", "khó"), ("ASKED", "khó"), ("SLOW", ""))]  # fmt: skip
    bring_in(app, place, write_file(tmp_path / "a.csv", *lines))


def test_who_did_a_step_and_how_long_it_took_are_judged_by_the_case_and_shown(app, place, dossiers, client, tmp_path):
    events = []
    for code, hand, received, asked in (
        ("EASY", "Kinh tế,Chuyên viên", "10:00", 0), ("HARD", "Kinh tế,Chuyên viên", "10:00", 2),
        ("HANDS", "VP,Chuyên viên", "10:00", 0), ("ASKED", "Kinh tế,", "10:00", 3), ("SLOW", "Kinh tế,", "15:00", 0),
    ):  # fmt: skip
        events += [f"{code},Nhận,2026-08-17 {received},,TTPVHCC,Một cửa,"]
        events += [f"{code},Yêu cầu bổ sung hồ sơ,2026-08-19 16:0{turn},,Kinh tế,," for turn in range(asked)]
        events += [f"{code},Thẩm định,2026-08-19 15:00,,{hand},", f"{code},Trả,2026-08-20 09:00,,TTPVHCC,Một cửa,"]
    _came, found = bring_events(app, place, tmp_path / "e.csv", *events)
    assert {code: kept for code, (_names, kept, _number) in found.items()} == {
        "EASY": False, "HARD": True, "HANDS": False, "ASKED": False, "SLOW": False,
    }  # fmt: skip
    client.sign_in("quality")
    for kind, code in ((8, "HANDS"), (16, "EASY"), (16, "SLOW"), (32, "ASKED")):
        page = client.get(f"/an-khe/dossiers/?all=1&differs={kind}").text
        assert f">{code}</a>" in page and ">HARD</a>" not in page
    assert "Quá thời gian của bước" in page or "quá hai lần" in page
    easy, _hard, hands, asked, slow = (client.get(f"/an-khe/dossiers/{number}").text for number in range(1, 6))
    assert "Bước 2 quá thời gian quy định (1 ngày làm việc): bắt đầu 17/08/2026" in " ".join(easy.split())
    assert "Bước 2 là việc của KT nhưng do Chuyên viên, Văn phòng HĐND và UBND thực hiện" in hands
    assert "bổ sung 3 lần" in asked and "(4 giờ làm việc)" in slow and "Bước 2 quá" not in slow


def test_a_dossier_whose_case_becomes_known_is_judged_by_it(app, place, dossiers, tmp_path):
    lines = [f"SLOW,{step},2026-08-{day}:00,,,," for step, day in (("1", "17 09"), ("2", "19 09"), ("Trả", "20 09"))]
    assert bring_events(app, place, tmp_path / "e.csv", *lines)[1]["SLOW"][1] is True
    changed = row("SLOW", "17/08/2026 08:00", "20/08/2026 09:00", case="dễ")
    bring_in(app, place, write_file(tmp_path / "b.csv", changed))
    assert bring_events(app, place, tmp_path / "f.csv", lines[0])[1]["SLOW"][1] is False
