"""A paragraph as one line of characters, each of which knows where it stands in the file.

A tab and a line break are blanks; a picture, a formula, a note's mark or a whole field is one sign."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from iso_qms.documents.redline.names import (
    BOX,
    FIELD_CODE,
    FIELD_MARK,
    FORMULAS,
    HYPERLINK,
    MARKERS,
    MC,
    NOTE_REFERENCES,
    PPR,
    RPR,
    RUN,
    SIMPLE_FIELD,
    SPACE,
    WRAPPER_PROPERTIES,
    WRAPPERS,
    P,
    T,
    W,
)  # fmt: skip
from iso_qms.documents.redline.shapes import Side, Signs, holds_signs

HEAVY = frozenset({MC + "AlternateContent", W + "drawing", W + "pict", W + "object", *NOTE_REFERENCES})
SILENT = frozenset({RPR, W + "lastRenderedPageBreak", W + "commentReference", W + "annotationRef"})
WORDLESS = {W + "tab": "\t"}


@dataclass
class Leaf:
    """A piece of a line: the text or thing in a run, or, with no run, whole neighbours such as a field."""

    start: int
    text: str
    nodes: list[etree._Element]
    run: etree._Element | None = None

    @property
    def end(self) -> int:
        """Where the next piece starts."""
        return self.start + len(self.text)

    @property
    def first(self) -> etree._Element:
        """The first element among the paragraph's own."""
        return self.run if self.run is not None else self.nodes[0]

    @property
    def last(self) -> etree._Element:
        """The last element among the paragraph's own."""
        return self.run if self.run is not None else self.nodes[-1]


@dataclass
class Line:
    """A paragraph read. An irregular one holds something this module cannot place, and is only compared as a whole."""

    element: etree._Element
    text: str = ""
    is_plain: bool = False
    """Whether it holds nothing but runs of text, so that its leaves need not be known before it has to be cut."""
    anchors: list[tuple[int, str]] = field(default_factory=list)
    """Where halves of fields stand that begin or end in another paragraph, and which."""
    opens: int = 0
    closes: int = 0
    boxes: list[Leaf] = field(default_factory=list)
    is_regular: bool = True

    @cached_property
    def leaves(self) -> list[Leaf]:
        """The pieces of the line, first to last."""
        found: list[Leaf] = []
        for run, text in _texts(self.element) if self.is_plain else ():
            if text.text:
                found.append(Leaf(found[-1].end if found else 0, text.text, [text], run))
        return found


class LineReader:
    """Reads the paragraphs of one side; both sides share their signs."""

    def __init__(self, side: Side, signs: Signs) -> None:
        self._side, self._signs = side, signs

    def read(self, paragraph: etree._Element) -> Line:
        """The line of a paragraph."""
        if _is_plain(paragraph):
            text = "".join(text.text or "" for _, text in _texts(paragraph))
            if not holds_signs(text):
                return Line(paragraph, text, is_plain=True)
        line = Line(paragraph)
        halves, groups = _fields(paragraph, line)
        self._walk(paragraph, line, halves, groups)
        line.text = "".join(leaf.text for leaf in line.leaves)
        return line

    def _walk(self, parent: etree._Element, line: Line, halves: set[etree._Element], groups: Groups) -> None:
        inside: etree._Element | None = None
        for child in parent:
            if inside is not None:
                inside = None if child is inside else inside
            elif child in groups:
                inside = self._group(child, groups[child], line)
            elif child.tag == RUN:
                self._run(child, line, child in halves)
            elif child.tag == SIMPLE_FIELD:
                self._add(line, self._signs.sign(self._side.field([child]), heavy=True), [child])
            elif child.tag in FORMULAS:
                self._add(line, self._signs.sign(self._side.shape(child)), [child])
            elif child.tag in WRAPPERS or child.tag == HYPERLINK:
                self._walk(child, line, halves, groups)
            elif not _is_silent(child):
                line.is_regular = False

    def _group(self, first: etree._Element, last: etree._Element, line: Line) -> etree._Element | None:
        nodes = [first]
        while nodes[-1] is not last:
            nodes.append(nodes[-1].getnext())
        self._add(line, self._signs.sign(self._side.field(nodes), heavy=True), nodes)
        return None if first is last else last

    def _run(self, run: etree._Element, line: Line, is_half: bool) -> None:
        for child in run:
            if child.tag in SILENT:
                continue
            text, is_box = self._text(child)
            if is_half:
                name = child.get(W + "fldCharType") or " ".join((child.text or "").split())
                line.anchors.append((line.leaves[-1].end if line.leaves else 0, name))
                text = self._signs.sign(("half", name))
            if holds_signs(text) and child.tag == T:
                line.is_regular = False
            if text:
                self._add(line, text, [child], run)
                line.boxes += [line.leaves[-1]] if is_box else []

    def _text(self, child: etree._Element) -> tuple[str, bool]:
        """What a child of a run adds to the line, and whether it holds text boxes."""
        if child.tag == T:
            return child.text or "", False
        if child.tag in WORDLESS:
            return WORDLESS[child.tag], False
        if child.tag == W + "br" and child.get(W + "type", "textWrapping") == "textWrapping" and len(child.items()) < 2:
            return "\n", False
        is_box = child.tag in HEAVY and next(child.iter(BOX), None) is not None
        shape = self._side.shape(child, with_boxes=not is_box)
        return self._signs.sign(shape, heavy=child.tag in HEAVY), is_box

    def _add(self, line: Line, text: str, nodes: list[etree._Element], run: etree._Element | None = None) -> None:
        start = line.leaves[-1].end if line.leaves else 0
        line.leaves.append(Leaf(start, text, nodes, run))


