"""How exactly a visit is planned: for a day, or for a month or a quarter of which the day is set later. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from iso_qms.i18n import _, _l

SPANS = {
    "day": _l("For that day"),
    "month": _l("For its month: the day is set later"),
    "quarter": _l("For its quarter: the day is set later"),
}
_MONTHS = {"month": 1, "quarter": 3}
_ROMAN = ("I", "II", "III", "IV")


def first_of(day: date, span: str) -> date:
    """The first day of the month or quarter of a day; of a day the day itself."""
    if span == "day":
        return day
    months = _MONTHS[span]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def last_of(day: date, span: str) -> date:
    """The last day of the month or quarter of a day: by then a visit planned for it has been made."""
    if span == "day":
        return day
    month = first_of(day, span).month + _MONTHS[span] - 1
    return date(day.year, month, monthrange(day.year, month)[1])


def quarter_of(day: date) -> int:
    """The quarter of a day, from 1 to 4."""
    return (day.month + 2) // 3


def quarter_words(day: date) -> str:
    """The quarter of a day as it is written, with its year."""
    return _("quarter %(roman)s/%(year)s", roman=_ROMAN[quarter_of(day) - 1], year=day.year)


def words_for(day: date, span: str) -> str:
    """A day as printed, or its month or quarter while nobody knows the day."""
    if span == "day":
        return f"{day:%d/%m/%Y}"
    said = quarter_words(day) if span == "quarter" else f"{day:%m/%Y}"
    return _("%(time)s, day not set", time=said)
