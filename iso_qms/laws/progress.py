"""How the carrying over of a changed law goes: open, late and done, day by day, and the drawing of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from markupsafe import Markup

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 220, 40, 30, 14


class Asked(NamedTuple):
    """A request as the burn-down sees it."""

    asked_on: date
    due_on: date | None
    ended_on: date | None
    is_done: bool


@dataclass(frozen=True)
class Point:
    """How things stood at the end of a day."""

    day: date
    open: int
    late: int
    done: int


def burn_down(requests: Iterable[Asked], *, today: date) -> list[Point]:
    """The standing on every day on which it changed, up to today; empty when nothing was asked."""
    asked = list(requests)
    days = {one.asked_on for one in asked} | {one.ended_on for one in asked if one.ended_on}
    days |= {one.due_on + timedelta(days=1) for one in asked if one.due_on}
    shown = sorted(day for day in days if day <= today and day >= min(one.asked_on for one in asked))
    if asked and (not shown or shown[-1] != today):
        shown.append(today)
    return [_point(asked, day) for day in shown]


def draw(points: Sequence[Point], *, title: str, labels: tuple[str, str], day: str = "%d/%m/%Y") -> Markup:
    """The points as steps: what is open, and what of it is late. `labels`: the words for both."""
    if not points:
        return Markup("")
    most = max(max(one.open for one in points), 1)
    span = max((points[-1].day - points[0].day).days, 1)

    def x(one: Point) -> float:
        return LEFT + (WIDTH - LEFT - 12) * (one.day - points[0].day).days / span

    def y(value: int) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / most

    lines = [_steps([(x(one), y(one.open)) for one in points], "open", 2)]
    if any(one.late for one in points):
        lines.append(_steps([(x(one), y(one.late)) for one in points], "late", 2, dashes="5 4"))
    texts = [
        _text(LEFT - 6, y(most) + 4, str(most), "end"),
        _text(LEFT - 6, y(0) + 4, "0", "end"),
        _text(LEFT, HEIGHT - 8, points[0].day.strftime(day), "start"),
        _text(WIDTH - 12, HEIGHT - 8, points[-1].day.strftime(day), "end"),
        _text(WIDTH - 12, TOP, " · ".join(labels if len(lines) > 1 else labels[:1]), "end"),
    ]
    return _SHEET.format(
        title=title, width=WIDTH, height=HEIGHT, left=LEFT, right=WIDTH - 12, ground=y(0),
        body=Markup("").join([*lines, *texts]),
    )  # fmt: skip


def _point(asked: Sequence[Asked], day: date) -> Point:
    is_open = [one for one in asked if one.asked_on <= day and (one.ended_on is None or one.ended_on > day)]
    late = sum(one.due_on is not None and one.due_on < day for one in is_open)
    done = sum(one.is_done and one.ended_on is not None and one.ended_on <= day for one in asked)
    return Point(day, len(is_open), late, done)


def _steps(places: Sequence[tuple[float, float]], kind: str, stroke: int, *, dashes: str = "none") -> Markup:
    path = f"M{places[0][0]:.1f} {places[0][1]:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in places[1:])
    return _LINE.format(kind=kind, stroke=stroke, path=path, dashes=dashes)


def _text(x: float, y: float, text: str, anchor: str) -> Markup:
    return _TEXT.format(x=f"{x:.1f}", y=f"{y:.1f}", text=text, anchor=anchor)


_SHEET = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="burn-down" width="{width}" height="{height}" '
    'viewBox="0 0 {width} {height}" role="img" aria-label="{title}">'
    '<path fill="none" stroke="currentColor" stroke-width="0.5" d="M{left} {ground}H{right}"/>{body}</svg>'
)
_LINE = Markup(
    '<path class="{kind}" fill="none" stroke="currentColor" stroke-width="{stroke}" '
    'stroke-dasharray="{dashes}" d="{path}"/>'
)
_TEXT = Markup('<text fill="currentColor" font-size="13" x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>')
