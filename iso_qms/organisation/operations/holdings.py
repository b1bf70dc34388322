"""Giving posts to people, naming deputies, ending both, and handing everything of a leaver to a successor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Select, or_, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.operations.grants import end_grant, keeping_an_administrator
from iso_qms.organisation.people import CAPACITIES, Holding, Person, Post, holders_of
from iso_qms.organisation.rights import Grant
from iso_qms.registry import registry
from iso_qms.workflow import Forbidden, Incomplete, Refused

say(
    {
        "holding.begun": _l("gave the post"),
        "holding.deputised": _l("named a deputy"),
        "holding.ended": _l("ended the holding of the post"),
        "holding.corrected": _l("corrected the holding of the post"),
        "person.handed_over": _l("handed everything over"),
    }
)


def hold_post(
    person: Person, post: Post, *, by: Person, since: date, until: date | None = None, capacity: str = ""
) -> Holding:
    """Give a post to a person from a day on, `until` the first day without; a post has one holder at a time."""
    _demand_capacity(capacity)
    _demand_period(post, since, until)
    taken = db.session.scalar(_overlapping(since, until).where(Holding.post_id == post.id, Holding.kind == "holder"))
    if taken:
        raise Refused(_("%(who)s holds this post then. End that first, or name a deputy.", who=taken.person.name))
    holding = Holding(
        agency_id=by.agency_id,
        post_id=post.id,
        person_id=person.id,
        valid_from=since,
        valid_to=until,
        capacity=capacity,
    )
    db.session.add(holding)
    write(holding, "holding.begun", by=by)
    return holding


def delegate(
    post: Post, *, to: Person, by: Person, since: date, until: date, capacity: str = "KT.", reason: str = ""
) -> Holding:
    """Let somebody act in a post for its holder, from one day until (excluding) another.

    The holder may do so for their own post, an administrator for any.
    """
    holders = holders_of(post, since, deputies=False)
    _demand_right_to_delegate(by, holders)
    _demand_capacity(capacity)
    _demand_period(post, since, until)
    if not holders:
        raise Refused(_("Nobody holds %(post)s on that day, so nobody can be represented.", post=post))
    if holders[0].id == to.id:
        raise Refused(_("Nobody is their own deputy."))
    if to.is_locked:
        raise Refused(_("%(name)s's account is locked. Choose somebody else.", name=to.name))
    if db.session.scalar(_overlapping(since, until).where(Holding.post_id == post.id, Holding.person_id == to.id)):
        raise Refused(_("%(name)s is a deputy in this post already in those days.", name=to.name))
    holding = Holding(
        agency_id=by.agency_id,
        post_id=post.id,
        person_id=to.id,
        kind="deputy",
        principal_id=holders[0].id,
        valid_from=since,
        valid_to=until,
        capacity=capacity,
        reason=reason,
    )
    db.session.add(holding)
    write(holding, "holding.deputised", by=by, reason=reason)
    return holding


def end_delegation(holding: Holding, *, by: Person, on: date, reason: str = "") -> None:
    """Take a delegation back, by the person represented or an administrator; `on` is the first day without it."""
    _demand_right_to_delegate(by, [holding.principal] if holding.principal else [])
    end_holding(holding, by=by, on=max(on, holding.valid_from), reason=reason)


def end_holding(holding: Holding, *, by: Person, on: date, reason: str = "") -> None:
    """End the holding of a post, and with it the deputyships for this holder; `on` is the first day without it."""
    if on < holding.valid_from:
        raise Incomplete(_("It cannot end before it began on %(day)s.", day=f"{holding.valid_from:%d/%m/%Y}"))
    with keeping_an_administrator(on):
        _end(holding, by=by, on=on, reason=reason)


def correct_holding(
    holding: Holding, *, by: Person, since: date, until: date | None, capacity: str, reason: str
) -> None:
    """Put right the days or the signing capacity of a holding that were typed wrong; `until` is the first day without.

    Acts of the past keep the post and capacity they were made with.
    """
    if not reason.strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    _demand_capacity(capacity)
    _demand_period(holding.post, since, until)
    if holding.is_deputy and until is None:
        raise Incomplete(_("A deputy acts for a time: choose the last day."))
    same = Holding.person_id == holding.person_id if holding.is_deputy else Holding.kind == "holder"
    clash = _overlapping(since, until).where(Holding.post_id == holding.post_id, Holding.id != holding.id, same)
    if taken := db.session.scalar(clash):
        raise Refused(_("%(who)s holds this post then. End that first, or name a deputy.", who=taken.person.name))
    with keeping_an_administrator(today()):
        holding.valid_from, holding.valid_to, holding.capacity = since, until, capacity
        write(holding, "holding.corrected", by=by, reason=reason)
        if until is not None:
            _end_deputyships(holding, by=by, on=until, reason=reason)


def hand_over(leaver: Person, *, to: Person, by: Person, on: date | None = None, reason: str = "") -> int:
    """Hand everything a leaver has open to a successor in one act; answers how many things moved.

    Posts go over with their remaining time; deputyships and roles given to the leaver in person end.
    """
    if leaver.id == to.id:
        raise Refused(_("Choose somebody else as successor."))
    if to.is_locked:
        raise Refused(_("%(name)s's account is locked. Choose somebody else.", name=to.name))
    day = on or today()
    with keeping_an_administrator(day):
        moved: int = sum(_pass_on(holding, to=to, by=by, day=day, reason=reason) for holding in held_from(leaver, day))
        _end_grants(leaver, by=by, on=day, reason=reason)
        moved += sum(take(leaver, to, by) for take in registry.handovers)
        write(leaver, "person.handed_over", by=by, reason=reason)
        write(to, "person.handed_over", by=by, reason=reason)
    return moved


def held_from(person: Person, day: date) -> list[Holding]:
    """What a person holds on a day or later, as holder or as deputy."""
    query = select(Holding).where(
        Holding.person_id == person.id, or_(Holding.valid_to.is_(None), Holding.valid_to > day)
    )
    return list(db.session.scalars(query.order_by(Holding.kind.desc(), Holding.valid_from, Holding.id)))


def _pass_on(holding: Holding, *, to: Person, by: Person, day: date, reason: str) -> int:
    since, until = max(day, holding.valid_from), holding.valid_to
    _end(holding, by=by, on=since, reason=reason)
    if holding.is_deputy:
        return 0
    hold_post(to, holding.post, by=by, since=since, until=until, capacity=holding.capacity)
    return 1


def _end(holding: Holding, *, by: Person, on: date, reason: str) -> None:
    holding.valid_to = on
    write(holding, "holding.ended", by=by, reason=reason)
    _end_deputyships(holding, by=by, on=on, reason=reason)


def _end_deputyships(holding: Holding, *, by: Person, on: date, reason: str) -> None:
    if holding.is_deputy:
        return
    query = _overlapping(on, None).where(Holding.post_id == holding.post_id, Holding.principal_id == holding.person_id)
    for deputyship in db.session.scalars(query).all():
        deputyship.valid_to = max(on, deputyship.valid_from)
        write(deputyship, "holding.ended", by=by, reason=reason)


def _end_grants(leaver: Person, *, by: Person, on: date, reason: str) -> None:
    query = select(Grant).where(Grant.person_id == leaver.id, or_(Grant.valid_to.is_(None), Grant.valid_to > on))
    for given in db.session.scalars(query).all():
        end_grant(given, by=by, on=on, reason=reason)


def _overlapping(since: date, until: date | None) -> Select[Holding]:
    query = select(Holding).where(or_(Holding.valid_to.is_(None), Holding.valid_to > since))
    return query if until is None else query.where(Holding.valid_from < until)


def _demand_right_to_delegate(by: Person, holders: Iterable[Person]) -> None:
    if by.id not in {one.id for one in holders} and not by.may("organisation.manage"):
        raise Forbidden(_("A deputy is named by the holder of the post or by an administrator."))


def _demand_capacity(capacity: str) -> None:
    if capacity not in CAPACITIES:
        raise Incomplete(_("There is no signing capacity %(capacity)s.", capacity=capacity))


def _demand_period(post: Post, since: date, until: date | None) -> None:
    if until is not None and until <= since:
        raise Incomplete(_("The last day lies before the first."))
    if not post.is_valid_on(since):
        raise Incomplete(_("The post %(post)s does not exist on %(day)s.", post=post, day=f"{since:%d/%m/%Y}"))
