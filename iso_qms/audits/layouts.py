"""An agency's own layouts of minutes, report and notice of an inspection: made-up values, and what each value is."""

from __future__ import annotations

from iso_qms.audits.report.conclusion_word import draw_conclusion
from iso_qms.audits.word import (
    ANSWERS,
    ATTENDANCE,
    DEMANDS,
    FINDINGS,
    SESSIONS,
    TEAM,
    TOPIC_COLUMNS,
    as_rows,
    draw_minutes,
    draw_notice,
    draw_report,
)
from iso_qms.i18n import _l
from iso_qms.layouts import LayoutKind, Values


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
        "findings": as_rows(FINDINGS, [("PH-01", "Quầy số 2 không có người trực <08:15>", "Quy chế, điều 4")]),
        "lead": "Người Trưởng Đoàn",
    }


def _sample_minutes() -> Values:
    return {
        **_sample_both(),
        "attendance": as_rows(ATTENDANCE, [("Văn phòng", "08:15", "12", "10", "1", "1")]),
        "answers": as_rows(ANSWERS, [("Văn phòng", "Có niêm yết thủ tục không?", "Có")]),
        "remarks": [{"unit": "Văn phòng", "name": "Người Nói", "text": "Đồng ý.", "witness": ""}],
        "opinions": ["Văn phòng (Người Nói): Đồng ý."],
        "copies": "02",
        "witnesses": "",
        "sides": as_rows(
            ("title", "note", "names"), [("ĐẠI DIỆN ĐƠN VỊ", "(ký)", "Văn phòng"), ("TRƯỞNG ĐOÀN", "(ký)", "")]
        ),
    }


def _sample_report() -> Values:
    return _sample_both() | {
        "bases": ["Quyết định 12/QĐ-UBND ngày 20/02/2026", "Nội quy cơ quan, điều 4"],
        "team": as_rows(
            TEAM, [("Người Trưởng Đoàn", "Tổ trưởng", "Trưởng đoàn"), ("Người Thứ Hai", "Công chức", "Thành viên")]
        ),
        "topics": as_rows(TOPIC_COLUMNS, [("Tiếp công dân", "1", "0", "1", "0")]),
        "opinions": ["Văn phòng (Người Nói): Đồng ý."],
        "conclusion": "Nhìn chung tốt.",
        "recommendation": "Treo lịch trực.",
        "demands": as_rows(DEMANDS, [("HĐKP-01", "Treo lịch trực ở quầy", "Chánh Văn phòng", "16/03/2026")]),
        "units": "Văn phòng",
    }


def _sample_notice() -> Values:
    sessions = [
        ("08:00–08:30 05/03/2026", "Họp mở đầu, tại chỗ", "Người Trưởng Đoàn", "Chánh Văn phòng"),
        ("08:30–11:00 05/03/2026", "Tiếp công dân: quầy số 2 (Văn phòng), tại chỗ", "Người Thứ Hai", "Người Giữ Quầy"),
    ]
    more = {"units": "Văn phòng, Phòng Kinh tế", "planned_on": "05/03/2026"}
    return _sample_both() | more | {"sessions": as_rows(SESSIONS, sessions)}


def _sample_conclusion() -> Values:
    both = _sample_both() | {"number": "15/TB-UBND", "lead": ""}
    return {name: value for name, value in both.items() if name != "lead"} | {
        "bases": ["Quyết định 12/QĐ-UBND ngày 20/02/2026", "Nội quy cơ quan, điều 4"],
        "topics": as_rows(TOPIC_COLUMNS, [("Tiếp công dân", "1", "0", "1", "0")]),
        "conclusion": "Nhìn chung tốt.",
        "recommendation": "Treo lịch trực.",
        "demands": as_rows(DEMANDS, [("HĐKP-01", "Treo lịch trực ở quầy", "Chánh Văn phòng", "16/03/2026")]),
        "units": "Văn phòng",
        "signs_as": "KT. CHỦ TỊCH",
        "signer": "Người Ký",
        "replaces": "Thông báo này thay thế 14/TB-UBND ngày 01/03/2026: sửa một phát hiện",
    }


