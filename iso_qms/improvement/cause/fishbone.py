"""The fishbone (Ishikawa) of a cause analysis, drawn narrow enough for a telephone: the head above, the spine down,
a bone to each side for every branch with its class, its whys and the cause at its end. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup

from iso_qms.charts.lettering import wrap
from iso_qms.charts.sheet import LEADING, LETTERS, path, rect, sheet, words
from iso_qms.improvement.cause.causes import Branch

WIDE = 316
_SPINE = WIDE / 2
_SIDE = 145
_MOST = 12
_RISE = 16


def fishbone(
    problem: str, branches: Sequence[Branch], *, named: Callable[[str], str], main: str, title: str, about: str
) -> Markup:
    """Draw the branches by twos along the spine; `main` is the word that marks the main cause. Nothing without any."""
    if not branches:
        return Markup("")
    head = wrap(problem, room=WIDE - 24, size=LETTERS, most=6, bold=True)
    top = len(head) * LEADING + 16
    parts = [
        rect(0.5, 0.5, WIDE - 1, top - 1, "bar-4 edge", fill="#ffffff"),
        *words(head, x=_SPINE, y=LEADING + 2, anchor="middle", kind="strong"),
    ]
    y = top + _RISE + 8
    for place in range(0, len(branches), 2):
        pair = branches[place : place + 2]
        bones = [_lines(one, named(one.class_key), main) for one in pair]
        for side, bone in enumerate(bones):
            parts += _bone(bone, left=side * (WIDE - _SIDE), y=y, inward=_SIDE if side == 0 else WIDE - _SIDE)
        y += max(_height(bone) for bone in bones) + _RISE + 8
    parts.append(path([(_SPINE, top), (_SPINE, y - _RISE)], "axis"))
    return sheet(parts, title=title, about=about, width=WIDE, height=y - _RISE + 4)


Bone = list[tuple[list[str], str]]


def _lines(branch: Branch, name: str, main: str) -> Bone:
    """The class, each why with its number, and the cause at the end: wrapped, with how each is written."""
    class_name = f"{name} · {main}" if branch.is_main and main else name
    whys = [(f"{number}. {why}", "") for number, why in enumerate(branch.whys, start=1)]
    said = [(class_name, "strong"), *whys, (f"→ {branch.statement}", "strong")]
    return [(wrap(text, room=_SIDE, size=LETTERS, most=_MOST, bold=bool(kind)), kind) for text, kind in said]


def _height(bone: Bone) -> int:
    return sum(len(lines) * LEADING + 4 for lines, _kind in bone) + 8


def _bone(bone: Bone, *, left: float, y: float, inward: float) -> Iterator[Markup]:
    (name, kind), *rest = bone
    yield from words(name, x=left, y=y + LEADING - 4, kind=kind)
    rib = y + len(name) * LEADING + 2
    outward = left if inward > left else left + _SIDE
    yield path([(outward, rib), (inward, rib), (_SPINE, rib - _RISE)], "axis")
    below = rib + LEADING
    for lines, how in rest:
        yield from words(lines, x=left, y=below, kind=how)
        below += len(lines) * LEADING + 4
