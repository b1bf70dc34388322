"""What fills an agency's own layout of an issue decision."""

from __future__ import annotations

from iso_qms.documents.decisions import IssueDecision
from iso_qms.i18n import _l
from iso_qms.layouts import LayoutKind, Values
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import written


def decision_values(decision: IssueDecision, agency: Agency) -> Values:
    """The values of a decision; its words are those of our own sheet."""
    from iso_qms.documents.word.decision import GROUNDS, articles_of, chair_of, documents_of

    return {
        "agency": agency.name,
        "superior": agency.superior,
        "place": agency.place,
        "number": decision.number,
        "title": decision.title,
        "decided_on": written(decision.decided_on),
        "effective_on": f"{decision.effective_on:%d/%m/%Y}",
        "chair": chair_of(decision),
        "capacity": decision.signer_capacity,
        "signer": decision.signer_name,
        "grounds": list(GROUNDS),
        "articles": list(articles_of(decision)),
        "documents": [
            dict(zip(("line", "code", "title", "issue", "unit"), row, strict=True)) for row in documents_of(decision)
        ],
    }


def _sample() -> Values:
    return {
        "agency": "UBND xã Mẫu",
        "superior": "UBND tỉnh Mẫu",
        "place": "Xã Mẫu",
        "number": "12/QĐ-UBND",
        "title": "Ban hành tài liệu hệ thống quản lý chất lượng",
        "decided_on": "ngày 02 tháng 3 năm 2026",
        "effective_on": "05/03/2026",
        "chair": "Chủ tịch",
        "capacity": "KT.",
        "signer": "Người Ký",
        "grounds": ["Căn cứ thứ nhất;", "Căn cứ thứ hai;"],
        "articles": ["Ban hành 02 tài liệu.", "Có hiệu lực từ ngày ký."],
        "documents": [
            {"line": "1", "code": "QT 01", "title": "Quy trình A & B", "issue": "02", "unit": "Văn phòng"},
            {"line": "2", "code": "QT 02", "title": "Quy trình <C>", "issue": "01", "unit": "Phòng Kinh tế"},
        ],
    }


DECISION = LayoutKind(_l("Issue decision"), _sample)
