"""What improvement brings to the desk: rows of *what awaits me*, figures of *what I answer for*, and hand-over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from flask import g, url_for
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.improvement.action.actions import OPEN, CorrectiveAction, Extension, read_holders
from iso_qms.improvement.correction import correction_jobs
from iso_qms.improvement.correction.corrections import Correction
from iso_qms.improvement.effect.measures import REINSPECTION, EffectMeasure
from iso_qms.improvement.effect.measuring import may_name_visit
from iso_qms.improvement.models import Nonconformity, seen_by
from iso_qms.improvement.obligation.owing import owing
from iso_qms.journal import write
from iso_qms.organisation.heads import answered_units, is_head_of, owned_posts, why_passed_on
from iso_qms.organisation.people import Holding, Person, Post, holdings_of
from iso_qms.organisation.rights import units_with
from iso_qms.organisation.units import Unit, reach
from iso_qms.organisation.working_days import calendar_of, due_in_working_days
from iso_qms.registry import Awaiting, Counted, Figure, registry
from iso_qms.worktime import UnknownYear, working_days_between

ACCEPT_DAYS = 3
"""Working days in which a plan is to be accepted or returned, from the day it was made or last changed."""

ESCALATED_AFTER = 5
"""Working days after the due day from which an action lies on leadership's desk."""


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """Actions of my posts, causes and corrections owed, plans to accept, results to verify, extensions to decide."""
    yield from _of_actions(person, day)
    yield from _of_cases(person, day)


def figures(unit: Unit, day: date) -> Counted:
    """How many corrective actions of a unit are under way in time, of those under way."""
    late = func.count().filter(CorrectiveAction.state == "accepted", CorrectiveAction.due_on < day)
    query = (
        select(func.count().label("open"), late.label("late"))
        .select_from(CorrectiveAction)
        .join(CorrectiveAction.nonconformity)
        .where(CorrectiveAction.state.in_(OPEN), Nonconformity.unit_id.in_(reach(unit.id)))
    )
    return Counted(query, partial(_figure, unit))


