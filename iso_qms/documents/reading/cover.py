"""What stands before the body: cover, signatures, amendment table, and the footers Word shows."""

import itertools
import re
from dataclasses import dataclass

from iso_qms.documents.citations import date_in
from iso_qms.documents.reading.grid import Cell, Line, Table
from iso_qms.documents.reading.numbering import W
from iso_qms.documents.reading.tables import TableKind, kind_of_table
from iso_qms.documents.reading.word import OFF, Block, R, Word
from iso_qms.documents.reading.wording import plain, tidy

CODE = r"(?:ma hieu|ma so|ky hieu|so hieu|ma tai lieu|ma quy trinh)(?: quy trinh| tai lieu| van ban)?"
ISSUE = (
    r"(?:lan ban hanh|ban hanh lan)(?: thu)?(?: ?/ ?(?:lan )?(?:sua doi|soat xet))?|phien ban|lan bh|lbh(?: ?/ ?sd)?"
)
ISSUED = r"ngay ban hanh|ngay bh"
EFFECTIVE = r"(?:ngay )?(?:co )?hieu luc(?: tu)?(?: ngay)?|ngay ap dung|nhl"
FOOTER_LABEL = re.compile(
    rf"(?<![a-z])(?:{ISSUE}|ngay (?:co )?hieu luc|ngay ban hanh|nhl|trang)(?![a-z])|(?<=\d)(?:{ISSUE}|ngay |trang)"
)
NAMED = re.compile(r"Tên (?:quy trình|tài liệu)\s*:\s*(?:quy trình\s+)?(.+)", re.IGNORECASE)
WORDS = re.compile(r"quy trinh( noi bo)?\s*[:\-–]?\s*")
FIRST_LINES = 60


@dataclass(frozen=True)
class Cover:
    """What the cover says of the document; None where it says nothing."""

    code: str | None = None
    title: str | None = None
    issue_number: int | None = None
    issued_on: str | None = None


@dataclass(frozen=True)
class Signature:
    """Who signed in which role, as printed."""

    role: str
    name: str | None
    position: str | None


@dataclass(frozen=True)
class Footer:
    """A footer that Word shows; sections are counted from 1, `kind` is default, first or even."""

    section: int
    kind: str
    issue_number: int | None
    effective_on: str | None


def cover_of(word: Word) -> Cover:
    """Read the cover table, else the first lines and the header ("Tên quy trình: …"); it may stand in text boxes."""
    table = next(
        (b for b in [*word.blocks, *word.boxes] if isinstance(b, Table) and kind_of_table(b) is TableKind.COVER), None
    )
    cells = table.cells() if table else []
    texts = [line for cell in cells for line in cell.lines] or _first_lines(word)
    title = _title(table) if table else None
    issue = _value(table, texts, ISSUE)
    return Cover(
        code=_value(table, texts, CODE),
        title=title or _title_of_lines(word),
        issue_number=_first_number(issue),
        issued_on=date_in(_value(table, texts, ISSUED) or ""),
    )


def signatures_of(blocks: list[Block]) -> list[Signature]:
    """The sign table, whichever way it is turned."""
    table = next((b for b in blocks if isinstance(b, Table) and kind_of_table(b) is TableKind.SIGNATURES), None)
    if table is None:
        return []
    found = [_signed(table, cell) for cell in dict.fromkeys(table.rows[0]) if cell.lines]
    across = [s for s in found if s.role and not re.match(r"trach nhiem|ho (va )?ten", plain(s.role))]
    return across if _row_of(table, r"ho (va )?ten") else _signed_down(table)


def has_empty_amendments(blocks: list[Block]) -> bool:
    """Whether there is an amendment table and nothing stands in it but row numbers."""
    tables = [b for b in blocks if isinstance(b, Table) and kind_of_table(b) is TableKind.AMENDMENTS]
    return bool(tables) and not any(_is_filled(table, row) for table in tables for row in range(1, len(table.rows)))


