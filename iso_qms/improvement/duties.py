"""What improvement brings to the desk: rows of *what awaits me*, figures of *what I answer for*, and hand-over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import g, url_for
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.improvement.actions import OPEN, CorrectiveAction, Extension, read_holders
from iso_qms.improvement.models import Nonconformity, seen_by
from iso_qms.journal import write
from iso_qms.organisation.heads import answered_units, heads_on
from iso_qms.organisation.people import Holding, Person, holdings_of
from iso_qms.organisation.rights import units_with
from iso_qms.organisation.units import Unit, subtree
from iso_qms.organisation.working_days import calendar_of, due_in_working_days
from iso_qms.registry import Awaiting, Figure, registry
from iso_qms.worktime import UnknownYear, working_days_between

ACCEPT_DAYS = 3
"""Working days in which a plan is to be accepted or returned, from the day it was made or last changed."""

ESCALATED_AFTER = 5
"""Working days after the due day from which an action lies on leadership's desk."""


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """Actions of my posts, causes my unit owes, plans to accept, results to verify, extensions to decide."""
    yield from _to_carry_out(person, day)
    yield from _to_analyse(person, day)
    yield from _to_replan(person, day)
    yield from _to_accept(person, day)
    yield from _to_verify(person, day)
    yield from _to_decide(person, day)
    yield from _escalated(person, day)


def figures(person: Person, unit: Unit, day: date) -> Iterator[Figure]:
    """How many corrective actions of a unit are under way in time, of those under way."""
    late = func.count().filter(CorrectiveAction.state == "accepted", CorrectiveAction.due_on < day)
    count, overdue = db.session.execute(
        select(func.count(), late)
        .select_from(CorrectiveAction)
        .join(CorrectiveAction.nonconformity)
        .where(CorrectiveAction.state.in_(OPEN), Nonconformity.unit_id.in_(subtree(unit.id)))
    ).one()
    yield Figure(
        label=_("Corrective actions on time"),
        value=count - overdue,
        total=count,
        late=bool(overdue),
        url=url_for("improvement.index", agency=g.agency.slug, unit=unit.id, view="overdue" if overdue else "open"),
        missing=_("%(n)s overdue", n=overdue) if overdue else "",
    )


def hand_over(leaver: Person, to: Person, by: Person) -> int:
    """Actions follow their posts by themselves; a result the leaver was named to verify goes to the successor.

    Where four eyes forbid that, nobody is named, and anybody of the quality team may.
    """
    query = select(CorrectiveAction).where(CorrectiveAction.verifier_id == leaver.id, CorrectiveAction.state.in_(OPEN))
    actions = list(db.session.scalars(query).unique())
    for action in actions:
        barred = {one.id for one in (*action.action_owners, *action.planners, *action.performers)}
        fits = to.may("improvement.verify", action) and to.id not in barred
        action.verifier = to if fits else None
        write(action, "person.handed_over", by=by, private=action.nonconformity.restricted)
    return len(actions)


def _actions() -> Any:
    return (
        select(CorrectiveAction).options(joinedload(CorrectiveAction.nonconformity)).order_by(CorrectiveAction.due_on)
    )


def _to_carry_out(person: Person, day: date) -> Iterator[Awaiting]:
    held = {one.post_id: one for one in reversed(holdings_of(person, day))}
    query = _actions().where(CorrectiveAction.owner_post_id.in_(held), CorrectiveAction.state == "accepted")
    for action in db.session.scalars(query).unique():
        why = _why_mine(held[action.owner_post_id])
        yield _row(
            action, action.due_on, day, what=action.what, why=why, action=_("Report it carried out"), kind="carry_out"
        )


def _why_mine(holding: Holding) -> str:
    post, holder = holding.post, holding.principal
    if holder is None:
        return _("Because you are %(post)s: the action is given to this post.", post=post)
    return _("Because you act for %(name)s as %(post)s: the action is given to this post.", name=holder.name, post=post)


def _to_analyse(person: Person, day: date) -> Iterator[Awaiting]:
    units = answered_units(person, day)
    query = (
        select(Nonconformity)
        .where(Nonconformity.state.in_(("open", "analysed")), Nonconformity.unit_id.in_(units))
        .order_by(Nonconformity.analyse_by)
    )
    for one in db.session.scalars(query).unique():
        known = one.state == "analysed"
        if known and any(not action.status.final for action in one.actions):
            continue
        yield Awaiting(
            due_on=one.analyse_by,
            kind="nonconformity",
            code=one.code,
            late=one.analyse_by < day,
            what=_("Plan an action: %(title)s", title=one.title)
            if known
            else _("Give the cause: %(title)s", title=one.title),
            why=_("Because you answer for %(unit)s: it happened there.", unit=one.unit),
            action=_("Plan an action") if known else _("Give the cause"),
            url=registry.url_of("nonconformity", one.id) or "",
            discreet=one.restricted,
        )