_BOTH = {
    "number": _l("Running number of the inspection"),
    "code": _l("Code of the inspection"),
    "title": _l("What is inspected"),
    "lead": _l("Name of the lead of the team"),
    "facts[].label": _l("Facts of the inspection: what it is"),
    "facts[].text": _l("Facts of the inspection: what is so"),
    "findings[].number": _l("Number of the finding"),
    "findings[].found": _l("What was found"),
    "findings[].criterion": _l("Criterion"),
}
_ONLY_MINUTES = {
    "attendance[].unit": _l("Head-counts: unit"),
    "attendance[].time": _l("Head-counts: time"),
    "attendance[].roster": _l("Head-counts: on the roster"),
    "attendance[].counted": _l("Head-counts: counted"),
    "attendance[].excused": _l("Head-counts: leave or duty"),
    "attendance[].not_kept": _l("Head-counts: hours not kept"),
    "answers[].unit": _l("Checklist: unit"),
    "answers[].question": _l("Checklist: question"),
    "answers[].seen": _l("Checklist: what was seen"),
    "remarks[].unit": _l("Remarks: unit"),
    "remarks[].name": _l("Remarks: who said it"),
    "remarks[].text": _l("Remarks: what was said"),
    "remarks[].witness": _l("Remarks: witness of a refusal to sign"),
    "opinions": _l("Remarks and refusals to sign, a finished line each"),
    "copies": _l("How many copies are made"),
    "witnesses": _l("Who saw that a unit did not sign; empty where everybody signed"),
    "sides[].title": _l("Who signs: the side"),
    "sides[].note": _l("Who signs: the hint under it"),
    "sides[].names": _l("Who signs: the names"),
}

_ONLY_REPORT = {
    "bases": _l("What it rests on, a line each"),
    "team[].name": _l("Team: name"),
    "team[].post": _l("Team: post"),
    "team[].part": _l("Team: lead or member"),
    "topics[].topic": _l("Results: topic"),
    "topics[].good": _l("Results: what conforms"),
    "topics[].remarks": _l("Results: remarks"),
    "topics[].minor": _l("Results: minor nonconformities"),
    "topics[].major": _l("Results: major nonconformities"),
    "opinions": _l("Remarks and refusals to sign, a finished line each"),
    "conclusion": _l("Conclusion"),
    "recommendation": _l("Recommendations"),
    "demands[].number": _l("Corrective actions: number"),
    "demands[].what": _l("Corrective actions: what is to be done"),
    "demands[].who": _l("Corrective actions: who answers for it"),
    "demands[].due": _l("Corrective actions: due on"),
    "units": _l("The units it is for"),
}

_ONLY_NOTICE = {
    "units": _l("The units it is for"),
    "planned_on": _l("Day of the inspection"),
    "sessions[].when": _l("Sessions: when"),
    "sessions[].about": _l("Sessions: what about"),
    "sessions[].team": _l("Sessions: who of the team"),
    "sessions[].asked": _l("Sessions: whom to talk to"),
}

MINUTES = LayoutKind(_l("Minutes of an inspection"), _sample_minutes, draw_minutes, _BOTH | _ONLY_MINUTES)
REPORT = LayoutKind(
    _l("Inspection report"),
    _sample_report,
    draw_report,
    _BOTH | _ONLY_REPORT,
)
NOTICE = LayoutKind(
    _l("Notice of an inspection"),
    _sample_notice,
    draw_notice,
    _BOTH | _ONLY_NOTICE,
)
CONCLUSION = LayoutKind(
    _l("Notice of conclusion"),
    _sample_conclusion,
    draw_conclusion,
    {
        name: words
        for name, words in (_BOTH | _ONLY_REPORT).items()
        if name.split("[")[0] not in ("lead", "team", "opinions")
    }
    | {
        "number": _l("Number under which it is issued"),
        "signs_as": _l("In what capacity and post it is signed"),
        "signer": _l("Name of who signs it"),
        "replaces": _l("What it replaces and why; may be empty"),
    },
)