def footers_of(word: Word) -> list[Footer]:
    """The footers that hold something and that Word shows (ISO/IEC 29500-1, 17.10): the default one always, the first
    page's where the section wants one, the even one where the document does; a missing one comes from the section
    before. The first page's footer of a section that begins in the middle of a page is never seen."""
    found: list[Footer] = []
    inherited: dict[str, str] = {}
    for place, section in enumerate(word.sections, start=1):
        inherited |= {
            ref.get(W + "type", "default"): ref.get(R + "id", "") for ref in section.iter(W + "footerReference")
        }
        for kind in _shown(word, section, place):
            text = word.edges.get(inherited.get(kind, ""), "")
            if text:
                found.append(_footer(place, kind, text))
    return found


def _footer(place: int, kind: str, text: str) -> Footer:
    lines = [piece for line in text.split("\n") for piece in _apart(tidy(line))]
    issue = _first_number(_in_lines(lines, ISSUE))
    return Footer(place, kind, issue, date_in(_in_lines(lines, EFFECTIVE) or _in_lines(lines, ISSUED) or ""))


def _apart(line: str) -> list[str]:
    """A footer line cut before each label, which may follow a value with or without a space."""
    cuts = [hit.start() for hit in FOOTER_LABEL.finditer(plain(line))]
    return [line[a:b].strip() for a, b in itertools.pairwise([0, *cuts, len(line)]) if line[a:b].strip()]


def _shown(word: Word, section: object, place: int) -> list[str]:
    find = section.find  # type: ignore[attr-defined]
    title_page, flow = find(W + "titlePg"), find(W + "type")
    apart = title_page is not None and title_page.get(W + "val", "1") not in OFF
    begins_inside = place > 1 and flow is not None and flow.get(W + "val") == "continuous"
    kinds = ["default"] + (["first"] if apart and not begins_inside else [])
    return kinds + (["even"] if word.even_and_odd else [])


def _first_lines(word: Word) -> list[str]:
    blocks = [*word.boxes[:FIRST_LINES], *word.blocks[:FIRST_LINES]]
    lines = [inner for b in blocks for inner in ([b] if isinstance(b, Line) else b.lines())]
    return [line.text for line in lines[: FIRST_LINES * 3] if line.text]


def _value(table: Table | None, texts: list[str], label: str) -> str | None:
    """What stands behind a label: on its line, in the next line of its cell, in the cell beside it, or below it."""
    for row in table.rows if table else []:
        cells = list(dict.fromkeys(row))
        for at, cell in enumerate(cells):
            found = _in_lines(cell.lines, label)
            if found:
                return found
            if found == "":
                return _beside_or_below(table, cells[at : at + 2])
    return _in_lines(texts, label) or None


def _beside_or_below(table: Table | None, cells: list[Cell]) -> str | None:
    """The value of a label that fills the first of these cells alone: in the next cell, else in the one below."""
    below = table.at(cells[0].rows[1], cells[0].columns) if table and cells[0].rows[1] < len(table.rows) else None
    for cell in [*cells[1:], *([below] if below and below.columns == cells[0].columns else [])]:
        if cell.lines and not is_label(cell):
            return cell.joined
    return None


def _in_lines(lines: list[str], label: str) -> str | None:
    """The text behind a label in some lines; "" when the label stands alone, None when it is not there."""
    alone = False
    for at, line in enumerate(lines):
        found = re.search(rf"(?:^|[\s(|])(?:\d+(?:\.\d+)*[.)]? )?(?:{label})\s*(?P<colon>[:.]?)\s*", plain(line))
        if found is None or (found.start() > 3 and not found["colon"]):
            continue
        rest = _until_next_label(line[found.end() :].strip())
        if rest:
            return rest
        alone = True
        if at + 1 < len(lines) and ":" not in lines[at + 1]:
            return lines[at + 1]
    return "" if alone else None


def _until_next_label(rest: str) -> str:
    other = re.search(rf"\s(?:{CODE}|{ISSUE}|{ISSUED}|{EFFECTIVE}|trang|so trang)\s*:", plain(rest))
    return (rest[: other.start()] if other else rest).strip(" ;|")


def _first_number(text: str | None) -> int | None:
    found = re.match(r"\D{0,6}(\d{1,3})(?!\d)", text or "")
    return int(found[1]) if found else None


