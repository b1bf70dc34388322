"""Mark content as inserted or deleted, whole: runs, paragraph marks, rows, and what stands inside text boxes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

from iso_qms.documents.redline.names import (
    BOX,
    DEL,
    DEL_FIELD_CODE,
    DEL_TEXT,
    FIELD_CODE,
    FORMULAS,
    INS,
    MARKERS,
    PPR,
    RPR,
    RUN,
    SECTPR,
    SIMPLE_FIELD,
    SPACE,
    TBL,
    TC,
    TR,
    TRPR,
    WRAPPER_PROPERTIES,
    P,
    T,
    W,
)  # fmt: skip


class Pen:
    """Writes revisions in the name of an author, with ids no other mark has."""

    def __init__(self, author: str, at: datetime, *, first_id: int) -> None:
        self._author, self._at = author, f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        self._next = first_id
        self._made: set[str] = set()
        self.counted = {INS: 0, DEL: 0}

    def number(self) -> str:
        """An id that was not used before."""
        self._next += 1
        return str(self._next)

    def range(self, tag: str, name: str) -> tuple[etree._Element, etree._Element]:
        """The start and the end of a range that holds all of a move's marks of this tag."""
        start = self._change(f"{tag}RangeStart")
        start.set(W + "name", name)
        return start, etree.Element(f"{tag}RangeEnd", {W + "id": start.get(W + "id")})

    def paragraph(self, paragraph: etree._Element, tag: str, *, with_mark: bool) -> None:
        """Mark all a paragraph holds, and its own mark unless it is the last one, which has nothing to join."""
        self.inside(paragraph, tag)
        if with_mark:
            properties = _first(paragraph, PPR)
            marks = properties.find(RPR)
            if marks is None:
                marks = etree.Element(RPR)
                before = [one for one in properties if one.tag in (SECTPR, W + "pPrChange")]
                before[0].addprevious(marks) if before else properties.append(marks)
            marks.insert(0, self._change(tag))

    def container(self, container: etree._Element, tag: str) -> None:
        """Mark all of a cell, note or text box."""
        blocks = list(_blocks(container))
        for block in blocks:
            self.block(block, tag, is_last=block is blocks[-1])

    def block(self, block: etree._Element, tag: str, *, is_last: bool) -> None:
        """Mark a paragraph, a table, a row, or whatever holds such."""
        if block.tag == P:
            self.paragraph(block, tag, with_mark=not is_last)
        elif block.tag == TR:
            self._row(block, tag)
        else:
            for inner in _blocks(block, (P, TR)):
                self.block(inner, tag, is_last=block.tag != TBL)

    def inside(self, parent: etree._Element, tag: str) -> None:
        """Mark the runs and formulas inside a paragraph or a wrapper of runs."""
        for child in list(parent):
            self.inline(child, tag)

    def inline(self, element: etree._Element, tag: str) -> None:
        """Mark one child of a paragraph."""
        if element.tag in MARKERS or element.tag in WRAPPER_PROPERTIES or element.tag in (PPR, INS, DEL):
            return
        if element.tag == SIMPLE_FIELD:
            for part in _as_runs(element):
                self.inline(part, tag)
        elif element.tag == RUN or element.tag in FORMULAS:
            self._wrap(element, tag)
            self._run(element, tag)
        else:
            self.inside(element, tag)

    def _run(self, run: etree._Element, tag: str) -> None:
        if tag == DEL:
            for text in list(run.iter(T, FIELD_CODE)):
                text.tag = DEL_TEXT if text.tag == T else DEL_FIELD_CODE
        for box in [box for box in run.iter(BOX) if not _is_inside(box, BOX, run)]:
            self.container(box, tag)

    def _row(self, row: etree._Element, tag: str) -> None:
        properties = row.find(TRPR)
        if properties is None:
            properties = etree.Element(TRPR)
            before = row.find(W + "tblPrEx")
            before.addnext(properties) if before is not None else row.insert(0, properties)
        self._change(tag, within=properties)
        for cell in [cell for cell in row.iter(TC) if next(cell.iterancestors(TR)) is row]:
            self.container(cell, tag)

    def _wrap(self, element: etree._Element, tag: str) -> None:
        before = element.getprevious()
        if before is None or before.tag != tag or before.get(W + "id") not in self._made:
            before = self._change(tag, within=element.getparent())
            self._made.add(before.get(W + "id", ""))
            element.addprevious(before)
        before.append(element)

    def _change(self, tag: str, *, within: etree._Element | None = None) -> etree._Element:
        """A mark; the last child of an element, where one is named, because one of its own tree is made much faster."""
        said = {W + "id": self.number(), W + "author": self._author, W + "date": self._at}
        return etree.Element(tag, said) if within is None else etree.SubElement(within, tag, said)


def _first(parent: etree._Element, tag: str) -> etree._Element:
    if len(parent) and parent[0].tag == tag:
        return parent[0]
    found = parent.find(tag)
    if found is None:
        found = etree.Element(tag)
    parent.insert(0, found)
    return found


def _blocks(parent: etree._Element, tags: tuple[str, ...] = (P, TBL)) -> Iterator[etree._Element]:
    """The topmost blocks below an element, whatever wraps them."""
    for child in parent:
        if child.tag in tags:
            yield child
        else:
            yield from _blocks(child, tags)


def _is_inside(element: etree._Element, tag: str, limit: etree._Element) -> bool:
    for ancestor in element.iterancestors():
        if ancestor is limit:
            return False
        if ancestor.tag == tag:
            return True
    return False


def _as_runs(field: etree._Element) -> list[etree._Element]:
    """Write a simple field as a complex one in its place, which can be marked; its parts."""
    code = etree.Element(FIELD_CODE)
    code.text = field.get(W + "instr", "")
    code.set(SPACE, "preserve")
    parts = [_run_of(_mark("begin")), _run_of(code), _run_of(_mark("separate")), *field, _run_of(_mark("end"))]
    for data in [part for part in parts if part.tag == W + "fldData"]:
        parts.remove(data)
    parent = field.getparent()
    place = parent.index(field)
    parent[place : place + 1] = parts
    return parts


def _mark(kind: str) -> etree._Element:
    return etree.Element(W + "fldChar", {W + "fldCharType": kind})


def _run_of(child: etree._Element) -> etree._Element:
    run = etree.Element(RUN)
    run.append(child)
    return run