Groups = dict[etree._Element, etree._Element]


def _is_plain(paragraph: etree._Element) -> bool:
    """Whether a paragraph holds its properties and runs of text, and nothing else."""
    for child in paragraph:
        if child.tag == RUN:
            if any(part.tag not in (T, RPR) for part in child):
                return False
        elif child.tag != PPR:
            return False
    return True


def _texts(paragraph: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """The texts of a plain paragraph, each with its run."""
    return ((run, text) for run in paragraph if run.tag == RUN for text in run if text.tag == T)


def wrap_loose_text(root: etree._Element) -> None:
    """Give text that stands outside of any run, against the format, a run of its own."""
    for text in [text for text in root.iter(T) if text.getparent().tag in (P, HYPERLINK, *WRAPPERS)]:
        run = etree.Element(RUN)
        text.addprevious(run)
        run.append(text)


def keep_blanks(root: etree._Element) -> None:
    """Say of each text that begins or ends with a blank that it counts: beside a change, a blank parts two words."""
    for text in root.iter(T):
        if text.text and (text.text[0].isspace() or text.text[-1].isspace()):
            text.set(SPACE, "preserve")


def split_field_runs(root: etree._Element) -> None:
    """Give each mark of a field a run of its own, so that a field is made of whole runs."""
    for mark in list(root.iter(FIELD_MARK, FIELD_CODE)):
        run = mark.getparent()
        if run is None or run.tag != RUN or sum(child.tag != RPR for child in run) < 2:
            continue
        properties, place = run.find(RPR), run.getparent().index(run)
        for child in [child for child in run if child.tag != RPR]:
            alone = etree.Element(RUN, run.attrib)
            alone.extend([deepcopy(properties)] if properties is not None else [])
            alone.append(child)
            run.getparent().insert(place, alone)
            place += 1
        run.getparent().remove(run)


def _fields(paragraph: etree._Element, line: Line) -> tuple[set[etree._Element], Groups]:
    """The runs of fields that reach into other paragraphs, and the first and last runs of those that do not."""
    halves: set[etree._Element] = set()
    groups: Groups = {}
    open_: list[list[etree._Element]] = []
    for mark in _own(paragraph):
        run = mark.getparent()
        kind = mark.get(W + "fldCharType") if mark.tag == FIELD_MARK else "code"
        if kind == "begin":
            open_.append([run])
        elif not open_:
            halves.add(run)
            line.closes += kind == "end"
        else:
            open_[-1].append(run)
            if kind == "end":
                _close(open_.pop(), groups, line)
    line.opens = len(open_)
    halves.update(run for runs in open_ for run in runs)
    return halves, groups


def _close(runs: list[etree._Element], groups: Groups, line: Line) -> None:
    first, last = runs[0], runs[-1]
    if first.getparent() is last.getparent():
        groups[first] = last
    else:
        line.is_regular = False


def _own(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The marks and codes of fields of a paragraph, without those of its text boxes."""
    for mark in paragraph.iter(FIELD_MARK, FIELD_CODE):
        if next(mark.iterancestors(P), None) is paragraph and mark.getparent().tag == RUN:
            yield mark


def _is_silent(element: etree._Element) -> bool:
    if element.tag in MARKERS or element.tag in (PPR, *WRAPPER_PROPERTIES):
        return True
    return next(element.iter(T, P, RUN), None) is None