def _title(table: Table) -> str | None:
    """The words under or behind QUY TRÌNH on the cover, or behind "Tên quy trình:"."""
    named = next((hit for cell in table.cells() for line in cell.lines if (hit := NAMED.match(line))), None)
    if named and _named(named[1]):
        return _named(named[1])
    for at, row in enumerate(table.rows):
        for cell in dict.fromkeys(row):
            opening = WORDS.match(plain(cell.joined))
            if opening and cell.rows[0] == at and not re.match(r".{0,20}\b(ma|so|ky) hieu", plain(cell.joined)):
                return _behind(cell, opening.end()) or _below(table, cell)
    return None


def _behind(cell: Cell, end: int) -> str | None:
    return _named(cell.joined[end:])


def _below(table: Table, head: Cell) -> str | None:
    for row in range(head.rows[1], len(table.rows)):
        cell = table.at(row, head.columns)
        if cell is not None and cell is not head and cell.lines and not is_label(cell):
            return _named(cell.joined)
    return None


def is_label(cell: Cell) -> bool:
    """Whether a cell of the cover says a code, an issue or a date."""
    return bool(re.search(rf"(?:{CODE}|{ISSUE}|{ISSUED})\s*:?", plain(cell.joined)))


def _named(text: str) -> str | None:
    return tidy(text).strip(' :_"“”') or None


def _title_of_lines(word: Word) -> str | None:
    """The title where there is no cover table: the header's, else the lines after the words QUY TRÌNH."""
    for text in word.edges.values():
        found = re.search(r"Tên quy trình\s*:\s*(.+)", tidy(text.replace("\n", " ")), re.IGNORECASE)
        if found and _named(found[1].split("____")[0]):
            return _named(found[1].split("____")[0])
    lines = _first_lines(word)
    for at, line in enumerate(lines[:30]):
        opening = WORDS.match(plain(line))
        if opening and line[: opening.end()].strip(" :-–").isupper():
            return _named(line[opening.end() :]) or (_named(lines[at + 1]) if at + 1 < len(lines) else None)
    return None


def _row_of(table: Table, pattern: str) -> int | None:
    firsts = [plain(row[0].joined) if row else "" for row in table.rows]
    return next((at for at, text in enumerate(firsts) if re.match(pattern, text)), None)


def _signed(table: Table, head: Cell) -> Signature:
    name, position = (_under(table, pattern, head) for pattern in (r"ho (va )?ten", r"chuc (vu|danh)"))
    return Signature(head.joined, name, position)


def _under(table: Table, pattern: str, head: Cell) -> str | None:
    row = _row_of(table, pattern)
    cell = table.at(row, head.columns) if row is not None else None
    return (cell.joined or None) if cell is not None and cell is not head else None


def _signed_down(table: Table) -> list[Signature]:
    """A sign table with one row for each role."""
    heads = {plain(cell.joined): cell for cell in dict.fromkeys(table.rows[0])}
    name = next((cell for text, cell in heads.items() if re.match(r"ho (va )?ten", text)), None)
    position = next((cell for text, cell in heads.items() if re.match(r"chuc (vu|danh)", text)), None)
    found = []
    for row in range(1, len(table.rows)):
        role = table.rows[row][0].joined if table.rows[row] else ""
        values = [table.at(row, head.columns) if head else None for head in (name, position)]
        texts = [(cell.joined or None) if cell else None for cell in values]
        if role:
            found.append(Signature(role, texts[0], texts[1]))
    return found


def _is_filled(table: Table, row: int) -> bool:
    """Whether a row says something beyond its number; a second head row or a title does not count."""
    cells = [cell for cell in dict.fromkeys(table.rows[row]) if cell.rows[0] == row]
    said = [cell.joined for cell in cells if re.search(r"\w", re.sub(r"^\d{1,2}[.)]?$", "", cell.joined))]
    is_head = any(
        re.match(r"(stt|tom luc|lan sua doi|noi dung( sua doi| can)|ly do sua doi)", plain(text)) for text in said
    )
    return bool(said) and not is_head
