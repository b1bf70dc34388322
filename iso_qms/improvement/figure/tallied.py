"""What the figures of improvement are asked for, and the rows they are reckoned on.

Nonconformities on the conduct of a person are in none of the figures, so that everybody who reads them reads the same.
Whoever oversees sees the figures of all units, a head those of the own unit and everything under it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.figure.tallies import Act, Case, Looked, Span, WorkedDays, picked_acts, picked_cases
from iso_qms.improvement.models import CauseAnalysis, CauseBranch, Nonconformity, seen_by
from iso_qms.organisation.agencies import chosen_id
from iso_qms.organisation.people import Person, Post, holdings_of
from iso_qms.organisation.units import Unit, reach
from iso_qms.organisation.working_days import is_worked
from iso_qms.web import number_in

WHOLE_YEAR = (1, 12)
MONTHS = {f"m{month}": (month, month) for month in range(1, 13)}
PARTS = {"": WHOLE_YEAR, "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12)} | MONTHS
"""Parts of a year with their first and last month: the whole, a quarter, a month."""

NO_DOCUMENT = 0
YEARS = range(2000, 2101)


@dataclass(frozen=True)
class Asked:
    """A span of days, and whether one unit or one procedure is meant; `alone` leaves out what stands under the unit."""

    span: Span
    year: int
    part: str = ""
    is_day_to_day: bool = False
    unit: int | None = None
    alone: bool = False
    document: int | None = None

    @classmethod
    def of(cls, args: Any, *, today: date) -> Asked:
        """From an address; what makes no sense counts as not asked."""
        year = args.get("year", today.year, type=int)
        year, part = year if year in YEARS else today.year, args.get("part", "")
        part = part if part in PARTS else ""
        begins, ends = PARTS[part]
        whole = date(year, begins, 1), date(year, ends, monthrange(year, ends)[1])
        since, until = _day(args.get("since")), _day(args.get("until"))
        first, last = sorted((since or min(whole[0], until or whole[0]), until or max(whole[1], since or whole[1])))
        span = Span(first, last, today)
        unit, document = (number_in(args, "unit") or None), (number_in(args, "document") or None)
        return cls(span, year, part, bool(since or until), unit or None, bool(args.get("alone")), document)

    def address(self, **narrowed: Any) -> dict[str, Any]:
        """What stands in the address of the list behind a figure; a value of None leaves its field out."""
        own = {"unit": self.unit, "alone": 1 if self.alone else None, "document": self.document}
        own |= {"since": self.span.first.isoformat(), "until": self.span.last.isoformat()} | narrowed
        return {name: value for name, value in own.items() if value is not None}

    @property
    def units(self) -> set[int] | None:
        """The units meant; None for all."""
        return None if not self.unit else {self.unit} if self.alone else reach(self.unit)


def scope_of(person: Person) -> set[int] | None:
    """The units whose figures a person may see: None for all, the empty set for nobody's."""
    if person.may("improvement.oversee"):
        return None
    headed = [one.post.unit_id for one in holdings_of(person, today()) if one.post.is_head]
    return {unit for head in headed for unit in reach(head)}


def looked_cases(asked: Asked, person: Person, *, with_classes: bool = True) -> Looked[Case]:
    """The nonconformities that may stand in a figure."""
    one = Nonconformity
    columns = (one.id, one.unit_id, one.document_id, one.found_on, one.ended_on, one.state, one.reopened)
    lasts = or_(one.ended_on.is_(None), one.ended_on >= asked.span.first, one.found_on >= asked.span.first)
    query = select(*columns).where(*_counted(asked, person, one.unit_id), one.found_on <= asked.span.last, lasts)
    rows = [Case(*row) for row in db.session.execute(query.order_by(one.id))]
    if with_classes:
        classes = _classes(select(one.id).where(*_counted(asked, person, one.unit_id), _within(asked)))
        rows = [replace(row, classes=classes.get(row.id, frozenset())) for row in rows]
    return Looked(rows, asked.span, worked_days([row.found_on for row in rows], asked))


