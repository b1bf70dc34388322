"""What changed in a text, word by word. Pure."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Operation = Literal["same", "ins", "del"]

# A number keeps its commas and points (1.250.000 or 0,25); a word keeps its marks, composed or not; the blanks that
# follow ride along, so that blanks alone never hold two changed phrases together.
_TOKEN = re.compile(r"(\d+(?:[.,]\d+)*(?!\w)|\w[\w\u0300-\u036f]*|[^\w\s]|^(?=\s))(\s*)")

# Above this many pairs of words without a common landmark a passage counts as rewritten; it bounds the time.
_PAIRS_COMPARED = 40_000

# A text of which less than this share stands in both versions reads better as one deletion and one insertion.
_LEAST_SHARE = 0.2


class Piece(NamedTuple):
    """A run of text that both versions have, or only the new one (ins), or only the old one (del)."""

    op: Operation
    text: str


Words = tuple[Piece, ...]
Pairs = list[tuple[int, int]]
Range = tuple[int, int, int, int]


def compare_texts(old: str, new: str) -> Words:
    """Return the pieces that lead from one text to the other; `old_text` and `new_text` give both back exactly."""
    if old == new:
        return _joined([Piece("same", old)])
    pieces = _readable(_joined(_pieces(_TOKEN.findall(old), _TOKEN.findall(new))))
    return pieces if _shares_enough(pieces, old, new) else _joined([Piece("del", old), Piece("ins", new)])


def old_text(words: Words) -> str:
    """Return the text before the change."""
    return "".join(piece.text for piece in words if piece.op != "ins")


def new_text(words: Words) -> str:
    """Return the text after the change."""
    return "".join(piece.text for piece in words if piece.op != "del")


def common_pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """Return the places (old, new) of items that stand in both sequences in the same order, rising on both sides."""
    found: Pairs = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        pairs, gaps = _match(old, new, waiting.pop())
        found.extend(pairs)
        waiting.extend(gaps)
    return sorted(found)


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """Return the places of a longest strictly rising subsequence, first to last."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        places[length : length + 1] = [place]
    return _walk_back(places[-1] if places else -1, before)


def _walk_back(place: int, before: Sequence[int]) -> list[int]:
    walked = []
    while place >= 0:
        walked.append(place)
        place = before[place]
    return walked[::-1]


def _match(old: Sequence[Hashable], new: Sequence[Hashable], within: Range) -> tuple[Pairs, list[Range]]:
    """Match what is sure within these bounds (old from, to, new from, to) and name the gaps still to be looked at."""
    pairs, (a, b, c, d) = _trim(old, new, within)
    if a == b or c == d or (b - a == d - c == 1):
        return pairs, []
    if (b - a) * (d - c) <= _PAIRS_COMPARED:
        blocks = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False).get_matching_blocks()
        return pairs + [(a + x + step, c + y + step) for x, y, size in blocks for step in range(size)], []
    landmarks = _landmarks(old, new, (a, b, c, d))
    if not landmarks:
        return pairs, []
    starts, ends = [(a - 1, c - 1), *landmarks], [*landmarks, (b, d)]
    return pairs + landmarks, [(x + 1, to_x, y + 1, to_y) for (x, y), (to_x, to_y) in zip(starts, ends, strict=True)]


def _trim(old: Sequence[Hashable], new: Sequence[Hashable], within: Range) -> tuple[Pairs, Range]:
    a, b, c, d = within
    pairs: Pairs = []
    while a < b and c < d and old[a] == new[c]:
        pairs.append((a, c))
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
        pairs.append((b, d))
    return pairs, (a, b, c, d)


def _landmarks(old: Sequence[Hashable], new: Sequence[Hashable], within: Range) -> Pairs:
    """Pair the items that occur once on each side, as many as keep their order (the idea of a patience diff)."""
    a, b, c, d = within
    once_old, once_new = Counter(old[a:b]), Counter(new[c:d])
    new_places = {item: place for place, item in enumerate(new[c:d], c) if once_new[item] == 1}
    shared = [(x, new_places[old[x]]) for x in range(a, b) if once_old[old[x]] == 1 and old[x] in new_places]
    return [shared[place] for place in longest_rising([y for _, y in shared])]


def _pieces(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[Piece]:
    """Yield the pieces of two token lists in reading order; a token is a word with the blanks after it."""
    x = y = 0
    for to_x, to_y in [*common_pairs([word for word, _ in old], [word for word, _ in new]), (len(old), len(new))]:
        if x < to_x:
            yield Piece("del", "".join(word + blanks for word, blanks in old[x:to_x]))
        if y < to_y:
            yield Piece("ins", "".join(word + blanks for word, blanks in new[y:to_y]))
        if to_x < len(old):
            yield from _same_word(old[to_x], new[to_y])
        x, y = to_x + 1, to_y + 1


def _same_word(old: tuple[str, str], new: tuple[str, str]) -> Iterator[Piece]:
    if old == new:
        yield Piece("same", "".join(old))
    else:
        yield from (Piece("same", old[0]), Piece("del", old[1]), Piece("ins", new[1]))


def _joined(pieces: Iterable[Piece]) -> Words:
    """Join neighbours of one kind; between two same pieces stands at most one deletion, then one insertion."""
    joined: list[Piece] = []
    gathered: dict[Operation, list[str]] = {"same": [], "del": [], "ins": []}
    for op, text in pieces:
        if text and (gathered["same"] if op != "same" else gathered["del"] or gathered["ins"]):
            joined += _gathered(gathered)
        if text:
            gathered[op].append(text)
    return (*joined, *_gathered(gathered))


def _gathered(texts: dict[Operation, list[str]]) -> list[Piece]:
    """The pieces gathered so far, in the order they are read; nothing is left behind."""
    found = [Piece(op, "".join(told)) for op, told in texts.items() if told]
    for told in texts.values():
        told.clear()
    return found


def _readable(pieces: Words) -> Words:
    """Let changes swallow the lone blanks and signs between them: a reader takes in phrases, not confetti."""
    if not any(op == "same" and not any(map(str.isalnum, text)) for op, text in pieces[1:-1]):
        return pieces
    spread: list[Piece] = []
    for place, (op, text) in enumerate(pieces):
        inner = op == "same" and 0 < place < len(pieces) - 1
        if inner and not any(character.isalnum() for character in text):
            spread += [Piece("del", text), Piece("ins", text)]
        else:
            spread.append(Piece(op, text))
    return _joined(spread)


def _shares_enough(pieces: Words, old: str, new: str) -> bool:
    shared = sum(len(piece.text) for piece in pieces if piece.op == "same")
    return shared >= _LEAST_SHARE * min(len(old), len(new))
