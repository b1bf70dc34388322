"""An agency's own layouts of the proof of acknowledgements: made-up values, and what each value is."""

from __future__ import annotations

from iso_qms.documents.acknowledgement.proof import BRIEFED, READER, draw
from iso_qms.i18n import _l
from iso_qms.layouts import LayoutKind, Values


def _sample() -> Values:
    reader = ("1", "Người Một", "Công chức, Văn phòng", "08:15 02/03/2026", "2 câu đúng, 3 lần trả lời", "Thiếu <mẫu>")
    return {
        "agency": "UBND xã Mẫu",
        "superior": "UBND tỉnh Mẫu",
        "place": "Xã Mẫu",
        "day": "ngày 02 tháng 3 năm 2026",
        "code": "QT 01 02",
        "title": "Cấp giấy A & B",
        "hash": "0123456789abcdef" * 4,
        "facts": [{"label": "Đã xác nhận", "text": "1 trên 2 người"}],
        "readers": [dict(zip(READER, reader, strict=True))],
        "briefings": [{"unit": "Văn phòng", "text": "02/03/2026, trong cuộc họp."}],
        "briefed": [dict(zip(BRIEFED, ("Văn phòng", "Người Hai", "vắng", "03/03/2026"), strict=True))],
    }


PROOF = LayoutKind(
    _l("Proof of acknowledgement"),
    _sample,
    draw,
    {
        "code": _l("Code and issue of the document"),
        "title": _l("Title as printed"),
        "hash": _l("The seal of the text, which every acknowledgement is bound to"),
        "facts[].label": _l("Facts of the proof: what it is"),
        "facts[].text": _l("Facts of the proof: what is so"),
        "readers[].line": _l("Row number"),
        "readers[].name": _l("Reader: the name"),
        "readers[].post": _l("Reader: post and unit"),
        "readers[].given": _l("Reader: when it was given, and the begin of the seal"),
        "readers[].answers": _l("Reader: how the questions went"),
        "readers[].said": _l("Reader: remarks, and what cannot be applied"),
        "briefings[].unit": _l("Briefing: the unit"),
        "briefings[].text": _l("Briefing: when, how, and who recorded it"),
        "briefed[].unit": _l("Who was briefed: the unit"),
        "briefed[].name": _l("Who was briefed: the name"),
        "briefed[].there": _l("Who was briefed: whether they were there"),
        "briefed[].caught_up": _l("Who was briefed: when they caught up"),
    },
)
