"""What stands elsewhere now: whole paragraphs and rows written as true moves, not as a deletion and an insertion.

A move is read off the finished marks: what was deleted whole in one place and inserted whole, with the same text, in
another. Its runs and paragraph marks are renamed, and two ranges of one name tell Word that both belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import NamedTuple

from lxml import etree

from iso_qms.documents.redline.blocks import Item, is_movable
from iso_qms.documents.redline.marking import Pen
from iso_qms.documents.redline.names import (
    BOX,
    DEL,
    DEL_FIELD_CODE,
    DEL_TEXT,
    FIELD_CODE,
    INS,
    MOVE_FROM,
    MOVE_TO,
    PPR,
    RPR,
    P,
    T,
)  # fmt: skip

_SHORT = 3
"""A text of fewer words is moved only when it is the only one of its kind: a "yes" of many is none in particular."""


class _Place(NamedTuple):
    """A block where it stands in the redline; `counts` when it was counted as a change of its own."""

    item: Item
    paragraphs: tuple[etree._Element, ...]
    counts: bool


class _Move(NamedTuple):
    """The paragraphs of one move, where they stood and where they stand."""

    gone: list[etree._Element]
    come: list[etree._Element]
    is_paragraph: bool


class Moves:
    """Collects what is deleted and inserted whole in one part of the redline, and writes what only moved."""

    def __init__(self) -> None:
        self._gone: list[_Place] = []
        self._come: list[_Place] = []
        self.counted = 0

    def deleted(self, item: Item, copies: list[etree._Element]) -> None:
        """Remember a block of the old file, of which these copies stand in the redline."""
        self._remember(self._gone, item, copies)

    def inserted(self, item: Item) -> None:
        """Remember a block of the new file."""
        self._remember(self._come, item, item.elements)

    def write(self, pen: Pen) -> None:
        """Turn the marks of whatever moved into those of moves."""
        for move in _joined(list(self._found(pen))):
            name = f"move{pen.number()}"
            _turn(move.gone, (DEL, MOVE_FROM), name, pen)
            _turn(move.come, (INS, MOVE_TO), name, pen)
            self.counted += 1

    def _remember(self, places: list[_Place], item: Item, elements: list[etree._Element]) -> None:
        paragraphs = tuple(one for element in elements for one in element.iter(P))
        # Inside of a text box everything stands twice, and a move would have two ends.
        if len(paragraphs) == len(item.paragraphs()) and next(elements[0].iterancestors(BOX), None) is None:
            places.append(_Place(item, paragraphs, counts=True))

    def _found(self, pen: Pen) -> Iterator[_Move]:
        gone, come = self._gone, self._come
        for kind in ("table", "row", "paragraph"):
            pairs = _matched(*([one for one in places if one.item.kind == kind] for places in (gone, come)))
            for ours, theirs in pairs:
                pen.counted[DEL] -= ours.counts
                pen.counted[INS] -= theirs.counts
                yield _move(ours, theirs)
            gone = list(_opened(gone, kind, {id(ours) for ours, _ in pairs}))
            come = list(_opened(come, kind, {id(theirs) for _, theirs in pairs}))


def _matched(gone: list[_Place], come: list[_Place]) -> list[tuple[_Place, _Place]]:
    """The places of one text on both sides, in the order of the old file."""
    there = {one.item.key for one in gone} & {one.item.key for one in come}
    gone, come = ([one for one in places if one.item.key in there] for places in (gone, come))
    once = [{key for key, count in _counted(places).items() if count == 1} for places in (gone, come)]
    waiting: dict[Hashable, list[_Place]] = {}
    for one in come:
        if is_movable(one.item):
            waiting.setdefault(one.item.key, []).append(one)
    pairs = []
    for one in gone:
        key = one.item.key
        is_telling = one.item.words.total() >= _SHORT or (one.counts and key in once[0] and key in once[1])
        if is_telling and waiting.get(key):
            pairs.append((one, waiting[key].pop(0)))
    return pairs


def _counted(places: list[_Place]) -> Counter[Hashable]:
    return Counter(one.item.key for one in places)


def _opened(places: list[_Place], kind: str, taken: set[int]) -> Iterator[_Place]:
    """The places without the taken ones; tables that did not move as their rows, and those as their paragraphs."""
    for one in places:
        if one.item.kind != kind:
            yield one
        elif id(one) not in taken:
            start = 0
            for part in one.item.inner():
                end = start + len(part.paragraphs())
                yield _Place(part, one.paragraphs[start:end], counts=False)
                start = end


def _move(ours: _Place, theirs: _Place) -> _Move:
    """The move of a paragraph, or of whatever may move in a row or table; the rest of it stays deleted and inserted."""
    moved = [place for place, item in enumerate(ours.item.paragraphs()) if is_movable(item)]
    gone, come = ([side.paragraphs[place] for place in moved] for side in (ours, theirs))
    return _Move(gone, come, ours.item.kind == "paragraph")


def _joined(moves: list[_Move]) -> list[_Move]:
    """Moves with neighbours that moved together as one."""
    joined: list[_Move] = []
    for move in moves:
        last = joined[-1] if joined else None
        if (
            last
            and last.is_paragraph
            and move.is_paragraph
            and _follows(last.gone, move.gone)
            and _follows(last.come, move.come)
        ):
            last.gone.extend(move.gone)
            last.come.extend(move.come)
        else:
            joined.append(move)
    return joined


def _follows(before: list[etree._Element], after: list[etree._Element]) -> bool:
    return before[-1].getnext() is after[0]


def _turn(paragraphs: list[etree._Element], tags: tuple[str, str], name: str, pen: Pen) -> None:
    """Rename the marks of these paragraphs and put the range of a move around them."""
    start, end = pen.range(tags[1], name)
    first, last = paragraphs[0], paragraphs[-1]
    first.insert(1 if len(first) and first[0].tag == PPR else 0, start)
    for paragraph in paragraphs:
        for mark in list(paragraph.iter(tags[0])):
            mark.tag = tags[1]
        for text in list(paragraph.iter(DEL_TEXT, DEL_FIELD_CODE)):
            text.tag = T if text.tag == DEL_TEXT else FIELD_CODE
    # A range that takes the mark of its last paragraph along ends behind it.
    has_mark = last.find(f"{PPR}/{RPR}/{tags[1]}") is not None
    last.addnext(end) if has_mark else last.append(end)
