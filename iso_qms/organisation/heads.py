"""Who answers for a unit: the head's post of the unit itself, or of the nearest one above it that has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, tuple_
from sqlalchemy.orm import aliased

from iso_qms.db import db, kept
from iso_qms.i18n import _
from iso_qms.organisation.agencies import chosen_id
from iso_qms.organisation.people import Holding, Person, Post, holders_of, holdings_of
from iso_qms.organisation.remembering import remembered
from iso_qms.organisation.units import Unit, heirs_on


def answered_units(person: Person, day: date) -> set[int]:
    """The units a person heads or deputises, those under them with no head of their own, and those they took over."""
    headed = {one.post.unit_id for one in holdings_of(person, day) if one.post.is_head}
    if not headed:
        return set()
    return {unit_id for unit_id, heads in _nearest_heads(day).items() if not headed.isdisjoint(heads)}


def is_head_of(person: Person, unit_id: int, day: date) -> bool:
    """Whether a person heads a unit itself, or deputises its head; asked of what is known of the person already."""
    return any(one.post.is_head and one.post.unit_id == unit_id for one in holdings_of(person, day))


def heads_for(unit_id: int, day: date) -> list[Person]:
    """Who answers for a unit on a day: the holder of the nearest head's post, then the deputies.

    For a closed unit that is whoever heads the one that took over its work.
    """
    heads = heads_on(day)
    return list({one.id: one for head in _nearest_heads(day).get(unit_id, ()) for one in heads.get(head, ())}.values())


def heads_on(day: date) -> dict[int, list[Person]]:
    """Who holds the head's post of each unit on a day, deputies after the holder; read at once for every unit."""
    read = kept("heads")
    key = (chosen_id(), day)
    if key not in read:
        query = select(Holding).join(Post, Post.id == Holding.post_id)
        query = query.where(Post.is_head, Post.is_valid_on(day), Holding.is_valid_on(day))
        heads: dict[int, list[Person]] = {}
        for one in db.session.scalars(query.order_by(Holding.kind.desc(), Holding.id)):
            if not one.person.is_locked:
                heads.setdefault(one.post.unit_id, []).append(one.person)
        read[key] = heads
    found: dict[int, list[Person]] = read[key]
    return found


def owners_of(post: Post, day: date, *, deputies: bool = True) -> list[Person]:
    """Who acts for a post that owns something: its holders.

    Once it has ended those of the post its duties passed to, or else whoever answers for its unit.
    """
    if not post.has_ended(day):
        return holders_of(post, day, deputies=deputies)
    heir, unit_id = _passed_on(day).get(post.id, (None, post.unit_id))
    return heads_for(unit_id, day) if heir is None else holders_of(heir, day, deputies=deputies)


def owned_posts(person: Person, day: date) -> set[int]:
    """The posts for which a person acts as owner: those they hold, and the ended ones whose duties are theirs now."""
    held = {one.post_id for one in holdings_of(person, day)}
    ended = _passed_on(day)
    units = answered_units(person, day) if ended else set()
    return held | {
        post_id for post_id, (heir, unit_id) in ended.items() if (unit_id in units if heir is None else heir in held)
    }


def duty_unit(post: Post, day: date) -> int:
    """The unit in which what a post owns is done: its own, or that of the post its duties passed to."""
    return _passed_on(day).get(post.id, (None, post.unit_id))[1]


def answered_posts(person: Person, day: date) -> Select[int]:
    """The numbers of the posts in units a person answers for, and of ended ones whose duties lie there now."""
    units = answered_units(person, day)
    moved = {post_id: unit for post_id, (heir, unit) in _passed_on(day).items() if heir is not None}
    came = {post_id for post_id, unit in moved.items() if unit in units}
    stayed = and_(Post.unit_id.in_(units), Post.id.not_in(moved.keys() - came))
    return select(Post.id).where(or_(stayed, Post.id.in_(came)))


