"""The papers an applicant hands in or shows, as listed.

`level` is 1 for the outermost list mark of a group and counts inwards. Lead-ins ("… các giấy tờ sau:") and group titles
are no papers; what stands under "Lưu ý" is a note. `copies` is given where the line itself, or a column, prints it."""

import re
from dataclasses import dataclass

from iso_qms.documents.reading.grid import Cell, Line, Table
from iso_qms.documents.reading.tables import TableKind, kind_of_table
from iso_qms.documents.reading.wording import bullet_of, is_none_stated, plain, split_label, tidy, without_bullet

SUBMIT, PRESENT, NOTE = "submit", "present", "note"

_GROUPS = (
    (NOTE, re.compile(r"^[-+*( ]*(luu y|ghi chu|chu y)\b")),
    (
        PRESENT,
        re.compile(
            r"^[-+*( a-z.)]{0,5}(giay to|ho so|cac giay to)( phai| can)? xuat trinh|^xuat trinh( cac giay to)?.{0,20}$"
        ),
    ),
    (
        SUBMIT,
        re.compile(r"^[-+*( a-z.)]{0,5}(giay to|ho so|cac giay to)( phai| can)? (nop|gui)|^nop( cac giay to)?.{0,20}$"),
    ),
)
_TITLE = re.compile(
    r"^(thanh phan|so luong)[^:]{0,40}ho so|^ho so (cua|gom|bao gom|de nghi|doi voi)[^:]*:?$|^truong hop [^:]{3,90}:$"
)
_LEAD_IN = re.compile(
    r"(giay to|ho so|tai lieu|thanh phan)[^:]{0,40} sau( day)?( ?\([^)]*\))?:?$|gom( co)?( cac giay to)?( sau)?:$"
)
_LEADS = re.compile(
    r"^(nguoi|ca nhan|to chuc|cong dan|cong chung vien|luat su|co quan|khi |doanh nghiep|thanh phan|ho so"
    r"|mot trong|cac giay to)"
)
_SHOWN = re.compile(r"\b(thi|phai|can) xuat trinh\b")
_HANDED_IN = re.compile(r"nop\s*[/,]|(phai|hoac|va|thi) nop\b|\bgui kem")
_ONLY_TITLE = re.compile(
    r"[-+*( ]*((thanh phan|so luong) ho so|(giay to|ho so|cac giay to)( phai| can)? (nop|gui|xuat trinh))[ .:]*"
)
_LABEL = re.compile(r"^\(?(?:(?P<figure>\d{1,2})|(?P<letter>[a-zđ]))(?:\.\d{1,2})*[.)]\s*(?=\D)")
_SHARED_OUT = re.compile(
    r"(?<=bo)( ho so)?[ ,(:]*(?:bao gom|gom|trong do)\b.*|\([^()]*\d[^()]*\bbo\b[^()]*\)|\([^()]*\bbo\s[^()]*\)"
)
_NAME = re.compile(r"(ten|loai|cac loai|thanh phan|giay to|ho so|danh muc|noi dung|tai lieu)\b")
_SETS = re.compile(r"so luong( ho so)?\b")
_SET = re.compile(r"(\d{1,2}|mot|hai|ba)\s*(?:\((?!bo)[^)]*\)\s*)?\(?bo\b")
_COPIES = re.compile(
    r"(?:^|[\s(:,])(\d{1,2}|một|hai|ba|bốn)\s*(?:\([^)]*\)\s*)?(?:bản|ảnh|tấm|chiếc|tờ|quyển|phong bì)\b", re.IGNORECASE
)
_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4}


@dataclass(frozen=True)
class Paper:
    """One line of the list of papers."""

    text: str
    level: int
    group: str
    copies: int | None


def papers_of(lines: list[Line], tables: list[Table]) -> list[Paper]:
    """The papers listed before the number of sets, those of tables after those of lines."""
    found: list[Paper] = []
    marks: list[str]
    group, marks, headed = SUBMIT, [], False
    for line in lines:
        opened = _opened(line)
        if _SETS.match(_bare(line)) and not _is_title_of_both(line):
            break
        if opened is not None:
            group, rest = opened
            marks, headed = [], True
            if rest:
                found.append(_paper(Line(rest), group, marks))
            continue
        if _is_title(line) or _is_lead_in(line) or is_none_stated(line.text):
            group, marks = _led_into(line, SUBMIT if _is_title(line) else group), []
            headed = headed or group is PRESENT
            continue
        found.append(_paper(line, group if headed else _led_into(line, group), marks))
    return found + [paper for table in tables if kind_of_table(table) is TableKind.PAPERS for paper in _rows(table)]


