"""The register of nonconformities: what the list may show, how it is narrowed, and what its chips count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, func, or_, select, true
from sqlalchemy.orm import selectinload

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.i18n import _l
from iso_qms.improvement.action.action_register import theirs
from iso_qms.improvement.action.actions import OPEN, CorrectiveAction
from iso_qms.improvement.cause.coming_back import recurrences
from iso_qms.improvement.correction.corrections import Correction, asked_of
from iso_qms.improvement.figure.tallied import cases_behind
from iso_qms.improvement.models import GRADES, Nonconformity, seen_by
from iso_qms.improvement.obligation.owing import owing
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import reach
from iso_qms.registry import registry
from iso_qms.search import search
from iso_qms.web import number_in

ALIVE = ("open", "analysed", "acting")

VIEWS = {
    "open": _l("Open"),
    "mine": _l("For me to act"),
    "overdue": _l("Overdue"),
    "to_analyse": _l("Cause missing"),
    "to_accept": _l("Plan to accept"),
    "to_verify": _l("To verify"),
    "ended": _l("Ended"),
    "all": _l("All"),
}


@dataclass(frozen=True)
class Wanted:
    """How the list is narrowed; every field may be empty."""

    view: str = "open"
    q: str = ""
    unit: int | None = None
    grade: str = ""
    source: str = ""
    again: bool = False
    document: int | None = None
    behind: ColumnElement[bool] | None = None
    """Which ones stand behind the figure the address names."""

    @classmethod
    def of(cls, args: Any, person: Person) -> Wanted:
        """From the address; what is not known is left out."""
        view, grade, source = (args.get(name, "") for name in ("view", "grade", "source"))
        return cls(
            view if view in VIEWS else "open",
            args.get("q", "").strip(),
            number_in(args, "unit") or None,
            grade if grade in GRADES else "",
            source if source in registry.sources else "",
            bool(args.get("again")),
            number_in(args, "document") or None,
            cases_behind(args, person),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether any field besides the view is set."""
        set_ones = (self.q, self.unit, self.grade, self.source, self.again, self.document, self.behind is not None)
        return any(set_ones)


def about_documents() -> Any:
    """The nonconformities with a document; none from a finding, which counts itself, and none that is restricted."""
    columns = Nonconformity.document_id, Nonconformity.found_on.label("day"), Nonconformity.id.label("thing_id")
    weighs = (Nonconformity.state != "no_action", ~Nonconformity.restricted, Nonconformity.source_kind != "finding")
    return select(*columns).where(Nonconformity.document_id.is_not(None), *weighs)


def at_units() -> Any:
    """The nonconformities of units; none from a finding or a complaint, which count themselves, none restricted."""
    columns = Nonconformity.unit_id, Nonconformity.found_on.label("day")
    weighs = Nonconformity.state != "no_action", ~Nonconformity.restricted
    return select(*columns).where(*weighs, Nonconformity.source_kind.not_in(("finding", "complaint")))


def complained_at_units() -> Any:
    """The nonconformities of units that a complaint brought, on the day it came in; none that is restricted."""
    day = func.coalesce(Nonconformity.source_on, Nonconformity.found_on, type_=Date()).label("day")
    weighs = Nonconformity.state != "no_action", ~Nonconformity.restricted
    return select(Nonconformity.unit_id, day).where(*weighs, Nonconformity.source_kind == "complaint")


def rows(wanted: Wanted, *, person: Person, day: date) -> Select[Any]:
    """The nonconformities of a view, the most pressing first."""
    query = select(Nonconformity).where(seen_by(person), *_narrowed(wanted, person), _views(person, day)[wanted.view])
    due = (
        select(func.min(CorrectiveAction.due_on))
        .where(CorrectiveAction.nonconformity_id == Nonconformity.id, CorrectiveAction.state.in_(OPEN))
        .scalar_subquery()
    )
    return query.order_by(
        Nonconformity.ended_on.is_not(None), func.coalesce(due, Nonconformity.analyse_by), Nonconformity.id.desc()
    ).options(selectinload(Nonconformity.actions), selectinload(Nonconformity.corrections))


def counts(wanted: Wanted, *, person: Person, day: date) -> dict[str, int]:
    """How many there are in each view, with the same fields set; one query."""
    views = _views(person, day)
    columns = [func.count().filter(condition) for condition in views.values()]
    found = db.session.execute(
        select(*columns).select_from(Nonconformity).where(seen_by(person), *_narrowed(wanted, person))
    ).one()
    return dict(zip(views, found, strict=True))


def _narrowed(wanted: Wanted, person: Person) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.q:
        found.append(Nonconformity.id.in_(_searched(wanted.q, person)))
    if wanted.unit:
        found.append(Nonconformity.unit_id.in_(reach(wanted.unit)))
    if wanted.grade:
        found.append(Nonconformity.grade == wanted.grade)
    if wanted.document:
        found.append(Nonconformity.document_id == wanted.document)
    if wanted.source:
        found.append(Nonconformity.source_kind == wanted.source)
    if wanted.behind is not None:
        found.append(wanted.behind)
    if wanted.again:
        found.append(Nonconformity.id.in_(recurrences(person)))
    return found


def _searched(typed: str, person: Person) -> set[int]:
    hits = search(typed, person=person, kind="nonconformity")
    actions = search(typed, person=person, kind="corrective_action")
    return {hit.thing.id for hit in hits} | {hit.thing.nonconformity_id for hit in actions}


def _views(person: Person, day: date) -> dict[str, ColumnElement[bool]]:
    alive = Nonconformity.state.in_(ALIVE)
    late_cause = and_(Nonconformity.state == "open", Nonconformity.analyse_by < day)
    late_action = _with_action(CorrectiveAction.state == "accepted", CorrectiveAction.due_on < day)
    late_correction = _with_correction(Correction.state == "asked", Correction.due_at < now())
    return {
        "open": alive,
        "mine": _mine(person),
        "overdue": or_(late_cause, late_action, late_correction),
        "to_analyse": Nonconformity.state == "open",
        "to_accept": _with_action(CorrectiveAction.state == "planned"),
        "to_verify": _with_action(CorrectiveAction.state == "carried_out"),
        "ended": Nonconformity.state.not_in(ALIVE),
        "all": true(),
    }


def _mine(person: Person) -> ColumnElement[bool]:
    owed = and_(owing(), Nonconformity.unit_id.in_(answered_units(person, today())))
    return or_(_with_action(theirs(person)), owed, _with_correction(asked_of(person)))


def _with_correction(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    mine = Correction.nonconformity_id == Nonconformity.id
    return select(Correction.id).where(mine, *conditions).exists()


def _with_action(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    mine = CorrectiveAction.nonconformity_id == Nonconformity.id
    return select(CorrectiveAction.id).where(mine, *conditions).exists()
