"""Mark what changed inside one paragraph, word by word, in the new paragraph itself."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from iso_qms.documents.comparison.words import Operation, common_pairs, compare_texts
from iso_qms.documents.redline.carrying import Carrier
from iso_qms.documents.redline.lines import Leaf, Line
from iso_qms.documents.redline.marking import Pen
from iso_qms.documents.redline.names import DEL, HYPERLINK, INS, PPR, RPR, RUN, SPACE, P, T
from iso_qms.documents.redline.shapes import Signs


class Step(NamedTuple):
    """A stretch of both lines: the same in both, or deleted from the old, or inserted into the new."""

    op: Operation
    old: tuple[int, int]
    new: tuple[int, int]


def can_compare(old: Line, new: Line, signs: Signs) -> bool:
    """Whether two paragraphs can be told apart word by word."""
    halves = [name for _, name in old.anchors] == [name for _, name in new.anchors]
    return old.is_regular and new.is_regular and halves and not signs.are_exhausted


def steps(old: Line, new: Line, signs: Signs) -> Iterator[Step]:
    """What leads from the old line to the new one; halves of fields and shared pictures and notes stay in place."""
    x = y = 0
    fixed = [(a, b) for (a, _), (b, _) in zip(old.anchors, new.anchors, strict=True)]
    for to_x, to_y in [*fixed, (len(old.text), len(new.text))]:
        yield from _between(old.text, new.text, (x, to_x), (y, to_y), signs)
        if (to_x, to_y) != (len(old.text), len(new.text)):
            yield Step("same", (to_x, to_x + 1), (to_y, to_y + 1))
        x, y = to_x + 1, to_y + 1


def _between(old: str, new: str, here: tuple[int, int], there: tuple[int, int], signs: Signs) -> Iterator[Step]:
    heavy_old, heavy_new = signs.heavy_in(old, here), signs.heavy_in(new, there)
    pairs = common_pairs([old[place] for place in heavy_old], [new[place] for place in heavy_new])
    x, y = here[0], there[0]
    for to_x, to_y in [*((heavy_old[a], heavy_new[b]) for a, b in pairs), (here[1], there[1])]:
        yield from _words(old[x:to_x], new[y:to_y], x, y)
        if (to_x, to_y) != (here[1], there[1]):
            yield Step("same", (to_x, to_x + 1), (to_y, to_y + 1))
        x, y = to_x + 1, to_y + 1


def _words(old: str, new: str, x: int, y: int) -> Iterator[Step]:
    for op, text in compare_texts(old, new) if old or new else ():
        to_x, to_y = x + (op != "ins") * len(text), y + (op != "del") * len(text)
        yield Step(op, (x, to_x), (y, to_y))
        x, y = to_x, to_y


def mark_words(old: Line, new: Line, changes: list[Step], *, pen: Pen, carrier: Carrier) -> None:
    """Write the changes into the new paragraph."""
    cuts = {place for step in changes if step.op != "same" for place in step.new}
    slots = list(_slots(new, cuts))
    for step in changes:
        pen.counted[INS] += step.op == "ins"
        pen.counted[DEL] += step.op == "del"
        if step.op == "del":
            _put_deleted(_taken(old, step.old, carrier), step.new[0], slots, new.element, pen)
    for step in changes:
        if step.op == "ins":
            for slot in slots:
                if step.new[0] <= slot.start and slot.end <= step.new[1]:
                    for element in _from_to(slot.first, slot.last):
                        pen.inline(element, INS)


def _from_to(first: etree._Element, last: etree._Element) -> list[etree._Element]:
    found = [first]
    while found[-1] is not last:
        found.append(found[-1].getnext())
    return found


def _slots(line: Line, cuts: set[int]) -> Iterator[Leaf]:
    """The pieces of a line, its runs split so that none reaches over a cut."""
    place = 0
    while place < len(line.leaves):
        leaf, count = line.leaves[place], 1
        while leaf.run is not None and place + count < len(line.leaves) and line.leaves[place + count].run is leaf.run:
            count += 1
        whole = line.leaves[place : place + count]
        place += count
        if leaf.run is None or not any(whole[0].start < cut < whole[-1].end for cut in cuts):
            yield Leaf(whole[0].start, "".join(one.text for one in whole), leaf.nodes, leaf.run)
        else:
            yield from _split(leaf.run, whole, cuts)


def _split(run: etree._Element, leaves: list[Leaf], cuts: set[int]) -> Iterator[Leaf]:
    known = {id(leaf.nodes[0]): leaf for leaf in leaves}
    parts: list[Leaf] = []
    place = leaves[0].start
    for child in list(run):
        if child.tag == RPR:
            continue
        leaf = known.get(id(child))
        if leaf is None:
            (parts or [_part(run, place, parts)])[-1].nodes[0].append(child)
            continue
        for text in _cut(leaf, cuts):
            if not parts or place in cuts:
                _part(run, place, parts)
            parts[-1].nodes[0].append(child if text == leaf.text else _text(child, text))
            parts[-1].text += text
            place += len(text)
    run.getparent().remove(run)
    for part in parts:
        yield Leaf(part.start, part.text, part.nodes, part.nodes[0])


def _part(run: etree._Element, start: int, parts: list[Leaf]) -> Leaf:
    made = etree.Element(RUN, run.attrib)
    properties = run.find(RPR)
    if properties is not None:
        made.append(deepcopy(properties))
    run.addprevious(made)
    parts.append(Leaf(start, "", [made]))
    return parts[-1]


def _cut(leaf: Leaf, cuts: set[int]) -> list[str]:
    places = [leaf.start, *sorted(cut for cut in cuts if leaf.start < cut < leaf.end), leaf.end]
    return [leaf.text[a - leaf.start : b - leaf.start] for a, b in pairwise(places)]


def _text(child: etree._Element, text: str) -> etree._Element:
    made = etree.Element(T, {SPACE: "preserve"})
    made.text = text
    return made


def _taken(line: Line, within: tuple[int, int], carrier: Carrier) -> etree._Element:
    """A stretch of the old paragraph, carried over, in a paragraph that only holds it."""
    holder = etree.Element(P)
    before: tuple[etree._Element | None, etree._Element | None] = (None, None)
    for leaf in line.leaves:
        start, end = max(leaf.start, within[0]), min(leaf.end, within[1])
        if start >= end:
            continue
        link = next((one for one in leaf.first.iterancestors() if one.tag in (HYPERLINK, P)), None)
        parent = _link(holder, link, is_same=before[1] is link)
        if leaf.run is None:
            for node in leaf.nodes:
                copy = deepcopy(node)
                copy.tail = None
                parent.append(copy)
        else:
            if before[0] is not leaf.run or before[1] is not link:
                _empty_run(parent, leaf.run)
            parent[-1].append(_piece(leaf, start, end))
        before = (leaf.run, link)
    carrier.clean(holder)
    return holder


def _link(holder: etree._Element, link: etree._Element | None, *, is_same: bool) -> etree._Element:
    if link is None or link.tag != HYPERLINK:
        return holder
    if not is_same:
        holder.append(etree.Element(HYPERLINK, link.attrib))
    return holder[-1]


def _empty_run(parent: etree._Element, run: etree._Element) -> None:
    made = etree.SubElement(parent, RUN)
    properties = run.find(RPR)
    if properties is not None:
        made.append(deepcopy(properties))


def _piece(leaf: Leaf, start: int, end: int) -> etree._Element:
    if leaf.nodes[0].tag == T:
        return _text(leaf.nodes[0], leaf.text[start - leaf.start : end - leaf.start])
    copy = deepcopy(leaf.nodes[0])
    copy.tail = None
    return copy


def _put_deleted(holder: etree._Element, place: int, slots: list[Leaf], paragraph: etree._Element, pen: Pen) -> None:
    before = next((slot for slot in slots if slot.end == place), None)
    after = next((slot for slot in slots if slot.start == place), None)
    beside = _outer(before.last if before else None, after.first if after else None)
    if beside is not None and next(beside.iterancestors(HYPERLINK), None) is not None:
        for link in list(holder.iter(HYPERLINK)):
            at = link.getparent().index(link)
            link.getparent()[at : at + 1] = list(link)
    pen.inside(holder, DEL)
    parts = list(holder)
    if before is not None and beside is before.last:
        for part in reversed(parts):
            beside.addnext(part)
    elif after is not None and beside is not None:
        for part in parts:
            beside.addprevious(part)
    else:
        start = 1 if len(paragraph) and paragraph[0].tag == PPR else 0
        paragraph[start:start] = parts


def _outer(before: etree._Element | None, after: etree._Element | None) -> etree._Element | None:
    """Of two neighbours the one that stands in fewer wrappers, so that what goes between them stands outside too."""
    if before is None or after is None:
        return before if after is None else after
    return before if _depth(before) <= _depth(after) else after


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())
