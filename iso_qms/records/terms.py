"""How long records are kept: the term as procedures write it, and the day it ends. Pure."""

from __future__ import annotations

import re
from datetime import date

from iso_qms.text import fold
from iso_qms.worktime import months_after

MOST_YEARS = 100

_YEARS = re.compile(r"(?<!\d)0*(\d{1,3})(?:\s*\([^)]*\))?\s*(?:nam|years?)\b")
_FOR_EVER = re.compile(r"\b(?:vinh vien|permanent(?:ly)?|for ever)\b")


def written_term(text: str) -> tuple[int | None, bool]:
    """The years a text names, and whether it says for ever; (None, False) when it says neither, or several terms.

    "05 năm" gives (5, False), "Vĩnh viễn" (None, True), "Theo quy định" (None, False).
    """
    plain = fold(text)
    years, for_ever = {int(found) for found in _YEARS.findall(plain)}, bool(_FOR_EVER.search(plain))
    if for_ever and not years:
        return None, True
    if len(years) == 1 and not for_ever and 0 < min(years) <= MOST_YEARS:
        return years.pop(), False
    return None, False


def end_of_term(closed_on: date, years: int) -> date:
    """The last day a series is kept: the same day so many years on, the month's last where there is none.

    A term in years ends on the day that corresponds to its first (Civil Code 2015, article 148).
    """
    return months_after(closed_on, 12 * years)
