"""The flow that really happens as a drawing: steps down the middle, ways on to the right, ways back to the left. Pure.

It is drawn with the classes of the diagram of a procedure, so it looks, prints and darkens as that does. What the
procedure does not foresee is dashed; the thicker an arrow, the more often that way was gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2
from zlib import crc32

from markupsafe import Markup

from iso_qms.charts.lettering import drawable, width, wrap
from iso_qms.dossiers.step.discovering import END, START, Arc, FlowMap

_BOX, _PADDING, _GAP, _LANE = 250, 10, 46, 22
_LETTERS, _SMALL, _LEADING, _MOST_LINES = 13.5, 12.5, 18, 3
_HEAD, _MARGIN = 7, 8


@dataclass(frozen=True)
class Words:
    """What stands in the drawing in the reader's language: names of steps, a step's figures, an arc's figures."""

    title: str
    about: str
    name: Callable[[str], str]
    of_node: Callable[[str], str]
    of_arc: Callable[[Arc], str]


@dataclass(frozen=True)
class _Box:
    lines: list[str]
    figures: str
    kind: str
    y: int

    @property
    def height(self) -> int:
        return (len(self.lines) + bool(self.figures)) * _LEADING + 2 * _PADDING

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class _Way:
    """An arrow beside the boxes: from where to where, in which lane from the middle outwards."""

    arc: Arc
    start: float
    end: float
    side: int
    lane: int
    label: str
    label_y: float


def draw(found: FlowMap, *, order: Sequence[str], known: Iterable[str], words: Words) -> Markup:
    """The map as one `svg` element: `order` says what stands above what, `known` which steps are documented."""
    nodes, documented = [START, *order, END], set(known)
    arcs = found.arcs
    boxes = dict(_boxes(nodes, documented, words))
    ways = list(_ways(arcs, nodes, boxes, words))
    left, right = (_room(ways, side) for side in (-1, 1))
    middle = left + _BOX / 2
    beside = [_beside(one, middle) for one in ways]
    parts = [*_straight(arcs, nodes, boxes, middle, words), *(arrow for arrow, _label in beside)]
    # Labels stand over the arrows of other lanes.
    parts += [label for _arrow_of, label in beside] + [_draw_box(box, middle) for box in boxes.values()]
    height = boxes[END].y + boxes[END].height + _MARGIN
    return _sheet(parts, words, left + _BOX + right, height)


def _boxes(nodes: Sequence[str], documented: set[str], words: Words) -> Iterator[tuple[str, _Box]]:
    y = _MARGIN
    for node in nodes:
        is_end = node in (START, END)
        lines = wrap(words.name(node), room=_BOX - 2 * _PADDING, size=_LETTERS, most=_MOST_LINES)
        kind = " end" if is_end else "" if node in documented else " maybe"
        box = _Box(lines, "" if is_end else words.of_node(node), kind, y)
        yield node, box
        y += box.height + _GAP


def _ways(
    arcs: Mapping[tuple[str, str], Arc], nodes: Sequence[str], boxes: Mapping[str, _Box], words: Words
) -> Iterator[_Way]:
    """Short ways stand nearest to the boxes; two of one lane never lie beside each other."""
    place = {node: number for number, node in enumerate(nodes)}
    far = [(pair, arc) for pair, arc in arcs.items() if place[pair[1]] != place[pair[0]] + 1]
    far.sort(key=lambda one: abs(place[one[0][1]] - place[one[0][0]]))
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    labelled: dict[int, list[float]] = {1: [], -1: []}
    for (before, after), arc in far:
        side = 1 if place[after] > place[before] else -1
        start, end = boxes[before].middle + side * _PADDING, boxes[after].middle - side * _PADDING
        if before == after:
            start, end = boxes[before].middle + _PADDING, boxes[before].middle - _PADDING
        top, bottom = min(start, end) - _LEADING, max(start, end) + _LEADING
        lane = 0
        while any(top < low and high < bottom for high, low in taken.get((side, lane), ())):
            lane += 1
        taken.setdefault((side, lane), []).append((top, bottom))
        labelled[side].append(_free(start, end, labelled[side]))
        yield _Way(arc, start, end, side, lane, words.of_arc(arc), labelled[side][-1])


def _free(start: float, end: float, taken: Sequence[float]) -> float:
    """A height between start and end at which no label stands yet; the middle where all are taken."""
    heights = [start + (end - start) * part / 12 for part in (6, 5, 7, 4, 8, 3, 9, 2, 10, 1, 11)]
    return next((one for one in heights if all(abs(one - other) >= _LEADING for other in taken)), heights[0])


