"""An agency's own layouts of an issue decision: made-up values, and what each value is."""

from __future__ import annotations

from datetime import date
from functools import partial

from iso_qms.documents.word import Amendment, Paper, Signer, decision, values_of
from iso_qms.documents.word.front import template
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


def _sample_front(kind: str, named: str) -> Values:
    facts = Paper(
        kind=kind,
        named=named,
        agency="UBND xã Mẫu",
        superior="UBND tỉnh Mẫu",
        code="QT 01/MAU",
        title="Cấp giấy A & B",
        issue="02",
        issued_on=date(2026, 3, 2),
        effective_on=date(2026, 3, 5),
        signers=[
            Signer("Soạn thảo", "Người Một", "Chuyên viên"),
            Signer("Xem xét", "Người Hai", "Trưởng phòng"),
            Signer("Phê duyệt", "Người Ba", "Chủ tịch"),
        ],
        amendments=[Amendment("Thêm bước <niêm yết>", "Luật Mẫu", "02")],
        check_address="https://iso.mau.example/s/abc",
    )
    return values_of(facts, ["1. MỤC ĐÍCH", "2. PHẠM VI"])


_FRONT = {
    "kind": _l("Kind of document, in capitals"),
    "named": _l("What stands before the title in the header"),
    "code": _l("Code as printed"),
    "title": _l("Title as printed"),
    "issue": _l("Issue as printed"),
    "issued_on": _l("Date of issue as printed"),
    "effective_on": _l("Effective date as printed"),
    "contents": _l("The headings of the first level"),
    "signers[].role": _l("Who signs: what for"),
    "signers[].name": _l("Who signs: the name"),
    "signers[].signed": _l("Who signs: the room to sign, or when it was given"),
    "signers[].position": _l("Who signs: the post"),
    "amendments[].at": _l("Amendments: row number"),
    "amendments[].summary": _l("Amendments: what changed"),
    "amendments[].basis": _l("Amendments: the basis"),
    "amendments[].issue": _l("Amendments: the issue"),
    "check_address": _l("Where the code of the sheet leads; empty for a draft"),
    "check": _l("The picture of the code of the sheet"),
    "body": _l("The whole text of the document"),
}

PROCEDURE = LayoutKind(
    _l("Procedure"), partial(_sample_front, "QUY TRÌNH", "Tên quy trình"), template, _FRONT, ("body",)
)
DOCUMENT = LayoutKind(
    _l("Policies, manuals and other documents"),
    partial(_sample_front, "SỔ TAY CHẤT LƯỢNG", "Tên tài liệu"),
    template,
    _FRONT,
    ("body",),
)
"""Policies, manuals, work instructions, forms and documents from outside: everything around their text."""
