"""Actions that complete themselves: tied to what is to happen, carried out by time once all of it has happened."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, and_, false, or_, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.action import acting
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.action.awaited import AwaitedThing, awaited_of
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.registry import Happened, registry
from iso_qms.rounds import each_due
from iso_qms.workflow import Forbidden, Incomplete, WrongState

NOT_FIXED = ("planned", "returned")
"""States in which a plan may still be changed; once accepted, what it waits for is fixed."""

say(
    {
        "corrective_action.tied": _l("said what completes it"),
        "corrective_action.untied": _l("said that somebody reports it carried out"),
    }
)


def may_tie(action: CorrectiveAction, person: Person) -> bool:
    """Whether a person may say now what completes an action."""
    return action.state in NOT_FIXED and person.may("improvement.plan", action.nonconformity)


def tie(action: CorrectiveAction, kind: str, chosen: Collection[int], *, by: Person) -> None:
    """Let an action complete itself once something has happened with each thing chosen; none unties it.

    What has happened before it is planned does not count.
    """
    if not by.may("improvement.plan", action.nonconformity):
        raise Forbidden(_("The head of %(unit)s or the quality team plans here.", unit=action.nonconformity.unit))
    if action.state not in NOT_FIXED:
        raise WrongState(_("The plan is accepted: what completes it stays as it is."))
    brought = registry.action_kinds[kind]
    if not set(chosen) <= {number for number, _words in brought.choices(action, by)}:
        raise Incomplete(_("Choose from the list."))
    for old in awaited_of(action):
        db.session.delete(old)
    db.session.flush()
    db.session.add_all(
        AwaitedThing(
            agency_id=action.agency_id,
            action=action,
            kind=kind,
            thing_id=number,
            before_id=brought.before(action, number),
        )
        for number in sorted(chosen)
    )
    verb = "corrective_action.tied" if chosen else "corrective_action.untied"
    write(action, verb, by=by, private=action.nonconformity.restricted)


def completing_round() -> int:
    """What happened is noted with its proof; an action for which everything has happened is carried out."""
    return each_due("completing", _due, lambda action, clock: settle(action, by=clock))


def settle(action: CorrectiveAction, *, by: Person) -> None:
    """Note what has happened of what an action waits for; with the last of it the action is carried out.

    The clock's person does this; whether it works is still verified by somebody with no hand in it.
    """
    things = awaited_of(action)
    for one in things:
        if one.happened_on is None and (seen := happened(one)):
            one.happened_on, one.words = seen.on, seen.words[:300]
            one.proof_kind, one.proof_id = seen.kind, seen.thing_id
    days = [one.happened_on for one in things if one.happened_on]
    if things and len(days) == len(things):
        acting.carry_out(action, by=by, result=_result(things), done_on=_done_on(action, max(days)))


def happened(one: AwaitedThing) -> Happened | None:
    """What shows that a thing has happened, if it has."""
    return one.brought.happened(one) if one.kind in registry.action_kinds else None


def _due() -> Select[CorrectiveAction]:
    # Most of them wait for weeks: the database says for which there is anything to look at.
    likely = or_(
        false(),
        *(and_(AwaitedThing.kind == name, one.likely(AwaitedThing)) for name, one in registry.action_kinds.items()),
    )
    query = select(AwaitedThing).join(AwaitedThing.action).where(likely)
    pending = query.where(CorrectiveAction.state == "accepted", AwaitedThing.happened_on.is_(None))
    numbers = {one.action_id for one in db.session.scalars(pending).unique() if happened(one)}
    known = CorrectiveAction.id.in_(numbers) if numbers else false()
    return select(CorrectiveAction).where(known).order_by(CorrectiveAction.id)


def _result(things: Collection[AwaitedThing]) -> str:
    return "\n".join([_("All it waited for has happened:"), *(one.words for one in things)])[:5000]


def _done_on(action: CorrectiveAction, day: date) -> date:
    return min(max(day, action.accepted_on or day), today())
