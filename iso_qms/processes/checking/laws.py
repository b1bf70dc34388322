"""What is known of legal texts: a small door for a register, and a few replaced texts everybody meets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class ReplacedText:
    """A text no longer in force since a day, and the numbers of what replaced it."""

    number: str
    since: date
    replaced_by: tuple[str, ...]


class LawRegister(Protocol):
    """Whoever knows legal texts by their number."""

    def replaced(self, number: str, on: date, dated: date | None = None) -> ReplacedText | None:
        """The text, if on this day it is no longer in force as a whole; `dated` tells two of one number apart."""

    def is_unknown(self, number: str) -> bool:
        """Whether a register that means to be complete does not hold this number."""


@dataclass(frozen=True)
class FewLaws:
    """A handful of replaced texts; it never calls a text unknown, because it knows so few."""

    texts: Mapping[str, ReplacedText]

    def replaced(self, number: str, on: date, dated: date | None = None) -> ReplacedText | None:
        """The text, if it is among these and its last day is past."""
        found = self.texts.get(number)
        return found if found and found.since <= on else None

    def is_unknown(self, number: str) -> bool:
        """Never: what is not here may well be in force."""
        return False


# Both stood for public employees until Decree 234/2026/NĐ-CP, a year after they ended for officials: the day on which
# no part of them applied any longer is the later one.
_DISCIPLINE = (date(2026, 7, 1), ("172/2025/NĐ-CP", "234/2026/NĐ-CP"))
_ONE_STOP = (date(2025, 7, 1), ("118/2025/NĐ-CP",))
_QUALITY = (date(2014, 5, 18), ("19/2014/QĐ-TTg",))
_REPLACED = {
    "112/2020/NĐ-CP": _DISCIPLINE,
    "71/2023/NĐ-CP": _DISCIPLINE,
    "61/2018/NĐ-CP": _ONE_STOP,
    "107/2021/NĐ-CP": _ONE_STOP,
    "13/2023/NĐ-CP": (date(2026, 1, 1), ("356/2025/NĐ-CP",)),
    "144/2006/QĐ-TTg": _QUALITY,
    "118/2009/QĐ-TTg": _QUALITY,
}
KNOWN_LAWS = FewLaws({number: ReplacedText(number, *ended) for number, ended in _REPLACED.items()})
