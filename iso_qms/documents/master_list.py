"""The master list on paper (danh mục tài liệu kiểm soát), in the layout of Decree 30/2020; always in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from iso_qms.db import db
from iso_qms.documents.flow import REVISION
from iso_qms.documents.models import KINDS, ControlledCopy, Distribution, Revision
from iso_qms.documents.register import Line, Wanted
from iso_qms.i18n import speaking
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import Post
from iso_qms.organisation.units import Unit
from iso_qms.paper import Paper, short_day

HEADS = (
    "TT", "Mã hiệu", "Tên tài liệu", "Lần ban hành", "Ngày hiệu lực", "Đơn vị, người chủ trì", "Nơi giữ", "Ghi chú",
)  # fmt: skip
WIDTHS = (1.0, 3.3, 6.6, 1.5, 2.3, 3.9, 4.2, 2.4)
MOST_PLACES = 6
"""Units named as holding a document; how many more there are is counted."""
SIGNS = [("Người lập", "(ký, ghi rõ họ tên)", ""), ("Người phê duyệt", "(ký, ghi rõ họ tên)", "")]


def master_list_file(lines: Sequence[Line], wanted: Wanted, agency: Agency, *, unit_name: str = "") -> bytes:
    """The lines as a sheet to sign: what is controlled, in which issue, since when, by whom, and where it is held."""
    with speaking("vi"):
        paper = Paper("Danh mục tài liệu kiểm soát", landscape=True)
        paper.head(body=agency.name, superior=agency.superior, place=agency.place, day=wanted.day)
        paper.title("Danh mục tài liệu kiểm soát")
        paper.centred(_narrowed(wanted, unit_name), italic=True, before=0)
        holders = holders_of([line.document.id for line in lines])
        rows = [_row(place, line, holders) for place, line in enumerate(lines, start=1)]
        paper.table(HEADS, rows, widths=WIDTHS, size=11)
        paper.line(f"Danh mục có {len(lines)} tài liệu.")
        paper.signatures(SIGNS)
        return paper.data()


def holders_of(numbers: Sequence[int]) -> dict[int, list[str]]:
    """Where some documents are held, by document: the units they are given to, then their copies on paper."""
    found: dict[int, list[str]] = {one: [] for one in numbers}
    for at in range(0, len(numbers), 500):
        some = numbers[at : at + 500]
        for document, place in [*_units(some), *_copies(some)]:
            if place not in found[document]:
                found[document].append(place)
    return found


def places(names: Sequence[str]) -> str:
    """Where something is held, in few words."""
    more = len(names) - MOST_PLACES
    return "; ".join([*names[:MOST_PLACES], *([f"và {more} nơi khác"] if more > 0 else [])])


def _units(numbers: Sequence[int]) -> Iterable[tuple[int, str]]:
    query = select(Distribution.document_id, Unit.name).join(Post, Post.id == Distribution.post_id)
    query = query.join(Unit, Unit.id == Post.unit_id)
    given = Distribution.document_id.in_(numbers), Distribution.ended_on.is_(None)
    return [(one, name) for one, name in db.session.execute(query.where(*given).order_by(Unit.sort, Unit.id))]


def _copies(numbers: Sequence[int]) -> Iterable[tuple[int, str]]:
    query = select(Revision.document_id, ControlledCopy.number, ControlledCopy.holder)
    query = query.select_from(ControlledCopy).join(Revision, Revision.id == ControlledCopy.revision_id)
    held = Revision.document_id.in_(numbers), ControlledCopy.state == "out", ControlledCopy.form == "paper"
    rows = db.session.execute(query.where(*held).order_by(ControlledCopy.number, ControlledCopy.id))
    return [(document, f"bản giấy {number:02d}: {holder}") for document, number, holder in rows]


def _row(place: int, line: Line, holders: Mapping[int, Sequence[str]]) -> tuple[str, ...]:
    document, shown = line.document, line.shown
    owner = document.owner_post
    return (
        str(place),
        document.code,
        shown.title if shown else document.title,
        shown.issue_label if shown else "",
        short_day(shown.valid_from) if shown else "",
        f"{document.unit.name}\n{owner.title}" if owner else document.unit.name,
        places(holders[document.id]),
        _note(line),
    )


def _note(line: Line) -> str:
    said = []
    if line.shown is None:
        said.append("không có hiệu lực vào ngày này" if line.others else "chưa có nội dung")
    elif line.suspension is not None:
        said.append(f"tạm ngưng áp dụng từ {short_day(line.suspension.valid_from)}")
    elif not line.is_in_force:
        said.append(str(line.shown.status.label).lower())
    elif line.shown.valid_to:
        said.append(f"đến {short_day(line.shown.valid_to)}")
    if line.coming is not None:
        said.append(f"lần {line.coming.issue_label}: {str(line.coming.status.label).lower()}")
    return "; ".join(said)


def _narrowed(wanted: Wanted, unit_name: str) -> str:
    state = "chưa có hiệu lực" if wanted.state == "none" else wanted.state and str(REVISION.state(wanted.state).label)
    said = [
        f"Tính đến ngày {short_day(wanted.day)}",
        f"loại: {str(KINDS[wanted.kind]).lower()}" if wanted.kind else "",
        f"đơn vị chủ trì: {unit_name}" if unit_name else "",
        f"trạng thái: {state.lower()}" if state else "",
        f"tìm theo: “{wanted.typed}”" if wanted.typed else "",
    ]
    return f"({'; '.join(one for one in said if one)})"
