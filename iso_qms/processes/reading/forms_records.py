"""The forms a procedure names and the records it keeps.

`source` says where a form is named: "forms_list" (the applicant's forms) or "forms" (the section Biểu mẫu). A line that
names several forms, divided by semicolons, gives one entry each; "Không" and "Xem mục …" name none."""

import re
from dataclasses import dataclass

from iso_qms.documents.reading.grid import Line, Table
from iso_qms.documents.reading.tables import TableKind, column_of, kind_of_table
from iso_qms.documents.reading.wording import is_none_stated, plain, split_label, without_bullet
from iso_qms.processes.reading.sections import Section

_FORM_WORDS = (
    r"(?:Tờ khai|Mẫu|Đơn|Văn bản|Phiếu|Giấy|Biên bản|Danh sách|Sổ|Bản|Báo cáo|Quyết định|Thông báo|Hợp đồng|Công văn)\b"
)
_NEXT_FORM = re.compile(rf";\s+(?={_FORM_WORDS})")
_CODE = re.compile(
    r"(?:\b(?:mẫu|biểu mẫu|biểu)\s+(?:số\s*:?\s*)?|\(\s*)?"
    r"((?:BM|TP|STP|M|MS)[\s.\-/]?[A-ZĐ0-9][A-ZĐ0-9.\-/]*\d[A-ZĐ0-9.\-/]*)"
    r"|\b[Mm]ẫu\s+(?:số\s*:?\s*)?(\d{1,3}[A-Za-z]?(?:[/.\-][A-ZĐ0-9][\w.\-]*)*)"
)
_POINTER = re.compile(r"^(xem|theo|nhu|tai)\b.{0,30}\b(muc|phan|tren)\b|^(khong|thanh phan|stt|tt)\b")
_CONDITION = re.compile(rf"^(?:Trường hợp|Đối với|Nếu)\s[^:]*:\s*(?={_FORM_WORDS})")
_ROW_NUMBER = re.compile(r"^\d{1,2}[.)]?$")


@dataclass(frozen=True)
class Form:
    """A form by title and, where printed, code."""

    title: str
    code: str | None
    source: str


@dataclass(frozen=True)
class Record:
    """A record, where it is kept and for how long, in the words printed."""

    name: str
    place: str | None
    retention: str | None


def forms_of(section: Section | None, *, source: str) -> list[Form]:
    """The forms a section names, in its lines and plain tables."""
    if section is None:
        return []
    found = [form for line in section.lines for form in _line(line, source)]
    tables = [table for table in section.tables if kind_of_table(table) is TableKind.PLAIN]
    return found + [form for table in tables for form in _rows(table, source)]


def records_of(section: Section | None) -> list[Record]:
    """The records of the section's table; where there is no table, one for each line."""
    if section is None:
        return []
    tables = [table for table in section.tables if kind_of_table(table) is not TableKind.STEPS]
    found = [record for table in tables for record in _records(table)]
    lines = [] if tables else [without_bullet(line.text).strip(" ;.") for line in section.lines]
    return found or [Record(line, None, None) for line in lines if line and not is_none_stated(line)]


def _line(line: Line, source: str) -> list[Form]:
    label, rest = split_label(without_bullet(line.text))
    text = rest if label and label[0].isdigit() else without_bullet(line.text)
    titles = [_CONDITION.sub("", part).strip(" ;.,") for part in _NEXT_FORM.split(text)]
    return [_form(title, source) for title in titles if title and not _names_none(title)]


def _names_none(title: str) -> bool:
    return is_none_stated(title) or bool(_POINTER.match(plain(title))) or title.endswith(":")


def _form(title: str, source: str, code: str | None = None) -> Form:
    found = _CODE.search(title)
    return Form(title, code or (next(filter(None, found.groups())).strip(" .-") if found else None), source)


def _rows(table: Table, source: str) -> list[Form]:
    """Rows of number, code and title in any order: the longest cell is the title."""
    found = []
    for at, row in enumerate(table.rows):
        texts = [cell.joined.strip(" ;.") for cell in dict.fromkeys(row) if cell.lines]
        texts = [text for text in texts if not _ROW_NUMBER.match(text)]
        is_head = at == 0 and any(re.match(r"(tt|stt|ten|ma|ky hieu|bieu mau)\b", plain(text)) for text in texts)
        if texts and not is_head:
            title = max(texts, key=len)
            codes = [text for text in texts if text is not title and len(text) < 30 and re.search(r"\d", text)]
            found.append(_form(title, source, codes[0] if codes else None))
    return found


def _records(table: Table) -> list[Record]:
    if not table.rows:
        return []
    kept = column_of(table, 0, r"thoi (gian|han)")
    place = column_of(
        table, 0, r"(noi|dia diem|bo phan|nguoi|don vi|trach nhiem|cho).{0,30}luu|^noi |^luu (tai|o)|^luu tru"
    )
    name = column_of(table, 0, r"^(ten|loai ho so|ho so|tai lieu|danh muc|bieu mau|thanh phan)") or place
    headed = kind_of_table(table) is TableKind.RECORDS
    found = []
    numbered = bool(re.match(r"s?tt$|so tt$", plain(table.rows[0][0].joined).strip(" .:")))
    for row in range(1 if headed or numbered else 0, len(table.rows)):
        words = [cell.joined for cell in dict.fromkeys(table.rows[row]) if cell.lines]
        title = _at(table, row, name) if headed else max(words, key=len, default=None)
        if title and not _ROW_NUMBER.match(title):
            found.append(
                Record(title, _at(table, row, place), _at(table, row, kept)) if headed else Record(title, None, None)
            )
    return found


def _at(table: Table, row: int, head: object) -> str | None:
    columns = getattr(head, "columns", None)
    cell = table.at(row, columns) if columns else None
    return (cell.joined or None) if cell else None