def _figure(unit: Unit, count: int, late: int) -> Figure:
    return Figure(
        label=_("Corrective actions on time"),
        value=count - late,
        total=count,
        late=bool(late),
        url=url_for("improvement.index", agency=g.agency.slug, unit=unit.id, view="overdue" if late else "open"),
        missing=_("%(n)s overdue", n=late) if late else "",
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


def _of_actions(person: Person, day: date) -> Iterator[Awaiting]:
    """What actions ask of a person, each kind of duty with its condition; one query for all of them."""
    wanted = dict(_conditions(person, day))
    asked_by = joinedload(CorrectiveAction.extensions).joinedload(Extension.asked_by)
    query = (
        select(CorrectiveAction, *(condition.label(kind) for kind, condition in wanted.items()))
        .join(CorrectiveAction.nonconformity)
        .options(contains_eager(CorrectiveAction.nonconformity), asked_by)
        .where(or_(*wanted.values()))
        .order_by(CorrectiveAction.due_on, CorrectiveAction.id)
    )
    found = db.session.execute(query).unique().all()
    read_holders([row[0] for row in found if _may_ask_to_decide(row[0].asked_extension, person, day)])
    for action, *asked in found:
        for kind, is_asked in zip(wanted, asked, strict=True):
            if is_asked and (row := TOLD[kind](action, person, day)):
                yield row


def _conditions(person: Person, day: date) -> Iterator[tuple[str, Any]]:
    state, planned_by_them = CorrectiveAction.state, CorrectiveAction.planned_by_id == person.id
    posts = owned_posts(person, day)
    yield "carry_out", and_(CorrectiveAction.owner_post_id.in_(posts), state == "accepted")
    yield "replan", and_(planned_by_them, state == "returned")
    leads = person.may("improvement.lead")
    if person.may("improvement.accept"):
        levels = Nonconformity.level > 0 if leads else Nonconformity.level == 0
        yield "accept", and_(state == "planned", ~planned_by_them, levels, seen_by(person))
    if person.may("improvement.verify"):
        free = or_(CorrectiveAction.verifier_id == person.id, CorrectiveAction.verifier_id.is_(None))
        no_hand = and_(CorrectiveAction.performed_by_id != person.id, ~planned_by_them)
        yield "verify", and_(state == "carried_out", free, no_hand, seen_by(person))
    if units_with(person, "improvement.decide") != set():
        yield "decide", CorrectiveAction.extensions.any(Extension.state == "asked")
    looking = next(iter(registry.reinspections), None)
    if looking and person.may(looking.right):
        wanted = EffectMeasure.visit_id.is_(None), EffectMeasure.measured_on.is_(None)
        waits = CorrectiveAction.measure.has(and_(EffectMeasure.kind == REINSPECTION, *wanted))
        yield "visit", and_(state.in_(("accepted", "carried_out")), waits, seen_by(person))
    if leads:
        yield "escalated", and_(state == "accepted", CorrectiveAction.due_on < day, seen_by(person))


def _to_carry_out(action: CorrectiveAction, person: Person, day: date) -> Awaiting:
    held = {one.post_id: one for one in reversed(holdings_of(person, day))}
    why, act = _why_mine(held.get(action.owner_post_id), action.owner_post, day), _("Report it carried out")
    return _row(action, action.due_on, day, what=action.what, why=why, action=act, kind="carry_out")


def _why_mine(holding: Holding | None, post: Post, day: date) -> str:
    if holding is None:
        return why_passed_on(post, post.id, day)
    holder = holding.principal
    if holder is None:
        return _("Because you are %(post)s: the action is given to this post.", post=post)
    return _("Because you act for %(name)s as %(post)s: the action is given to this post.", name=holder.name, post=post)


def _to_replan(action: CorrectiveAction, person: Person, day: date) -> Awaiting:
    return _row(
        action,
        None,
        day,
        what=_("Change the plan: %(what)s", what=action.what),
        why=_("Because you planned it, and it was returned."),
        action=_("Change the plan"),
        kind="replan",
    )


def _to_accept(action: CorrectiveAction, person: Person, day: date) -> Awaiting:
    return _row(
        action,
        _to_accept_by(action),
        day,
        what=_("Accept or return the plan: %(what)s", what=action.what),
        why=_("It was reopened one level higher: leadership accepts.")
        if action.nonconformity.level
        else _("Because you belong to the quality team."),
        action=_("Look at the plan"),
        kind="accept",
    )


def _to_accept_by(action: CorrectiveAction) -> date | None:
    try:
        return due_in_working_days(action.planned_on, days=ACCEPT_DAYS, agency_id=action.agency_id)
    except UnknownYear:
        return None


def _to_verify(action: CorrectiveAction, person: Person, day: date) -> Awaiting:
    return _row(
        action,
        action.verify_on,
        day,
        what=_("Verify whether it works: %(what)s", what=action.what),
        why=_("Because you were named to verify it.")
        if action.verifier_id
        else _("Because you may verify, and had no hand in it."),
        action=_("Verify"),
        kind="verify",
    )


def _escalated(action: CorrectiveAction, person: Person, day: date) -> Awaiting | None:
    try:
        late = working_days_between(action.due_on, end=day, calendar=calendar_of(person.agency_id))
    except UnknownYear:
        return None
    if late < ESCALATED_AFTER or is_head_of(person, action.unit_id, day):
        return None
    return _row(
        action,
        action.due_on,
        day,
        what=_("Overdue action: %(what)s", what=action.what),
        why=_("It has been overdue for %(n)s working days and has come up to you.", n=late),
        action=_("See what holds it up"),
        kind="escalated",
    )


def _to_decide(action: CorrectiveAction, person: Person, day: date) -> Awaiting | None:
    wish = action.asked_extension
    if wish is None or not _may_ask_to_decide(wish, person, day) or person not in wish.deciders(day):
        return None
    return _row(
        action,
        wish.from_day,
        day,
        kind="extension",
        action=_("Decide"),
        what=_("%(who)s asks for more time: %(what)s", who=wish.asked_by, what=action.what),
        why=_("Because whoever stands above the owner decides."),
    )


def _may_ask_to_decide(wish: Extension | None, person: Person, day: date) -> bool:
    """Whether a person can be among those who decide, as far as is known without asking the database."""
    return wish is not None and (person.may("improvement.lead") or wish.unit_id in answered_units(person, day))


def _to_plan_visit(action: CorrectiveAction, person: Person, day: date) -> Awaiting | None:
    if not may_name_visit(action, person):
        return None
    return _row(
        action,
        action.verify_on,
        day,
        kind="visit",
        what=_("Plan the visit that looks again: %(what)s", what=action.what),
        why=_("Because no measure fits, and you plan inspections."),
        action=_("Name the visit that looks again"),
    )


TOLD: dict[str, Callable[[CorrectiveAction, Person, date], Awaiting | None]] = {
    "carry_out": _to_carry_out,
    "replan": _to_replan,
    "accept": _to_accept,
    "verify": _to_verify,
    "escalated": _escalated,
    "decide": _to_decide,
    "visit": _to_plan_visit,
}


def _of_cases(person: Person, day: date) -> Iterator[Awaiting]:
    """What nonconformities ask of a person: a cause or a plan of their unit, and what is to be put right at once."""
    units = answered_units(person, day)
    owes = and_(owing(), Nonconformity.unit_id.in_(units))
    wanted = correction_jobs.wanted(person, day)
    is_asked = and_(Correction.nonconformity_id == Nonconformity.id, Correction.state == "asked")
    query = (
        select(Nonconformity, Correction, owes.label("owes"), *(one.label(kind) for kind, one in wanted.items()))
        .outerjoin(Correction, is_asked)
        .options(contains_eager(Correction.nonconformity))
        .where(or_(owes, *wanted.values()))
        .order_by(Nonconformity.analyse_by, Correction.due_at)
    )
    told = set()
    for case, asked, is_owed, *kinds in db.session.execute(query).unique():
        if is_owed and case not in told:
            yield from _to_analyse(case, day)
            told.add(case)
        if asked:
            yield from correction_jobs.told(asked, dict(zip(wanted, kinds, strict=True)), day)


def _to_analyse(one: Nonconformity, day: date) -> Iterator[Awaiting]:
    known = one.state != "open"
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


def _row(subject: CorrectiveAction, due_on: date | None, day: date, **words: Any) -> Awaiting:
    return Awaiting(
        due_on=due_on,
        code=subject.code,
        late=bool(due_on and due_on < day),
        url=registry.url_of("corrective_action", subject.id) or "",
        discreet=subject.nonconformity.restricted,
        **words,
    )