def sets_of(lines: list[Line]) -> int | None:
    """How many sets are handed in; None when none or several different numbers are printed."""
    texts = [plain(line.text) for line in lines]
    starts = [at for at, text in enumerate(texts) if re.search(r"so luong ho so|^[-+* 0-9.]*so luong", text)]
    if starts:
        about = [texts[starts[0]][texts[starts[0]].find("so luong") :], *texts[starts[0] + 1 :]]
    else:
        about = [text for text in texts if " bo ho so" in text]
    numbers = {_int(hit[1]) for text in about for hit in _SET.finditer(_SHARED_OUT.sub("", text))}
    return next(iter(numbers)) if len(numbers) == 1 else None


def _opened(line: Line) -> tuple[str, str] | None:
    """The group a line opens, and the paper behind its colon ("Giấy tờ phải nộp: Tờ khai"), or None."""
    title, colon, rest = line.text.partition(":")
    text = plain(title)
    short = len(text) < 90 and (colon or line.bold or text.startswith("*") or _ONLY_TITLE.fullmatch(text))
    group = next((group for group, pattern in _GROUPS if short and pattern.search(text)), None)
    return (group, rest.strip()) if group else None


def _led_into(line: Line, group: str) -> str:
    """The group a line names in its own words: what the applicant "phải xuất trình" is shown, not handed in."""
    text = plain(line.text)
    shown = "xuat trinh" in text if text.endswith(":") else _SHOWN.search(text) or _bare(line).startswith("xuat trinh")
    return PRESENT if shown and not _HANDED_IN.search(text) else group


def _is_title_of_both(line: Line) -> bool:
    return "thanh phan" in plain(line.text)


def _is_title(line: Line) -> bool:
    text = _bare(line)
    return bool(_ONLY_TITLE.fullmatch(plain(line.text))) or (
        bullet_of(line.text) in ("", "*")
        and bool(_TITLE.match(text))
        and (text.endswith(":") or line.bold or line.text.startswith("*"))
        and len(text) < 160
    )


def _bare(line: Line) -> str:
    """The plain letters of a line behind its list mark and label."""
    return plain(split_label(without_bullet(line.text))[1])


def _is_lead_in(line: Line) -> bool:
    text = _bare(line)
    return text.endswith(":") and bool(_LEAD_IN.search(text)) and bool(_LEADS.match(text))


def _paper(line: Line, group: str, marks: list[str]) -> Paper:
    """Read one line; `marks` are the list marks seen in its group, outermost first, and grow."""
    label = _LABEL.match(line.text) or _LABEL.match(line.label)
    mark = "1" if label and label["figure"] else "a" if label else bullet_of(line.label) or bullet_of(line.text)
    if not mark:
        level = 1
    elif mark in marks:
        level = marks.index(mark) + 1
        del marks[level:]
    else:
        marks.append(mark)
        level = len(marks)
    text = without_bullet(_LABEL.sub("", line.text))
    return Paper(text, level, group, _copies(text) if group != NOTE else None)


def _copies(text: str) -> int | None:
    numbers = {_int(plain(hit[1])) for hit in _COPIES.finditer(text)}
    return next(iter(numbers)) if len(numbers) == 1 else None


def _rows(table: Table) -> list[Paper]:
    """The papers of a table: the column of their names, else the widest words, with copies from the columns that count.

    A remark that begins with "Xuất trình" says that the paper is only shown."""
    head = next((at for at, row in enumerate(table.rows[:3]) if any(_counts(cell) for cell in row)), 0)
    counting = [cell.columns for cell in dict.fromkeys(table.rows[head]) if _counts(cell)]
    named = next((c.columns for c in dict.fromkeys(table.rows[head]) if _NAME.match(plain(c.joined))), None)
    found = []
    for row in table.rows[head + 1 :]:
        cells = [cell for cell in dict.fromkeys(row) if cell.lines]
        words = [cell for cell in cells if not any(table.shared(cell.columns, c) for c in counting)]
        own = next((c for c in words if _is_under(table, c, named) and re.search(r"[^\W\d_]", c.joined)), None)
        words = [cell for cell in words if cell is own or len(cell.joined) > 4]
        if words:
            name = own or max(words, key=lambda cell: len(cell.joined))
            shown = any(plain(cell.joined).startswith("xuat trinh") for cell in words if cell is not name)
            marked = [
                cell.joined
                for cell in cells
                if cell is not name and any(table.shared(cell.columns, c) for c in counting)
            ]
            group = PRESENT if shown else SUBMIT
            found.append(Paper(without_bullet(tidy(name.joined)), 1, group, _marked(marked)))
    return found


def _is_under(table: Table, cell: Cell, columns: tuple[int, int] | None) -> bool:
    return columns is not None and table.shared(cell.columns, columns) > 0


def _counts(cell: Cell) -> bool:
    return bool(re.match(r"(so luong|ban (chinh|sao|chup|photo))", plain(cell.joined)))


def _marked(marks: list[str]) -> int | None:
    """How many copies the marks say: numbers are added; a single cross counts no copies of its own."""
    numbers = [int(hit[0]) for mark in marks if (hit := re.match(r"\d{1,2}", mark))]
    return sum(numbers) or None


def _int(figure: str) -> int:
    return _WORDS[figure] if figure in _WORDS else int(figure)
