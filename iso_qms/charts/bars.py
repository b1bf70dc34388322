"""Bars that lie, for things with long names, and columns that stand, for months. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from iso_qms.charts.lettering import width as text_width
from iso_qms.charts.lettering import wrap
from iso_qms.charts.sheet import (
    LEADING,
    LETTERS,
    NARROW,
    WIDTH,
    Bar,
    Drawn,
    label,
    path,
    rect,
    scale,
    sheet,
    shown,
    words,
)

DARK = "#0b4f6c"
LABELS = 210
FIGURES = 64
_TALLEST = 170
_TOP = 24
_LEFT = 44


@dataclass(frozen=True)
class Lay:
    """How lying bars stand: in which width, and where they begin: beside their names, or below them on a phone."""

    width: int
    start: int
    kind: str = "chart"

    @property
    def room(self) -> int:
        """How long the longest bar may be."""
        return self.width - self.start - FIGURES - 10

    def height(self, text: str) -> int:
        """How high a bar stands with its name in one line or two."""
        return 12 + LEADING * self._lines(text) + (0 if self.start else LEADING + 4)

    def name(self, text: str, top: float) -> Markup:
        """Its name: set to the right against it, or above it."""
        first = top + (6 + LEADING / 2 + 4.5)
        where = {"x": self.start - 8, "anchor": "end"} if self.start else {"x": 0, "anchor": "start"}
        return label(text, room=self._letters, most=2, y=first, **where)  # type: ignore[arg-type]

    def middle(self, text: str, top: float) -> float:
        """The height of the middle of its bar."""
        high = self.height(text)
        return top + (high / 2 if self.start else high - 6 - LEADING / 2)

    @property
    def _letters(self) -> int:
        return self.start - 14 if self.start else self.width

    def _lines(self, text: str) -> int:
        return max(1, len(wrap(text, room=self._letters, size=LETTERS, most=2)))


BESIDE, BELOW = Lay(WIDTH, LABELS), Lay(NARROW, 0, kind="chart narrow")


def horizontal(bars: Sequence[Bar], *, title: str, about: str) -> Markup:
    """A bar for each row, its name before it and its figure after it; nothing where there are no rows."""
    if not bars:
        return Markup("")
    wide, narrow = (_horizontal(bars, lay, title=title, about=about) for lay in (BESIDE, BELOW))
    return Drawn.of(wide, narrow=narrow)


def _horizontal(bars: Sequence[Bar], lay: Lay, *, title: str, about: str) -> Markup:
    tops = [0, *accumulate(lay.height(bar.label) for bar in bars)]
    longest = max((bar.value or 0 for bar in bars), default=0) or 1
    parts = [lay.name(bar.label, top) for bar, top in zip(bars, tops, strict=False)]
    for bar, top in zip(bars, tops, strict=False):
        long, middle = lay.room * (bar.value or 0) / longest, lay.middle(bar.label, top)
        if long:
            parts.append(rect(lay.start, middle - 8, max(long, 1), 16, "bar-1", fill=DARK))
        parts += words([bar.figure], x=lay.start + long + 7, y=middle + 4.5, kind="strong")
    if lay.start:
        parts.append(path([(lay.start, 2), (lay.start, tops[-1] - 2)], "axis"))
    return sheet(parts, title=title, about=about, width=lay.width, height=tops[-1], kind=lay.kind)


def columns(bars: Sequence[Bar], *, title: str, about: str) -> Markup:
    """A column for each month or week, its figure on it and its name below; more than fit make the drawing wider."""
    if not bars:
        return Markup("")
    marks = scale(max(bar.value or 0 for bar in bars), whole=all((bar.value or 0) % 1 == 0 for bar in bars))
    wide = max(WIDTH, _LEFT + 26 * len(bars))
    each, bottom = (wide - _LEFT) / len(bars), _TOP + _TALLEST
    parts = list(grid(marks, left=_LEFT, right=wide, bottom=bottom, tall=_TALLEST))
    for place, bar in enumerate(bars):
        tall, middle = _TALLEST * (bar.value or 0) / marks[-1], _LEFT + each * (place + 0.5)
        if tall:
            parts.append(rect(middle - each * 0.32, bottom - tall, each * 0.64, tall, "bar-1", fill=DARK))
        parts += words([bar.figure], x=middle, y=bottom - tall - 6, anchor="middle", kind="strong")
        parts.append(label(bar.label, room=each - 2, most=2, x=middle, y=bottom + 18, anchor="middle"))
    return sheet(parts, title=title, about=about, width=wide, height=bottom + 18 + LEADING + 6)


def grid(
    marks: Sequence[float],
    *,
    left: float,
    right: float,
    bottom: float,
    tall: float,
    figure: Callable[[float], str] = shown,
) -> Iterator[Markup]:
    """The lines of a scale with their figures, from nought upwards."""
    for mark in marks:
        y = bottom - tall * mark / marks[-1]
        yield path([(left, y), (right, y)], "grid" if mark else "axis")
        yield from words([figure(mark)], x=left - 6, y=y + 4.5, anchor="end")


def text_room(text: str) -> float:
    """How wide a word of a legend stands."""
    return text_width(text, size=LETTERS)
