"""Small counts that concern people's conduct are not told, because they would name somebody. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
THRESHOLD = 5


def suppressed(counts: Mapping[Key, int], threshold: int = THRESHOLD) -> dict[Key, int | None]:
    """The counts with None for each below the threshold; where one alone is hidden, the next smallest is hidden too.

    Nothing stays nothing. Without the second one the first could be reckoned from the sum.
    """
    hidden = {key for key, count in counts.items() if 0 < count < threshold}
    others = sorted((count, place, key) for place, (key, count) in enumerate(counts.items()) if count >= threshold)
    if len(hidden) == 1 and others:
        hidden.add(others[0][2])
    return {key: None if key in hidden else count for key, count in counts.items()}
