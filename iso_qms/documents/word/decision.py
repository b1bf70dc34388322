"""The Word file of an issue decision, in the layout of Decree 30/2020: heading, articles, signature, annexed list."""

from __future__ import annotations

from iso_qms.documents.issue.decisions import IssueDecision
from iso_qms.documents.models import Revision
from iso_qms.layouts import Values
from iso_qms.layouts.operations import filled
from iso_qms.layouts.saying import Saying
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper, capitals, written

GROUNDS = (
    "Căn cứ Quyết định số 19/2014/QĐ-TTg ngày 05 tháng 3 năm 2014 của Thủ tướng Chính phủ;",
    "Căn cứ tiêu chuẩn quốc gia TCVN ISO 9001:2015;",
)
HEADS = ("TT", "Mã hiệu", "Tên tài liệu", "Lần ban hành", "Đơn vị chủ trì")
COLUMNS = ("line", "code", "title", "issue", "unit")
WIDTHS = (1.2, 3.3, 6.3, 2.0, 3.7)


def decision_file(decision: IssueDecision, agency: Agency) -> bytes:
    """The decision on paper, in the agency's own layout where it has one; its place for signature and seal stays empty.

    It is always in Vietnamese.
    """
    values = decision_values(decision, agency)
    return filled("decision", lambda: values) or draw(Saying(values))


def draw(said: Saying) -> bytes:
    """The sheet of the system."""
    paper = Paper(said["number"])
    paper.head(
        body=said["agency"],
        superior=said.optional("superior"),
        number=f"Số: {said['number']}",
        dated=said.place_and_day("decided_on"),
    )
    _articles(paper, said)
    paper.turn()
    paper.centred("PHỤ LỤC")
    paper.centred("DANH MỤC TÀI LIỆU BAN HÀNH", before=0)
    paper.centred(f"(Kèm theo Quyết định số {said['number']} ngày {said['decided_day']})", italic=True, before=0)
    paper.table(HEADS, said.rows("documents", COLUMNS), widths=WIDTHS)
    return paper.data()


def _articles(paper: Paper, said: Saying) -> None:
    paper.title("Quyết định", said["title"])
    paper.centred(capitals(f"{said['chair']} {said['agency']}"))
    said.each(paper, "grounds", lambda one: paper.line(one["one"], italic=True, indent=True))
    paper.centred("QUYẾT ĐỊNH:")
    said.each(paper, "articles", lambda one: paper.line(one["one"], lead=f"Điều {one.number()}.", indent=True))
    paper.closing(["Như Điều 3", "Lưu: VT"], signer=said["signs_as"], name=said["signer"])


def decision_values(decision: IssueDecision, agency: Agency) -> Values:
    """Everything the sheet says."""
    chair = chair_of(decision)
    return {
        "agency": agency.name,
        "superior": agency.superior,
        "place": agency.place,
        "number": decision.number,
        "title": decision.title,
        "decided_on": written(decision.decided_on),
        "decided_day": f"{decision.decided_on:%d/%m/%Y}",
        "effective_on": f"{decision.effective_on:%d/%m/%Y}",
        "chair": chair,
        "capacity": decision.signer_capacity,
        "signs_as": f"{decision.signer_capacity} {decision.signer_post or chair}".strip(),
        "signer": decision.signer_name,
        "grounds": list(GROUNDS),
        "articles": list(articles_of(decision)),
        "documents": [dict(zip(COLUMNS, row, strict=True)) for row in documents_of(decision)],
    }


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


def documents_of(decision: IssueDecision) -> list[tuple[str, ...]]:
    """The rows of the annexed list, by code."""
    in_order = sorted(decision.revisions, key=lambda one: (one.document.code_sort, one.id))
    return [_row(line, one) for line, one in enumerate(in_order, start=1)]


def _row(line: int, one: Revision) -> tuple[str, ...]:
    return str(line), one.printed_code, one.title, one.issue_label, one.document.unit.name
