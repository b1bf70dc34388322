"""The outline of a document that is no procedure: its headings, and what stands under each as text. Pure.

A paragraph is a heading when Word calls it one, when this house marked it as one, or when it is bold and numbered or in
capitals. What stands before the text (cover, contents, sign table, amendments) is told by its words and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from iso_qms.documents.reading.grid import Line, Table
from iso_qms.documents.reading.tables import TableKind, kind_of_table
from iso_qms.documents.reading.word import MARK, Block
from iso_qms.documents.reading.wording import plain, split_label, tidy

FRONT = (TableKind.COVER, TableKind.SIGNATURES, TableKind.AMENDMENTS)
CONTENTS = re.compile(r"muc luc$|noi dung trang$")
FRONT_TITLE = re.compile(
    r"((trang |bang |phieu )?(theo doi|kiem soat)\b.{0,40}(sua doi|tai lieu)|sua doi tai lieu|trach nhiem.{0,20}ky)"
)
STATE_HEAD = "cong hoa xa hoi chu nghia"
CHAPTER = re.compile(r"(phan|chuong|muc|dieu|phu luc) ([0-9]+|[ivxlc]+)\b")
DEPTHS = {"phan": 1, "chuong": 1, "phu luc": 1, "muc": 2, "dieu": 2}
LONGEST_HEADING = 200
MARKED = re.compile(rf"{MARK}(\d{{1,15}})(_t)?")
TEXT_BEGINS = f"{MARK}text"
LEADERS = re.compile(r"[\s.…_]*\d*$")


@dataclass
class Part:
    """A heading and the text under it; `block_id` is the block it was marked as, if any."""

    heading: str = ""
    lines: list[str] = field(default_factory=list)
    block_id: int | None = None

    @property
    def text(self) -> str:
        """The text, a line for each paragraph; a row of a table has tabs between its cells."""
        return "\n".join(self.lines)


def parts_of(blocks: Sequence[Block]) -> list[Part]:
    """The parts of a document in their order; what stands before the first heading is a part without one."""
    parts = [Part()]
    seen: set[str] = set()
    for block in text_of(blocks):
        if isinstance(block, Table):
            number = next((found[0] for line in block.lines() if (found := _marked(line, seen))), None)
            parts += [Part(block_id=number)] if number is not None else []
            parts[-1].lines += rows_of(block)
            continue
        mark = _marked(block, seen)
        if mark or is_heading_line(block):
            parts.append(Part(block_id=mark[0] if mark else None))
        if mark[1] if mark else is_heading_line(block):
            parts[-1].heading = _labelled(block)
        elif block.text and not block.is_contents:
            parts[-1].lines.append(_labelled(block))
    return [one for one in parts if one.heading or one.lines]


def text_of(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of the text itself, without what stands before it."""
    for at, block in enumerate(blocks):
        if isinstance(block, Line) and TEXT_BEGINS in block.marks:
            return list(blocks[at + 1 :])
    return list(_without_front(blocks))


def front_words(blocks: Sequence[Block]) -> list[str]:
    """What cover, contents, sign table and amendments of a stranger's file say; of our own file its draft knows."""
    if any(isinstance(one, Line) and TEXT_BEGINS in one.marks for one in blocks):
        return []
    tables = [one for one in blocks if isinstance(one, Table) and _is_front(one)]
    lines = [*_titles(blocks), *_contents(blocks), *(line for one in tables for line in one.lines())]
    return [line.text for line in lines]


def is_heading_line(line: Line) -> bool:
    """Whether a line is a heading by its style, or because it is bold and numbered or in capitals."""
    text = line.text
    if not text or len(text) > LONGEST_HEADING or line.is_contents:
        return False
    if line.level:
        return True
    if not line.bold or text.endswith((";", ",")):
        return False
    label, body = split_label(text)
    return bool(line.label or label or CHAPTER.match(plain(text)) or body.isupper()) and not body.startswith(("-", "+"))


def depth_of(heading: str) -> int:
    """How deep a heading stands, told from its number: 1 for "2.", 2 for "2.1" and "Điều 5."; 1 where it has none."""
    words = CHAPTER.match(plain(heading))
    if words:
        return DEPTHS[words[1]]
    label = split_label(heading)[0].strip(" .)(")
    return label.count(".") + 1 if label[:1].isdigit() else 1


def tables_in(text: str) -> Iterator[tuple[bool, list[str]]]:
    """A text in runs of lines: (True, rows of a table whose cells tabs divide) or (False, plain lines)."""
    for tabbed, lines in groupby(text.split("\n"), key=lambda line: "\t" in line):
        yield tabbed, list(lines)


def rows_of(table: Table) -> list[str]:
    """The rows of a table as lines, tabs between the cells."""
    rows = ["\t".join(cell.joined for cell in dict.fromkeys(row)) for row in table.rows]
    return [row for row in rows if row.strip()]


def _labelled(line: Line) -> str:
    return tidy(f"{line.label} {line.shown}")


def _marked(line: Line, seen: set[str]) -> tuple[int, bool] | None:
    """The block a line is marked as, and whether as its heading; a mark counts once, on the first line it stands on."""
    for mark in line.marks:
        found = MARKED.fullmatch(mark)
        if found and line.text and mark not in seen:
            seen.add(mark)
            return int(found[1]), not found[2]
    return None


def _without_front(blocks: Sequence[Block]) -> Iterator[Block]:
    kept = [block for block in blocks if not (isinstance(block, Table) and _is_front(block))]
    titles = {id(line) for line in _titles(blocks)}
    contents = {id(line) for line in _contents(blocks)}
    for block in kept:
        if id(block) not in titles and id(block) not in contents:
            yield block


def _is_front(table: Table) -> bool:
    if kind_of_table(table) in FRONT:
        return True
    return len(table.rows) <= 3 and STATE_HEAD in plain(" ".join(line.text for line in table.lines()))


def _titles(blocks: Iterable[Block]) -> Iterator[Line]:
    """The title right over a table of the front."""
    last: Line | None = None
    for block in blocks:
        if isinstance(block, Line):
            last = block if block.text else last
        else:
            if last is not None and _is_front(block) and FRONT_TITLE.match(plain(last.text)):
                yield last
            last = None


def _contents(blocks: Sequence[Block]) -> Iterator[Line]:
    """The title of the contents and its lines: those in its style, else all up to a table or to a line that comes again
    as a heading."""
    is_styled, inside = any(isinstance(one, Line) and one.is_contents for one in blocks), False
    seen: set[str] = set()
    for block in blocks:
        if isinstance(block, Table):
            inside = False
        elif block.is_contents or (not inside and not seen and CONTENTS.match(plain(block.text).strip(" :."))):
            inside = not is_styled
            yield block
        elif inside:
            bare = plain(split_label(LEADERS.sub("", block.text))[1])
            inside = not (bare and bare in seen) and len(block.text) <= LONGEST_HEADING
            seen.add(bare)
            if inside:
                yield block
