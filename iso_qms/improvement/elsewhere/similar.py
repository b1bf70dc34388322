"""Similar cases elsewhere (ISO 9001:2015, 10.2.1 b 3): searched for, proposed, and what a person decided on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, ForeignKey, Select, String, Text, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import today
from iso_qms.db import Base, db
from iso_qms.documents.models import Distribution
from iso_qms.i18n import _l
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.cause.cause_classes import causes_of
from iso_qms.improvement.elsewhere.likeness import (
    CLASS,
    CLAUSE,
    PROCEDURE,
    QUESTION,
    SAME_PROCEDURE,
    Resembling,
    clauses_in,
)
from iso_qms.improvement.elsewhere.likeness import resemblances as alike
from iso_qms.improvement.models import CauseAnalysis, CauseBranch, Nonconformity, seen_by
from iso_qms.journal import Journaled
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import Unit, units_on
from iso_qms.registry import Similar, registry
from iso_qms.worktime import months_after

LINKED, COVERED, OPENED, SET_ASIDE = "linked", "covered", "opened", "set_aside"

DECISIONS = {
    LINKED: _l("Belongs together: linked"),
    COVERED: _l("An action planned here covers it too"),
    OPENED: _l("A nonconformity is opened there"),
    SET_ASIDE: _l("Set aside, with a reason"),
}

WHY = {
    PROCEDURE: _l("the same procedure"),
    CLASS: _l("the same class of cause"),
    CLAUSE: _l("the same clause"),
    QUESTION: _l("the same question was answered “does not conform”"),
    SAME_PROCEDURE: _l("works by the same procedure; nothing is known there yet"),
}

MOST = 30
"""Proposals on one page: the nearest ones; deciding on some brings up the next."""


MOST_READ = 200
"""Nonconformities that are compared at once."""


class SimilarCase(Base, AgencyOwned, Journaled):
    """What was decided on one proposal. The thing elsewhere is known as (kind, id), and its words are kept as read."""

    __tablename__ = "similar_case"
    __table_args__ = (UniqueConstraint("nonconformity_id", "kind", "thing_id"),)
    journal_kind = "similar_case"

    id: Mapped[int] = mapped_column(primary_key=True)
    nonconformity_id: Mapped[int] = mapped_column(ForeignKey("nonconformity.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[int]
    why: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(300))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    decision: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    action_id: Mapped[int | None] = mapped_column(ForeignKey("corrective_action.id", ondelete="RESTRICT"))
    opened_id: Mapped[int | None] = mapped_column(ForeignKey("nonconformity.id", ondelete="RESTRICT"), index=True)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    decided_on: Mapped[date] = mapped_column(Date)

    nonconformity: Mapped[Nonconformity] = relationship(foreign_keys=[nonconformity_id], lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")
    action: Mapped[CorrectiveAction | None] = relationship()
    opened: Mapped[Nonconformity | None] = relationship(foreign_keys=[opened_id])
    decided_by: Mapped[Person] = relationship(lazy="joined")

    def __str__(self) -> str:
        return self.words

    def journal_over(self) -> Nonconformity:
        return self.nonconformity


def proposals(one: Nonconformity, person: Person) -> list[Similar]:
    """What resembles a nonconformity elsewhere, as far as this person may see it, and nobody has decided on yet.

    Nothing is searched for where the conduct of a person is concerned.
    """
    if one.restricted:
        return []
    known_here = elsewhere(one, person)
    decided, because = known_here.decided, known_here.because
    since = months_after(one.found_on, -causes_of(one.agency_id).months)
    known = {(each.kind, each.thing_id) for each in decided}
    known |= {("nonconformity", each.opened_id) for each in decided if each.opened_id}
    known |= {("nonconformity", each.nonconformity_id) for each in because}
    found = [each for each in _search(one, person, since) if (each.kind, each.thing_id) not in known]
    return list({(each.kind, each.thing_id): each for each in reversed(found)}.values())[::-1][:MOST]


@dataclass(frozen=True)
class Elsewhere:
    """What a nonconformity's page says of similar cases: what was decided here, and what led here from elsewhere."""

    decided: list[SimilarCase]
    because: list[SimilarCase]


def elsewhere(one: Nonconformity, person: Person) -> Elsewhere:
    """Both ends of the links of a nonconformity, in one query; what is only proposed stands on a page of its own."""
    own = SimilarCase.nonconformity_id == one.id
    there = and_(SimilarCase.kind == "nonconformity", SimilarCase.thing_id == one.id, SimilarCase.decision != SET_ASIDE)
    led_here = and_(or_(SimilarCase.opened_id == one.id, there), seen_by(person))
    query = select(SimilarCase).join(SimilarCase.nonconformity).where(or_(own, led_here))
    found = list(db.session.scalars(query.order_by(SimilarCase.id)).unique())
    mine = [each for each in found if each.nonconformity_id == one.id]
    return Elsewhere(mine, [each for each in found if each not in mine])


