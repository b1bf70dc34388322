"""The body of a procedure: its sections in order, without the cover, the contents list and the annexed forms."""

import re
from dataclasses import dataclass, field

from iso_qms.documents.reading.grid import Line, Table
from iso_qms.documents.reading.tables import TableKind, kind_of_table
from iso_qms.documents.reading.word import Block
from iso_qms.documents.reading.wording import plain, tidy
from iso_qms.processes.reading.outline import Heading, heading_of
from iso_qms.processes.reading.unrolling import goes_on, unrolled

ANNEX = re.compile(
    r"cong hoa xa hoi chu nghia|noi dung mau|phu luc( [0-9ivx]+)?[ .:]*$|(mau|bieu mau) so|mau [a-z0-9.\-/]+$"
    r"|to khai |don (xin|de nghi|yeu cau|dang ky)|phieu |giay |bien ban |socialist republic"
)
FORM_NUMBER = re.compile(r"(mau|bieu mau|phu luc)( so)? ?:? ?([0-9]{1,2}|[ivx]+)[a-z]?\b")
FORM_TITLE = re.compile(r"(to khai|noi dung mau|don (xin|de nghi|yeu cau|dang ky)|phieu|giay|bien ban|van ban\b)")
STATE = re.compile(r"cong hoa xa hoi|doc lap|socialist republic|independence")
AREA_ANNEX = re.compile(r"phụ lục (?:số )?(\d{1,2}|[IVX]+)\b", re.IGNORECASE)
COMMUNES = re.compile(r"[-+*•]?\s*(?:\d+ )?(?:xã|phường|đặc khu)\s*:\s*(.+)", re.IGNORECASE)
ROMAN_LINE = re.compile(r"\s*[IVX]+\s*[.)]")
NOTE = re.compile(r"\*? ?\(?(ghi chu|luu y|chu thich)")


@dataclass
class Section:
    """One section: lines and tables after its heading, the rest of the heading's own line first."""

    key: str | None
    heading: str
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _running: Table | None = None
    _after_table: bool = False

    @property
    def text(self) -> str:
        """The text without the tables that are read as steps, records or papers; one line a line."""
        return "\n".join(self._texts)

    def add_line(self, line: Line) -> None:
        """Take one more line, unless it is empty."""
        if line.text:
            self._running, self._after_table = None, False
            self.lines.append(line)
            self._texts.append(tidy(f"{line.label} {line.shown}"))

    def add_table(self, table: Table) -> None:
        """Take a table; a plain one goes on with the steps right above it, else it also becomes text with tabs."""
        kind = kind_of_table(table)
        if self._running and kind is TableKind.PLAIN and goes_on(self._running, table):
            self._running.take_rows(table)
            return
        table.title = "" if self._after_table or not self.lines else self.lines[-1].text
        self._after_table = True
        self.tables.append(table)
        self._running = table if kind is TableKind.STEPS else None
        if kind is TableKind.PLAIN:
            rows = ["\t".join(cell.joined for cell in dict.fromkeys(row)) for row in table.rows]
            self._texts.extend(row for row in rows if row.strip())


def sections_of(blocks: list[Block]) -> dict[str | None, Section]:
    """The sections by key, in document order; a key that comes again continues its first section.

    Under the key None stands what belongs to headings that have no key (channels, places of receipt)."""
    found: dict[str | None, Section] = {}
    current: Section | None = None
    for block in body_of(blocks):
        heading = heading_of(block) if isinstance(block, Line) else None
        if heading is not None and not _belongs_inside(heading, current) and not _is_title(heading, found):
            current = _open(found, heading)
        elif current is not None and isinstance(block, Line):
            current.add_line(block)
        elif current is not None and isinstance(block, Table):
            current.add_table(block)
    return found


def body_of(blocks: list[Block]) -> list[Block]:
    """The blocks between the contents list and the annexed forms, tables that hold whole sections unrolled."""
    return _divided(blocks)[0]


