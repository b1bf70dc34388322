"""The small agency with a procedure whose limit was cut in the middle of August 2026, and files of dossiers."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

import iso_qms.improvement.action.actions  # noqa: F401  (a nonconformity made of a dossier is not declared whole without them)
from iso_qms.db import db, transaction
from iso_qms.documents import operations
from iso_qms.documents.approval import reviewing
from iso_qms.documents.blocks import add_block, remove_block
from iso_qms.documents.models import Document
from iso_qms.dossiers.incoming.mapping import Mapping
from tests.documents.conftest import Shelf

NOW = "2026-09-08T09:00+07:00"
COLUMNS = {
    "code": "Mã hồ sơ", "procedure": "Mã TTHC", "case": "Trường hợp", "received_at": "Ngày tiếp nhận",
    "due_at": "Ngày hẹn trả", "finished_at": "Ngày trả", "state": "Trạng thái", "channel": "Hình thức nộp",
    "receiving_unit": "Nơi tiếp nhận", "deciding_unit": "Đơn vị xử lý", "paused_from": "Tạm dừng từ",
    "paused_to": "Tạm dừng đến", "pause_document": "Phiếu bổ sung",
}  # fmt: skip
MAPPING = Mapping("igate", COLUMNS, units={"Một cửa": "TTPVHCC"})
TOML = 'source = "igate"\n[columns]\n' + "".join(f'{name} = "{head}"\n' for name, head in COLUMNS.items())


def row(code, received, finished="", **more):
    known = {
        "code": code, "procedure": "QT-07", "received_at": received, "finished_at": finished, "state": "",
        "channel": "Trực tuyến", "receiving_unit": "Một cửa", "deciding_unit": "KT",
    }  # fmt: skip
    return ";".join((known | more).get(name, "") for name in COLUMNS)


def write_file(path, *rows):
    path.write_text("\n".join([";".join(COLUMNS.values()), *rows]), encoding="utf-8")
    return path


@pytest.fixture
def september():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def procedure(app, place):
    """QT-07: five working days, and three for whoever comes from 17/08 on; answers the number of the document."""
    with app.app_context():
        with time_machine.travel("2026-08-03T07:00+07:00", tick=False), transaction():
            shelf = Shelf(place)
            number = limited(shelf, shelf.document(), 5, on=date(2026, 8, 3))
        with time_machine.travel("2026-08-10T09:00+07:00", tick=False), transaction():
            limited(Shelf(place), db.session.get_one(Document, number), 3, on=date(2026, 8, 17))
    return number


@pytest.fixture
def steps(app, place):
    """QT-07 with three steps, in force from 03/08; answers the number of the document."""
    with app.app_context(), time_machine.travel("2026-08-03T07:00+07:00", tick=False), transaction():
        shelf = Shelf(place)
        return limited(shelf, shelf.document(), 5, on=date(2026, 8, 3), steps=("Nhận", "Thẩm định", "Trả"))


def limited(shelf, document, days, *, on, steps=(), cases=(None,), papers=()):
    """Put a revision in force from a day on, with a limit in working days per case and some steps; the document.

    A step is what is done, or all that its block holds.
    """
    revision = shelf.draft(document)
    for number, action in enumerate(steps, start=1):
        told = action if isinstance(action, dict) else {"action": action}
        empty = {"number": str(number), "responsible": None, "durations": [], "output": None}
        add_block(revision, "step", empty | told)
    for text, group in papers:
        add_block(revision, "paper", {"text": text, "level": 1, "group": group, "copies": None})
    for block in [one for one in revision.blocks if one.kind == "time_limit"]:
        remove_block(block)
    for more, case in enumerate(cases):
        limit = {
            "case": case,
            "kind": "case",
            "amount": days + more,
            "unit": "working_day",
            "raw": f"{days + more} ngày",
        }
        add_block(revision, "time_limit", limit | {"starts_from": None, "cutoff": None})
    operations.submit(revision, by=shelf.person("author"))
    for review in list(revision.reviews_of_round()):
        shelf.opinion(revision, "agree", review.post_id)
    reviewing.approve(revision, by=shelf.person("leader"), effective_on=on, note="Bản dùng để thử")
    return document.id
