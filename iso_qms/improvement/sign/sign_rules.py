"""What makes a sign of formalism: causes that were copied, and actions carried out together on their last day. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TypeVar

from iso_qms.text import fold

_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Words:
    """A cause as it was given to a nonconformity."""

    owner: int
    text: str
    on: date


@dataclass(frozen=True)
class Ending:
    """An action carried out on its last day, and the unit that had to act."""

    id: int
    unit_id: int
    on: date


def bare(text: str) -> str:
    """A text without case, marks, spaces and signs, so that only its letters and figures are compared."""
    return _NO_LETTER.sub("", fold(text))


def key_of(*parts: Hashable) -> str:
    """A short name of a case that stays the same."""
    return sha256("\n".join(map(str, parts)).encode()).hexdigest()[:24]


def copied(causes: Iterable[Words], *, at_least: int, letters: int) -> dict[str, list[Words]]:
    """By what they say, the causes that stand with so many nonconformities or more; short ones may be alike by chance.

    A nonconformity counts once, with its first words, however often it says the same.
    """
    alike: dict[str, dict[int, Words]] = defaultdict(dict)
    for one in sorted(causes, key=lambda one: (one.on, one.owner)):
        said = bare(one.text)
        if len(said) >= letters:
            alike[said].setdefault(one.owner, one)
    return {said: list(found.values()) for said, found in alike.items() if len(found) >= at_least}


def in_bulk(endings: Iterable[Ending], *, at_least: int) -> dict[tuple[int, date], list[Ending]]:
    """By unit and day, the actions carried out on that day, which was the last for each, where there are so many."""
    together: dict[tuple[int, date], list[Ending]] = defaultdict(list)
    for one in endings:
        together[one.unit_id, one.on].append(one)
    return {key: found for key, found in sorted(together.items()) if len(found) >= at_least}


Row = TypeVar("Row", bound=Hashable)


def fresh(rows: Sequence[Row], talked: Iterable[Sequence[Row]]) -> list[Row]:
    """The rows that were there at none of the talks: while there is one, a case is to be talked about."""
    known = {row for rows_then in talked for row in rows_then}
    return [row for row in rows if row not in known]
