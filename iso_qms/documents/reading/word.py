"""A Word file as what a reader sees of it: lines with their printed labels, tables as grids, and footers.

Deleted and hidden text is left out, inserted text is kept, text boxes stand apart, and a label that Word counts by
itself is counted here. Nothing in this module knows what a procedure is."""

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from iso_qms.documents.incoming.intake import BadFile, main_part, xml
from iso_qms.documents.reading.fonts import OldFont, converted
from iso_qms.documents.reading.grid import Cell, Line, Table
from iso_qms.documents.reading.numbering import MOST_LEVELS, Numbering, W, numbering_of
from iso_qms.documents.reading.wording import printed

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
NOT_SHOWN = {W + "del", W + "moveFrom", W + "txbxContent", W + "pict", MC + "Fallback", W + "rubyPr", W + "object"}
TRANSPARENT = {W + name for name in ("sdt", "sdtContent", "ins", "customXml", "moveTo")} | {
    MC + "Choice",
    MC + "AlternateContent",
}
GLYPHS = {W + "tab": "\t", W + "ptab": "\t", W + "noBreakHyphen": "-", W + "cr": "\n"}
OFF = ("0", "false", "off")
MARK = "_iso_"
"""What the names of our own bookmarks begin with; a name that begins with a low line is hidden in Word."""
MOST_MARKS = 20
PROPERTIES = "docProps/custom.xml"
DEEPEST = 40
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ue000-\uf8ff]")
HEADING = re.compile(r"heading ([1-9])")

Block = Line | Table


@dataclass
class Word:
    """A whole document in reading order, its text boxes and section settings, the text of its notes and edges."""

    blocks: list[Block] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    sections: list[etree._Element] = field(default_factory=list)
    edges: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    even_and_odd: bool = False
    decomposed: int = 0
    unseen: Counter[str] = field(default_factory=Counter)
    """How often each character stands in it that shows nothing, or only in one font; reading leaves it out."""
    old_fonts: list[OldFont] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """Every line of the body in reading order, those of tables cell by cell."""
        for block in self.blocks:
            yield from [block] if isinstance(block, Line) else _all_lines(block)

    def words(self) -> str:
        """All that stands in it: the body, the text boxes, foot- and endnotes, the headers and footers."""
        boxed = Word(self.boxes).lines()
        return "\n".join([*(line.text for line in (*self.lines(), *boxed)), *self.notes, *self.edges.values()])


def _all_lines(table: Table) -> Iterator[Line]:
    for cell in table.cells():
        yield from cell.content


@dataclass
class _Reader:
    styles: dict[str, etree._Element]
    numbering: Numbering
    decomposed: int = 0
    roles: dict[str, tuple[int, bool]] = field(default_factory=dict)

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        if depth > DEEPEST:
            return
        for element in parent:
            if element.tag == W + "p":
                yield from self.lines(element)
            elif element.tag == W + "tbl" and (frame := _frame(element)) is not None:
                yield from self.blocks(frame, depth + 1)
            elif element.tag == W + "tbl":
                yield self.table(element, depth)
            elif element.tag in TRANSPARENT:
                yield from self.blocks(element, depth + 1)

    def lines(self, paragraph: etree._Element) -> list[Line]:
        """One line per printed line break; the label stands before the first."""
        raw = shown_text(paragraph)
        if not unicodedata.is_normalized("NFC", raw):
            self.decomposed += _decomposed_words(raw)
        style, label = self._style(paragraph), self._label(paragraph)
        bold, marks = self._is_bold(paragraph, style), _marks(paragraph)
        parts = raw.split("\n")
        level, is_contents = self._role(paragraph, style)
        return [
            Line(part, label if at == 0 else "", bold, style, marks, level, is_contents)
            for at, part in enumerate(parts)
        ]

    def table(self, element: etree._Element, depth: int) -> Table:
        table = Table([_width(column) for column in element.iterfind(f"{W}tblGrid/{W}gridCol")])
        for row in element.iter(W + "tr"):
            if next(row.iterancestors(W + "tbl")) is element and not _is_deleted(row):
                self._row(table, row, depth)
        return table

    def _row(self, table: Table, row: etree._Element, depth: int) -> None:
        before = row.find(f"{W}trPr/{W}gridBefore")
        table.new_row(_number(before))
        for cell in row.iter(W + "tc"):
            if next(cell.iterancestors(W + "tr")) is row:
                table.add(self._cell(cell, depth), span=_number(cell.find(f"{W}tcPr/{W}gridSpan")) or 1, **_merge(cell))

    def _cell(self, cell: etree._Element, depth: int) -> Cell:
        content = list(self.blocks(cell, depth + 1))
        lines = [line for block in content for line in ([block] if isinstance(block, Line) else block.lines())]
        return Cell(lines, [block for block in content if isinstance(block, Table)])

    def _style(self, paragraph: etree._Element) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return "" if style is None else style.get(W + "val", "")

    def _label(self, paragraph: etree._Element) -> str:
        numbered = paragraph.find(f"{W}pPr/{W}numPr")
        for style in () if numbered is not None else self._chain(self._style(paragraph)):
            numbered = style.find(f"{W}pPr/{W}numPr")
            if numbered is not None:
                break
        if numbered is None or numbered.find(W + "numId") is None:
            return ""
        depth = min(_number(numbered.find(W + "ilvl")), 8)
        return self.numbering.label(numbered.find(W + "numId").get(W + "val", ""), depth)

    def _is_bold(self, paragraph: etree._Element, style: str) -> bool:
        for run in paragraph.iter(W + "r"):
            if any((text.text or "").strip() for text in run.iter(W + "t")):
                own = run.find(f"{W}rPr/{W}b")
                chain = [own] if own is not None else [s.find(f"{W}rPr/{W}b") for s in self._chain(style)]
                first = next((mark for mark in chain if mark is not None), None)
                return first is not None and first.get(W + "val", "1") not in OFF
        return False

    def _role(self, paragraph: etree._Element, style: str) -> tuple[int, bool]:
        """The outline level of a paragraph, 0 for running text, and whether it is a line of a contents list."""
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if own is not None:
            return _level(own), False
        if style not in self.roles:
            chain = list(self._chain(style))
            names = [_named(one) for one in chain]
            outlines = [found for one in chain if (found := one.find(f"{W}pPr/{W}outlineLvl")) is not None]
            heading = next((hit for name in names if (hit := HEADING.fullmatch(name))), None)
            level = _level(outlines[0]) if outlines else int(heading[1]) if heading else 0
            self.roles[style] = (level, any(name.startswith("toc ") for name in names))
        return self.roles[style]

    def _chain(self, style: str) -> Iterator[etree._Element]:
        for _ in range(20):
            found = self.styles.get(style)
            if found is None:
                return
            yield found
            base = found.find(W + "basedOn")
            style = "" if base is None else base.get(W + "val", "")