def decided_on(one: Nonconformity) -> list[SimilarCase]:
    """What was decided on what resembles it, in the order of the decisions."""
    query = select(SimilarCase).where(SimilarCase.nonconformity_id == one.id)
    return list(db.session.scalars(query.order_by(SimilarCase.id)).unique())


def decided_elsewhere(one: Nonconformity, person: Person) -> list[SimilarCase]:
    """The decisions of other nonconformities that led here: the link's other end."""
    return elsewhere(one, person).because


def _search(one: Nonconformity, person: Person, since: date) -> Iterator[Similar]:
    there = list(_nonconformities(one, person, since))
    yield from there
    for bring in registry.similar:
        yield from bring(one, person, since)
    yield from _units(one, {each.unit_id for each in there})


def _nonconformities(one: Nonconformity, person: Person, since: date) -> Iterator[Similar]:
    mine = {branch.class_key for each in one.analyses for branch in each.branches if branch.class_key}
    others = {each.id: each for each in _like(one, person, since, mine)}
    classes = _classes(others) | {one.id: mine}
    cases = [_as_case(each, classes) for each in others.values()]
    order = (PROCEDURE, CLASS, CLAUSE)
    found = sorted(alike(_as_case(one, classes), cases, since=since), key=lambda pair: order.index(pair[1]))
    for number, why in found:
        other = others[number]
        yield Similar(
            kind="nonconformity",
            thing_id=number,
            words=f"{other.code} {other.title}",
            why=why,
            unit_id=other.unit_id,
            unit=other.unit.name,
            on=other.found_on,
            url=registry.things["nonconformity"].url(other),
        )


def _like(one: Nonconformity, person: Person, since: date, classes: set[str]) -> list[Nonconformity]:
    """The newest that share a word with it, looked at more closely afterwards; the database sifts, so few are read."""
    shared: list[ColumnElement[bool]] = [Nonconformity.criterion.contains(each) for each in clauses_in(one.criterion)]
    if one.document_id:
        shared.append(Nonconformity.document_id == one.document_id)
    if classes:
        main = select(CauseAnalysis.nonconformity_id).where(CauseAnalysis.class_key.in_(classes))
        further = select(CauseAnalysis.nonconformity_id).join(CauseAnalysis.further)
        shared += [Nonconformity.id.in_(main), Nonconformity.id.in_(further.where(CauseBranch.class_key.in_(classes)))]
    if not shared:
        return []
    near = Nonconformity.found_on >= since, Nonconformity.id != one.id, Nonconformity.restricted.is_(False)
    query = select(Nonconformity).where(seen_by(person), *near, or_(*shared))
    return list(db.session.scalars(query.order_by(Nonconformity.found_on.desc()).limit(MOST_READ)).unique())


def _as_case(one: Nonconformity, classes: dict[int, set[str]]) -> Resembling:
    named = frozenset(classes.get(one.id, ()))
    return Resembling(one.id, one.unit_id, one.found_on, one.document_id, named, clauses_in(one.criterion))


def _classes(numbers: Iterable[int]) -> dict[int, set[str]]:
    wanted = list(numbers)
    if not wanted:
        return {}
    mine = CauseAnalysis.nonconformity_id.in_(wanted)
    main = select(CauseAnalysis.nonconformity_id, CauseAnalysis.class_key).where(mine)
    others = select(CauseAnalysis.nonconformity_id, CauseBranch.class_key).join(CauseAnalysis.further).where(mine)
    found: dict[int, set[str]] = defaultdict(set)
    for number, key in db.session.execute(main.union(others)):
        if key:
            found[number].add(key)
    return found


def _units(one: Nonconformity, known: set[int]) -> Iterator[Similar]:
    """The units that work by the same procedure and of which no case is known: it could happen there too."""
    if one.document_id is None:
        return
    there = {unit.id: unit for unit in units_on(today())}
    for number in db.session.scalars(_given_to(one.document_id)):
        if number in there and number not in known and number != one.unit_id:
            name = there[number].name
            yield Similar(
                kind="unit", thing_id=number, words=name, why=SAME_PROCEDURE, unit_id=number, unit=name, on=None, url=""
            )


def _given_to(document_id: int) -> Select[Any]:
    query = select(Post.unit_id).join(Distribution, Distribution.post_id == Post.id)
    given = Distribution.document_id == document_id, Distribution.ended_on.is_(None)
    return query.where(*given).distinct().order_by(Post.unit_id)