def _to_replan(person: Person, day: date) -> Iterator[Awaiting]:
    query = _actions().where(CorrectiveAction.planned_by_id == person.id, CorrectiveAction.state == "returned")
    for action in db.session.scalars(query).unique():
        yield _row(
            action,
            None,
            day,
            what=_("Change the plan: %(what)s", what=action.what),
            why=_("Because you planned it, and it was returned."),
            action=_("Change the plan"),
            kind="replan",
        )


def _to_accept(person: Person, day: date) -> Iterator[Awaiting]:
    leads, accepts = person.may("improvement.lead"), person.may("improvement.accept")
    if not accepts:
        return
    levels = Nonconformity.level > 0 if leads else Nonconformity.level == 0
    query = (
        _actions()
        .join(CorrectiveAction.nonconformity)
        .where(CorrectiveAction.state == "planned", CorrectiveAction.planned_by_id != person.id, levels)
        .where(seen_by(person))
    )
    for action in db.session.scalars(query).unique():
        yield _row(
            action,
            _to_accept_by(action),
            day,
            what=_("Accept or return the plan: %(what)s", what=action.what),
            why=_("It was reopened one level higher: leadership accepts.")
            if leads
            else _("Because you belong to the quality team."),
            action=_("Look at the plan"),
            kind="accept",
        )


def _to_accept_by(action: CorrectiveAction) -> date | None:
    try:
        return due_in_working_days(action.planned_on, days=ACCEPT_DAYS, agency_id=action.agency_id)
    except UnknownYear:
        return None


def _to_verify(person: Person, day: date) -> Iterator[Awaiting]:
    if not person.may("improvement.verify"):
        return
    query = (
        _actions()
        .join(CorrectiveAction.nonconformity)
        .where(
            seen_by(person),
            CorrectiveAction.state == "carried_out",
            or_(CorrectiveAction.verifier_id == person.id, CorrectiveAction.verifier_id.is_(None)),
            CorrectiveAction.performed_by_id != person.id,
            CorrectiveAction.planned_by_id != person.id,
        )
    )
    for action in db.session.scalars(query).unique():
        why = (
            _("Because you were named to verify it.")
            if action.verifier_id
            else _("Because you may verify, and had no hand in it.")
        )
        yield _row(
            action,
            action.verify_on,
            day,
            what=_("Verify whether it works: %(what)s", what=action.what),
            why=why,
            action=_("Verify"),
            kind="verify",
        )


def _to_decide(person: Person, day: date) -> Iterator[Awaiting]:
    units = units_with(person, "improvement.decide")
    if units is not None and not units:
        return
    query = select(Extension).where(Extension.state == "asked").order_by(Extension.id)
    others = joinedload(Extension.action).selectinload(CorrectiveAction.extensions)
    wishes = db.session.scalars(query.options(others)).unique().all()
    read_holders([wish.action for wish in wishes])
    for wish in wishes:
        if person in wish.deciders(day):
            yield _row(
                wish.action,
                wish.from_day,
                day,
                kind="extension",
                action=_("Decide"),
                what=_("%(who)s asks for more time: %(what)s", who=wish.asked_by, what=wish.action.what),
                why=_("Because whoever stands above the owner decides."),
            )


def _escalated(person: Person, day: date) -> Iterator[Awaiting]:
    if not person.may("improvement.lead"):
        return
    query = _actions().join(CorrectiveAction.nonconformity).where(seen_by(person))
    query = query.where(CorrectiveAction.state == "accepted", CorrectiveAction.due_on < day)
    calendar = calendar_of(person.agency_id)
    for action in db.session.scalars(query).unique():
        try:
            late = working_days_between(action.due_on, end=day, calendar=calendar)
        except UnknownYear:
            continue
        if late >= ESCALATED_AFTER and person not in heads_on(day).get(action.unit_id, [])[:1]:
            yield _row(
                action,
                action.due_on,
                day,
                what=_("Overdue action: %(what)s", what=action.what),
                why=_("It has been overdue for %(n)s working days and has come up to you.", n=late),
                action=_("See what holds it up"),
                kind="escalated",
            )


def _row(subject: CorrectiveAction, due_on: date | None, day: date, **words: Any) -> Awaiting:
    return Awaiting(
        due_on=due_on,
        code=subject.code,
        late=bool(due_on and due_on < day),
        url=registry.url_of("corrective_action", subject.id) or "",
        discreet=subject.nonconformity.restricted,
        **words,
    )
