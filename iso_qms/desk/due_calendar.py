"""What is due in a month, as a calendar: mine, that of the units I answer for, or everything I may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import MAXYEAR, date, timedelta
from typing import Any

from flask import abort, render_template, request

from iso_qms.clock import today
from iso_qms.desk import home
from iso_qms.desk.room import room
from iso_qms.i18n import _l
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person, holdings_of
from iso_qms.registry import Deadline, registry
from iso_qms.web import SIGNED_IN, here, signed_in
from iso_qms.web.months import beside, weeks

WHOSE = {"mine": _l("Mine"), "unit": _l("My unit"), "all": _l("All I may see")}


@room.route("/<agency>/due", needs=SIGNED_IN)
def due_now() -> Any:
    """The present month."""
    return _month(today().replace(day=1))


@room.route("/<agency>/due/<int:year>/<int:month>", needs=SIGNED_IN)
def due_month(year: int, month: int) -> Any:
    """What is due in a month, day by day."""
    if not 1 <= month <= 12 or not 1 < year < MAXYEAR:
        abort(404)
    return _month(date(year, month, 1))


def _month(first: date) -> Any:
    wanted, person = request.args.get("whose", "mine"), signed_in()
    whose = wanted if wanted in WHOSE else "mine"
    by_day = defaultdict(list)
    for one in due_between(person, first, beside(first, 1) - timedelta(days=1), whose=whose):
        by_day[one.on].append(one)
    return render_template(
        "desk/due_month.html",
        first=first,
        weeks=weeks(first, by_day, agency_id=here().id),
        days=sorted(by_day.items()),
        before=beside(first, -1),
        after=beside(first, 1),
        whose=whose,
        WHOSE=WHOSE,
    )


def due_between(person: Person, first: date, last: date, *, whose: str) -> list[Deadline]:
    """Everything due in a stretch of days, each once, by day."""
    if whose == "mine":
        found = _mine(person, first, last)
    else:
        found = (one for provider in registry.deadlines for one in provider(person, first, last))
    if whose == "unit":
        units = answered_units(person, today()) | {one.post.unit_id for one in holdings_of(person, today())}
        found = (one for one in found if one.unit_id in units)
    return sorted({(one.url, one.on): one for one in found}.values(), key=lambda one: (one.on, one.code, one.what))


def _mine(person: Person, first: date, last: date) -> Iterable[Deadline]:
    ahead = (row for provider in registry.ahead for row in provider(person, today()))
    for row in (*home.rows_of(person, today()), *ahead):
        if row.due_on is not None and first <= row.due_on <= last:
            yield Deadline(on=row.due_on, what=row.what, code=row.code, kind=row.action, url=row.url)
