"""The blocks of a body, cell, note or text box: paragraphs, tables, and fields that run over several of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from lxml import etree

from iso_qms.documents.redline.lines import Line, LineReader
from iso_qms.documents.redline.names import PPR, SDT, SDT_CONTENT, SECTPR, TBL, TC, TCPR, TR, TRPR, P, W
from iso_qms.documents.redline.shapes import Side, Signs

Kind = Literal["paragraph", "table", "row", "field", "other"]
BLOCK_WRAPPERS = (SDT, SDT_CONTENT, W + "customXml")
_WORD = re.compile(r"\w+")


@dataclass
class Item:
    """A block, or a row of a table; two of one key say the same, text boxes aside."""

    kind: Kind
    elements: list[etree._Element]
    key: Hashable
    has_boxes: bool = False
    line: Line | None = None
    parts: list[Item] = field(default_factory=list)
    """The rows of a table, the blocks of a field."""
    cells: list[tuple[etree._Element, list[Item]]] = field(default_factory=list)

    @cached_property
    def words(self) -> Counter[str]:
        """How often it uses which word; counted when asked for, because most blocks find their partner without."""
        lines = (paragraph.line for paragraph in self.paragraphs())
        return Counter(_WORD.findall("\n".join(line.text for line in lines if line is not None)))

    def inner(self) -> list[Item]:
        """The rows of a table, the blocks of a row or of a field."""
        return self.parts or [block for _, blocks in self.cells for block in blocks]

    def paragraphs(self) -> list[Item]:
        """Itself, or every paragraph in it, in the order of the file."""
        if self.kind == "paragraph":
            return [self]
        return [paragraph for block in self.inner() for paragraph in block.paragraphs()]


class BlockReader:
    """Reads the blocks of one side."""

    def __init__(self, side: Side, signs: Signs) -> None:
        self._side, self._lines = side, LineReader(side, signs)

    def blocks(self, container: etree._Element) -> list[Item]:
        """The blocks of a container in order; content controls around them are looked through."""
        return list(_grouped([self._block(element) for element in _flat(container, P, TBL)]))

    def _block(self, element: etree._Element) -> Item:
        if element.tag == P:
            line = self._lines.read(element)
            key = line.text if line.is_regular else (line.text, self._side.shape(element))
            return Item("paragraph", [element], key, bool(line.boxes), line)
        if element.tag == TBL:
            rows = [self._row(row) for row in _flat(element, TR)]
            return _whole("table", [element], rows)
        return Item("other", [element], self._side.shape(element))

    def _row(self, row: etree._Element) -> Item:
        if row.tag != TR:
            return Item("other", [row], self._side.shape(row))
        cells = [(cell, self.blocks(cell)) for cell in _flat(row, TC)]
        has_boxes = any(block.has_boxes for _, items in cells for block in items)
        texts = tuple(tuple((block.kind, block.key) for block in items) for _, items in cells)
        return Item("row", [row], (structure(row), texts), has_boxes, cells=cells)


def is_movable(item: Item) -> bool:
    """Whether a block may be told as moved: it says something, and all it holds can stand in two places at once."""
    if item.line is not None and (item.line.anchors or not item.line.is_regular or _ends_section(item.line.element)):
        return False
    return item.kind in ("paragraph", "row", "table") and item.words.total() > 0 and not item.has_boxes


def _ends_section(paragraph: etree._Element) -> bool:
    return paragraph.find(f"{PPR}/{SECTPR}") is not None


def structure(row: etree._Element) -> Hashable:
    """How a row is cut into cells: only rows cut alike are compared cell by cell."""
    edges = _values(row, TRPR, ("gridBefore", "gridAfter"))
    return edges, tuple(_values(cell, TCPR, ("gridSpan", "vMerge", "hMerge")) for cell in _flat(row, TC))


def _values(element: etree._Element, properties: str, names: tuple[str, ...]) -> tuple[str | None, ...]:
    """What some properties of a row or cell say; None for those it does not have."""
    first = next((child for child in element if child.tag == properties), None)
    if first is None:
        return (None,) * len(names)
    said = {child.tag: child.get(W + "val", "") for child in first}
    return tuple(said.get(W + name) for name in names)


def _flat(parent: etree._Element, *wanted: str) -> Iterator[etree._Element]:
    """The wanted children, inside of content controls too, and any other child that holds paragraphs."""
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag in BLOCK_WRAPPERS:
            yield from _flat(child, *wanted)
        elif next(child.iter(P), None) is not None:
            yield child


def _whole(kind: Kind, elements: list[etree._Element], parts: list[Item]) -> Item:
    key = tuple((part.kind, part.key) for part in parts)
    return Item(kind, elements, key, any(part.has_boxes for part in parts), parts=parts)


def _grouped(blocks: list[Item]) -> Iterator[Item]:
    """Take the blocks of a field that begins in one paragraph and ends in another, like a table of contents, as one."""
    depth, open_ = 0, list[Item]()
    for block in blocks:
        if block.line is not None:
            depth = max(0, depth - block.line.closes) if depth else 0
            depth += block.line.opens
        if depth:
            open_.append(block)
        elif open_:
            open_.append(block)
            yield _whole("field", [one for item in open_ for one in item.elements], open_)
            open_ = []
        else:
            yield block
    yield from open_
