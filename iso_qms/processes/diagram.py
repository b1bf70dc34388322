"""The steps of a procedure as a swim-lane diagram in SVG: a column for each party, time downwards. Pure.

Colours, strokes and letters come from the style sheet by class (lane, step-box, flow, body …); the attributes beside
them only keep the drawing legible where there is none. Nothing is styled inline, so a strict CSP lets it through.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol
from zlib import crc32

from markupsafe import Markup

from iso_qms.charts.lettering import drawable, width, wrap
from iso_qms.text import exact_key

_FULL_WIDTH = 720  # px; fewer lanes share it, more lanes make the drawing wider than that
_LANE_WIDTHS = (168, 240)
_BOX_MARGIN = 14  # between a box and the edges of its lane
_PADDING = 10  # between a box and its text
_GAP = 30  # between two boxes, with room for the arrow and its head
_HEAD = 7
_BADGE = 21

_BODY, _SMALL = 13.5, 12.5  # letter sizes, as in the style sheet
_BODY_LEADING, _SMALL_LEADING = 18, 17
_MOST_HEADING, _MOST_ACTION, _MOST_DURATION = 4, 7, 3  # lines


class Step(Protocol):
    """What the diagram shows of a step; all texts as printed."""

    @property
    def number(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def responsible(self) -> str: ...
    @property
    def durations(self) -> str: ...


@dataclass(frozen=True)
class Labels:
    """The diagram's own words in the reader's language.

    `description` may hold %(steps)d and %(lanes)d; `nobody` heads the lane of the steps that name no party.
    """

    description: str
    nobody: str


def draw(steps: Sequence[Step], *, title: str, labels: Labels, mine: Collection[str] = ()) -> Markup:
    """Return the diagram as one `svg` element, or nothing when there are no steps.

    Lanes stand in the order in which the parties first appear; another case, spacing or tone placement is the same
    party. `mine` names the parties that are the reader's own: their steps are drawn heavier.
    """
    if not steps:
        return Markup("")
    lanes = _lanes(steps, labels.nobody)
    lane_width = max(_LANE_WIDTHS[0], min(_LANE_WIDTHS[1], _FULL_WIDTH // len(lanes)))
    headings = [_wrap_small(name, lane_width - _PADDING, _MOST_HEADING, bold=True) for name in lanes.values()]
    top = max(map(len, headings)) * _SMALL_LEADING + 2 * _PADDING
    boxes = list(_boxes(steps, list(lanes), lane_width, top, {_party(name) for name in mine}))
    height = boxes[-1].bottom + _GAP
    parts = [*_draw_lanes(headings, lane_width, top, height), *_draw_arrows(boxes), *map(_draw_box, boxes)]
    words = (title, labels.description % {"steps": len(steps), "lanes": len(lanes)})
    return _sheet(parts, words, size=(lane_width * len(lanes), height))


@dataclass(frozen=True)
class _Box:
    number: str
    action: list[str]
    durations: list[str]
    tooltip: str
    is_mine: bool
    lane: int
    x: int
    y: int
    width: int

    @property
    def height(self) -> int:
        text = len(self.action) * _BODY_LEADING + len(self.durations) * _SMALL_LEADING
        return max(text, _BODY_LEADING) + 2 * _PADDING

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def centre(self) -> int:
        return self.x + self.width // 2

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


def _party(responsible: str) -> str:
    return exact_key(drawable(responsible))


def _lanes(steps: Iterable[Step], nobody: str) -> dict[str, str]:
    lanes: dict[str, str] = {}
    for step in steps:
        lanes.setdefault(_party(step.responsible), drawable(step.responsible) or nobody)
    return lanes


def _boxes(
    steps: Iterable[Step], lanes: Sequence[str], lane_width: int, top: int, mine: Collection[str]
) -> Iterator[_Box]:
    y, box_width = top + _GAP // 2 + 4, lane_width - 2 * _BOX_MARGIN
    for step in steps:
        party, room = _party(step.responsible), box_width - 2 * _PADDING
        lane, action = lanes.index(party), wrap(step.action, room=room, size=_BODY, most=_MOST_ACTION)
        box = _Box(
            number=_wrap_small(step.number, room, 1, bold=True)[0] if drawable(step.number) else "",
            action=action,
            durations=_wrap_small(step.durations, room, _MOST_DURATION),
            tooltip=drawable(step.action) if action and action[-1].endswith("…") else "",
            is_mine=party in mine,
            lane=lane,
            x=lane * lane_width + _BOX_MARGIN,
            y=y,
            width=box_width,
        )
        yield box
        y = box.bottom + _GAP


def _wrap_small(text: str, room: float, most: int, *, bold: bool = False) -> list[str]:
    return wrap(text, room=room, size=_SMALL, most=most, bold=bold)


def _draw_lanes(headings: Sequence[Sequence[str]], lane_width: int, top: int, height: int) -> Iterator[Markup]:
    for place, lines in enumerate(headings):
        x, shade = place * lane_width, " alt" if place % 2 else ""
        yield _LANE.format(shade=shade, x=x, width=lane_width, height=height)
        first = _PADDING + _SMALL_LEADING * 0.75
        yield from _lines(lines, "strong", x=x + lane_width // 2, y=first, size=_SMALL, leading=_SMALL_LEADING)
        yield _LANE_LINE.format(path=f"M{x + lane_width} 0V{height}")
    yield _LANE_LINE.format(path=f"M0 {top}H{lane_width * len(headings)}")


def _draw_arrows(boxes: Sequence[_Box]) -> Iterator[Markup]:
    """Lead straight down inside a lane; else sideways out of the box and down, where no other box can stand."""
    for box, following in pairwise(boxes):
        start = f"M{box.centre} {box.bottom}"
        if following.lane != box.lane:
            start = f"M{box.x + box.width if following.lane > box.lane else box.x} {box.middle}H{following.centre}"
        head = f"M{following.centre} {following.y}l-{_HEAD / 2} -{_HEAD}h{_HEAD}z"
        yield _ARROW.format(path=f"{start}V{following.y - _HEAD}", head=head)


def _draw_box(box: _Box) -> Markup:
    action_from = box.y + _PADDING + _BODY_LEADING * 0.75
    durations_from = action_from + len(box.action) * _BODY_LEADING
    texts = [
        *_lines(box.action, "body", x=box.centre, y=action_from, size=_BODY, leading=_BODY_LEADING),
        *_lines(box.durations, "duration", x=box.centre, y=durations_from, size=_SMALL, leading=_SMALL_LEADING),
    ]
    mine, stroke = (" mine", 2.5) if box.is_mine else ("", 1.5)
    tooltip = Markup("<title>{}</title>").format(box.tooltip) if box.tooltip else ""
    return _BOX.format(
        mine=mine, stroke=stroke, tooltip=tooltip, x=box.x, y=box.y, width=box.width, height=box.height,
        texts=Markup("").join(texts), badge=_draw_badge(box, mine),
    )  # fmt: skip


def _draw_badge(box: _Box, mine: str) -> Markup:
    if not box.number:
        return Markup("")
    badge_width = max(_BADGE, round(width(box.number, size=_SMALL, bold=True)) + 12)
    x, y = box.x - _BADGE // 2 + 2, box.y - _BADGE // 2 - 2
    return _BADGE_SHAPE.format(
        mine=mine, x=x, y=y, width=badge_width, height=_BADGE, radius=_BADGE / 2,
        text=_text(box.number, "num", x=x + badge_width / 2, y=y + 15, size=_SMALL),
    )  # fmt: skip


def _lines(lines: Iterable[str], kind: str, *, x: float, y: float, size: float, leading: float) -> Iterator[Markup]:
    for place, line in enumerate(lines):
        yield _text(line, kind, x=x, y=y + place * leading, size=size)


def _text(text: str, kind: str, *, x: float, y: float, size: float) -> Markup:
    return _TEXT.format(kind=kind, x=f"{x:g}", y=f"{y:g}", size=size, text=text)


def _sheet(parts: Iterable[Markup], words: tuple[str, str], *, size: tuple[int, int]) -> Markup:
    """Put title and description before the parts; the names are made from the words, so that two diagrams differ."""
    body, (title, description) = Markup("").join(parts), map(drawable, words)
    name = f"lanes-{crc32((title + body).encode()):08x}"
    return _SHEET.format(
        name=name, title=title, description=description, body=body, width=size[0] + 2, height=size[1] + 2
    )


_SHEET = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="lanes" '
    'width="{width}" height="{height}" viewBox="-1 -1 {width} {height}" role="img" '
    'aria-labelledby="{name}-t" aria-describedby="{name}-d">'
    '<title id="{name}-t">{title}</title><desc id="{name}-d">{description}</desc>{body}</svg>'
)
_LANE = Markup('<rect class="lane{shade}" fill="none" x="{x}" y="0" width="{width}" height="{height}"/>')
_LANE_LINE = Markup('<path class="lane-line" fill="none" stroke="currentColor" stroke-width="0.5" d="{path}"/>')
_ARROW = Markup(
    '<path class="flow" fill="none" stroke="currentColor" d="{path}"/>'
    '<path class="flow-head" fill="currentColor" d="{head}"/>'
)
_BOX = Markup(
    '<g class="step{mine}">{tooltip}<rect class="step-box{mine}" fill="none" stroke="currentColor" '
    'stroke-width="{stroke}" x="{x}" y="{y}" width="{width}" height="{height}" rx="4"/>{texts}{badge}</g>'
)
_BADGE_SHAPE = Markup(
    '<rect class="step-box{mine}" fill="none" stroke="currentColor" x="{x}" y="{y}" width="{width}" '
    'height="{height}" rx="{radius}"/>{text}'
)
_TEXT = Markup(
    '<text class="{kind}" fill="currentColor" x="{x}" y="{y}" font-size="{size}" text-anchor="middle">{text}</text>'
)
