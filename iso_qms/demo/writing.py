"""How the demo writes its procedures down: makers of their rows, in the shape `procedures read` gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = dict[str, Any]
Object = dict[str, Any]

CENTRE = "Trung tâm Phục vụ hành chính công"
LEADERS = "Lãnh đạo UBND xã"
FOREVER, FIVE_YEARS, TEN_YEARS = "Vĩnh viễn", "5 năm", "10 năm"

HEADINGS = {
    "purpose": "Mục đích",
    "scope": "Phạm vi",
    "references": "Tài liệu viện dẫn",
    "definitions": "Định nghĩa và viết tắt",
    "papers": "Thành phần, số lượng hồ sơ",
    "time_limit": "Thời hạn giải quyết",
    "applicants": "Đối tượng thực hiện",
    "authority": "Cơ quan thực hiện",
    "cooperating": "Cơ quan phối hợp",
    "result": "Kết quả",
    "fees": "Phí, lệ phí",
    "forms_list": "Mẫu đơn, tờ khai",
    "conditions": "Yêu cầu, điều kiện",
    "legal_basis": "Căn cứ pháp lý",
    "steps": "Quy trình các bước",
    "forms": "Biểu mẫu",
    "records": "Hồ sơ lưu",
}
"""The sections of a procedure in their order (domain: layout A)."""

USUAL_REFERENCES = (
    "- TCVN ISO 9001:2015.\n- QT-01 Kiểm soát thông tin dạng văn bản.\n- Các văn bản nêu ở mục Căn cứ pháp lý."
)
USUAL_WORDS = (
    "- UBND: Ủy ban nhân dân.\n- TTPVHCC: Trung tâm Phục vụ hành chính công.\n- TTHC: thủ tục hành chính.\n"
    "- GTN: Giấy tiếp nhận hồ sơ và hẹn trả kết quả."
)


def procedure(
    code: str, title: str, *, sections: Mapping[str, str], steps: Sequence[tuple[Any, ...]], **rows: Any
) -> Object:
    """A whole procedure. A section stands when it has text or rows; the usual references and words are filled in."""
    texts = {"references": USUAL_REFERENCES, "definitions": USUAL_WORDS} | dict(sections)
    found: Object = {
        "code": code,
        "title": title,
        "issue_number": 1,
        "issued_on": None,
        "required_papers": [],
        "sets": None,
        "fees": [],
        "time_limits": [],
        "legal_basis": [],
        "forms": [],
        "records": [],
        **rows,
        "steps": _steps(steps),
    }
    keys = [key for key in HEADINGS if key in texts or _has_rows(found, key)]
    found["sections"] = [{"key": key, "heading": HEADINGS[key], "text": texts.get(key, "")} for key in keys]
    return found


def revised(found: Object, *, sections: Mapping[str, str] | None = None, **rows: Any) -> Object:
    """The next issue of a procedure: what is not said again stays as it was."""
    if "steps" in rows:
        rows["steps"] = _steps(rows["steps"])
    new = {**found, "issue_number": found["issue_number"] + 1, **rows}
    said = sections or {}
    new["sections"] = [{**one, "text": said.get(one["key"], one["text"])} for one in found["sections"]]
    return new


def paper(text: str, *, group: str = "submit", copies: int | None = 1, level: int = 1) -> Row:
    """A paper to hand in or to show, with the number of copies."""
    return {"text": text, "level": level, "group": group, "copies": copies}


def limit(days: float, *, case: str | None = None, unit: str = "working_day", kind: str = "case") -> Row:
    """A time limit from the day everything needed is there."""
    words = {"working_day": "ngày làm việc", "calendar_day": "ngày", "same_day": "ngay trong ngày"}[unit]
    raw = words.capitalize() if unit == "same_day" else f"{_figure(days)} {words}"
    whole = f"{case}: {raw}" if case else raw
    return {
        "case": case,
        "kind": kind,
        "amount": None if unit == "same_day" else days,
        "unit": unit,
        "raw": f"{whole}, kể từ ngày nhận đủ hồ sơ hợp lệ",
        "starts_from": "ngày nhận đủ hồ sơ hợp lệ",
        "cutoff": "15:00" if unit == "same_day" else None,
    }


def fee(raw: str, amount: int | None, *, channel: str | None = None) -> Row:
    """A fee in đồng, as it is posted."""
    return {"raw": raw, "amount": amount, "channel": channel, "area": None}


def law(kind: str, number: str, day: str, issuer: str, title: str) -> Row:
    """A citation: kind, number, date (ISO), issuer, title. Never the text."""
    year, month, at = day.split("-")
    head = f"{title} số {number}" if kind == "Luật" else f"{kind} số {number}"
    tail = "" if kind == "Luật" else f" của {issuer} {title}"
    return {
        "kind": kind,
        "number": number,
        "date": day,
        "issuer": issuer,
        "title": title,
        "raw": f"{head} ngày {at}/{month}/{year}{tail}",
        "mentions": [],
    }


def form(title: str, code: str | None = None, *, source: str = "forms") -> Row:
    """A form, of the office or for applicants (`forms_list`)."""
    return {"title": title, "code": code, "source": source}


def record(name: str, place: str, retention: str = FIVE_YEARS) -> Row:
    """What is kept, by whom, for how long."""
    return {"name": name, "place": place, "retention": retention}


def _steps(given: Sequence[tuple[Any, ...]]) -> list[Row]:
    # action, who, time, output; a time is days, or {case: days}, each as (days, steps) where a cell spans several.
    found = []
    for place, (action, responsible, time, *output) in enumerate(given, start=1):
        times = time if isinstance(time, dict) else {None: time}
        found.append(
            {
                "number": str(place),
                "action": action,
                "responsible": responsible,
                "durations": [_duration(case, one, place) for case, one in times.items() if one is not None],
                "output": output[0] if output else None,
            }
        )
    return found


def _duration(case: str | None, time: Any, place: int) -> Row:
    days, span = time if isinstance(time, tuple) else (time, 1)
    return {
        "case": case,
        "amount": days,
        "unit": "working_day",
        "raw": f"{_figure(days)} ngày",
        "parse": "ok",
        "from_step": place,
        "to_step": place + span - 1,
        "starts_from": None,
    }


def _figure(days: float) -> str:
    whole = f"{days:02.0f}" if days == int(days) else f"{days:g}"
    return whole.replace(".", ",")


def _has_rows(found: Object, key: str) -> bool:
    if key in ("forms", "forms_list"):
        return any(one["source"] == key for one in found["forms"])
    names = {"papers": "required_papers", "time_limit": "time_limits"}
    return bool(found.get(names.get(key, key)))
