"""Rows out of tables whose cells were glued together without a sign between them, as the portal gives them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from iso_qms.documents.citations import number_key

Row = dict[str, Any]
NOTHING = ("không có thông tin", "không có", "-", "--")

_CHANNEL = re.compile(r"(Trực tuyến|Dịch vụ bưu chính|Trực tiếp)(?=\d|Không có thông tin|Miễn phí)")
_CHANNELS_HEAD = "Hình thức nộpThời gianPhí, lệ phíMô tả"
_TIME = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(Ngày làm việc|Giờ làm việc|Ngày|Giờ|Tháng|Phút|Năm)|Không có thông tin|(\d)(?=Miễn|Không)"
)
_FEE = re.compile(r"Miễn phí|Không có thông tin|\d[\d.,]*\s?(?:Việt Nam Đồng|VNĐ|VND|[Đđ]ồng|USD)")
_PAPERS_HEAD = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
# A count stands glued behind the name, also behind a year; one within a sentence is followed by more of it.
_COUNT = r"(?:(?<![\d(])(?:0|[1-9]\d?)|(?<=\d{3})\d)"
_QUANTITY = re.compile(
    rf"(?:{_COUNT} bản chính(?:,\s*\d{{1,2}} bản sao)?|{_COUNT} bản sao)(?=$|[^\s\w),;.:/]|[A-ZĐÀ-Ỹ]|\n)"
)
_FILE_BEHIND = re.compile(r"\.(?:docx?|pdf|xlsx?|rar|zip|odt)$", re.IGNORECASE)
_GLUE = re.compile(r"(?<=[^\W\d_A-ZĐÀ-Ỹ])(?=[A-ZĐ\d])|(?<=[);.:”\"])(?=[A-ZĐ\d])")
_SETS = re.compile(r"(?:số lượng(?: hồ sơ)?\s*:?\s*|^)0*(\d{1,2})\s*(?:\(\w+\)\s*)?\(?bộ\b", re.IGNORECASE)
_MINISTRIES = (
    "BNNPTNT|BLĐTBXH|BVHTTDL|VKSNDTC|TANDTC|BNNMT|BKHCN|BGDĐT|BTNMT|BKHĐT|BGTVT|BTTTT|BDTTG|NHNN|TTCP|VPCP|UBDT|"
    "BTP|BTC|BNV|BCA|BQP|BYT|BXD|BCT|BNG"
)
# Glued behind a year or another number, it begins with the two or three digits that are left over. What is known of
# issuers ends where they end; of others a capital belongs to the next word when that goes on in small letters.
_NUMBER = re.compile(
    r"(?:(?<![\d/])\d{1,4}|(?<=(?:19|20)\d\d)\d{2,3}|(?<=QH1\d)\d{2,3})/(?:\d{4}/)?"
    r"(?:(?:PL-)?(?:UBTV)?QH1?\d|NĐ-CP|NQ-CP|(?:QĐ|CT)-TTg|"
    rf"[A-ZĐ]{{2,4}}-(?:{_MINISTRIES})|(?:[A-ZĐ]{{1,8}}-)?[A-ZĐ]{{2,8}}(?![a-zà-ỹ]))"
)
_RESULT_CODE = re.compile(r"\s*Mã:\s*(?:[A-Z0-9]+[.\-])*(?:\d+|[A-Z]{2,}\d*)(?![a-zà-ỹ])")


def said(text: Any) -> str:
    """A text without what only says that there is none."""
    plain = str(text or "").strip()
    return "" if plain.lower().rstrip(".") in NOTHING else plain


def channels_in(text: str) -> list[Row]:
    """How it may be filed, with time, fee and remark for each way."""
    body = text.split(_CHANNELS_HEAD, 1)[-1]
    parts = _CHANNEL.split(body)
    return [_channel(name, rest) for name, rest in zip(parts[1::2], parts[2::2], strict=False)]


def papers_in(text: str) -> list[Row]:
    """The papers to hand in: the case they are for, the name, the form's file, originals and copies."""
    rows: list[Row] = []
    before, *tables = text.split(_PAPERS_HEAD)
    group = said(before)
    for table in tables:
        end = 0
        for hit in _QUANTITY.finditer(table):
            rows.append(_paper(group, table[end : hit.start()], hit.group()))
            end = hit.end()
        group = said(table[end:])
    return rows


def sets_in(text: str) -> int | None:
    """How many sets, where that is said among the papers."""
    hit = _SETS.search(text)
    return int(hit[1]) if hit else None


def laws_in(text: str) -> list[Row]:
    """The legal texts by number, each once, with the words before it."""
    body, found, end = text.split("Mã văn bản", 1)[-1].split("Cơ quan thực hiện", 1)[0], dict[str, Row](), 0
    for hit in _NUMBER.finditer(body):
        title = re.sub(r"\s+", " ", body[end : hit.start()]).strip(" -–;,.")
        row = found.setdefault(number_key(hit.group()), {"number": hit.group(), "title": ""})
        row["title"] = f"{row['title']} {title}".strip()[:300]
        end = hit.end()
    return list(found.values())


def results_in(text: str) -> list[str]:
    """What one gets in the end."""
    head = re.split(r"Từ khóa|Chọn cơ quan thực hiện", text)[0]
    return [plain for one in _RESULT_CODE.split(head) if (plain := said(one))]


def _channel(name: str, rest: str) -> Row:
    hit = _TIME.match(rest)
    time = said(hit.group()) if hit else ""
    fees, end = _fees(rest[hit.end() if hit else 0 :])
    return {
        "channel": name,
        "time": time,
        "fee": "; ".join(fees),
        "note": rest[(hit.end() if hit else 0) + end :].strip(),
    }


def _fees(text: str) -> tuple[list[str], int]:
    """The fees at the beginning of a text, each with its remark in brackets, and where they end."""
    fees, end = [], 0
    while hit := _FEE.match(text, end):
        close = _closing(text, hit.end())
        if plain := said(hit.group()):
            fees.append(plain + text[hit.end() : close])
        end = close
    return fees, end


def _closing(text: str, start: int) -> int:
    """Where the bracket that opens at `start` is closed; `start` where none opens or it stays open."""
    depth = 0
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth <= 0:
            return place + 1 if place > start else start
    return start


def _paper(group: str, name: str, quantity: str) -> Row:
    text, file = name.strip(), ""
    if _FILE_BEHIND.search(text) and (glue := _GLUE.search(text)):
        text, file = text[: glue.start()], text[glue.start() :]
    originals, copies = (re.search(rf"(\d+) bản {word}", quantity) for word in ("chính", "sao"))
    return {
        "group": group,
        "text": re.sub(r"^[-+*•\s]+", "", text).strip(),
        "form": file,
        "originals": int(originals[1]) if originals else 0,
        "copies": int(copies[1]) if copies else 0,
    }


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text that say something."""
    for line in text.splitlines():
        if plain := re.sub(r"\s+", " ", line).strip():
            yield plain
