"""The facts from which independence follows, read for many people at once: a query per kind of fact, not per person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import literal, or_, select, union_all
from sqlalchemy.orm import joinedload, lazyload

from iso_qms.audits.team.independence import Facts, Hand, OpenAction, Reason, Scope, ScopeUnit, Service, reasons
from iso_qms.audits.team.interests import Interest
from iso_qms.audits.team.team_rules import team_rules_of
from iso_qms.db import db
from iso_qms.documents.models import Document, Revision
from iso_qms.documents.models.documents import revision_contributor, stands_on
from iso_qms.documents.models.route import Approval, Review
from iso_qms.improvement.action.actions import OPEN, CorrectiveAction
from iso_qms.improvement.models import Nonconformity
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Holding, Person, holdings_of, one_hand, read_holdings
from iso_qms.organisation.units import Unit, subtree
from iso_qms.worktime import months_after

Parts = dict[int, list[tuple[Document, str]]]
"""By the number of a person: the documents they had a hand in, and how."""


def ties_of(
    people: Collection[Person], *, units: Iterable[Unit], documents: Iterable[Document], day: date
) -> dict[int, list[Reason]]:
    """For each of some people, by number, every reason why they must not inspect that on that day."""
    there = list({one.id: one for one in people}.values())
    if not there:
        return {}
    papers, inspected = list(documents), tuple(_unit(one) for one in units)
    interests = _interests({one.id for one in there})
    scope = Scope(
        day,
        inspected,
        frozenset(one.id for one in papers),
        _people_there(inspected, interests, day),
        team_rules_of(there[0].agency_id).past_months,
    )
    return {one.id: reasons(facts, scope) for one, facts in _facts(there, scope, papers, interests)}


def _unit(unit: Unit) -> ScopeUnit:
    return ScopeUnit(unit.id, unit.name, frozenset(subtree(unit.id)))


def _facts(
    people: list[Person], scope: Scope, papers: list[Document], interests: list[Interest]
) -> Iterable[tuple[Person, Facts]]:
    services = _services({one.id for one in people}, scope)
    read_holdings(people, scope.day)
    parts, names = _parts(papers, scope.day), {one.id: one.name for one in people}
    actions = _actions(scope)
    for one in people:
        posts = {held.post_id for held in holdings_of(one, scope.day)}
        yield (
            one,
            Facts(
                one.id,
                one.name,
                tuple(services[one.id]),
                frozenset(answered_units(one, scope.day)),
                tuple(_hands(one, posts, papers, parts, names, scope.day)),
                tuple(_of(action) for action in actions if _takes_part(action, one.id, posts)),
                tuple(each.as_declared for each in interests if each.person_id == one.id),
            ),
        )


def _services(people: set[int], scope: Scope) -> dict[int, list[Service]]:
    found: dict[int, list[Service]] = defaultdict(list)
    query = select(Holding).where(
        Holding.person_id.in_(people),
        Holding.valid_from <= scope.day,
        or_(Holding.valid_to.is_(None), Holding.valid_to > months_after(scope.day, -scope.months)),
    )
    options = (lazyload(Holding.person), joinedload(Holding.principal))
    for one in db.session.scalars(query.options(*options).order_by(Holding.kind.desc(), Holding.id)):
        represented = one.principal.name if one.principal else ""
        unit, post = one.post.unit, one.post.title
        found[one.person_id].append(Service(unit.id, unit.name, post, one.valid_from, one.valid_to, represented))
    return found


def _parts(papers: list[Document], day: date) -> Parts:
    """Who wrote, reviewed or approved the revision of each document that stands on the day, else the newest one."""
    found: Parts = defaultdict(list)
    if not papers:
        return found
    of = _standing({one.id: one for one in papers}, day)
    author = revision_contributor.c
    rows = union_all(
        select(literal("wrote"), author.revision_id, author.person_id).where(author.revision_id.in_(of)),
        select(literal("reviewed"), Review.revision_id, Review.person_id).where(
            Review.revision_id.in_(of), Review.person_id.is_not(None)
        ),
        select(literal("approved"), Approval.revision_id, Approval.person_id).where(Approval.revision_id.in_(of)),
    )
    told = {tuple(row): None for row in db.session.execute(rows)}
    for part, revision_id, person_id in told:
        found[person_id].append((of[revision_id], part))
    return found


def _standing(papers: dict[int, Document], day: date) -> dict[int, Document]:
    query = select(Revision.id, Revision.document_id, stands_on(day)).where(Revision.document_id.in_(papers))
    chosen: dict[int, tuple[bool, int]] = {}
    for revision_id, document_id, stands in db.session.execute(query.order_by(Revision.number)):
        if stands or not chosen.get(document_id, (False, 0))[0]:
            chosen[document_id] = (bool(stands), revision_id)
    return {revision_id: papers[document_id] for document_id, (_stands, revision_id) in chosen.items()}


def _hands(
    person: Person, posts: set[int], papers: list[Document], parts: Parts, names: dict[int, str], day: date
) -> Iterable[Hand]:
    for document in papers:
        if document.owner_post_id in posts:
            yield Hand(document.id, document.code, "owns")
    for document, part in parts.get(person.id, ()):
        yield Hand(document.id, document.code, part)
    for other in one_hand({person.id}, day) - {person.id} if parts else ():
        for document, part in parts.get(other, ()):
            yield Hand(document.id, document.code, part, names.get(other) or _name_of(other))


def _name_of(person_id: int) -> str:
    return db.session.get_one(Person, person_id).name


def _actions(scope: Scope) -> list[CorrectiveAction]:
    units = {one for unit in scope.units for one in unit.below}
    query = select(CorrectiveAction).join(Nonconformity).where(CorrectiveAction.state.in_(OPEN))
    query = query.where(Nonconformity.unit_id.in_(units))
    return list(db.session.scalars(query.order_by(CorrectiveAction.id)).unique()) if units else []


def _takes_part(action: CorrectiveAction, person_id: int, posts: set[int]) -> bool:
    return action.owner_post_id in posts or person_id == action.performed_by_id


def _of(action: CorrectiveAction) -> OpenAction:
    return OpenAction(action.id, action.code, action.nonconformity.unit_id)


def _interests(people: set[int]) -> list[Interest]:
    query = select(Interest).where(Interest.person_id.in_(people)).order_by(Interest.id)
    return list(db.session.scalars(query))


def _people_there(units: tuple[ScopeUnit, ...], interests: list[Interest], day: date) -> dict[int, str]:
    """Of those to whom somebody declared a tie, who belongs to the inspected units or answers for them."""
    others = {one.other.id: one.other for one in interests if one.other is not None}
    if not others:
        return {}
    read_holdings(others.values(), day)
    inspected = {one for unit in units for one in unit.below}
    return {
        one.id: one.name
        for one in others.values()
        if inspected & ({held.post.unit_id for held in holdings_of(one, day)} | answered_units(one, day))
    }