def acts_for(post_id: Any, day: date) -> ColumnElement[bool]:
    """The condition that a `Holding` of a day acts for the post in a column, also one that has ended."""
    heads = _head_posts(day)
    pairs = [
        (ended, acting)
        for ended, (heir, unit_id) in _passed_on(day).items()
        for acting in ([heir] if heir is not None else heads.get(unit_id, ()))
    ]
    held = Holding.post_id == post_id
    return and_(Holding.is_valid_on(day), or_(held, tuple_(post_id, Holding.post_id).in_(pairs)) if pairs else held)


def why_passed_on(post: Any, post_id: int, day: date) -> str:
    """Why what an ended post owned lies on another desk now, in a sentence; empty while the post exists."""
    ended = post_id in _passed_on(day)
    return _("Because %(post)s has ended, and its duties are yours now.", post=post) if ended else ""


def _head_posts(day: date) -> dict[int, list[int]]:
    """The heads' posts that answer for each unit in which an ended post left its duties to no other post."""
    units = {unit_id for heir, unit_id in _passed_on(day).values() if heir is None}
    if not units:
        return {}
    nearest = {unit_id: _nearest_heads(day).get(unit_id, ()) for unit_id in units}
    query = select(Post.unit_id, Post.id).where(Post.is_head, Post.is_valid_on(day))
    by_unit: dict[int, list[int]] = {}
    for row in db.session.execute(query.where(Post.unit_id.in_({one for each in nearest.values() for one in each}))):
        by_unit.setdefault(row.unit_id, []).append(row.id)
    return {unit_id: [post for one in each for post in by_unit.get(one, ())] for unit_id, each in nearest.items()}


def _passed_on(day: date) -> dict[int, tuple[int | None, int]]:
    """The posts that have ended by a day: to which post their duties passed, if to one, and in which unit they lie."""
    return remembered(("passed_on", day), partial(_read_passed_on, day))


def _read_passed_on(day: date) -> dict[int, tuple[int | None, int]]:
    heir = aliased(Post)
    query = select(Post.id, Post.heir_id, Post.unit_id, heir.unit_id.label("heirs_unit"))
    rows = db.session.execute(query.outerjoin(heir, heir.id == Post.heir_id).where(Post.valid_to <= day)).all()
    ended = {row.id: (row.heir_id, row.heirs_unit or row.unit_id) for row in rows}
    return {post_id: _last(post_id, ended) for post_id in ended}


def _last(post_id: int, ended: Mapping[int, tuple[int | None, int]]) -> tuple[int | None, int]:
    """Where the duties of an ended post came to rest: an heir may have ended in its turn."""
    seen, (heir, unit_id) = {post_id}, ended[post_id]
    while heir is not None and heir in ended and heir not in seen:
        seen.add(heir)
        heir, unit_id = ended[heir]
    return (None if heir in ended else heir), unit_id


def _nearest_heads(day: date) -> dict[int, tuple[int, ...]]:
    """For each unit, the nearest one upwards, itself first, that has a head's post; a closed one goes to its heirs."""
    return remembered(("nearest_heads", day), partial(_read_nearest_heads, day))


def _read_nearest_heads(day: date) -> dict[int, tuple[int, ...]]:
    has_head = exists().where(Post.unit_id == Unit.id, Post.is_head, Post.is_valid_on(day))
    rows = db.session.execute(select(Unit.id, Unit.parent_id, has_head)).all()
    above = {one: (parent,) for one, parent, _has in rows if parent is not None} | heirs_on(day)
    with_head = {one for one, _parent, has in rows if has}
    return {row.id: tuple(_climb(row.id, above, with_head)) for row in rows}


def _climb(unit_id: int, above: Mapping[int, tuple[int, ...]], wanted: set[int]) -> Iterator[int]:
    seen, frontier = {unit_id}, [unit_id]
    while frontier:
        place = frontier.pop(0)
        if place in wanted:
            yield place
            continue
        following = [one for one in above.get(place, ()) if one not in seen]
        seen.update(following)
        frontier += following
