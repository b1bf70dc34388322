"""Which block of an earlier revision a newly read one continues. Pure.

Identity survives a way through Word: a section is known by its key or its heading; anything else by its content, and
where that has changed, by its likeness to what stood in the same place. Redlines, questions and
citations hang on the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from iso_qms.documents.comparison.words import common_pairs
from iso_qms.documents.reading.wording import plain, split_label

LEAST_LIKENESS = 0.6
LONGEST = 400
"""Letters of a text that are compared; the beginning of a row tells what it is."""


Content = dict[str, Any]


class Value(NamedTuple):
    """A block by kind and content, without a place in the database."""

    kind: str
    content: Content


def align(old: Sequence[Value], new: Sequence[Value]) -> list[int | None]:
    """For each new value the place of the old one it continues, or None where it is new. No old one is taken twice."""
    found: list[int | None] = [None] * len(new)
    for kind in dict.fromkeys(one.kind for one in new):
        before = [at for at, one in enumerate(old) if one.kind == kind]
        after = [at for at, one in enumerate(new) if one.kind == kind]
        names = [[_name(one[at]) for at in places] for one, places in ((old, before), (new, after))]
        for x, y in _pairs([_key(old[at]) for at in before], [_key(new[at]) for at in after], names):
            found[after[y]] = before[x]
    return found


def _pairs(old: Sequence[str], new: Sequence[str], names: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """The same ones in order, the same ones elsewhere, those of one heading, then the alike ones near each other."""
    pairs = common_pairs(list(old), list(new))
    pairs += _elsewhere(old, new, pairs)
    pairs += _named_alike(names[0], names[1], pairs)
    free_old, free_new = _free(old, new, pairs)
    likely = [(_likeness(old[x], new[y]), -abs(x - y), x, y) for x in free_old for y in free_new]
    for likeness, _near, x, y in sorted(likely, reverse=True):
        if likeness >= LEAST_LIKENESS and x in free_old and y in free_new:
            pairs.append((x, y))
            free_old.remove(x)
            free_new.remove(y)
    return pairs


def _elsewhere(old: Sequence[str], new: Sequence[str], pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    free_old, free_new = _free(old, new, pairs)
    moved = []
    for y in free_new:
        x = next((x for x in free_old if old[x] == new[y]), None)
        if x is not None:
            moved.append((x, y))
            free_old.remove(x)
    return moved


def _named_alike(old: Sequence[str], new: Sequence[str], pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those under a heading that stands once on each side: it is the same section, however anew it was written."""
    free_old, free_new = _free(old, new, pairs)
    once = [old[x] for x in free_old if old[x] and [old[one] for one in free_old].count(old[x]) == 1]
    found = [(next(x for x in free_old if old[x] == new[y]), y) for y in free_new if new[y] in once]
    return [(x, y) for x, y in found if [new[one] for one in free_new].count(old[x]) == 1]


def _free(old: Sequence[str], new: Sequence[str], pairs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    taken_old, taken_new = {x for x, _ in pairs}, {y for _, y in pairs}
    return [x for x in range(len(old)) if x not in taken_old], [y for y in range(len(new)) if y not in taken_new]


def _key(value: Value) -> str:
    return str(value.content.get("key") or "") or "\n".join(_words(value.content))


def _name(value: Value) -> str:
    """The heading of a section, without its number and in small letters: a section put before it counts it anew."""
    heading = str(value.content.get("heading") or "")
    return plain(split_label(heading)[1]).strip(" :.")


def _words(content: Any) -> list[str]:
    """Every text in a content, in order; figures are left to the texts they stand in."""
    if isinstance(content, dict):
        return [word for one in content.values() for word in _words(one)]
    if isinstance(content, list):
        return [word for one in content for word in _words(one)]
    return [content] if isinstance(content, str) else []


def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    matcher = SequenceMatcher(None, one[:LONGEST], other[:LONGEST], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= LEAST_LIKENESS else 0.0
