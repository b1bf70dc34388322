"""The proof of one revision's acknowledgements: a paper that stands on its own, always in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from iso_qms.clock import as_local, today
from iso_qms.db import db
from iso_qms.documents.models import METHODS, Acknowledgement, Briefed, Briefing, Reach, Revision, counted_on, reach_of
from iso_qms.i18n import speaking
from iso_qms.layouts import Values
from iso_qms.layouts.operations import filled
from iso_qms.layouts.saying import Saying
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import Person
from iso_qms.paper import Paper, short_day, written

HEADS = ("TT", "Họ tên", "Chức vụ, đơn vị", "Xác nhận lúc; mã băm", "Câu hỏi", "Ý kiến, vướng mắc")
WIDTHS = (1.0, 3.2, 3.8, 3.3, 1.9, 3.3)
READER = ("line", "name", "post", "given", "answers", "said")
BRIEFED_HEADS = ("Đơn vị", "Người", "Có mặt", "Phổ biến lại")
BRIEFED_WIDTHS = (5.5, 5.5, 2.5, 3.0)
BRIEFED = ("unit", "name", "there", "caught_up")


def may_prove(revision: Revision, reach: Reach) -> bool:
    """Whether a proof says more than one's own word: to whoever answers for the document, or for units that read it."""
    if reach.covers(revision.document):
        return True
    among = Acknowledgement.unit_id.in_(reach.units or ())
    asked = select(Acknowledgement.id).where(Acknowledgement.revision_id == revision.id, among)
    return bool(reach.units) and db.session.scalar(asked.limit(1)) is not None


def proven(revision: Revision, reach: Reach) -> Sequence[Acknowledgement]:
    """Everybody asked for a revision who gave their word, or still owes it, in the order of units, as far as seen."""
    query = (
        select(Acknowledgement)
        .join(Revision, Revision.id == Acknowledgement.revision_id)
        .where(Acknowledgement.revision_id == revision.id)
        .options(
            joinedload(Acknowledgement.person),
            joinedload(Acknowledgement.post),
            joinedload(Acknowledgement.unit),
            joinedload(Acknowledgement.revision),
            selectinload(Acknowledgement.objections),
        )
    )
    # Of a revision that was replaced only what was given is left to prove.
    query = query.where(counted_on(today(), Acknowledgement.revision_id == revision.id), reach.shows())
    return db.session.scalars(query.order_by(Acknowledgement.unit_id, Acknowledgement.id)).unique().all()


def briefings_on(revision: Revision, person: Person) -> Sequence[Briefing]:
    """The briefings on a revision a person may see, with everybody on their rosters."""
    query = Briefing.visible_to(person).where(Briefing.revision_id == revision.id).order_by(Briefing.unit_id)
    loads = (selectinload(Briefing.people), joinedload(Briefing.unit))
    return db.session.scalars(query.options(*loads)).unique().all()


def proof_file(revision: Revision, agency: Agency, *, by: Person, at: datetime) -> bytes:
    """The acknowledgements of a revision as a Word file: who, as whom, when, of which text, with which answers."""
    values = proof_values(revision, agency, by=by, at=at)
    return filled("acknowledgements", lambda: values) or draw(Saying(values))


def draw(said: Saying) -> bytes:
    """The proof on the sheet of the system."""
    paper = Paper(said["code"])
    dated = said.place_and_day("day")
    paper.head(body=said["agency"], superior=said.optional("superior"), dated=dated)
    paper.title("Kết quả xác nhận đã hiểu tài liệu", said["title"])
    said.each(paper, "facts", lambda one: paper.line(one["text"], lead=f"{one['label']}:"))
    # A hash is one long word: after its lead, in one paragraph, the line before it would be drawn apart.
    paper.line("", lead="Mã băm nội dung (SHA-256):")
    paper.line(said["hash"])
    paper.table(HEADS, said.rows("readers", READER), widths=WIDTHS)
    said.when(paper, "briefings", partial(_draw_briefings, paper, said))
    return paper.data()


