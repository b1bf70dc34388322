"""What was read from the Word file of a document: its cover, its sections, and which of them this house knows. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from iso_qms.documents.comparison.alignment import Value
from iso_qms.documents.reading import noticing
from iso_qms.documents.reading.cover import NAMED, cover_of, footers_of, has_empty_amendments, is_label, signatures_of
from iso_qms.documents.reading.grid import Line, Table
from iso_qms.documents.reading.plain import Part, front_words, is_heading_line, parts_of, text_of
from iso_qms.documents.reading.tables import TableKind, kind_of_table
from iso_qms.documents.reading.word import Word, properties_of, word_of
from iso_qms.documents.reading.wording import plain, tidy

HEAD = ("code", "title", "issue_number", "issued_on")
KINDS = {
    "policy": r"chinh sach( va muc tieu)?( chat luong)?",
    "manual": r"so tay( chat luong)?",
    "work_instruction": r"(tai lieu )?huong dan( cong viec| thuc hien| su dung)?",
    "form": r"(bieu )?mau( bieu)?|phieu|to khai",
    "external": r"tai lieu( ben ngoai)?",
}
"""How each kind of document calls itself on its cover."""
TITLE_LINES = 12
MOST_PARTS = 500


@dataclass(frozen=True, kw_only=True)
class Found:
    """A Word file as it was read."""

    head: Mapping[str, Any]
    """`code`, `title`, `issue_number` and `issued_on` (ISO) as the cover says them; None where it says nothing."""
    values: Sequence[Value]
    blocks: Callable[[Mapping[int, str]], list[int | None]]
    """For each value the block it is marked as, or None, given the kinds of the blocks that are known."""
    lines: Sequence[Line] = ()
    """The lines that bear bookmarks of this house."""
    properties: str = ""
    said: Any = ()
    """Everything that was read, to tell what was not."""
    signatures: Sequence[Any] = ()
    footers: Sequence[Any] = ()
    warnings: Sequence[noticing.Warning_] = field(default=())
    kind: str = ""
    """The kind of document it calls itself, or nothing."""


def found_in(package: bytes) -> Found:
    """Read a sound .docx as a document made of plain sections."""
    word = word_of(package)
    head, footers = _head(word), footers_of(word)
    parts = _without_title(parts_of(word.blocks), head["title"] or "")
    values = [Value("text", {"key": "", "heading": one.heading, "text": one.text}) for one in parts]
    return Found(
        head=head,
        values=values,
        blocks=lambda kinds: [one.block_id if one.block_id in kinds else None for one in parts],
        lines=[line for line in word.lines() if line.marks],
        properties=properties_of(package),
        said=[head, [value.content for value in values], front_words(word.blocks)],
        signatures=signatures_of([*word.blocks, *word.boxes]),
        footers=footers,
        warnings=[
            *noticing.footer_warnings(cover_of(word), footers),
            *noticing.text_warnings(word.decomposed),
            *noticing.font_warnings(word.old_fonts),
            *noticing.amendment_warnings(cover_of(word), footers, empty=has_empty_amendments(word.blocks)),
        ],
        kind=_kind(word, head["title"] or ""),
    )


def _head(word: Word) -> dict[str, Any]:
    cover = cover_of(word)
    table = _cover(word)
    title = (_title(table) if table else None) or _first_title(word)
    return {"code": cover.code, "title": title, "issue_number": cover.issue_number, "issued_on": cover.issued_on}


def _cover(word: Word) -> Table | None:
    tables = [one for one in [*word.blocks, *word.boxes] if isinstance(one, Table)]
    return next((one for one in tables if kind_of_table(one) is TableKind.COVER), None)


def _title(table: Table) -> str | None:
    """The words under the kind of document, or behind "Tên tài liệu:", else those of the cell in the middle."""
    cells = [cell for cell in table.cells() if cell.lines and not is_label(cell)]
    for cell in cells:
        if named := next((hit[1] for line in cell.lines if (hit := NAMED.match(line))), None):
            return _bare(named)
    for cell in cells:
        if len(cell.lines) > 1 and _calls_itself(cell.lines[0]):
            return _bare(" ".join(cell.lines[1:]))
    middle = [cell for cell in cells if cell.columns[0] > 0 and not _calls_itself(cell.joined)]
    return _bare(middle[0].joined) if middle else None


def _first_title(word: Word) -> str | None:
    """The first lines in capitals and bold, before the text runs on."""
    found: list[str] = []
    for block in text_of(word.blocks)[:TITLE_LINES]:
        if not isinstance(block, Line) or not block.text:
            continue
        if block.style.lower() == "title" or (block.bold and block.text.isupper() and is_heading_line(block)):
            found.append(block.text)
        elif found:
            break
    return _bare(" ".join(found[:3]))


def _kind(word: Word, title: str) -> str:
    table = _cover(word)
    heads = [line for cell in table.cells() for line in cell.lines] if table else []
    for text in [*heads, title]:
        if kind := _calls_itself(text):
            return kind
    return next((kind for kind, words in KINDS.items() if re.match(rf"({words})\b", plain(title))), "")


def _calls_itself(text: str) -> str:
    bare = plain(tidy(text)).strip(" :-–")
    return next((kind for kind, words in KINDS.items() if re.fullmatch(words, bare)), "")


def _without_title(parts: Sequence[Part], title: str) -> list[Part]:
    """The parts without the title of the document in front of them, and no more than a document can have."""
    kept = list(parts)
    while kept and kept[0].block_id is None and not kept[0].lines and plain(kept[0].heading) in plain(title):
        kept.pop(0)
    if kept and kept[0].block_id is None and title and plain(kept[0].heading) == plain(title):
        kept[0].heading = ""
    return list(_joined(kept))


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """What is more than the most parts of a document stands under the last of them."""
    yield from parts[: MOST_PARTS - 1]
    rest = parts[MOST_PARTS - 1 :]
    if rest:
        lines = [line for one in rest[1:] for line in [one.heading, *one.lines] if line]
        yield Part(rest[0].heading, [*rest[0].lines, *lines], rest[0].block_id)


def _bare(text: str) -> str | None:
    return tidy(text).strip(' :_"“”') or None