def annexes_of(blocks: list[Block]) -> list[str]:
    """The titles of the forms annexed after the body: their lines in capitals, those that belong together as one."""
    _body, annexes = _divided(blocks)
    lines = [line for block in annexes for line in ([block] if isinstance(block, Line) else block.lines())]
    titles: list[str] = []
    is_running = False
    for line in (one for one in lines if one.text.strip()):
        is_capital = line.text.isupper() and not STATE.search(plain(line.text))
        if is_capital and FORM_TITLE.match(plain(line.text)):
            titles.append(tidy(line.text))
        elif is_capital and is_running and not ROMAN_LINE.match(line.text):
            titles[-1] += " " + tidy(line.text)
        is_running = is_capital and bool(titles) and (is_running or bool(FORM_TITLE.match(plain(line.text))))
    return titles


def areas_of(blocks: list[Block]) -> dict[str, int]:
    """How many communes each annex of areas lists ("Phụ lục 2", "- Phường: …; …"), by its number."""
    _body, annexes = _divided(blocks)
    lines = [line for block in annexes for line in ([block] if isinstance(block, Line) else block.lines())]
    areas: dict[str, int] = {}
    name = ""
    for line in lines:
        if found := AREA_ANNEX.match(line.text.strip()):
            name = found[1].upper()
        elif name and (listed := COMMUNES.match(line.text.strip())):
            areas[name] = areas.get(name, 0) + len([one for one in re.split("[;,]", listed[1]) if one.strip(" .")])
    return areas


def _divided(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The body, and what is annexed after it."""
    flat: list[Block] = [inner for block in blocks for inner in unrolled(block)]
    begun = flat[_end_of_contents(flat) :]
    body = _until_annexes(begun)
    return body, begun[len(body) :]


def _end_of_contents(blocks: list[Block]) -> int:
    """Where the contents list ends: at the first table after its title, or where its first heading comes again."""
    titles = [at for at, b in enumerate(blocks) if isinstance(b, Line) and plain(b.text).strip(" :.") == "muc luc"]
    if not titles:
        return 0
    seen: set[str | None] = set()
    for at in range(titles[0] + 1, len(blocks)):
        block = blocks[at]
        if isinstance(block, Table):
            return at
        heading = heading_of(block)
        if len(block.text) > 160 or (heading is not None and heading.key is not None and heading.key in seen):
            return at
        seen.add(heading.key if heading else None)
    return titles[0] + 1


def _until_annexes(blocks: list[Block]) -> list[Block]:
    """Everything up to the first annexed form: a form's first words, or whatever follows the records."""
    seen: set[str | None] = set()
    last_done = False
    for at, block in enumerate(blocks):
        heading = heading_of(block) if isinstance(block, Line) else None
        if heading is not None and heading.key not in seen:
            last_done = False
        elif _is_annex(block, seen, last_done=last_done):
            return blocks[:at]
        if heading is not None:
            seen.add(heading.key)
        if isinstance(block, Table) and kind_of_table(block) is TableKind.RECORDS:
            last_done = True
    return blocks


def _is_annex(block: Block, seen: set[str | None], *, last_done: bool) -> bool:
    after_steps = bool(seen & {"steps", "forms", "records"})
    if isinstance(block, Table):
        kind, first = kind_of_table(block), plain(" ".join(line.text for line in block.lines())[:400]).strip()
        return kind is TableKind.PLAIN and ((after_steps and "cong hoa xa hoi chu nghia" in first) or last_done)
    text = plain(block.text)
    if not text:
        return False
    if last_done:
        return not NOTE.match(text)
    capitals = block.text.isupper() and block.bold
    numbered = "records" in seen and block.bold and FORM_NUMBER.match(text)
    named = "cong hoa xa hoi chu nghia" in text or (capitals and ANNEX.match(text))
    return after_steps and bool(named or numbered)


def _belongs_inside(heading: Heading, current: Section | None) -> bool:
    """A sub-heading of the running section ("Thành phần hồ sơ:" inside the papers) is text, not a new section."""
    return current is not None and heading.key is not None and heading.key == current.key


def _is_title(heading: Heading, found: dict[str | None, Section]) -> bool:
    """QUY TRÌNH NỘI BỘ before any section is the title of the document, not its steps."""
    return heading.key == "steps" and not heading.labelled and not found


def _open(found: dict[str | None, Section], heading: Heading) -> Section:
    section = found.get(heading.key)
    if section is None:
        section = found[heading.key] = Section(heading.key, heading.words)
    elif heading.key is not None:
        section.add_line(Line(f"{heading.words}:"))
    section.add_line(Line(heading.rest))
    return section
