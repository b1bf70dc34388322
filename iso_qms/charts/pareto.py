"""A Pareto chart: what weighs most comes first, with a line that says how much of the whole is reached so far. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from markupsafe import Markup

from iso_qms.charts.bars import DARK, grid
from iso_qms.charts.sheet import LEADING, WIDTH, Bar, label, path, percent, rect, scale, sheet, words

_LEFT, _RIGHT, _TOP, _TALL = 44, 52, 24, 190


def cumulative(bars: Iterable[Bar]) -> list[tuple[Bar, float]]:
    """The bars that have a figure, largest first, each with the part of the whole reached with it."""
    sorted_bars = sorted((bar for bar in bars if bar.value), key=lambda bar: -(bar.value or 0))
    whole = sum(bar.value or 0 for bar in sorted_bars)
    reached = accumulate(bar.value or 0 for bar in sorted_bars)
    return [(bar, so_far / whole) for bar, so_far in zip(sorted_bars, reached, strict=True)]


def pareto(bars: Sequence[Bar], *, title: str, about: str) -> Markup:
    """Columns from the largest down and the cumulative line over them; nothing where every figure is nought."""
    rows = cumulative(bars)
    if not rows:
        return Markup("")
    whole = sum(bar.value or 0 for bar, _reached in rows)
    marks = scale(whole, whole=whole % 1 == 0)
    wide = max(WIDTH, _LEFT + _RIGHT + 40 * len(rows))
    each, bottom = (wide - _LEFT - _RIGHT) / len(rows), _TOP + _TALL
    whole_tall = _TALL * whole / marks[-1]
    parts = list(grid(marks, left=_LEFT, right=wide - _RIGHT, bottom=bottom, tall=_TALL))
    line = []
    for place, (bar, reached) in enumerate(rows):
        tall, middle = _TALL * (bar.value or 0) / marks[-1], _LEFT + each * (place + 0.5)
        parts.append(rect(middle - each * 0.36, bottom - tall, each * 0.72, tall, "bar-1", fill=DARK))
        parts += words([bar.figure], x=middle - each * 0.36, y=bottom - tall - 5, kind="strong")
        parts.append(label(bar.label, room=each - 4, most=3, x=middle, y=bottom + 18, anchor="middle"))
        line.append((middle, bottom - whole_tall * reached))
    parts += _line(line)
    for part in (0, 0.5, 0.8, 1):
        parts += words([percent(part)], x=wide - _RIGHT + 6, y=bottom - whole_tall * part + 4.5)
    return sheet(parts, title=title, about=about, width=wide, height=bottom + 18 + 3 * LEADING)


def _line(points: Sequence[tuple[float, float]]) -> Iterable[Markup]:
    yield path(points, "curve-2")
    for x, y in points:
        yield _DOT.format(x=f"{x:.1f}", y=f"{y:.1f}")


_DOT = Markup('<circle class="dot-2" fill="currentColor" cx="{x}" cy="{y}" r="3.5"/>')
