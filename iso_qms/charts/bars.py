"""Bars that lie, for things with long names, and columns that stand, for months. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from markupsafe import Markup

from iso_qms.charts.lettering import width as text_width
from iso_qms.charts.lettering import wrap
from iso_qms.charts.sheet import LEADING, LETTERS, WIDTH, Bar, label, path, rect, scale, sheet, shown, words

DARK = "#0b4f6c"
LABELS = 210
FIGURES = 64
_TALLEST = 170
_TOP = 24
_LEFT = 44


def horizontal(bars: Sequence[Bar], *, title: str, about: str) -> Markup:
    """A bar for each row, its name before it and its figure after it; nothing where there are no rows."""
    if not bars:
        return Markup("")
    heights = row_heights([bar.label for bar in bars])
    tops = [0, *accumulate(heights)]
    longest = max((bar.value or 0 for bar in bars), default=0) or 1
    room = WIDTH - LABELS - FIGURES - 10
    parts = [row_label(bar.label, top, height) for bar, top, height in zip(bars, tops, heights, strict=False)]
    for bar, top, height in zip(bars, tops, heights, strict=False):
        long, middle = room * (bar.value or 0) / longest, top + height / 2
        if long:
            parts.append(rect(LABELS, middle - 8, max(long, 1), 16, "bar-1", fill=DARK))
        parts += words([bar.figure], x=LABELS + long + 7, y=middle + 4.5, kind="strong")
    parts.append(path([(LABELS, 2), (LABELS, tops[-1] - 2)], "axis"))
    return sheet(parts, title=title, about=about, width=WIDTH, height=tops[-1])


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


def row_heights(labels: Sequence[str]) -> list[int]:
    """How high each lying bar stands, with its name in one line or two."""
    return [12 + LEADING * max(1, len(wrap(one, room=LABELS - 14, size=LETTERS, most=2))) for one in labels]


def row_label(text: str, top: float, height: float) -> Markup:
    """The name of a lying bar, set to the right against it."""
    lines = len(wrap(text, room=LABELS - 14, size=LETTERS, most=2))
    first = top + height / 2 - (lines - 1) * LEADING / 2 + 4.5
    return label(text, room=LABELS - 14, most=2, x=LABELS - 8, y=first, anchor="end")


def text_room(text: str) -> float:
    """How wide a word of a legend stands."""
    return text_width(text, size=LETTERS)
