"""Bars made of parts, told apart by pattern: plain, hatched, dotted, hollow. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from iso_qms.charts.bars import BELOW, BESIDE, Lay, text_room
from iso_qms.charts.sheet import ITSELF, LEADING, Drawn, path, rect, sheet, shown, words

MOST_PARTS = 4
_FILLS = ("#0b4f6c", "#7fa8ba", "#c9d8de", "#ffffff")


@dataclass(frozen=True)
class Stack:
    """A label with the parts of its bar, in the order of the legend."""

    label: str
    parts: tuple[float, ...]

    def __post_init__(self) -> None:
        if any(part < 0 for part in self.parts):
            raise ValueError("a part of a bar is not negative")


def stacked(stacks: Sequence[Stack], names: Sequence[str], *, title: str, about: str) -> Markup:
    """A bar for each row, made of at most four named parts, its sum after it; nothing where there are no rows."""
    if len(names) > MOST_PARTS:
        raise ValueError("more than four parts cannot be told apart")
    if not stacks:
        return Markup("")
    wide, narrow = (_stacked(stacks, names, lay, title=title, about=about) for lay in (BESIDE, BELOW))
    return Drawn.of(wide, narrow=narrow)


def _stacked(stacks: Sequence[Stack], names: Sequence[str], lay: Lay, *, title: str, about: str) -> Markup:
    legend, below = _legend(names, width=lay.width)
    tops = list(accumulate([below, *(lay.height(one.label) for one in stacks)]))
    longest = max(sum(one.parts) for one in stacks) or 1
    drawn = [_PATTERNS, *legend]
    for one, top in zip(stacks, tops, strict=False):
        middle, x = lay.middle(one.label, top), float(lay.start)
        drawn.append(lay.name(one.label, top))
        for place, part in enumerate(one.parts):
            long = lay.room * part / longest
            drawn += _part(place, x, middle - 8, long) if part else ()
            x += long
        drawn += words([shown(sum(one.parts))], x=x + 7, y=middle + 4.5, kind="strong")
    if lay.start:
        drawn.append(path([(lay.start, below + 2), (lay.start, tops[-1] - 2)], "axis"))
    return sheet(drawn, title=title, about=about, width=lay.width, height=tops[-1], kind=lay.kind)


def _legend(names: Sequence[str], *, width: int) -> tuple[list[Markup], int]:
    drawn: list[Markup] = []
    x, y = 0.0, 0
    for place, name in enumerate(names):
        wide = 26 + text_room(name) + 18
        if x and x + wide > width:
            x, y = 0.0, y + LEADING + 8
        drawn += _part(place, x, y + 2, 20)
        drawn += words([name], x=x + 26, y=y + 14.5)
        x += wide
    return drawn, y + LEADING + 14


def _part(place: int, x: float, y: float, long: float) -> Iterator[Markup]:
    yield rect(x, y, long, 16, f"bar-{place + 1} edge", fill=_FILLS[place])
    if place in (1, 2):
        yield rect(x, y, long, 16, "", fill=f"url(#{ITSELF}-{place})")


_PATTERNS = Markup(
    f'<defs><pattern id="{ITSELF}-1" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path class="hatch" fill="none" stroke="#17212a" d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5"/></pattern>'
    f'<pattern id="{ITSELF}-2" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle class="speck" fill="#17212a" cx="3" cy="3" r="1.1"/></pattern></defs>'
)
