"""An agency's own layouts of the minutes of a disposal: made-up values, and what each value is."""

from __future__ import annotations

from iso_qms.i18n import _l
from iso_qms.layouts import LayoutKind, Values
from iso_qms.records.word import COLUMNS, SIDES, draw


def _sample() -> Values:
    line = ("1", "Hồ sơ khai sinh 2015 & 2016 (3 hộp)", "Văn phòng", "31/12/2016", "5 năm", "31/12/2021")
    sides = (("Người thực hiện", "Người Một"), ("Người phê duyệt", "Người Hai"), ("Người chứng kiến", ""))
    return {
        "agency": "UBND xã Mẫu",
        "superior": "UBND tỉnh Mẫu",
        "place": "Xã Mẫu",
        "day": "ngày 02 tháng 3 năm 2026",
        "number": "01",
        "title": "TH-01/2026",
        "facts": [{"label": "Cách tiêu hủy", "text": "Cắt nhỏ <tại chỗ>"}],
        "series": [dict(zip(COLUMNS, line, strict=True))],
        "sides": [dict(zip(SIDES, (title, "(ký, ghi rõ họ tên)", name), strict=True)) for title, name in sides],
    }


MINUTES = LayoutKind(
    _l("Minutes of a disposal of records"),
    _sample,
    draw,
    {
        "number": _l("Running number of the disposal"),
        "title": _l("Code of the disposal"),
        "facts[].label": _l("Facts of the disposal: what it is"),
        "facts[].text": _l("Facts of the disposal: what is so"),
        "series[].line": _l("Row number"),
        "series[].records": _l("Records disposed of, with their extent"),
        "series[].unit": _l("Unit that kept them"),
        "series[].closed_on": _l("Day they were closed"),
        "series[].term": _l("How long they were to be kept"),
        "series[].until": _l("Until when they were to be kept"),
        "sides[].title": _l("Who signs: the side"),
        "sides[].note": _l("Who signs: the hint under it"),
        "sides[].names": _l("Who signs: the names"),
    },
)
