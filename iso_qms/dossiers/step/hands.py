"""Whether a step was done by whom the procedure names. Pure, and lenient: words differ more often than people do.

A procedure names its party in prose (*Công chức một cửa*, *Chuyên viên Phòng Tư pháp, Lãnh đạo phòng*), a log a unit
and a role. Words are compared without marks, case, signs and blanks.

- Parts of the prose between commas, semicolons, slashes, lines and the words *và*, *hoặc*, *and*, *or* are parties of
  which any may act; the prose as a whole is one too, because names of units hold such words themselves.
- An event fits a party when the role or the unit it names stands whole in the words of the party, or the other way
  round.
- A party that names a unit of the agency, by its name or code, is fitted by any event of that unit and by none of
  another one, whatever the role: every unit has its *chuyên viên*.
- Where the procedure names nobody, or the event neither unit nor role, there is nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from iso_qms.text import fold

_PARTS = re.compile(r"[,;/\n]|\s(?:và|hoặc|and|or)\s", re.IGNORECASE)
_WORD = re.compile(r"\w+")


class Hands:
    """Holds parties against whoever acted; of each unit of the agency all its names are told, its code among them."""

    def __init__(self, units: Iterable[Sequence[str]] = ()) -> None:
        self._unit_of = {_words(name): place for place, names in enumerate(units) for name in names if _words(name)}
        self._parties: dict[str, tuple[tuple[str, frozenset[int]], ...]] = {}

    def fit(self, documented: str, *, unit: str, role: str) -> bool | None:
        """Whether an event of this unit and role may be of the documented party; None when nobody can say."""
        acted = [words for words in (_words(role), _words(unit)) if words]
        parties = self._parties_of(documented)
        if not acted or not parties:
            return None
        own = self._unit_of.get(_words(unit))
        return any(_fits(party, named, acted, own) for party, named in parties)

    def _parties_of(self, documented: str) -> tuple[tuple[str, frozenset[int]], ...]:
        if documented not in self._parties:
            parties = dict.fromkeys(filter(None, map(_words, (documented, *_PARTS.split(documented)))))
            self._parties[documented] = tuple((party, self._named_in(party)) for party in parties)
        return self._parties[documented]

    def _named_in(self, party: str) -> frozenset[int]:
        return frozenset(unit for name, unit in self._unit_of.items() if _stands_in(name, party))


def _fits(party: str, named: frozenset[int], acted: Sequence[str], own: int | None) -> bool:
    if named and own is not None:
        return own in named
    return any(_stands_in(words, party) or _stands_in(party, words) for words in acted)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _stands_in(words: str, text: str) -> bool:
    return f" {words} " in f" {text} "
