"""Which of the names an agency knows a strange word most likely means. Pure.

Compared without marks, case, signs and blanks: the same letters are as good as the same word (*P. Tu phap*, *QT07*);
then come the letters that a name is shortened to (*TTPVHCC*, *UBND*), then a name that holds all words of the other,
and at last names that share most of their letters in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from iso_qms.text import fold

MOST = 5
SAME, SHORTENED, HELD, LEAST = 1.0, 0.9, 0.8, 0.6
_WORD = re.compile(r"\w+")
_SPELLED_OUT = {
    "p": "phong", "ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "vp": "van phong", "tt": "trung tam",
    "bp": "bo phan", "pvhcc": "phuc vu hanh chinh cong", "tp": "thanh pho", "gd": "giao duc",
    "tthc": "thu tuc hanh chinh",
    "cc": "cong chuc", "ld": "lanh dao",
}  # fmt: skip


class Choice(NamedTuple):
    """What a word may mean: the key that is kept, and the names it goes by, its own first."""

    key: str
    names: Sequence[str]

    @property
    def label(self) -> str:
        """How it is told: a code with the name it goes by; a key that is no name of it is not told."""
        if self.key not in self.names:
            return self.names[0]
        return " · ".join([self.key, *[name for name in self.names if name != self.key][:1]])


class Likely(NamedTuple):
    """A choice, and how much it is like the word, from 0 to 1."""

    choice: Choice
    likeness: float

    @property
    def is_sure(self) -> bool:
        """Whether only spelling differs."""
        return self.likeness >= SAME


def likeliest(words: str, choices: Iterable[Choice], *, most: int = MOST) -> list[Likely]:
    """The choices a word is most like, the likeliest first; none where it is like nothing."""
    mine = _spellings(words)
    found = [Likely(one, max((likeness(mine, name) for name in one.names if name), default=0.0)) for one in choices]
    found = [one for one in found if one.likeness >= LEAST]
    return sorted(found, key=lambda one: -one.likeness)[:most]


def likeness(mine: tuple[str, ...], name: str) -> float:
    """How much the spellings of a word are like a name."""
    bare, spelled = _spellings(name)
    if _joined(mine[0]) == _joined(bare) or mine[1] == spelled:
        return SAME
    letters, own = _joined(mine[0]), _joined(bare)
    if letters in _initials(spelled) or own in _initials(mine[1]):
        return SHORTENED
    one, other = set(mine[1].split()), set(spelled.split())
    if len(one & other) > 1 and (one <= other or other <= one):
        return HELD + 0.1 * len(one & other) / len(one | other)
    shared = 2 * len(one & other) / (len(one) + len(other) or 1)
    if shared < 0.4 and max(len(one), len(other)) > 2:
        return 0.0  # To compare letter by letter takes long, and names that share few words are not alike.
    ratio = SequenceMatcher(None, mine[1], spelled, autojunk=False).ratio()
    return min(ratio, HELD) if ratio >= LEAST else 0.0


@lru_cache(maxsize=8192)
def _spellings(text: str) -> tuple[str, str]:
    """A text in bare letters, and the same with what is usually shortened spelled out."""
    found = _WORD.findall(fold(text))
    return " ".join(found), " ".join(_SPELLED_OUT.get(word, word) for word in found)


def _joined(text: str) -> str:
    return text.replace(" ", "")


def _initials(text: str) -> tuple[str, ...]:
    """The first letters of the words, also without those of the first: *phòng* is often left away."""
    found = "".join(word[0] for word in text.split())
    return tuple(one for one in (found, found[1:]) if len(one) > 1)
