"""Moments as offices of Viet Nam write them: the day before the month, words between, the hour on either side. Pure.

ISO 8601 is left to Python. A year has four digits, or nobody could tell it from a day.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

_DAY = (
    r"(?:(?:thứ [^\d,]{1,8}|chủ nhật),? *)?(?:ngày +)?"
    r"(?:(?P<day>\d{1,2})(?: *[/.-] *| +tháng +)(?P<month>\d{1,2})(?: *[/.-] *| +năm +)(?P<year>\d{4})"
    r"|(?P<year_>\d{4})[/.](?P<month_>\d{1,2})[/.](?P<day_>\d{1,2}))"
)
_TIME = (
    r"(?P<hour>\d{1,2})(?: *(?::|h|g|giờ) *(?P<minute>\d{2})(?: *phút)?|h| *giờ)"
    r"(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,6})\d*)?)?(?: *(?P<half>sa|ch|am|pm))?"
)
_STYLES = [re.compile(style, re.ASCII) for style in (rf"{_DAY}(?:(?:,? +|t){_TIME})?", rf"{_TIME},? +{_DAY}")]
_AFTERNOON, _MORNING = ("ch", "pm"), ("sa", "am")


def day_first(text: str) -> datetime:
    """The moment a text says, with no zone; raises ValueError."""
    words = (text if text.isascii() else unicodedata.normalize("NFC", text)).strip().lstrip("'").lower()
    match = next((found for style in _STYLES if (found := style.fullmatch(words))), None)
    if match is None:
        raise ValueError(text)
    year, month, day = (int(match[name] or match[f"{name}_"]) for name in ("year", "month", "day"))
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    if match["half"] in _AFTERNOON and hour < 12:
        hour += 12
    if match["half"] in _MORNING and hour == 12:
        hour = 0
    return datetime(year, month, day, hour, minute, second, int((match["part"] or "").ljust(6, "0")))
