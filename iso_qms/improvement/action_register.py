"""The register of corrective actions: what the list may show, how it is narrowed, and what its chips count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import contains_eager

from iso_qms.db import db
from iso_qms.i18n import _l
from iso_qms.improvement.actions import OPEN, CorrectiveAction
from iso_qms.improvement.models import Nonconformity, seen_by
from iso_qms.improvement.tallied import acts_behind
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import reach
from iso_qms.search import search
from iso_qms.web import number_in

VIEWS = {
    "open": _l("Open"),
    "overdue": _l("Overdue"),
    "to_accept": _l("Plan to accept"),
    "to_verify": _l("To verify"),
    "ended": _l("Ended"),
    "all": _l("All"),
}


@dataclass(frozen=True)
class WantedActions:
    """How the list is narrowed: a view, words, the unit that acts with those under it, the figure it stands behind."""

    view: str = "open"
    q: str = ""
    unit: int | None = None
    behind: ColumnElement[bool] | None = None

    @classmethod
    def of(cls, args: Any, person: Person) -> WantedActions:
        """From the address; what is not known is left out."""
        view = args.get("view", "")
        words, unit = args.get("q", "").strip(), (number_in(args, "unit") or None)
        return cls(view if view in VIEWS else "open", words, unit, acts_behind(args, person))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything besides the view is set."""
        return bool(self.q or self.unit or self.behind is not None)


def action_rows(wanted: WantedActions, *, person: Person, day: date) -> Select[Any]:
    """The actions of a view, the most pressing first."""
    query = select(CorrectiveAction).join(CorrectiveAction.nonconformity).join(CorrectiveAction.owner_post)
    query = query.options(contains_eager(CorrectiveAction.nonconformity), contains_eager(CorrectiveAction.owner_post))
    query = query.where(seen_by(person), *_narrowed(wanted, person), _views(day)[wanted.view])
    return query.order_by(CorrectiveAction.state.not_in(OPEN), CorrectiveAction.due_on, CorrectiveAction.id)


def action_counts(wanted: WantedActions, *, person: Person, day: date) -> dict[str, int]:
    """How many there are in each view, with the same fields set; one query."""
    views = _views(day)
    query = select(*(func.count().filter(condition) for condition in views.values())).select_from(CorrectiveAction)
    query = query.join(CorrectiveAction.nonconformity).join(CorrectiveAction.owner_post)
    found = db.session.execute(query.where(seen_by(person), *_narrowed(wanted, person))).one()
    return dict(zip(views, found, strict=True))


def _narrowed(wanted: WantedActions, person: Person) -> Iterator[ColumnElement[bool]]:
    if wanted.q:
        hits = search(wanted.q, person=person, kind="corrective_action")
        parents = search(wanted.q, person=person, kind="nonconformity")
        mine = CorrectiveAction.id.in_({hit.thing.id for hit in hits})
        yield mine | Nonconformity.id.in_({hit.thing.id for hit in parents})
    if wanted.unit:
        yield Post.unit_id.in_(reach(wanted.unit))
    if wanted.behind is not None:
        yield wanted.behind


def _views(day: date) -> dict[str, ColumnElement[bool]]:
    state = CorrectiveAction.state
    return {
        "open": state.in_(OPEN),
        "overdue": and_(state.in_(("planned", "returned", "accepted")), CorrectiveAction.due_on < day),
        "to_accept": state == "planned",
        "to_verify": state == "carried_out",
        "ended": state.not_in(OPEN),
        "all": true(),
    }
