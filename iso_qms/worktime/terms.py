"""Terms as people write them: "3 ngày làm việc", "15 ngày", "½ ngày", "8 working hours", "2 months", "ngay trong ngày".

How a word without "working" is read:
- whole days ("15 ngày", "15 days") are calendar days, as in the Civil Code 2015, articles 144 to 148;
- a part of a day ("½ ngày", "2,5 ngày") is of working days, since half a calendar day means nothing in an office;
- hours and minutes are working time: no term of an office runs through the night.
Weeks are seven calendar days each, years twelve months each: articles 147 and 148 treat them alike.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

WORKING_HOURS_A_DAY = 8
"""A working day counts as eight working hours wherever a part of it has to be measured."""


class UnreadableTerm(ValueError):
    """A text is no term; the message is one plain sentence with examples."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f'"{text}" cannot be read as a term; write it like "3 working days", "½ ngày", "8 working hours", '
            '"15 ngày" or "2 months".'
        )
        self.text = text


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    SAME_DAY = "same_day"


WHOLE_UNITS = (Unit.CALENDAR_DAY, Unit.MONTH)
"""Units the law knows no parts of."""


@dataclass(frozen=True, slots=True)
class Term:
    """An amount of a unit. `read_term(str(term))` gives the same term again, so a text column can hold it."""

    amount: Fraction
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError("A term is longer than nothing.")
        if self.unit in WHOLE_UNITS and self.amount.denominator != 1:
            raise ValueError("Calendar days and months are counted whole.")

    def __str__(self) -> str:
        if self.unit is Unit.SAME_DAY:
            return "same day"
        name = self.unit.value.replace("_", " ")
        return f"{_written(self.amount)} {name if self.amount == 1 else name + 's'}"


_UNITS: dict[str, tuple[Unit, Fraction]] = {
    words: (unit, Fraction(amount))
    for unit, amount, names in (
        (Unit.WORKING_DAY, Fraction(1), "working day, business day, ngày làm việc"),
        (Unit.CALENDAR_DAY, Fraction(1), "calendar day, ngày lịch, day, ngày"),
        (Unit.CALENDAR_DAY, Fraction(7), "week, tuần"),
        (Unit.MONTH, Fraction(1), "month, tháng"),
        (Unit.MONTH, Fraction(12), "year, năm"),
        (Unit.WORKING_HOUR, Fraction(1), "working hour, business hour, hour, giờ làm việc, giờ hành chính, giờ, h"),
        (Unit.WORKING_HOUR, Fraction(1, 60), "working minute, business minute, minute, phút làm việc, phút"),
    )
    for words in names.split(", ")
}
_BARE_DAYS = ("day", "ngày")
_SAME_DAY = ("same day", "the same day", "ngay trong ngày", "trong ngày")
_NUMBER = r"(?P<number>\d{1,5}(?:[.,]\d{1,2})?)?"
_PART = r"(?:(?:^| )(?P<part>\d{1,3}/[1-9]\d{0,2}))?"
_WRITTEN = re.compile(rf"{_NUMBER}{_PART} ?(?P<unit>\D+)")


def read_term(text: str) -> Term:
    """The term a text means; raises UnreadableTerm."""
    plain = _plain(text)
    if plain in _SAME_DAY:
        return Term(Fraction(1), Unit.SAME_DAY)
    match = _WRITTEN.fullmatch(plain)
    if not match or match["unit"] not in _UNITS:
        raise UnreadableTerm(text)
    return _term(match, text=text)


def _term(match: re.Match[str], *, text: str) -> Term:
    unit, size = _UNITS[match["unit"]]
    amount = size * (Fraction((match["number"] or "0").replace(",", ".")) + Fraction(match["part"] or 0))
    if match["unit"] in _BARE_DAYS and amount.denominator != 1:
        unit = Unit.WORKING_DAY
    try:
        return Term(amount, unit)
    except ValueError as error:
        raise UnreadableTerm(text) from error


def _plain(text: str) -> str:
    """The text in one spelling: composed letters, small, single spaces, fractions as 1/2, English words singular."""
    for sign, spelled in (("½", " 1/2"), ("¼", " 1/4"), ("¾", " 3/4")):
        text = text.replace(sign, spelled)
    text = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if unicodedata.category(c) != "Cf")
    text = re.sub(r"^\s*(?:nửa|half(?:[ -]an?\b)?[ -]?)", "1/2 ", text)
    text = re.sub(r"(?<=[a-z])-(?=[a-z])|\s+", " ", text).strip()
    return re.sub(r"(day|hour|minute|week|month|year)s$", r"\1", text)


def _written(amount: Fraction) -> str:
    """In whole numbers where it can be, else 2.5 where two decimals say it exactly, else 1/3."""
    if amount.denominator == 1 or 100 % amount.denominator:
        return str(amount)
    return f"{float(amount):.2f}".rstrip("0")
