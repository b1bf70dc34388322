"""A trend with its control limits: the line, the centre, the limits, and the points that give a signal. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup

from iso_qms.charts.bars import grid
from iso_qms.charts.control import Control
from iso_qms.charts.sheet import LEADING, WIDTH, label, path, scale, sheet, shown, words
from iso_qms.i18n import _

_LEFT, _RIGHT, _TOP, _TALL = 44, 92, 20, 190


def trend(
    control: Control | None,
    labels: Sequence[str],
    *,
    title: str,
    about: str,
    figure: Callable[[float], str] = shown,
) -> Markup:
    """The values in order of time; a diamond is outside its limits, a ring belongs to a row on one side."""
    if control is None:
        return Markup("")
    marks = scale(max(*control.values, *control.upper))
    wide = max(WIDTH, _LEFT + _RIGHT + 22 * len(labels))
    each, bottom = (wide - _LEFT - _RIGHT) / len(labels), _TOP + _TALL
    xs = [_LEFT + each * (place + 0.5) for place in range(len(labels))]

    def height(value: float) -> float:
        return bottom - _TALL * value / marks[-1]

    parts = list(grid(marks, left=_LEFT, right=wide - _RIGHT, bottom=bottom, tall=_TALL, figure=figure))
    parts += _limits(control, xs, each, height)
    ends = ((_("upper"), control.upper[-1]), (_("centre"), control.centre), (_("lower"), control.lower[-1]))
    for word, y in _apart([(f"{word} {figure(value)}", height(value)) for word, value in ends]):
        parts += words([word], x=wide - _RIGHT + 6, y=y + 4.5)
    parts.append(path([(x, height(value)) for x, value in zip(xs, control.values, strict=True)], "curve"))
    parts += _points(control, xs, height, figure)
    every = max(1, -(-len(labels) * 48 // int(wide)))
    for place in range(0, len(labels), every):
        room = each * every - 4
        parts.append(label(labels[place], room=room, most=2, x=xs[place], y=bottom + 18, anchor="middle"))
    return sheet(parts, title=title, about=about, width=wide, height=bottom + 18 + LEADING + 8)


def _limits(control: Control, xs: Sequence[float], each: float, height: Callable[[float], float]) -> Iterator[Markup]:
    centre = height(control.centre)
    yield path([(xs[0] - each / 2, centre), (xs[-1] + each / 2, centre)], "mean")
    for limits in (control.upper, control.lower):
        steps = [(x + side, height(one)) for x, one in zip(xs, limits, strict=True) for side in (-each / 2, each / 2)]
        yield path(steps, "limit", dashes="6 4")


def _points(
    control: Control, xs: Sequence[float], height: Callable[[float], float], figure: Callable[[float], str]
) -> Iterator[Markup]:
    outside = set(control.outside)
    in_rows = {place for first, last in control.runs for place in range(first, last + 1)}
    for place, (x, value) in enumerate(zip(xs, control.values, strict=True)):
        y = height(value)
        if place in outside:
            yield _DIAMOND.format(path=f"M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7z")
            yield from words([figure(value)], x=x, y=y - 11, anchor="middle", kind="strong")
        else:
            yield _DOT.format(kind="dot run" if place in in_rows else "dot", x=f"{x:.1f}", y=f"{y:.1f}",
                              radius=5 if place in in_rows else 3.5)  # fmt: skip


def _apart(ends: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """The words at the end of lines, set apart where the lines lie close together; from the top down."""
    above = float("-inf")
    for word, y in ends:
        above = max(y, above + LEADING)
        yield word, above


_DIAMOND = Markup('<path class="dot out" fill="currentColor" d="{path}"/>')
_DOT = Markup('<circle class="{kind}" fill="#ffffff" stroke="currentColor" cx="{x}" cy="{y}" r="{radius}"/>')
