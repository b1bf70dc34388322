"""The list of external documents on paper (danh mục tài liệu bên ngoài); always in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence

from iso_qms.blobs import WORD
from iso_qms.documents.master_list import SIGNS, places
from iso_qms.i18n import speaking
from iso_qms.laws.external import ORIGINS, External, Wanted
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper, short_day

__all__ = ["WORD", "external_file"]

HEADS = (
    "TT", "Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Tên loại, trích yếu", "Hiệu lực", "Tình trạng",
    "Nơi áp dụng", "Nơi lưu giữ",
)  # fmt: skip
WIDTHS = (1.0, 3.3, 2.2, 2.6, 6.2, 2.2, 2.2, 3.0, 2.5)
STANDINGS = {"holds": "còn hiệu lực", "not": "không còn hoặc chưa có hiệu lực"}


def external_file(lines: Sequence[External], wanted: Wanted, agency: Agency) -> bytes:
    """The lines as a sheet to sign: what comes from outside, how it stands, where it is used and who keeps it."""
    with speaking("vi"):
        paper = Paper("Danh mục tài liệu bên ngoài", landscape=True)
        paper.head(body=agency.name, superior=agency.superior, place=agency.place, day=wanted.day)
        paper.title("Danh mục tài liệu bên ngoài")
        paper.centred(_narrowed(wanted), italic=True, before=0)
        rows = [_row(place, one) for place, one in enumerate(lines, start=1)]
        paper.table(HEADS, rows, widths=WIDTHS, size=11)
        paper.line(f"Danh mục có {len(lines)} tài liệu.")
        paper.signatures(SIGNS)
        return paper.data()


def _row(place: int, one: External) -> tuple[str, ...]:
    until = f"\nđến {short_day(one.valid_to)}" if one.valid_to else ""
    standing = str(one.standing.label)
    return (
        str(place),
        one.number,
        short_day(one.dated),
        one.issuer,
        f"{one.kind} {one.title}" if one.is_law and not one.title.startswith(str(one.kind)) else one.title,
        f"{short_day(one.valid_from)}{until}",
        f"{standing} bởi {one.note}" if one.note else standing,
        places(one.used),
        one.keeper,
    )


def _narrowed(wanted: Wanted) -> str:
    said = [
        f"Tính đến ngày {short_day(wanted.day)}",
        str(ORIGINS[wanted.origin]).lower() if wanted.origin else "",
        STANDINGS.get(wanted.standing, ""),
        f"tìm theo: “{wanted.q}”" if wanted.q else "",
    ]
    return f"({'; '.join(one for one in said if one)})"
