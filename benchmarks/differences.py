"""The page that tells two revisions of thirty pages apart, beside difflib on the same words in a bare template.

The bare twin has the words in memory: it asks no database and nobody who they are, knows no blocks, rows, moves or
frame, and writes each run of words in a span.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from difflib import SequenceMatcher
from functools import partial
from typing import Any

from flask import Flask
from jinja2 import Template
from sqlalchemy import Connection, insert, update

from benchmarks.figures import Figure, alternating
from benchmarks.pages import asked, statements_of
from iso_qms.db import db
from iso_qms.documents.blocks import hash_of, kind_of, rendered
from iso_qms.documents.models import Block, BlockVersion, Document, Revision
from iso_qms.text import sort_key
from tests.fixtures.places import PASSWORD, Place
from tests.fixtures.visitors import Visitor

PAGES = 30
WORDS_A_PAGE = 400
"""Words on an A4 page in 13 points: some 38 lines of ten to eleven."""
STEPS, PAPERS, LIMITS, FORMS, RECORDS = 120, 60, 12, 30, 40
SECTIONS = (
    ("purpose", "1. MỤC ĐÍCH"), ("scope", "2. PHẠM VI"), ("papers", "5.a Thành phần, số lượng hồ sơ"),
    ("time_limit", "5.b Thời hạn giải quyết"), ("steps", "5.đ Quy trình các bước xử lý công việc"),
    ("forms", "6. BIỂU MẪU"), ("records", "7. HỒ SƠ LƯU"),
)  # fmt: skip
BARE = Template(
    "<!doctype html><title>Differences</title><p>{% for op, text in pieces %}<span class={{ op }}>{{ text }}</span> "
    "{% endfor %}</p>",
    autoescape=True,
)
Written = list[tuple[int, str, dict[str, Any]]]


def measure(app: Flask, place: Place, wanted: Any) -> Iterator[Figure]:
    """The aim is less than 300 ms."""
    old = list(written())
    new = revised(old)
    with app.app_context():
        _fill(place, old, new)
    app.test_client_class = Visitor
    visitor = app.test_client()
    visitor.sign_in("quality", PASSWORD)
    house = partial(asked, visitor, f"/{place.agency}/documents/1/differences?from=1&to=2")
    with app.app_context():
        words = [_words(blocks) for blocks in (old, new)]
    times = alternating(house, lambda: _bare(*words), seconds=wanted.seconds)
    note = f"{PAGES} pages, {len(old)} blocks, {len(words[0])} words, {len(statements_of(app, house))} statements"
    yield Figure("Differences of two revisions", times[0], times[1], note)


def written() -> Iterator[tuple[int, str, dict[str, Any]]]:
    """The blocks of a procedure, each with its number; its sections are as long as thirty pages need."""
    rows = {"papers": _papers(), "time_limit": _limits(), "steps": _steps(), "forms": _forms(), "records": _records()}
    left = PAGES * WORDS_A_PAGE - sum(len(str(one).split()) for blocks in rows.values() for one in blocks) // 2
    number = 0
    for key, heading in SECTIONS:
        text = "\n".join(_line(number * 1000 + line) for line in range(left // len(SECTIONS) // 20))
        for kind, content in [("section", {"key": key, "heading": heading, "text": text}), *rows.get(key, [])]:
            number += 1
            yield number, kind, kind_of(kind).empty | content


def revised(blocks: Written) -> Written:
    """The same a year later: a word in every tenth block is another, three steps stand elsewhere, a row is gone."""
    made = [
        (number, kind, {name: _reworded(value) for name, value in content.items()} if number % 10 == 1 else content)
        for number, kind, content in blocks
    ]
    steps = [place for place, (_number, kind, _content) in enumerate(made) if kind == "step"]
    for place in (steps[30], steps[60], steps[90]):
        made.insert(place + 7, made.pop(place))
    del made[steps[100]]
    return made


def _reworded(value: Any) -> Any:
    return value.replace("theo", "căn cứ", 1) if isinstance(value, str) else value


def _line(number: int) -> str:
    return (
        f"- Ý {number}: UBND xã làm việc thứ {number * 7919 % 10007} theo quy định số {number % 97}/QĐ, "
        f"do bộ phận {number % 13} chủ trì."
    )


def _papers() -> list[tuple[str, dict[str, Any]]]:
    return [
        ("paper", {"text": f"Bản chính giấy tờ số {n} nộp theo mẫu của phòng {n % 7}", "group": "submit", "copies": 1})
        for n in range(PAPERS)
    ]


def _limits() -> list[tuple[str, dict[str, Any]]]:
    return [
        ("time_limit", {"case": f"Trường hợp {n}", "kind": "case", "amount": n + 1, "unit": "working_day",
                        "raw": f"{n + 1} ngày làm việc theo giấy hẹn"})
        for n in range(LIMITS)
    ]  # fmt: skip


def _steps() -> list[tuple[str, dict[str, Any]]]:
    return [
        ("step", {"number": f"{n + 1}", "action": f"Xử lý phần {n * 31 % 211} hồ sơ theo quy định, ghi vào sổ {n}",
                  "responsible": f"Phòng {n % 7}", "durations": [{"case": None, "raw": "½ ngày", "steps": 1}],
                  "output": f"Phiếu {n % 11}"})
        for n in range(STEPS)
    ]  # fmt: skip


def _forms() -> list[tuple[str, dict[str, Any]]]:
    return [("form", {"title": f"Mẫu đơn số {n} theo thông tư", "code": f"BM-{n:02d}"}) for n in range(FORMS)]


def _records() -> list[tuple[str, dict[str, Any]]]:
    return [
        ("record", {"name": f"Sổ {n} theo dõi", "place": "Văn phòng", "retention": "5 năm"}) for n in range(RECORDS)
    ]


def _words(blocks: Written) -> list[str]:
    return [word for _n, kind, content in blocks for _name, text in rendered(kind, content) for word in text.split()]


def _bare(old: list[str], new: list[str]) -> str:
    pieces = []
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(("same", " ".join(old[a:b])))
        else:
            pieces += [("del", " ".join(old[a:b])), ("ins", " ".join(new[c:d]))]
    return BARE.render(pieces=pieces)


def _fill(place: Place, old: Written, new: Written) -> None:
    title, unit = "Thủ tục đăng ký vườn hoa", next(iter(place.units.values()))
    document = {"id": 1, "agency_id": place.agency_id, "kind": "procedure", "code": "QT-01", "unit_id": unit,
                "code_sort": sort_key("QT-01"), "title": title, "title_sort": sort_key(title),
                "issuer": ""}  # fmt: skip
    with db.engine.begin() as connection:
        connection.execute(insert(Document), [document])
        connection.execute(insert(Block), [{"id": n, "agency_id": place.agency_id, "document_id": 1} for n, *_ in old])
        for number, blocks, state in ((1, old, "superseded"), (2, new, "in_force")):
            _write(connection, place, number, title, blocks, state)


def _write(connection: Connection, place: Place, number: int, title: str, blocks: Written, state: str) -> None:
    moment, day = datetime(2026, 1, 5, tzinfo=UTC), date(2026, number, 5)
    revision = {"id": number, "agency_id": place.agency_id, "document_id": 1, "number": number, "title": title,
                "issue_number": number, "revision_number": "", "change_summary": "", "change_basis": "",
                "valid_from": day, "valid_to": date(2026, 1, 31) if number == 1 else None,
                "issued_on": day, "review_round": 1, "content_hash": "",
                "withdrawal_reason": "", "read_from": {}, "created_at": moment, "edited_at": moment, "edits": 0,
                "state": "draft"}  # fmt: skip
    connection.execute(insert(Revision), [revision])
    rows = [{"revision_id": number, "block_id": key, "kind": kind, "position": at, "content": content,
             "hash": hash_of(kind, content)} for at, (key, kind, content) in enumerate(blocks)]  # fmt: skip
    connection.execute(insert(BlockVersion), rows)
    # A block enters a draft only.
    connection.execute(update(Revision).where(Revision.id == number).values(state=state))
