"""The agency's own layouts: Word templates it uploads, in place of the sheets this house draws (`paper.py`).

A room says what its paper is called and which values fill it; a layout is tried on made-up values before it is used,
its versions are kept, and one press goes back to ours. It is filled in a process of its own (`worker`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Values = dict[str, Any]


@dataclass(frozen=True)
class LayoutKind:
    """A paper an agency may lay out itself: its words, and made-up values of the shape it is filled with."""

    label: Any
    sample: Callable[[], Values]


def names_in(values: Mapping[str, Any], before: str = "") -> list[str]:
    """The names a layout may use, rows as `findings[].number`."""
    found = []
    for name, value in values.items():
        inner = value[0] if isinstance(value, list) and value else value
        here = f"{before}{name}{'[]' if isinstance(value, list) else ''}"
        found += names_in(inner, f"{here}.") if isinstance(inner, dict) else [here]
    return found