def looked_acts(asked: Asked, person: Person) -> Looked[Act]:
    """The corrective actions that may stand in a figure, each at the unit that has to act."""
    one = CorrectiveAction
    columns = (one.id, Post.unit_id, Nonconformity.document_id, one.planned_on, one.first_due_on, one.due_on)
    query = select(*columns, one.performed_on, one.verified_on, one.state).join(one.nonconformity)
    query = query.join(Post, Post.id == one.owner_post_id).where(*_counted(asked, person, Post.unit_id))
    lasts = or_(one.verified_on.is_(None), one.verified_on >= asked.span.first, one.due_on >= asked.span.first)
    rows = [Act(*row) for row in db.session.execute(query.where(one.planned_on <= asked.span.last, lasts))]
    return Looked(rows, asked.span, worked_days([row.planned_on for row in rows], asked))


def worked_days(begun: list[date], asked: Asked) -> WorkedDays:
    """The worked days from the first of some days until today."""
    agency = chosen_id() or 0
    first = min([asked.span.today, *begun])
    days = (first + timedelta(days=n) for n in range((asked.span.today - first).days + 1))
    return WorkedDays(filter(partial(is_worked, agency_id=agency), days))


def cases_behind(args: Any, person: Person) -> ColumnElement[bool] | None:
    """The condition of the nonconformities behind the figure an address names; None where it names none."""
    name, asked = args.get("counted", ""), Asked.of(args, today=today())
    if not name:
        return None
    picked = picked_cases(looked_cases(asked, person, with_classes=name.startswith(("class", "with"))), name)
    return None if picked is None else _is_one_of(Nonconformity.id, [row.id for row in picked])


def acts_behind(args: Any, person: Person) -> ColumnElement[bool] | None:
    """The condition of the actions behind the figure an address names; None where it names none."""
    name = args.get("counted", "")
    picked = picked_acts(looked_acts(Asked.of(args, today=today()), person), name) if name else None
    return None if picked is None else _is_one_of(CorrectiveAction.id, [row.id for row in picked])


def named_units_of(numbers: set[int]) -> dict[int, str]:
    """The names of units, also of those that are no more, those above before those under them."""
    query = select(Unit.id, Unit.name).where(Unit.id.in_(numbers)).order_by(Unit.sort, Unit.id)
    return {row.id: row.name for row in db.session.execute(query)}


def named_documents_of(numbers: set[int | None], person: Person) -> dict[int, str]:
    """Code and title of the documents a person may see, by number, in the order of their codes."""
    query = Document.visible_to(person).where(Document.id.in_(numbers - {None})).order_by(Document.code_sort)
    columns = Document.id, Document.code, Document.title
    return {row.id: f"{row.code} {row.title}".strip() for row in db.session.execute(query.with_only_columns(*columns))}


def years_with_cases() -> list[int]:
    """The years that have nonconformities, and this one, newest first."""
    return sorted({today().year, *db.session.scalars(select(Nonconformity.year).distinct())}, reverse=True)


def _counted(asked: Asked, person: Person, unit_id: InstrumentedAttribute[int]) -> Iterator[ColumnElement[bool]]:
    yield seen_by(person)
    yield Nonconformity.restricted.is_(False)
    for units in (scope_of(person), asked.units):
        if units is not None:
            yield unit_id.in_(units)
    if asked.document is not None:
        number = asked.document
        yield Nonconformity.document_id == number if number else Nonconformity.document_id.is_(None)


def _classes(numbers: Select[Any]) -> dict[int, frozenset[str]]:
    """The classes of the cause that was given last to each nonconformity."""
    one = CauseAnalysis
    mine = one.nonconformity_id.in_(numbers)
    main = db.session.execute(select(one.nonconformity_id, one.id, one.class_key).where(mine).order_by(one.round))
    last = {number: (analysis, key) for number, analysis, key in main}
    further = select(CauseBranch.analysis_id, CauseBranch.class_key).join(one, one.id == CauseBranch.analysis_id)
    beside: dict[int, set[str]] = {}
    for analysis, key in db.session.execute(further.where(mine)):
        beside.setdefault(analysis, set()).add(key)
    return {number: frozenset({key, *beside.get(one, ())} - {""}) for number, (one, key) in last.items()}


def _within(asked: Asked) -> ColumnElement[bool]:
    return Nonconformity.found_on.between(asked.span.first, asked.span.last)


def _is_one_of(column: InstrumentedAttribute[int], numbers: list[int]) -> ColumnElement[bool]:
    # Written into the statement, since a database takes only some ten thousand parameters.
    return column.in_(bindparam(None, numbers, expanding=True, literal_execute=True))


def _day(typed: str | None) -> date | None:
    try:
        day = date.fromisoformat(typed or "")
    except ValueError:
        return None
    return day if day.year in YEARS else None