def word_of(data: bytes) -> Word:
    """Read a sound .docx; raises BadFile when a part of it cannot be read."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        main = main_part(package)
        root = xml(package.read(main))
        body = root.find(W + "body")
        if body is None:
            raise BadFile("damaged", "The file is damaged or cut off: it has no text.")
        folder, parts = main.rpartition("/")[0], _relations(package, main)
        styles = _styles(_part(package, parts, folder, "styles"))
        ends = {key: _edge(package, folder, target) for key, (kind, target) in parts.items() if _is_edge(kind)}
        old_fonts = converted([body, *(end for end in ends.values() if end is not None)], styles)
        reader = _Reader(styles, _numbering(package, parts, folder))
        word = Word(blocks=list(reader.blocks(body)), decomposed=reader.decomposed, old_fonts=old_fonts)
        word.boxes = [block for box in _boxes(body) for block in reader.blocks(box)]
        word.sections = [s for s in body.iter(W + "sectPr") if s.getparent().tag in (W + "body", W + "pPr")]
        word.even_and_odd = _is_on(_part(package, parts, folder, "settings"), "evenAndOddHeaders")
        notes = [_part(package, parts, folder, kind) for kind in ("footnotes", "endnotes")]
        word.notes = [printed(line) for root in notes for line in _edge_lines(root)]
        edges = {key: _edge_lines(root) for key, root in ends.items()}
        word.edges = {key: "\n".join(filter(None, map(printed, lines))) for key, lines in edges.items()}
        word.decomposed += sum(_decomposed_words(line) for lines in edges.values() for line in lines)
        word.unseen = Counter("".join(UNSEEN.findall(" ".join(_letters(body, *ends.values())))))
    return word


def _letters(*roots: etree._Element | None) -> Iterator[str]:
    """Every text as it stands in the file, that of a text box once."""
    for root in roots:
        for text in root.iter(W + "t") if root is not None else ():
            if text.text and not text.text.isascii() and next(text.iterancestors(MC + "Fallback"), None) is None:
                yield text.text


def properties_of(data: bytes) -> str:
    """What a sound .docx says of itself in properties of its own, as it stands in the package; empty where nothing."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if PROPERTIES not in package.namelist():
            return ""
        return package.read(PROPERTIES).decode("utf-8", "replace")


