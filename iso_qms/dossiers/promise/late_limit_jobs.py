"""What time does with limits of lateness: a month that is over is judged once its last files had time to come in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, false, select

from iso_qms.clock import today
from iso_qms.dossiers.promise.late_limits import LateLimit
from iso_qms.dossiers.promise.limiting import judge_months
from iso_qms.rounds import each_due

JUDGED_FROM = 5
"""The day of the month on which the month before is judged: files of its last days come in until then."""


def late_months_round() -> int:
    """Each limit is held against the months that are over; one that was missed is caught up."""
    return each_due("late_months", _due, lambda limit, clock: judge_months(limit, by=clock))


def _due() -> Select[Any]:
    waits = LateLimit.ended_on.is_(None), LateLimit.judge_from < today().replace(day=1)
    return select(LateLimit).where(*waits) if today().day >= JUDGED_FROM else select(LateLimit).where(false())
