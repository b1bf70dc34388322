"""The sections of a procedure in the order of the layout, with their Vietnamese headings. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from iso_qms.i18n import _l
from iso_qms.processes.procedure import HOMES
from iso_qms.processes.reading.durations import Duration

HEADINGS = {
    "purpose": "MỤC ĐÍCH",
    "scope": "PHẠM VI",
    "references": "TÀI LIỆU VIỆN DẪN",
    "definitions": "ĐỊNH NGHĨA VÀ VIẾT TẮT",
    "papers": "Thành phần, số lượng hồ sơ",
    "time_limit": "Thời hạn giải quyết",
    "applicants": "Đối tượng thực hiện thủ tục hành chính",
    "authority": "Cơ quan thực hiện thủ tục hành chính",
    "cooperating": "Cơ quan phối hợp",
    "result": "Kết quả thực hiện thủ tục hành chính",
    "fees": "Phí, lệ phí",
    "forms_list": "Mẫu đơn, mẫu tờ khai",
    "conditions": "Yêu cầu, điều kiện thực hiện thủ tục hành chính",
    "legal_basis": "Căn cứ pháp lý của thủ tục hành chính",
    "steps": "Quy trình các bước xử lý công việc",
    "forms": "BIỂU MẪU",
    "records": "HỒ SƠ LƯU",
}
"""The order of the sections and what is printed over them where an author has not chosen other words."""

LABELS = {
    "purpose": _l("Purpose"),
    "scope": _l("Scope"),
    "references": _l("References"),
    "definitions": _l("Definitions and abbreviations"),
    "papers": _l("Required papers"),
    "time_limit": _l("Time limits"),
    "applicants": _l("Who may apply"),
    "authority": _l("Competent authority"),
    "cooperating": _l("Co-operating bodies"),
    "result": _l("Result"),
    "fees": _l("Fees"),
    "forms_list": _l("Forms for applicants"),
    "conditions": _l("Conditions"),
    "legal_basis": _l("Legal basis"),
    "steps": _l("Steps"),
    "forms": _l("Forms for the office"),
    "records": _l("Records to keep"),
}
ORDER = tuple(HEADINGS)
PLAIN = tuple(key for key in ORDER if key not in HOMES)
"""Sections that are words alone."""


def heading_of(key: str) -> str:
    """The heading printed over a section."""
    return HEADINGS.get(key, key)


def find(blocks: Sequence[Any], key: str) -> Any | None:
    """The section block of that key."""
    return next((one for one in blocks if one.kind == "section" and one.content["key"] == key), None)


def last_before(blocks: Sequence[Any], key: str) -> Any | None:
    """The block after which a section of that key belongs: the last one of the sections before it in the layout."""
    earlier = set(ORDER[: ORDER.index(key)])
    last, inside = None, False
    for one in blocks:
        if one.kind == "section":
            inside = one.content["key"] in earlier
        if inside:
            last = one
    return last


def heads_of(blocks: Sequence[Any]) -> Mapping[str | None, Duration | None]:
    """What the time columns print: for each case of the steps, the limit of that name, as the Word file has it."""
    cases = dict.fromkeys(d["case"] for one in blocks if one.kind == "step" for d in one.content["durations"])
    limits = {one.content["case"]: one.content for one in blocks if one.kind == "time_limit"}
    return {case: _head(limits[case]) if case in limits else None for case in cases if case}


def _head(limit: Mapping[str, Any]) -> Duration:
    if limit["unit"] == "same_day":
        return Duration(1, "working_day", "", "ok")
    return Duration(limit["amount"], limit["unit"], "", "ok")