def _boxes(body: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a body, each once: not the copy kept for old programs, not a box inside a box."""
    for box in body.iter(W + "txbxContent"):
        if next(box.iterancestors(MC + "Fallback", W + "txbxContent"), None) is None:
            yield box


def _marks(paragraph: etree._Element) -> tuple[str, ...]:
    """The names of our bookmarks that begin in a paragraph, or right before it."""
    starts = list(paragraph.iter(W + "bookmarkStart"))
    for before in paragraph.itersiblings(preceding=True):
        if before.tag not in (W + "bookmarkStart", W + "bookmarkEnd"):
            break
        starts += [before] if before.tag == W + "bookmarkStart" else []
    names = [start.get(W + "name", "") for start in starts]
    return tuple(name for name in names if name.startswith(MARK))[:MOST_MARKS]


def _frame(table: etree._Element) -> etree._Element | None:
    """The only cell of a table that merely frames other tables, or None."""
    cells = [cell for cell in table.iter(W + "tc") if next(cell.iterancestors(W + "tbl")) is table]
    return cells[0] if len(cells) == 1 and next(cells[0].iter(W + "tbl"), None) is not None else None


def shown_text(element: etree._Element) -> str:
    """The text of an element as Word shows it: no deleted, hidden or boxed text; a line break is a newline."""
    pieces: list[str] = []
    stack: list[etree._Element] = [element]
    while stack:
        here = stack.pop()
        if here.tag == W + "t":
            pieces.append(here.text or "")
        elif here.tag in GLYPHS:
            pieces.append(GLYPHS[here.tag])
        elif here.tag == W + "br":
            pieces.append("\n" if here.get(W + "type") in (None, "textWrapping") else "")
        elif here.tag == W + "sym":
            pieces.append(_symbol(here.get(W + "char", "")))
        elif here.tag not in NOT_SHOWN and not (here.tag == W + "r" and _is_on(here.find(W + "rPr"), "vanish")):
            stack.extend(child for child in reversed(here) if child.tag not in (W + "pPr", W + "rPr"))
    return "".join(pieces)


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _decomposed_words(raw: str) -> int:
    return sum(not unicodedata.is_normalized("NFC", word) for word in raw.split())


def _edge(package: zipfile.ZipFile, folder: str, target: str) -> etree._Element | None:
    """One header or footer, or None where the package names one that it does not hold."""
    try:
        return xml(package.read(_resolved(folder, target)))
    except KeyError:
        return None


def _edge_lines(root: etree._Element | None) -> list[str]:
    """The lines of a header, a footer or notes as they stand, text boxes included, one for each paragraph."""
    if root is None:
        return []
    fallback = {p for f in root.iter(MC + "Fallback") for p in f.iter(W + "p")}
    return [shown_text(p) for p in root.iter(W + "p") if p not in fallback]


def _is_edge(kind: str) -> bool:
    return kind.endswith(("/footer", "/header"))


def _relations(package: zipfile.ZipFile, main: str) -> dict[str, tuple[str, str]]:
    folder, _, name = main.rpartition("/")
    try:
        root = xml(package.read(f"{folder}/_rels/{name}.rels".lstrip("/")))
    except KeyError:
        return {}
    inner = [r for r in root if isinstance(r.tag, str) and r.get("TargetMode") != "External"]
    return {r.get("Id", ""): (r.get("Type", ""), r.get("Target", "")) for r in inner}


def _resolved(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") or not folder else f"{folder}/{target}"


def _part(package: zipfile.ZipFile, parts: dict[str, tuple[str, str]], folder: str, kind: str) -> etree._Element | None:
    for type_, target in parts.values():
        if type_.endswith(f"/{kind}") and _resolved(folder, target) in package.namelist():
            return xml(package.read(_resolved(folder, target)))
    return None


def _numbering(package: zipfile.ZipFile, parts: dict[str, tuple[str, str]], folder: str) -> Numbering:
    return numbering_of(_part(package, parts, folder, "numbering"))


def _styles(root: etree._Element | None) -> dict[str, etree._Element]:
    return {} if root is None else {style.get(W + "styleId", ""): style for style in root.iter(W + "style")}


def _is_on(parent: etree._Element | None, name: str) -> bool:
    mark = None if parent is None else parent.find(W + name)
    return mark is not None and mark.get(W + "val", "1") not in OFF


def _is_deleted(row: etree._Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _merge(cell: etree._Element) -> dict[str, bool]:
    """Whether a cell continues the one above it (vMerge) or the one before it (the old hMerge)."""
    down, across = cell.find(f"{W}tcPr/{W}vMerge"), cell.find(f"{W}tcPr/{W}hMerge")
    return {
        "continues_above": down is not None and down.get(W + "val", "continue") == "continue",
        "continues_before": across is not None and across.get(W + "val", "continue") == "continue",
    }


def _named(style: etree._Element) -> str:
    """The name of a style, the same in every language of Word."""
    name = style.find(W + "name")
    return "" if name is None else name.get(W + "val", "").lower()


def _level(outline: etree._Element) -> int:
    """An outline level from 1; what Word counts as the tenth is running text."""
    level = _number(outline) + 1
    return level if level <= MOST_LEVELS else 0


def _width(column: etree._Element) -> int:
    value = column.get(W + "w", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 1


def _number(element: etree._Element | None) -> int:
    value = "" if element is None else element.get(W + "val", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0
