"""Whether a legal text holds on a day, from its dates and from what replaces or amends it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

STATES = ("in_force", "amended", "not_yet", "replaced", "expired")
"""Every standing, the ones that hold first."""
HOLDS = ("in_force", "amended")


class Change(NamedTuple):
    """What another text does to this one from a day on: `replaces` or `amends`."""

    kind: str
    on: date
    newer: str


@dataclass(frozen=True)
class LegalStatus:
    """The answer whether a legal text holds: known at all, its standing on a day, and what replaced it."""

    known: bool
    state: str = ""
    label: str = ""
    replaced_by: str = ""
    since: date | None = None

    @property
    def holds(self) -> bool:
        """Whether one may rest on it."""
        return self.state in HOLDS


def state_on(day: date, *, effect_from: date | None, effect_to: date | None, changes: Iterable[Change]) -> str:
    """The standing of a text on a day; half-open dates, and what replaced it outweighs its own."""
    done = {one.kind for one in changes if one.on <= day}
    if "replaces" in done:
        return "replaced"
    if effect_to is not None and effect_to <= day:
        return "expired"
    if effect_from is not None and effect_from > day:
        return "not_yet"
    return "amended" if "amends" in done else "in_force"
