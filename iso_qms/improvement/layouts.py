"""An agency's own layouts of the nonconformity form: made-up values, and what each value is."""

from __future__ import annotations

from iso_qms.i18n import _l
from iso_qms.improvement.word import PARTS, draw
from iso_qms.layouts import LayoutKind, Values


def _sample() -> Values:
    return {
        "agency": "UBND xã Mẫu",
        "superior": "UBND tỉnh Mẫu",
        "place": "Xã Mẫu",
        "day": "ngày 02 tháng 3 năm 2026",
        "code": "KP-01/2026",
        "what": "Lập lịch trực & niêm yết",
        "nonconformity": "KPH-01/2026",
        "title": "Quầy không có người trực",
        "unit": "Văn phòng",
        **{name: [{"label": "Nguyên nhân", "text": "Chưa có lịch trực <quầy 2>"}] for name in PARTS},
    }


_PARTS = {
    "happened": _l("What does not meet the requirement: label and text, a row each"),
    "planned": _l("Cause and planned action: label and text, a row each"),
    "accepted": _l("Acceptance of the plan: label and text, a row each"),
    "verified": _l("Result and verification: label and text, a row each"),
}

FORM = LayoutKind(
    _l("Nonconformity form"),
    _sample,
    draw,
    {
        "code": _l("Code of the corrective action"),
        "what": _l("What is to be done"),
        "nonconformity": _l("Code of the nonconformity"),
        "title": _l("Title of the nonconformity"),
        "unit": _l("Unit concerned"),
        **{f"{name}[].{column}": words for name, words in _PARTS.items() for column in ("label", "text")},
    },
)