def _room(ways: Sequence[_Way], side: int) -> float:
    mine = [one for one in ways if one.side == side]
    return max((_reach(one) + width(one.label, size=_SMALL) + 2 * _MARGIN for one in mine), default=_MARGIN)


def _reach(way: _Way) -> float:
    return _LANE * (way.lane + 1)


def _straight(
    arcs: Mapping[tuple[str, str], Arc], nodes: Sequence[str], boxes: Mapping[str, _Box], middle: float, words: Words
) -> Iterator[Markup]:
    for before, after in pairwise(nodes):
        arc = arcs.get((before, after))
        if arc is not None:
            top, bottom = boxes[before].y + boxes[before].height, boxes[after].y
            head = f"M{middle:g} {bottom}l-{_HEAD / 2} -{_HEAD}h{_HEAD}z"
            yield _arrow(arc, f"M{middle:g} {top}V{bottom - _HEAD}", head)
            label = words.of_arc(arc)
            yield _text(label, "tag", x=middle + _MARGIN, y=(top + bottom) / 2 + 4, size=_SMALL, anchor="start")


def _beside(way: _Way, middle: float) -> tuple[Markup, Markup]:
    edge = middle + way.side * _BOX / 2
    lane = edge + way.side * _reach(way)
    tip = edge + way.side * _HEAD
    path = f"M{edge:g} {way.start:g}H{lane:g}V{way.end:g}H{tip:g}"
    head = f"M{edge:g} {way.end:g}l{way.side * _HEAD} -{_HEAD / 2}v{_HEAD}z"
    anchor = "start" if way.side > 0 else "end"
    x, y = lane + way.side * _MARGIN / 2, way.label_y + 4
    return _arrow(way.arc, path, head), _text(way.label, "tag over", x=x, y=y, size=_SMALL, anchor=anchor)


def _arrow(arc: Arc, path: str, head: str) -> Markup:
    return _ARROW.format(maybe="" if arc.foreseen else " maybe", dashes="none" if arc.foreseen else "5 3",
                         stroke=f"{1 + log2(arc.times + 1) / 3:.1f}", path=path, head=head)  # fmt: skip


def _draw_box(box: _Box, middle: float) -> Markup:
    first = box.y + _PADDING + _LEADING * 0.75
    texts = [
        _text(line, "body", x=middle, y=first + place * _LEADING, size=_LETTERS, anchor="middle")
        for place, line in enumerate(box.lines)
    ]
    if box.figures:
        y = first + len(box.lines) * _LEADING
        texts.append(_text(box.figures, "tag lam", x=middle, y=y, size=_SMALL, anchor="middle"))
    return _BOX_SHAPE.format(
        kind=box.kind, x=f"{middle - _BOX / 2:g}", y=box.y, width=_BOX, height=box.height, texts=Markup("").join(texts)
    )


def _text(text: str, kind: str, *, x: float, y: float, size: float, anchor: str) -> Markup:
    return _TEXT.format(kind=kind, x=f"{x:g}", y=f"{y:g}", size=size, anchor=anchor, text=drawable(text))


def _sheet(parts: Iterable[Markup], words: Words, wide: float, high: float) -> Markup:
    body, title, about = Markup("").join(parts), drawable(words.title), drawable(words.about)
    name = f"flow-{crc32((title + body).encode()):08x}"
    return _SHEET.format(name=name, title=title, about=about, body=body, width=f"{wide:g}", height=f"{high:g}")


_SHEET = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="lanes" width="{width}" height="{height}" '
    'viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-t" aria-describedby="{name}-d">'
    '<title id="{name}-t">{title}</title><desc id="{name}-d">{about}</desc>{body}</svg>'
)
_ARROW = Markup(
    '<path class="way{maybe}" fill="none" stroke="currentColor" stroke-width="{stroke}" stroke-dasharray="{dashes}" '
    'd="{path}"/><path class="flow-head" fill="currentColor" d="{head}"/>'
)
_BOX_SHAPE = Markup(
    '<rect class="step-box{kind}" fill="none" stroke="currentColor" x="{x}" y="{y}" width="{width}" height="{height}" '
    'rx="4"/>{texts}'
)
_TEXT = Markup(
    '<text class="{kind}" fill="currentColor" x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}">{text}</text>'
)
