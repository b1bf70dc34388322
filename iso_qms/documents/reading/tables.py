"""What a table is for: told from its head, never from its place."""

import enum
import re

from iso_qms.documents.reading.grid import Cell, Table
from iso_qms.documents.reading.wording import plain, tidy

HEAD_ROWS = 3
STEP_HEADS = {
    "time": r"\(?(tong |dinh muc )?(thoi (gian|han|luong)|t ?/ ?g|tg\b|so ngay\b)(?! luu)",
    "responsible": r"trach nhiem|nguoi|don vi|bo phan|co quan|chuc danh|chu the|can bo\b",
    "action": r"trinh tu|(cac )?buoc|noi dung(?! (sua|can|soat|thay))|(ten )?(cac )?(buoc|cong viec)|hoat dong|mo ta"
    r"|dien giai",
}
"""The words each column of a steps table begins with."""


class TableKind(enum.Enum):
    """The tables of a controlled document that are read as data, most of them in procedures; any other is PLAIN."""

    COVER = "cover"
    SIGNATURES = "signatures"
    AMENDMENTS = "amendments"
    STEPS = "steps"
    RECORDS = "records"
    PAPERS = "papers"
    PLAIN = "plain"


def kind_of_table(table: Table) -> TableKind:
    """Say what a table holds, by the words of its first rows."""
    heads = [plain(cell.joined) for row in table.rows[:HEAD_ROWS] for cell in dict.fromkeys(row)]
    first = [plain(cell.joined) for cell in dict.fromkeys(table.rows[0])] if table.rows else []
    if all(_any(heads, rf"^({STEP_HEADS[role]})") for role in ("responsible", "action", "time")):
        return TableKind.STEPS
    return _front_kind(table, heads) or _back_kind(table, first)


def _front_kind(table: Table, heads: list[str]) -> TableKind | None:
    words = [plain(cell.joined) for cell in table.cells()] if len(table.rows) <= 12 else heads
    if _any(words, r"(ma hieu|ma so|ky hieu|so hieu|ma tai lieu) ?:?") and _any(
        words, r"lan ban hanh|ngay ban hanh|phien ban|ngay hieu luc"
    ):
        return TableKind.COVER
    if _any(words, r"^ho (va )?ten") and _any(
        words, r"^(nguoi )?(soan thao|bien soan|viet|phe duyet|xem xet|kiem tra|soat xet|duyet)"
    ):
        return TableKind.SIGNATURES
    if _any(heads, r"sua doi|soat xet") and _any(
        heads, r"tom luc|noi dung|ly do|can cu|^ngay|lan (sua doi|soat xet|ban hanh)|^trang$"
    ):
        return TableKind.AMENDMENTS
    return None


def _back_kind(table: Table, first: list[str]) -> TableKind:
    names = r"^(ten|loai ho so|ho so|tai lieu|ho so luu|danh muc|bieu mau|thanh phan)"
    if _any(
        first, r"(noi|dia diem|bo phan|nguoi|don vi|trach nhiem|cho) ?.{0,20}luu|^luu|thoi (gian|han) luu"
    ) and _any(first, names):
        return TableKind.RECORDS
    heads = [plain(cell.joined) for row in table.rows[:2] for cell in dict.fromkeys(row)]
    if _any(heads, r"^ban chinh") and _any(heads, r"^ban (sao|chup|photo)"):
        return TableKind.PAPERS
    if _any(first, r"^(ten )?(giay to|thanh phan|ho so|ten ho so)") and _any(first, r"^so luong"):
        return TableKind.PAPERS
    return TableKind.PLAIN


def column_of(table: Table, row: int, pattern: str) -> Cell | None:
    """The first cell of a head row whose words match, or None."""
    return next((cell for cell in dict.fromkeys(table.rows[row]) if re.search(pattern, plain(cell.joined))), None)


def _any(texts: list[str], pattern: str) -> bool:
    return any(re.search(pattern, tidy(text)) for text in texts)
