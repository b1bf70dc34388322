"""The agency's own layouts: Word templates it uploads, in place of the sheets this house draws (`paper.py`).

A room says what its paper is called and which values fill it; a layout is tried on made-up values before it is used,
its versions are kept, and one press goes back to ours. It is filled in a process of its own (`worker`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from iso_qms.i18n import _l

Values = dict[str, Any]


@dataclass(frozen=True)
class LayoutKind:
    """A paper an agency may lay out itself: its words, made-up values of the shape it is filled with, and how ours is
    drawn, of a real one or as the template an agency begins with (`saying`)."""

    label: Any
    sample: Callable[[], Values]
    draw: Callable[[Any], bytes]
    meanings: Mapping[str, Any] = field(default_factory=dict)
    """What its values are, by name (`findings[].number`), beside those every paper has."""
    needed: tuple[str, ...] = ()
    """Names a layout must use, because what they stand for would be lost."""


COMMON = {
    "agency": _l("Name of the agency"),
    "superior": _l("The body above the agency; may be empty"),
    "place": _l("Place of the agency, as the head of a paper says it"),
    "day": _l("Day of the paper, in words"),
}
"""What the values are that most papers have."""


@dataclass(frozen=True)
class Name:
    """A name a layout may use: how it is written, what it stands for, and what it would say in the trial."""

    tag: str
    meaning: str
    example: str
    rows: str = ""
    """The list it is a value of; it is used between `{%p for one in rows %}` and `{%p endfor %}`."""


def named(kind: LayoutKind) -> list[Name]:
    """Every name a layout of that kind may use, those of lists last."""
    sample = kind.sample()
    return sorted((_named(name, kind, sample) for name in names_in(sample)), key=lambda one: bool(one.rows))


def _named(name: str, kind: LayoutKind, sample: Values) -> Name:
    meaning = str((COMMON | dict(kind.meanings)).get(name.removesuffix("[]"), ""))
    rows, is_row, column = name.partition("[]")
    value = sample[rows][0] if is_row else sample[name]
    if column:
        return Name(f"{{{{ one{column} }}}}", meaning, str(value[column.removeprefix(".")]), rows)
    return Name("{{ one }}" if is_row else f"{{{{ {name} }}}}", meaning, str(value), rows if is_row else "")


def names_in(values: Mapping[str, Any], before: str = "") -> list[str]:
    """The names a layout may use, rows as `findings[].number`."""
    found = []
    for name, value in values.items():
        inner = value[0] if isinstance(value, list) and value else value
        here = f"{before}{name}{'[]' if isinstance(value, list) else ''}"
        found += names_in(inner, f"{here}.") if isinstance(inner, dict) else [here]
    return found
