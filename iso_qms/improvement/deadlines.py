"""What improvement brings to the calendar of everything due: actions, results to verify, and obligations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import g, url_for
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager

from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.obligation.obligations import ObligationDue
from iso_qms.organisation.people import Person
from iso_qms.registry import Deadline


def of_actions(person: Person, first: date, last: date) -> Iterator[Deadline]:
    """Actions that are due and results that are to be verified in a stretch of days, as far as one may see them."""
    to_do, to_verify = CorrectiveAction.due_on, CorrectiveAction.verify_on
    doing = CorrectiveAction.state.in_(("planned", "returned", "accepted"))
    query = CorrectiveAction.visible_to(person).options(contains_eager(CorrectiveAction.nonconformity))
    query = query.where(
        or_(
            and_(doing, to_do.between(first, last)),
            and_(CorrectiveAction.state == "carried_out", to_verify.between(first, last)),
        )
    )
    for one in db.session.scalars(query).unique():
        verify = one.state == "carried_out"
        yield Deadline(
            on=one.verify_on if verify else one.due_on,
            what=_("Verify: %(what)s", what=one.what) if verify else one.what,
            code=one.code,
            kind=_("Corrective action"),
            url=url_for("improvement.action", agency=g.agency.slug, number=one.id),
            unit_id=one.unit_id,
        )


def of_obligations(person: Person, first: date, last: date) -> Iterator[Deadline]:
    """Obligations that are to be done in a stretch of days."""
    query = select(ObligationDue).where(ObligationDue.state == "waiting", ObligationDue.due_on.between(first, last))
    for due in db.session.scalars(query).unique():
        yield Deadline(
            on=due.due_on,
            what=due.obligation.title + (f": {due.about}" if due.about else ""),
            kind=_("Obligation"),
            url=url_for("improvement.obligation_due", agency=g.agency.slug, number=due.id),
            unit_id=due.unit_id,
        )
