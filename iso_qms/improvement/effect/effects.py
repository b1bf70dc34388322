"""The arithmetic of effect: a figure out of counts, whether it meets a target, a seal over rows, sane windows. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

SHORTEST, LONGEST = 1, 366
"""Days after an action was carried out in which its effect may be measured."""


def value_of(numerator: int, denominator: int | None, *, share: bool) -> float | None:
    """A count, or a share in per cent; no figure where nothing was looked at."""
    if not share:
        return float(numerator)
    return 100 * numerator / denominator if denominator else None


def is_met(value: float, target: float, *, fewer: bool) -> bool:
    """Whether a figure reaches its target: at most so much, or at least so much."""
    return value <= target + 1e-9 if fewer else value >= target - 1e-9


def is_sane_window(days: int) -> bool:
    """Whether so many days can show an effect, and somebody will still remember what for."""
    return SHORTEST <= days <= LONGEST


def is_sane_target(target: float, *, share: bool) -> bool:
    """Whether a target can be reached at all: a count is not negative, a share lies between 0 and 100."""
    return 0 <= target <= 100 if share else target >= 0


def seal(numerator: int, denominator: int | None, rows: Sequence[Sequence[Any]]) -> str:
    """The fingerprint of what was counted, so that a figure changed afterwards shows."""
    text = json.dumps([numerator, denominator, rows], ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
