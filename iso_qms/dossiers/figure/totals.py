"""How many dossiers the list behind a figure holds, out of the counts that made the figure, not of the dossiers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from iso_qms.db import db
from iso_qms.dossiers.figure.counted import Counted
from iso_qms.dossiers.figure.counting import month_of
from iso_qms.dossiers.figure.counts import DossierCount
from iso_qms.dossiers.figure.report_06a import report_06a
from iso_qms.dossiers.figure.tallied import seen_by, tallied, together
from iso_qms.organisation.people import Person

OF_THE_FORM = ("handled", "new_online", "new_desk", "new_carried")
"""Figures that stand in the form of the state alone."""
LOOKED_FOR = (*OF_THE_FORM, "carried", "open", "open_in_time", "open_late")
"""Figures whose dossiers may have come in at any time before: no index holds them together."""


def total_of(counted: Counted, *, person: Person, at: datetime) -> int:
    """How many dossiers a figure counts."""
    if counted.name in OF_THE_FORM:
        return report_06a(counted.asked, person=person, at=at).whole.numbers[counted.name]
    return together(tallied(counted.asked, "channel", person=person, at=at))[counted.name]


def gone_through(counted: Counted, total: int, *, person: Person) -> int:
    """How many dossiers a database goes through to find those of a figure."""
    if counted.name not in LOOKED_FOR:
        return total
    one, last = DossierCount, counted.asked.span.last
    query = seen_by(person, counted.asked, select(func.sum(one.received)), one)
    return int(db.session.scalar(query.where(one.period <= month_of(last.year, last.month))) or 0)
