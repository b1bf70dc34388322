"""The Word file of an issue decision, in the layout of Decree 30/2020: heading, articles, signature, annexed list."""

from __future__ import annotations

from functools import partial

from iso_qms.documents.decisions import IssueDecision
from iso_qms.documents.layouts import decision_values
from iso_qms.documents.models import Revision
from iso_qms.layouts.operations import filled
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper

GROUNDS = (
    "Căn cứ Quyết định số 19/2014/QĐ-TTg ngày 05 tháng 3 năm 2014 của Thủ tướng Chính phủ;",
    "Căn cứ tiêu chuẩn quốc gia TCVN ISO 9001:2015;",
)
HEADS = ("TT", "Mã hiệu", "Tên tài liệu", "Lần ban hành", "Đơn vị chủ trì")
WIDTHS = (1.2, 3.3, 6.3, 2.0, 3.7)


def decision_file(decision: IssueDecision, agency: Agency) -> bytes:
    """The decision on paper, in the agency's own layout where it has one; its place for signature and seal stays empty.

    It is always in Vietnamese.
    """
    own = filled("decision", partial(decision_values, decision, agency))
    if own is not None:
        return own
    paper = Paper(decision.number)
    paper.head(
        body=agency.name,
        superior=agency.superior,
        number=f"Số: {decision.number}",
        place=agency.place,
        day=decision.decided_on,
    )
    _articles(paper, decision, agency)
    _annex(paper, decision)
    return paper.data()


def _articles(paper: Paper, decision: IssueDecision, agency: Agency) -> None:
    chair = chair_of(decision)
    paper.title("Quyết định", decision.title)
    paper.centred(f"{chair} {agency.name}".upper())
    for ground in GROUNDS:
        paper.line(ground, italic=True, indent=True)
    paper.centred("QUYẾT ĐỊNH:")
    for number, words in enumerate(articles_of(decision), start=1):
        paper.line(words, lead=f"Điều {number}.", indent=True)
    signer = f"{decision.signer_capacity} {decision.signer_post or chair}".strip()
    paper.closing(["Như Điều 3", "Lưu: VT"], signer=signer, name=decision.signer_name)


def chair_of(decision: IssueDecision) -> str:
    """The post in whose name it is issued."""
    return (decision.signing_post.title if decision.signing_post else decision.signer_post) or ""


def articles_of(decision: IssueDecision) -> tuple[str, ...]:
    """What it decides, an article each."""
    return (
        f"Ban hành kèm theo Quyết định này {len(decision.revisions):02d} tài liệu của hệ thống quản lý chất lượng "
        "(danh mục tại Phụ lục).",
        f"Các tài liệu có hiệu lực từ ngày {decision.effective_on:%d/%m/%Y}, thay thế các lần ban hành trước của "
        "cùng tài liệu.",
        "Các đơn vị, cá nhân được phân phối tài liệu và đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này.",
    )


def _annex(paper: Paper, decision: IssueDecision) -> None:
    paper.turn()
    paper.centred("PHỤ LỤC")
    paper.centred("DANH MỤC TÀI LIỆU BAN HÀNH", before=0)
    day = f"{decision.decided_on:%d/%m/%Y}"
    paper.centred(f"(Kèm theo Quyết định số {decision.number} ngày {day})", italic=True, before=0)
    paper.table(HEADS, documents_of(decision), widths=WIDTHS)


def documents_of(decision: IssueDecision) -> list[tuple[str, ...]]:
    """The rows of the annexed list, by code."""
    in_order = sorted(decision.revisions, key=lambda one: (one.document.code_sort, one.id))
    return [_row(line, one) for line, one in enumerate(in_order, start=1)]


def _row(line: int, one: Revision) -> tuple[str, ...]:
    return str(line), one.document.code, one.title, one.issue_label, one.document.unit.name
