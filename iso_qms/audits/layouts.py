"""What fills an agency's own layouts of the minutes and the report of an inspection."""

from __future__ import annotations

from typing import Any

from iso_qms.audits.minutes_text import answers_in, attendance_in, facts_of, findings_in
from iso_qms.audits.models import Inspection
from iso_qms.i18n import _l
from iso_qms.layouts import LayoutKind, Values
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import written

ATTENDANCE = ("unit", "time", "roster", "counted", "excused", "not_kept")
ANSWERS = ("unit", "question", "seen")
FINDINGS = ("number", "found", "criterion")


def minutes_values(inspection: Inspection, *, agency: Agency, day: Any, sides: Any) -> Values:
    """The values of the minutes, with the same words as our own sheet."""
    return {
        **_both(inspection, agency=agency, day=day),
        "attendance": _rows(ATTENDANCE, attendance_in(inspection)),
        "answers": _rows(ANSWERS, answers_in(inspection)),
        "remarks": [
            {"unit": one.unit.name if one.unit else "", "name": one.name, "text": one.remark, "witness": one.witness}
            for one in inspection.signatures
            if one.remark or one.how == "refused"
        ],
        "sides": _rows(("title", "note", "names"), sides),
    }


def report_values(inspection: Inspection, *, agency: Agency, day: Any) -> Values:
    """The values of the report."""
    found = _both(inspection, agency=agency, day=day)
    return found | {"conclusion": inspection.conclusion, "recommendation": inspection.recommendation}


def _both(inspection: Inspection, *, agency: Agency, day: Any) -> Values:
    return {
        "agency": agency.name,
        "superior": agency.superior,
        "place": agency.place,
        "day": written(day),
        "number": f"{inspection.sequence:02d}" if inspection.sequence else "…",
        "code": inspection.code,
        "title": inspection.title,
        "facts": _rows(("label", "text"), facts_of(inspection)),
        "findings": _rows(FINDINGS, findings_in(inspection)),
        "lead": inspection.lead.name if inspection.lead else "",
    }


def _rows(names: Any, rows: Any) -> list[dict[str, str]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _sample_both() -> Values:
    return {
        "agency": "UBND xã Mẫu",
        "superior": "UBND tỉnh Mẫu",
        "place": "Xã Mẫu",
        "day": "ngày 02 tháng 3 năm 2026",
        "number": "03",
        "code": "KT-03/2026",
        "title": "Kiểm tra giờ giấc & tiếp dân",
        "facts": [{"label": "Bắt đầu", "text": "08:00 02/03/2026"}, {"label": "Đơn vị", "text": "Văn phòng"}],
        "findings": _rows(FINDINGS, [("PH-01", "Quầy số 2 không có người trực <08:15>", "Quy chế, điều 4")]),
        "lead": "Người Trưởng Đoàn",
    }


def _sample_minutes() -> Values:
    return {
        **_sample_both(),
        "attendance": _rows(ATTENDANCE, [("Văn phòng", "08:15", "12", "10", "1", "1")]),
        "answers": _rows(ANSWERS, [("Văn phòng", "Có niêm yết thủ tục không?", "Có")]),
        "remarks": [{"unit": "Văn phòng", "name": "Người Nói", "text": "Đồng ý.", "witness": ""}],
        "sides": _rows(
            ("title", "note", "names"), [("ĐẠI DIỆN ĐƠN VỊ", "(ký)", "Văn phòng"), ("TRƯỞNG ĐOÀN", "(ký)", "")]
        ),
    }


def _sample_report() -> Values:
    return _sample_both() | {"conclusion": "Nhìn chung tốt.", "recommendation": "Treo lịch trực."}


MINUTES = LayoutKind(_l("Minutes of an inspection"), _sample_minutes)
REPORT = LayoutKind(_l("Inspection report"), _sample_report)