def proof_values(revision: Revision, agency: Agency, *, by: Person, at: datetime) -> Values:
    """What the proof says, by name."""
    reach = reach_of(by)
    duties, briefings = proven(revision, reach), briefings_on(revision, by)
    return {
        "agency": agency.name,
        "superior": agency.superior,
        "place": agency.place,
        "day": written(as_local(at).date()),
        "code": f"{revision.printed_code} {revision.issue_label}",
        "title": revision.title,
        "hash": revision.content_hash,
        "facts": [{"label": label, "text": text} for label, text in _facts(revision, duties, reach, at)],
        "readers": [dict(zip(READER, _row(line, one), strict=True)) for line, one in enumerate(duties, start=1)],
        "briefings": [{"unit": one.unit.name, "text": _briefing(one)} for one in briefings],
        "briefed": [dict(zip(BRIEFED, _briefed(one, each), strict=True)) for one in briefings for each in one.people],
    }


def _facts(
    revision: Revision, duties: Sequence[Acknowledgement], reach: Reach, at: datetime
) -> Iterator[tuple[str, str]]:
    if revision.approval and revision.approval.despite:
        errors = "; ".join(f"{one['heading']} ({one['place']})" for one in revision.approval.open_errors)
        yield "Phê duyệt khi còn lỗi, lý do", f"{revision.approval.despite} Lỗi còn mở: {errors}."
    if not reach.covers(revision.document):
        yield "Phạm vi", "chỉ " + ", ".join(dict.fromkeys(one.unit_name or one.unit.name for one in duties))
    yield "Tài liệu", f"{revision.printed_code}, lần ban hành {revision.issue_label}"
    if revision.valid_from:
        yield "Hiệu lực từ", f"{revision.valid_from:%d/%m/%Y}"
    done = sum(one.acknowledged_at is not None for one in duties)
    yield "Đã xác nhận", f"{done} trên {len(duties)} người, tính đến {_moment(at)}"


def _draw_briefings(paper: Paper, said: Saying) -> None:
    said.each(paper, "briefings", lambda one: paper.line(one["text"], lead=f"Phổ biến ở {one['unit']}:"))
    paper.table(BRIEFED_HEADS, said.rows("briefed", BRIEFED), widths=BRIEFED_WIDTHS)


def _row(line: int, one: Acknowledgement) -> tuple[str, ...]:
    name, post = one.name or one.person.name, one.post_title or one.post.title
    given = f"{_moment(one.acknowledged_at)}\n{one.content_hash[:16]}" if one.acknowledged_at else "chưa xác nhận"
    return str(line), name, f"{post}, {one.unit_name or one.unit.name}", given, _answers(one.answers), _said(one)


def _answers(answers: Mapping[str, Mapping[str, int]]) -> str:
    if not answers:
        return "–"
    tries = sum(int(one["tries"]) for one in answers.values())
    return f"{sum(bool(one['right']) for one in answers.values())} câu đúng, {tries} lần trả lời"


def _said(one: Acknowledgement) -> str:
    asked = [
        f"Chưa thể áp dụng: {each.because}" + (f" → {each.answer}" if each.answer else "") for each in one.objections
    ]
    return "\n".join(filter(None, [one.remark, *asked]))


def _briefing(one: Briefing) -> str:
    with speaking("vi"):
        method = str(METHODS[one.method]).lower()
    recorded = f"{one.name}, {one.post_title} ghi lúc {_moment(one.recorded_at)}."
    return f"{one.held_on:%d/%m/%Y}, {method}; {recorded} {one.note}".strip()


def _briefed(one: Briefing, each: Briefed) -> tuple[str, ...]:
    return one.unit.name, each.name, "có" if each.was_there else "vắng", short_day(each.caught_up_on)


def _moment(at: datetime | None) -> str:
    return f"{as_local(at):%H:%M %d/%m/%Y}" if at else ""
