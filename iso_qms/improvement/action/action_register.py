"""The register of corrective actions: what the list may show, how it is narrowed, and what its chips count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import contains_eager

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _l
from iso_qms.improvement.action.actions import OPEN, CorrectiveAction
from iso_qms.improvement.figure.tallied import acts_behind
from iso_qms.improvement.models import Nonconformity, seen_by
from iso_qms.improvement.narrowing import Narrowing
from iso_qms.organisation.heads import owned_posts
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import reach
from iso_qms.search import search

VIEWS = {
    "open": _l("Open"),
    "mine": _l("For me to act"),
    "overdue": _l("Overdue"),
    "to_accept": _l("Plan to accept"),
    "to_verify": _l("To verify"),
    "ended": _l("Ended"),
    "all": _l("All"),
}


class WantedActions(Narrowing):
    """How list and board are narrowed: the unit is the one that acts, all else is of the nonconformity acted on."""

    views = VIEWS
    behind_figure = staticmethod(acts_behind)


def action_rows(
    wanted: WantedActions, *, person: Person, day: date, also: ColumnElement[bool] | None = None
) -> Select[Any]:
    """The actions of a view, and those that meet one more condition beside it; the most pressing first."""
    view = _views(person, day)[wanted.view]
    query = select(CorrectiveAction).join(CorrectiveAction.nonconformity).join(CorrectiveAction.owner_post)
    query = query.options(contains_eager(CorrectiveAction.nonconformity), contains_eager(CorrectiveAction.owner_post))
    query = query.where(seen_by(person), *_narrowed(wanted, person), view if also is None else or_(view, also))
    return query.order_by(CorrectiveAction.state.not_in(OPEN), CorrectiveAction.due_on, CorrectiveAction.id)


def action_counts(wanted: WantedActions, *, person: Person, day: date) -> dict[str, int]:
    """How many there are in each view, with the same fields set; one query."""
    views = _views(person, day)
    query = select(*(func.count().filter(condition) for condition in views.values())).select_from(CorrectiveAction)
    query = query.join(CorrectiveAction.nonconformity).join(CorrectiveAction.owner_post)
    found = db.session.execute(query.where(seen_by(person), *_narrowed(wanted, person))).one()
    return dict(zip(views, found, strict=True))


def theirs(person: Person) -> ColumnElement[bool]:
    """The actions that wait for a person: of their posts, returned to them, or to be verified by them."""
    state = CorrectiveAction.state
    return or_(
        and_(state == "accepted", CorrectiveAction.owner_post_id.in_(owned_posts(person, today()))),
        and_(state == "returned", CorrectiveAction.planned_by_id == person.id),
        and_(state == "carried_out", CorrectiveAction.verifier_id == person.id),
    )


def _narrowed(wanted: WantedActions, person: Person) -> Iterator[ColumnElement[bool]]:
    if wanted.q:
        hits = search(wanted.q, person=person, kind="corrective_action")
        parents = search(wanted.q, person=person, kind="nonconformity")
        mine = CorrectiveAction.id.in_({hit.thing.id for hit in hits})
        yield mine | Nonconformity.id.in_({hit.thing.id for hit in parents})
    if wanted.unit:
        yield Post.unit_id.in_(reach(wanted.unit))
    yield from wanted.of_case(person)


def _views(person: Person, day: date) -> dict[str, ColumnElement[bool]]:
    state = CorrectiveAction.state
    return {
        "open": state.in_(OPEN),
        "mine": theirs(person),
        "overdue": and_(state.in_(("planned", "returned", "accepted")), CorrectiveAction.due_on < day),
        "to_accept": state == "planned",
        "to_verify": state == "carried_out",
        "ended": state.not_in(OPEN),
        "all": true(),
    }
