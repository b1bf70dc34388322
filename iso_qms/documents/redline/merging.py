"""Turn the new file's blocks into the redline, in place: what is gone is put back as deleted, what is new is marked."""

from __future__ import annotations

from typing import Literal

from lxml import etree

from iso_qms.documents.redline.aligning import Plan, align
from iso_qms.documents.redline.blocks import BlockReader, Item
from iso_qms.documents.redline.carrying import Carrier
from iso_qms.documents.redline.lines import Line
from iso_qms.documents.redline.marking import Pen
from iso_qms.documents.redline.moving import Moves
from iso_qms.documents.redline.names import BOX, DEL, INS, PPR, SECTPR
from iso_qms.documents.redline.shapes import Signs
from iso_qms.documents.redline.wording import Step, can_compare, mark_words, steps

Grain = Literal["words", "paragraphs", "whole"]
"""How finely changes are marked: word by word, by whole paragraphs, or all of the old text for all of the new."""


class Merger:
    """Merges one part of the old file into the same part of the new one."""

    def __init__(
        self, *, old: BlockReader, new: BlockReader, carrier: Carrier, pen: Pen, signs: Signs, grain: Grain
    ) -> None:
        self._old, self._new, self._carrier, self._pen = old, new, carrier, pen
        self._signs, self._grain = signs, grain
        self.moves = Moves()

    def containers(self, old: etree._Element, new: etree._Element) -> None:
        """Merge two bodies, cells, notes or text boxes."""
        self._blocks(self._old.blocks(old), self._new.blocks(new), new)

    def insert(self, container: etree._Element) -> None:
        """Mark a whole new container as inserted."""
        self._blocks([], self._new.blocks(container), container)

    def delete(self, container: etree._Element) -> None:
        """Mark a container carried over from the old file as deleted."""
        blocks = self._new.blocks(container)
        for item in blocks:
            self._mark(item.elements, item, DEL, is_last=item is blocks[-1])

    def _blocks(self, old: list[Item], new: list[Item], container: etree._Element) -> None:
        self._follow(self._plan(old, new), container)

    def _plan(self, old: list[Item], new: list[Item], *, closed: bool = True) -> Plan:
        if self._grain == "whole":
            return [*((item, None) for item in old), *((None, item) for item in new)]
        plan = align(old, new, exact=self._grain == "paragraphs", closed=closed)
        return [step for pair in plan for step in self._parted(*pair)]

    def _parted(self, old: Item | None, new: Item | None) -> Plan:
        """Part two blocks again that cannot be merged."""
        if old is None or new is None or old.key == new.key or self._can_merge(old, new):
            return [(old, new)]
        return [(old, None), (None, new)]

    def _can_merge(self, old: Item, new: Item) -> bool:
        if old.kind == "table":
            return any(x is not None and y is not None for x, y in self._plan(old.parts, new.parts, closed=False))
        if old.kind == "row":
            return isinstance(old.key, tuple) and isinstance(new.key, tuple) and old.key[0] == new.key[0]
        if old.kind == "field":
            ours, theirs = _anchored(old.parts), _anchored(new.parts)
            return len(ours) == len(theirs) and all(
                can_compare(old.parts[x].line, new.parts[y].line, self._signs)  # type: ignore[arg-type]
                for x, y in zip(ours, theirs, strict=True)
            )
        return True

    def _follow(self, plan: Plan, container: etree._Element) -> None:
        """Carry out a plan from top to bottom."""
        followers = self._followers(plan)
        last: etree._Element | None = None
        for place, (old, new) in enumerate(plan):
            is_last = place == len(plan) - 1
            if new is not None:
                if old is None:
                    self._mark(new.elements, new, INS, is_last=is_last)
                    self.moves.inserted(new)
                else:
                    self._merge(old, new)
                last = new.elements[-1]
            elif old is not None and not (is_last and _is_empty(old) and _ends_with_text(plan[:place])):
                copies = [self._carrier.carry(element) for element in old.elements]
                for copy in copies:
                    _put(copy, after=last, before=followers[place], container=container)
                    last = copy
                self._mark(copies, old, DEL, is_last=is_last)
                self.moves.deleted(old, copies)

    def _followers(self, plan: Plan) -> list[etree._Element | None]:
        """For each step, the first element of the new file that stands after it."""
        following: etree._Element | None = None
        found: list[etree._Element | None] = []
        for _, new in reversed(plan):
            found.append(following)
            following = new.elements[0] if new is not None else following
        return found[::-1]

    def _mark(self, elements: list[etree._Element], item: Item, tag: str, *, is_last: bool) -> None:
        self._pen.counted[tag] += 1 if item.kind != "field" else len(elements)
        for element in elements:
            self._pen.block(element, tag, is_last=is_last and element is elements[-1])

    def _merge(self, old: Item, new: Item) -> None:
        if old.key == new.key and not new.has_boxes:
            return
        if old.line is not None and new.line is not None:
            self._lines(old.line, new.line)
        elif new.kind == "table":
            self._follow(self._plan(old.parts, new.parts, closed=False), new.elements[0])
        elif new.kind == "row":
            for (_, ours), (cell, theirs) in zip(old.cells, new.cells, strict=True):
                self._blocks(ours, theirs, cell)
        elif new.kind == "field":
            parent = new.elements[0].getparent()
            self._follow(self._field_plan(old.parts, new.parts), parent)

    def _field_plan(self, old: list[Item], new: list[Item]) -> Plan:
        """Keep the paragraphs together in which a field over several paragraphs begins and ends."""
        plan: Plan = []
        x = y = 0
        for to_x, to_y in zip(_anchored(old), _anchored(new), strict=True):
            plan += self._plan(old[x:to_x], new[y:to_y], closed=False)
            plan.append((old[to_x], new[to_y]))
            x, y = to_x + 1, to_y + 1
        return plan + self._plan(old[x:], new[y:], closed=False)

    def _lines(self, old: Line, new: Line) -> None:
        if self._grain != "words" or not can_compare(old, new, self._signs):
            self._replace(old, new)
            return
        changes = list(steps(old, new, self._signs))
        self._boxes(old, new, changes)
        if old.text != new.text:
            mark_words(old, new, changes, pen=self._pen, carrier=self._carrier)

    def _replace(self, old: Line, new: Line) -> None:
        """Put all the old paragraph said before all the new one says."""
        self._pen.counted[INS] += 1
        self._pen.counted[DEL] += 1
        copy = self._carrier.carry(old.element)
        self._pen.inside(copy, DEL)
        self._pen.inside(new.element, INS)
        start = 1 if len(new.element) and new.element[0].tag == PPR else 0
        new.element[start:start] = [child for child in copy if child.tag != PPR]

    def _boxes(self, old: Line, new: Line, changes: list[Step]) -> None:
        theirs = {leaf.start: leaf for leaf in new.boxes}
        for leaf in old.boxes:
            step = next((one for one in changes if one.op == "same" and one.old[0] <= leaf.start < one.old[1]), None)
            if step is None:
                continue
            other = theirs[step.new[0] + leaf.start - step.old[0]]
            for ours, mine in zip(_boxes_of(leaf.nodes[0]), _boxes_of(other.nodes[0]), strict=True):
                self.containers(ours, mine)


def _boxes_of(element: etree._Element) -> list[etree._Element]:
    """The topmost text boxes of a drawing, in the newer and the older writing."""
    found = list(element.iter(BOX))
    return [box for box in found if not any(ancestor in found for ancestor in box.iterancestors(BOX))]


def _anchored(items: list[Item]) -> list[int]:
    return [place for place, item in enumerate(items) if item.line is not None and item.line.anchors]


def _is_empty(item: Item) -> bool:
    return item.line is not None and not item.line.text and item.line.is_regular


def _ends_with_text(plan: Plan) -> bool:
    """Whether a paragraph stands at the end of what was carried out so far."""
    last = [item for item in plan[-1] if item is not None] if plan else []
    return bool(last) and last[-1].kind == "paragraph"


def _put(
    element: etree._Element, *, after: etree._Element | None, before: etree._Element | None, container: etree._Element
) -> None:
    """Place a block between two others, in the outer one of what holds them."""
    if after is not None and (before is None or _depth(after) <= _depth(before)):
        after.addnext(element)
    elif before is not None:
        before.addprevious(element)
    else:
        last = container[-1] if len(container) else None
        if last is not None and last.tag == SECTPR:
            last.addprevious(element)
        else:
            container.append(element)


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())
