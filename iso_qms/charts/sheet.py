"""The sheet a chart is drawn on: its words for those who do not see it, its scale, its letters. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10
from zlib import crc32

from babel.numbers import format_decimal, format_percent
from markupsafe import Markup

from iso_qms.charts.lettering import drawable, wrap
from iso_qms.i18n import language

LETTERS = 12.5
LEADING = 16
WIDTH = 640
NARROW = 300
"""The width of the drawing that phones show instead, with letters one can read."""


class Drawn(Markup):
    """A drawing that has a narrow one beside it, for phones."""

    narrow: Markup

    @classmethod
    def of(cls, wide: Markup, *, narrow: Markup) -> Drawn:
        """The wide one, which knows the narrow one."""
        made = cls(wide)
        made.narrow = narrow
        return made


@dataclass(frozen=True)
class Bar:
    """A label with its figure, printed as `instead` says where it does; no figure where it may not be told."""

    label: str
    value: float | None
    instead: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and (self.value < 0 or not isfinite(self.value)):
            raise ValueError("a bar is as long as a count: neither negative nor endless")

    @property
    def figure(self) -> str:
        """The figure as it is printed."""
        return self.instead or ("–" if self.value is None else shown(self.value))


def shown(value: float) -> str:
    """A figure as the reader's language writes it, with at most two decimals."""
    return str(format_decimal(round(value, 2), locale=language()))


def percent(part: float) -> str:
    """A part of a whole in per cent, without decimals."""
    return str(format_percent(part, format="#,##0 %", locale=language()))


def scale(highest: float, *, whole: bool = False) -> list[float]:
    """The figures at an axis from nought to `highest` or more: at most five steps of 1, 2 or 5 times a power of ten."""
    if highest <= 0:
        return [0, 1]
    power = 10.0 ** floor(log10(highest / 4))
    step = next(power * times for times in (1, 2, 5, 10) if power * times * 5 >= highest)
    step = max(step, 1) if whole else step
    steps = ceil(highest / step - 1e-9)
    return [step * number for number in range(steps + 1)]


def words(
    lines: Iterable[str], *, x: float, y: float, anchor: str = "start", kind: str = "", leading: float = LEADING
) -> Iterator[Markup]:
    """Lines of text under each other."""
    for place, line in enumerate(lines):
        yield _TEXT.format(x=f"{x:g}", y=f"{y + place * leading:g}", anchor=anchor, kind=kind, text=drawable(line))


def label(text: str, *, room: float, most: int, x: float, y: float, anchor: str) -> Markup:
    """A label in at most `most` lines; one that was shortened says the whole of it as its title."""
    lines = wrap(text, room=room, size=LETTERS, most=most)
    drawn = Markup("").join(words(lines, x=x, y=y, anchor=anchor))
    return _WHOLE.format(title=drawable(text), drawn=drawn) if lines and lines[-1].endswith("…") else drawn


def rect(x: float, y: float, width: float, height: float, kind: str, *, fill: str) -> Markup:
    """A bar, or a part of one."""
    return _RECT.format(
        kind=kind, fill=fill, x=f"{x:.1f}", y=f"{y:.1f}", width=f"{max(width, 0):.1f}", height=f"{max(height, 0):.1f}"
    )


def path(points: Sequence[tuple[float, float]], kind: str, *, dashes: str = "none") -> Markup:
    """A line through points."""
    drawn = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return _PATH.format(kind=kind, dashes=dashes, path=f"M{drawn}")


def sheet(
    parts: Iterable[Markup], *, title: str, about: str, width: float, height: float, kind: str = "chart"
) -> Markup:
    """The whole drawing, with its name and what it says; names are made from it, so that two charts differ."""
    body, title, about = Markup("").join(parts), drawable(title), drawable(about)
    name = f"chart-{crc32((title + about + body).encode()):08x}"
    return _SHEET.format(
        name=name,
        kind=kind,
        title=title,
        about=about,
        width=f"{width:g}",
        height=f"{height:g}",
        body=body.replace(ITSELF, name),
    )


ITSELF = "chart-itself"
"""Stands for the name of the drawing in what refers to a pattern of it."""

_SHEET = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" width="{width}" height="{height}" '
    'viewBox="0 0 {width} {height}" role="img" font-family="Noto Sans, sans-serif" '
    'aria-labelledby="{name}-t" aria-describedby="{name}-d">'
    '<title id="{name}-t">{title}</title><desc id="{name}-d">{about}</desc>{body}</svg>'
)
_TEXT = Markup(
    '<text class="{kind}" x="{x}" y="{y}" font-size="12.5" text-anchor="{anchor}" fill="currentColor">{text}</text>'
)
_WHOLE = Markup("<g><title>{title}</title>{drawn}</g>")
_RECT = Markup('<rect class="{kind}" fill="{fill}" x="{x}" y="{y}" width="{width}" height="{height}"/>')
_PATH = Markup('<path class="{kind}" fill="none" stroke="currentColor" stroke-dasharray="{dashes}" d="{path}"/>')
