"""Reading and checking a procedure of fifteen pages beside python-docx opening the same file and reading its words."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import docx

from benchmarks.figures import Figure, alternating
from iso_qms.processes.checking import Knowledge, check
from iso_qms.processes.reading import read

PAGES = 15
LINES_A_PAGE = 38
"""Printed lines on an A4 page in 13 points; each line written here fills at least one."""
SECTIONS = (
    "1. MỤC ĐÍCH", "2. PHẠM VI", "3. TÀI LIỆU VIỆN DẪN", "5.a Thành phần, số lượng hồ sơ", "5.b Thời hạn giải quyết",
    "5.c Phí, lệ phí", "5.d Căn cứ pháp lý", "5.đ Quy trình các bước xử lý công việc",
)  # fmt: skip
STEPS, RECORDS = 60, 20


def measure(app: object, place: object, wanted: argparse.Namespace) -> Iterator[Figure]:
    """The aim is less than 150 ms."""
    data, knowledge = _file(), Knowledge(date(2026, 11, 1))
    found = read(data, name="a.docx")
    assert len(found["steps"]) == STEPS, "the file is not read as it was meant"
    house, bare = alternating(
        lambda: check(read(data, name="a.docx"), knowledge=knowledge), lambda: _words(data), seconds=wanted.seconds
    )
    note = f"{PAGES} pages, {STEPS} steps, {len(check(found, knowledge=knowledge))} findings"
    yield Figure("Read and check a procedure", house, bare, note=note)


def _file() -> bytes:
    document = docx.Document()
    for line in ("ỦY BAN NHÂN DÂN XÃ", "QUY TRÌNH", "ĐĂNG KÝ VƯỜN HOA", "Mã hiệu: QT-07", "Lần ban hành: 01"):
        document.add_paragraph(line)
    left = PAGES * LINES_A_PAGE - 2 * STEPS - RECORDS
    for place, heading in enumerate(SECTIONS):
        document.add_paragraph().add_run(heading).bold = True
        for number in range(left // len(SECTIONS)):
            document.add_paragraph(_line(place, number))
    rows = [("TT", "Nội dung công việc", "Trách nhiệm", "Thời gian", "Kết quả")]
    rows += [(f"{n}", f"Xử lý phần {n} của hồ sơ", f"Phòng {n % 7}", "½ ngày", "Phiếu") for n in range(1, STEPS + 1)]
    _table(document, rows)
    document.add_paragraph().add_run("7. HỒ SƠ LƯU").bold = True
    _table(document, [("TT", "Tên hồ sơ", "Thời gian lưu"), *((f"{n}", f"Sổ {n}", "") for n in range(1, RECORDS))])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _line(place: int, number: int) -> str:
    if SECTIONS[place].endswith("pháp lý"):
        return f"- Nghị định số {number + 1}/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về vườn hoa số {number};"
    return f"- Dòng {number} của mục này nói về việc thứ {number * 7919 % 10007} mà UBND xã làm theo QT-{number:02d};"


def _table(document: Any, rows: list[tuple[str, ...]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for cells, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, words, strict=True):
            cell.text = text


def _words(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    lines = [one.text for one in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)
