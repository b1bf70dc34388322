"""What a figure of improvement counts, in words: above the list behind it, and beside its table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.cause.cause_classes import causes_of
from iso_qms.improvement.figure.tallied import Asked
from iso_qms.improvement.figure.tallies import AGES
from iso_qms.organisation.units import Unit
from iso_qms.web.pages import day, month

CASES = {
    "open": _l("Nonconformities open on %(on)s"),
    "age": _l("Nonconformities open on %(on)s for %(age)s working days"),
    "found": _l("Nonconformities found from %(first)s to %(last)s"),
    "found-open": _l("Nonconformities found from %(first)s to %(last)s and still open"),
    "closed": _l("Nonconformities closed from %(first)s to %(last)s"),
    "slowest": _l("The slowest quarter of the nonconformities closed from %(first)s to %(last)s"),
    "ended": _l("Nonconformities found from %(first)s to %(last)s that were closed or opened again"),
    "reopened": _l("Nonconformities found from %(first)s to %(last)s that were opened again"),
    "with-cause": _l("Nonconformities found from %(first)s to %(last)s whose cause has a class"),
    "class": _l("Nonconformities found from %(first)s to %(last)s with the cause “%(name)s”"),
}

ACTS = {
    "open": _l("Corrective actions open on %(on)s"),
    "age": _l("Corrective actions open on %(on)s for %(age)s working days"),
    "late": _l("Corrective actions overdue on %(on)s"),
    "late-age": _l("Corrective actions overdue on %(on)s and open for %(age)s working days"),
    "due": _l("Corrective actions due from %(first)s to %(last)s"),
    "in-time": _l("Corrective actions due from %(first)s to %(last)s and carried out in time"),
    "not-in-time": _l("Corrective actions due from %(first)s to %(last)s and not carried out in time"),
    "more-time": _l("Corrective actions due from %(first)s to %(last)s that were given more time"),
}

QUARTERS = {
    "q1": _l("First quarter"),
    "q2": _l("Second quarter"),
    "q3": _l("Third quarter"),
    "q4": _l("Fourth quarter"),
}


def cases_told(name: str, asked: Asked, *, agency_id: int) -> str:
    """Which nonconformities a figure counts."""
    kind, _colon, rest = name.partition(":")
    named = causes_of(agency_id).named(rest) if kind == "class" else ""
    return _told(CASES, kind, rest if kind == "age" else "", asked, named)


def acts_told(name: str, asked: Asked) -> str:
    """Which actions a figure counts."""
    kind, _colon, rest = name.partition(":")
    return _told(ACTS, "late-age" if kind == "late" and rest else kind, rest, asked)


def ages() -> list[str]:
    """The classes of age in working days, such as “11–30”."""
    begins = (0, *(end + 1 for end in AGES))
    return [*(f"{first}–{last}" for first, last in zip(begins, AGES, strict=False)), _("over %(n)s", n=AGES[-1])]


def span_told(asked: Asked) -> str:
    """The span in words: a year, a quarter, a month, or from day to day."""
    if asked.is_day_to_day:
        return _("from %(first)s to %(last)s", first=day(asked.span.first), last=day(asked.span.last))
    if asked.part in QUARTERS:
        return f"{QUARTERS[asked.part]} {asked.year}"
    return f"{month(asked.span.first)} {asked.year}" if asked.part else str(asked.year)


def unit_told(number: int | None) -> str:
    """The unit that alone is meant, for on paper no form says it; empty where all are."""
    unit = db.session.get(Unit, number) if number else None
    return unit.name if unit else ""


def parts() -> list[tuple[str, str]]:
    """The parts of a year to choose from."""
    months = [(f"m{number}", month(date(2026, number, 1))) for number in range(1, 13)]
    return [("", _("Whole year")), *((name, str(words)) for name, words in QUARTERS.items()), *months]


def _told(words: Mapping[str, object], kind: str, place: str, asked: Asked, name: str = "") -> str:
    said = {"on": asked.span.seen_on, "first": asked.span.first, "last": asked.span.last}
    days = {word: day(value) for word, value in said.items()}
    return str(words[kind]) % (days | {"age": ages()[int(place)] if place else "", "name": name})
