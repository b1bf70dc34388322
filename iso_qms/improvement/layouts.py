"""What fills an agency's own layout of the nonconformity form."""

from __future__ import annotations

from iso_qms.i18n import _l
from iso_qms.improvement.actions import CorrectiveAction
from iso_qms.layouts import LayoutKind, Values
from iso_qms.organisation.agencies import Agency

PARTS = ("happened", "planned", "accepted", "verified")


def request_values(action: CorrectiveAction, *, agency: Agency, day: str, parts: list[list[tuple[str, str]]]) -> Values:
    """The values of the form: its four parts as labels and texts, with the same words as our own sheet."""
    return {
        "agency": agency.name,
        "superior": agency.superior,
        "place": agency.place,
        "day": day,
        "code": action.code,
        "what": action.what,
        "nonconformity": action.nonconformity.code,
        "title": action.nonconformity.title,
        "unit": action.nonconformity.unit.name,
        **{name: _pairs(pairs) for name, pairs in zip(PARTS, parts, strict=True)},
    }


def _pairs(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "text": text} for label, text in pairs]


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


FORM = LayoutKind(_l("Nonconformity form"), _sample)
