"""What a nonconformity still owes before anything is done against it: its cause, or a plan; its reminders climb."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from iso_qms.clock import as_local
from iso_qms.db import db
from iso_qms.i18n import _l
from iso_qms.improvement.action.actions import OPEN, CorrectiveAction
from iso_qms.improvement.models import Nonconformity, readers_among
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.rights import people_with
from iso_qms.registry import DutyTold, KeptDuty


def owing() -> ColumnElement[bool]:
    """The condition that a cause is missing, or that nothing is done against it any more and nothing has worked."""
    mine, worked = CorrectiveAction.nonconformity_id == Nonconformity.id, CorrectiveAction.state == "effective"
    of_round = and_(worked, CorrectiveAction.round == Nonconformity.reopened)
    acted_on = select(CorrectiveAction.id).where(mine, or_(CorrectiveAction.state.in_(OPEN), of_round)).exists()
    return or_(Nonconformity.state == "open", and_(Nonconformity.state.in_(("analysed", "acting")), ~acted_on))


def open_by(agency_id: int, last: date) -> Iterator[tuple[int, date, date]]:
    """Those that owe it by a day: number, the day they were opened, the day by which it is asked."""
    columns = Nonconformity.id, Nonconformity.opened_at, Nonconformity.analyse_by
    query = select(*columns).where(Nonconformity.agency_id == agency_id, owing(), Nonconformity.analyse_by <= last)
    for number, opened_at, due_on in db.session.execute(query):
        yield number, as_local(opened_at).date(), due_on


def told(one: Nonconformity, day: date) -> DutyTold:
    """Whoever answers for its unit, then leadership; conduct stays with those who may read of it."""
    leaders = people_with("improvement.restricted" if one.restricted and not one.level else "improvement.lead", day=day)
    return DutyTold(readers_among(heads_for(one.unit_id, day), one), leaders, leaders=leaders)


def named(one: Nonconformity) -> Any:
    """What it owes, in the language of whoever reads it; of a restricted one its number alone."""
    what = one.code if one.restricted else f"{one.code} {one.title}"
    return (
        _l("Give the cause: %(title)s", title=what)
        if one.state == "open"
        else _l("Plan an action: %(title)s", title=what)
    )


CAUSE = KeptDuty(
    label=_l("Causes and plans of nonconformities"),
    endpoint="improvement.index",
    right="improvement.read",
    model=Nonconformity,
    named=named,
    rungs=(-1, 0, 1, 3, 5),
    head_from=3,
    leaders_from=5,
    every=5,
    open=open_by,
    told=told,
)
