"""Which block of the old file stands for which of the new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from iso_qms.documents.comparison.words import common_pairs, longest_rising
from iso_qms.documents.redline.blocks import Item, is_movable

Pairs = list[tuple[int, int]]
Plan = list[tuple[Item | None, Item | None]]

_ALIKE = 0.4
"""The share of words two blocks have in common before one reads as the other, reworded."""
_PAIRS_SCORED = 10_000
_RARE = 4


def align(old: Sequence[Item], new: Sequence[Item], *, exact: bool, closed: bool = False) -> Plan:
    """Old and new blocks in the order of the redline: together, or one of them alone, deleted before inserted.

    With `exact` only those that say the same stand together. In a `closed` container the last two paragraphs do so
    whenever neither has another partner, because the mark of a last paragraph cannot go."""
    if closed and not exact and _is_one_paragraph(old) and _is_one_paragraph(new):
        return [(old[0], new[0])]
    pairs = common_pairs([(one.kind, one.key) for one in old], [(one.kind, one.key) for one in new])
    if exact:
        return _plan(old, new, [(x, y) for x, y in pairs if not new[y].has_boxes])
    elsewhere = _elsewhere(_alone(old, {x for x, _ in pairs}), _alone(new, {y for _, y in pairs}))
    for (a, c), (b, d) in zip([(-1, -1), *pairs], [*pairs, (len(old), len(new))], strict=True):
        here, there = _staying(old, new, range(a + 1, b), range(c + 1, d), elsewhere)
        found = _alike([old[x] for x in here], [new[y] for y in there])
        pairs = pairs + [(here[x], there[y]) for x, y in found]
    pairs = sorted(pairs)
    if closed and _end_in_free_paragraphs(old, new, pairs):
        pairs.append((len(old) - 1, len(new) - 1))
    return _plan(old, new, pairs)


def _is_one_paragraph(blocks: Sequence[Item]) -> bool:
    return len(blocks) == 1 and blocks[0].kind == "paragraph"


def _alone(blocks: Sequence[Item], paired: set[int]) -> dict[Hashable, list[Item]]:
    """The blocks without a partner, by what they say."""
    alone: dict[Hashable, list[Item]] = {}
    for at, one in enumerate(blocks):
        if at not in paired:
            alone.setdefault((one.kind, one.key), []).append(one)
    return alone


def _elsewhere(old: dict[Hashable, list[Item]], new: dict[Hashable, list[Item]]) -> set[Hashable]:
    """What blocks without a partner say on both sides, as far as it may be told as moved."""
    return {key for key in old.keys() & new.keys() if any(map(is_movable, old[key])) and any(map(is_movable, new[key]))}


def _staying(
    old: Sequence[Item], new: Sequence[Item], here: range, there: range, elsewhere: set[Hashable]
) -> tuple[list[int], list[int]]:
    """The places of a gap that may be paired with alike ones: without what stands word for word in another gap."""
    if not elsewhere:
        return list(here), list(there)
    ours, theirs = ({(one[at].kind, one[at].key) for at in gap} for one, gap in ((old, here), (new, there)))
    moved = elsewhere - (ours & theirs)
    return (
        [at for at in here if (old[at].kind, old[at].key) not in moved],
        [at for at in there if (new[at].kind, new[at].key) not in moved],
    )


def _end_in_free_paragraphs(old: Sequence[Item], new: Sequence[Item], pairs: Pairs) -> bool:
    last = pairs[-1] if pairs else (-1, -1)
    is_free = last[0] < len(old) - 1 and last[1] < len(new) - 1
    return is_free and old[-1].kind == new[-1].kind == "paragraph"


def _plan(old: Sequence[Item], new: Sequence[Item], pairs: Pairs) -> Plan:
    plan: Plan = []
    x = y = 0
    for to_x, to_y in [*pairs, (len(old), len(new))]:
        plan += [(item, None) for item in old[x:to_x]]
        plan += [(None, item) for item in new[y:to_y]]
        plan += [(old[to_x], new[to_y])] if to_x < len(old) and to_y < len(new) else []
        x, y = to_x + 1, to_y + 1
    return plan


def _alike(old: Sequence[Item], new: Sequence[Item]) -> Pairs:
    """The pairs of greatest likeness in a gap, in rising order on both sides."""
    if not old or not new:
        return []
    if len(old) * len(new) > _PAIRS_SCORED:
        return _by_rare_words(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    scores = [[_likeness(one, other) for other in new] for one in old]
    for x in range(len(old) - 1, -1, -1):
        for y in range(len(new) - 1, -1, -1):
            together = best[x + 1][y + 1] + scores[x][y] if scores[x][y] else 0.0
            best[x][y] = max(together, best[x + 1][y], best[x][y + 1])
    return _walk(best, scores)


def _walk(best: list[list[float]], scores: list[list[float]]) -> Pairs:
    pairs: Pairs = []
    x = y = 0
    while x < len(scores) and y < len(scores[0]):
        if scores[x][y] and best[x][y] == best[x + 1][y + 1] + scores[x][y]:
            pairs.append((x, y))
            x, y = x + 1, y + 1
        elif best[x][y] == best[x + 1][y]:
            x += 1
        else:
            y += 1
    return pairs


def _by_rare_words(old: Sequence[Item], new: Sequence[Item]) -> Pairs:
    """Find partners in a long gap by the words few blocks use."""
    users: dict[str, list[int]] = {}
    for place, item in enumerate(new):
        for word in item.words:
            users.setdefault(word, []).append(place)
    found: dict[int, int] = {}
    for place, item in enumerate(old):
        rare = Counter(user for word in item.words if len(users.get(word, ())) <= _RARE for user in users.get(word, ()))
        scored = [(_likeness(item, new[user]), user) for user, _ in rare.most_common(_RARE)]
        score, user = max(scored, default=(0.0, -1))
        if score:
            found[place] = user
    places = list(found)
    return [(places[rank], found[places[rank]]) for rank in longest_rising([found[place] for place in places])]


def _likeness(old: Item, new: Item) -> float:
    """The share of words in common, 0 when it is too small or the two are of different kinds."""
    if old.kind != new.kind or old.kind == "other":
        return 0.0
    total = old.words.total() + new.words.total()
    if not total:
        return _ALIKE if old.key == new.key else 0.0
    share = 2 * (old.words & new.words).total() / total
    return share if share >= _ALIKE else 0.0
