"""A register brought in from CSV and Excel, beside the same rows poured bare into the same tables in the same run.

Bare is the reader of CSV, a moment parsed for each moment, and one prepared statement (SQLite) or COPY (PostgreSQL):
no checks, no due dates, no journal, no judgement. With `--dossiers 1000000` it is the full size; six events to each.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import time_machine
import xlsxwriter
from flask import Flask
from sqlalchemy import insert, text

from benchmarks.figures import Figure
from iso_qms.clock import HO_CHI_MINH, now
from iso_qms.db import db, transaction
from iso_qms.dossiers.event.event_intake import COLUMNS as EVENT_COLUMNS
from iso_qms.dossiers.event.events import EPOCH, DossierEvent
from iso_qms.dossiers.incoming.loading import load, make_room_for, stored_as
from iso_qms.dossiers.incoming.mapping import Mapping
from iso_qms.dossiers.incoming.reading import open_table
from iso_qms.dossiers.jobs import import_table
from iso_qms.dossiers.models import Dossier, DossierImport
from tests.documents.conftest import Shelf
from tests.dossiers.conftest import limited

HEADINGS = {
    "code": "Mã hồ sơ", "procedure": "Mã TTHC", "received_at": "Ngày tiếp nhận", "due_at": "Ngày hẹn trả",
    "finished_at": "Ngày trả", "state": "Trạng thái", "channel": "Hình thức nộp", "deciding_unit": "Đơn vị xử lý",
}  # fmt: skip
OF_EVENTS = {"code": "Mã hồ sơ", "activity": "Bước", "moment": "Thời điểm", "unit": "Phòng ban", "person": "Cán bộ"}
STEPS = ("Nhận", "Phân công", "Thẩm định", "Trình ký", "Ký", "Trả")
BATCH = 20_000


def measure(app: Flask, place: Any, wanted: argparse.Namespace) -> Iterator[Figure]:
    """Dossiers, their events, and Excel; each figure is seconds of ours and of the bare load."""
    many = wanted.dossiers
    with tempfile.TemporaryDirectory() as name, app.app_context():
        folder = Path(name)
        dossiers, events, sheet = folder / "dossiers.csv", folder / "events.csv", folder / "dossiers.xlsx"
        _write(dossiers, events, many)
        bare = _bare(app, place, dossiers, events)
        _put_in_force(place)
        few = min(many, 100_000)
        _as_excel(dossiers, sheet, few)
        yield _ours(f"{many} dossiers from CSV", place, dossiers, "dossiers", bare[0])
        yield _ours(f"{6 * many} events from CSV", place, events, "events", bare[1])
        yield _ours(f"{few} dossiers from Excel", place, sheet, "dossiers", bare[0] * few / many, source="excel")


def _ours(what: str, place: Any, path: Path, kind: str, bare: float, *, source: str = "csv") -> Figure:
    mapping = Mapping(source, HEADINGS if kind == "dossiers" else OF_EVENTS, kind=kind)
    began, ran = perf_counter(), process_time()
    import_table(open_table(path), mapping, agency_id=place.agency_id, by_id=place.people["quality"])
    took, spent = perf_counter() - began, process_time() - ran
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figure(what, took, bare, note=f"{spent:.1f} s of the processor, {memory:.0f} MB at most")


def _put_in_force(place: Any) -> None:
    """QT-07 with its time limit and six steps, so that dossiers are reckoned and their events judged."""
    with time_machine.travel("2026-01-02T07:00+07:00", tick=False), transaction():
        shelf = Shelf(place)
        limited(shelf, shelf.document(), 5, on=date(2026, 1, 2), steps=STEPS)


def _bare(app: Flask, place: Any, dossiers: Path, events: Path) -> tuple[float, float]:
    """The same rows into the same tables, in transactions of the same size, and out again."""
    table: Any = Dossier.__table__
    with transaction():
        make_room_for([2026])
        number = _run(place)
    began = perf_counter()
    for batch in _batches(dossiers):
        with transaction():
            load(table, _COLUMNS, [_bare_dossier(place, number, row) for row in batch])
    middle = perf_counter()
    for batch in _batches(events):
        with transaction():
            load(DossierEvent.__table__, EVENT_COLUMNS, [_bare_event(row) for row in batch])  # type: ignore[arg-type]
    end = perf_counter()
    with transaction():
        for name in ("dossier_event", "dossier", "dossier_import"):
            db.session.execute(text(f"DELETE FROM {name}"))
    return middle - began, end - middle


def _batches(path: Path) -> Iterator[list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        count = 0
        while batch := list(islice(rows, BATCH)):
            yield [[str(count + place), *row] for place, row in enumerate(batch, start=1)]
            count += len(batch)


_COLUMNS = (
    "id", "year", "agency_id", "source", "code", "procedure", "case", "received_at", "first_due_at", "finished_at",
    "basis", "state", "verdict", "channel", "pauses", "waiting", "digest", "former", "run_id", "events", "differs",
    "left_out",
)  # fmt: skip


def _run(place: Any) -> int:
    names = "total", "done", "added", "changed", "same", "older", "refused", "times"
    numbers = dict.fromkeys(names, 0)
    texts = dict.fromkeys(("kept", "holder", "broken", "sha256"), "")
    row = {
        "agency_id": place.agency_id, "kind": "dossiers", "source": "bare", "name": "bare", "mapping": {},
        "strange": {}, "by_id": place.people["quality"], "started_at": now(),
    }  # fmt: skip
    table: Any = DossierImport.__table__
    added = db.session.connection().execute(insert(table).values(**numbers, **texts, **row))
    number: int = added.inserted_primary_key[0]
    return number


def _bare_dossier(place: Any, run: int, row: Sequence[str]) -> tuple[Any, ...]:
    moment, _as_json = stored_as()
    received, due, finished = (moment(_moment(cell)) if cell else None for cell in row[3:6])
    return (
        int(row[0]), 2026, place.agency_id, "bare", row[1], row[2], "", received, due, finished, "source", "finished",
        "early", "direct", "[]", False, "", "[]", run, 0, 0, False,
    )  # fmt: skip


def _bare_event(row: Sequence[str]) -> tuple[int, ...]:
    number = int(row[0]) - 1
    return number // 6 + 1, 2026, number % 6, (_moment(row[3]) - EPOCH) // timedelta(microseconds=1), 1, 1


def _moment(cell: str) -> datetime:
    return datetime.fromisoformat(cell).replace(tzinfo=HO_CHI_MINH)


def _write(dossiers: Path, events: Path, many: int) -> None:
    chance, start = random.Random(3), datetime(2026, 1, 5, 7, 30)
    with dossiers.open("w", encoding="utf-8") as first, events.open("w", encoding="utf-8") as second:
        first.write(",".join(HEADINGS.values()) + "\n")
        second.write(",".join(OF_EVENTS.values()) + "\n")
        for number in range(many):
            received = start + timedelta(minutes=chance.randrange(330 * 1440))
            took = timedelta(hours=chance.randrange(4, 200))
            code = f"H99.99-{number:07d}"
            first.write(
                f"{code},QT-07,{received},{received + timedelta(days=7)},{received + took},"
                f"Đã trả kết quả,{'Trực tuyến' if number % 3 else 'Trực tiếp'},KT\n"
            )
            for place, step in enumerate(STEPS):
                second.write(f"{code},{step},{received + took * place / 5},VP,Cán bộ {number % 300}\n")


def _as_excel(dossiers: Path, sheet: Path, many: int) -> None:
    book = xlsxwriter.Workbook(str(sheet), {"constant_memory": True})
    page = book.add_worksheet()
    with dossiers.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(islice(csv.reader(file), many + 1)):
            page.write_row(line, 0, row)
    book.close()
