"""What time does with limits of lateness: a month that is over is judged once its last files had time to come in.

It is judged again whenever its dossiers say something else than before.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select

from iso_qms.clock import today
from iso_qms.dossiers.promise.late_limits import LateLimit
from iso_qms.dossiers.promise.limiting import judge_months, limits_with_news
from iso_qms.rounds import each_due
from iso_qms.worktime import months_after

JUDGED_FROM = 5
"""The day of the month on which the month before is judged: files of its last days come in until then."""


def late_months_round() -> int:
    """Each limit is held against the months that are over; one that was missed is caught up."""
    return each_due("late_months", _due, lambda limit, clock: judge_months(limit, until=_open_month(), by=clock))


def _due() -> Select[Any]:
    waits = and_(LateLimit.ended_on.is_(None), LateLimit.judge_from < _open_month())
    return select(LateLimit).where(or_(waits, LateLimit.id.in_(limits_with_news())))


def _open_month() -> date:
    """The first day of the first month that is not to be judged yet."""
    first = today().replace(day=1)
    return first if today().day >= JUDGED_FROM else months_after(first, -1)
