"""The register of nonconformities: what the list may show, how it is narrowed, and what its chips count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, func, or_, select, true
from sqlalchemy.orm import selectinload

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.i18n import _l
from iso_qms.improvement.action.action_register import theirs
from iso_qms.improvement.action.actions import OPEN, CorrectiveAction
from iso_qms.improvement.correction.corrections import Correction, asked_of
from iso_qms.improvement.figure.tallied import cases_behind
from iso_qms.improvement.models import Nonconformity, seen_by
from iso_qms.improvement.narrowing import Narrowing
from iso_qms.improvement.obligation.owing import owing
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import reach
from iso_qms.search import search

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


class Wanted(Narrowing):
    """How the register is narrowed; every field may be empty."""

    views = VIEWS
    behind_figure = staticmethod(cases_behind)


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


def _narrowed(wanted: Wanted, person: Person) -> Iterator[ColumnElement[bool]]:
    if wanted.q:
        yield Nonconformity.id.in_(_searched(wanted.q, person))
    if wanted.unit:
        yield Nonconformity.unit_id.in_(reach(wanted.unit))
    yield from wanted.of_case(person)


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
