"""An agency's own layouts of an issue decision: made-up values, and what each value is."""

from __future__ import annotations

from iso_qms.documents.word import decision
from iso_qms.i18n import _l
from iso_qms.layouts import LayoutKind, Values


def _sample() -> Values:
    return {
        "agency": "UBND xã Mẫu",
        "superior": "UBND tỉnh Mẫu",
        "place": "Xã Mẫu",
        "number": "12/QĐ-UBND",
        "title": "Ban hành tài liệu hệ thống quản lý chất lượng",
        "decided_on": "ngày 02 tháng 3 năm 2026",
        "decided_day": "02/03/2026",
        "effective_on": "05/03/2026",
        "chair": "Chủ tịch",
        "capacity": "KT.",
        "signs_as": "KT. Phó Chủ tịch",
        "signer": "Người Ký",
        "grounds": ["Căn cứ thứ nhất;", "Căn cứ thứ hai;"],
        "articles": ["Ban hành 02 tài liệu.", "Có hiệu lực từ ngày ký."],
        "documents": [
            {"line": "1", "code": "QT 01", "title": "Quy trình A & B", "issue": "02", "unit": "Văn phòng"},
            {"line": "2", "code": "QT 02", "title": "Quy trình <C>", "issue": "01", "unit": "Phòng Kinh tế"},
        ],
    }


DECISION = LayoutKind(
    _l("Issue decision"),
    _sample,
    decision.draw,
    {
        "number": _l("Number of the decision"),
        "title": _l("What it is about"),
        "decided_on": _l("Day of the decision, in words"),
        "decided_day": _l("Day of the decision, in figures"),
        "effective_on": _l("Day on which the documents take effect"),
        "chair": _l("Post in whose name it is issued"),
        "capacity": _l("Signing capacity, such as KT. or TM."),
        "signs_as": _l("Capacity and post of the signer"),
        "signer": _l("Name of the signer"),
        "grounds": _l("The grounds, a line each"),
        "articles": _l("The articles, a text each"),
        "documents[].line": _l("Row number"),
        "documents[].code": _l("Code of the document"),
        "documents[].title": _l("Title of the document"),
        "documents[].issue": _l("Issue of the document"),
        "documents[].unit": _l("Unit in charge"),
    },
)
