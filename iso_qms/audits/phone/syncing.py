"""What phones say of one item, and what stands of it: a function of the set of acts alone. Pure.

A phone that was cut off sends what it kept later, perhaps twice, perhaps after another phone. So nothing here may
depend on the order in which acts arrive: an act names those it has seen and replaces (its bases), and what nobody
replaced is a side. Sides that say the same are one. Where they differ, the one whose line began first stands until a
person chooses, and the others are kept beside it; the choice is an act too, which replaces them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Said:
    """One act about one item: what it says, when it was captured, and which acts its author had seen before."""

    uuid: str
    item: str
    value: str
    at: datetime
    bases: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Item:
    """What is known of one item: the sides that nobody replaced, each once, the one that stands first."""

    sides: tuple[Said, ...]

    @property
    def stands(self) -> Said:
        """What counts until somebody says otherwise."""
        return self.sides[0]

    @property
    def is_disputed(self) -> bool:
        """Whether two people said different things, neither having seen the other's."""
        return len(self.sides) > 1


def merged(acts: Iterable[Said]) -> dict[str, Item]:
    """What stands of each item, and what stands beside it; repetition and order of the acts make no difference."""
    of_item: dict[str, dict[str, Said]] = {}
    for act in acts:
        of_item.setdefault(act.item, {})[act.uuid] = act
    return {item: Item(_sides(known)) for item, known in of_item.items()}


def replacing(item: Item | None, known: Iterable[Said]) -> frozenset[str]:
    """The bases of an act that replaces every side of an item, such as a person's choice between them."""
    sides = item.sides if item else ()
    return frozenset(one.uuid for one in known) | frozenset(uuid for side in sides for uuid in (side.uuid, *side.bases))


def _sides(known: Mapping[str, Said]) -> tuple[Said, ...]:
    replaced = {base for act in known.values() for base in act.bases if base != act.uuid}
    # Acts that replace each other in a circle can only come from a broken phone; then all of them are sides.
    heads = [act for act in known.values() if act.uuid not in replaced] or list(known.values())
    first: dict[str, Said] = {}
    for act in sorted(heads, key=lambda one: _age(one, known)):
        first.setdefault(act.value, act)
    return tuple(first.values())


def _age(act: Said, known: Mapping[str, Said]) -> tuple[list[datetime], str]:
    """By when its line began: somebody who corrects their own word does not lose their place to a later one."""
    line = {act.uuid, *act.bases} & known.keys()
    return sorted(known[uuid].at for uuid in line), act.uuid
