"""Working time: when something is due, and why on that day. Pure: no Flask, no database, no clock.

A `Calendar` says which days and hours are worked, a `Term` says how long, and `due` says until when, naming every
day between. The rules are those of the Civil Code 2015, articles 147 and 148, and of the Labour Code 2019,
articles 111 and 112.
"""

from iso_qms.worktime.calendar import OFFICE_WEEK, BadCalendar, Calendar, Interval, Kind, SpecialDay, UnknownYear, Week
from iso_qms.worktime.counting import (
    add_working_days,
    add_working_time,
    next_opening,
    next_working_day,
    working_days_between,
    working_minutes_between,
)
from iso_qms.worktime.reckoning import Due, ExplainedDay, Reason, due, due_after, months_after
from iso_qms.worktime.terms import Term, Unit, UnreadableTerm, read_term

__all__ = [
    "OFFICE_WEEK",
    "BadCalendar",
    "Calendar",
    "Due",
    "ExplainedDay",
    "Interval",
    "Kind",
    "Reason",
    "SpecialDay",
    "Term",
    "Unit",
    "UnknownYear",
    "UnreadableTerm",
    "Week",
    "add_working_days",
    "add_working_time",
    "due",
    "due_after",
    "months_after",
    "next_opening",
    "next_working_day",
    "read_term",
    "working_days_between",
    "working_minutes_between",
]
