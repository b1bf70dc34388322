"""Amounts of time as people say them: "3 working days", "half a working day", "1 working hour" for an eighth of a day.

This is the one place that says so; what a document prints is its own, and is left as it stands.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from babel.numbers import format_decimal

from iso_qms.i18n import _, _l, language, ngettext
from iso_qms.worktime.terms import WORKING_HOURS_A_DAY

UNITS = {
    "working_day": _l("working days"),
    "working_hour": _l("working hours"),
    "calendar_day": _l("calendar days"),
    "month": _l("months"),
    "office_hours": _l("during office hours"),
    "same_day": _l("the same day"),
}
HALF = Fraction(1, 2)
_FINEST = 10_000
"""A part that was written as a decimal is taken for the fraction it comes from: 0.3333 is a third."""


def amount_in_words(amount: float | None, unit: str | None) -> str:
    """An amount of time as a reader says it; empty when nothing was understood."""
    if unit in ("office_hours", "same_day"):
        return str(UNITS[unit])
    if amount is None or unit is None:
        return ""
    exact = Fraction(amount).limit_denominator(_FINEST)
    if unit == "working_day" and exact.denominator != 1:
        return _days(exact) or _counted(amount, unit)
    if unit == "working_hour" and exact.denominator != 1:
        return _hours(exact) or _counted(amount, unit)
    return _counted(amount, unit)


def _days(days: Fraction) -> str:
    if days == HALF:
        return _("half a working day")
    whole, part = divmod(days, 1)
    if part == HALF:
        return ""
    rest = _hours(part * WORKING_HOURS_A_DAY)
    if not whole or not rest:
        return rest
    return _("%(days)s and %(rest)s", days=_counted(whole, "working_day"), rest=rest)


def _hours(hours: Fraction) -> str:
    """Hours and whole minutes; empty where it does not come out even."""
    minutes = hours * 60
    if minutes.denominator != 1:
        return ""
    whole, rest = divmod(int(minutes), 60)
    if not rest:
        return _counted(whole, "working_hour")
    if not whole:
        return ngettext("%(num)s working minute", "%(num)s working minutes", rest)
    return _("%(hours)s h %(minutes)s min of working time", hours=whole, minutes=rest)


def _counted(amount: Any, unit: str) -> str:
    figure = str(format_decimal(float(amount), locale=language()))
    one_or_many = {
        "working_day": lambda n: ngettext("%(figure)s working day", "%(figure)s working days", n, figure=figure),
        "working_hour": lambda n: ngettext("%(figure)s working hour", "%(figure)s working hours", n, figure=figure),
        "calendar_day": lambda n: ngettext("%(figure)s calendar day", "%(figure)s calendar days", n, figure=figure),
        "month": lambda n: ngettext("%(figure)s month", "%(figure)s months", n, figure=figure),
    }
    return one_or_many[unit](1 if amount == 1 else 2)
